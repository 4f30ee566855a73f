// Mailboxes of every kind, held against git am: what it applies is reviewed with the same result, or it is said what
// was not looked at.
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

using namespace kverdict;

namespace {

enum class Wanted {
  Reviewed, ///< as git am applies it
  Told,     ///< git am applies it; that something was not looked at is a problem
  Refused,  ///< git am does not apply it, and neither do we
  Better,   ///< git am does not read it, or not in this order; it is reviewed all the same
};

struct Box {
  const char *Name;
  Wanted Want;
  const char *Make; ///< in the tree, on the branch work: writes ../in
};

void PrintTo(const Box &B, std::ostream *Out) { *Out << B.Name; }

// mail ID SUBJECT [FIELD]: the beginning of a mail.
const char Functions[] = R"sh(
mail() {
  printf 'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@x.test>\n'
  printf 'Date: Tue, 30 Apr 2024 22:40:4%s +0200\nMessage-ID: <%s@x.test>\nSubject: %s\n' "$1" "$1" "$2"
  [ -z "$3" ] || printf '%s\n' "$3"
  printf '\nText.\n---\n'
}
series() { git format-patch -q --stdout "$@" main; }
one() { git diff main one; }
two() { git diff one two; }
)sh";

constexpr Box Boxes[] = {
    {"Plain", Wanted::Reviewed, "series >../in"},
    {"Cover", Wanted::Better, "series --cover-letter --thread >../in"},
    {"CoverWithADiff", Wanted::Better,
     "series --cover-letter >../all && git diff main work >../diff && "
     "sed '/BLURB HERE/r ../diff' ../all >../in"},
    {"LoneCover", Wanted::Reviewed, "{ mail 1 '[PATCH 0/1] x'; one; } >../in"},
    {"UnnumberedThread", Wanted::Reviewed, "series -N --thread >../in"},
    {"UnnumberedDeepThread", Wanted::Reviewed, "series -N --thread=deep >../in"},
    {"NoIdsNoNumbers", Wanted::Reviewed, "series -N >../in"},
    {"UnnumberedApart", Wanted::Told, "{ mail 1 '[PATCH] a'; one; mail 2 '[PATCH] b'; two; } >../in"},
    {"TagWithoutSpace", Wanted::Reviewed, "series --thread | sed 's/PATCH \\([0-9]\\)/PATCH\\1/' >../in"},
    {"TagWithOf", Wanted::Reviewed, "series --thread | sed '/^Subject/s#/# of #' >../in"},
    {"AnswersEachOther", Wanted::Reviewed,
     "{ mail 1 '[PATCH 1/2] a' 'In-Reply-To: <2@x.test>'; one; mail 2 '[PATCH 2/2] b' 'In-Reply-To: <1@x.test>'; two; "
     "} >../in"},
    {"AnswersItself", Wanted::Reviewed,
     "{ mail 1 '[PATCH 1/2] a' 'In-Reply-To: <1@x.test>'; one; mail 2 '[PATCH 2/2] b' 'In-Reply-To: <1@x.test>'; two; "
     "} >../in"},
    {"EachAnswersItself", Wanted::Reviewed,
     "{ mail 1 '[PATCH 1/2] a' 'In-Reply-To: <1@x.test>'; one; mail 2 '[PATCH 2/2] b' 'In-Reply-To: <2@x.test>'; two; "
     "} >../in"},
    {"SameTitleTwice", Wanted::Told, "{ mail 1 '[PATCH] a'; one; mail 2 '[PATCH] a'; two; } >../in"},
    {"SameIdTwice", Wanted::Told, "{ mail 1 '[PATCH] a'; one; mail 1 '[PATCH] a'; two; } >../in"},
    {"CameTwice", Wanted::Better, "{ mail 1 '[PATCH] a'; one; mail 1 '[PATCH] a'; one; } >../in"},
    {"DiffInAnAnswer", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; mail 2 'Re: [PATCH] a' 'In-Reply-To: <1@x.test>'; "
     "two; } >../in"},
    {"NoTag", Wanted::Reviewed, "{ mail 1 'mm: a'; one; } >../in"},
    {"FirstMissing", Wanted::Refused,
     "{ mail 1 '[PATCH 0/2] all'; mail 2 '[PATCH 2/2] b' 'References: <1@x.test>'; one; } >../in"},
    {"LastHasNoDiff", Wanted::Refused, "{ mail 1 '[PATCH 1/2] a'; one; mail 2 '[PATCH 2/2] b'; } >../in"},
    // Names of files.
    {"OtherPrefixes", Wanted::Reviewed, "series --src-prefix=i/ --dst-prefix=w/ >../in"},
    {"LongPrefixes", Wanted::Reviewed, "series --src-prefix=before/ --dst-prefix=x/ >../in"},
    {"NoPrefix", Wanted::Refused, "series --no-prefix >../in"},
    {"Quilt", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a'; one | sed '/^diff\\|^index/d; s#^--- a/.*#&~mm-a#; "
     "s#^+++ b/#+++ a/#'; } >../in"},
    {"IndexLines", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a'; one | sed 's#^diff.*#Index: linux/mm/policy.c\\n====#; "
     "/^index/d; s#--- a/#--- linux.orig/#; s#+++ b/#+++ linux/#'; } >../in"},
    {"DiffNur", Wanted::Reviewed,
     "mkdir ../a ../b && git archive main | tar x -C ../a && git archive work | tar x -C ../b && "
     "{ mail 1 '[PATCH] a'; (cd .. && diff -Nur a b); true; } >../in"},
    {"OrigFile", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a'; one | sed '/^diff\\|^index/d; s#^--- a/.*#&.orig#'; } >../in"},
    {"NewWithoutAWord", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a'; printf -- '--- a/n.c\\n+++ b/n.c\\n@@ -0,0 +1,2 @@\\n+int n;\\n+int m;\\n'; } >../in"},
    {"SpacesAndQuotes", Wanted::Reviewed,
     "printf 'x\\n' >'a b.c'; printf 'y\\n' >$(printf 'n\\303\\244.c'); git add -A; git commit -qm odd; series >../in"},
    // Forms of diffs.
    {"Context1", Wanted::Reviewed, "series -U1 >../in"},
    {"Context30", Wanted::Reviewed, "series -U30 >../in"},
    {"Context0", Wanted::Refused, "series -U0 >../in"},
    {"Renames", Wanted::Reviewed, "series -M -C --find-copies-harder >../in"},
    {"NoRenames", Wanted::Reviewed, "series --no-renames >../in"},
    {"Rewrite", Wanted::Reviewed, "series -B -D >../all; series -B >../in"},
    {"StatAndSummary", Wanted::Reviewed, "series --stat --summary --patch-with-raw >../in"},
    {"FullIndex", Wanted::Reviewed, "series --full-index >../in"},
    {"OneFileTwice", Wanted::Reviewed, "{ mail 1 '[PATCH] a'; one; two; } >../in"},
    {"OneFileThreeTimes", Wanted::Reviewed, "{ mail 1 '[PATCH] a'; one; two; git diff -R one two; } >../in"},
    {"MadeAndChanged", Wanted::Reviewed,
     "echo 1 >n.c && git add n.c && git commit -qm n && echo 2 >n.c && git commit -qam m && "
     "{ mail 1 '[PATCH] a'; git diff HEAD~2 HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"ChangedAndGone", Wanted::Reviewed,
     "git checkout -q one && git rm -q mm/policy.c && git commit -qm gone && "
     "{ mail 1 '[PATCH] a'; one; git diff HEAD~ HEAD; } >../in"},
    {"MadeAndGone", Wanted::Reviewed,
     "git checkout -q one && echo 1 >n.c && git add n.c && git commit -qm n && git rm -q n.c && git commit -qm gone && "
     "{ mail 1 '[PATCH] a'; git diff main HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"MadeChangedAndGone", Wanted::Reviewed,
     "echo 1 >n.c && git add n.c && git commit -qm n && echo 2 >n.c && git commit -qam m && git rm -q n.c && git "
     "commit "
     "-qm g && { mail 1 '[PATCH] a'; git diff HEAD~3 HEAD~2; git diff HEAD~2 HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"MadeGoneAndMade", Wanted::Reviewed,
     "echo 1 >n.c && git add n.c && git commit -qm n && git rm -q n.c && git commit -qm g && echo 2 >n.c && git add "
     "n.c && "
     "git commit -qm m && { mail 1 '[PATCH] a'; git diff HEAD~3 HEAD~2; git diff HEAD~2 HEAD~; git diff HEAD~ HEAD; } "
     ">../in"},
    {"GoneMadeAndGone", Wanted::Reviewed,
     "git checkout -q -B work main && git rm -q mm/policy.c && git commit -qm g && mkdir -p mm && echo 2 >mm/policy.c "
     "&& "
     "git add -A && git commit -qm m && git rm -q mm/policy.c && git commit -qm g && "
     "{ mail 1 '[PATCH] a'; git diff HEAD~3 HEAD~2; git diff HEAD~2 HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"GoneAndMade", Wanted::Reviewed,
     "git checkout -q -B work main && git rm -q mm/policy.c && git commit -qm gone && mkdir -p mm && echo 2 "
     ">mm/policy.c && "
     "git add -A && git commit -qm made && { mail 1 '[PATCH] a'; git diff HEAD~2 HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"MovedAndChanged", Wanted::Reviewed,
     "git checkout -q -B work main && git mv mm/policy.c mm/p.c && git commit -qm m && sed -i 's/line 7$/x/' mm/p.c && "
     "git commit -qam c && { mail 1 '[PATCH] a'; git diff -M HEAD~2 HEAD~; git diff HEAD~ HEAD; } >../in"},
    {"Swapped", Wanted::Reviewed,
     "git checkout -q -B work main && git mv mm/policy.c t && git mv docs/notes.txt mm/policy.c && git mv t "
     "docs/notes.txt && "
     "git commit -qm s && { mail 1 '[PATCH] a'; git diff -M -B main HEAD; } >../in"},
    {"Combined", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; printf 'diff --cc docs/notes.txt\\nindex 1,2..3\\n--- a/docs/notes.txt\\n+++ "
     "b/docs/notes.txt\\n@@@ -1,1 -1,1 +1,1 @@@\\n- one\\n -two\\n++three\\n'; } >../in"},
    {"CombinedWithoutItsLine", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; printf -- '--- a/docs/notes.txt\\n+++ b/docs/notes.txt\\n@@@ -1,1 -1,1 +1,1 @@@\\n- "
     "one\\n -two\\n++three\\n'; } >../in"},
    {"ContextDiff", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; printf '*** a/docs/notes.txt\\n--- b/docs/notes.txt\\n***************\\n*** 1,2 "
     "****\\n! one\\n  two\\n--- 1,2 ----\\n! 1\\n  two\\n'; } >../in"},
    {"BinarySource", Wanted::Told,
     "printf 'a\\0b' >mm/policy.c && git commit -qam b && "
     "{ mail 1 '[PATCH] a'; git diff --binary main one; git diff main one; "
     "git diff --binary work~ work; } >../all; "
     "git diff --binary main HEAD >../diff; { mail 1 '[PATCH] a'; cat ../diff; } >../in"},
    {"LiteralSource", Wanted::Told,
     "echo 'mm/policy.c binary' >.git/info/attributes; { mail 1 '[PATCH] a'; git diff --binary main one -- mm; "
     "git diff two work -- docs; } >../in"},
    {"LiteralAndText", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; echo 'mm/policy.c binary' >.git/info/attributes; git diff --binary one two; } >../in"},
    {"BinaryInWords", Wanted::Told,
     "{ mail 1 '[PATCH] a'; one; printf 'Binary files a/mm/x.c and b/mm/x.c differ\\n'; } >../in"},
    {"PictureWithoutData", Wanted::Refused,
     "printf 'a\\0b' >docs/x.png && git add -A && git commit -qm b && "
     "{ mail 1 '[PATCH] a'; git diff work~ work; git diff main one; } >../in"},
    {"PictureOfNoKnownFile", Wanted::Refused,
     "printf 'a\\0b' >docs/x.png && git add -A && git commit -qm b && "
     "{ mail 1 '[PATCH] a'; git diff --binary work~ work | sed 's/^\\(index .......\\).*/\\1..1234567/'; git diff main "
     "one; } >../in"},
    {"Submodule", Wanted::Told,
     "git update-index --add --cacheinfo 160000,$(git rev-parse main),sub && "
     "git commit -qm sub && { mail 1 '[PATCH] a'; git diff main HEAD; } >../in"},
    {"Link", Wanted::Told, "ln -sf ../docs/notes.txt mm/link.c && git add -A && git commit -qm link && series >../in"},
    // How mails carry them.
    {"LineEndsOfOtherSystems", Wanted::Reviewed, "series | sed 's/$/\\r/' >../in"},
    {"Base64", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' 'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: Base64' | sed '/^$/q'; "
     "{ printf 'Text.\\n---\\n'; one; } | base64; } >../in"},
    {"QuotedPrintable", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' 'Content-Transfer-Encoding: quoted-printable'; one | sed 's/=/=3D/g; "
     "s/^\\(.....\\)/\\1=\\n/'; "
     "} >../in"},
    {"Attached", Wanted::Reviewed, "series --attach >../in"},
    {"Inline", Wanted::Reviewed, "series --inline >../in"},
    {"Footer", Wanted::Reviewed,
     "series | sed 's/^2\\.[0-9.]*$/&\\n_______________\\nlist mailing list\\n- not a line of it/' >../in"},
    {"Mboxrd", Wanted::Reviewed,
     "git checkout -q one && git commit -q --allow-empty --amend -m 'a' -m 'From here on' && "
     "git format-patch -q --stdout --pretty=mboxrd main | sed 's/^From [0-9a-f]* /From mboxrd@z /' >../in"},
    {"AuthorInTheBody", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' | sed 's/^Text/From: B <b@x.test>\\n\\nText/'; one; } >../in"},
    {"BelowScissors", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' | sed 's/^Text/Hello!\\n\\n-- >8 --\\nSubject: b\\n\\nText/'; one; } >../in"},
    {"TwoSignatures", Wanted::Reviewed, "{ mail 1 '[PATCH] a'; one; printf -- '-- \\n2.1\\n\\n'; two; } >../in"},
    {"HtmlBeside", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' 'Content-Type: multipart/alternative; boundary=b' | sed '/^$/q'; "
     "printf -- '--b\\nContent-Type: text/plain\\n\\nText.\\n---\\n'; one; printf -- '--b--\\n'; } >../in"},
    {"AttachedAsAProgram", Wanted::Reviewed,
     "{ mail 1 '[PATCH] a' 'Content-Type: multipart/mixed; boundary=b' | sed '/^$/q'; "
     "printf -- '--b\\nContent-Type: text/plain\\n\\nText.\\n---\\n\\n--b\\nContent-Type: application/octet-stream; "
     "name=x.patch\\nContent-Transfer-Encoding: base64\\n\\n'; one | base64; printf -- '--b--\\n'; } >../in"},
    {"Mercurial", Wanted::Reviewed,
     "{ printf '# HG changeset patch\\n# User A <a@x.test>\\n# Date 1714509643 0\\n# Node ID 1\\n# Parent 2\\nmm: "
     "a\\n\\n"
     "Text.\\n\\n'; one; } >../in"},
    {"Show", Wanted::Better, "git show one >../in"},
    {"Log", Wanted::Better, "git log -p -M --stat main..work >../in"},
    {"LogOldestFirst", Wanted::Better, "git log -p --reverse --format=fuller main..work >../in"},
    {"Diff", Wanted::Better, "git diff -M main work >../in"},
    {"TitleAboveADiff", Wanted::Better, "{ printf 'mm: tidy it\\n\\nText.\\n\\n'; one; } >../in"},
    {"Backwards", Wanted::Reviewed,
     "series --thread >../all && git mailsplit -o../ ../all >/dev/null && "
     "cat ../0003 ../0002 ../0001 >../in"},
    {"Applied", Wanted::Refused, "git branch -f main work; git format-patch -q --stdout one~..work >../in"},
    {"AppliedInPart", Wanted::Refused, "git branch -f main one; git format-patch -q --stdout one~..work >../in"},
};

/// Texts of the regular files, by path.
using Files = std::map<std::string, std::string>;

class Am : public testing::TestWithParam<Box> {
protected:
  void SetUp() override {
    std::string Text;
    for (int I = 1; I <= 40; ++I)
      Text += "line " + std::to_string(I) + "\n";
    T.write("tree/mm/policy.c", Text);
    T.write("tree/docs/notes.txt", "one\ntwo\nthree\n");
    T.write("tree/mm/gone.c", "gone\nand more\n");
    T.write("tree/run", "#!/bin/sh\nexit 0\nexit 1\nexit 2\n");
    T.sh("cd tree && git init -q -b main . && git config user.name A && git config user.email a@x.test && " +
         commit("base", 0) + " && git checkout -q -b work && sed -i 's/line 7$/seven/' mm/policy.c && " +
         commit("mm: one", 10) + " && git tag one && sed -i 's/line 30$/thirty\\n&/' mm/policy.c && " +
         commit("mm: two", 20) +
         " && git tag two && git mv run start && chmod +x start && git rm -q mm/gone.c && echo new >mm/new.c && "
         "sed -i 's/two/2/; $a four' docs/notes.txt && " +
         commit("mm: three", 30));
  }
  static std::string commit(const std::string &Subject, int Minute) {
    const std::string Date = "'2024-05-01 12:" + std::to_string(10 + Minute) + ":00 +0200'";
    return "git add -A && GIT_AUTHOR_DATE=" + Date + " GIT_COMMITTER_DATE=" + Date + " git commit -qm '" + Subject +
           "'";
  }

  void make(const std::string &Commands) const { T.sh(Functions + ("cd tree && " + Commands)); }

  /// What git am makes of main; nothing if it refuses.
  std::optional<Files> applied() const {
    T.sh("rm -rf am; git clone -q -b main tree am 2>/dev/null && cd am && git config user.name B && "
         "git config user.email b@x.test && (git am -q ../in || touch ../refused)");
    if (llvm::sys::fs::exists(T.file("refused")))
      return std::nullopt;
    return filesOf("am", "HEAD");
  }

  Files filesOf(const std::string &Repository, const std::string &Commit) const {
    T.sh("cd " + Repository + " && rm -rf ../out && mkdir ../out && git archive " + Commit + " | tar x -C ../out");
    Files Found;
    std::error_code Bad;
    for (llvm::sys::fs::recursive_directory_iterator It(T.file("out"), Bad, false), End; It != End; It.increment(Bad))
      if (It->type() == llvm::sys::fs::file_type::regular_file)
        Found[It->path().substr(T.file("out").size() + 1)] = readFile(It->path(), "a file");
    return Found;
  }

  Work reviewed(const std::string &Name = "in") const {
    T.sh("cd tree && git checkout -q -f main");
    SeriesRequest R;
    R.Inputs = {T.file(Name)};
    R.Tree = T.file("tree");
    R.Base = "main";
    return openWork(R);
  }

  /// What the review takes for the result. Each patch must begin where the one before it ended.
  Files result(const Work &W) const {
    Files Now = filesOf("tree", "main");
    for (const Patch &P : W.Patches.Patches) {
      const Files Before = Now;
      for (const FileChange &Change : P.Files) {
        if (!P.Applied || !Change.isRead())
          continue;
        if (Change.Base)
          EXPECT_EQ(Before.count(Change.OldPath) ? Before.at(Change.OldPath) : "none", *Change.Base);
        if (!Change.OldPath.empty() && Change.What != FileChange::Kind::Copied && Change.OldPath != Change.NewPath &&
            Now[Change.OldPath] == Change.Base)
          Now.erase(Change.OldPath);
        if (Change.Patched)
          Now[Change.NewPath] = *Change.Patched;
        checkLines(Change);
      }
    }
    return Now;
  }

  /// Each line of a hunk is where it says.
  static void checkLines(const FileChange &Change) {
    const std::vector<std::string> Old = lines(Change.Base.value_or("")), New = lines(Change.Patched.value_or(""));
    for (const Hunk &Of : Change.Hunks)
      for (const HunkLine &Line : Of.Lines) {
        if (Line.OldLine && Change.Base)
          EXPECT_EQ(Line.OldLine <= Old.size() ? Old[Line.OldLine - 1] : "none", Line.Text) << Change.path();
        if (Line.NewLine && Change.Patched)
          EXPECT_EQ(Line.NewLine <= New.size() ? New[Line.NewLine - 1] : "none", Line.Text) << Change.path();
      }
  }
  static std::vector<std::string> lines(const std::string &Text) {
    std::vector<std::string> Lines;
    for (llvm::StringRef Rest = Text; !Rest.empty(); Rest = Rest.split('\n').second)
      Lines.push_back(Rest.split('\n').first.str());
    return Lines;
  }

  static std::string problems(const Work &W) {
    std::string All;
    for (const InputProblem &Problem : W.Problems)
      All += Problem.Message + "\n";
    return All;
  }
  ScratchTree T;
};

TEST_P(Am, IsHeldAgainst) {
  make(GetParam().Make);
  const std::optional<Files> Theirs = applied();
  std::optional<Work> Ours;
  std::string Problems;
  try {
    Ours.emplace(reviewed());
    Problems = problems(*Ours);
  } catch (const Error &E) {
    Problems = E.what();
  }
  const Wanted Want = GetParam().Want;
  EXPECT_EQ(Theirs.has_value(), Want == Wanted::Reviewed || Want == Wanted::Told);
  EXPECT_EQ(Problems.empty(), Want == Wanted::Reviewed || Want == Wanted::Better) << Problems;
  if (Ours && Problems.empty() && Theirs)
    EXPECT_EQ(result(*Ours), *Theirs);
  if (Want == Wanted::Better && Ours) {
    const Files Now = result(*Ours);
    EXPECT_TRUE(Now == filesOf("tree", "work") || Now == filesOf("tree", "one"));
  }
}

INSTANTIATE_TEST_SUITE_P(Boxes, Am, testing::ValuesIn(Boxes), [](const auto &Info) { return Info.param.Name; });

class Shuffled : public Am {};

/// Two versions, an answer and a second thread, in any order.
TEST_F(Shuffled, IsTheSameInAnyOrder) {
  make("series --cover-letter --thread >../v2.all; git mailsplit -b -o../ ../v2.all >/dev/null; "
       "{ mail 5 'Re: [PATCH 1/3] mm: one'; } >../0005; { mail 6 'hello'; } >../0006; "
       "{ mail 7 '[PATCH 1/3] mm: one'; two; } >../0007");
  std::vector<std::string> Mails = {"0001", "0002", "0003", "0004", "0005", "0006", "0007"};
  std::mt19937 Random(11);
  std::optional<Files> First;
  size_t Count = 0;
  for (int Round = 0; Round < 8; ++Round) {
    std::string All;
    for (const std::string &Mail : Mails)
      All += T.text(Mail);
    T.write("in", All);
    const Work W = reviewed();
    if (!First)
      First = result(W), Count = W.Problems.size();
    EXPECT_EQ(result(W), *First);
    EXPECT_EQ(W.Problems.size(), Count) << problems(W);
    std::shuffle(Mails.begin(), Mails.end(), Random);
  }
}

} // namespace
