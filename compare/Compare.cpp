#include "compare/Compare.h"

#include "compare/Acceptance.h"
#include "compare/Cubes.h"
#include "compare/Effects.h"
#include "compare/Outcomes.h"
#include "compare/Parameters.h"
#include "compare/SameCode.h"
#include "compare/Side.h"
#include "core/Error.h"
#include "explore/WitnessMaker.h"
#include "simulate/Simulator.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

const FunctionDecl *functionOf(const Unit &U, const std::string &Name, const char *Which) {
  if (const FunctionDecl *F = U.definition(Name))
    return F;
  throw Error(ExitCode::Usage,
              std::string("the ") + Which + " version has no definition of " + Name + "(); name another --function");
}

/// Whether a way looks at a symbol of this condition: then the function tests what the other one takes for granted.
bool looksAt(const Way &W, const z3::expr &Condition) {
  std::set<unsigned> Wanted, Seen;
  collectSymbols(Condition, Wanted);
  for (const z3::expr &E : W.Done.Conditions)
    collectSymbols(E, Seen);
  return std::any_of(Wanted.begin(), Wanted.end(), [&](unsigned Id) { return Seen.count(Id); });
}

std::uint64_t masked(std::uint64_t Bits, unsigned Width) {
  return Width >= 64 ? Bits : Bits & ((std::uint64_t(1) << Width) - 1);
}

/// One comparison, while it is made.
class Comparing {
public:
  Comparing(const Unit &OldUnit, const Unit &NewUnit, const Rules &R, const std::string &Function,
            const CompareLimits &Limits)
      : R(R), Limits(Limits),
        Match(matchParameters(functionOf(OldUnit, Function, "old"), functionOf(NewUnit, Function, "new"))), S(Ctx),
        Z(Ctx, ExploreLimits().SolverEffort), Old(OldUnit, R, OldUnit.definition(Function), S, Z),
        New(NewUnit, R, NewUnit.definition(Function), S, Z), OldNames(OldUnit, &R), NewNames(NewUnit, &R),
        OldSim(OldUnit, R.Models), NewSim(NewUnit, R.Models) {
    Out.Function = Function;
  }

  Comparison run() {
    if (!Match.Problem.empty()) {
      open(Match.Problem, New.U.place(New.F->getLocation()));
      return Out;
    }
    if (Limits.LookForSameCode && sameCode(Old.F, New.F)) {
      Out.What = Change::Equivalent;
      Out.SameCode = true;
      return Out;
    }
    if (missed()) // what is reached is known now, and will be there next time
      return Out;
    explore();
    if (missed() || !comparable())
      return Out;
    Accept = std::make_unique<Acceptance>(Old, New);
    Beside = std::make_unique<Effects>(S, Z, Old, New);
    for (const Way &A : Old.Ways)
      for (const Way &B : New.Ways)
        if (!contradictory(A, B))
          pair(A, B);
    conclude();
    return Out;
  }

private:
  struct Known {
    Direction Kind;
    unsigned Old, New; ///< Z3's ids of the results
    Cube States;
  };

  bool sameCode(const FunctionDecl *A, const FunctionDecl *B) { return codeOf(Old.U, A) == codeOf(New.U, B); }

  bool missed() const { return !Old.U.missed().empty() || !New.U.missed().empty(); }

  void explore() {
    Old.Facts.Parameters = Match.Names;
    for (unsigned Position : Match.OldOf)
      New.Facts.Parameters.push_back(Match.Names[Position]);
    Old.explore();
    New.explore();
  }

  void open(const std::string &Reason, const SourcePlace &At = {}) {
    if (Out.Reason.empty())
      Out.Reason = Reason, Out.ReasonAt = At;
  }

  /// What both versions use must mean the same in both.
  bool comparable() {
    for (const auto &[Name, Shape] : Old.Facts.Shapes)
      if (auto It = New.Facts.Shapes.find(Name); It != New.Facts.Shapes.end() && It->second != Shape) {
        open(Name + " is not the same in both versions");
        return false;
      }
    for (const std::string &Name : Old.Facts.Opaque) {
      const FunctionDecl *A = Old.U.definition(Name), *B = New.U.definition(Name);
      const bool Modelled =
          std::any_of(R.Models.begin(), R.Models.end(), [&](const Model &M) { return M.Function == Name; });
      if (New.Facts.Opaque.count(Name) && (A || B) && !Modelled && !(A && B && sameCode(A, B))) {
        open(Name + "() changed, and it is too large or called too deep to be looked into");
        return false;
      }
    }
    return true;
  }

  Answer ask(const Way &A, const Way &B, const std::vector<z3::expr> &More) {
    if (++Asked > Limits.Pairs)
      return Answer::Unknown;
    return Z.satisfiable(S.axioms(), together(A, B, More));
  }

  void unknown() {
    open(Asked > Limits.Pairs ? "there are too many pairs of paths" : "the solver could not decide a pair of paths");
  }

  void pair(const Way &A, const Way &B) {
    if (A.Done.End == PathEnd::Undecided || B.Done.End == PathEnd::Undecided)
      return cut(A, B);
    if (A.Done.End == PathEnd::Undefined)
      return nothingSaid(A, B, A.Done.Reason);
    if (B.Done.End == PathEnd::Undefined && B.Done.Premise && !looksAt(A, B.Done.Conditions.back()))
      return nothingSaid(A, B, B.Done.Reason);
    if (!A.returned() || !B.returned()) {
      if (A.Done.End != B.Done.End)
        clash(A, B, Direction::Crash, Ctx.bool_val(true));
      return;
    }
    z3::expr Same = Ctx.bool_val(true);
    if (A.Done.Result && A.Done.Result->id() != B.Done.Result->id()) {
      Same = (*A.Done.Result == *B.Done.Result).simplify();
      for (Direction D : {Direction::Stricter, Direction::Laxer, Direction::OtherError, Direction::OtherValue})
        if (z3::expr Differ = Accept->differ(D, *A.Done.Result, *B.Done.Result); !Differ.is_false())
          clash(A, B, D, Differ);
    }
    if (!Same.is_false())
      Beside->compare(A, B, together(A, B, {Same}));
  }

  /// A path that was not followed to its end leaves the states of the other one open.
  void cut(const Way &A, const Way &B) {
    const Way &Cut = A.Done.End == PathEnd::Undecided ? A : B;
    if (Out.Reason.empty() && ask(A, B, {}) != Answer::No)
      open(Cut.Done.Reason, Cut.Done.StoppedAt);
  }

  void nothingSaid(const Way &A, const Way &B, const std::string &Why) {
    if (A.Done.End != B.Done.End && Noted.insert(Why).second) {
      if (ask(A, B, {}) != Answer::No)
        Out.Assumed.push_back(Why);
      else
        Noted.erase(Why);
    }
  }

  /// A callee that only one version can look into.
  std::string onlyOnce(const Way &W, const Side &Own, const Side &Other) {
    for (const OpaqueCall &C : W.Done.Calls)
      if (Other.looksInto(C.Callee) && !Own.looksInto(C.Callee))
        return C.Callee;
    return "";
  }

  void clash(const Way &A, const Way &B, Direction Kind, const z3::expr &Differ) {
    Answer First = ask(A, B, {Differ});
    if (First == Answer::No)
      return;
    if (First == Answer::Unknown)
      return unknown();
    for (const std::string &Name : {onlyOnce(A, Old, New), onlyOnce(B, New, Old)})
      if (!Name.empty())
        return pending(Kind, Name + "() has a body that can be looked into in one version only");
    Clash C{&A, &B, Kind, Differ, {}};
    if (Outcomes Both(S, A, B); !Both.same()) {
      C.Assumed = Both.assumed();
      std::vector<z3::expr> More = C.Assumed;
      More.push_back(Differ);
      Answer Still = ask(A, B, More);
      if (Still == Answer::Unknown)
        return unknown();
      if (Still == Answer::No)
        return pending(Kind, "the verdict depends on what " +
                                 (Both.callees().empty() ? "a callee" : *Both.callees().begin()) +
                                 "() does, which is called in another situation than before");
    }
    settle(C);
  }

  /// A difference that was not settled. It matters unless one of its direction was.
  void pending(Direction Kind, const std::string &Why) { Pending.try_emplace(Kind, Why); }

  unsigned resultId(const Way &W) { return W.Done.Result ? W.Done.Result->id() : 0; }

  bool covered(const Clash &C) {
    std::vector<z3::expr> Outside = C.Assumed;
    Outside.push_back(C.Differ);
    bool Any = false;
    for (const Known &K : Settled)
      if (K.Kind == C.Kind && K.Old == resultId(*C.Old) && K.New == resultId(*C.New)) {
        Outside.push_back((!K.States.holds(Ctx)).simplify());
        Any = true;
      }
    return Any && Z.satisfiable(S.axioms(), together(*C.Old, *C.New, Outside)) == Answer::No;
  }

  void settle(const Clash &C) {
    if (std::count_if(Out.Differences.begin(), Out.Differences.end(),
                      [&](const Difference &D) { return D.Way == C.Kind; }) >= Limits.PerDirection) {
      Out.More = true;
      return;
    }
    if (Out.Differences.size() >= Limits.Differences) {
      pending(C.Kind, "only the first " + std::to_string(Limits.Differences) + " differences were looked at");
      return;
    }
    if (covered(C))
      return;
    Cube States = Cubes(S, Z, Old, New).minimal(C);
    if (confirm(C, States))
      Settled.push_back({C.Kind, resultId(*C.Old), resultId(*C.New), std::move(States)});
  }

  bool confirm(const Clash &C, const Cube &States) {
    std::vector<z3::expr> Conditions = together(*C.Old, *C.New, C.Assumed);
    Conditions.push_back(C.Differ);
    WitnessMaker Maker(S, Z, New.U, NewNames);
    const std::vector<const Path *> Used = {&C.Old->Done, &C.New->Done};
    if (!Maker.solve(Conditions, Used, {})) {
      open(Maker.reason());
      return false;
    }
    Difference D;
    D.Way = C.Kind;
    D.OldState = Maker.situation(Old.F, C.Old->Done, Used);
    D.NewState = Maker.situation(New.F, C.New->Done, Used);
    for (unsigned I = 0; I < Match.OldOf.size(); ++I)
      D.NewState.Concrete.Start.Arguments[I] = D.OldState.Concrete.Start.Arguments[Match.OldOf[I]];
    if (!runs(OldSim, *C.Old, D.OldState.Concrete, Maker, "old") ||
        !runs(NewSim, *C.New, D.NewState.Concrete, Maker, "new"))
      return false;
    D.Old = words(Old, *C.Old, Maker), D.New = words(New, *C.New, Maker);
    D.OldAt = Old.place(*C.Old), D.NewAt = New.place(*C.New);
    D.Conditions = conditions(C, States);
    keepWhatMatters(C, States, D);
    Out.Differences.push_back(std::move(D));
    return true;
  }

  /// Of the state only what the conditions and the results speak of is shown.
  void keepWhatMatters(const Clash &C, const Cube &States, Difference &D) {
    std::set<unsigned> Ids;
    for (const Literal &L : States.Literals)
      collectSymbols(L.Term, Ids);
    for (const Way *W : {C.Old, C.New})
      if (W->Done.Result)
        collectSymbols(*W->Done.Result, Ids);
    if (!C.Old->returned() || !C.New->returned())
      collectSymbols((C.New->returned() ? C.Old : C.New)->Done.Conditions.back(), Ids);
    std::set<std::string> Places, Calls;
    for (unsigned I = 0; I < S.count(); ++I)
      if (const Symbol &Sym = S.symbol(I); Ids.count(Sym.Term.id()))
        (Sym.What == Symbol::Kind::CallResult ? Calls : Places).insert(Sym.Place);
    for (Situation *Each : {&D.OldState, &D.NewState}) {
      std::erase_if(Each->Shown, [&](const Binding &B) { return !Places.count(B.Place); });
      std::erase_if(Each->Calls, [&](const std::string &Text) {
        return std::none_of(Calls.begin(), Calls.end(),
                            [&](const std::string &Place) { return Text.starts_with(Place + " returned "); });
      });
    }
  }

  /// Each once. Where the same words mean something else in the other version, they say which one is meant.
  std::vector<std::string> conditions(const Clash &C, const Cube &States) {
    std::vector<std::string> Texts;
    for (const Literal &L : States.Literals) {
      const bool Ambiguous = std::any_of(States.Literals.begin(), States.Literals.end(), [&](const Literal &Other) {
        return Other.Text + Other.Where == L.Text + L.Where && Other.Term.id() != L.Term.id();
      });
      const bool InOld = has(*C.Old, L), InNew = has(*C.New, L);
      const std::string Which = !Ambiguous || InOld == InNew ? ""
                                : InOld                      ? "in the old version "
                                                             : "in the new version ";
      if (std::find(Texts.begin(), Texts.end(), Which + L.said()) == Texts.end())
        Texts.push_back(Which + L.said());
    }
    if (!C.Differ.is_true())
      Texts.push_back(C.Kind == Direction::Stricter ? "the old result accepts, the new one does not"
                      : C.Kind == Direction::Laxer  ? "the new result accepts, the old one does not"
                                                    : "the results differ");
    return Texts;
  }

  static bool has(const Way &W, const Literal &L) {
    return std::any_of(W.Literals.begin(), W.Literals.end(),
                       [&](const Literal &Each) { return Each.Term.id() == L.Term.id(); });
  }

  std::string words(const Side &Version, const Way &W, WitnessMaker &Maker) {
    return Version.verdict(W, W.Done.Result ? Maker.value(*W.Done.Result) : 0);
  }

  /// Runs a version in the witness. Returns false, with the reason, if it does not do what the explorer says.
  bool runs(Simulator &Sim, const Way &W, const Witness &State, WitnessMaker &Maker, const std::string &Which) {
    const Run Ran = Sim.run(Out.Function, State);
    const RunEnd Wanted = W.returned()                       ? RunEnd::Returned
                          : W.Done.End == PathEnd::Undefined ? RunEnd::Undefined
                                                             : RunEnd::NoReturn;
    if (Ran.End == RunEnd::Unsupported || Ran.End == RunEnd::Budget) {
      open("the simulator cannot run the " + Which + " version: " + Ran.Reason, Ran.StoppedAt);
      return false;
    }
    if (Ran.End == Wanted && (Wanted != RunEnd::Returned || sameResult(W, Ran.Result, Maker)))
      return true;
    ++Out.Refuted;
    open("the simulator does not confirm a difference; in the " + Which + " version it " +
         (Ran.End == RunEnd::Returned
              ? "returns " + OldNames.result(Old.F->getReturnType(), Ran.Result.Bits, std::max(1u, Ran.Result.Width))
              : "stops: " + Ran.Reason) +
         ", not " + words(&Sim == &OldSim ? Old : New, W, Maker));
    return false;
  }

  bool sameResult(const Way &W, const Value &Got, WitnessMaker &Maker) {
    if (!W.Done.Result)
      return true;
    const unsigned Width = W.Done.Result->get_sort().bv_size();
    if (Width > 64)
      return false;
    const std::uint64_t Said = Maker.value(*W.Done.Result);
    if (auto Own = S.owner(Said); Own && W.Done.Result->is_numeral())
      if (auto What = S.region(Own->first).What; What == Region::Kind::Local || What == Region::Kind::Literal)
        return true; // only the simulator knows such an address
    return masked(Said, Width) == masked(Got.Bits, Width);
  }

  void approximations() {
    for (const Side *Version : {&Old, &New})
      for (const Way &W : Version->Ways)
        if (!W.Done.exact() && std::exchange(Exact, false))
          open(W.Done.Approximations.begin()->What, W.Done.Approximations.begin()->At);
  }

  void conclude() {
    approximations();
    if (Out.Reason.empty() && !Beside->open().empty())
      open(Beside->open());
    Out.Effects.assign(Beside->found().begin(), Beside->found().end());
    std::set<Direction> Ways;
    for (const Difference &D : Out.Differences)
      Ways.insert(D.Way);
    for (const auto &[Kind, Why] : Pending)
      if (!settled(Kind, Ways))
        open(Why);
    Out.What = verdict(Ways);
  }

  /// Whether what is said does not change if there is such a difference too.
  static bool settled(Direction Kind, const std::set<Direction> &Ways) {
    const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
    const bool Ordered = Kind == Direction::Stricter || Kind == Direction::Laxer;
    return Ways.count(Kind) || (Less && More) || (!Ordered && Kind != Direction::Crash && !Ways.empty());
  }

  Change verdict(const std::set<Direction> &Ways) const {
    const bool Settled = Out.Reason.empty();
    if (Ways.empty())
      return !Out.Effects.empty() && Exact ? Change::Different : Settled ? Change::Equivalent : Change::Undecided;
    const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
    if (Less && More)
      return Change::Incomparable;
    if (!Settled || Ways.count(Direction::Crash) || (!Less && !More))
      return Change::Different;
    return Less ? Change::Stricter : Change::Laxer;
  }

  const Rules &R;
  const CompareLimits &Limits;
  const ParameterMatch Match;
  z3::context Ctx;
  Symbols S;
  Solver Z;
  Side Old, New;
  Shower OldNames, NewNames;
  Simulator OldSim, NewSim;
  std::unique_ptr<Acceptance> Accept;
  std::unique_ptr<Effects> Beside;
  std::vector<Known> Settled;
  std::map<Direction, std::string> Pending;
  std::set<std::string> Noted;
  unsigned Asked = 0;
  bool Exact = true;
  Comparison Out;
};

} // namespace

Comparison compareVersions(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                           const CompareLimits &Limits) {
  return Comparing(Old, New, R, Function, Limits).run();
}

} // namespace kverdict
