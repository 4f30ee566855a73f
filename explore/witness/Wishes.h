// What is preferred of a state, so that people believe it. No proof rests on any of this.
#pragma once

#include "explore/state/Path.h"
#include "explore/state/Symbols.h"
#include "parse/Unit.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// What a function returns and what its callees do is, if negative, an errno that is often met, if it can be. A callee
/// that does not return 0 has rather failed than counted something; one that returns a long counts; one whose body
/// names all that it returns returns one of these; a static key is off. The unit and the symbols must outlive it.
class Wishes {
public:
  Wishes(Symbols &S, const Unit &U) : S(S), U(U) {}

  /// A value of this type: an errno that is often met, if it is negative.
  void addValue(const z3::expr &, clang::QualType);
  /// What a call returns that was not looked into.
  void addCall(const OpaqueCall &);
  /// An error pointer that is followed, where a path stops, is an errno, too.
  void addStop(const Path &);
  /// The conditions, what is said of a value the most first.
  std::vector<z3::expr> take() { return std::move(All); }

private:
  bool mayFail(const std::string &Callee, const Symbol &Result) const;

  Symbols &S;
  const Unit &U;
  std::vector<z3::expr> All;
  std::set<unsigned> Seen; ///< Z3's ids of the values
};

} // namespace kverdict
