// Where the labels of a function lie, so that a goto or a switch can resume in the middle of nested statements.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/AST/Stmt.h>

#include <unordered_map>
#include <unordered_set>

namespace kverdict::simulation {

class Jumps {
public:
  /// Whether Inner is Outer or lies within it. Both belong to the body of Function.
  bool contains(const clang::FunctionDecl *Function, const clang::Stmt *Outer, const clang::Stmt *Inner);

private:
  void learn(const clang::Stmt *Body);
  std::unordered_map<const clang::Stmt *, const clang::Stmt *> Parent;
  std::unordered_set<const clang::FunctionDecl *> Known;
};

} // namespace kverdict::simulation
