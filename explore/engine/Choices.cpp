// The symbols that stand for choices between what two paths held.
#include "explore/engine/Join.h"

namespace kverdict {

/// The same choice has the same name in both versions of a comparison.
z3::expr Join::named(const z3::expr &Choice) {
  const std::string Name = "choice#" + std::to_string(S.keep(Choice));
  const z3::expr Symbol = S.z3().bv_const(Name.c_str(), Choice.get_sort().bv_size());
  if (Chosen.try_emplace(Symbol.id(), Symbol, Choice).second)
    Order.push_back(Symbol.id());
  return Symbol;
}

/// A choice is made of those that were made before it.
z3::expr Join::spelled(const z3::expr &Term) {
  if (const auto It = Spelled.find(Term.id()); It != Spelled.end())
    return It->second.second;
  z3::context &Ctx = S.z3();
  z3::expr_vector Symbols(Ctx), Terms(Ctx);
  for (const z3::expr &Each : From)
    Symbols.push_back(Each);
  for (const z3::expr &Each : To)
    Terms.push_back(Each);
  for (; From.size() < Order.size();) {
    const auto &[Symbol, Choice] = Chosen.at(Order[From.size()]);
    z3::expr Whole = Choice;
    Whole = Whole.substitute(Symbols, Terms);
    From.push_back(Symbol), Symbols.push_back(Symbol);
    To.push_back(Whole), Terms.push_back(Whole);
  }
  z3::expr Out = Term;
  Out = Out.substitute(Symbols, Terms);
  if (Out.id() != Term.id() && Out.is_bool())
    Out = S.tidy(Out);
  Spelled.insert({Term.id(), {Term, Out}});
  return Out;
}

void Join::spell(std::map<RegionId, std::map<std::int64_t, StoredBits>> &Stores) {
  for (auto &[Id, Cells] : Stores)
    for (auto &[Bit, Cell] : Cells)
      Cell.Term = spelled(Cell.Term);
}

void Join::spell(Path &P) {
  if (Order.empty())
    return;
  auto all = [&](std::vector<z3::expr> &Terms) {
    for (z3::expr &Each : Terms)
      Each = spelled(Each);
  };
  all(P.Conditions);
  if (P.Result)
    P.Result = spelled(*P.Result);
  if (P.Null)
    P.Null = spelled(*P.Null);
  for (OpaqueCall &Call : P.Calls) {
    all(Call.Arguments);
    spell(Call.Stored);
    for (auto &[Id, Content] : Call.Forgotten)
      for (auto &[Bit, Cell] : Content.Stores)
        Cell.Term = spelled(Cell.Term);
  }
  for (UntestedPremise &Each : P.Untested)
    Each.Fires = spelled(Each.Fires);
  for (PathEvent &Each : P.Events)
    all(Each.Operands), spell(Each.Stored);
  for (VolatileRead &Each : P.VolatileReads)
    Each.Held = spelled(Each.Held), Each.Found = spelled(Each.Found);
  spell(P.Left);
}

} // namespace kverdict
