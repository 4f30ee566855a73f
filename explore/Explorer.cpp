#include "explore/Explorer.h"

#include "core/Error.h"
#include "explore/Machine.h"
#include "explore/Matching.h"
#include "explore/Shown.h"
#include "explore/Terms.h"
#include "explore/WitnessMaker.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

z3::expr all(z3::context &Ctx, const std::vector<z3::expr> &Conditions) {
  z3::expr_vector Parts(Ctx);
  for (const z3::expr &E : Conditions)
    Parts.push_back(E);
  return z3::mk_and(Parts);
}

} // namespace

namespace {

/// The text of a condition without the `#line` before and behind it (parse/Extras writes them).
std::string withoutLines(const std::string &Text) {
  const size_t Open = Text.find('"'), Close = Text.find('"', Open + 1), End = Text.rfind("#line");
  return Open == std::string::npos || Close == std::string::npos || End < Close
             ? Text
             : Text.substr(Close + 1, End - Close - 1);
}

} // namespace

struct Explorer::Parts {
  const Unit &U;
  const Rules &R;
  Callees Calls;
  Graphs Cfgs;
  ExploreLimits Limits;
  std::shared_ptr<Terms> Shared;
  z3::context &Ctx;
  Symbols &S;
  Solver &Z;
  Shower Names;
  Workshop Shop;
  std::map<std::string, std::vector<Path>> Known;                           ///< paths by exploration
  std::map<std::string, std::vector<std::vector<unsigned>>> SymbolsOfPaths; ///< for matching(), by function
  Settled Same;                                                             ///< for matching()

  Parts(const Unit &U, const Rules &R)
      : U(U), R(R), Calls(U, R.Models), Shared(termsOf(U)), Ctx(Shared->Z3), S(Shared->S), Z(Shared->Z),
        Names(U, &R), Shop{U, Calls, Cfgs, S, Z, Limits}, Same(S) {}

  const FunctionDecl *function(const std::string &Name) {
    const FunctionDecl *F = U.definition(Name);
    if (!F)
      throw Error(ExitCode::Usage, "there is no definition of " + Name + "() in this file");
    return F;
  }

  const std::vector<Path> &paths(const std::string &Name, const Edit *Changed = nullptr) {
    std::string Key = Name;
    if (Changed)
      Key += "@" + std::to_string(Changed->At.Line) + ":" + std::to_string(Changed->Change.Span.Begin.Column) + ":" +
             Changed->Change.Description;
    auto [It, New] = Known.try_emplace(Key);
    if (New)
      It->second = Machine(Shop, Name, Changed).paths(function(Name));
    return It->second;
  }

  /// The paths of a condition. Contracts of several functions often ask for the same: with the same text about
  /// parameters of the same names and types, it has the same paths.
  const std::vector<Path> &condition(const std::string &Name) {
    const FunctionDecl *F = function(Name);
    struct Mentioned : RecursiveASTVisitor<Mentioned> {
      std::set<std::string> Parameters;
      bool VisitDeclRefExpr(DeclRefExpr *E) {
        if (const auto *P = dyn_cast<ParmVarDecl>(E->getDecl()))
          Parameters.insert(P->getNameAsString() + ":" + P->getType().getCanonicalType().getAsString());
        return true;
      }
    } Visitor;
    Visitor.TraverseStmt(F->getBody());
    std::string Key = "condition:" + withoutLines(U.text(F->getBody()->getSourceRange()));
    for (const std::string &P : Visitor.Parameters)
      Key += "\n" + P;
    auto [It, New] = Known.try_emplace(Key);
    if (New)
      It->second = Machine(Shop, Key).paths(F);
    return It->second;
  }

  /// The paths of an Ensures, whose last parameter is the result.
  const std::vector<Path> &ensures(const std::string &Name, const z3::expr &Result) {
    auto [It, New] = Known.try_emplace(Name);
    if (New)
      It->second = Machine(Shop, Name).paths(function(Name), &Result);
    return It->second;
  }

  z3::expr result(const std::string &Function) {
    QualType Type = function(Function)->getReturnType();
    if (Type->isVoidType())
      throw Error(ExitCode::Usage, Function + "() returns nothing");
    return Ctx.bv_const(("result of " + Function).c_str(), U.context().getTypeSize(Type));
  }

  Row row(const FunctionDecl *, const Path &);
  Row rowWithoutState(const Path &);
  Row described(const Path &);
};

Explorer::Explorer(const Unit &U, const Rules &R) : P(std::make_unique<Parts>(U, R)) {}
Explorer::~Explorer() = default;

static std::string shownAt(const Approximation &A) {
  return A.At.File + ":" + std::to_string(A.At.Line) + ": " + A.What;
}

static RunEnd runEnd(PathEnd End) {
  switch (End) {
  case PathEnd::Returned:
    return RunEnd::Returned;
  case PathEnd::Undefined:
    return RunEnd::Undefined;
  case PathEnd::NoReturn:
    return RunEnd::NoReturn;
  case PathEnd::Undecided:
  case PathEnd::Covered:
  case PathEnd::AtHead: // only in comparisons
    break;
  }
  return RunEnd::Unsupported;
}

static SourcePlace lastReturn(const Unit &U, const Path &P) {
  for (auto It = P.Steps.rbegin(); It != P.Steps.rend(); ++It)
    if (It->What == Step::Kind::Return && It->Depth == 0)
      return U.place(It->Code->getBeginLoc());
  return P.StoppedAt;
}

Row Explorer::Parts::row(const FunctionDecl *F, const Path &Way) {
  Row Out = described(Way);
  WitnessMaker Maker(S, Z, U, Names);
  if (Way.End != PathEnd::Undecided && Way.End != PathEnd::Covered && Maker.solve(Way.Conditions, {&Way}, {}))
    Out.State = Maker.situation(F, Way, {&Way});
  if (Out.State && Way.Result)
    Out.Verdict = Names.result(F->getReturnType(), Maker.value(*Way.Result), Way.Result->get_sort().bv_size());
  return Out;
}

/// What can be said of a path when no more examples can be looked for.
Row Explorer::Parts::rowWithoutState(const Path &Way) {
  Row Out = described(Way);
  if (Way.End != PathEnd::Undecided && Way.End != PathEnd::Covered && !Way.Premise) {
    Out.End = RunEnd::Unsupported;
    Out.Reason = "too much effort for the solver on all examples";
  }
  return Out;
}

Row Explorer::Parts::described(const Path &Way) {
  Row Out;
  Out.End = runEnd(Way.End);
  Out.Reason = Way.Reason;
  Out.Covered = Way.End == PathEnd::Covered;
  Out.Premise = Way.Premise;
  Out.At = Way.End == PathEnd::Returned ? lastReturn(U, Way) : Way.StoppedAt;
  for (const Step &S : Way.Steps) {
    if (S.Constant)
      continue;
    std::string Text = U.text(S.Code->getSourceRange());
    if (S.What == Step::Kind::Branch)
      Out.Conditions.push_back(S.Taken ? Text : "!(" + Text + ")");
    if (S.What == Step::Kind::Switch)
      Out.Conditions.push_back(Text + ": " + S.Text);
  }
  for (const Approximation &A : Way.Approximations)
    Out.Approximations.push_back(shownAt(A));
  return Out;
}

unsigned Explorer::rowCount(const std::string &Function) { return P->paths(Function).size(); }

Table Explorer::table(const std::string &Function) {
  Table Out;
  Out.Function = Function;
  const FunctionDecl *F = P->function(Function);
  const std::vector<Path> &Paths = P->paths(Function);
  const std::uint64_t First = P->Z.spent();
  for (const Path &Way : Paths)
    Out.Rows.push_back(P->Z.spent() - First < P->Limits.TotalEffort ? P->row(F, Way) : P->rowWithoutState(Way));
  return Out;
}

std::vector<Edit> Explorer::edits(const std::string &Function) { return editsOf(P->U, P->function(Function)); }

void Explorer::explore(const Question &Q) {
  P->paths(Q.Function);
  P->ensures(Q.Ensures, P->result(Q.Function));
  if (!Q.Requires.empty())
    P->condition(Q.Requires);
}

std::vector<Match> Explorer::matching(const std::string &Function, const Witness &W) {
  const FunctionDecl *F = P->function(Function);
  const QualType Type = F->getReturnType();
  const std::vector<Path> &Paths = P->paths(Function);
  auto &Wanted = P->SymbolsOfPaths[Function];
  for (size_t I = Wanted.size(); I < Paths.size(); ++I)
    Wanted.push_back(symbolsOf(P->S, Paths[I]));
  std::vector<Match> Out;
  ConcreteState State(P->S, P->Same, F, W);
  for (unsigned I = 0; I < Paths.size(); ++I) {
    if (!State.meets(Paths[I], Wanted[I]))
      continue;
    Match M{I, runEnd(Paths[I].End), {}};
    if (Paths[I].Result && Paths[I].Result->get_sort().bv_size() <= 64)
      M.Result = {State.value(*Paths[I].Result), Paths[I].Result->get_sort().bv_size(),
                  Type->isSignedIntegerOrEnumerationType(), Type->isPointerType()};
    Out.push_back(M);
  }
  return Out;
}

bool Explorer::mayReturn(const std::string &Function, const Witness &W, const Value &V) {
  const std::vector<Path> &Paths = P->paths(Function);
  std::set<unsigned> Otherwise;
  for (const Path &Way : Paths)
    Otherwise.insert(Way.Otherwise.begin(), Way.Otherwise.end());
  return std::any_of(Paths.begin(), Paths.end(), [&](const Path &Way) {
    return kverdict::mayReturn(P->S, P->Z, P->function(Function), W, Way, V, Otherwise);
  });
}

bool Explorer::coversAll(const std::string &Function) {
  z3::expr_vector Ways(P->Ctx);
  for (const Path &Way : P->paths(Function))
    Ways.push_back(all(P->Ctx, Way.Conditions));
  return P->Z.satisfiable(P->S.axioms(), {!z3::mk_or(Ways)}) == Answer::No;
}

bool Explorer::canFail(const Question &Q) {
  z3::expr Result = P->result(Q.Function);
  for (const Path &E : P->ensures(Q.Ensures, Result)) {
    if (E.End != PathEnd::Returned)
      return true; // not known to be otherwise
    std::vector<z3::expr> Conditions = E.Conditions;
    Conditions.push_back(*E.Result == P->Ctx.bv_val(0, 8));
    if (P->Z.satisfiable(P->S.axioms(), Conditions) != Answer::No)
      return true;
  }
  return false;
}

namespace {

/// The paths of a condition on which it is true (or false), with their result among the conditions.
std::vector<Path> withValue(const std::vector<Path> &Paths, bool Wanted, Symbols &S) {
  std::vector<Path> Out;
  for (const Path &P : Paths) {
    if (P.End != PathEnd::Returned)
      continue;
    Path Copy = P;
    z3::expr True = S.tidy(*P.Result != S.number(0, P.Result->get_sort().bv_size()));
    z3::expr Condition = Wanted ? True : S.tidy(!True);
    if (Condition.is_false())
      continue;
    if (!Condition.is_true())
      Copy.Conditions.push_back(Condition);
    Out.push_back(std::move(Copy));
  }
  return Out;
}

/// One of the paths is taken.
z3::expr any(z3::context &Ctx, const std::vector<Path> &Paths) {
  z3::expr_vector Parts(Ctx);
  for (const Path &P : Paths)
    Parts.push_back(all(Ctx, P.Conditions));
  return Paths.empty() ? Ctx.bool_val(false) : z3::mk_or(Parts);
}

std::vector<z3::expr> joined(const std::vector<z3::expr> &A, const std::vector<z3::expr> &B) {
  std::vector<z3::expr> All = A;
  All.insert(All.end(), B.begin(), B.end());
  return All;
}

/// A path that leaves the answer open, or null.
const Path *openPath(const std::vector<Path> &Paths) {
  for (const Path &P : Paths)
    if (P.End == PathEnd::Undecided || P.End == PathEnd::Covered)
      return &P;
  return nullptr;
}

} // namespace

/// One question, while it is being answered.
class Asking {
public:
  Asking(Explorer::Parts &P, const Question &Q, const Edit *Changed)
      : P(P), Q(Q), F(P.function(Q.Function)), Result(P.result(Q.Function)), Ways(P.paths(Q.Function, Changed)),
        Ensures(P.ensures(Q.Ensures, Result)), Requires(Q.Requires.empty() ? Always : P.condition(Q.Requires)),
        Met(alternatives(Q.Requires.empty() ? Always : withValue(Requires, true, P.S))),
        Failed(alternatives(withValue(Ensures, false, P.S))) {}

  /// Stops at the first sign that the contract does not hold.
  bool holds() {
    Brief = true;
    return run().What == Reply::Kind::Holds;
  }

  Reply run() {
    const Path *Open = openPath(Requires);
    if (Open || (Open = openPath(Ensures)))
      return undecided("the contract itself could not be followed: " + Open->Reason, Open->StoppedAt);
    if (idle()) {
      Out.What = Reply::Kind::Idle;
      return Out;
    }
    for (const auto *Paths : {&Ways, &Requires, &Ensures})
      for (const Path &Way : *Paths)
        Out.Exact &= Way.exact();
    const std::uint64_t First = P.Z.spent();
    for (const Path &Way : Ways) {
      if (Brief && Out.What != Reply::Kind::Holds)
        break;
      if (P.Z.spent() - First >= P.Limits.TotalEffort) {
        if (Out.What == Reply::Kind::Holds)
          undecided("too much effort for the solver on all paths", P.U.functionPlace(Q.Function));
        break; // a violation that was found is one, if not the one that is told best
      }
      if (Way.End == PathEnd::Returned)
        violated(Way);
      if (Way.Null)
        crashes(Way);
      if (Way.End == PathEnd::Undecided || (Way.End == PathEnd::Covered && mentioned(Way.Otherwise)))
        leavesOpen(Way);
    }
    return Out;
  }

private:
  /// A path of a contract, with its conditions as numbers to be compared quickly.
  struct Alternative {
    Path Way;
    std::vector<long> Literals;
  };

  static std::vector<Alternative> alternatives(std::vector<Path> Paths) {
    std::vector<Alternative> Out;
    for (Path &Each : Paths)
      Out.push_back({std::move(Each), {}});
    for (Alternative &Each : Out)
      Each.Literals = literals(Each.Way.Conditions);
    return Out;
  }

  bool possible(const std::vector<z3::expr> &Conditions) {
    return P.Z.satisfiable(P.S.axioms(), Conditions) != Answer::No;
  }

  const Reply &undecided(const std::string &Reason, const SourcePlace &At) {
    Out.What = Reply::Kind::Undecided;
    Out.Reason = Reason;
    Out.ReasonAt = At;
    return Out;
  }

  bool idle() {
    for (const Alternative &M : Met)
      if (possible(M.Way.Conditions))
        return false;
    return true;
  }

  /// Whether the contract looks at what a covered path has otherwise than the paths that cover it.
  bool mentioned(const std::set<unsigned> &Symbols) {
    if (Symbols.empty())
      return false;
    std::set<unsigned> Here;
    for (const auto *Paths : {&Requires, &Ensures})
      for (const Path &Way : *Paths) {
        for (const z3::expr &Each : Way.Conditions)
          collectSymbols(Each, Here);
        if (Way.Result)
          collectSymbols(*Way.Result, Here);
      }
    return std::any_of(Symbols.begin(), Symbols.end(), [&](unsigned Id) { return Here.count(Id) != 0; });
  }

  void leavesOpen(const Path &Way) {
    if (Out.What != Reply::Kind::Holds)
      return;
    for (const Alternative &M : Met)
      if (possible(joined(Way.Conditions, M.Way.Conditions))) {
        undecided(Way.Reason, Way.StoppedAt);
        return;
      }
  }

  /// Looks at the ways in which a contract fails, a few for each path, and keeps the one that tells the story best.
  void violated(const Path &Way) {
    std::vector<z3::expr> Base = Way.Conditions;
    Base.push_back(P.S.tidy(Result == *Way.Result));
    if (Base.back().is_false())
      return;
    const std::vector<long> BaseLiterals = literals(Base);
    unsigned Tried = 0;
    for (const Alternative &E : Failed) {
      if (contradict(BaseLiterals, E.Literals))
        continue;
      const std::vector<z3::expr> Wrong = joined(Base, E.Way.Conditions);
      if (!possible(Wrong))
        continue;
      for (const Alternative &M : Met) {
        if (contradict(BaseLiterals, M.Literals) || contradict(E.Literals, M.Literals))
          continue;
        const std::vector<z3::expr> All = joined(Wrong, M.Way.Conditions);
        if (!possible(All))
          continue;
        witness(Way, M.Way, &E.Way, All);
        if (Brief || ++Tried == WitnessesPerPath)
          return;
      }
    }
  }

  /// A null pointer is followed. That breaks a contract where the pointer cannot be anything else: the contract asks
  /// for null, or the function has found that it is. Elsewhere it is the callers' business.
  void crashes(const Path &Way) {
    std::vector<z3::expr> Before = Way.Conditions;
    Before.back() = !*Way.Null;
    for (const Alternative &M : Met)
      if (const std::vector<z3::expr> All = joined(Way.Conditions, M.Way.Conditions);
          possible(All) && !possible(joined(Before, M.Way.Conditions))) {
        witness(Way, M.Way, nullptr, All);
        return;
      }
  }

  /// Failed is the path of the Ensures that is not met, if it was asked at all.
  void witness(const Path &Way, const Path &M, const Path *Failed, const std::vector<z3::expr> &Conditions) {
    if (Brief)
      return void(Out.What = Reply::Kind::Violated);
    std::vector<z3::expr> Wishes;
    for (const std::string &Name : Q.Prefer)
      Wishes.push_back(any(P.Ctx, withValue(P.condition(Name), true, P.S)));
    WitnessMaker Maker(P.S, P.Z, P.U, P.Names);
    std::vector<const Path *> Used = {&Way, &M};
    if (Failed)
      Used.push_back(Failed);
    const SourcePlace At = Way.Null ? Way.StoppedFrom : lastReturn(P.U, Way);
    const bool Known = Out.What == Reply::Kind::Violated && !std::get<0>(Best);
    if (!Maker.solve(Conditions, Used, Wishes, Known ? std::get<1>(Best) : ~0u)) {
      if (Out.What == Reply::Kind::Holds)
        undecided(Maker.reason(), At);
      return;
    }
    Situation S = Maker.situation(F, Way, Used);
    const Cost New = {!S.Assumed.empty(), Maker.unmet(), Maker.weight(), S.Shown.size()};
    if (Out.What == Reply::Kind::Violated && !(New < Best))
      return;
    Best = New;
    Out.What = Reply::Kind::Violated;
    Out.Broken = std::move(S);
    Out.RequiresCalls = Maker.calls(M);
    Out.EnsuresCalls = Failed ? Maker.calls(*Failed) : std::vector<CallOutcome>();
    Out.Crashes = Way.Null.has_value();
    Out.Verdict = Way.Null ? "dereferences null"
                           : "returns " + P.Names.result(F->getReturnType(), Maker.value(*Way.Result),
                                                         Way.Result->get_sort().bv_size());
    Out.VerdictAt = At;
  }

  static constexpr unsigned WitnessesPerPath = 4;
  /// Lower is better: rests on what an opaque call does; wishes that are not met, bits that are set, things to say.
  using Cost = std::tuple<bool, unsigned, unsigned, size_t>;

  Explorer::Parts &P;
  const Question &Q;
  const FunctionDecl *F;
  const z3::expr Result;
  const std::vector<Path> Always = std::vector<Path>(1); ///< the paths of a contract without Requires
  const std::vector<Path> &Ways, &Ensures, &Requires;
  const std::vector<Alternative> Met, Failed;
  bool Brief = false;
  Cost Best;
  Reply Out;
};

Reply Explorer::ask(const Question &Q, const Edit *Changed) { return Asking(*P, Q, Changed).run(); }

bool Explorer::holds(const Question &Q, const Edit *Changed) { return Asking(*P, Q, Changed).holds(); }

std::string showResult(const Unit &U, const std::string &Function, const Value &V) {
  const FunctionDecl *F = U.definition(Function);
  return V.Width == 0 || !F ? "nothing" : Shower(U).result(F->getReturnType(), V.Bits, V.Width);
}

} // namespace kverdict
