// A small change of a function, as a person would propose it in a review.
#pragma once

#include "core/Source.h"

#include <string>
#include <vector>

namespace clang {
class Expr;
class FunctionDecl;
class IfStmt;
class Stmt;
} // namespace clang

namespace kverdict {

class Unit;

struct Edit {
  enum class Kind {
    FlipConstant, ///< a truth constant that becomes the verdict: `return false` -> `return true`
    DropGuard,    ///< an `if` without else that settles the verdict is taken away
  };
  Kind What;
  const clang::Expr *Literal = nullptr; ///< FlipConstant
  const clang::IfStmt *Guard = nullptr; ///< DropGuard
  Fix Change;                           ///< the same as a change of text
  SourcePlace At;                       ///< the line that a person would comment on
  std::string Original;                 ///< what stands there, on one line
  bool Returned = false;                ///< FlipConstant: it is the value of a return statement
};

/// The edits that make sense in a function, in the order of its text. Flips are offered for verdicts of a truth type
/// only: true and false are each other's opposite, 0 and -EINVAL are not.
std::vector<Edit> editsOf(const Unit &, const clang::FunctionDecl *);

} // namespace kverdict
