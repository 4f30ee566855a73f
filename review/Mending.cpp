#include "review/Mending.h"

#include "analysis/TextEdit.h"

#include <algorithm>

namespace kverdict {
namespace {

/// Edits that are tried: each costs a parse and a comparison. Fewer where it is known what to restore, and none any
/// more once two were too much for the comparison: so is the function.
constexpr size_t MostTried = 12, MostTriedBesideTheOldText = 4, MostUndecided = 2;

bool sameWay(const Difference &A, const Difference &B) { return A.Old == B.Old && A.New == B.New; }

bool decided(const Comparison &C) { return C.What != Change::Undecided && C.Reason.empty(); }

bool isBack(const Difference &D, const Difference &Wrong) { return D.Old == Wrong.New && D.New == Wrong.Old; }

/// Whether a comparison of the patched function with the fixed one takes a difference back, and all that it does is
/// known. States in which the patched one crashes are no part of it.
bool takesBack(const Comparison &C, const Difference &Wrong) {
  if (Wrong.NewEnd == RunEnd::Undefined)
    return C.What == Change::Equivalent;
  return decided(C) && C.Effects.empty() && !C.More &&
         std::any_of(C.Differences.begin(), C.Differences.end(), [&](const Difference &D) { return isBack(D, Wrong); });
}

/// Whether what it makes of a state is what the old function does: no state in which the fixed function does something
/// else than the old one has such a verdict.
bool allBack(const Comparison &Since, const Comparison &FromOld) {
  auto isNew = [&](const Difference &D) {
    return std::any_of(FromOld.Differences.begin(), FromOld.Differences.end(),
                       [&](const Difference &Each) { return Each.New == D.New; });
  };
  return std::none_of(Since.Differences.begin(), Since.Differences.end(), isNew);
}

/// Whether the patch does nothing else than what is wrong, as far as is known: it takes one verdict away.
bool nothingElse(const Mending &M) {
  return M.NothingMeant ||
         (M.Changed.Effects.empty() &&
          std::all_of(M.Changed.Differences.begin(), M.Changed.Differences.end(), [&](const Difference &D) {
            return D.Old == M.Wrong.Old || (D.Way == M.Wrong.Way && D.New == M.Wrong.New);
          }));
}

const char *const AsBefore = "it decides as before the patch then";

std::optional<Mended> asBefore(const Mending &M) {
  const bool Known = std::any_of(M.Edits.begin(), M.Edits.end(), [](const SmallEdit &Each) { return Each.Whole; });
  size_t Left = Known ? MostTriedBesideTheOldText : MostTried, Undecided = 0;
  auto same = [&](const SmallEdit &Each) {
    if (!Left || Undecided == MostUndecided)
      return false;
    --Left;
    const Change What = M.Compare(true, applyFix(Each.Change, M.New)).What;
    Undecided += What == Change::Undecided;
    return What == Change::Equivalent;
  };
  for (const SmallEdit &Each : M.Edits) {
    if (!Each.Whole && !same(Each))
      continue;
    Mended Out{Each.Change, AsBefore, true};
    Out.Change.Verified = true;
    return Out;
  }
  return std::nullopt;
}

std::string takenBack(size_t Conditions) {
  if (!Conditions)
    return "it does not crash then, and nothing else changes";
  return std::to_string(Conditions) + (Conditions == 1 ? " condition changes" : " conditions change") + ", none other";
}

std::optional<Mended> keepingTheRest(const Mending &M) {
  std::optional<Mended> Best;
  size_t Fewest = ~size_t(0), Tried = 0, Undecided = 0;
  for (const SmallEdit &Each : M.Edits) {
    if (Each.Whole || ++Tried > MostTried || Undecided == MostUndecided)
      continue;
    const std::string Fixed = applyFix(Each.Change, M.New);
    const Comparison Since = M.Compare(false, Fixed);
    Undecided += Since.What == Change::Undecided;
    if (!takesBack(Since, M.Wrong) || Since.Differences.size() >= Fewest)
      continue;
    const Comparison All = M.Compare(true, Fixed);
    if (!decided(All) || All.More || !allBack(Since, All) ||
        std::any_of(All.Differences.begin(), All.Differences.end(),
                    [&](const Difference &D) { return sameWay(D, M.Wrong); }))
      continue;
    Fewest = Since.Differences.size();
    Best = Mended{Each.Change, takenBack(Fewest)};
    Best->Change.Verified = true;
    if (Fewest <= 1)
      break;
  }
  return Best;
}

/// The old code of the function, where a rule was broken and all hold then.
std::optional<Mended> oldCode(const Mending &M) {
  for (const SmallEdit &Each : M.Edits)
    if (M.RulesHold && Each.Restores && M.RulesHold(applyFix(Each.Change, M.New))) {
      Mended Out{Each.Change, ""};
      Out.Change.Verified = true;
      return Out;
    }
  return std::nullopt;
}

} // namespace

std::optional<Mended> mend(const Mending &M) {
  if (nothingElse(M))
    return asBefore(M);
  std::optional<Mended> Old = oldCode(M);
  return Old ? Old : keepingTheRest(M);
}

} // namespace kverdict
