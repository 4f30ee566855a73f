"""Holds what kverdict makes of a mailbox against git am."""
import collections
import json
import os
import re
import subprocess
import tempfile

# What kverdict says where git am applies more than it looks at.
TOLD = ["is binary, it was not looked at", "is a submodule, it was not looked at", "is a symbolic link, it was not looked at",
        "is a combined diff (of a merge), it was not looked at", "is a context diff, it was not looked at",
        "other diffs of the mailbox were not looked at", "so the review is not complete: give"]


class Am:
    """git am in a work tree of its own."""

    def __init__(self, git, directory):
        self.git = git
        self.directory = directory
        git.run("worktree", "add", "-q", "--detach", directory, "HEAD")
        self.here = type(git)(directory)

    def apply(self, base, box, *options):
        """The tree that it makes, or None."""
        self.here.run("checkout", "-q", "-f", "--detach", base)
        done = self.here.run("am", "-q", "--no-gpg-sign", *options, box, ok=False)
        if done.returncode == 0:
            return self.here.listing("HEAD")
        self.said = (done.stderr + done.stdout).decode(errors="replace").split("\n")[0]
        self.clean()
        return None

    def clean(self):
        self.here.run("am", "--quit", ok=False)
        self.here.run("reset", "-q", "--hard")
        self.here.run("clean", "-fdqx")

    def apply_as_anybody(self, base, box, *options, first="nowarn"):
        """What git am does, whoever the author is (it refuses a mail whose "From: x" in the body has no address), whatever
        the character set of the message, and with or without --keep-cr and --quoted-cr=strip for each mail by itself:
        with the first of these with which a mail applies, and of --quoted-cr rather with First."""
        order = ("nowarn", "strip") if first == "nowarn" else ("strip", "nowarn")
        self.here.run("checkout", "-q", "-f", "--detach", base)
        with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as kept:
            self.here.run("mailsplit", "-b", "-o" + plain, box, ok=False)
            self.here.run("mailsplit", "-b", "--keep-cr", "-o" + kept, box, ok=False)
            done = all(any(self.one(os.path.join(place, name), cr, *options) for place in (plain, kept)
                           for cr in order) for name in sorted(os.listdir(plain)))
        made = self.here.text("write-tree") if done else None
        self.clean()
        return self.here.listing(made) if done else None

    def one(self, mail, cr, *options):
        with open(mail, "rb") as text:
            self.here.run("mailinfo", "-n", "--quoted-cr=" + cr, "msg", "diff", data=text.read(), ok=False)
        if self.here.run("apply", "--index", *options, "diff", ok=False).returncode == 0:
            return True
        self.here.run("checkout", "-q", "-f", self.here.text("write-tree", ok=False) or "HEAD", "--", ".", ok=False)
        return False


class Ours:
    """The program that says what kverdict reads."""

    def __init__(self, program, tree):
        self.running = subprocess.Popen([program, tree], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, base, box):
        self.running.stdin.write(f"{base} {box}\n".encode())
        self.running.stdin.flush()
        return json.loads(self.running.stdout.readline())

    def stop(self):
        self.running.stdin.close()
        self.running.wait()


def result(before, answer):
    """The listing behind the patches; and the paths that were not looked at."""
    now, unread = dict(before), set()
    for step in answer["steps"]:
        old = dict(now)
        for path, what in step.items():
            path = path.encode("utf-8", "surrogateescape").decode(errors="surrogateescape")
            if what == "unread":
                unread.add(path)
            elif what is None:
                now.pop(path, None)
            else:
                mode = what["mode"] or old.get(what["mode of"], ("100644", ""))[0]
                now[path] = (mode, what["id"])
    return now, unread


def differences(ours, theirs, unread):
    return [f"{path}: {ours.get(path)} and not {theirs.get(path)}" for path in sorted(set(ours) | set(theirs))
            if path not in unread and ours.get(path) != theirs.get(path)]


def kind(problem):
    """A message without what is particular."""
    problem = re.sub(r"'[^']*'", "'..'", problem)
    problem = re.sub(r"git says: .*", "git says", problem)
    return re.sub(r"\S*/in:\d+|\d+", "N", problem)[:110]


class Judge:
    def __init__(self, history, program, directory):
        self.git = history.git
        self.before = history.git.listing
        self.ours = Ours(program, history.git.directory)
        self.am = Am(history.git, os.path.join(directory, "am"))
        self.box, self.clean, self.pristine = (os.path.join(directory, name) for name in ("in", "clean", "pristine"))
        self.counts, self.reasons, self.wrong = collections.Counter(), collections.Counter(), []

    def theirs(self, base, box):
        """All that git am may make of it."""
        return [made for made in (self.am.apply(base, box, *each) for each in self.options(box)) if made is not None]

    @staticmethod
    def options(box):
        with open(box, "rb") as file:
            text = file.read()
        return [[]] + [["--keep-cr"]] * (b"\r" in text) + [["--quoted-cr=strip"]] * (b"ransfer-" in text)

    def hold(self, base, box):
        for path, text in ((self.box, box.text), (self.clean, box.clean), (self.pristine, box.pristine)):
            with open(path, "wb") as file:
                file.write(text)
        answer = self.ours.ask(base, self.box)
        verdict, why = self.judge(base, box, answer)
        self.counts[verdict] += 1
        if why:
            self.reasons[f"{verdict}: {why}"] += 1
        return verdict, why, answer

    def judge(self, base, box, answer):
        theirs = self.theirs(base, self.box)
        problems = [answer["refused"]] if "refused" in answer else answer["problems"]
        if problems and not theirs:
            theirs = self.theirs(base, self.clean)
        if problems and not theirs:
            return "refused", kind(problems[0])[:70] + " | " + kind(self.am.said)
        if problems:
            return self.told(base, answer, theirs, problems)
        ours, unread = result(self.before(base), answer)
        if theirs:
            held = self.compare(ours, theirs, unread, "same")
            return ("better", None) if held[0] == "DIFFERENT" and self.stripped(base, ours, unread) else held
        return self.better(base, box, answer, ours, unread)

    def stripped(self, base, ours, unread):
        """Whether it is what git am makes of each mail by itself, the CR of one that is encoded taken off: for a box, one
        option holds for all of its mails."""
        theirs = self.am.apply_as_anybody(base, self.box, first="strip")
        return theirs is not None and not differences(ours, theirs, unread)

    def told(self, base, answer, theirs, problems):
        """What was looked at must be right all the same."""
        why = kind(problems[0])
        if not all(any(word in problem for word in TOLD) for problem in problems):
            return "refused more", why
        ours, unread = result(self.before(base), answer)
        if any("other diffs" in problem or "give" in problem for problem in problems):
            return "told", why
        return self.compare(ours, theirs, unread, "told")

    @staticmethod
    def compare(ours, theirs, unread, word):
        wrong = [differences(ours, each, unread) for each in theirs]
        return (word, None) if not all(wrong) else ("DIFFERENT", "; ".join(wrong[0])[:300])

    def better(self, base, box, answer, ours, unread):
        """It read more than git am: the patches alone, in their order, or with a merge, or before a mailer changed the
        character set."""
        three = ["--3way"] if answer["merged"] else []
        for file in (self.box, self.clean, self.pristine):
            for options in self.options(file):
                theirs = self.am.apply(base, file, *three, *options)
                if theirs is not None and not differences(ours, theirs, unread):
                    return "better, merged" if three else "better", None
        theirs = self.am.apply_as_anybody(base, self.clean, *three)
        if theirs is not None and not differences(ours, theirs, unread):
            return "better, merged" if three else "better", None
        return "MORE", f"git am: {self.am.said}"
