// The control flow graphs of a unit's functions, and what is to be known of them. Everything is found out once.
#pragma once

#include <clang/AST/Decl.h>
#include <clang/Analysis/CFG.h>

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kverdict {

class Graphs {
public:
  /// Null if Clang cannot build one.
  clang::CFG *graph(const clang::FunctionDecl *);
  /// Whether a way through the graph can come back to this block, which is the first of a loop.
  bool isHead(const clang::FunctionDecl *, const clang::CFGBlock *);
  /// The blocks from which a way leads back to a head without leaving its loop, and the head. Empty if ways lead into
  /// the loop past its head.
  const std::set<const clang::CFGBlock *> &loop(const clang::FunctionDecl *, const clang::CFGBlock *Head);
  /// The head of the innermost loop that a block belongs to, but for these; null if there is none, or a loop is entered
  /// past its head.
  const clang::CFGBlock *headOf(const clang::FunctionDecl *, const clang::CFGBlock *,
                                const std::set<const clang::CFGBlock *> &But);
  /// Whether a loop of the function stands inside an expression.
  bool loopsInExpressions(const clang::FunctionDecl *);
  /// The expressions of a graph whose values are used in another block than they are computed in: the arms of `?:`,
  /// what stands before a `({ ... })` with branches in it. All others can be forgotten at the end of their block.
  const std::unordered_set<const clang::Stmt *> &carried(const clang::CFG *);
  /// What stands in the operand of a builtin that does not evaluate it, as __builtin_constant_p(lock(x)), and the x of
  /// `int x = x;`: Clang's graph has it all the same.
  const std::unordered_set<const clang::Stmt *> &unevaluated(const clang::FunctionDecl *);
  /// What explore/loops/Rounds.h says, remembered: whether a function has loops, and its locals whose addresses are
  /// kept.
  bool hasLoops(const clang::FunctionDecl *);
  const std::set<const clang::VarDecl *> &exposed(const clang::FunctionDecl *);
  const std::set<const clang::VarDecl *> &lent(const clang::FunctionDecl *);
  /// How many blocks lie between each block and the end of the graph, by Clang's numbers.
  const std::vector<unsigned> &toExit(const clang::CFG *);

private:
  std::map<const clang::FunctionDecl *, std::unique_ptr<clang::CFG>> Built;
  std::map<const clang::FunctionDecl *, std::set<const clang::CFGBlock *>> Heads;
  std::map<const clang::CFGBlock *, std::set<const clang::CFGBlock *>> InLoop; ///< by the head
  std::map<const clang::FunctionDecl *, bool> InExpressions, Loops;
  std::map<const clang::FunctionDecl *, std::set<const clang::VarDecl *>> Exposed, Lent;
  std::map<const clang::CFG *, std::unordered_set<const clang::Stmt *>> Carried;
  std::map<const clang::CFG *, std::vector<unsigned>> ToExit;
  std::unordered_map<const clang::FunctionDecl *, std::unordered_set<const clang::Stmt *>> Unevaluated;
};

} // namespace kverdict
