#include "explore/table/Changes.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>

using namespace clang;

namespace kverdict {
namespace {

const void *nameOf(QualType T) { return T.getCanonicalType().getUnqualifiedType().getTypePtr(); }

const Expr *plain(const Expr *E) { return E->IgnoreParenCasts(); }

bool isVolatileMemory(const Expr *Place) {
  const auto *Ref = dyn_cast<DeclRefExpr>(plain(Place));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Place->getType().isVolatileQualified() && !(V && V->hasLocalStorage());
}

/// The array or object in which an element lies.
const Expr *arrayOf(const ArraySubscriptExpr *E) { return plain(E->getBase()); }

/// A global that is written while the kernel runs.
bool isWritten(const VarDecl *V) {
  const auto *Section = V->getAttr<SectionAttr>();
  return V->hasGlobalStorage() && !(Section && Section->getName().contains("ro_after_init"));
}

bool copiesBytes(const FunctionDecl *F) {
  llvm::StringRef Name = F->getIdentifier() ? F->getName() : "";
  Name.consume_front("__builtin_");
  Name.consume_front("__");
  return Name == "memcpy" || Name == "memset" || Name == "memmove";
}

} // namespace

/// The names that an expression reads, each with where.
class Changes::Reads : public RecursiveASTVisitor<Reads> {
public:
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      add(E->getSubExpr(), E);
    return true;
  }
  bool VisitCompoundAssignOperator(CompoundAssignOperator *E) { return add(E->getLHS(), E), true; }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp())
      add(E->getSubExpr(), E);
    return true;
  }

  std::vector<std::pair<Name, const Stmt *>> Found;

private:
  void add(const Expr *Lvalue, const Stmt *At) {
    const Expr *E = plain(Lvalue);
    while (true) {
      if (const auto *Member = dyn_cast<MemberExpr>(E)) {
        const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
        Found.emplace_back(Field, At);
        if (Field)
          Found.emplace_back(Field->getParent()->getCanonicalDecl(), At);
        if (Member->isArrow())
          return;
        E = plain(Member->getBase());
      } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
        E = arrayOf(Element);
        if (E->getType()->isPointerType()) {
          Found.emplace_back(nameOf(Element->getType()), At);
          return;
        }
      } else {
        if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
          Found.emplace_back(Ref->getDecl()->getCanonicalDecl(), At);
        else
          Found.emplace_back(nameOf(E->getType()), At);
        return;
      }
    }
  }
};

struct Changes::Body {
  std::set<Name> Stored;
  std::set<std::string> Read; ///< members and globals
  bool Volatile = false;      ///< reads a volatile object
};

struct Changes::BodyScan : RecursiveASTVisitor<BodyScan> {
  BodyScan(Changes &All, Body &Out) : All(All), Out(Out) {}

  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      store(E->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp())
      store(E->getSubExpr());
    return true;
  }
  bool VisitGCCAsmStmt(GCCAsmStmt *E) {
    for (unsigned I = 0; I < E->getNumOutputs(); ++I)
      store(E->getOutputExpr(I));
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      Out.Volatile |= isVolatileMemory(E->getSubExpr());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) { return Out.Read.insert(E->getMemberDecl()->getNameAsString()), true; }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *V = dyn_cast<VarDecl>(E->getDecl()); V && isWritten(V))
      Out.Read.insert(V->getNameAsString());
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    if (const FunctionDecl *Callee = E->getDirectCallee()) {
      const Body &Its = All.bodyOf(Callee);
      Out.Stored.insert(Its.Stored.begin(), Its.Stored.end());
      Out.Read.insert(Its.Read.begin(), Its.Read.end());
      Out.Volatile |= Its.Volatile;
    }
    return true;
  }
  void store(const Expr *To) {
    std::vector<Change> Made;
    All.addTarget(To, Made, false);
    for (const Change &Each : Made)
      Out.Stored.insert(Each.Of);
  }

  Changes &All;
  Body &Out;
};

Changes::Changes(const Unit &U, Graphs &Cfgs, const FunctionDecl *F) : U(U), F(F), Graph(Cfgs.graph(F)) {
  if (!Graph)
    return;
  for (const CFGBlock *Block : *Graph) {
    for (unsigned I = 0; I < Block->size(); ++I)
      if (const auto Code = (*Block)[I].getAs<CFGStmt>())
        add(Code->getStmt(), {Block, I});
    std::vector<const CFGBlock *> Next{Block};
    while (!Next.empty()) {
      const CFGBlock *From = Next.back();
      Next.pop_back();
      for (const CFGBlock::AdjacentBlock &To : From->succs())
        if (To.getReachableBlock() && Behind[Block].insert(To.getReachableBlock()).second)
          Next.push_back(To.getReachableBlock());
    }
  }
}

Changes::~Changes() = default;

/// What a function with a body stores, and reads, through pointers and by the names of globals.
const Changes::Body &Changes::bodyOf(const FunctionDecl *Of) {
  static const Body None;
  const FunctionDecl *Definition = U.definition(Of);
  if (!Definition || !Definition->hasBody())
    return None;
  auto [It, New] = Bodies.try_emplace(Definition);
  if (!New)
    return It->second ? *It->second : None; // null: it calls itself
  auto Its = std::make_unique<Body>();
  BodyScan(*this, *Its).TraverseStmt(Definition->getBody());
  return *(Bodies[Definition] = std::move(Its));
}

/// What a store to an expression changes.
void Changes::addTarget(const Expr *To, std::vector<Change> &Out, bool Whole) {
  const Expr *E = plain(To);
  if (const auto *Record = E->getType()->getAsRecordDecl())
    Out.push_back({Record->getCanonicalDecl(), false});
  for (bool Part = false;; Part = true) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      if (V && (V->hasGlobalStorage() || (isa<ParmVarDecl>(V) && V->getDeclContext() == F)))
        Words[V->getCanonicalDecl()] = {false, V->getNameAsString()};
      return Out.push_back({Ref->getDecl()->getCanonicalDecl(), Whole && !Part});
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      Words[Member->getMemberDecl()] = {true, Member->getMemberDecl()->getNameAsString()};
      Out.push_back({Member->getMemberDecl(), false});
      if (Member->isArrow())
        return;
      E = plain(Member->getBase());
    } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
      E = arrayOf(Element);
      if (E->getType()->isPointerType())
        return Out.push_back({nameOf(Element->getType()), false});
    } else {
      return Out.push_back({nameOf(E->getType()), false});
    }
  }
}

/// What a callee with a body stores, and what any may store through an address that it gets.
void Changes::addCall(const CallExpr *E, std::vector<Change> &Out) {
  const FunctionDecl *Callee = E->getDirectCallee();
  if (Callee)
    for (Name Each : bodyOf(Callee).Stored)
      Out.push_back({Each, false});
  for (const Expr *Argument : E->arguments()) {
    const Expr *Given = plain(Argument);
    if (Argument->getType()->isPointerType() && Argument->getType()->getPointeeType().isConstQualified())
      continue;
    const auto *Address = dyn_cast<UnaryOperator>(Given);
    if (Address && Address->getOpcode() == UO_AddrOf)
      addTarget(Address->getSubExpr(), Out, false);
    else if (Given->getType()->isArrayType())
      addTarget(Given, Out, false);
    else if (const auto *Record = Given->getType()->getPointeeType().isNull()
                                      ? nullptr
                                      : Given->getType()->getPointeeType()->getAsRecordDecl();
             Record && Callee && copiesBytes(Callee))
      Out.push_back({Record->getCanonicalDecl(), false});
  }
}

void Changes::add(const Stmt *Code, Place At) {
  Places.try_emplace(Code, At);
  std::vector<Change> Out;
  if (const auto *Declaration = dyn_cast<DeclStmt>(Code)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasLocalStorage()) {
        Own.insert(V->getCanonicalDecl());
        Out.push_back({V->getCanonicalDecl(), true});
      }
    Made[At.Block][At.Element] = std::move(Out);
    return;
  }
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Code); Cast && Cast->getCastKind() == CK_LValueToRValue) {
    if (isVolatileMemory(Cast->getSubExpr()))
      Volatile.emplace_back(U.text(Cast->getSourceRange()), At);
    if (const auto *Member = dyn_cast<MemberExpr>(plain(Cast->getSubExpr())))
      Read.emplace_back(Member->getMemberDecl()->getNameAsString(), At);
    const auto *Ref = dyn_cast<DeclRefExpr>(plain(Cast->getSubExpr()));
    if (const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr; V && isWritten(V))
      Read.emplace_back(V->getNameAsString(), At);
  }
  if (const auto *B = dyn_cast<BinaryOperator>(Code); B && B->isAssignmentOp())
    addTarget(B->getLHS(), Out, true);
  if (const auto *Unary = dyn_cast<UnaryOperator>(Code); Unary && Unary->isIncrementDecrementOp())
    addTarget(Unary->getSubExpr(), Out, true);
  if (const auto *Asm = dyn_cast<GCCAsmStmt>(Code))
    for (unsigned I = 0; I < Asm->getNumOutputs(); ++I)
      addTarget(Asm->getOutputExpr(I), Out, false);
  if (const auto *Call = dyn_cast<CallExpr>(Code)) {
    addCall(Call, Out);
    if (const FunctionDecl *Callee = Call->getDirectCallee()) {
      const Body &Its = bodyOf(Callee);
      for (const std::string &Each : Its.Read)
        Read.emplace_back(Each, At);
      if (Its.Volatile)
        Volatile.emplace_back(U.text(Call->getSourceRange()), At);
    }
  }
  for (const Change &Each : Out)
    if (const auto Its = Words.find(Each.Of); Its != Words.end())
      Changed.insert(Its->second);
  if (!Out.empty())
    Made[At.Block][At.Element] = std::move(Out);
}

/// Of a condition, the last element of its block, if it is no element itself.
Changes::Place Changes::placeOf(const Stmt *Code) const {
  if (const auto It = Places.find(Code); It != Places.end())
    return It->second;
  if (const auto *E = dyn_cast<Expr>(Code))
    if (const auto It = Places.find(E->IgnoreParens()); It != Places.end())
      return It->second;
  if (Graph)
    for (const CFGBlock *Block : *Graph)
      if (Block->getTerminatorStmt() && Block->getLastCondition() == Code)
        return {Block, static_cast<unsigned>(Block->size())};
  return {};
}

bool Changes::reaches(const Place &From, const Place &To) const {
  const auto It = Behind.find(From.Block);
  return (From.Block == To.Block && From.Element < To.Element) || (It != Behind.end() && It->second.count(To.Block));
}

/// Which changes of a name may be the last before a place, each by its number; 0 is what was there at entry.
std::set<unsigned> Changes::definitions(Name Of, Place At) const {
  std::set<unsigned> Out;
  std::set<const CFGBlock *> Seen;
  std::vector<Place> Next{At};
  while (!Next.empty()) {
    const auto [Block, Below] = Next.back();
    Next.pop_back();
    bool Ends = false;
    if (const auto Here = Made.find(Block); Here != Made.end())
      for (auto It = Here->second.lower_bound(Below); !Ends && It-- != Here->second.begin();)
        for (const Change &Each : It->second)
          if (Each.Of == Of) {
            Out.insert(1 + Block->getBlockID() * 0x1000 + It->first);
            Ends |= Each.Whole;
          }
    if (Ends)
      continue;
    if (Block == &Graph->getEntry())
      Out.insert(0);
    for (const CFGBlock::AdjacentBlock &Before : Block->preds())
      if (Before.getReachableBlock() && Seen.insert(Before.getReachableBlock()).second)
        Next.push_back({Before.getReachableBlock(), ~0u});
  }
  return Out;
}

const std::vector<Changes::Meaning> &Changes::meaningOf(const Stmt *Question) const {
  auto [It, New] = Meanings.try_emplace(Question);
  if (!New)
    return It->second;
  Reads Visitor;
  Visitor.TraverseStmt(const_cast<Stmt *>(Question));
  const Place Whole = placeOf(Question);
  for (const auto &[Of, Code] : Visitor.Found) {
    const auto Known = Places.find(Code);
    const Place At = Known == Places.end() ? Whole : Known->second;
    if (At.Block)
      It->second.push_back({Of, At, definitions(Of, At)});
  }
  return It->second;
}

bool Changes::sinceEntry(const Stmt *Question) const {
  return Graph && llvm::any_of(meaningOf(Question), [&](const Meaning &Each) {
           return !Own.count(Each.Of) && (Each.Last.size() > 1 || (Each.Last.size() == 1 && !Each.Last.count(0)));
         });
}

bool Changes::between(const Stmt *Question, const Stmt *Other) const {
  if (!Graph || Question == Other)
    return false;
  for (const Meaning &Here : meaningOf(Question))
    for (const Meaning &There : meaningOf(Other))
      if (Here.Of == There.Of && Own.count(Here.Of) && Here.Last != There.Last &&
          (reaches(Here.At, There.At) || reaches(There.At, Here.At)))
        return true;
  return false;
}

bool Changes::ofNames(llvm::StringRef Text) const {
  bool Member = false;
  while (!Text.empty()) {
    const size_t Size = std::min(Text.size(), Text.find_if_not([](char C) { return llvm::isAlnum(C) || C == '_'; }));
    if (Size && Changed.count({Member, Text.take_front(Size).str()}))
      return true;
    Member = !Size && (Text.starts_with("->") || Text.starts_with("."));
    Text = Text.drop_front(Size ? Size : Text.starts_with("->") ? 2 : 1);
  }
  return false;
}

bool Changes::knows(llvm::StringRef Text) const {
  const llvm::StringRef First = Text.ltrim("&*!( ").take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
  const auto isIt = [&](const Decl *D) {
    const auto *Named = dyn_cast<NamedDecl>(D);
    return Named && Named->getIdentifier() && Named->getName() == First;
  };
  const ASTContext &C = U.context();
  return First.empty() || llvm::any_of(F->decls(), isIt) || llvm::any_of(F->parameters(), isIt) ||
         !C.getTranslationUnitDecl()->lookup(&C.Idents.get(First)).empty();
}

std::set<std::string> Changes::readAgain() const {
  std::set<std::string> Out;
  for (size_t I = 0; I < Volatile.size(); ++I)
    for (size_t J = 0; J < Volatile.size(); ++J)
      if (I != J && Volatile[I].first == Volatile[J].first && reaches(Volatile[I].second, Volatile[J].second))
        Out.insert(Volatile[I].first);
  return Out;
}

bool Changes::readBehind(const Stmt *Call, const std::string &Of) const {
  const auto It = Places.find(Call);
  return llvm::any_of(Read, [&](const auto &Each) {
    return Each.first == Of && (It == Places.end() || reaches(It->second, Each.second));
  });
}

} // namespace kverdict
