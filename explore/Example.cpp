#include "explore/Example.h"

#include "explore/Tidy.h"

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
  if (!meet(Condition, New, Changed) || !Z.evaluator().holds(Condition, New))
    return false;
  for (unsigned Symbol : Changed)
    if (auto It = About.find(Symbol); It != About.end())
      for (unsigned I : It->second)
        if (!Z.evaluator().holds(Held[I], New))
          return false;
  State = std::move(New);
  return true;
}

bool Example::meet(const z3::expr &Condition, Assignment &New, std::set<unsigned> &Changed) const {
  if (Condition.is_and()) {
    for (unsigned I = 0; I < Condition.num_args(); ++I)
      if (!Z.evaluator().holds(Condition.arg(I), New) && !meet(Condition.arg(I), New, Changed))
        return false;
    return true;
  }
  const bool Negated = Condition.is_not();
  const z3::expr Equal = Negated ? Condition.arg(0) : Condition;
  if (!Equal.is_eq() || !Equal.arg(0).is_bv())
    return false;
  const unsigned Side = Equal.arg(0).is_numeral(); // the one that is changed
  const std::optional<APInt> Wanted = Z.evaluator().value(Equal.arg(1 - Side), New);
  return Wanted && give(Equal.arg(Side), Negated ? *Wanted ^ 1 : *Wanted, New, Changed);
}

/// Sets symbols so that the term has the value, where its form says how.
bool Example::give(const z3::expr &Term, const APInt &Value, Assignment &New, std::set<unsigned> &Changed) const {
  const std::optional<APInt> Now = Z.evaluator().value(Term, New);
  if (!Now || *Now == Value)
    return Now.has_value();
  auto part = [&](unsigned I) { return Z.evaluator().value(Term.arg(I), New); };
  switch (Term.decl().decl_kind()) {
  case Z3_OP_UNINTERPRETED:
    Changed.insert(Term.id());
    New.set(Term.id(), Value);
    return true;
  case Z3_OP_EXTRACT: {
    APInt Whole = *part(0);
    Whole.insertBits(Value, Term.lo());
    return give(Term.arg(0), Whole, New, Changed);
  }
  case Z3_OP_CONCAT: {
    unsigned Low = Value.getBitWidth();
    for (unsigned I = 0; I < Term.num_args(); ++I) {
      const unsigned Width = Term.arg(I).get_sort().bv_size();
      Low -= Width;
      if (!give(Term.arg(I), Value.extractBits(Width, Low), New, Changed))
        return false;
    }
    return true;
  }
  case Z3_OP_BADD: {
    const unsigned Last = Term.num_args() - 1; // Z3 puts numbers first
    return give(Term.arg(Last), *part(Last) + (Value - *Now), New, Changed);
  }
  case Z3_OP_BNOT:
    return give(Term.arg(0), ~Value, New, Changed);
  case Z3_OP_ZERO_EXT:
  case Z3_OP_SIGN_EXT:
    return give(Term.arg(0), Value.trunc(Term.arg(0).get_sort().bv_size()), New, Changed);
  case Z3_OP_ITE:
    return give(Term.arg(part(0)->isZero() ? 2 : 1), Value, New, Changed);
  default:
    return false;
  }
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
