#include "explore/table/Courses.h"

#include "explore/table/Truths.h"
#include "smt/Solver.h"

#include <clang/AST/ASTContext.h>

#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {
namespace {

/// As in literals(): a condition as a number, less than zero for the negation of it.
long literalOf(const z3::expr &E) { return E.is_not() ? -static_cast<long>(E.arg(0).id()) : static_cast<long>(E.id()); }

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
  Guards = named(P.U, F, Asked);
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
  const GuardEvents Of = eventsOf(Way);
  const auto Open = truths(F, Way);
  if (!Open) {
    GuardEvents All = Of;
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
    GuardEvents All = Of;
    if (May[!Truth] && Last && Last->getRetValue()) {
      const Expr *Decides = deciding(Last->getRetValue(), Way);
      GuardEvent New{.Text = P.U.text(Decides->getSourceRange()), .Code = Decides, .Value = Truth ? "1" : "0"};
      affirm(New.Text, New.Value);
      All.push_back(std::move(New));
    }
    add(Index, Truth, std::move(All), &Is[Truth]);
  }
}

void Courses::add(unsigned Index, std::optional<bool> Truth, GuardEvents Of, const z3::expr *And) {
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
GuardEvents Courses::eventsOf(const Path &Way) {
  GuardEvents Out;
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
void Courses::addUndefined(const Path &Way, int Below, unsigned &Next, GuardEvents &Out) const {
  for (; static_cast<int>(Next) < Below; ++Next) {
    const long Is = literalOf(P.S.tidy(Way.Conditions[Next]));
    for (const bool Holds : {false, true})
      if (const auto It = Undefined.find(Holds ? Is : -Is); It != Undefined.end())
        Out.push_back({.What = It->second.first, .Text = It->second.second, .Value = Holds ? "1" : "0"});
  }
}

GuardEvent Courses::asked(const Path &Way, const Step &S) {
  GuardEvent Out{.Text = P.conditionText(F, S), .Code = S.Code, .Depth = S.Depth, .Value = S.Taken ? "1" : "0"};
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
  return V ? isAnswer(V) : callsOther(E);
}

bool Courses::isAnswer(const VarDecl *V) {
  const auto *In = dyn_cast<FunctionDecl>(V->getDeclContext());
  if (!V->isLocalVarDecl() || V->isStaticLocal() || !In || !In->getBody())
    return false;
  const auto [It, New] = Answers.try_emplace(V);
  if (New)
    It->second = setByCalls(V, In->getBody());
  return It->second;
}

/// A truth value that a callee gives, and the function hands on.
void Courses::addReturned(const Path &Way, bool Truth, GuardEvents &Out) {
  const auto *Last = dyn_cast_or_null<ReturnStmt>(lastReturned(Way));
  const Expr *Asked = Last && Last->getRetValue() ? lastAsked(Last->getRetValue(), Way) : nullptr;
  if (!Asked || !callsOther(Asked) || (!Asked->getType()->isBooleanType() && !F->getReturnType()->isBooleanType()))
    return;
  GuardEvent New{.Text = P.U.text(Asked->getSourceRange()), .Code = Asked, .Value = Truth ? "1" : "0"};
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

void Courses::makeCourses() {
  std::vector<std::set<unsigned>> Had(Guards.size());
  for (const GuardEvents &Each : Asked) {
    All.emplace_back();
    std::set<unsigned> Seen;
    for (const GuardEvent &E : Each) {
      const unsigned Value = valueOf(Guards[E.Guard], E);
      Had[E.Guard].insert(Value);
      if (Seen.insert(E.Guard).second)
        All.back().Asked.push_back({E.Guard, Value});
    }
  }
  for (Course &Each : All) // what comes out in one way tells nothing apart
    std::erase_if(Each.Asked, [&](const auto &Of) { return Had[Of.first].size() < 2; });
  makePlaces();
  makeOutcomes();
}

/// Outcomes are numbered by their places.
void Courses::makeOutcomes() {
  std::map<Outcome, unsigned> Numbers;
  for (const CourseWay &Each : Ways)
    Numbers.try_emplace(outcome(Paths[Each.Path], Each), 0);
  unsigned Number = 0;
  for (auto &[What, Its] : Numbers)
    Its = Number++;
  for (size_t I = 0; I < All.size(); ++I)
    All[I].Outcome = Numbers.at(outcome(Paths[Ways[I].Path], Ways[I]));
}

/// The function's own questions, as far as it has any, say where a course ends.
void Courses::makePlaces() {
  const bool Own = llvm::any_of(Asked, [](const GuardEvents &Each) {
    return llvm::any_of(Each, [](const GuardEvent &E) { return E.Depth == 0; });
  });
  std::map<std::pair<const Stmt *, std::string>, unsigned> Known;
  for (size_t I = 0; I < All.size(); ++I)
    for (const GuardEvent &E : Asked[I]) {
      if (Own && E.Depth)
        continue;
      const std::string What = std::to_string(E.Time) + (E.Code ? "" : " " + E.Text);
      All[I].Places.push_back(Known.try_emplace({E.Code, What}, Known.size()).first->second);
    }
}

} // namespace kverdict
