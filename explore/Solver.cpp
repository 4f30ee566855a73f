#include "explore/Solver.h"

#include <algorithm>

namespace kverdict {
namespace {

template <typename Found> void eachSymbol(const z3::expr &E, std::set<unsigned> &Seen, Found Call) {
  if (!E.is_app() || !Seen.insert(E.id()).second)
    return;
  if (E.is_const() && E.decl().decl_kind() == Z3_OP_UNINTERPRETED)
    Call(E);
  for (unsigned I = 0; I < E.num_args(); ++I)
    eachSymbol(E.arg(I), Seen, Call);
}

/// How many gates Z3 makes of the multiplications and divisions in a term: it does not count them as effort.
std::uint64_t gates(const z3::expr &E, std::set<unsigned> &Seen) {
  if (!E.is_app() || !Seen.insert(E.id()).second)
    return 0;
  std::uint64_t Sum = 0;
  unsigned Open = 0;
  for (unsigned I = 0; I < E.num_args(); ++I) {
    Sum += gates(E.arg(I), Seen);
    Open += !E.arg(I).is_numeral();
  }
  const std::uint64_t Width = E.is_bv() ? E.get_sort().bv_size() : 0;
  switch (E.decl().decl_kind()) {
  case Z3_OP_BMUL:
    return Sum + (Open > 1 ? Width * Width : 0);
  case Z3_OP_BUDIV:
  case Z3_OP_BUREM:
  case Z3_OP_BSDIV:
  case Z3_OP_BSREM:
  case Z3_OP_BUDIV_I:
  case Z3_OP_BUREM_I:
  case Z3_OP_BSDIV_I:
  case Z3_OP_BSREM_I:
    return Sum + 3 * Width * Width;
  default:
    return Sum;
  }
}

constexpr size_t Examples = 16; ///< trying one costs next to nothing compared with asking Z3

bool meet(const std::set<unsigned> &A, const std::set<unsigned> &B) {
  for (auto I = A.begin(), J = B.begin(); I != A.end() && J != B.end();) {
    if (*I == *J)
      return true;
    *I < *J ? ++I : ++J;
  }
  return false;
}

} // namespace

std::vector<long> literals(const std::vector<z3::expr> &Conditions) {
  std::vector<long> Out;
  for (const z3::expr &E : Conditions)
    Out.push_back(E.is_not() ? -static_cast<long>(E.arg(0).id()) : static_cast<long>(E.id()));
  std::sort(Out.begin(), Out.end());
  return Out;
}

bool contradict(const std::vector<long> &A, const std::vector<long> &B) {
  return std::any_of(A.begin(), A.end(), [&](long L) { return std::binary_search(B.begin(), B.end(), -L); });
}

void collectSymbols(const z3::expr &E, std::set<unsigned> &Out) {
  std::set<unsigned> Seen;
  eachSymbol(E, Seen, [&](const z3::expr &Symbol) { Out.insert(Symbol.id()); });
}

Solver::Solver(z3::context &Z, unsigned Effort) : Z(Z), Backend(Z, "QF_BV"), Effort(Effort) {
  z3::params P(Z);
  P.set("rlimit", Effort);
  P.set("phase_selection", 0u); // bits are tried as 0 first: then examples are small
  Backend.set(P);
}

const Solver::Ids &Solver::symbols(const z3::expr &E) {
  auto It = SymbolsOf.find(E.id());
  if (It == SymbolsOf.end()) {
    It = SymbolsOf.emplace(E.id(), std::pair(E, Ids())).first;
    std::set<unsigned> Seen;
    eachSymbol(E, Seen, [&](const z3::expr &Symbol) {
      It->second.second.insert(Symbol.id());
      SymbolTerms.try_emplace(Symbol.id(), Symbol);
    });
  }
  return It->second.second;
}

std::uint64_t Solver::labour(const z3::expr &E) {
  auto [It, New] = LabourOf.try_emplace(E.id(), 0);
  if (New) {
    symbols(E); // keeps the term, and so its id
    std::set<unsigned> Seen;
    It->second = gates(E, Seen);
  }
  return It->second;
}

bool Solver::contradictory(const std::vector<z3::expr> &Conditions) const {
  Ids True, False;
  for (const z3::expr &E : Conditions) {
    if (E.is_false())
      return true;
    if (E.is_not())
      False.insert(E.arg(0).id());
    else
      True.insert(E.id());
  }
  return meet(True, False);
}

std::vector<std::vector<z3::expr>> Solver::independent(const std::vector<z3::expr> &Conditions) {
  struct Group {
    Ids Symbols;
    std::vector<z3::expr> Members;
  };
  std::vector<Group> Groups;
  for (const z3::expr &E : Conditions) {
    Group New{symbols(E), {E}};
    for (size_t I = 0; I < Groups.size();) {
      if (!meet(Groups[I].Symbols, New.Symbols)) {
        ++I;
        continue;
      }
      New.Symbols.insert(Groups[I].Symbols.begin(), Groups[I].Symbols.end());
      New.Members.insert(New.Members.end(), Groups[I].Members.begin(), Groups[I].Members.end());
      Groups.erase(Groups.begin() + I);
    }
    Groups.push_back(std::move(New));
  }
  std::vector<std::vector<z3::expr>> Result;
  for (Group &G : Groups)
    Result.push_back(std::move(G.Members));
  return Result;
}

bool Solver::holdsInRecent(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  for (size_t I = Recent.size(); I-- > 0;)
    if (std::all_of(Conditions.begin(), Conditions.end(),
                    [&](const z3::expr &E) { return Values.holds(E, Recent[I]); })) {
      for (const z3::expr &E : Conditions)
        for (unsigned Symbol : symbols(E))
          Out.set(Symbol, *Values.value(SymbolTerms.at(Symbol), Recent[I]));
      return true;
    }
  return false;
}

Answer Solver::askZ3(const std::vector<z3::expr> &Conditions, Assignment &Out) {
  std::uint64_t Labour = 0;
  for (const z3::expr &E : Conditions)
    Labour += labour(E);
  if (Labour > Effort)
    return Answer::Unknown;
  ++Questions;
  Backend.push();
  for (const z3::expr &E : Conditions)
    Backend.add(E);
  const z3::check_result R = Backend.check();
  if (R == z3::sat) {
    const z3::model Model = Backend.get_model();
    for (const z3::expr &E : Conditions)
      for (unsigned Symbol : symbols(E))
        Out.set(Symbol, numeral(Model.eval(SymbolTerms.at(Symbol), true)));
    if (Recent.size() == Examples)
      Recent.erase(Recent.begin());
    Recent.push_back(Out);
  }
  Backend.pop();
  return R == z3::sat ? Answer::Yes : R == z3::unsat ? Answer::No : Answer::Unknown;
}

const Solver::Outcome &Solver::decide(const std::vector<z3::expr> &Conditions) {
  std::vector<unsigned> Key;
  for (const z3::expr &E : Conditions)
    Key.push_back(E.id());
  std::sort(Key.begin(), Key.end());
  Key.erase(std::unique(Key.begin(), Key.end()), Key.end());
  auto [It, New] = Known.try_emplace(std::move(Key));
  Outcome &O = It->second;
  if (New)
    O.Is = holdsInRecent(Conditions, O.Example) ? Answer::Yes : askZ3(Conditions, O.Example);
  return O;
}

Answer Solver::answer(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment *Out) {
  if (contradictory(Conditions))
    return Answer::No;
  std::vector<z3::expr> All;
  Ids Used;
  for (const z3::expr &E : Conditions) {
    if (E.is_true())
      continue;
    All.push_back(E);
    Used.insert(symbols(E).begin(), symbols(E).end());
  }
  for (const z3::expr &E : Axioms)
    if (meet(symbols(E), Used))
      All.push_back(E);
  Answer Result = Answer::Yes;
  for (const auto &Group : independent(All)) {
    const Outcome &One = decide(Group);
    if (One.Is == Answer::No)
      return Answer::No;
    if (One.Is == Answer::Unknown)
      Result = Answer::Unknown;
    if (Out)
      Out->take(One.Example);
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
