// Writes code in a form that is the same for the same code wherever it stands. Internal to compare/.
#pragma once

#include "core/Rules.h"
#include "explore/state/Version.h"
#include "parse/Unit.h"

#include <clang/AST/RecursiveASTVisitor.h>

#include <deque>
#include <map>
#include <set>

namespace kverdict {

/// Writes statements in the order of the text, each with the number of its parts: no two trees give the same. What the
/// code uses is written with it, and the functions that it reaches are collected.
class CodeWriter : public clang::RecursiveASTVisitor<CodeWriter> {
public:
  CodeWriter(const Unit &, const std::vector<Model> &);

  /// A function and all that it reaches.
  std::string write(const clang::FunctionDecl *);

  // For one function, piece by piece. Its locals and parameters are numbered as they come up.
  /// First: its type.
  std::string begin(const clang::FunctionDecl *);
  /// A statement without its parts, and with them.
  std::string one(clang::Stmt *); // where it goes is not said
  std::string whole(clang::Stmt *);
  std::string one(const clang::VarDecl *Cleaned, const clang::FunctionDecl *By);
  /// The functions that have come up, whose bodies are at hand.
  const std::deque<const clang::FunctionDecl *> &reached() const { return Waiting; }
  const std::map<std::string, std::string> &shapes() const { return Facts.Shapes; }

  // For RecursiveASTVisitor.
  bool VisitStmt(clang::Stmt *);
  bool TraverseGCCAsmStmt(clang::GCCAsmStmt *);
  bool TraverseStaticAssertDecl(clang::StaticAssertDecl *);
  bool VisitVarDecl(clang::VarDecl *);
  bool TraverseGenericSelectionExpr(clang::GenericSelectionExpr *);

private:
  void attributes(const clang::Decl *);
  void type(clang::QualType);
  std::string nameOf(const clang::ValueDecl *);
  bool isCountedStatic(const clang::VarDecl *) const;
  bool modelled(const clang::FunctionDecl *) const;
  void reach(const clang::FunctionDecl *);
  void statement(const clang::Stmt *);
  void expression(const clang::Expr *);
  void pass(const clang::CallExpr *);
  void constant(const clang::Expr *);
  void member(const clang::MemberExpr *);
  void name(const clang::ValueDecl *);
  void content(const clang::VarDecl *);
  void designators(const clang::DesignatedInitExpr *);
  std::string taken();

  const Unit &U;
  const std::vector<Model> &Models;
  clang::ASTContext &Context;
  clang::PrintingPolicy Policy;
  std::string Text;
  llvm::raw_string_ostream Out;
  Version Facts;
  std::deque<const clang::FunctionDecl *> Waiting;
  std::set<const clang::FunctionDecl *> Seen;
  std::set<const clang::VarDecl *> Constants;
  std::map<const clang::VarDecl *, size_t> Locals;
  std::set<const clang::Expr *> Passed;   ///< to callees that are not looked into
  std::set<const clang::Expr *> Operands; ///< of assembly, piece by piece
  bool InAssembly = false, InConstant = false, InPieces = false, Alone = false;
};

} // namespace kverdict
