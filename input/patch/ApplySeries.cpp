// A series, patch by patch: what is wrong with one does not hide the others.
#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Encodings.h"
#include "input/patch/Apply.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

// What the build reads; a picture is not.
static bool maySource(llvm::StringRef Path) {
  const llvm::StringRef Name = Path.rsplit('/').second.empty() ? Path : Path.rsplit('/').second;
  static constexpr llvm::StringRef Names[] = {"Makefile", "Kbuild", "Kconfig"};
  static constexpr llvm::StringRef Ends[] = {".c",   ".h",   ".S",  ".s",   ".cc",  ".cpp", ".inc",
                                             ".def", ".tbl", ".rs", ".lds", ".dts", ".dtsi"};
  return llvm::is_contained(Names, Name) ||
         llvm::any_of(Ends, [&](llvm::StringRef End) { return Name.ends_with(End); });
}

// Why a change is not looked at. A link is applied, but it is no source.
static std::string unread(const FileChange &Change) {
  const bool Link = Change.isRead() && !Change.NewPath.empty() && !Change.Patched;
  return Link ? "a symbolic link" : Change.Unread;
}

// A binary file is not looked at, which is said. The review is not complete where it may be source, where a diff has a
// form that is not read, and of a patch of nothing else.
static void noteUnread(const Patch &P, size_t Number, Series &All, std::vector<InputProblem> &Problems) {
  size_t Count = 0, Told = 0;
  std::string Note;
  for (const FileChange &Change : P.Files) {
    const std::string Why = unread(Change);
    if (Why.empty())
      continue;
    ++Count;
    Note = shown(Change.At) + ": " + visible(Change.path()) + " is " + Why + ", it was not looked at";
    if (Why == "binary" && !maySource(Change.path())) {
      All.Notes.push_back(Note);
      continue;
    }
    ++Told;
    Problems.push_back(
        {Note + (llvm::StringRef(Why).starts_with("binary") ? "; give the patch with its text" : ""), Number});
  }
  if (Count && !Told && Count == P.Files.size())
    Problems.push_back({Note + ", and there is no other file; give a patch of source files", Number});
}

// A patch that cannot be read, or does not apply, is missing to those behind it that change the same files.
static std::string withoutWhom(const Series &All, size_t Number) {
  const std::vector<std::string> Paths = pathsOf(All.Patches[Number]);
  for (size_t I = Number; I-- > 0;) {
    const Patch &Before = All.Patches[I];
    const std::vector<std::string> Touched = pathsOf(Before);
    if (!Before.Applied && (Touched.empty() || llvm::any_of(Touched, [&](const std::string &Path) {
                              return llvm::is_contained(Paths, Path);
                            })))
      return shown(Before.At) + " ('" + visible(Before.Header.Subject) + "')";
  }
  return "";
}

std::string flowedHint(const Patch &P) {
  return P.Flowed ? "; the mail is damaged by format=flowed: ask for it as git send-email sends it" : "";
}

static void noteApplied(const Patch &P, const std::string &Without, Series &All) {
  if (P.Merged)
    All.Notes.push_back(shown(P.At) + ": the patch does not apply as it is; a three-way merge with the files that it "
                                      "was made for was needed, and had no conflict");
  if (!Without.empty())
    All.Notes.push_back(shown(P.At) + ": applied without the patch before it that did not apply, " + Without);
}

// Git takes a diff as the mail has it. If the source is UTF-8 and the mail is not, it applies only in UTF-8; lines and
// places stay the same.
static bool applyInUtf8(Applier &Hand, Patch &P) {
  auto Recoded = P.Charset.empty() ? std::nullopt : inUtf8(P.Diff, P.Charset);
  if (!Recoded)
    return false;
  Patch Other = P;
  Other.Diff = *Recoded;
  for (FileChange &Change : Other.Files)
    for (Hunk &Of : Change.Hunks)
      for (HunkLine &Line : Of.Lines)
        Line.Text = inUtf8(Line.Text, P.Charset).value_or(Line.Text);
  try {
    Hand.apply(Other);
  } catch (const Error &) {
    return false;
  }
  P = std::move(Other);
  return true;
}

// Applies one patch; gives the problem, or nothing.
static std::string applyOne(Applier &Hand, Patch &P, Series &All) {
  try {
    Hand.apply(P);
    return "";
  } catch (const Error &E) {
    for (FileChange &Change : P.Files)
      Change.Base = Change.Patched = std::nullopt;
    if (!applyInUtf8(Hand, P))
      return E.what() + flowedHint(P);
  }
  All.Notes.push_back(shown(P.At) + ": the mail is in " + visible(P.Charset) + "; the patch applies in UTF-8");
  return "";
}

std::vector<InputProblem> applyAll(Series &All, const Tree &From) {
  Applier Hand(From);
  std::vector<InputProblem> Problems;
  for (size_t I = 0; I < All.Patches.size(); ++I) {
    Patch &P = All.Patches[I];
    if (P.Files.empty()) // it could not be read, which is said already
      continue;
    const std::string Without = withoutWhom(All, I);
    const std::string Problem = applyOne(Hand, P, All);
    P.Applied = Problem.empty();
    if (P.Applied) {
      noteApplied(P, Without, All);
      noteUnread(P, I, All, Problems);
    } else {
      const std::string Also = Without.empty() ? "" : "; the patch before it does not apply either: " + Without;
      Problems.push_back({Problem + Also, I, true});
    }
  }
  return Problems;
}

} // namespace kverdict
