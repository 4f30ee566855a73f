// Guards that compare what they compute: a sum, a difference, a product, or what a conversion makes of a value.
#pragma once

#include "analysis/FunctionView.h"

#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace kverdict {

/// A comparison or a call that settles a condition, with a sum, a difference, a product or a conversion in it, and what
/// happens if it is so: a return, or a jump.
struct ComputedGuard {
  const clang::Expr *Tested;
  const clang::Expr *Computed;      ///< a BinaryOperator, or what is converted
  const clang::ReturnStmt *Refuses; ///< null for a jump
  clang::QualType As = {};          ///< of a conversion: to what
  bool Less = false;                ///< what is less is refused
  bool Accepts = false;             ///< the return accepts, and what is refused is that the condition is not so
  clang::SourceLocation at() const {
    const auto *Two = clang::dyn_cast<clang::BinaryOperator>(Tested);
    return Two ? Two->getOperatorLoc() : Tested->getBeginLoc();
  }
  const clang::BinaryOperator *arithmetic() const {
    return As.isNull() ? clang::dyn_cast<clang::BinaryOperator>(Computed) : nullptr;
  }
};

/// Those of a function in which a value may be lost for what the guard asks, and whose operands are places that a state
/// says, or constants.
std::vector<ComputedGuard> computedGuards(const FunctionView &);

/// What a sum adds up, of a sum of sums as well.
std::vector<const clang::Expr *> addends(const clang::BinaryOperator *);

/// Whether this is a product: also by a power of two, as a shift.
bool isProduct(const clang::BinaryOperator *);

/// What a constant is, in 64 bits.
std::optional<std::uint64_t> constantOf(const FunctionView &, const clang::Expr *);

} // namespace kverdict
