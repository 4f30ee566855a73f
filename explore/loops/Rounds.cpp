#include "explore/loops/Rounds.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

using Edge = std::pair<const CFGBlock *, const CFGBlock *>;

/// Which of the two successors is never taken; -1 if either may be.
int neverTaken(const FunctionDecl *F, const CFGBlock *Block) {
  const Expr *Condition = Block->succ_size() == 2 ? Block->getLastCondition() : nullptr;
  bool Value = false;
  if (!Condition || isa_and_nonnull<SwitchStmt>(Block->getTerminatorStmt()) || Condition->isValueDependent() ||
      !Condition->getType()->isScalarType() || !Condition->EvaluateAsBooleanCondition(Value, F->getASTContext()))
    return -1;
  return Value ? 1 : 0;
}

const CFGBlock *target(const CFGBlock::AdjacentBlock &To) {
  return To.getReachableBlock() ? To.getReachableBlock() : To.getPossiblyUnreachableBlock();
}

/// The edges that lead back to a block on the way from the entry, as a walk in depth finds them.
std::vector<Edge> backEdges(const FunctionDecl *F, const CFG &Graph) {
  std::vector<Edge> Found;
  std::set<const CFGBlock *> Seen, Open;
  std::vector<std::pair<const CFGBlock *, unsigned>> Way;
  auto enter = [&](const CFGBlock *B) {
    Seen.insert(B);
    Open.insert(B);
    Way.push_back({B, 0});
  };
  enter(&Graph.getEntry());
  while (!Way.empty()) {
    const auto [B, Next] = Way.back();
    if (Next == B->succ_size()) {
      Open.erase(B);
      Way.pop_back();
      continue;
    }
    ++Way.back().second;
    const CFGBlock *To = target(*(B->succ_begin() + Next));
    if (!To || static_cast<int>(Next) == neverTaken(F, B))
      continue;
    if (Open.count(To))
      Found.push_back({B, To});
    else if (!Seen.count(To))
      enter(To);
  }
  return Found;
}

/// Where a block stands in the text; the walk that finds heads decides between two at one place.
SourceLocation placeOf(const CFGBlock *B) {
  if (const Stmt *Label = B->getLabel())
    return Label->getBeginLoc();
  for (const CFGElement &Each : *B)
    if (auto Code = Each.getAs<CFGStmt>())
      return Code->getStmt()->getBeginLoc();
  const Stmt *End = B->getTerminatorStmt();
  return End ? End->getBeginLoc() : SourceLocation();
}

struct LoopsInside : RecursiveASTVisitor<LoopsInside> {
  unsigned Depth = 0;
  std::set<const Stmt *> Found;
  bool TraverseStmtExpr(StmtExpr *E) {
    ++Depth;
    RecursiveASTVisitor::TraverseStmtExpr(E);
    --Depth;
    return true;
  }
  bool VisitStmt(Stmt *Each) {
    if (Depth && isa<ForStmt, WhileStmt, DoStmt, LabelStmt>(Each))
      Found.insert(Each);
    return true;
  }
};

/// The variable that a place is a part of, if it is no place behind a pointer.
const VarDecl *variableOf(const Expr *Place) {
  Place = Place->IgnoreParens();
  if (const auto *Member = dyn_cast<MemberExpr>(Place))
    return Member->isArrow() ? nullptr : variableOf(Member->getBase());
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Place)) {
    const auto *Decay = dyn_cast<ImplicitCastExpr>(Element->getBase()->IgnoreParens());
    return Decay && Decay->getCastKind() == CK_ArrayToPointerDecay ? variableOf(Decay->getSubExpr()) : nullptr;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Place);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

struct Exposures : RecursiveASTVisitor<Exposures> {
  std::set<const Expr *> Harmless;
  std::set<const VarDecl *> Found;

  /// The address that this expression gives goes no further.
  void harmless(const Expr *E) {
    for (; E; E = isa<ParenExpr>(E)  ? cast<ParenExpr>(E)->getSubExpr()
                  : isa<CastExpr>(E) ? cast<CastExpr>(E)->getSubExpr()
                                     : nullptr)
      Harmless.insert(E);
  }
  bool VisitCallExpr(CallExpr *E) {
    for (const Expr *Argument : E->arguments())
      harmless(Argument);
    return true;
  }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr *E) {
    harmless(E->getBase());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) {
    if (E->isArrow())
      harmless(E->getBase());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->getOpcode() == UO_Deref)
      harmless(E->getSubExpr());
    if (E->getOpcode() == UO_AddrOf && !Harmless.count(E))
      expose(E->getSubExpr());
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_ArrayToPointerDecay && !Harmless.count(E))
      expose(E->getSubExpr());
    return true;
  }
  void expose(const Expr *Place) {
    if (const VarDecl *V = variableOf(Place))
      Found.insert(V);
  }
};

/// The variable whose address a call gets, if it is one.
const VarDecl *lentBy(const Expr *Argument) {
  Argument = Argument->IgnoreParens();
  while (const auto *Cast = dyn_cast<CastExpr>(Argument)) {
    if (Cast->getCastKind() == CK_ArrayToPointerDecay)
      return variableOf(Cast->getSubExpr());
    Argument = Cast->getSubExpr()->IgnoreParens();
  }
  const auto *Address = dyn_cast<UnaryOperator>(Argument);
  return Address && Address->getOpcode() == UO_AddrOf ? variableOf(Address->getSubExpr()) : nullptr;
}

struct Lent : RecursiveASTVisitor<Lent> {
  std::set<const VarDecl *> Found;
  bool VisitCallExpr(CallExpr *E) {
    for (const Expr *Argument : E->arguments())
      if (const VarDecl *V = lentBy(Argument))
        Found.insert(V);
    return true;
  }
};

struct Locals : RecursiveASTVisitor<Locals> {
  std::vector<const VarDecl *> Found;
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasLocalStorage() && !isa<ParmVarDecl>(V))
      Found.push_back(V);
    return true;
  }
};

constexpr size_t MostParts = 256;

/// Returns false if there are too many.
bool addParts(const ASTContext &Context, QualType Type, std::int64_t Start,
              std::vector<std::pair<std::int64_t, unsigned>> &Out) {
  const RecordDecl *Record = Type->getAsRecordDecl();
  if (const ConstantArrayType *Array = Context.getAsConstantArrayType(Type)) {
    const std::int64_t Size = Context.getTypeSize(Array->getElementType());
    for (std::uint64_t I = 0; I < Array->getSize().getZExtValue(); ++I)
      if (Out.size() > MostParts || !addParts(Context, Array->getElementType(), Start + I * Size, Out))
        return false;
    return true;
  }
  if (!Record || !Record->isStruct()) {
    if (const unsigned Width = Context.getTypeSize(Type)) // an array without a length, at the end, has none
      Out.push_back({Start, Width});
    return Out.size() <= MostParts;
  }
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Record->getDefinition());
  for (const FieldDecl *Field : Record->getDefinition()->fields()) {
    const std::int64_t Bit = Start + Layout.getFieldOffset(Field->getFieldIndex());
    if (Field->isUnnamedBitField())
      continue;
    if (Field->isBitField())
      Out.push_back({Bit, Field->getBitWidthValue()});
    else if (!addParts(Context, Field->getType(), Bit, Out))
      return false;
  }
  return Out.size() <= MostParts;
}

} // namespace

std::vector<const CFGBlock *> loopHeads(const FunctionDecl *F, const CFG &Graph) {
  std::vector<const CFGBlock *> Heads;
  for (const auto &[From, To] : backEdges(F, Graph))
    if (std::find(Heads.begin(), Heads.end(), To) == Heads.end())
      Heads.push_back(To);
  const SourceManager &Sources = F->getASTContext().getSourceManager();
  std::map<std::pair<unsigned, size_t>, const CFGBlock *> ByPlace;
  for (size_t I = 0; I < Heads.size(); ++I) {
    const SourceLocation At = placeOf(Heads[I]);
    ByPlace[{At.isValid() ? Sources.getFileOffset(Sources.getExpansionLoc(At)) : 0, I}] = Heads[I];
  }
  Heads.clear();
  for (const auto &[Place, Head] : ByPlace)
    Heads.push_back(Head);
  return Heads;
}

bool insideExpression(const FunctionDecl *F, const CFG &Graph) {
  LoopsInside Inside;
  Inside.TraverseStmt(F->getBody());
  if (Inside.Found.empty())
    return false;
  for (const auto &[From, To] : backEdges(F, Graph)) {
    const Stmt *Loop = From->getLoopTarget(), *Label = To->getLabel();
    if ((!Loop && !Label) || Inside.Found.count(Loop) || Inside.Found.count(Label))
      return true;
  }
  return false;
}

std::set<const VarDecl *> exposedLocals(const FunctionDecl *F) {
  Exposures Visitor;
  Visitor.TraverseStmt(F->getBody());
  return std::move(Visitor.Found);
}

std::set<const VarDecl *> lentLocals(const FunctionDecl *F) {
  Lent Visitor;
  Visitor.TraverseStmt(F->getBody());
  return std::move(Visitor.Found);
}

std::vector<const VarDecl *> localsOf(const FunctionDecl *F) {
  Locals Visitor;
  for (const ParmVarDecl *P : F->parameters())
    Visitor.Found.push_back(P);
  Visitor.TraverseStmt(F->getBody());
  return std::move(Visitor.Found);
}

std::vector<std::pair<std::int64_t, unsigned>> partsOf(const ASTContext &Context, QualType Type) {
  std::vector<std::pair<std::int64_t, unsigned>> Out;
  if (Type->isIncompleteType() || !Type->isConstantSizeType() || !addParts(Context, Type, 0, Out))
    return {};
  return Out;
}

} // namespace kverdict
