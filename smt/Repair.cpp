#include "smt/Repair.h"

using llvm::APInt;

namespace kverdict {
namespace {

/// Sets symbols so that the term has the value, where its form says how.
bool give(Evaluator &Values, const z3::expr &Term, const APInt &Value, Assignment &New, std::set<unsigned> &Changed) {
  const std::optional<APInt> Now = Values.value(Term, New);
  if (!Now || *Now == Value)
    return Now.has_value();
  auto part = [&](unsigned I) { return Values.value(Term.arg(I), New); };
  switch (Term.decl().decl_kind()) {
  case Z3_OP_UNINTERPRETED:
    Changed.insert(Term.id());
    New.set(Term.id(), Value);
    return true;
  case Z3_OP_EXTRACT: {
    APInt Whole = *part(0);
    Whole.insertBits(Value, Term.lo());
    return give(Values, Term.arg(0), Whole, New, Changed);
  }
  case Z3_OP_CONCAT: {
    unsigned Low = Value.getBitWidth();
    for (unsigned I = 0; I < Term.num_args(); ++I) {
      const unsigned Width = Term.arg(I).get_sort().bv_size();
      Low -= Width;
      if (!give(Values, Term.arg(I), Value.extractBits(Width, Low), New, Changed))
        return false;
    }
    return true;
  }
  case Z3_OP_BADD: {
    const unsigned Last = Term.num_args() - 1; // Z3 puts numbers first
    return give(Values, Term.arg(Last), *part(Last) + (Value - *Now), New, Changed);
  }
  case Z3_OP_BNOT:
    return give(Values, Term.arg(0), ~Value, New, Changed);
  case Z3_OP_ZERO_EXT:
  case Z3_OP_SIGN_EXT:
    return give(Values, Term.arg(0), Value.trunc(Term.arg(0).get_sort().bv_size()), New, Changed);
  case Z3_OP_ITE:
    return give(Values, Term.arg(part(0)->isZero() ? 2 : 1), Value, New, Changed);
  default:
    return false;
  }
}

/// A <= B, or its opposite, by the smallest change of one side.
bool order(Evaluator &Values, const z3::expr &Bound, bool Negated, Assignment &New, std::set<unsigned> &Changed) {
  const bool Signed = Bound.decl().decl_kind() == Z3_OP_SLEQ;
  const std::optional<APInt> A = Values.value(Bound.arg(0), New), B = Values.value(Bound.arg(1), New);
  if (!A || !B)
    return false;
  const APInt Least = Signed ? APInt::getSignedMinValue(A->getBitWidth()) : APInt(A->getBitWidth(), 0);
  const APInt Most = ~Least;
  if (!Bound.arg(0).is_numeral() && !(Negated && *B == Most))
    return give(Values, Bound.arg(0), Negated ? *B + 1 : *B, New, Changed);
  return !Bound.arg(1).is_numeral() && !(Negated && *A == Least) &&
         give(Values, Bound.arg(1), Negated ? *A - 1 : *A, New, Changed);
}

/// Every part of an `and`, or one of an `or`; of their negations, the other way round.
bool parts(Evaluator &Values, const z3::expr &Joined, bool Negated, Assignment &New, std::set<unsigned> &Changed) {
  const bool Every = Joined.is_and() != Negated;
  for (unsigned I = 0; I < Joined.num_args(); ++I) {
    const z3::expr Part = Negated ? !Joined.arg(I) : Joined.arg(I);
    const bool Done = (Every && Values.holds(Part, New)) || repair(Values, Part, New, Changed);
    if (Done != Every)
      return Done;
  }
  return Every;
}

} // namespace

bool repair(Evaluator &Values, const z3::expr &Condition, Assignment &New, std::set<unsigned> &Changed) {
  const bool Negated = Condition.is_not();
  const z3::expr Equal = Negated ? Condition.arg(0) : Condition;
  if (Equal.is_not())
    return repair(Values, Equal.arg(0), New, Changed);
  if (Equal.is_and() || Equal.is_or())
    return parts(Values, Equal, Negated, New, Changed);
  if (const Z3_decl_kind Op = Equal.decl().decl_kind(); Op == Z3_OP_ULEQ || Op == Z3_OP_SLEQ)
    return order(Values, Equal, Negated, New, Changed);
  if (!Equal.is_eq() || !Equal.arg(0).is_bv())
    return false;
  for (const unsigned Side : {0u, 1u}) { // the one that is changed
    const std::optional<APInt> Wanted = Values.value(Equal.arg(1 - Side), New);
    if (!Wanted)
      return false;
    if (!Equal.arg(Side).is_numeral() && give(Values, Equal.arg(Side), Negated ? *Wanted ^ 1 : *Wanted, New, Changed))
      return true;
  }
  return false;
}

} // namespace kverdict
