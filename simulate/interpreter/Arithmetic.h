// C's arithmetic on concrete scalars: conversions, operators, and when they are undefined.
#pragma once

#include "core/Run.h"
#include "simulate/interpreter/Memory.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>

#include <optional>

namespace kverdict::simulation {

/// What of a scalar type matters to arithmetic.
struct Shape {
  unsigned Width = 0;   ///< in bits; a _Bool has 1
  unsigned Storage = 0; ///< in bits, as it lies in memory; a _Bool has 8
  bool Signed = false;
  bool Bool = false;
  bool Pointer = false;
};

/// The shape of an integer, enumeration or pointer type; nothing for any other type.
std::optional<Shape> shapeOf(clang::QualType, const clang::ASTContext &);

Word truncate(Word, unsigned Width);
__int128 signedValue(Word, unsigned Width);
/// A constant of Clang's, extended by its sign to 128 bits.
Word bitsOf(const llvm::APSInt &);
/// The bits of the same number in another type, as an integer conversion of C has it.
Word convert(Word, Shape From, Shape To);

/// The result of an operator, or why it has none.
struct Computed {
  Word Bits = 0;
  const char *Undefined = nullptr;
  UndefinedKind Why = UndefinedKind::None;
};

/// + - * / % & | ^ on operands of one integer type. With Wraps, signed overflow is defined.
Computed compute(clang::BinaryOperatorKind, Word Left, Word Right, Shape, bool Wraps);
/// << and >>: the result has the type of the left operand.
Computed shift(clang::BinaryOperatorKind, Word Left, Shape, Word Right, Shape RightShape);
/// < > <= >= == != on operands of one type.
bool compare(clang::BinaryOperatorKind, Word Left, Word Right, Shape);

} // namespace kverdict::simulation
