#include "smt/Equalities.h"

#include "smt/Tidy.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace kverdict {
namespace {

bool isSymbol(const z3::expr &E) { return E.is_const() && E.decl().decl_kind() == Z3_OP_UNINTERPRETED; }

bool holds(const std::vector<unsigned> &Symbols, unsigned Id) {
  return std::binary_search(Symbols.begin(), Symbols.end(), Id);
}

/// Which symbol an equation determines: of two the newer one. None if its value could not be told.
std::optional<std::pair<z3::expr, z3::expr>> solution(const z3::expr &E, Evaluator &Values,
                                                      const Equalities::SymbolsOf &SymbolsIn) {
  const unsigned Newer = idOf(E.arg(1)) > idOf(E.arg(0));
  for (const unsigned Side : {Newer, 1 - Newer}) {
    const z3::expr Symbol = E.arg(Side), Term = E.arg(1 - Side);
    Assignment Zero;
    if (isSymbol(Symbol) && !holds(SymbolsIn(Term), idOf(Symbol)) && Values.value(Term, Zero))
      return std::pair(Symbol, Term);
  }
  return std::nullopt;
}

} // namespace

bool Equalities::isEquation(const z3::expr &E) {
  return E.is_eq() && E.arg(0).is_bv() && (isSymbol(E.arg(0)) || isSymbol(E.arg(1))) && !E.arg(0).is_numeral() &&
         !E.arg(1).is_numeral();
}

/// The term with what its symbols equal in their place: these of All.
z3::expr Equalities::put(const z3::expr &In, const Gone &All, const std::vector<size_t> &These) {
  if (These.empty())
    return In;
  std::vector<unsigned> Key{idOf(In)};
  z3::expr_vector From(Z), To(Z);
  for (const size_t I : These) {
    const auto &[Symbol, Term] = All[I];
    From.push_back(Symbol), To.push_back(Term);
    Key.push_back(idOf(Symbol)), Key.push_back(idOf(Term));
  }
  auto It = Known.find(Key);
  if (It == Known.end()) {
    z3::expr Whole = In;
    It = Known.emplace(std::move(Key), Result{In, lifted(Whole.substitute(From, To).simplify())}).first;
  }
  return It->second.Is;
}

std::vector<z3::expr> Equalities::solved(const std::vector<z3::expr> &Conditions, Evaluator &Values,
                                         const SymbolsOf &SymbolsIn, Gone &All) {
  std::unordered_map<unsigned, size_t> At;                 // the symbol that went, in All
  std::unordered_map<unsigned, std::vector<size_t>> Users; // whose terms have had a symbol in them
  auto withAll = [&](const z3::expr &In) {
    std::vector<size_t> These;
    for (const unsigned Symbol : SymbolsIn(In))
      if (const auto It = At.find(Symbol); It != At.end())
        These.push_back(It->second);
    std::sort(These.begin(), These.end());
    return put(In, All, These);
  };
  auto uses = [&](size_t I) {
    for (const unsigned Symbol : SymbolsIn(All[I].second))
      Users[Symbol].push_back(I);
  };
  std::vector<z3::expr> Rest;
  for (const z3::expr &Each : Conditions) {
    const z3::expr E = isEquation(Each) ? withAll(Each) : Each;
    const auto Found = isEquation(E) ? solution(E, Values, SymbolsIn) : std::nullopt;
    if (!Found) {
      Rest.push_back(E);
      continue;
    }
    const unsigned Symbol = idOf(Found->first);
    for (const size_t I : std::exchange(Users[Symbol], {}))
      if (holds(SymbolsIn(All[I].second), Symbol)) {
        All[I].second = put(All[I].second, {*Found}, {0});
        uses(I);
      }
    At.emplace(Symbol, All.size());
    All.push_back(*Found);
    uses(All.size() - 1);
  }
  for (z3::expr &E : Rest)
    E = withAll(E);
  return Rest;
}

} // namespace kverdict
