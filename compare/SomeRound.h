// The rounds of a loop in one row: "v->items[i] == 0 for some i < v->count". Internal to compare/.
#pragma once

#include "compare/Merge.h"

#include <map>
#include <optional>

namespace kverdict {

/// Asks of a row whether it is the same in whichever round of a loop one of its conditions holds. That is so if all
/// pairs of ways that were followed, and in which it holds in some round, give the row's verdicts; or its new one where
/// they give its old one, which is a condition of the row then, as it is where not all rounds were followed. The other
/// conditions of that loop, which say how many rounds there were, are left out.
class SomeRound {
public:
  /// All ways must have been walked, as far as they are.
  SomeRound(Symbols &S, Solver &Z, const Side &Old, const Side &New) : S(S), Z(Z), Old(Old), New(New) {}

  /// Says so in the row, if it is.
  void fold(const Clash &, Shown &Row);

private:
  /// A loop of a function: the versions have it under one number.
  struct Loop {
    std::string Function;
    unsigned Number;
    bool operator==(const Loop &) const = default;
  };
  struct Place {
    Loop In;
    const clang::Stmt *Code; ///< the loop
    bool Head;               ///< it is asked to end the loop
  };

  std::optional<Place> placeOf(const Literal &);
  const std::map<const clang::Stmt *, Place> &placesIn(const clang::FunctionDecl *);
  bool sameInEach(const Clash &, const Literal &, const std::vector<z3::expr> &Rest, bool OldIsGiven);
  bool goesOtherwise(const Clash &, const Way &A, const Way &B, const Literal &, const std::vector<z3::expr> &Rest,
                     bool OldIsGiven);
  bool isCut() const;
  std::string words(const Literal &, const Place &) const;

  Symbols &S;
  Solver &Z;
  const Side &Old, &New;
  std::map<const clang::FunctionDecl *, std::map<const clang::Stmt *, Place>> Places;
};

} // namespace kverdict
