// A series, patch by patch: what is wrong with one does not hide the others.
#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Encodings.h"
#include "input/patch/Apply.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

// Binary files are not looked at, which is said; a patch of nothing else cannot be reviewed.
static void noteBinaries(const Patch &P, size_t Number, Series &All, std::vector<InputProblem> &Problems) {
  std::string Note;
  for (const FileChange &Change : P.Files)
    if (Change.Binary) {
      Note = shown(Change.At) + ": " + visible(Change.path()) + " is binary, it was not looked at";
      All.Notes.push_back(Note);
    }
  if (!Note.empty() && llvm::all_of(P.Files, [](const FileChange &Change) { return Change.Binary; }))
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
      noteBinaries(P, I, All, Problems);
    } else {
      const std::string Also = Without.empty() ? "" : "; the patch before it does not apply either: " + Without;
      Problems.push_back({Problem + Also, I});
    }
  }
  return Problems;
}

} // namespace kverdict
