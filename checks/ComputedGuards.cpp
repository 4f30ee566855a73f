#include "checks/ComputedGuards.h"

#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <algorithm>
#include <map>

using namespace clang;

namespace kverdict {
namespace {

/// What the variables of a function are set to.
class Settings : public RecursiveASTVisitor<Settings> {
public:
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasInit())
      set(V, V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      set(variable(Op->getLHS()), Op->getOpcode() == BO_Assign ? Op->getRHS() : nullptr);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf)
      set(variable(Op->getSubExpr()), nullptr);
    return true;
  }

  /// Whether a parameter is what it was given.
  bool untouched(const VarDecl *V) const { return !All.count(V); }
  /// What a local is, wherever it is read; null if it is now this and now that.
  const Expr *always(const VarDecl *V) const {
    const auto It = All.find(V);
    return It != All.end() && It->second.size() == 1 && !isa<ParmVarDecl>(V) ? It->second[0] : nullptr;
  }
  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

private:
  void set(const VarDecl *V, const Expr *To) {
    if (V)
      All[V].push_back(To);
  }

  std::map<const VarDecl *, std::vector<const Expr *>> All;
};

class Guards : public RecursiveASTVisitor<Guards> {
public:
  Guards(const ASTContext &Context, const Settings &Set) : Context(Context), Set(Set) {}

  bool VisitIfStmt(IfStmt *S) {
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && !Block->body_empty())
      Then = Block->body_back();
    const auto *R = dyn_cast<ReturnStmt>(Then);
    const bool Written = R && R->getRetValue() && writtenHere(Context, R->getReturnLoc());
    if (R ? Written : isa<GotoStmt>(Then))
      terms(S->getCond(), R);
    if (Written)
      accepting(S->getCond(), R);
    return true;
  }

  /// Whether true accepts is not known of a test that is returned, so that signs are left alone.
  bool VisitReturnStmt(ReturnStmt *R) {
    const size_t Before = All.size();
    if (R->getRetValue() && R->getRetValue()->getType()->isBooleanType())
      accepting(R->getRetValue(), R);
    All.erase(std::remove_if(All.begin() + Before, All.end(), [](const ComputedGuard &G) { return !G.As.isNull(); }),
              All.end());
    return true;
  }

  std::vector<ComputedGuard> All;

private:
  /// What alone is enough for the condition.
  void terms(const Expr *Condition, const ReturnStmt *R) {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Call = dyn_cast<CallExpr>(Condition); Call && Call->getNumArgs() == 2 && Call->getDirectCallee() &&
                                                          Call->getDirectCallee()->getName() == "__builtin_expect")
      return terms(Call->getArg(0), R);
    if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot) {
      const Expr *Inner = Not->getSubExpr()->IgnoreParenImpCasts();
      if (const auto *Twice = dyn_cast<UnaryOperator>(Inner); Twice && Twice->getOpcode() == UO_LNot)
        return terms(Twice->getSubExpr(), R);
      return called(Condition, Inner, R);
    }
    const auto *Two = dyn_cast<BinaryOperator>(Condition);
    if (!Two)
      return called(Condition, Condition, R);
    if (!writtenHere(Context, Two->getOperatorLoc()))
      return;
    if (Two->getOpcode() == BO_LOr) {
      terms(Two->getLHS(), R);
      terms(Two->getRHS(), R);
    } else if (Two->getOpcode() == BO_LAnd) { // either may be the last to be asked
      callsIn(Two->getLHS(), R);
      callsIn(Two->getRHS(), R);
    } else if (Two->isRelationalOp()) {
      compared(Two, Two->getOpcode() == BO_GT || Two->getOpcode() == BO_GE, R);
    }
  }

  /// What is asked for all of: if one of it is not so, that is refused.
  void accepting(const Expr *Condition, const ReturnStmt *R) {
    const auto *Two = dyn_cast<BinaryOperator>(Condition->IgnoreParenImpCasts());
    if (!Two || !writtenHere(Context, Two->getOperatorLoc()))
      return;
    if (Two->getOpcode() == BO_LAnd) {
      accepting(Two->getLHS(), R);
      accepting(Two->getRHS(), R);
    } else if (Two->isRelationalOp()) {
      const size_t Before = All.size();
      compared(Two, Two->getOpcode() == BO_LT || Two->getOpcode() == BO_LE, R);
      for (size_t I = Before; I < All.size(); ++I)
        All[I].Accepts = true;
    }
  }

  void compared(const BinaryOperator *Two, bool LeftIsMore, const ReturnStmt *R) {
    for (const auto &[Side, IsMore] : {std::pair(Two->getLHS(), LeftIsMore), std::pair(Two->getRHS(), !LeftIsMore)}) {
      computed(Two, Side, IsMore, R);
      converted(Two, Side, IsMore, R);
    }
  }

  void callsIn(const Expr *Condition, const ReturnStmt *R) {
    Condition = Condition->IgnoreParenImpCasts();
    const auto *Not = dyn_cast<UnaryOperator>(Condition);
    if (Not && Not->getOpcode() == UO_LNot)
      called(Condition, Not->getSubExpr()->IgnoreParenImpCasts(), R);
  }

  /// A product that is handed over: a callee that looks at it refuses what is more.
  void called(const Expr *Tested, const Expr *Inner, const ReturnStmt *R) {
    if (const auto *Choice = dyn_cast<StmtExpr>(Inner); Choice && !Choice->getSubStmt()->body_empty())
      if (const auto *Last = dyn_cast<Expr>(Choice->getSubStmt()->body_back()))
        Inner = Last->IgnoreParenImpCasts();
    const auto *Call = dyn_cast<CallExpr>(Inner);
    if (!Call || !Call->getDirectCallee())
      return;
    for (const Expr *Each : Call->arguments()) {
      const auto *Op = dyn_cast<BinaryOperator>(Each->IgnoreParenCasts());
      if (Op && Op->getOpcode() == BO_Mul && Op->getType()->isUnsignedIntegerType() &&
          writtenHere(Context, Op->getOperatorLoc()))
        All.push_back({Tested, Op, R});
    }
  }

  /// What is refused for being more must not wrap to less, and the other way round. A local stands for what it is set
  /// to, if that is as wide.
  void computed(const BinaryOperator *Compared, const Expr *Side, bool IsMore, const ReturnStmt *R) {
    Side = Side->IgnoreParenImpCasts();
    if (const VarDecl *V = Settings::variable(Side))
      if (const Expr *Is = Set.always(V); Is && Context.getTypeSize(Is->getType()) == Context.getTypeSize(V->getType()))
        Side = Is->IgnoreParenImpCasts();
    const auto *Op = dyn_cast<BinaryOperator>(Side);
    if (!Op || !Op->getType()->isUnsignedIntegerType() || !writtenHere(Context, Op->getOperatorLoc()))
      return;
    if (Op->getOpcode() == (IsMore ? BO_Add : BO_Sub) || (IsMore && isProduct(Op)))
      All.push_back({Compared, Op, R, {}, !IsMore});
  }

  /// What is refused for being more must not lose bits, nor become less than nothing; what is refused for being less
  /// must not become more by losing its sign. A local stands for what it is set to.
  void converted(const BinaryOperator *Compared, const Expr *Side, bool IsMore, const ReturnStmt *R) {
    if (const VarDecl *V = Settings::variable(Side))
      if (const Expr *Is = Set.always(V))
        conversion(Compared, Is, V->getType(), IsMore, R);
    for (Side = Side->IgnoreParens(); const auto *Cast = dyn_cast<CastExpr>(Side);
         Side = Cast->getSubExpr()->IgnoreParens())
      if (Cast->getCastKind() == CK_IntegralCast)
        conversion(Compared, Cast->getSubExpr(), Cast->getType(), IsMore, R);
  }

  void conversion(const BinaryOperator *Compared, const Expr *From, QualType To, bool IsMore, const ReturnStmt *R) {
    while (const auto *Cast = dyn_cast<ImplicitCastExpr>(From->IgnoreParens()))
      From = Cast->getSubExpr();
    From = From->IgnoreParens();
    const QualType Is = From->getType();
    if (!Is->isIntegerType() || !To->isIntegerType() || Is->isBooleanType() || To->isBooleanType() ||
        From->isIntegerConstantExpr(Context))
      return;
    const unsigned Was = Context.getTypeSize(Is), Width = Context.getTypeSize(To);
    const bool Cut = Width < Was, Negative = Width == Was && Is->isUnsignedIntegerType() && To->isSignedIntegerType(),
               Huge = Is->isSignedIntegerType() && To->isUnsignedIntegerType() && Width >= Was;
    // A limit that is less than nothing is somebody else's mistake.
    const bool OfConstant = Compared->getLHS()->isEvaluatable(Context) || Compared->getRHS()->isEvaluatable(Context);
    if (IsMore ? Cut || Negative : Huge && OfConstant)
      All.push_back({Compared, From, R, To, !IsMore});
  }

  const ASTContext &Context;
  const Settings &Set;
};

/// Whether the operands are places that a state says: parameters, and memory.
bool isPlace(const Expr *E, const Settings &Set) {
  E = E->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return isa<ParmVarDecl>(Ref->getDecl()) && Set.untouched(cast<ParmVarDecl>(Ref->getDecl()));
  return isa<MemberExpr>(E);
}

bool mayWrap(const FunctionView &F, const ComputedGuard &G, const Settings &Set) {
  const BinaryOperator *Op = G.arithmetic();
  if (!Op)
    return isPlace(G.Computed, Set);
  const auto Wide = [&](const Expr *E) {
    return isPlace(E, Set) && F.unit().context().getTypeSize(E->IgnoreParenImpCasts()->getType()) >=
                                  F.unit().context().getTypeSize(Op->getType());
  };
  if (Op->getOpcode() == BO_Add) {
    const std::vector<const Expr *> All = addends(Op);
    const auto Places = std::count_if(All.begin(), All.end(), Wide);
    return (Places == 1 || Places == 2) &&
           std::all_of(All.begin(), All.end(), [&](const Expr *E) { return Wide(E) || constantOf(F, E); });
  }
  return (Wide(Op->getLHS()) && (Wide(Op->getRHS()) || constantOf(F, Op->getRHS()))) ||
         (Op->getOpcode() == BO_Mul && constantOf(F, Op->getLHS()) && Wide(Op->getRHS()));
}

} // namespace

std::vector<const Expr *> addends(const BinaryOperator *Sum) {
  std::vector<const Expr *> Out;
  for (const Expr *Each : {Sum->getLHS(), Sum->getRHS()}) {
    const auto *Inner = dyn_cast<BinaryOperator>(Each->IgnoreParens());
    if (Inner && Inner->getOpcode() == BO_Add)
      for (const Expr *Part : addends(Inner))
        Out.push_back(Part);
    else
      Out.push_back(Each);
  }
  return Out;
}

bool isProduct(const BinaryOperator *Op) { return Op->getOpcode() == BO_Mul || Op->getOpcode() == BO_Shl; }

std::optional<std::uint64_t> constantOf(const FunctionView &F, const Expr *E) {
  Expr::EvalResult Is;
  if (!E->EvaluateAsInt(Is, F.unit().context()) || Is.Val.getInt().getActiveBits() > 64)
    return std::nullopt;
  return Is.Val.getInt().extOrTrunc(64).getZExtValue();
}

std::vector<ComputedGuard> computedGuards(const FunctionView &F) {
  Settings Set;
  Set.TraverseStmt(F.decl()->getBody());
  Guards In(F.unit().context(), Set);
  In.TraverseStmt(F.decl()->getBody());
  std::erase_if(In.All, [&](const ComputedGuard &Each) { return !mayWrap(F, Each, Set); });
  return std::move(In.All);
}

} // namespace kverdict
