#include "compare/Comparable.h"

#include "compare/proof/SameCode.h"

#include <algorithm>

namespace kverdict {

/// A static variable of a function that the other version does not have, if there is one.
static std::string onlyIn(const Side &Here, const Side &There) {
  for (const std::string &Name : Here.Facts.Statics)
    if (!There.Facts.Statics.count(Name))
      return Name;
  return "";
}

/// Whether a callee that was not looked into does the same in both versions: it stands for one opaque call then.
static bool isSame(const Side &Old, const Side &New, const Rules &R, const std::string &Name, ChangedCallees *Callees) {
  const clang::FunctionDecl *A = Old.U.definition(Name), *B = New.U.definition(Name);
  if (!A && !B)
    return true;
  if (A && B && codeOf(Old.U, A, R.Models) == codeOf(New.U, B, R.Models))
    return true;
  if (Callees && A && B && !Callees->Proved.count(Name))
    Callees->Met.insert(Name);
  return Callees && Callees->Proved.count(Name);
}

std::string whyNotComparable(const Side &Old, const Side &New, const Rules &R, const CompareLimits &Limits) {
  for (const auto &[Name, Shape] : Old.Facts.Shapes)
    if (auto It = New.Facts.Shapes.find(Name); It != New.Facts.Shapes.end() && It->second != Shape)
      return Name + " is not the same in both versions";
  if (const std::string Gone = onlyIn(Old, New), Came = onlyIn(New, Old); !Gone.empty() && !Came.empty())
    return "the static variable " + Gone + " is in the old version only, and " + Came + " in the new version only";
  for (const std::string &Name : Old.Facts.Opaque) {
    const bool Modelled =
        std::any_of(R.Models.begin(), R.Models.end(), [&](const Model &M) { return M.Function == Name; });
    if (New.Facts.Opaque.count(Name) && !Modelled && !isSame(Old, New, R, Name, Limits.Callees))
      return Name + "() changed, and it is too large or called too deep to be looked into";
  }
  return "";
}

} // namespace kverdict
