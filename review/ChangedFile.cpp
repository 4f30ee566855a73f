#include "review/ChangedFile.h"

#include "parse/text/LineTokens.h"
#include "review/LineDiff.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

using Keys = std::vector<std::string>;

std::set<unsigned> numbersOf(const Account &Lines, bool Old) {
  std::set<unsigned> Out;
  for (const ChangedLine &Each : Lines)
    if (Each.Old == Old)
      Out.insert(Each.Line);
  return Out;
}

Keys tokensOf(const LineTokens &T, unsigned First, unsigned Count) {
  Keys Out;
  for (unsigned Line = First; Line < First + Count; ++Line)
    Out.insert(Out.end(), T.on(Line).begin(), T.on(Line).end());
  return Out;
}

/// Marks the lines of one side of a hunk all of whose tokens stand before or behind what differs.
void markSame(Account &Lines, bool Old, const LineTokens &T, unsigned First, unsigned Count, size_t Before,
              size_t Behind) {
  const size_t All = tokensOf(T, First, Count).size();
  size_t Begin = 0;
  for (unsigned Line = First; Line < First + Count; ++Line) {
    const size_t End = Begin + T.on(Line).size();
    if (End == Begin || End <= Before || Begin >= All - Behind)
      for (ChangedLine &Each : Lines)
        if (Each.Old == Old && Each.Line == Line)
          Each.What = Fate::SameTokens;
    Begin = End;
  }
}

/// One version of what stands between a hunk and the next.
struct Between {
  const LineTokens &Tokens;
  unsigned Last, Next; ///< the last line of the hunk, and the first of the next one
  const LineTokens::Start *first() const {
    const LineTokens::Start *S = Tokens.behind(Last);
    return S && S->Line < Next ? S : nullptr;
  }
};

/// Whether what follows a hunk is read alike: a comment, or a line that goes on, can take in what nobody changed.
bool readAlike(const Between &Old, const Between &New) {
  const LineTokens::Start *A = Old.first(), *B = New.first();
  if (!A || !B)
    return !A && !B;
  return A->Line - Old.Last == B->Line - New.Last && A->Column == B->Column && A->InDirective == B->InDirective;
}

/// The lines of the hunks, and those before which the other version has some.
std::set<unsigned> upTo(const std::vector<DiffHunk> &Hunks, bool Old) {
  std::set<unsigned> Out;
  for (const DiffHunk &H : Hunks)
    for (unsigned First = Old ? H.OldFirst : H.NewFirst, I = 0; I <= (Old ? H.OldCount : H.NewCount); ++I)
      Out.insert(First + I - 1);
  return Out;
}

bool isDocumentation(llvm::StringRef Path) {
  return Path.starts_with("Documentation/") || Path.ends_with(".rst") || Path.ends_with(".txt") ||
         Path.ends_with(".md") || Path == "MAINTAINERS" || Path.rsplit('/').second == "README" || Path == "README" ||
         Path == "CREDITS" || Path == ".mailmap";
}

Account differing(const std::vector<DiffHunk> &Hunks) {
  Account Out;
  for (bool Old : {true, false})
    for (const DiffHunk &H : Hunks)
      for (unsigned I = 0; I < (Old ? H.OldCount : H.NewCount); ++I)
        Out.push_back({.Old = Old, .Line = (Old ? H.OldFirst : H.NewFirst) + I});
  return Out;
}

} // namespace

ChangedFile::ChangedFile(std::string Path, std::string OldPlace, std::string NewPlace, std::string OldText,
                         std::string NewText)
    : Path(std::move(Path)), OldPlace(std::move(OldPlace)), NewPlace(std::move(NewPlace)), Old(std::move(OldText)),
      New(std::move(NewText)) {
  const std::vector<DiffHunk> Hunks = diffLines(Old, New);
  Lines = differing(Hunks);
  const LineTokens A(Old, upTo(Hunks, true)), B(New, upTo(Hunks, false));
  for (const DiffHunk &H : Hunks) {
    const DiffHunk *Next = &H == &Hunks.back() ? nullptr : &H + 1;
    if (!readAlike({A, H.OldFirst + H.OldCount - 1, Next ? Next->OldFirst : ~0u},
                   {B, H.NewFirst + H.NewCount - 1, Next ? Next->NewFirst : ~0u}))
      continue;
    const Keys Was = tokensOf(A, H.OldFirst, H.OldCount), Is = tokensOf(B, H.NewFirst, H.NewCount);
    size_t Before = 0, Behind = 0;
    while (Before < Was.size() && Before < Is.size() && Was[Before] == Is[Before])
      ++Before;
    while (Behind + Before < Was.size() && Behind + Before < Is.size() &&
           Was[Was.size() - 1 - Behind] == Is[Is.size() - 1 - Behind])
      ++Behind;
    markSame(Lines, true, A, H.OldFirst, H.OldCount, Before, Behind);
    markSame(Lines, false, B, H.NewFirst, H.NewCount, Before, Behind);
  }
}

Account ChangedFile::ofAnotherKind(const std::string &Path, const std::string &Old, const std::string &New) {
  Account Out = differing(diffLines(Old, New));
  for (ChangedLine &Each : Out) {
    Each.What = isDocumentation(Path) ? Fate::SameTokens : Fate::NotLookedAt;
    Each.Reason = isDocumentation(Path) ? "" : "not C";
  }
  return Out;
}

bool ChangedFile::settled() const {
  for (const ChangedLine &Each : Lines)
    if (Each.What != Fate::SameTokens)
      return false;
  return true;
}

std::set<unsigned> ChangedFile::commented() const {
  std::set<unsigned> Was, Out;
  for (const ChangedLine &Each : Lines)
    if (Each.What != Fate::SameTokens)
      (Each.Old ? Was : Out).insert(Each.Line);
  auto any = [](const std::set<unsigned> &Of, unsigned First, unsigned Count) {
    return Of.lower_bound(First) != Of.lower_bound(First + Count);
  };
  for (const DiffHunk &H : diffLines(Old, New))
    if (any(Was, H.OldFirst, H.OldCount) && !any(Out, H.NewFirst, H.NewCount))
      Out.insert(H.NewFirst + H.NewCount);
  return Out;
}

std::set<unsigned> ChangedFile::numbers(bool OfOld) const { return numbersOf(Lines, OfOld); }

} // namespace kverdict
