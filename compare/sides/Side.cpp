#include "compare/sides/Side.h"

#include "compare/sides/Locals.h"

#include "core/Error.h"
#include "parse/LateBodies.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned MaxSplits = 6;

/// A loop is worth following further than for a contract: what lies beyond the bound leaves everything undecided.
constexpr unsigned Rounds = 9, FewRounds = 2;

/// Of a search, most of which are prefixes of what is not walked.
constexpr unsigned MostSought = 4000;

bool meet(const std::vector<unsigned> &A, const std::vector<unsigned> &B) {
  for (auto I = A.begin(), J = B.begin(); I != A.end() && J != B.end();) {
    if (*I == *J)
      return true;
    *I < *J ? ++I : ++J;
  }
  return false;
}

/// Whether it can only be one of: not zero (true), zero (false); none if it can be either.
std::optional<bool> truthOf(const z3::expr &Value) {
  if (!Value.is_numeral() || Value.get_sort().bv_size() > 64)
    return std::nullopt;
  return Value.get_numeral_uint64() != 0;
}

/// Whether a term would be two numbers.
bool clash(const std::vector<std::pair<unsigned, unsigned>> &A, const std::vector<std::pair<unsigned, unsigned>> &B) {
  for (auto I = A.begin(), J = B.begin(); I != A.end() && J != B.end();) {
    if (I->first == J->first && I->second != J->second)
      return true;
    *I < *J ? ++I : ++J;
  }
  return false;
}

Way wayOf(Path P, std::vector<Literal> Found) {
  Way New{std::move(P), std::move(Found), {}, {}, {}, {}};
  std::set<unsigned> Named;
  for (const Literal &L : New.Literals)
    Named.insert(L.Term.id());
  for (const z3::expr &E : New.Done.Conditions) {
    if (!Named.count(E.id()))
      New.Background.push_back(E);
    E.is_not() ? New.False.push_back(E.arg(0).id()) : New.True.push_back(E.id());
    if (E.is_eq() && E.arg(0).is_bv() && E.arg(0).is_numeral() != E.arg(1).is_numeral()) {
      const unsigned Side = E.arg(0).is_numeral();
      New.Fixed.emplace_back(E.arg(Side).id(), E.arg(1 - Side).id());
    }
  }
  std::sort(New.Fixed.begin(), New.Fixed.end());
  std::sort(New.True.begin(), New.True.end());
  std::sort(New.False.begin(), New.False.end());
  return New;
}

/// Of a loop that tests a plain condition first, the block behind it; else the head itself.
const CFGBlock *behindTest(const CFGBlock *Head) {
  const Stmt *Loop = Head->getTerminatorStmt();
  const bool First = Loop && isa<WhileStmt, ForStmt>(Loop) && Head->succ_size() == 2;
  const CFGBlock *Body = First ? Head->succ_begin()->getReachableBlock() : nullptr;
  return Body && Body != Head ? Body : Head;
}

} // namespace

bool contradictory(const Way &A, const Way &B) {
  return meet(A.True, B.False) || meet(A.False, B.True) || clash(A.Fixed, B.Fixed);
}

std::vector<z3::expr> together(const Way &A, const Way &B, const std::vector<z3::expr> &More) {
  std::vector<z3::expr> All = A.Done.Conditions;
  All.insert(All.end(), B.Done.Conditions.begin(), B.Done.Conditions.end());
  All.insert(All.end(), More.begin(), More.end());
  return All;
}

std::string readAfter(const Path &P, const Symbol &Sym) {
  if (Sym.What != Symbol::Kind::Memory || Sym.When == 0)
    return "";
  for (const OpaqueCall &C : P.Calls)
    if (C.World == Sym.When || C.Key == Sym.When)
      return C.Callee == "asm" ? " after inline assembly"
                               : " after " + C.Callee.substr(C.Callee[0] == '*') + "()"; // a call through a pointer
  for (size_t I = 0; I < P.VolatileReads.size(); ++I)
    if (const VolatileRead &R = P.VolatileReads[I]; R.anew() && R.Found.id() == Sym.Term.id())
      return " " + readWords(P, I);
  return "";
}

std::string readWords(const Path &P, size_t Read) {
  const std::vector<VolatileRead> &All = P.VolatileReads;
  const unsigned Number = 1 + std::count_if(All.begin(), All.begin() + Read,
                                            [&](const VolatileRead &R) { return R.What == All[Read].What; });
  return Number == 1   ? "when it is read"
         : Number == 2 ? "when it is read again"
                       : "when it is read the " + std::to_string(Number) + (Number == 3 ? "rd" : "th") + " time";
}

std::string readAfter(const Symbols &S, const Way &Undefined) {
  std::set<unsigned> Ids;
  if (Undefined.Done.Null)
    collectSymbols(*Undefined.Done.Null, Ids);
  for (const unsigned Id : Ids)
    if (const Symbol *Sym = S.find(Id))
      if (const std::string Said = readAfter(Undefined.Done, *Sym); !Said.empty())
        return Said;
  return "";
}

Side::Side(const Unit &U, const Rules &R, const FunctionDecl *F, Symbols &S, Solver &Z)
    : U(U), F(F), Judged(F), Calls(U, R.Models), S(S), Z(Z), Shop{U, Calls, Cfgs, S, Z, {}, &Facts}, Names(U, &R, F),
      Own(U, F) {}

std::vector<Path> Side::paths(unsigned Rounds, std::uint64_t Effort, unsigned Most) {
  Shop.Limits.OpenIterations = Rounds;
  Shop.Limits.Paths = Most;
  Shop.Limits.TotalEffort = Effort;
  return Machine(Shop, "compared").paths(F);
}

z3::expr Side::condition(const std::string &Extra) {
  z3::expr_vector Holds(S.z3());
  for (const Path &P : Machine(Shop, Extra).paths(U.definition(Extra))) {
    if (P.End == PathEnd::Undecided || P.End == PathEnd::Covered)
      throw Error(ExitCode::Usage, "what is assumed cannot be followed: " + P.Reason + "; say it in simpler words");
    if (P.End != PathEnd::Returned)
      continue;
    z3::expr_vector All(S.z3());
    for (const z3::expr &E : P.Conditions)
      All.push_back(E);
    All.push_back(*P.Result != S.number(0, P.Result->get_sort().bv_size()));
    Holds.push_back(z3::mk_and(All));
  }
  return S.tidy(z3::mk_or(Holds));
}

void Side::explore(std::uint64_t Effort) {
  Ways.clear(), LeftOut.clear();
  const std::uint64_t Before = Z.worked();
  std::vector<Path> Found = paths(Rounds, Effort, MostWays);
  const std::uint64_t Spent = Z.worked() - Before;
  if (Found.size() > MostWays && Spent < Effort)
    Found = paths(FewRounds, Effort - Spent, MostWays);
  for (Path &P : Found) {
    if (P.End == PathEnd::Covered) {
      LeftOut.push_back(std::move(P));
      continue;
    }
    std::vector<Literal> Decided = literals(P);
    add(std::move(P), std::move(Decided), 0);
  }
}

void Side::exploreMeeting(std::uint64_t Effort) {
  Ways.clear(), LeftOut.clear();
  Shop.Meet = true;
  std::vector<Path> Found = paths(Rounds, Effort, MostWays);
  Shop.Meet = false;
  for (Path &P : Found)
    if (P.End == PathEnd::Covered)
      LeftOut.push_back(std::move(P));
    else
      Ways.push_back(wayOf(std::move(P), {}));
}

std::uint64_t Side::waysByText() {
  WaysThrough Known;
  return waysThrough(F, 0, Known);
}

/// As long as a number says it; more than that is as much.
std::uint64_t Side::waysThrough(const FunctionDecl *Body, unsigned Depth, WaysThrough &Known) {
  constexpr std::uint64_t Most = 1'000'000'000;
  const auto [It, New] = Known.try_emplace(Body, 1);
  CFG *Graph = Cfgs.graph(Body);
  if (!New || !Graph)
    return It->second;
  const BlockOrder Of(*Graph);
  std::vector<const CFGBlock *> All(Graph->begin(), Graph->end());
  std::sort(All.begin(), All.end(),
            [&](const CFGBlock *A, const CFGBlock *B) { return Of.position(A) > Of.position(B); });
  std::vector<std::uint64_t> From(Graph->getNumBlockIDs(), 0);
  for (const CFGBlock *B : All) {
    std::uint64_t Here = B->succ_empty() ? 1 : 0;
    for (const CFGBlock::AdjacentBlock &Each : B->succs())
      if (const CFGBlock *To = Each.getReachableBlock(); To && Of.position(To) > Of.position(B))
        Here += From[To->getBlockID()];
    for (const CFGElement &Element : *B)
      if (const auto Code = Element.getAs<CFGStmt>())
        if (const auto *Call = dyn_cast<CallExpr>(Code->getStmt()); Call && Call->getDirectCallee())
          if (const Callee How = Calls.classify(Call->getDirectCallee(), Depth); How.Kind == CalleeKind::Inline)
            Here = std::min(Most, Here * waysThrough(How.Body, Depth + 1, Known));
    From[B->getBlockID()] = std::min(Most, Here);
  }
  return Known[Body] = std::max<std::uint64_t>(1, From[Graph->getEntry().getBlockID()]);
}

void Side::seek(const std::vector<z3::expr> &Given, bool Pinned, unsigned Ends, std::uint64_t Effort) {
  Search For{Given, {}, Ends, Pinned};
  if (CFG *Graph = Cfgs.graph(F); Graph && Shop.First && !Shop.First->empty())
    For.ToFirst = distances(*Graph, *Shop.First);
  Shop.Seek = &For;
  std::vector<Path> Found = paths(For.Rounds, Effort, MostSought);
  Shop.Seek = nullptr;
  for (Path &P : Found) {
    P.Conditions.erase(P.Conditions.begin(), P.Conditions.begin() + Given.size());
    for (Step &Each : P.Steps)
      if (Each.Condition >= 0)
        Each.Condition -= Given.size();
    if (P.End == PathEnd::Covered && Given.empty())
      LeftOut.push_back(std::move(P));
    if (P.End == PathEnd::Covered)
      continue;
    std::vector<Literal> Decided = literals(P);
    add(std::move(P), std::move(Decided), 0);
  }
}

/// A verdict that is computed (`return a && b`, `return !x`) is a branch like any other: the path is split.
void Side::add(Path P, std::vector<Literal> Found, unsigned Depth) {
  if (P.End == PathEnd::Returned && P.Result && P.Result->is_ite() && Depth < MaxSplits) {
    const z3::expr Result = *P.Result, Condition = Result.arg(0);
    const Expr *Value = returnedValue(P);
    const std::string Text = Value ? U.text(Value->getSourceRange()) : "its result";
    for (unsigned Arm : {1u, 2u}) {
      const z3::expr Is = Arm == 1 ? Condition : S.tidy(!Condition);
      if (Z.satisfiable(S.axioms(), P.Conditions, Is) == Answer::No)
        continue;
      Path Part = P;
      Part.Conditions.push_back(Is);
      Part.Result = S.tidy(Result.arg(Arm));
      std::vector<Literal> More = Found;
      const std::optional<bool> Truth = truthOf(*Part.Result);
      More.push_back({Is, Text, Truth.value_or(true), "", Value});
      More.back().Source = &U;
      More.back().Step = P.Steps.size();
      add(std::move(Part), std::move(More), Depth + 1);
    }
    return;
  }
  Ways.push_back(wayOf(std::move(P), std::move(Found)));
}

std::optional<std::vector<const CFGBlock *>> Side::heads(bool BehindTests) {
  CFG *Graph = Cfgs.graph(F);
  if (!Graph || insideExpression(F, *Graph))
    return std::nullopt;
  std::vector<const CFGBlock *> Heads = loopHeads(F, *Graph);
  for (const CFGBlock *&Head : Heads)
    if (BehindTests)
      Head = behindTest(Head);
  return Heads;
}

bool Side::testsLast() {
  CFG *Graph = Cfgs.graph(F);
  return Graph && std::any_of(Graph->begin(), Graph->end(), [](const CFGBlock *Each) {
           return Each->getTerminatorStmt() && isa<DoStmt>(Each->getTerminatorStmt());
         });
}

std::set<const FunctionDecl *> Side::bodies() {
  struct Called : RecursiveASTVisitor<Called> {
    std::vector<const FunctionDecl *> Found;
    bool VisitCallExpr(CallExpr *E) {
      if (const FunctionDecl *Direct = E->getDirectCallee())
        Found.push_back(Direct);
      return true;
    }
  };
  std::set<const FunctionDecl *> Seen{F};
  std::vector<std::pair<const FunctionDecl *, unsigned>> Waiting{{F, 0}};
  while (!Waiting.empty()) {
    const auto [Body, Depth] = Waiting.back();
    Waiting.pop_back();
    Called Visitor;
    Visitor.TraverseStmt(Body->getBody());
    for (const FunctionDecl *Each : Visitor.Found)
      if (const Callee How = Calls.classify(Each, Depth);
          How.Kind == CalleeKind::Inline && Seen.insert(How.Body).second)
        Waiting.push_back({How.Body, Depth + 1});
  }
  return Seen;
}

bool Side::reachesLoop() {
  const auto All = bodies();
  return std::any_of(All.begin(), All.end(), [&](const FunctionDecl *Each) { return Cfgs.hasLoops(Each); });
}

bool Side::lendsLocals() {
  const auto All = bodies();
  return std::any_of(All.begin(), All.end(),
                     [&](const FunctionDecl *Each) { return !Cfgs.exposed(Each).empty() || !Cfgs.lent(Each).empty(); });
}

std::vector<Way> Side::segment(const CutPoints &Cuts, const HeadState *From) {
  Shop.Cuts = &Cuts;
  Shop.Limits.OpenIterations = Rounds;
  Shop.Limits.Paths = MostWays;
  Machine Walker(Shop, "compared");
  std::vector<Way> Found;
  for (Path &P : From ? Walker.paths(F, *From) : Walker.paths(F))
    Found.push_back(wayOf(std::move(P), {}));
  Shop.Cuts = nullptr;
  return Found;
}

} // namespace kverdict
