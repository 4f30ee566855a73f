#include "smt/Solver.h"

#include "smt/Gates.h"
#include "smt/KnownBits.h"
#include "smt/Repair.h"
#include "smt/Tidy.h"

#include <algorithm>

namespace kverdict {
namespace {

template <typename Found> void eachSymbol(const z3::expr &E, std::set<unsigned> &Seen, Found Call) {
  if (!E.is_app() || !Seen.insert(idOf(E)).second)
    return;
  if (E.is_const() && E.decl().decl_kind() == Z3_OP_UNINTERPRETED)
    Call(E);
  for (unsigned I = 0; I < E.num_args(); ++I)
    eachSymbol(E.arg(I), Seen, Call);
}

constexpr unsigned MostRepairs = 4, Looks = 2;

/// What the other layers take, in Z3's units: a question, each of its conditions, one of these that was not looked at
/// in such company before, and one that was put into other words.
constexpr unsigned PerQuestion = 20, PerCondition = 2, PerLook = 40, PerRewrite = 200;

/// What Z3 did beside its questions (terms that were simplified) is looked at each time that so much was charged.
constexpr std::uint64_t Often = 4096;

/// What a context has spent so far, in units that are the same on every machine.
std::uint64_t effortOf(const z3::stats &Statistics) {
  for (unsigned I = 0; I < Statistics.size(); ++I)
    if (Statistics.is_uint(I) && Statistics.key(I) == "rlimit count")
      return Statistics.uint_value(I);
  return 0;
}

/// The addends of a sum that are symbols.
std::set<unsigned> addends(const z3::expr &E, z3::expr_vector &Terms) {
  std::set<unsigned> Out;
  const bool Sum = E.is_app() && E.decl().decl_kind() == Z3_OP_BADD;
  for (unsigned I = 0; I < (Sum ? E.num_args() : 1); ++I)
    if (const z3::expr Each = Sum ? E.arg(I) : E; Each.is_const() && !Each.is_numeral()) {
      Out.insert(idOf(Each));
      Terms.push_back(Each);
    }
  return Out;
}

/// The symbols that are added to both sides of a comparison.
std::vector<z3::expr> onBothSides(const z3::expr &E) {
  if (E.is_not())
    return onBothSides(E.arg(0));
  std::vector<z3::expr> Out;
  if (!E.is_app() || E.decl().decl_kind() != Z3_OP_ULEQ)
    return Out;
  z3::expr_vector Left(E.ctx()), Right(E.ctx());
  addends(E.arg(0), Left);
  const std::set<unsigned> Other = addends(E.arg(1), Right);
  for (const z3::expr &Each : Left)
    if (Other.count(idOf(Each)))
      Out.push_back(Each);
  return Out;
}

constexpr size_t Examples = 16; ///< trying one costs next to nothing compared with asking Z3

} // namespace

std::vector<long> literals(const std::vector<z3::expr> &Conditions) {
  std::vector<long> Out;
  for (const z3::expr &E : Conditions)
    Out.push_back(E.is_not() ? -static_cast<long>(E.arg(0).id()) : static_cast<long>(idOf(E)));
  std::sort(Out.begin(), Out.end());
  return Out;
}

bool contradict(const std::vector<long> &A, const std::vector<long> &B) {
  return std::any_of(A.begin(), A.end(), [&](long L) { return std::binary_search(B.begin(), B.end(), -L); });
}

void collectSymbols(const z3::expr &E, std::set<unsigned> &Out) {
  std::set<unsigned> Seen;
  eachSymbol(E, Seen, [&](const z3::expr &Symbol) { Out.insert(idOf(Symbol)); });
}

Solver::Solver(z3::context &Z, unsigned Effort) : Z(Z), Backend(Z, "QF_BV"), Effort(Effort), Same(Z) { bound(Effort); }

void Solver::bound(unsigned PerQuestion) {
  Effort = PerQuestion;
  allow(Effort);
}

void Solver::allow(unsigned PerQuestion) {
  z3::params P(Z);
  P.set("rlimit", PerQuestion);
  P.set("phase_selection", 0u); // bits are tried as 0 first: then examples are small
  Backend.set(P);
}

const Solver::Facts &Solver::facts(const z3::expr &E) {
  auto It = FactsOf.find(idOf(E));
  if (It != FactsOf.end())
    return It->second;
  std::set<unsigned> Seen, Ids;
  eachSymbol(E, Seen, [&](const z3::expr &Symbol) {
    Ids.insert(idOf(Symbol));
    SymbolTerms.try_emplace(idOf(Symbol), Symbol);
  });
  const bool Negated = E.is_not();
  const z3::expr Inner = Negated ? E.arg(0) : E;
  const long Literal = Negated ? -static_cast<long>(idOf(Inner)) : static_cast<long>(idOf(Inner));
  const std::optional<bool> Always = Bounds.truth(E);
  return FactsOf
      .emplace(idOf(E), Facts{E,
                              {Ids.begin(), Ids.end()},
                              Literal,
                              Always == true,
                              Always == false,
                              !Always && Equalities::isEquation(E)})
      .first->second;
}

std::optional<z3::expr> Solver::dividedBy(const z3::expr &Term, std::uint64_t Size) {
  facts(Term); // keeps it
  return exactQuotient(Bounds, Term, Size);
}

std::uint64_t Solver::labour(const z3::expr &E) {
  auto [It, New] = LabourOf.try_emplace(idOf(E), 0);
  if (New) {
    facts(E); // keeps the term, and so its id
    It->second = gates(E);
  }
  return It->second;
}

bool Solver::contradictory(const std::vector<const Facts *> &Conditions) {
  std::vector<long> Literals;
  for (const Facts *F : Conditions) {
    if (F->False)
      return true;
    Literals.push_back(F->Literal);
  }
  std::sort(Literals.begin(), Literals.end());
  auto Positive = std::lower_bound(Literals.begin(), Literals.end(), 0);
  return std::any_of(Literals.begin(), Positive,
                     [&](long Negative) { return std::binary_search(Positive, Literals.end(), -Negative); });
}

/// Groups of conditions that share symbols, directly or through others: a forest of symbols, joined condition by
/// condition.
std::vector<std::vector<z3::expr>> Solver::independent(const std::vector<const Facts *> &Conditions) {
  std::unordered_map<unsigned, unsigned> GroupOf; // symbol -> group
  std::vector<unsigned> Into;                     // group -> the one that it was joined with, or itself
  auto root = [&](unsigned Group) {
    while (Into[Group] != Group)
      Group = Into[Group] = Into[Into[Group]];
    return Group;
  };
  std::vector<unsigned> Of; // condition -> group
  for (const Facts *F : Conditions) {
    unsigned Own = Into.size();
    Into.push_back(Own);
    for (unsigned Symbol : F->Symbols)
      if (auto [It, New] = GroupOf.try_emplace(Symbol, Own); !New) {
        const unsigned Other = root(It->second);
        Own = root(Own);
        Into[std::max(Own, Other)] = std::min(Own, Other);
        Own = std::min(Own, Other);
      }
    Of.push_back(Own);
  }
  std::map<unsigned, std::vector<z3::expr>> Groups;
  for (unsigned I = 0; I < Conditions.size(); ++I)
    Groups[root(Of[I])].push_back(Conditions[I]->Term);
  std::vector<std::vector<z3::expr>> Out;
  for (auto &[Root, Members] : Groups)
    Out.push_back(std::move(Members));
  return Out;
}

/// Whether all hold in the state; if so, Out gets the values of their symbols.
bool Solver::holdsIn(Assignment &State, const std::vector<z3::expr> &Conditions, Assignment &Out) {
  if (!std::all_of(Conditions.begin(), Conditions.end(), [&](const z3::expr &E) { return Values.holds(E, State); }))
    return false;
  for (const z3::expr &E : Conditions)
    for (unsigned Symbol : symbols(E))
      Out.set(Symbol, *Values.value(SymbolTerms.at(Symbol), State));
  return true;
}

bool Solver::holdsInRecent(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  for (size_t I = Recent.size(); I-- > 0;)
    if (holdsIn(Recent[I], Conditions, Out))
      return true;
  return false;
}

/// Whether a state that is known needs but a small change.
bool Solver::holdsAfterChange(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  Assignment Zero;
  for (size_t I = Recent.size() + 1; I-- > 0;) {
    Assignment Near = I == Recent.size() ? Zero : Recent[I];
    std::set<unsigned> Changed;
    unsigned Repairs = 0;
    bool All = true, Again = true;
    // One repair may undo another: the second look finds those that can be done in the other order.
    for (unsigned Look = 0; Again && All && Look < Looks; ++Look) {
      Again = false;
      for (const z3::expr &E : Conditions)
        if (All && !Values.holds(E, Near)) {
          All = ++Repairs <= MostRepairs && repair(Values, E, Near, Changed);
          Again = true;
        }
    }
    if (All && holdsIn(Near, Conditions, Out))
      return true;
  }
  return false;
}

Answer Solver::askZ3(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  constexpr unsigned AtFirst = 32, There = 8; // parts of what the question may take
  std::uint64_t Gates = 0;
  for (const z3::expr &E : Conditions)
    Gates += labour(E);
  const unsigned Most = Effort / (1 + Gates / ManyGates);
  const Assignment Placed = places(Conditions);
  const bool Usual = Most == Effort && Placed.values().empty();
  Answer Is = Answer::Unknown;
  if (!Placed.values().empty()) {
    allow(Most / AtFirst);
    Is = check(Conditions, Out);
    allow(Most / There);
    if (Is == Answer::Unknown && holdsInPlace(Placed, Conditions, Out))
      Is = Answer::Yes;
    if (Is != Answer::Unknown || exhausted())
      return allow(Effort), Is;
  }
  if (!Usual)
    allow(Most);
  Is = check(Conditions, Out);
  if (!Usual)
    allow(Effort);
  return Is;
}

Assignment Solver::places(const std::vector<z3::expr> &Conditions) {
  constexpr std::uint64_t First = 0x100000000000, Apart = 0x1000000000;
  Assignment Out;
  for (const z3::expr &E : Conditions)
    for (const z3::expr &Symbol : onBothSides(E))
      if (const unsigned Width = Symbol.get_sort().bv_size(); Width == 64 && !Out.values().count(idOf(Symbol))) {
        facts(Symbol); // so that its term is known
        Out.set(idOf(Symbol), llvm::APInt(Width, First + Apart * Out.values().size()));
      }
  return Out;
}

/// That an address wraps is seldom what is asked about, and what makes it hard.
bool Solver::holdsInPlace(const Assignment &Placed, const std::vector<z3::expr> &Conditions, Assignment &Out) {
  z3::expr_vector From(Z), To(Z);
  for (const auto &[Id, Value] : Placed.values()) {
    From.push_back(SymbolTerms.at(Id));
    To.push_back(Z.bv_val(Value.getZExtValue(), 64));
  }
  std::vector<z3::expr> There;
  for (z3::expr E : Conditions)
    There.push_back(E.substitute(From, To).simplify());
  Assignment Found;
  if (check(There, Found) != Answer::Yes)
    return false;
  Found.take(Placed);
  return holdsIn(Found, Conditions, Out);
}

Answer Solver::check(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  std::uint64_t Labour = 0;
  for (const z3::expr &E : Conditions)
    Labour += labour(E);
  if (Labour > std::min<std::uint64_t>(Effort, MostGates))
    return Answer::Unknown;
  ++Questions;
  const std::uint64_t Before = Spent;
  Backend.push();
  for (const z3::expr &E : Conditions)
    Backend.add(E);
  const z3::check_result R = Backend.check();
  Spent = std::max(Spent, effortOf(Backend.statistics()));
  charge(Spent - Before + Labour);
  if (R == z3::sat) {
    const z3::model Model = Backend.get_model();
    for (const z3::expr &E : Conditions)
      for (unsigned Symbol : symbols(E))
        Out.set(Symbol, numeral(Model.eval(SymbolTerms.at(Symbol), true)));
  }
  Backend.pop();
  return R == z3::sat ? Answer::Yes : R == z3::unsat ? Answer::No : Answer::Unknown;
}

void Solver::remember(const Assignment &State) {
  if (Recent.size() == Examples)
    Recent.erase(Recent.begin());
  Recent.push_back(State);
}

/// What can be said without Z3.
Answer Solver::find(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  if (holdsInRecent(Conditions, Out))
    return Answer::Yes;
  if (KnownBits::contradict(
          Conditions, Values, [&](const z3::expr &E) -> auto & { return symbols(E); }))
    return Answer::No;
  if (!holdsAfterChange(Conditions, Out))
    return Answer::Unknown;
  remember(Out);
  return Answer::Yes;
}

std::vector<unsigned> Solver::key(const std::vector<z3::expr> &Conditions) {
  std::vector<unsigned> Key;
  for (const z3::expr &E : Conditions)
    Key.push_back(idOf(E));
  std::sort(Key.begin(), Key.end());
  Key.erase(std::unique(Key.begin(), Key.end()), Key.end());
  return Key;
}

Solver::Outcome &Solver::glance(const std::vector<z3::expr> &Conditions) {
  auto [It, New] = Known.try_emplace(key(Conditions));
  Outcome &O = It->second;
  if (New) {
    charge(PerLook * Conditions.size());
    O.Is = find(Conditions, O.Example);
    O.Open = O.Is == Answer::Unknown;
  }
  return O;
}

void Solver::settle(Outcome &O, const std::vector<z3::expr> &Conditions) {
  O.Open = false;
  O.Most = Effort;
  const std::vector<unsigned> Ids = key(Conditions);
  if (std::any_of(Hard.begin(), Hard.end(),
                  [&](const auto &Part) { return std::includes(Ids.begin(), Ids.end(), Part.begin(), Part.end()); }))
    return;
  O.Is = askZ3(Conditions, O.Example);
  if (O.Is == Answer::Yes)
    remember(O.Example);
  if (O.Is == Answer::Unknown && !Patient)
    Hard.push_back(Ids);
}

/// Puts symbols that others determine out of the way.
const Solver::Rewritten &Solver::solve(const std::vector<z3::expr> &Conditions) {
  auto [It, New] = Solved.try_emplace(key(Conditions));
  Rewritten &R = It->second;
  if (!New)
    return R;
  const size_t Before = Same.rewritten();
  const std::vector<z3::expr> Rest = Same.solved(
      Conditions, Values, [&](const z3::expr &E) -> auto & { return symbols(E); }, R.Gone);
  charge(PerRewrite * (Same.rewritten() - Before));
  std::vector<const Facts *> All;
  for (const z3::expr &E : Rest)
    if (const Facts &F = facts(E); !F.True)
      All.push_back(&F);
  R.No = contradictory(All);
  R.Groups = independent(All);
  return R;
}

/// The groups of conditions that are to be settled each for itself. Returns false if there is a contradiction.
bool Solver::divide(const std::vector<const Facts *> &All, std::vector<std::vector<z3::expr>> &Into,
                    Equalities::Gone &Gone) {
  for (std::vector<z3::expr> &Group : independent(All)) {
    if (std::none_of(Group.begin(), Group.end(), [&](const z3::expr &E) { return facts(E).Equation; })) {
      Into.push_back(std::move(Group));
      continue;
    }
    const Rewritten &R = solve(Group);
    if (R.No)
      return false;
    Into.insert(Into.end(), R.Groups.begin(), R.Groups.end());
    Gone.insert(Gone.end(), R.Gone.begin(), R.Gone.end());
  }
  return true;
}

/// Their values rest on those of symbols that cancelled out, and might be anything but for that.
void Solver::addGone(const Equalities::Gone &Gone, Assignment &Out) {
  Assignment All = Out;
  for (const auto &[Symbol, Term] : Gone)
    for (const unsigned Id : symbols(Term))
      if (!Out.values().count(Id))
        All.set(Id, *Values.value(SymbolTerms.at(Id), Out));
  for (const auto &[Symbol, Term] : Gone)
    All.set(idOf(Symbol), *Values.value(Term, Out));
  Out = std::move(All);
}

Answer Solver::answer(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment *Out) {
  const Answer Is = decide(Axioms, Conditions, Out);
  if (Log && Is != Answer::Unknown)
    tell(Axioms, Conditions, Is);
  return Is;
}

/// With the axioms that speak of the same symbols, as decide() takes them.
void Solver::tell(const std::vector<z3::expr> &Axioms, std::vector<z3::expr> Conditions, Answer Is) {
  std::unordered_set<unsigned> Used;
  for (const z3::expr &E : Conditions)
    Used.insert(symbols(E).begin(), symbols(E).end());
  for (const z3::expr &E : Axioms)
    if (const auto &Own = symbols(E); std::any_of(Own.begin(), Own.end(), [&](unsigned Id) { return Used.count(Id); }))
      Conditions.push_back(E);
  Log->answered(Conditions, Is);
}

Answer Solver::decide(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment *Out) {
  std::vector<const Facts *> All;
  std::unordered_set<unsigned> Used;
  for (const z3::expr &E : Conditions)
    if (const Facts &F = facts(E); !F.True) {
      All.push_back(&F);
      Used.insert(F.Symbols.begin(), F.Symbols.end());
    }
  const std::uint64_t Before = Worked;
  charge(PerQuestion + PerCondition * All.size());
  if (Before / Often != Worked / Often)
    if (const std::uint64_t Now = effortOf(Backend.statistics()); Now > Spent)
      charge(Now - std::exchange(Spent, Now));
  if (contradictory(All))
    return Answer::No;
  if (exhausted())
    return Answer::Unknown;
  for (const z3::expr &E : Axioms) {
    const Facts &F = facts(E);
    if (std::any_of(F.Symbols.begin(), F.Symbols.end(), [&](unsigned Symbol) { return Used.count(Symbol); }))
      All.push_back(&F);
  }
  Equalities::Gone Gone;
  std::vector<std::vector<z3::expr>> Groups;
  if (!divide(All, Groups, Gone))
    return Answer::No;
  std::vector<Outcome *> Parts;
  for (const auto &Group : Groups)
    if (Parts.push_back(&glance(Group)); Parts.back()->Is == Answer::No)
      return Answer::No;
  Answer Result = Answer::Yes;
  for (size_t I = 0; I < Groups.size(); ++I) {
    if (Parts[I]->Open || (Parts[I]->Is == Answer::Unknown && Parts[I]->Most < Effort))
      settle(*Parts[I], Groups[I]);
    if (Parts[I]->Is == Answer::No)
      return Answer::No;
    if (Parts[I]->Is == Answer::Unknown)
      Result = Answer::Unknown;
    if (Out)
      Out->take(Parts[I]->Example);
  }
  if (Out && Result == Answer::Yes) {
    addGone(Gone, *Out);
    for (const z3::expr &E : Conditions) // what always holds was not asked
      for (const unsigned Id : symbols(E))
        if (!Out->values().count(Id))
          Out->set(Id, *Values.value(SymbolTerms.at(Id), *Out));
  }
  return Result;
}

Answer Solver::satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions) {
  return answer(Axioms, Conditions, nullptr);
}

Answer Solver::example(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment &Out) {
  return answer(Axioms, Conditions, &Out);
}

Answer Solver::satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions,
                           const z3::expr &Last) {
  std::vector<z3::expr> All = Conditions;
  All.push_back(Last);
  return satisfiable(Axioms, All);
}

} // namespace kverdict
