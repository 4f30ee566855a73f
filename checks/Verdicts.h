// What a function says by its returns and in its conditions, where the type may not have it.
#pragma once

#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

constexpr std::int64_t MaxErrno = 4095;

/// A constant that a function returns: the whole of a return's value, or one arm of a `?:`.
struct Returned {
  const clang::ReturnStmt *By;
  const clang::Expr *What;
  std::int64_t Is;
  std::string Code;
};

/// What has no sign and is compared with 0 as if it had one: a variable or a member that holds what a callee with a
/// sign returned, or what a callee returns.
struct Compared {
  const clang::BinaryOperator *By;
  std::string What;
  bool IsCall;
};

/// A constant that a variable gets, and that is returned in it.
struct Assigned {
  const clang::VarDecl *What;
  std::int64_t Is;
  std::string Code;
};

/// An error, or false, where a callee gave 0.
struct Opposite {
  const clang::CallExpr *Call;
  const clang::FunctionDecl *Callee;
  const clang::ReturnStmt *By;
  std::int64_t Gives;
};

/// A variable that is returned where a test of it has found an error in it.
struct PassedOn {
  const clang::IfStmt *Found;
  const clang::ReturnStmt *By;
  const clang::VarDecl *What;
};

class Verdicts : public clang::RecursiveASTVisitor<Verdicts> {
public:
  explicit Verdicts(const Unit &U) : U(U), Context(U.context()) {}

  bool VisitReturnStmt(clang::ReturnStmt *R) {
    if (R->getRetValue() && writtenHere(Context, R->getReturnLoc())) {
      leaves(R, R->getRetValue());
      handsOn(R, R->getRetValue());
    }
    return true;
  }
  /// `if (f()) return 0; return -EINVAL;`
  bool VisitCompoundStmt(clang::CompoundStmt *S) {
    const clang::IfStmt *Before = nullptr;
    for (const clang::Stmt *Each : S->body()) {
      const auto *R = clang::dyn_cast<clang::ReturnStmt>(Each);
      if (Before && R)
        if (const auto *Yes = returnIn(Before->getThen()); Yes && returned(Yes) == 0 && !Before->getElse())
          oppositeOf(Before->getCond(), R, returned(R));
      Before = clang::dyn_cast<clang::IfStmt>(Each);
    }
    return true;
  }
  bool VisitIfStmt(clang::IfStmt *S) {
    opposite(S);
    passedOn(S);
    return true;
  }
  bool VisitVarDecl(clang::VarDecl *V) {
    if (V->hasInit())
      assigned(V, V->getInit());
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator *Op) {
    if (!writtenHere(Context, Op->getOperatorLoc()))
      return true;
    const clang::VarDecl *V = variable(Op->getLHS());
    if (Op->getOpcode() == clang::BO_Assign && clang::isa<clang::MemberExpr>(Op->getLHS()) && ofCallee(Op->getRHS()))
      Holding.insert(U.text(Op->getLHS()->getSourceRange()));
    if (V && Op->getOpcode() == clang::BO_Assign)
      assigned(V, Op->getRHS());
    else if ((Op->getOpcode() == clang::BO_LT || Op->getOpcode() == clang::BO_LE || Op->getOpcode() == clang::BO_GE) &&
             isZero(Op->getRHS()))
      comparison(Op, Op->getLHS()->IgnoreParenImpCasts());
    return true;
  }

  std::vector<Returned> Constants;
  std::vector<Compared> Comparisons;
  std::vector<Opposite> Opposites;
  std::vector<PassedOn> Errors;
  bool Others = false; ///< something else is returned than constants
  std::vector<Assigned> Sets;
  std::map<const clang::VarDecl *, const clang::ReturnStmt *> Returns; ///< of variables, the last
  std::set<const clang::VarDecl *> Varying;                            ///< that get something else than constants
  std::set<std::string> Holding; ///< variables and members that hold what a callee returned
  std::set<const clang::VarDecl *> OfCallees;
  std::set<const clang::VarDecl *> OfQuestions; ///< and the callee's name asks for a truth value

private:
  /// `if (!f()) return -EINVAL;`, also by way of a jump or a variable.
  void opposite(const clang::IfStmt *S) {
    const auto *Not = clang::dyn_cast<clang::UnaryOperator>(S->getCond()->IgnoreParenImpCasts());
    const clang::ReturnStmt *R = returnIn(S->getThen());
    if (Not && Not->getOpcode() == clang::UO_LNot && R)
      oppositeOf(Not->getSubExpr(), R, returned(R));
  }

  void oppositeOf(const clang::Expr *Asked, const clang::ReturnStmt *R, std::optional<std::int64_t> Gives) {
    const auto *Call = clang::dyn_cast<clang::CallExpr>(Asked->IgnoreParenImpCasts());
    if (const clang::VarDecl *V = variable(Asked); V && V->hasLocalStorage() && !clang::isa<clang::ParmVarDecl>(V))
      if (const auto It = Calls.find(V); It != Calls.end())
        Call = It->second;
    if (Call && Call->getDirectCallee() && Gives && writtenHere(Context, R->getReturnLoc()) &&
        (*Gives < 0 || R->getRetValue()->getType()->isBooleanType()))
      Opposites.push_back({Call, Call->getDirectCallee(), R, *Gives});
  }

  /// `return f() ? 0 : -EINVAL`, or f() as a truth value.
  void handsOn(const clang::ReturnStmt *R, const clang::Expr *Value) {
    if (const clang::VarDecl *V = variable(Value))
      Returns[V] = R;
    const auto *Two = clang::dyn_cast<clang::ConditionalOperator>(Value->IgnoreParenImpCasts());
    if (Two && constant(Two->getTrueExpr()) == 0)
      oppositeOf(Two->getCond(), R, constant(Two->getFalseExpr()));
    if (clang::isa<clang::CallExpr>(Value->IgnoreParenImpCasts()) && Value->getType()->isBooleanType())
      oppositeOf(Value, R, 0);
  }

  /// The return that is all of a statement, or that it jumps to.
  static const clang::ReturnStmt *returnIn(const clang::Stmt *S) {
    if (const auto *Block = clang::dyn_cast<clang::CompoundStmt>(S); Block && Block->size() == 1)
      S = Block->body_front();
    if (const auto *Jump = clang::dyn_cast<clang::GotoStmt>(S); Jump && Jump->getLabel()->getStmt())
      S = Jump->getLabel()->getStmt()->getSubStmt();
    const auto *R = clang::dyn_cast<clang::ReturnStmt>(S);
    return R && R->getRetValue() ? R : nullptr;
  }

  std::optional<std::int64_t> constant(const clang::Expr *E) const {
    clang::Expr::EvalResult Is;
    if (!E->EvaluateAsInt(Is, Context) || Is.Val.getInt().getSignificantBits() > 63)
      return std::nullopt;
    return Is.Val.getInt().getExtValue();
  }

  std::optional<std::int64_t> returned(const clang::ReturnStmt *R) const {
    return R->getRetValue() ? constant(R->getRetValue()) : std::nullopt;
  }

  static bool ofCallee(const clang::Expr *Value) {
    const auto *Call = clang::dyn_cast<clang::CallExpr>(Value->IgnoreParenImpCasts());
    return Call && Call->getType()->isSignedIntegerType();
  }

  void comparison(const clang::BinaryOperator *Op, const clang::Expr *Left) {
    const auto *Call = clang::dyn_cast<clang::CallExpr>(Left);
    const clang::QualType Type = Left->getType();
    if (Type->isUnsignedIntegerType() &&
        (variable(Left) || clang::isa<clang::MemberExpr>(Left) || (Call && !Type->isBooleanType())))
      Comparisons.push_back({Op, U.text(Left->getSourceRange()), Call != nullptr});
  }

  /// `if (err) return err;`, or `if (err < 0)`.
  void passedOn(const clang::IfStmt *S) {
    const clang::Stmt *Then = S->getThen();
    if (const auto *Block = clang::dyn_cast<clang::CompoundStmt>(Then); Block && !Block->body_empty())
      Then = Block->body_back();
    const auto *R = clang::dyn_cast<clang::ReturnStmt>(Then);
    const clang::VarDecl *V =
        R && R->getRetValue() && writtenHere(Context, R->getReturnLoc()) ? variable(R->getRetValue()) : nullptr;
    if (V && V->getType()->isSignedIntegerType() && V == tested(S->getCond()))
      Errors.push_back({S, R, V});
  }

  const clang::VarDecl *tested(const clang::Expr *Condition) const {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Two = clang::dyn_cast<clang::BinaryOperator>(Condition))
      return (Two->getOpcode() == clang::BO_LT || Two->getOpcode() == clang::BO_NE) && isZero(Two->getRHS())
                 ? variable(Two->getLHS())
                 : nullptr;
    return variable(Condition);
  }

  static const clang::VarDecl *variable(const clang::Expr *E) {
    const auto *Ref = clang::dyn_cast<clang::DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? clang::dyn_cast<clang::VarDecl>(Ref->getDecl()) : nullptr;
  }

  bool isZero(const clang::Expr *E) const {
    clang::Expr::EvalResult Is;
    return E->EvaluateAsInt(Is, Context) && Is.Val.getInt() == 0;
  }

  void assigned(const clang::VarDecl *V, const clang::Expr *Value) {
    const auto *Call = clang::dyn_cast<clang::CallExpr>(Value->IgnoreParenImpCasts());
    if (const auto Is = constant(Value->IgnoreParenImpCasts()))
      Sets.push_back({V, *Is, U.text(Value->getSourceRange())});
    else
      Varying.insert(V);
    if (Call && !Calls.try_emplace(V, Call).second)
      Calls[V] = nullptr; // now of this and now of that
    if (!Call || !Call->getType()->isSignedIntegerType())
      return;
    Holding.insert(V->getNameAsString());
    OfCallees.insert(V);
    if (Call->getDirectCallee() && asks(plainName(Call->getDirectCallee())))
      OfQuestions.insert(V);
  }

  /// Whether a name asks for a truth value, which may well be passed on.
  static bool asks(llvm::StringRef Name) {
    static const llvm::Regex Question(
        "^_*(is|has|have|can|may|test|should|needs?)_|"
        "_(is|has|can|may|match|matches|equal|eq|cmp|enabled|valid|allowed|ok|empty|pending|"
        "supported|available|present)(_|$)");
    return Question.match(Name);
  }

  void leaves(const clang::ReturnStmt *R, const clang::Expr *Value) {
    const clang::Expr *Plain = Value->IgnoreParenImpCasts();
    if (const auto *Two = clang::dyn_cast<clang::ConditionalOperator>(Plain)) {
      leaves(R, Two->getTrueExpr());
      leaves(R, Two->getFalseExpr());
      return;
    }
    const auto *Call = clang::dyn_cast<clang::CallExpr>(Plain);
    if (Call && Call->getNumArgs() == 1 && Call->getDirectCallee() && Call->getDirectCallee()->getName() == "ERR_PTR")
      Plain = Call->getArg(0)->IgnoreParenImpCasts();
    if (const auto Is = constant(Plain))
      Constants.push_back({R, Plain, *Is, U.text((Call ? Plain : Value)->getSourceRange())});
    else
      Others = true;
  }

  std::map<const clang::VarDecl *, const clang::CallExpr *> Calls; ///< what a variable holds

  const Unit &U;
  const clang::ASTContext &Context;
};

} // namespace kverdict
