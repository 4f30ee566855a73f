#include "explore/table/Courses.h"

#include "explore/table/Truths.h"
#include "parse/Assembly.h"
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
    if (May[!Truth] && Last && Last->getRetValue()) {
      const Expr *Decides = deciding(Last->getRetValue(), Way);
      GuardEvent New{.Text = P.U.text(Decides->getSourceRange()), .Code = Decides, .Value = Truth ? "1" : "0"};
      affirm(New.Text, New.Value);
      mark(New);
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

namespace {

/// A symbol that stands for memory which others may write.
bool isShared(const Symbols &S, const Symbol *Sym) {
  if (!Sym || Sym->What != Symbol::Kind::Memory)
    return false;
  const auto What = S.region(Sym->Region).What;
  return What == Region::Kind::Input || What == Region::Kind::Global;
}

/// `x` of `p->q.x`, without an index behind it.
std::string lastName(llvm::StringRef Place) {
  Place = Place.split('[').first;
  const size_t At = Place.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  return Place.substr(At == llvm::StringRef::npos ? 0 : At + 1).str();
}

/// The symbols that a step asks about.
std::set<unsigned> symbolsOf(const Path &Way, const Step &Asked) {
  std::set<unsigned> Out;
  if (Asked.Condition >= 0)
    collectSymbols(Way.Conditions[Asked.Condition], Out);
  return Out;
}

bool isPure(const Path &Way, const Step &Call) {
  return llvm::any_of(Way.Calls,
                      [&](const OpaqueCall &Each) { return Each.At == Call.Code->getBeginLoc() && Each.Pure; });
}

} // namespace

/// What is read again behind a call, or was written by one, is called as it was before.
void Courses::markEpochs() {
  std::set<const Stmt *> Twice;
  for (const Path &Way : Paths) {
    std::map<std::string, std::map<unsigned, std::set<const Stmt *>>> Asked; // by place and symbol
    for (const Step &Each : Way.Steps)
      if (Each.Depth == 0)
        for (const unsigned Id : symbolsOf(Way, Each))
          if (const Symbol *Sym = P.S.find(Id); isShared(P.S, Sym) || (Sym && Sym->What == Symbol::Kind::CallResult))
            Asked[Sym->Place][Id].insert(Each.Code);
    for (const auto &[Place, Of] : Asked)
      for (const auto &[Id, Codes] : Of)
        for (const Stmt *Code : Codes)
          if (Of.size() > 1 && P.U.text(Code->getSourceRange()).find(Place) != std::string::npos)
            Twice.insert(Code);
  }
  for (GuardEvents &Each : Asked)
    for (GuardEvent &E : Each)
      E.Another |= E.Code && Twice.count(E.Code);
}

/// What the paths read again, each with the calls between that might have written it; an asm has no name.
std::map<std::string, std::set<std::string>> Courses::readBehindCalls() const {
  std::map<std::string, std::set<std::string>> Out;
  for (const Path &Way : Paths) {
    std::map<unsigned, size_t> First; // when a symbol was asked about
    std::vector<std::pair<size_t, const Step *>> Calls;
    for (size_t I = 0; I < Way.Steps.size(); ++I) {
      const Step &Each = Way.Steps[I];
      const auto *Asm = dyn_cast<GCCAsmStmt>(Each.Code);
      if (Each.What == Step::Kind::Call && !isPure(Way, Each) && (!Asm || ordersMemory(Asm)))
        Calls.emplace_back(I, &Each);
      for (const unsigned Id : symbolsOf(Way, Each)) {
        const Symbol *Sym = P.S.find(Id);
        if (!isShared(P.S, Sym))
          continue;
        const auto [It, New] = First.try_emplace(Id, I);
        for (const auto &[When, Call] : Calls)
          if (!New && When > It->second && Meant.readBehind(Call->Code, lastName(Sym->Place)))
            Out[Sym->Place].insert(isa<GCCAsmStmt>(Call->Code) ? "" : Call->Text + "()");
      }
    }
  }
  return Out;
}

std::set<std::string> Courses::takenToStay() const {
  constexpr size_t Most = 2;
  std::set<std::string> Out;
  for (const std::string &Text : Meant.readAgain())
    Out.insert("`" + Text + "` finds the same each time");
  for (auto [Place, By] : readBehindCalls()) {
    By.erase("");
    std::string Names;
    size_t Count = 0;
    for (const std::string &Each : By)
      if (Count++ < Most)
        Names += Each + ", ";
    if (By.size() > Most)
      Names += std::to_string(By.size() - Most) + " more, ";
    Out.insert("`" + Place + "` is not written between two reads of it, by " + Names + (By.empty() ? "" : "or ") +
               "others");
  }
  return Out;
}

} // namespace kverdict
