#include "explore/table/Courses.h"

#include "smt/Solver.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {
namespace {

/// As in literals(): a condition as a number, less than zero for the negation of it.
long literalOf(const z3::expr &E) { return E.is_not() ? -static_cast<long>(E.arg(0).id()) : static_cast<long>(E.id()); }

/// Whether an expression calls what may be looked into.
struct HasCall : RecursiveASTVisitor<HasCall> {
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    Found |= !Callee || !Callee->getBuiltinID();
    return !Found;
  }
  bool Found = false;
};

bool hasCall(const Expr *E) {
  HasCall Visitor;
  Visitor.TraverseStmt(const_cast<Expr *>(E));
  return Visitor.Found;
}

/// Whether all that a variable is set to is what calls return.
struct SetByCalls : RecursiveASTVisitor<SetByCalls> {
  explicit SetByCalls(const VarDecl *V) : V(V) {}
  bool VisitVarDecl(VarDecl *D) {
    if (D == V && D->getInit())
      set(D->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp() && is(E->getLHS()))
      E->getOpcode() == BO_Assign ? set(E->getRHS()) : void(Otherwise = true);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    Otherwise |= (E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf) && is(E->getSubExpr());
    return true;
  }
  void set(const Expr *To) {
    const Expr *Value = To->IgnoreParenImpCasts();
    while (const auto *Not = dyn_cast<UnaryOperator>(Value)) {
      if (Not->getOpcode() != UO_LNot)
        break;
      Value = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    (isa<CallExpr>(Value) && hasCall(Value) ? Calls : Otherwise) = true;
  }
  bool is(const Expr *E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
    return Ref && Ref->getDecl() == V;
  }

  const VarDecl *V;
  bool Calls = false, Otherwise = false;
};

/// How a branch of the function itself came out the last time.
std::optional<bool> branched(const Expr *E, const Path &Way) {
  for (auto It = Way.Steps.rbegin(); It != Way.Steps.rend(); ++It)
    if (const auto *Code = dyn_cast<Expr>(It->Code);
        Code && It->What == Step::Kind::Branch && It->Depth == 0 && Code->IgnoreParenImpCasts() == E)
      return It->Taken;
  return std::nullopt;
}

bool settles(const BinaryOperator *Of, bool Left) { return Left == (Of->getOpcode() == BO_LOr); }

/// The truth of an expression that branches have dealt with, all of it.
std::optional<bool> known(const Expr *Whole, const Path &Way) {
  const Expr *E = Whole->IgnoreParenImpCasts();
  if (const auto Is = branched(E, Way))
    return Is;
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    const auto Is = known(Not->getSubExpr(), Way);
    return Is ? std::optional(!*Is) : std::nullopt;
  }
  const auto *B = dyn_cast<BinaryOperator>(E);
  if (!B || !B->isLogicalOp())
    return std::nullopt;
  const auto Left = known(B->getLHS(), Way);
  return Left && !settles(B, *Left) ? known(B->getRHS(), Way) : Left;
}

/// What is asked last in an expression that is returned, without a branch of its own: `c` of `a && b && c`. Null if
/// that was not come to, or is not known.
const Expr *lastAsked(const Expr *Whole, const Path &Way) {
  const Expr *E = Whole->IgnoreParenImpCasts();
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isLogicalOp()) {
    const auto Left = known(B->getLHS(), Way);
    return Left && !settles(B, *Left) ? lastAsked(B->getRHS(), Way) : nullptr;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    const auto Is = known(Choice->getCond(), Way);
    return Is ? lastAsked(*Is ? Choice->getTrueExpr() : Choice->getFalseExpr(), Way) : nullptr;
  }
  return E;
}

/// `!x` is x, that does not hold: one guard with `x`.
void affirm(std::string &Text, std::string &Value) {
  llvm::StringRef Rest = Text;
  while (Rest.consume_front("!") && isOperand(Rest) && !Rest.empty()) {
    Value = Value == "1" ? "0" : "1";
    Text = Rest.str();
    Rest = Text;
  }
}

} // namespace

Courses::Courses(Explorer::Parts &P, const std::string &Function)
    : P(P), F(P.function(Function)), Paths(P.paths(Function)) {
  findUndefined();
  for (unsigned I = 0; I < Paths.size(); ++I)
    if (!Paths[I].Premise)
      addPath(I);
  makeCourses();
}

/// What is undefined in some states, where a path goes on in the others.
void Courses::findUndefined() {
  for (const Path &Each : Paths) {
    if (Each.End != PathEnd::Undefined || Each.Premise || Each.Conditions.empty())
      continue;
    const int Last = static_cast<int>(Each.Conditions.size()) - 1;
    if (llvm::any_of(Each.Steps, [&](const Step &S) { return S.Condition == Last; }))
      continue;
    llvm::StringRef Reason = Each.Reason;
    const bool Null = Reason.consume_front("null dereference of ");
    Undefined.try_emplace(literalOf(P.S.tidy(Each.Conditions.back())),
                          Null ? GuardAnswer::Kind::Null : GuardAnswer::Kind::Happens, Reason.str());
  }
}

/// A path that asks nothing else of its own has the guards of its callees.
bool Courses::hasGuards() const {
  return llvm::any_of(Paths, [](const Path &Each) {
    return llvm::any_of(Each.Steps, [](const Step &S) {
      return S.Depth == 0 && !S.Constant && (S.What == Step::Kind::Branch || S.What == Step::Kind::Switch);
    });
  });
}

void Courses::addPath(unsigned Index) {
  const Path &Way = Paths[Index];
  const Events Of = eventsOf(Way);
  const auto Open = truths(F, Way);
  if (!Open) {
    Events All = Of;
    if (Way.Result && Way.Result->is_numeral() && hasGuards())
      addReturned(Way, Way.Result->get_numeral_uint64() != 0, All);
    return add(Index, std::nullopt, std::move(All), nullptr);
  }
  const z3::expr Is[] = {P.S.tidy(Open->first), P.S.tidy(Open->second)};
  bool May[2];
  for (const bool Truth : {false, true})
    May[Truth] = P.Z.satisfiable(P.S.axioms(), Way.Conditions, Is[Truth]) != Answer::No;
  const auto *Last = dyn_cast_or_null<ReturnStmt>(lastReturned(Way));
  for (const bool Truth : {false, true}) {
    if (!May[Truth] && May[!Truth])
      continue;
    Events All = Of;
    if (May[!Truth] && Last && Last->getRetValue()) {
      const Expr *Decides = deciding(Last->getRetValue(), Way);
      Event New{.Text = P.U.text(Decides->getSourceRange()), .Code = Decides, .Value = Truth ? "1" : "0"};
      affirm(New.Text, New.Value);
      All.push_back(std::move(New));
    }
    add(Index, Truth, std::move(All), &Is[Truth]);
  }
}

void Courses::add(unsigned Index, std::optional<bool> Truth, Events Of, const z3::expr *And) {
  const Path &Each = Paths[Index];
  CourseWay New{Index, Truth, Each.Conditions, std::nullopt};
  if (And)
    New.Conditions.push_back(*And);
  if (Each.End == PathEnd::Returned && Each.Result && !Truth && !Each.Result->is_numeral())
    New.Open = Each.Result;
  Ways.push_back(std::move(New));
  Asked.push_back(std::move(Of));
}

/// What a path asks, in its order.
Courses::Events Courses::eventsOf(const Path &Way) {
  Events Out;
  unsigned Next = 0;
  for (const Step &Each : Way.Steps) {
    if (Each.What != Step::Kind::Branch && Each.What != Step::Kind::Switch)
      continue;
    if (Each.Condition >= 0) {
      addUndefined(Way, Each.Condition, Next, Out);
      Next = Each.Condition + 1;
    }
    const auto *Code = dyn_cast<Expr>(Each.Code);
    if (!Each.Constant || (Code && asksCallee(Code)))
      Out.push_back(asked(Way, Each));
  }
  addUndefined(Way, static_cast<int>(Way.Conditions.size()), Next, Out);
  return Out;
}

/// What was undefined, or might have been, up to a condition of the path.
void Courses::addUndefined(const Path &Way, int Below, unsigned &Next, Events &Out) const {
  for (; static_cast<int>(Next) < Below; ++Next) {
    const long Is = literalOf(P.S.tidy(Way.Conditions[Next]));
    for (const bool Holds : {false, true})
      if (const auto It = Undefined.find(Holds ? Is : -Is); It != Undefined.end())
        Out.push_back({.What = It->second.first, .Text = It->second.second, .Value = Holds ? "1" : "0"});
  }
}

Courses::Event Courses::asked(const Path &Way, const Step &S) {
  Event Out{.Text = P.conditionText(F, S), .Code = S.Code, .Depth = S.Depth, .Value = S.Taken ? "1" : "0"};
  Out.Switch = S.What == Step::Kind::Switch;
  if (Out.Switch)
    Out.Value = S.Text;
  else
    affirm(Out.Text, Out.Value);
  return Out;
}

/// Whether the answer is a callee's: known on each path, and yet a question of the function.
bool Courses::asksCallee(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V ? isAnswer(V) : hasCall(E);
}

bool Courses::isAnswer(const VarDecl *V) {
  const auto *In = dyn_cast<FunctionDecl>(V->getDeclContext());
  if (!V->isLocalVarDecl() || V->isStaticLocal() || !In || !In->getBody())
    return false;
  const auto [It, New] = Answers.try_emplace(V);
  if (New) {
    SetByCalls Visitor(V);
    Visitor.TraverseStmt(In->getBody());
    It->second = Visitor.Calls && !Visitor.Otherwise;
  }
  return It->second;
}

/// A truth value that a callee gives, and the function hands on.
void Courses::addReturned(const Path &Way, bool Truth, Events &Out) {
  const auto *Last = dyn_cast_or_null<ReturnStmt>(lastReturned(Way));
  const Expr *Asked = Last && Last->getRetValue() ? lastAsked(Last->getRetValue(), Way) : nullptr;
  if (!Asked || !hasCall(Asked) || (!Asked->getType()->isBooleanType() && !F->getReturnType()->isBooleanType()))
    return;
  Event New{.Text = P.U.text(Asked->getSourceRange()), .Code = Asked, .Value = Truth ? "1" : "0"};
  affirm(New.Text, New.Value);
  Out.push_back(std::move(New));
}

/// What a way comes to, as far as rows tell it. What a callee returned, or a place held, is one outcome, whenever it
/// did.
Courses::Outcome Courses::outcome(const Path &Of, const CourseWay &W) const {
  const bool Returned = Of.End == PathEnd::Returned;
  const SourcePlace At = Returned ? lastReturn(P.U, Of) : P.U.place(Of.StoppedAt);
  std::string Text = std::to_string(static_cast<int>(Of.End)) + " ";
  if (!Returned)
    Text += Of.Reason;
  else if (W.Truth)
    Text += *W.Truth ? "1" : "0";
  else if (const Symbol *Its = W.Open ? P.S.find(*W.Open) : nullptr; Its && !Its->Place.empty())
    Text += "of " + Its->Place;
  else if (Of.Result)
    Text += W.Open ? "term " + std::to_string(Of.Result->id()) : std::to_string(Of.Result->get_numeral_uint64());
  return {At.File, At.Line, Text};
}

namespace {

/// Where a question stands, for one that has the same text as another.
std::string standsAt(const Unit &U, const FunctionDecl *F, const Stmt *Code, bool Column) {
  const SourcePlace At = U.place(Code->getBeginLoc()), Own = U.place(F->getBeginLoc());
  return "line " + std::to_string(At.Line) + (Column ? ", column " + std::to_string(At.Column) : "") +
         (At.File == Own.File ? "" : " of " + At.File);
}

} // namespace

/// Questions with one text are one guard if no path has two answers to it; else those that stand at one place are, if
/// no path has two answers there; else each time is a guard of its own.
void Courses::nameGuards() {
  // Switches over one value may have other cases, and so another default: each is a guard of its own.
  using Key = std::tuple<GuardAnswer::Kind, const Stmt *, std::string>;
  std::map<Key, std::vector<std::vector<Event *>>> ByText;
  for (Events &Each : Asked) {
    std::map<const Stmt *, unsigned> Times;
    std::map<Key, std::vector<Event *>> Here;
    for (Event &E : Each) {
      E.Time = ++Times[E.Code];
      Here[{E.What, E.Switch ? E.Code : nullptr, E.Text}].push_back(&E);
    }
    for (auto &[K, Same] : Here)
      ByText[K].push_back(std::move(Same));
  }
  auto twoAnswers = [](const std::vector<std::vector<Event *>> &Same) {
    return llvm::any_of(Same, [](const std::vector<Event *> &OnPath) {
      return llvm::any_of(OnPath, [&](const Event *E) { return E->Value != OnPath[0]->Value; });
    });
  };
  auto name = [&](const std::vector<std::vector<Event *>> &Same, const std::string &Where) {
    CourseGuard New{Same[0][0]->What, Same[0][0]->Text, Where, Same[0][0]->Depth};
    for (const auto &OnPath : Same)
      for (const Event *E : OnPath) {
        New.Depth = std::min(New.Depth, E->Depth);
        GuardOf[E] = Guards.size();
        if (E->Switch && !llvm::is_contained(New.Cases, E->Value))
          New.Cases.push_back(E->Value);
      }
    Guards.push_back(std::move(New));
  };
  auto divided = [](const std::vector<std::vector<Event *>> &Same, auto &&By) {
    std::map<decltype(By(*Same[0][0])), std::vector<std::vector<Event *>>> Parts;
    for (const auto &OnPath : Same) {
      std::map<decltype(By(*Same[0][0])), std::vector<Event *>> Here;
      for (Event *E : OnPath)
        Here[By(*E)].push_back(E);
      for (auto &[K, Some] : Here)
        Parts[K].push_back(std::move(Some));
    }
    return Parts;
  };
  for (const auto &[K, Same] : ByText) {
    if (!twoAnswers(Same)) {
      name(Same, "");
      continue;
    }
    // By the place and not by the address of the code, which is another one in each run.
    const auto ByPlace = divided(Same, [&](const Event &E) {
      const SourcePlace At = E.Code ? P.U.place(E.Code->getBeginLoc()) : SourcePlace();
      return std::tuple(At.File, At.Line, At.Column);
    });
    std::set<std::pair<std::string, unsigned>> Lines;
    for (const auto &[At, Some] : ByPlace)
      Lines.insert({std::get<0>(At), std::get<1>(At)});
    for (const auto &[At, Some] : ByPlace) {
      const Stmt *Code = Some[0][0]->Code;
      std::string Where =
          ByPlace.size() > 1 && Code ? standsAt(P.U, F, Code, Lines.size() < ByPlace.size()) : std::string();
      if (!twoAnswers(Some)) {
        name(Some, Where);
        continue;
      }
      for (const auto &[Time, Each] : divided(Some, [](const Event &E) { return E.Time; }))
        name(Each, Where + (Where.empty() ? "" : ", ") + "time " + std::to_string(Time));
    }
  }
}

void Courses::makeCourses() {
  nameGuards();
  std::vector<std::set<unsigned>> Had(Guards.size());
  for (const Events &Each : Asked) {
    std::set<unsigned> Seen;
    Course New;
    for (const Event &E : Each) {
      const unsigned G = GuardOf.at(&E);
      const auto &Cases = Guards[G].Cases;
      const unsigned Value = E.Switch ? llvm::find(Cases, E.Value) - Cases.begin() : E.Value == "1";
      Had[G].insert(Value);
      if (Seen.insert(G).second)
        New.Asked.push_back({G, Value});
    }
    All.push_back(std::move(New));
  }
  for (Course &Each : All) // what comes out in one way tells nothing apart
    std::erase_if(Each.Asked, [&](const auto &Of) { return Had[Of.first].size() < 2; });
  makePlaces();
  std::map<Outcome, unsigned> Outcomes; // by their places
  for (const CourseWay &Each : Ways)
    Outcomes.try_emplace(outcome(Paths[Each.Path], Each), 0);
  unsigned Number = 0;
  for (auto &[What, Its] : Outcomes)
    Its = Number++;
  for (size_t I = 0; I < All.size(); ++I)
    All[I].Outcome = Outcomes.at(outcome(Paths[Ways[I].Path], Ways[I]));
}

/// The function's own questions, as far as it has any, say where a course ends.
void Courses::makePlaces() {
  const bool Own = llvm::any_of(
      Asked, [](const Events &Each) { return llvm::any_of(Each, [](const Event &E) { return E.Depth == 0; }); });
  std::map<std::pair<const Stmt *, std::string>, unsigned> Known;
  for (size_t I = 0; I < All.size(); ++I)
    for (const Event &E : Asked[I]) {
      if (Own && E.Depth)
        continue;
      const std::string What = std::to_string(E.Time) + (E.Code ? "" : " " + E.Text);
      All[I].Places.push_back(Known.try_emplace({E.Code, What}, Known.size()).first->second);
    }
}

} // namespace kverdict
