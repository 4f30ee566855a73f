// Which parameter of the new version is which of the old one, and how their results compare. Internal to compare/.
#pragma once

#include "compare/Compare.h"

#include <z3++.h>

#include <string>
#include <utility>
#include <vector>

namespace clang {
class FunctionDecl;
}

namespace kverdict {

/// How results of both versions are held against each other.
enum class ResultForm {
  Same,   ///< of one type
  Number, ///< of two integer types: by value
  Truth,  ///< one of them is bool: by truth
};

struct ParameterMatch {
  /// For each parameter of the new version, its position in the old one; behind the last, if it is new and unused.
  std::vector<unsigned> OldOf;
  std::vector<std::string> Names; ///< of the old version's parameters, and behind them, of new ones
  std::string Problem;            ///< why the two cannot be compared; empty if they can
  ResultForm Results = ResultForm::Same;
  bool OldSigned = false, NewSigned = false; ///< Number: of the results

  /// Whether each stands where it stood.
  bool isIdentity() const;

  /// Two results in one form, so that they are the same if these are.
  std::pair<z3::expr, z3::expr> alike(const z3::expr &Old, const z3::expr &New) const;
};

/// By name, then by type and position; the types must be the same. Callers pass by position: those that stand in
/// another order are matched by name only if the function is static and all its calls were changed the same way.
ParameterMatch matchParameters(const clang::FunctionDecl *Old, const clang::FunctionDecl *New, const FileTexts & = {});

} // namespace kverdict
