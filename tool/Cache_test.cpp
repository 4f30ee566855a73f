// The cache: the same bytes with it, without it, and with whatever lies in it; and never an answer that is not so.
#include "testing/Repository.h"

#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

namespace kverdict {
namespace {

/// A tree with headers of its own, so that each can be another.
class CacheTest : public testing::Test, protected Repository {
protected:
  CacheTest() {
    fs::copy(KVERDICT_SOURCE_DIR "/testdata/include", S.path("t/include"), fs::copy_options::recursive);
    S.write("t/compile_flags.txt", "-std=gnu11\n-Ifirst\n-Iinclude\n");
    fs::create_directory(S.path("t/first"));
    commit("mm/memory.c", fixture("merged.c"), "base");
    commit("mm/memory.c", fixture("v1.c"), "mm: the first version");
    sh("git format-patch -q -1 -o ..; mv ../0001-* ../v1.patch; git checkout -q HEAD~");
  }

  std::string cache() const { return S.path("cache"); }
  Ran with(const std::string &Command) const { return run("export KVERDICT_CACHE=" + cache() + "; " + Command); }

  static std::string all(const Ran &R) { return std::to_string(R.Code) + "\n" + R.Out + "\n" + R.Err; }

  /// The files in the cache, by their names, as (number, time of use).
  std::map<std::string, std::pair<ino_t, time_t>> kept() const {
    std::map<std::string, std::pair<ino_t, time_t>> Out;
    if (fs::exists(cache()))
      for (const auto &Entry : fs::directory_iterator(cache())) {
        struct stat Status {};
        EXPECT_EQ(stat(Entry.path().c_str(), &Status), 0);
        Out[Entry.path().string()] = {Status.st_ino, Status.st_mtime};
      }
    return Out;
  }

  /// Runs a command that finds its answer in the cache: what lies there is used, and not written anew.
  Ran warm(const std::string &Command) const {
    for (const auto &[File, Ignored] : kept()) {
      const timespec Long[2] = {{1'000'000, 0}, {1'000'000, 0}};
      EXPECT_EQ(utimensat(AT_FDCWD, File.c_str(), Long, 0), 0);
    }
    const auto Before = kept();
    const Ran R = with(Command);
    unsigned Used = 0;
    for (const auto &[File, Now] : kept()) {
      EXPECT_TRUE(Before.count(File) && Before.at(File).first == Now.first) << "written anew: " << Command;
      Used += Now.second != 1'000'000;
    }
    EXPECT_EQ(Used, 1u) << Command;
    return R;
  }

  /// The answer is what it is without a cache. Gives it.
  std::string held(const std::string &Command) const {
    const std::string Plain = all(run(Command));
    EXPECT_EQ(all(with(Command)), Plain) << Command;
    return Plain;
  }

  const std::vector<std::string> Commands = {
      "kverdict check mm/memory.c",
      "kverdict check mm/memory.c -f jsonl",
      "kverdict check mm/memory.c -f sarif --check documented-return",
      "kverdict review ../v1.patch --tree .",
      "kverdict review ../v1.patch --tree . -f jsonl",
      "kverdict review ../v1.patch --tree . -f sarif",
      "kverdict review ../v1.patch --tree . -f lkml",
      "kverdict review ../v1.patch --tree . -f html",
      "kverdict review main~..main --tree . -v -j 2",
      "kverdict review - --tree . < ../v1.patch",
      "kverdict simulate mm/memory.c --function vm_mixed_zeropage_allowed",
      "kverdict coverage mm -f jsonl",
  };
  const std::string Check = "kverdict check mm/memory.c", Review = "kverdict review ../v1.patch --tree .";
};

TEST_F(CacheTest, NoneColdAndWarm) {
  for (const std::string &Each : Commands) {
    const std::string Plain = all(run(Each));
    EXPECT_EQ(all(with(Each)), Plain) << Each;
    EXPECT_EQ(all(warm(Each)), Plain) << Each;
  }
  for (const std::string &Each :
       {std::string("kverdict diff mm/memory.c main:mm/memory.c"), Check + " --out jsonl=../out.jsonl"}) {
    const auto Before = kept();
    held(Each);
    held(Each);
    EXPECT_EQ(kept(), Before) << Each;
  }
}

TEST_F(CacheTest, NoCache) {
  for (const std::string &Each : {Check, Review}) {
    const std::string Plain = all(run(Each));
    EXPECT_EQ(all(with(Each + " --no-cache")), Plain);
    EXPECT_EQ(all(run("unset KVERDICT_CACHE; HOME= " + Each)), Plain);
  }
  EXPECT_FALSE(fs::exists(cache()));
  run("unset KVERDICT_CACHE; XDG_CACHE_HOME=" + S.path("xdg") + " " + Check);
  EXPECT_FALSE(fs::is_empty(S.path("xdg/kverdict")));
  run("unset KVERDICT_CACHE; " + Check);
  EXPECT_FALSE(fs::is_empty(S.path(".cache/kverdict")));
  EXPECT_THAT(run("KVERDICT_CACHE_MB=many KVERDICT_CACHE=" + cache() + " " + Check).Err,
              HasSubstr("KVERDICT_CACHE_MB is 'many'"));
}

/// Each thing that an answer rests on becomes another, and then what it was again.
TEST_F(CacheTest, WhatWasReadIsAnother) {
  auto text = [&](const std::string &Name) { return textOf(S.path("t/" + Name)); };
  const std::string Right = held(Check), Reviewed = held(Review);
  std::string Header;
  for (const auto &Entry : fs::directory_iterator(S.path("t/include/linux")))
    if (textOf(Entry.path().string()).find("VM_MAYWRITE") != std::string::npos)
      Header = "linux/" + Entry.path().filename().string();
  ASSERT_NE(Header, "");
  auto changed = [&](const std::string &Name, const std::string &Text) {
    const bool There = fs::exists(S.path("t/" + Name));
    const std::string Was = There ? text(Name) : "";
    S.write("t/" + Name, Text);
    const std::pair<std::string, std::string> Now = {held(Check), held(Review)};
    if (There)
      S.write("t/" + Name, Was);
    else
      fs::remove(S.path("t/" + Name));
    EXPECT_EQ(held(Check), Right) << Name;
    EXPECT_EQ(held(Review), Reviewed) << Name;
    return Now;
  };
  const auto File = changed("mm/memory.c", fixture("v1.c"));
  EXPECT_NE(File.first, Right);
  EXPECT_EQ(File.second, Reviewed); // that is about a commit
  EXPECT_NE(changed("include/" + Header, text("include/" + Header) + "#error no\n").first, Right);
  EXPECT_NE(changed("first/" + Header, "#error no\n").first, Right); // where an #include looks first
  EXPECT_NE(changed("first/" + Header, "#error no\n").second, Reviewed);
  EXPECT_NE(changed("compile_flags.txt", "-std=gnu11\n").second, Reviewed);
  EXPECT_NE(changed("compile_commands.json", "[]").first +
                changed(".kverdict/rules.yaml", "contracts: nonsense\n").first,
            Right + Right);
  fs::create_directory_symlink("include", S.path("t/other"));
  S.write("t/compile_flags.txt", "-std=gnu11\n-Iother\n");
  const std::string Linked = held(Check);
  S.write("t/empty/x", "");
  fs::remove(S.path("t/other"));
  fs::create_directory_symlink("empty", S.path("t/other"));
  EXPECT_NE(held(Check), Linked);
}

TEST_F(CacheTest, WhatIsAskedIsAnother) {
  held(Check);
  const size_t One = kept().size();
  for (const std::string &More :
       {"-f jsonl", "--check documented-return", "-v", "--fail-on error", "--rules ../r.yaml"}) {
    S.write("r.yaml", "");
    held(Check + " " + More);
  }
  EXPECT_EQ(kept().size(), One + 5);
  S.write("b.jsonl", run("kverdict check mm/memory.c -f jsonl").Out);
  const std::string Based = Review + " --baseline ../b.jsonl";
  const std::string First = held(Based);
  S.write("b.jsonl", run(Review + " -f jsonl").Out);
  EXPECT_NE(held(Based), First);
  S.write("t/.gitignore", "x\n");
  sh("git add .gitignore; git commit -qm more");
  EXPECT_THAT(held(Review), HasSubstr(sh("git rev-parse --short=12 HEAD").substr(0, 12)));
}

/// Clang looks at the environment.
TEST_F(CacheTest, AnotherEnvironment) {
  S.write("t/compile_flags.txt", "-std=gnu11\n");
  const std::string Found = held("CPATH=" + S.path("t/include") + " " + Check);
  EXPECT_EQ(kept().size(), 1u);
  EXPECT_NE(held(Check), Found);
  EXPECT_EQ(all(warm("CPATH=" + S.path("t/include") + " BUILD_NUMBER=7 " + Check)), Found);
}

/// A patch that says otherwise, and changes the same.
TEST_F(CacheTest, AnotherMessage) {
  const std::string One = held(Review);
  const std::string Mail = textOf(S.path("v1.patch"));
  const size_t Diff = Mail.find("\n---\n");
  S.write("v1.patch", Mail.substr(0, Diff) + "\nNo functional change intended.\n" + Mail.substr(Diff));
  EXPECT_NE(held(Review), One);
}

/// Whatever lies in the cache, what is said is the same.
TEST_F(CacheTest, AStrangersFiles) {
  const std::string Plain = all(run(Check));
  const std::string Wrong = all(run("cp mm/memory.c m.c && git show main:mm/memory.c > mm/memory.c && " + Check));
  ASSERT_NE(Wrong, Plain);
  sh("cp m.c mm/memory.c");
  held(Check);
  ASSERT_EQ(kept().size(), 1u);
  const std::string File = kept().begin()->first, Good = textOf(File);
  auto poisoned = [&](const std::string &Text) {
    fs::remove(File);
    std::ofstream(File, std::ios::binary) << Text;
    ASSERT_EQ(chmod(File.c_str(), 0600), 0);
    EXPECT_EQ(all(with(Check)), Plain);
    EXPECT_EQ(textOf(File), Good) << "it is made anew";
  };
  for (size_t At = 0; At < Good.size(); At += Good.size() / 7) {
    poisoned(Good.substr(0, At));
    std::string Flipped = Good;
    Flipped[At] ^= 1;
    poisoned(Flipped);
  }
  poisoned(std::string(100'000, 'x'));
  ASSERT_EQ(chmod(File.c_str(), 0666), 0);
  EXPECT_EQ(all(with(Check)), Plain);
  // An answer to something else, under the name of this one.
  with(Check + " -f jsonl");
  for (const auto &[Other, Ignored] : kept())
    if (Other != File) {
      poisoned(textOf(Other));
      break;
    }
  fs::remove_all(cache());
  S.write("cache", "a file\n");
  const Ran R = with(Check);
  EXPECT_THAT(R.Err, HasSubstr("kverdict: note: no cache in " + cache() + ": it is no directory"));
  EXPECT_EQ(R.Out, run(Check).Out);
}

TEST_F(CacheTest, ADirectoryOfOthers) {
  const Ran Plain = run(Check);
  fs::create_directory(cache());
  for (const mode_t Mode : {0755, 0777, 0770}) {
    ASSERT_EQ(chmod(cache().c_str(), Mode), 0);
    const Ran R = with(Check);
    EXPECT_EQ(R.Out, Plain.Out);
    EXPECT_EQ(R.Code, Plain.Code);
    EXPECT_THAT(R.Err,
                HasSubstr("kverdict: note: no cache in " + cache() + ": others than its owner have rights there"));
    EXPECT_TRUE(fs::is_empty(cache()));
  }
}

/// A cache that cannot be written to, or is full, is a word or none, and no cache.
TEST_F(CacheTest, ReadOnlyAndFull) {
  const Ran Plain = run(Check);
  fs::create_directory(cache());
  for (const char *Options : {"mode=0700,ro", "mode=0700,size=4k", "mode=0700,nr_inodes=1"}) {
    const Ran R = run("unshare -rm bash -c \"mount -t tmpfs -o " + std::string(Options) + " none " + cache() +
                      " && KVERDICT_CACHE=" + cache() + " " + Check + "; echo code \\$?; ls -A " + cache() + "\"");
    if (R.Err.find("unshare") != R.Err.npos)
      GTEST_SKIP() << R.Err;
    EXPECT_EQ(R.Out, Plain.Out + "code " + std::to_string(Plain.Code) + "\n") << Options;
    EXPECT_EQ(R.Err, (std::string(Options).ends_with("ro") ? "kverdict: note: no cache in " + cache() +
                                                                 ": Read-only file system; KVERDICT_CACHE names "
                                                                 "another directory, or none if it is empty\n"
                                                           : "") +
                         Plain.Err)
        << Options;
  }
}

/// What could not be read, or took too long, may be there the next time.
TEST_F(CacheTest, FailuresAreNotKept) {
  S.write("t/mm/memory.c", fixture("merged.c") + "int broken( {\n");
  held(Check);
  for (const char *Clock : {"__DATE__", "__TI\\\nME__", "PASTED(__TIME, STAMP__)"}) {
    S.write("t/mm/memory.c",
            "#define PASTED(a, b) a##b\n" + fixture("merged.c") + "const char *made = " + Clock + ";\n");
    held(Check);
    EXPECT_TRUE(kept().empty()) << Clock;
  }
  S.write("t/mm/memory.c", fixture("merged.c"));
  with("KVERDICT_TEST_CRASH=vm_mixed_zeropage_allowed " + Check);
  EXPECT_TRUE(kept().empty());
  held(Check);
  EXPECT_EQ(kept().size(), 1u);
}

/// A file may be written in its place while a run reads it, behind where it has come: what is kept is of one text.
TEST_F(CacheTest, AFileIsReadAtOnce) {
  std::string Slow = "#define A(x) x + x + x + x\n#define B(x) A(A(A(A(x))))\n";
  for (int I = 0; I < 8000; ++I)
    Slow += "enum { SLOW_" + std::to_string(I) + " = B(0) };\n";
  S.write("t/slow.h", Slow);
  const auto limit = [&](int Is) {
    return "#include \"slow.h\"\n" + std::string(64 * 1024, ' ') + "\nenum { LIMIT = " + std::to_string(Is) + " };\n";
  };
  S.write("nine.h", limit(9));
  S.write("seven.h", limit(7));
  S.write("t/limit.h", limit(9));
  S.write("t/mm/memory.c", "#include \"../limit.h\"\nint at_limit(int n) { return n > LIMIT; }\n");
  const std::string Asks = "kverdict simulate mm/memory.c --function at_limit";
  const std::string Plain = all(run(Asks));
  with("(sleep 0.3; cat ../seven.h 1<> limit.h) & " + Asks + " > ../during; wait; cat ../nine.h 1<> limit.h");
  EXPECT_EQ(all(with(Asks)), Plain);
}

/// What may not be written is not kept, and no reason to end.
TEST_F(CacheTest, AFileThatMayNotGrow) {
  const Ran Plain = run(Check), R = with("ulimit -f 1; " + Check);
  EXPECT_EQ(R.Out, Plain.Out);
  EXPECT_EQ(R.Code, Plain.Code);
  EXPECT_TRUE(kept().empty());
}

TEST_F(CacheTest, KilledAndTwoAtOnce) {
  const std::string Plain = all(run(Review));
  for (const char *Seconds : {"0.02", "0.05", "0.1", "0.15", "0.2", "0.3"})
    with("timeout -s KILL " + std::string(Seconds) + " " + Review);
  EXPECT_EQ(all(with(Review)), Plain);
  fs::remove_all(cache());
  with("for i in 1 2 3 4; do " + Review + " > ../o$i 2> ../e$i & done; wait");
  for (const char *I : {"1", "2", "3", "4"})
    EXPECT_EQ(all({1, textOf(S.path(std::string("o") + I)), textOf(S.path(std::string("e") + I))}), Plain);
  EXPECT_EQ(all(warm(Review)), Plain);
  EXPECT_EQ(kept().size(), 1u);
}

/// The paths that a run of the program asked the machine about, as strace sees it. Left out are those of git, which
/// runs in processes of its own, and the steps of realpath(), the end of which is noted: it reads each part of a path
/// as a link, and looks at a directory by its name with a slash.
std::set<std::string> asked(const std::string &Trace, const std::string &Directory) {
  static const std::regex Call(R"re(^(\d+) +(\w+)\((?:AT_FDCWD, )?"([^"]+)")re");
  std::set<std::string> Others, Out;
  for (const std::string &Line : linesOf(Trace)) {
    std::smatch Parts;
    if (!std::regex_search(Line, Parts, Call))
      continue;
    const std::string Process = Parts[1], Name = Parts[2], Path = Parts[3];
    if (Name == "execve" && !Path.ends_with("/kverdict"))
      Others.insert(Process);
    else if (Name != "execve" && Name != "readlink" && !Path.ends_with("/") && !Others.count(Process))
      Out.insert(Path.starts_with("/") ? Path : Directory + "/" + Path);
  }
  return Out;
}

/// An oracle for what is noted: what is not could change without anybody seeing it.
TEST_F(CacheTest, AllThatIsReadIsNoted) {
  if (run("strace -f -o ../trace true").Code != 0)
    GTEST_SKIP() << "strace is not installed, or may not trace";
  sh("cp -r . ../plain && rm -rf ../plain/.git");
  for (const std::string &Each :
       {Check, Review, std::string("kverdict review ../v1.patch --tree ../plain --rules +../r.yaml"),
        std::string("kverdict simulate mm/memory.c --function vm_mixed_zeropage_allowed"),
        std::string("kverdict coverage mm")}) {
    S.write("r.yaml", "");
    fs::remove_all(cache());
    sh("export KVERDICT_CACHE=" + cache() + "; strace -f -e trace=%file -o ../trace " + Each + " || true");
    ASSERT_EQ(kept().size(), 1u) << Each;
    const std::string Noted = textOf(kept().begin()->first);
    unsigned Seen = 0;
    for (const std::string &Path : asked(textOf(S.path("trace")), S.path("t"))) {
      // What is ours, the loader's, of this moment, or a part of the question: the repository, the program, the mail.
      bool Known = Path.find("/.git") != Path.npos || Path.find("/cache") != Path.npos || Path.ends_with("v1.patch") ||
                   Path.ends_with("/HEAD") || Path == "/etc/localtime" || Path == "/usr/bin/git";
      for (const char *Where : {"/lib/", "/etc/ld.so", "/proc/", "/sys/", "/tmp/kverdict-", "/dev/"})
        Known |= Path.starts_with(Where) && !Path.starts_with(S.path());
      for (const std::string &Part : {S.path("bin"), S.path("bin/kverdict"), std::string(KVERDICT_BINARY_DIR)})
        Known |= Path.starts_with(Part) && Path.find(".yaml") == Path.npos;
      if (Known)
        continue;
      ++Seen;
      EXPECT_NE(Noted.find(Path), Noted.npos) << Each << ": " << Path;
    }
    EXPECT_GT(Seen, 20u) << Each;
  }
}

/// The same of the real kernel.
TEST(CacheOfTheKernel, NoneColdAndWarm) {
  const Scratch S;
  const std::string Tree = kernel("6.12"), Patch = v1Mail(S);
  auto ran = [&](const std::string &Cache, std::vector<std::string> Words) {
    Words.insert(Words.begin(), {"KVERDICT_CACHE=" + Cache, KVERDICT_BINARY_DIR "/kverdict"});
    const Ran R = runProgram("/usr/bin/env", Words, Tree);
    return std::to_string(R.Code) + R.Out + R.Err;
  };
  for (const std::vector<std::string> &Each :
       std::vector<std::vector<std::string>>{{"check", "mm/memory.c"},
                                             {"review", Patch, "--tree", "."},
                                             {"review", Patch, "--tree", ".", "-f", "sarif"}}) {
    const std::string Plain = ran("", Each);
    EXPECT_EQ(ran(S.path("cache"), Each), Plain);
    EXPECT_EQ(ran(S.path("cache"), Each), Plain);
  }
}

} // namespace
} // namespace kverdict
