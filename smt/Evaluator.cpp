#include "smt/Evaluator.h"

#include "smt/Tidy.h"

using llvm::APInt;

namespace kverdict {

void Assignment::set(unsigned Symbol, APInt Value) {
  Values.insert_or_assign(Symbol, std::move(Value));
  Stamp = 0;
}

void Assignment::take(const Assignment &Other) {
  for (const auto &[Symbol, Value] : Other.Values)
    Values.insert_or_assign(Symbol, Value);
  Stamp = 0;
}

APInt numeral(const z3::expr &E) {
  if (E.is_bool())
    return APInt(1, E.is_true());
  const unsigned Width = E.get_sort().bv_size();
  if (Width <= 64)
    return APInt(Width, E.get_numeral_uint64());
  return APInt(Width, Z3_get_numeral_string(E.ctx(), E), 10);
}

static bool isValue(const z3::expr &E) { return E.is_numeral() || E.is_true() || E.is_false(); }

unsigned Evaluator::node(const z3::expr &E) {
  if (auto It = NodeOf.find(idOf(E)); It != NodeOf.end())
    return It->second;
  Node New;
  New.Known = E.is_app() && (E.is_bool() || E.is_bv());
  if (New.Known) {
    New.Width = E.is_bool() ? 1 : E.get_sort().bv_size();
    for (unsigned I = 0; I < E.num_args(); ++I)
      New.Args.push_back(node(E.arg(I)));
    New.Op = E.decl().decl_kind();
    if (isValue(E))
      New.Op = Z3_OP_BNUM, New.Value = numeral(E);
    else if (New.Op == Z3_OP_UNINTERPRETED)
      New.Args.empty() ? void(New.Symbol = idOf(E)) : void(New.Known = false);
    else if (New.Op == Z3_OP_EXTRACT)
      New.Parameter[0] = E.hi(), New.Parameter[1] = E.lo();
  }
  const unsigned Index = Nodes.size();
  Nodes.push_back(std::move(New));
  Terms.push_back(E);
  NodeOf.emplace(idOf(E), Index);
  return Index;
}

const Evaluator::Node &Evaluator::computed(unsigned Index, const Assignment &A) {
  Node &N = Nodes[Index];
  if (N.Stamp != A.Stamp && N.Op != Z3_OP_BNUM) {
    N.Stamp = A.Stamp;
    compute(N, A);
  }
  return N;
}

void Evaluator::compute(Node &N, const Assignment &A) {
  if (N.Symbol != ~0u) {
    auto It = A.Values.find(N.Symbol);
    N.Value = It == A.Values.end() ? APInt(N.Width, 0) : It->second;
    return;
  }
  if (N.Op == Z3_OP_UNINTERPRETED) {
    N.Known = false;
    return;
  }
  if (N.Op == Z3_OP_ITE) {
    const Node &Condition = computed(N.Args[0], A);
    N.Known = Condition.Known;
    if (N.Known) {
      const Node &Taken = computed(N.Args[Condition.Value.isZero() ? 2 : 1], A);
      N.Known = Taken.Known;
      N.Value = Taken.Value;
    }
    return;
  }
  N.Known = true;
  for (unsigned Arg : N.Args)
    N.Known &= computed(Arg, A).Known;
  if (N.Known)
    combine(N);
}

void Evaluator::combine(Node &N) {
  auto arg = [&](unsigned I) -> const APInt & { return Nodes[N.Args[I]].Value; };
  auto truth = [](bool Is) { return APInt(1, Is); };
  auto fold = [&](auto Join) {
    APInt Sum = arg(0);
    for (unsigned I = 1; I < N.Args.size(); ++I)
      Sum = Join(Sum, arg(I));
    return Sum;
  };
  // By how many bits: a shift by the width or more leaves nothing (or the sign).
  auto bits = [&] { return arg(1).getLimitedValue(N.Width); };
  switch (N.Op) {
  case Z3_OP_NOT:
  case Z3_OP_BNOT:
    N.Value = ~arg(0);
    return;
  case Z3_OP_AND:
  case Z3_OP_BAND:
    N.Value = fold([](const APInt &A, const APInt &B) { return A & B; });
    return;
  case Z3_OP_OR:
  case Z3_OP_BOR:
    N.Value = fold([](const APInt &A, const APInt &B) { return A | B; });
    return;
  case Z3_OP_XOR:
  case Z3_OP_BXOR:
    N.Value = fold([](const APInt &A, const APInt &B) { return A ^ B; });
    return;
  case Z3_OP_IMPLIES:
    N.Value = ~arg(0) | arg(1);
    return;
  case Z3_OP_EQ:
  case Z3_OP_IFF:
  case Z3_OP_BCOMP:
    N.Value = truth(arg(0) == arg(1));
    return;
  case Z3_OP_DISTINCT:
    N.Known = N.Args.size() == 2;
    N.Value = truth(N.Known && arg(0) != arg(1));
    return;
  case Z3_OP_BADD:
    N.Value = fold([](const APInt &A, const APInt &B) { return A + B; });
    return;
  case Z3_OP_BSUB:
    N.Value = fold([](const APInt &A, const APInt &B) { return A - B; });
    return;
  case Z3_OP_BMUL:
    N.Value = fold([](const APInt &A, const APInt &B) { return A * B; });
    return;
  case Z3_OP_BNEG:
    N.Value = -arg(0);
    return;
  case Z3_OP_ULEQ:
    N.Value = truth(arg(0).ule(arg(1)));
    return;
  case Z3_OP_ULT:
    N.Value = truth(arg(0).ult(arg(1)));
    return;
  case Z3_OP_UGEQ:
    N.Value = truth(arg(0).uge(arg(1)));
    return;
  case Z3_OP_UGT:
    N.Value = truth(arg(0).ugt(arg(1)));
    return;
  case Z3_OP_SLEQ:
    N.Value = truth(arg(0).sle(arg(1)));
    return;
  case Z3_OP_SLT:
    N.Value = truth(arg(0).slt(arg(1)));
    return;
  case Z3_OP_SGEQ:
    N.Value = truth(arg(0).sge(arg(1)));
    return;
  case Z3_OP_SGT:
    N.Value = truth(arg(0).sgt(arg(1)));
    return;
  case Z3_OP_CONCAT:
    N.Value = fold([](const APInt &A, const APInt &B) { return A.concat(B); });
    return;
  case Z3_OP_EXTRACT:
    N.Value = arg(0).extractBits(N.Width, N.Parameter[1]);
    return;
  case Z3_OP_ZERO_EXT:
    N.Value = arg(0).zext(N.Width);
    return;
  case Z3_OP_SIGN_EXT:
    N.Value = arg(0).sext(N.Width);
    return;
  case Z3_OP_BSHL:
    N.Value = arg(0).shl(bits());
    return;
  case Z3_OP_BLSHR:
    N.Value = arg(0).lshr(bits());
    return;
  case Z3_OP_BASHR:
    N.Value = arg(0).ashr(bits());
    return;
  default:
    divide(N);
  }
}

/// Division, with what SMT-LIB says of a division by zero.
void Evaluator::divide(Node &N) {
  N.Known = N.Args.size() == 2;
  if (!N.Known)
    return;
  const APInt &A = Nodes[N.Args[0]].Value, &B = Nodes[N.Args[1]].Value;
  const bool Zero = B.isZero();
  switch (N.Op) {
  case Z3_OP_BUDIV:
  case Z3_OP_BUDIV_I:
    N.Value = Zero ? APInt::getAllOnes(N.Width) : A.udiv(B);
    return;
  case Z3_OP_BUREM:
  case Z3_OP_BUREM_I:
    N.Value = Zero ? A : A.urem(B);
    return;
  case Z3_OP_BSDIV:
  case Z3_OP_BSDIV_I:
    N.Value = !Zero ? A.sdiv(B) : A.isNegative() ? APInt(N.Width, 1) : APInt::getAllOnes(N.Width);
    return;
  case Z3_OP_BSREM:
  case Z3_OP_BSREM_I:
    N.Value = Zero ? A : A.srem(B);
    return;
  default:
    N.Known = false;
  }
}

std::optional<APInt> Evaluator::value(const z3::expr &E, Assignment &A) {
  if (A.Stamp == 0)
    A.Stamp = ++Stamps;
  const unsigned Index = node(E);
  const Node &N = computed(Index, A);
  return N.Known ? std::optional(N.Value) : std::nullopt;
}

bool Evaluator::holds(const z3::expr &E, Assignment &A) {
  const std::optional<APInt> V = value(E, A);
  return V && !V->isZero();
}

} // namespace kverdict
