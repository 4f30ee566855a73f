"""Random commits over a small tree, in a real git repository."""
import os
import random
import subprocess

ENVIRONMENT = {
    "PATH": os.environ["PATH"], "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada Writer", "GIT_AUTHOR_EMAIL": "ada@writer.test",
    "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@c.test"}

# Lines that look like parts of a diff or a mail when a '+', '-' or ' ' stands before them.
TRAPS = ["-- x;", "++ y;", "-- a/mm/policy.c", "++ b/mm/policy.c", "--", "-- ", "@@ -1,2 +1,2 @@", "diff --git a/x b/x",
         "From here on", ">From there", "\f", "\ttab", "trailing  ", "Index: x", "\\ No newline at end of file",
         "- one", "+ one", "*** a", "", "", "}"]
# A submodule, a link and a binary file are there beside these.
NAMES = ["mm/policy.c", "mm/mmap.c", "kernel/fork.c", "include/linux/mm.h", "docs/notes.txt", "run", "crlf.txt",
         "latin.txt", "a/b.c", "odd name.c", "n\u00e4me.c"]


class Git:
    def __init__(self, directory):
        self.directory = directory
        self.clock = 1714500000

    def run(self, *arguments, data=None, ok=True):
        date = f"{self.clock} +0200"
        done = subprocess.run(["git", "-c", "core.autocrlf=false", *arguments], cwd=self.directory, input=data,
                              capture_output=True,
                              env={**ENVIRONMENT, "HOME": self.directory, "GIT_AUTHOR_DATE": date,
                                   "GIT_COMMITTER_DATE": date})
        if ok and done.returncode:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done

    def text(self, *arguments, **more):
        return self.run(*arguments, **more).stdout.decode(errors="surrogateescape").strip()

    def commit(self, message):
        self.clock += 60
        self.run("add", "-A", ".")
        if not self.run("diff", "--cached", "--quiet", ok=False).returncode:
            return None
        self.run("commit", "-q", "--cleanup=verbatim", "-F", "-", data=message.encode())
        return self.text("rev-parse", "HEAD")

    def listing(self, commit):
        """The mode and the id of each path, by path."""
        found = {}
        for entry in self.run("ls-tree", "-r", "-z", commit).stdout.split(b"\0"):
            if entry:
                info, path = entry.split(b"\t", 1)
                mode, _, name = info.decode().split(" ")
                found[path.decode(errors="surrogateescape")] = (mode, name)
        return found


class History:
    """A base and a few commits on it."""

    def __init__(self, directory, seed):
        self.random = random.Random(seed)
        self.git = Git(directory)
        os.makedirs(directory)
        self.git.run("init", "-q", "-b", "main", ".")
        self.write_base()
        self.base = self.git.commit("base")

    def path(self, name):
        return os.path.join(self.git.directory, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)) or ".", exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(text)

    def line(self):
        if self.random.random() < 0.12:
            return self.random.choice(TRAPS)
        return self.random.choice(["\tif (x == {})", "\treturn {};", "int f{}(int x)", "\tx += {};", "/* {} */",
                                   "", "{{", "}}", "\tg(x, {});"]).format(self.random.randrange(99))

    def text_of(self, lines):
        return "".join(each + "\n" for each in lines).encode()

    def write_base(self):
        for name in NAMES:
            self.write(name, self.text_of(self.line() for _ in range(self.random.randrange(12, 60))))
        self.write("crlf.txt", self.read("crlf.txt").replace(b"\n", b"\r\n"))
        self.write("latin.txt", "".join(f"gr\u00fc\u00dfe {n}\n" for n in range(30)).encode("latin-1"))
        self.write("utf8.txt", "".join(f"gr\u00fc\u00dfe {n}\n" for n in range(30)).encode())
        self.write("no_end.c", self.text_of(f"line {n}" for n in range(9)) + b"last")
        self.write("data.bin", bytes(self.random.randrange(256) for _ in range(300)) + b"\0")
        self.write("empty.c", b"")
        os.symlink("docs/notes.txt", self.path("link"))
        os.chmod(self.path("run"), 0o755)
        os.makedirs(self.path("sub"))
        self.git.run("update-index", "--add", "--cacheinfo", "160000," + "12" * 20 + ",sub")

    # Edits. Each changes the tree in one way.

    def files(self, what=lambda name: True):
        found = [name for name in self.git.listing("HEAD") if os.path.isfile(self.path(name))
                 and not os.path.islink(self.path(name)) and what(name)]
        return sorted(found)

    def source(self):
        return self.random.choice(self.files(lambda name: not name.endswith(".bin")))

    def edit(self, name=None):
        name = name or self.source()
        end = b"\r\n" if name == "crlf.txt" else b"\n"
        lines = self.read(name).split(end)
        for _ in range(self.random.randrange(1, 5)):
            at = self.random.randrange(len(lines))
            new = self.line().encode()
            if name.startswith(("latin", "utf8")):
                new = f"sch\u00f6n {self.random.randrange(99)}".encode("latin-1" if name.startswith("latin") else "utf-8")
            self.random.choice([lambda: lines.insert(at, new), lambda: lines.__setitem__(at, new),
                                lambda: lines.pop(at) if len(lines) > 3 else lines.append(new)])()
        self.write(name, end.join(lines))

    def create(self):
        name = self.random.choice(["new.c", "mm/new.c", "deep/er/new.h", "sp ace.c", 'qu"ote.c', "a/new.c", "tab\tx.c"])
        self.write(name, self.text_of(self.line() for _ in range(self.random.randrange(0, 9))))
        if self.random.random() < 0.2:
            self.write(name, self.read(name) + b"no end")
        if self.random.random() < 0.2:
            os.chmod(self.path(name), 0o755)

    def remove(self):
        os.remove(self.path(self.source()))

    def rename(self):
        old = self.source()
        new = self.random.choice(["mm/moved.c", "moved.c", "x y/moved.c", "kernel/" + os.path.basename(old)])
        if os.path.lexists(self.path(new)) or not self.read(old):
            return self.edit()
        self.write(new, b"")
        os.rename(self.path(old), self.path(new))
        if self.random.random() < 0.5:
            self.edit(new)

    def copy(self):
        old = self.source()
        self.write("copy.c", self.read(old))
        self.edit(self.random.choice(["copy.c", old]))

    def swap(self):
        one, two = self.source(), self.source()
        first, second = self.read(one), self.read(two)
        self.write(one, second)
        self.write(two, first)

    def mode(self):
        name = self.source()
        os.chmod(self.path(name), os.stat(self.path(name)).st_mode ^ 0o111)

    def end(self):
        name = self.random.choice([self.source(), "no_end.c"])
        if os.path.isfile(self.path(name)):
            text = self.read(name)
            self.write(name, text[:-1] if text.endswith(b"\n") else text + b"\n")

    def binary(self):
        if os.path.isfile(self.path("data.bin")):
            self.write("data.bin", self.read("data.bin")[:200] + b"\0new%d" % self.random.randrange(9))

    def source_becomes_binary(self):
        self.write(self.source(), b"x\0y")

    def link(self):
        if os.path.lexists(self.path("link")):
            os.remove(self.path("link"))
        os.symlink(self.random.choice(["run", "mm/policy.c"]), self.path("link"))

    def submodule(self):
        os.makedirs(self.path("sub"), exist_ok=True)
        self.git.run("update-index", "--add", "--cacheinfo", f"160000,{self.random.randrange(1, 9)}" + "3" * 39 + ",sub")

    def rewrite(self):
        self.write(self.source(), self.text_of(self.line() for _ in range(self.random.randrange(5, 40))))

    def change(self):
        kinds = [(self.edit, 40), (self.create, 7), (self.remove, 4), (self.rename, 6), (self.copy, 4), (self.mode, 4),
                 (self.end, 4), (self.binary, 2), (self.source_becomes_binary, 1), (self.link, 2), (self.submodule, 2),
                 (self.rewrite, 2), (self.swap, 1)]
        self.random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]()

    def message(self):
        lines = [self.random.choice(["mm: change it", "mm/policy: do not", "Revert \"mm: change it\"",
                                     "kernel: [foo] bracketed", "gr\u00fc\u00dfe: umlaut", "x" * 200,
                                     "mm: " + str(self.random.randrange(99))]), ""]
        lines += self.random.choices(
            ["Text.", "No functional change.", "", "--- not a diff", "---not", "From nobody", "> quoted", "diff of a",
             "+++ plus", "Signed-off-by: A <a@x.test>", " indented", "-- ", "@@ at", "Index of it", "Subject: no",
             "From: me", "gr\u00fc\u00dfe"], k=self.random.randrange(0, 5))
        return "\n".join(lines) + "\n"

    def grow(self):
        """Commits on top of HEAD; gives the last."""
        last = self.git.text("rev-parse", "HEAD")
        for _ in range(self.random.choice([1, 1, 2, 2, 3, 4])):
            for _ in range(self.random.choice([1, 1, 2, 3, 5])):
                self.change()
            last = self.git.commit(self.message()) or last
        return last

    def branch(self):
        """A base and the last commit of a series on it."""
        self.git.run("checkout", "-q", "-f", "--detach", self.base)
        self.git.run("clean", "-fdqx")
        return self.grow()

    def drift(self):
        """Another base: the tree as it is somewhere else."""
        self.git.run("checkout", "-q", "-f", "--detach", self.base)
        self.git.run("clean", "-fdqx")
        for _ in range(self.random.randrange(1, 4)):
            self.random.choice([self.edit, self.edit, self.edit, self.create, self.rename])()
        return self.git.commit("drift") or self.base
