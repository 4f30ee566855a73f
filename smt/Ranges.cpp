#include "smt/Ranges.h"

#include "smt/Tidy.h"

#include <algorithm>
#include <bit>

namespace kverdict {
namespace {

using Wide = unsigned __int128;

std::uint64_t ones(unsigned Width) { return Width >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << Width) - 1; }

/// All numbers from one to the other, as far as they are left in so many bits: none is if they wrap in between.
Range kept(Wide Least, Wide Most, unsigned Width) {
  if (Least >> Width != Most >> Width)
    return {0, ones(Width)};
  return {static_cast<std::uint64_t>(Least) & ones(Width), static_cast<std::uint64_t>(Most) & ones(Width)};
}

Range both(Range A, Range B) { return {std::min(A.Least, B.Least), std::max(A.Most, B.Most)}; }

std::uint64_t shifted(std::uint64_t Value, std::uint64_t By) { return By >= 64 ? 0 : Value >> By; }

/// What an operation makes of two numbers; none if it may be anything.
std::optional<Range> combined(Z3_decl_kind Op, Range A, Range B, unsigned Width) {
  const std::uint64_t All = std::bit_ceil(std::max(A.Most, B.Most) / 2 + 1) * 2 - 1; // with all bits below the highest
  const bool Natural = A.Most <= ones(Width - 1) && B.Most <= ones(Width - 1);       // if they are read as signed
  switch (Op) {
  case Z3_OP_BADD:
    return kept(Wide(A.Least) + B.Least, Wide(A.Most) + B.Most, Width);
  case Z3_OP_BMUL:
    return kept(Wide(A.Least) * B.Least, Wide(A.Most) * B.Most, Width);
  case Z3_OP_BAND:
    return Range{0, std::min(A.Most, B.Most)};
  case Z3_OP_BOR:
    return Range{std::max(A.Least, B.Least), All};
  case Z3_OP_BXOR:
    return Range{0, All};
  case Z3_OP_BSHL:
    if (B.Least != B.Most || B.Least >= Width)
      return std::nullopt;
    return kept(Wide(A.Least) << B.Least, Wide(A.Most) << B.Least, Width);
  case Z3_OP_BASHR:
    if (!Natural)
      return std::nullopt;
    [[fallthrough]];
  case Z3_OP_BLSHR:
    return Range{shifted(A.Least, B.Most), shifted(A.Most, B.Least)};
  case Z3_OP_BSDIV:
  case Z3_OP_BSDIV_I:
    if (!Natural)
      return std::nullopt;
    [[fallthrough]];
  case Z3_OP_BUDIV:
  case Z3_OP_BUDIV_I:
    return B.Least ? std::optional(Range{A.Least / B.Most, A.Most / B.Least}) : std::nullopt;
  case Z3_OP_BSREM:
  case Z3_OP_BSREM_I:
    if (!Natural)
      return std::nullopt;
    [[fallthrough]];
  case Z3_OP_BUREM:
  case Z3_OP_BUREM_I:
    return B.Least ? std::optional(Range{0, std::min(A.Most, B.Most - 1)}) : std::nullopt;
  default:
    return std::nullopt;
  }
}

/// A factor of a term, and the rest of it; none for a number.
std::pair<std::int64_t, std::optional<z3::expr>> factor(const z3::expr &E) {
  const unsigned Width = E.get_sort().bv_size();
  if (const auto Number = numberIn(E))
    return {signExtend(*Number, Width), std::nullopt};
  if (E.is_app() && E.decl().decl_kind() == Z3_OP_BMUL && E.num_args() == 2)
    if (const auto Number = numberIn(E.arg(0)))
      return {signExtend(*Number, Width), E.arg(1)};
  return {1, E};
}

std::vector<z3::expr> addends(const z3::expr &E) {
  std::vector<z3::expr> Out;
  const bool Sum = E.is_app() && E.decl().decl_kind() == Z3_OP_BADD;
  for (unsigned I = 0; I < (Sum ? E.num_args() : 1); ++I)
    Out.push_back(Sum ? E.arg(I) : E);
  return Out;
}

/// Numbers of so many bits, if none of these needs more.
std::optional<Span> fitting(__int128 Least, __int128 Most, unsigned Width) {
  const __int128 Limit = static_cast<__int128>(1) << (Width - 1);
  if (Least < -Limit || Most >= Limit)
    return std::nullopt;
  return Span{static_cast<std::int64_t>(Least), static_cast<std::int64_t>(Most)};
}

} // namespace

std::optional<Range> Ranges::of(const z3::expr &E) {
  if (!E.is_bv() || E.get_sort().bv_size() > 64)
    return std::nullopt;
  if (const auto Number = numberIn(E)) // may be gone tomorrow, and its id another one's
    return Range{*Number, *Number};
  if (const auto It = Of.find(idOf(E)); It != Of.end())
    return It->second;
  const std::optional<Range> Is = computed(E);
  Of.emplace(idOf(E), Is);
  return Is;
}

std::optional<Range> Ranges::computed(const z3::expr &E) {
  const unsigned Width = E.get_sort().bv_size();
  const Range Any{0, ones(Width)};
  if (!E.is_app() || E.num_args() == 0)
    return Any;
  switch (E.decl().decl_kind()) {
  case Z3_OP_EXTRACT: {
    const auto Inner = of(E.arg(0));
    const unsigned Low = E.lo();
    return Inner ? kept(Inner->Least >> Low, Inner->Most >> Low, Width) : Any;
  }
  case Z3_OP_ZERO_EXT:
    return of(E.arg(0));
  case Z3_OP_BNOT: {
    const auto Inner = of(E.arg(0));
    return Range{~Inner->Most & Any.Most, ~Inner->Least & Any.Most};
  }
  case Z3_OP_ITE: {
    const auto Is = truth(E.arg(0));
    return Is ? of(E.arg(*Is ? 1 : 2)) : both(*of(E.arg(1)), *of(E.arg(2)));
  }
  case Z3_OP_CONCAT: {
    Range Sum{0, 0};
    for (unsigned I = 0; I < E.num_args(); ++I) {
      const Range Part = *of(E.arg(I));
      const unsigned By = E.arg(I).get_sort().bv_size();
      Sum = {(By < 64 ? Sum.Least << By : 0) | Part.Least, (By < 64 ? Sum.Most << By : 0) | Part.Most};
    }
    return Sum;
  }
  default:
    return folded(E).value_or(Any);
  }
}

/// Of an operation on two numbers or more.
std::optional<Range> Ranges::folded(const z3::expr &E) {
  const unsigned Width = E.get_sort().bv_size();
  auto Sum = of(E.arg(0));
  for (unsigned I = 1; Sum && I < E.num_args(); ++I) {
    const auto Next = of(E.arg(I));
    Sum = Next ? combined(E.decl().decl_kind(), *Sum, *Next, Width) : std::nullopt;
  }
  return E.num_args() > 1 ? Sum : std::nullopt;
}

std::optional<Span> Ranges::span(const z3::expr &E) {
  if (!E.is_bv() || E.get_sort().bv_size() > 64)
    return std::nullopt;
  const unsigned Width = E.get_sort().bv_size();
  if (const auto Number = numberIn(E))
    return Span{signExtend(*Number, Width), signExtend(*Number, Width)};
  if (const auto It = Spans.find(idOf(E)); It != Spans.end())
    return It->second;
  std::optional<Span> Is = unwrapped(E);
  if (const Range R = *of(E); !Is && R.Most <= ones(Width - 1))
    Is = Span{static_cast<std::int64_t>(R.Least), static_cast<std::int64_t>(R.Most)};
  Spans.emplace(idOf(E), Is);
  return Is;
}

/// By the operations that pointers into one array are computed with.
std::optional<Span> Ranges::unwrapped(const z3::expr &E) {
  const unsigned Width = E.get_sort().bv_size();
  const Z3_decl_kind Op = E.is_app() ? E.decl().decl_kind() : Z3_OP_UNINTERPRETED;
  if (Op == Z3_OP_BADD || Op == Z3_OP_BMUL) {
    std::optional<Span> Sum = Span{0, 0};
    for (const z3::expr &Each : addends(E)) {
      const auto [Factor, Rest] = factor(Each);
      const auto Part = !Rest ? Span{1, 1} : Op == Z3_OP_BMUL && Factor == 1 ? std::nullopt : span(*Rest);
      if (!Part || !Sum)
        return std::nullopt;
      const __int128 A = static_cast<__int128>(Factor) * Part->Least, B = static_cast<__int128>(Factor) * Part->Most;
      Sum = fitting(Sum->Least + std::min(A, B), Sum->Most + std::max(A, B), 64);
    }
    return Sum ? fitting(Sum->Least, Sum->Most, Width) : std::nullopt;
  }
  if (Op == Z3_OP_BASHR) {
    const auto By = numberIn(E.arg(1));
    const auto Part = span(E.arg(0));
    if (By && *By < 64 && Part)
      return Span{Part->Least >> *By, Part->Most >> *By};
  }
  return std::nullopt;
}

/// Whether one is less than the other, or not more.
template <typename Bounds>
static std::optional<bool> compared(const std::optional<Bounds> &A, const std::optional<Bounds> &B, bool OrSame) {
  if (!A || !B)
    return std::nullopt;
  if (OrSame ? A->Most <= B->Least : A->Most < B->Least)
    return true;
  if (OrSame ? A->Least > B->Most : A->Least >= B->Most)
    return false;
  return std::nullopt;
}

std::optional<bool> Ranges::ordered(const z3::expr &Low, const z3::expr &High, bool Signed, bool OrSame) {
  return Signed ? compared(span(Low), span(High), OrSame) : compared(of(Low), of(High), OrSame);
}

std::optional<bool> Ranges::truth(const z3::expr &E) {
  if (!E.is_bool() || !E.is_app())
    return std::nullopt;
  if (const auto It = Truths.find(idOf(E)); It != Truths.end())
    return It->second;
  const std::optional<bool> Is = decided(E);
  Truths.emplace(idOf(E), Is);
  return Is;
}

std::optional<bool> Ranges::decided(const z3::expr &E) {
  switch (E.decl().decl_kind()) {
  case Z3_OP_TRUE:
    return true;
  case Z3_OP_FALSE:
    return false;
  case Z3_OP_NOT: {
    const auto Inner = truth(E.arg(0));
    return Inner ? std::optional(!*Inner) : std::nullopt;
  }
  case Z3_OP_AND:
  case Z3_OP_OR: {
    const bool Or = E.is_or();
    bool Open = false;
    for (unsigned I = 0; I < E.num_args(); ++I) {
      const auto Part = truth(E.arg(I));
      if (Part == Or)
        return Or;
      Open |= !Part;
    }
    return Open ? std::nullopt : std::optional(!Or);
  }
  case Z3_OP_EQ: {
    const auto A = of(E.arg(0)), B = of(E.arg(1));
    if (!A || !B)
      return std::nullopt;
    if (A->Most < B->Least || B->Most < A->Least)
      return false;
    return A->Least == A->Most && *A == *B ? std::optional(true) : std::nullopt;
  }
  case Z3_OP_ULEQ:
    return ordered(E.arg(0), E.arg(1), false, true);
  case Z3_OP_ULT:
    return ordered(E.arg(0), E.arg(1), false, false);
  case Z3_OP_UGEQ:
    return ordered(E.arg(1), E.arg(0), false, true);
  case Z3_OP_UGT:
    return ordered(E.arg(1), E.arg(0), false, false);
  case Z3_OP_SLEQ:
    return ordered(E.arg(0), E.arg(1), true, true);
  case Z3_OP_SLT:
    return ordered(E.arg(0), E.arg(1), true, false);
  case Z3_OP_SGEQ:
    return ordered(E.arg(1), E.arg(0), true, true);
  case Z3_OP_SGT:
    return ordered(E.arg(1), E.arg(0), true, false);
  default:
    return std::nullopt;
  }
}

std::optional<z3::expr> exactQuotient(Ranges &Known, const z3::expr &Term, std::uint64_t Size) {
  const auto By = static_cast<std::int64_t>(Size);
  if (By <= 0 || !Term.is_bv() || Term.get_sort().bv_size() > 64 || !Known.unwrapped(Term))
    return std::nullopt;
  const unsigned Width = Term.get_sort().bv_size();
  z3::expr Quotient = Term.ctx().bv_val(0, Width);
  for (const z3::expr &Each : addends(Term)) {
    const auto [Factor, Rest] = factor(Each);
    if (Factor % By != 0)
      return std::nullopt;
    const z3::expr Number = Term.ctx().bv_val(static_cast<std::int64_t>(Factor / By), Width);
    Quotient = Quotient + (Rest ? Number * *Rest : Number);
  }
  return Quotient.simplify();
}

} // namespace kverdict
