// Asks whether a contract holds on all paths of a function, and finds a state in which it does not.
#include "explore/ExplorerParts.h"
#include "explore/witness/Guesses.h"
#include "explore/witness/Wishes.h"

#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

/// A path of a contract on which it is true (or false), with that among its conditions.
struct Alternative {
  const Path *Way;
  std::vector<z3::expr> Conditions;
  std::vector<long> Literals; ///< the conditions as numbers, to be compared quickly
};

std::vector<Alternative> withValue(const std::vector<Path> &Paths, bool Wanted, Symbols &S) {
  std::vector<Alternative> Out;
  for (const Path &P : Paths) {
    if (P.End != PathEnd::Returned)
      continue;
    const z3::expr True = S.tidy(*P.Result != S.number(0, P.Result->get_sort().bv_size()));
    const z3::expr Condition = Wanted ? True : S.tidy(!True);
    if (Condition.is_false())
      continue;
    std::vector<z3::expr> Conditions = P.Conditions;
    if (!Condition.is_true())
      Conditions.push_back(Condition);
    std::vector<long> Literals = literals(Conditions);
    Out.push_back({&P, std::move(Conditions), std::move(Literals)});
  }
  return Out;
}

/// One of the paths is taken.
z3::expr any(z3::context &Ctx, const std::vector<Alternative> &Paths) {
  z3::expr_vector Parts(Ctx);
  for (const Alternative &Each : Paths)
    Parts.push_back(all(Ctx, Each.Conditions));
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
        Met(Q.Requires.empty() ? std::vector<Alternative>{{&Always[0], {}, {}}} : withValue(Requires, true, P.S)),
        Failed(withValue(Ensures, false, P.S)) {}

  /// Stops at the first sign that the contract does not hold.
  bool holds() {
    Brief = true;
    return run().What == Reply::Kind::Holds;
  }

  Reply run() {
    const Path *Open = openPath(Requires);
    if (Open || (Open = openPath(Ensures)))
      return undecided("the contract itself could not be followed: " + Open->Reason, P.U.place(Open->StoppedAt));
    if (idle()) {
      Out.What = Reply::Kind::Idle;
      return Out;
    }
    for (const auto *Paths : {&Ways, &Requires, &Ensures})
      for (const Path &Way : *Paths)
        Out.Exact &= Way.exact();
    const std::uint64_t First = P.Z.worked();
    for (const Path &Way : Ways) {
      if (Brief && Out.What != Reply::Kind::Holds)
        break;
      if (P.Z.worked() - First >= P.Limits.TotalEffort) {
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
      else if (Way.End == PathEnd::Returned && !Way.exact())
        leavesOpen(Way, Way.Approximations.begin()->What, Way.Approximations.begin()->At);
    }
    if (Out.What == Reply::Kind::Holds && !Brief)
      saysNothing();
    return Out;
  }

  /// The path of the state that run() shows; null if there is none.
  const Path *broken() const { return Broken; }

private:
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
      if (possible(M.Conditions))
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
        for (const OpaqueCall &Call : Way.Calls)
          for (const z3::expr &Each : Call.Arguments)
            collectSymbols(Each, Here);
      }
    addPlaces(Here);
    return std::any_of(Symbols.begin(), Symbols.end(), [&](unsigned Id) { return Here.count(Id) != 0; });
  }

  /// What says where memory lies that is looked at: another index is another element.
  void addPlaces(std::set<unsigned> &Symbols) {
    std::vector<unsigned> Waiting(Symbols.begin(), Symbols.end());
    while (!Waiting.empty()) {
      const Symbol *Sym = P.S.find(Waiting.back());
      Waiting.pop_back();
      if (!Sym || Sym->What != Symbol::Kind::Memory)
        continue;
      std::set<unsigned> Base;
      collectSymbols(P.S.region(Sym->Region).Base, Base);
      for (unsigned Id : Base)
        if (Symbols.insert(Id).second)
          Waiting.push_back(Id);
    }
  }

  void leavesOpen(const Path &Way) {
    leavesOpen(Way,
               Way.End == PathEnd::Covered ? "in more rounds of a loop, what the contract looks at may be otherwise"
                                           : Way.Reason,
               Way.StoppedAt);
  }

  void leavesOpen(const Path &Way, const std::string &Why, SourceLocation At) {
    if (Out.What != Reply::Kind::Holds)
      return;
    for (const Alternative &M : Met)
      if (possible(joined(Way.Conditions, M.Conditions))) {
        undecided(Why, P.U.place(At));
        return;
      }
  }

  /// A contract is held to what the function defines: that must be something.
  void saysNothing() {
    const Path *First = nullptr;
    for (const Path &Way : Ways)
      for (const Alternative &M : Met) {
        if (!possible(joined(Way.Conditions, M.Conditions)))
          continue;
        if (Way.End != PathEnd::Undefined)
          return;
        First = First ? First : &Way;
      }
    if (First)
      undecided("whatever the state, it is undefined what the function does: " + First->Reason,
                P.U.place(First->StoppedAt));
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
      const std::vector<z3::expr> Wrong = joined(Base, E.Conditions);
      if (!possible(Wrong))
        continue;
      for (const Alternative &M : Met) {
        if (contradict(BaseLiterals, M.Literals) || contradict(E.Literals, M.Literals))
          continue;
        const std::vector<z3::expr> All = joined(Wrong, M.Conditions);
        if (!possible(All))
          continue;
        witness(Way, *M.Way, E.Way, All);
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
      if (const std::vector<z3::expr> All = joined(Way.Conditions, M.Conditions);
          possible(All) && !possible(joined(Before, M.Conditions))) {
        witness(Way, *M.Way, nullptr, All);
        return;
      }
  }

  /// What the contract prefers, and then what people believe of callees and results.
  std::vector<z3::expr> preferred(const Path &Way) {
    std::vector<z3::expr> Out;
    for (const std::string &Name : Q.Prefer)
      Out.push_back(any(P.Ctx, withValue(P.condition(Name), true, P.S)));
    Wishes Believed(P.S, P.U);
    for (const OpaqueCall &Call : Way.Calls)
      Believed.addCall(Call);
    if (Way.Result)
      Believed.addValue(*Way.Result, F->getReturnType());
    return joined(Out, Believed.take());
  }

  /// Failed is the path of the Ensures that is not met, if it was asked at all.
  void witness(const Path &Way, const Path &M, const Path *Failed, const std::vector<z3::expr> &Conditions) {
    if (Brief)
      return void(Out.What = Reply::Kind::Violated);
    const std::vector<z3::expr> Preferred = preferred(Way);
    P.Names.of(F);
    WitnessMaker Maker(P.S, P.Z, P.U, P.Names);
    std::vector<const Path *> Used = {&Way, &M};
    if (Failed)
      Used.push_back(Failed);
    const SourcePlace At = Way.Null ? P.U.place(Way.StoppedFrom) : lastReturn(P.U, Way);
    const bool Known = Out.What == Reply::Kind::Violated && !std::get<0>(Best);
    const Guesses Guessed(P.S, P.U, Used);
    std::vector<z3::expr> All = joined(Conditions, Guessed.alike());
    const bool Alike = possible(All);
    if (!Alike) // it rests on one callee with two answers in one state
      All = Conditions;
    if (!Maker.solve(All, Used, Preferred, Known ? std::get<1>(Best) : ~0u)) {
      if (Out.What == Reply::Kind::Holds)
        undecided(Maker.reason(), At);
      return;
    }
    Situation S = Maker.situation(F, Way, Used);
    if (!Alike)
      S.Guessed = Guessed.twoAnswers(Maker);
    if (const auto Open = Guessed.unfollowed(Maker, Conditions); !Open.empty() && couldHold(Maker, Guessed.symbols()))
      S.Guessed.insert(S.Guessed.end(), Open.begin(), Open.end());
    const bool Doubtful = !S.Assumed.empty() || !S.Guessed.empty();
    const Cost New = {2u * Doubtful + !S.Excluded.empty(), Maker.unmet(), Maker.weight(), S.Shown.size()};
    if (Out.What == Reply::Kind::Violated && !(New < Best))
      return;
    Best = New;
    Broken = &Way;
    Out.What = Reply::Kind::Violated;
    Out.Broken = std::move(S);
    Out.RequiresCalls = Maker.calls(M);
    Out.EnsuresCalls = Failed ? Maker.calls(*Failed) : std::vector<CallOutcome>();
    Out.Crashes = Way.Null.has_value();
    Out.Result = Way.Null ? Value() : P.returned(F, *Way.Result, Maker);
    Out.Verdict = Way.Null ? "dereferences null"
                           : "returns " + P.Names.verdict(F->getReturnType(), Maker.value(*Way.Result),
                                                          Way.Result->get_sort().bv_size());
    Out.VerdictAt = At;
  }

  /// Whether the contract is met, or not asked for, in the state of a witness if these symbols have other values: then
  /// the violation rests on the values that they were given. What the state leaves open may be anything.
  bool couldHold(WitnessMaker &Maker, const std::set<unsigned> &Guessed) {
    const std::vector<z3::expr> Fixed = Maker.fixed(Guessed);
    for (const Alternative &M : Q.Requires.empty() ? std::vector<Alternative>() : withValue(Requires, false, P.S))
      if (possible(joined(Fixed, M.Conditions)))
        return true;
    for (const Path &Way : Ways) {
      if (Way.End == PathEnd::NoReturn || Way.Null)
        continue;
      std::vector<z3::expr> Taken = joined(Fixed, Way.Conditions);
      if (Way.End != PathEnd::Returned) {
        if (!Way.Premise && possible(Taken))
          return true;
        continue;
      }
      Taken.push_back(P.S.tidy(Result == *Way.Result));
      if (!possible(Taken))
        continue;
      for (const Alternative &E : withValue(Ensures, true, P.S))
        if (possible(joined(Taken, E.Conditions)))
          return true;
    }
    return false;
  }

  static constexpr unsigned WitnessesPerPath = 4;
  /// Lower is better: rests on what an opaque call does; wishes that are not met, bits that are set, things to say.
  using Cost = std::tuple<unsigned, unsigned, unsigned, size_t>;

  Explorer::Parts &P;
  const Question &Q;
  const FunctionDecl *F;
  const z3::expr Result;
  const std::vector<Path> Always = std::vector<Path>(1); ///< the paths of a contract without Requires
  const std::vector<Path> &Ways, &Ensures, &Requires;
  const std::vector<Alternative> Met, Failed;
  bool Brief = false;
  Cost Best;
  const Path *Broken = nullptr;
  Reply Out;
};

namespace {

/// In so many worlds a contract is asked about: in each, the function is explored anew.
constexpr unsigned MostWorlds = 4;

/// The answer, if it is another one where two of the names that it rests on are of one object.
Reply inAllWorlds(Explorer::Parts &P, const Question &Q, Reply Out, const Path *Broken) {
  unsigned Worlds = 0;
  for (const Alias &Pair : P.aliased(Q.Function, Broken)) {
    if (Pair.Bytes || Pair.OtherTypes) // one inside the other: nobody calls it so
      continue;
    if (Out.What == Reply::Kind::Holds && Pair.Known && Worlds++ < MostWorlds) {
      Explorer::Parts &There = P.world(Pair);
      Reply Aliased = Asking(There, Q, nullptr).run();
      const bool Same = Aliased.What == Reply::Kind::Holds || Aliased.What == Reply::Kind::Idle;
      if (Same || !There.S.supposed())
        continue;
      if (Aliased.What == Reply::Kind::Violated) {
        Pair.showIn(Aliased.Broken->Shown);
        return Aliased;
      }
    }
    if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), Pair.distinct()) == Out.Assumptions.end())
      Out.Assumptions.push_back(Pair.distinct());
  }
  return Out;
}

} // namespace

Reply Explorer::ask(const Question &Q, const Edit *Changed) {
  Asking Asked(*P, Q, Changed);
  Reply Out = Asked.run();
  const bool Settled = Out.What == Reply::Kind::Holds || Out.What == Reply::Kind::Violated;
  return Settled && !Changed ? inAllWorlds(*P, Q, std::move(Out), Asked.broken()) : Out;
}

bool Explorer::holds(const Question &Q, const Edit *Changed) {
  return Asking(*P, Q, Changed).holds() && std::all_of(P->Worlds.begin(), P->Worlds.end(), [&](const auto &Each) {
           return Asking(*Each.second, Q, Changed).holds();
         });
}

} // namespace kverdict
