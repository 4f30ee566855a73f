// Conditions of callees in the words of the function that they are called from.
#pragma once

#include "parse/Unit.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// Whether no operator stands outside of brackets in a text, so that one beside it concerns all of it.
bool isOperand(llvm::StringRef Text);

/// Whether it has names of parameters or locals in it.
bool namesLocals(const clang::Expr *);

class CallersWords {
public:
  CallersWords(const Unit &U, const clang::FunctionDecl *F) : U(U), F(F) {}

  /// The text of an expression of a callee that is so many calls away, with what is passed in the place of parameters,
  /// and of locals that are set once what they are set to. Nothing if there are two ways to get there that pass
  /// something else, if one of those names is changed, or if it is not short. Ways go through these bodies alone.
  std::optional<std::string> say(const clang::Expr *, const clang::FunctionDecl *In, unsigned Depth,
                                 const std::set<const clang::FunctionDecl *> &Through);

private:
  using Chain = std::vector<const clang::CallExpr *>; ///< the outermost call first
  struct Calls;
  const std::vector<std::pair<const clang::CallExpr *, const clang::FunctionDecl *>> &
  calls(const clang::FunctionDecl *);
  std::vector<Chain> chains(const clang::FunctionDecl *To, unsigned Depth,
                            const std::set<const clang::FunctionDecl *> &Through);
  std::optional<std::string> text(const clang::Expr *, const clang::FunctionDecl *In, const Chain &, unsigned Locals);
  std::optional<std::string> instead(const clang::ValueDecl *, const clang::FunctionDecl *In, const Chain &,
                                     unsigned Locals);

  const Unit &U;
  const clang::FunctionDecl *F;
  std::map<const clang::FunctionDecl *, std::vector<std::pair<const clang::CallExpr *, const clang::FunctionDecl *>>>
      Known; ///< by the function that calls
};

} // namespace kverdict
