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

/// The inside of an expression's negations, and whether there is an odd number of them.
std::pair<const Expr *, bool> withoutNot(const Expr *E) {
  bool Negated = false;
  for (E = E->IgnoreParenImpCasts();; Negated = !Negated) {
    const auto *Not = dyn_cast<UnaryOperator>(E);
    if (!Not || Not->getOpcode() != UO_LNot)
      return {E, Negated};
    E = Not->getSubExpr()->IgnoreParenImpCasts();
  }
}

} // namespace

Courses::Courses(Explorer::Parts &P, const std::string &Function)
    : P(P), F(P.function(Function)), Paths(P.paths(Function)), Meant(P.U, P.Cfgs, F) {
  findUndefined();
  for (unsigned I = 0; I < Paths.size(); ++I)
    if (!Paths[I].Premise)
      addPath(I);
  markOthers();
  markEpochs();
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
                          UndefinedThere{Null ? GuardAnswer::Kind::Null : GuardAnswer::Kind::Happens, Reason.str(),
                                         P.U.place(Each.StoppedAt)});
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
    if (Last && Last->getRetValue()) { // also where the path knows the answer: others may not
      const Expr *Decides = deciding(Last->getRetValue(), Way);
      const Step Behind{Step::Kind::Branch, Decides, F, 0, Truth, "", false, -1};
      All = eventsOf(Way, &Behind);
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

/// What a path asks, in its order, and behind it this.
GuardEvents Courses::eventsOf(const Path &Way, const Step *Behind) {
  GuardEvents Out;
  Askings Now;
  unsigned Next = 0;
  for (const Step &Each : Way.Steps) {
    if (Each.What != Step::Kind::Branch && Each.What != Step::Kind::Switch)
      continue;
    if (Each.Condition >= 0) {
      addUndefined(Way, Each.Condition, Next, Out);
      Next = Each.Condition + 1;
    }
    ask(Way, Each, Now, Out);
  }
  addUndefined(Way, static_cast<int>(Way.Conditions.size()), Next, Out);
  if (Behind)
    ask(Way, *Behind, Now, Out);
  told(Way, Now, 0, nullptr, Out);
  return Out;
}

/// Parts of what one macro asks have the same words: they are one question.
void Courses::ask(const Path &Way, const Step &S, Askings &Now, GuardEvents &Out) {
  const auto *Code = dyn_cast<Expr>(S.Code);
  const bool Told = !S.Constant || (Code && asksCallee(Code));
  const Expr *Whole = Code && S.What == Step::Kind::Branch ? wholeOf(S) : nullptr;
  if (const auto All = Whole ? Now.find(S.Depth) : Now.end(); All != Now.end())
    if (const auto [Inner, Negated] = withoutNot(Code); Inner == withoutNot(All->second.Whole).first) {
      All->second.Answers.emplace_back(Inner, S.Taken != Negated); // `!(a && b)`, where a holds, is asked as a whole
      return told(Way, Now, S.Depth, nullptr, Out);
    }
  told(Way, Now, S.Depth, Whole, Out);
  const auto Before = Now.find(S.Depth);
  if (Before != Now.end() && llvm::any_of(Before->second.Answers, [&](const auto &A) { return A.first == Code; }))
    told(Way, Now, S.Depth, nullptr, Out); // it asks again
  if (!Whole || Whole == Code) {
    if (Told)
      Out.push_back(asked(Way, S));
    return;
  }
  Asking &Its = Now.try_emplace(S.Depth, Asking{Whole, S, {}, {}}).first->second;
  Its.Last = S;
  Its.Answers.emplace_back(Code, S.Taken);
  if (Told)
    Its.Parts.push_back(asked(Way, S));
}

/// What is asked at this depth and deeper has been, but for what goes on.
void Courses::told(const Path &Way, Askings &Now, unsigned Depth, const Expr *But, GuardEvents &Out) {
  for (auto It = Now.lower_bound(Depth); It != Now.end();) {
    Asking &Its = It->second;
    if (It->first == Depth && But && Its.Whole == But) {
      ++It;
      continue;
    }
    const auto Is = truthOf(Its.Whole, Its.Answers);
    if (Is && !Its.Parts.empty()) {
      Its.Last.Code = Its.Whole;
      Its.Last.Taken = *Is;
      Out.push_back(asked(Way, Its.Last));
    } else {
      Out.insert(Out.end(), Its.Parts.begin(), Its.Parts.end());
    }
    It = Now.erase(It);
  }
}

const Expr *Courses::wholeOf(const Step &S) {
  const auto [It, New] = Wholes.try_emplace(S.Code, cast<Expr>(S.Code));
  if (New && S.Code->getBeginLoc().isMacroID() && S.Function->getBody()) {
    std::unique_ptr<ParentMap> &Of = Parents[S.Function];
    if (!Of)
      Of = std::make_unique<ParentMap>(S.Function->getBody());
    It->second = kverdict::wholeOf(cast<Expr>(S.Code), *Of, P.U);
  }
  return It->second;
}

/// What was undefined, or might have been, up to a condition of the path.
void Courses::addUndefined(const Path &Way, int Below, unsigned &Next, GuardEvents &Out) const {
  for (; static_cast<int>(Next) < Below; ++Next) {
    const long Is = literalOf(P.S.tidy(Way.Conditions[Next]));
    for (const bool Holds : {false, true})
      if (const auto It = Undefined.find(Holds ? Is : -Is); It != Undefined.end()) {
        const auto &[What, Text, At] = It->second;
        Out.push_back({.What = What, .Text = Text, .Value = Holds ? "1" : "0", .At = At});
        mark(Out.back());
      }
  }
}

GuardEvent Courses::asked(const Path &Way, const Step &S) {
  GuardEvent Out{.Text = P.conditionText(F, S), .Code = S.Code, .Depth = S.Depth, .Value = S.Taken ? "1" : "0"};
  Out.Switch = S.What == Step::Kind::Switch;
  if (Out.Switch)
    Out.Value = S.Text;
  else
    affirm(Out.Text, Out.Value);
  if (P.inCalleesWords(F, S))
    Out.In = plainName(S.Function);
  mark(Out);
  return Out;
}

/// Whether the words of a question mean something else than they would at entry.
void Courses::mark(GuardEvent &E) const {
  if (E.In.empty())
    E.Changed = E.Code && !E.Depth
                    ? Meant.sinceEntry(E.Code)
                    : Meant.ofNames(E.Text) || (E.What == GuardAnswer::Kind::Null && !Meant.knows(E.Text));
}

/// Locals that are set again between two questions.
void Courses::markOthers() {
  std::map<const Stmt *, bool> Another;
  for (const GuardEvents &Each : Asked)
    for (const GuardEvent &E : Each)
      if (E.Code && !E.Depth)
        Another.try_emplace(E.Code, false);
  for (auto &[Code, Is] : Another)
    Is = llvm::any_of(Another, [&](const auto &Other) { return Meant.between(Code, Other.first); });
  for (GuardEvents &Each : Asked)
    for (GuardEvent &E : Each)
      if (const auto It = Another.find(E.Code); It != Another.end())
        E.Another |= It->second;
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
  mark(New);
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
    Text += "of " + (Its->What == Symbol::Kind::CallResult ? llvm::StringRef(Its->Place).split('(').first.str() + "()"
                                                           : Its->Place);
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

std::string Courses::words(const std::vector<ListedRow> &Rows) const {
  std::string Out;
  for (const ListedRow &Each : Rows) {
    for (const GuardTest &Test : Each.Tests) {
      const CourseGuard &Of = Guards[Test.Guard];
      Out += std::to_string(static_cast<int>(Of.What)) + Of.Text + "@" + Of.Where;
      for (const unsigned Value : Test.Values)
        Out += "=" + (Of.Cases.empty() ? std::to_string(Value) : Of.Cases[Value]);
      Out += "\n";
    }
    const CourseWay &Way = Ways[Each.Courses[0]];
    const auto [File, Line, Text] = outcome(Paths[Way.Path], Way);
    Out += "-> " + File + ":" + std::to_string(Line) + " " + (Way.Open ? Way.Open->to_string() : Text) +
           (Each.Told ? "" : " alone") + "\n";
  }
  return Out;
}

} // namespace kverdict
