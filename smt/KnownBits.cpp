#include "smt/KnownBits.h"

#include <algorithm>

using llvm::APInt;

namespace kverdict {
namespace {

/// A term that is compared with a number.
struct Comparison {
  z3::expr Term, Number;
};

std::optional<Comparison> withNumber(const z3::expr &E) {
  if (!E.is_eq() || !E.arg(0).is_bv())
    return std::nullopt;
  const unsigned Side = E.arg(0).is_numeral();
  if (!E.arg(1 - Side).is_numeral())
    return std::nullopt;
  return Comparison{E.arg(Side), E.arg(1 - Side)};
}

bool isSymbol(const z3::expr &E) { return E.is_const() && E.decl().decl_kind() == Z3_OP_UNINTERPRETED; }

} // namespace

std::optional<KnownBits::Slice> KnownBits::slice(const z3::expr &E) {
  const unsigned Width = E.get_sort().bv_size();
  if (isSymbol(E))
    return Slice{E.id(), Width, 0, Width};
  if (E.is_app() && E.decl().decl_kind() == Z3_OP_EXTRACT && isSymbol(E.arg(0)))
    return Slice{E.arg(0).id(), Width, E.lo(), E.arg(0).get_sort().bv_size()};
  return std::nullopt;
}

/// Returns false if a bit would be 0 and 1.
bool KnownBits::learn(const Slice &S, const APInt &Value) {
  Bits &B = Of.try_emplace(S.Symbol, Bits{APInt(S.WholeWidth, 0), APInt(S.WholeWidth, 0)}).first->second;
  const APInt Here = APInt::getBitsSet(S.WholeWidth, S.Low, S.Low + S.Width);
  const APInt Wide = Value.zext(S.WholeWidth).shl(S.Low);
  if (((B.Value ^ Wide) & B.Known & Here) != 0)
    return false;
  B.Known |= Here;
  B.Value |= Wide;
  if (B.Known.isAllOnes())
    Whole.set(S.Symbol, B.Value);
  return true;
}

bool KnownBits::learn(const z3::expr &Condition) {
  if (Condition.is_and()) {
    for (unsigned I = 0; I < Condition.num_args(); ++I)
      if (!learn(Condition.arg(I)))
        return false;
    return true;
  }
  const bool Negated = Condition.is_not();
  const z3::expr Plain = Negated ? Condition.arg(0) : Condition;
  Said.emplace(Plain.id(), !Negated);
  const auto Compared = withNumber(Plain);
  if (!Compared)
    return true;
  const auto Place = slice(Compared->Term);
  if (!Place || (Negated && Place->Width != 1))
    return true;
  const APInt Value = numeral(Compared->Number);
  return learn(*Place, Negated ? ~Value : Value);
}

std::optional<bool> KnownBits::equal(const Slice &S, const APInt &Value) const {
  auto It = Of.find(S.Symbol);
  if (It == Of.end())
    return std::nullopt;
  const APInt Known = It->second.Known.extractBits(S.Width, S.Low), Is = It->second.Value.extractBits(S.Width, S.Low);
  if (((Is ^ Value) & Known) != 0)
    return false;
  return Known.isAllOnes() ? std::optional(true) : std::nullopt;
}

std::optional<bool> KnownBits::truth(const z3::expr &Condition) const {
  if (Condition.is_not()) {
    const auto Inner = truth(Condition.arg(0));
    return Inner ? std::optional(!*Inner) : std::nullopt;
  }
  if (Condition.is_and() || Condition.is_or()) {
    bool Open = false;
    for (unsigned I = 0; I < Condition.num_args(); ++I) {
      const auto Part = truth(Condition.arg(I));
      if (Part && *Part == Condition.is_or())
        return Part;
      Open |= !Part;
    }
    return Open ? std::nullopt : std::optional(Condition.is_and());
  }
  const auto Compared = withNumber(Condition);
  const auto Place = Compared ? slice(Compared->Term) : std::nullopt;
  if (const auto Is = Place ? equal(*Place, numeral(Compared->Number)) : std::nullopt)
    return Is;
  const auto It = Said.find(Condition.id());
  return It == Said.end() ? std::nullopt : std::optional(It->second);
}

bool KnownBits::known(const z3::expr &Term) const {
  const std::vector<unsigned> &In = Symbols(Term);
  return std::all_of(In.begin(), In.end(), [&](unsigned Id) { return Whole.values().count(Id); });
}

/// What follows from a condition if the symbols of one side are known, or of both. False if it cannot hold.
bool KnownBits::follow(const z3::expr &Condition, bool &New) {
  if (known(Condition)) {
    const auto Is = Values.value(Condition, Whole);
    return !Is || Is->getBoolValue();
  }
  for (const unsigned Side : {0u, 1u}) {
    if (!Condition.is_eq() || !Condition.arg(0).is_bv() || !known(Condition.arg(1 - Side)))
      continue;
    const auto Place = slice(Condition.arg(Side));
    const auto Value = Values.value(Condition.arg(1 - Side), Whole);
    if (!Place || !Value || equal(*Place, *Value) == true)
      continue;
    New = true;
    return learn(*Place, *Value);
  }
  return true;
}

bool KnownBits::contradict(const std::vector<z3::expr> &Conditions, Evaluator &Values, const SymbolsOf &Symbols) {
  KnownBits Bits(Values, Symbols);
  auto all = [&](auto May) { return std::all_of(Conditions.begin(), Conditions.end(), May); };
  if (!all([&](const z3::expr &E) { return Bits.learn(E); }) ||
      !all([&](const z3::expr &E) { return Bits.truth(E) != false; }))
    return true;
  for (bool New = true; New;) {
    New = false;
    if (!all([&](const z3::expr &E) { return Bits.follow(E, New); }))
      return true;
  }
  return false;
}

} // namespace kverdict
