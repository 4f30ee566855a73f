#include "smt/Example.h"

#include "smt/Repair.h"
#include "smt/Tidy.h"

#include <algorithm>

using llvm::APInt;

namespace kverdict {

Answer Example::begin(const std::vector<z3::expr> &Conditions) {
  for (const z3::expr &E : Conditions)
    hold(E);
  return Z.example({}, Conditions, State);
}

void Example::hold(const z3::expr &E) {
  for (unsigned Symbol : Z.symbols(E))
    About[Symbol].push_back(Held.size());
  Held.push_back(E);
}

APInt Example::value(const z3::expr &Term) const {
  const unsigned Width = Term.is_bool() ? 1 : Term.get_sort().bv_size();
  return Z.evaluator().value(Term, State).value_or(APInt(Width, 0));
}

bool Example::keep(const z3::expr &Raw) {
  const z3::expr Condition = isSimple(Raw) ? Raw : Raw.simplify();
  if (Condition.is_false())
    return false;
  if (Condition.is_true())
    return true;
  if (!holds(Condition) && !change(Condition) && !solve(Condition))
    return false;
  hold(Condition);
  return true;
}

/// Changes the state a little so that the condition holds, if all that is held so far survives it.
bool Example::change(const z3::expr &Condition) {
  Assignment New = State;
  std::set<unsigned> Changed;
  if (!repair(Z.evaluator(), Condition, New, Changed) || !Z.evaluator().holds(Condition, New))
    return false;
  for (unsigned Symbol : Changed)
    if (auto It = About.find(Symbol); It != About.end())
      for (unsigned I : It->second)
        if (!Z.evaluator().holds(Held[I], New))
          return false;
  State = std::move(New);
  return true;
}

/// What is held of the symbols of the condition, and of symbols that occur with them, and so on.
std::vector<z3::expr> Example::connected(const z3::expr &Condition) const {
  std::set<unsigned> Reached;
  std::vector<unsigned> Waiting(Z.symbols(Condition).begin(), Z.symbols(Condition).end());
  std::set<unsigned> Symbols(Waiting.begin(), Waiting.end());
  while (!Waiting.empty()) {
    auto It = About.find(Waiting.back());
    Waiting.pop_back();
    for (unsigned I : It == About.end() ? std::vector<unsigned>() : It->second)
      if (Reached.insert(I).second)
        for (unsigned Symbol : Z.symbols(Held[I]))
          if (Symbols.insert(Symbol).second)
            Waiting.push_back(Symbol);
  }
  std::vector<z3::expr> Out;
  for (unsigned I : Reached)
    Out.push_back(Held[I]);
  return Out;
}

bool Example::solve(const z3::expr &Condition) {
  std::vector<z3::expr> All = connected(Condition);
  All.push_back(Condition);
  Assignment Found;
  if (Z.example({}, All, Found) != Answer::Yes)
    return false;
  State.take(Found);
  return true;
}

} // namespace kverdict
