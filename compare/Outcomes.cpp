#include "compare/Outcomes.h"

namespace kverdict {
namespace {

std::set<unsigned> keys(const Way &W) {
  std::set<unsigned> Found;
  for (const OpaqueCall &C : W.Done.Calls)
    Found.insert(C.Key);
  return Found;
}

bool sameArguments(const OpaqueCall &A, const OpaqueCall &B) {
  if (A.Arguments.size() != B.Arguments.size())
    return false;
  for (size_t I = 0; I < A.Arguments.size(); ++I)
    if (A.Arguments[I].id() != B.Arguments[I].id())
      return false;
  return true;
}

bool sameWidth(const z3::expr &A, const z3::expr &B) { return A.get_sort().bv_size() == B.get_sort().bv_size(); }

} // namespace

Outcomes::Outcomes(Symbols &S, const Way &Old, const Way &New) : S(S), Old(Old), New(New) {
  const std::set<unsigned> Before = keys(Old), After = keys(New);
  Same = Before == After;
  if (Same)
    return;
  std::set_intersection(Before.begin(), Before.end(), After.begin(), After.end(), std::inserter(Shared, Shared.end()));
  pairUp();
  changesNothing(Old);
  changesNothing(New);
}

/// The counterpart of a callee's call is the one with the same number among its calls, and any with the same arguments.
void Outcomes::pairUp() {
  std::map<std::string, unsigned> OldCount;
  for (const OpaqueCall &A : Old.Done.Calls) {
    const unsigned Number = OldCount[A.Callee]++;
    if (shared(A))
      continue;
    unsigned Count = 0;
    for (const OpaqueCall &B : New.Done.Calls) {
      if (B.Callee != A.Callee)
        continue;
      if (!shared(B) && (Count == Number || sameArguments(A, B)))
        equate(A, B);
      ++Count;
    }
  }
}

void Outcomes::equate(const OpaqueCall &A, const OpaqueCall &B) {
  Callees.insert(A.Callee);
  if (A.Result && B.Result && sameWidth(*A.Result, *B.Result))
    Assumed.push_back(*A.Result == *B.Result);
  for (size_t I = 0; I < A.Outputs.size() && I < B.Outputs.size(); ++I)
    if (sameWidth(A.Outputs[I], B.Outputs[I]))
      Assumed.push_back(A.Outputs[I] == B.Outputs[I]);
  // What they leave in locals: the first local of one is the first of the other.
  auto locals = [&](const OpaqueCall &C) {
    std::vector<RegionId> Homes;
    for (const auto &[Id, When] : C.Written)
      if (S.region(Id).What == Region::Kind::Local)
        Homes.push_back(S.home(Id, When));
    return Homes;
  };
  const std::vector<RegionId> Left = locals(A), Right = locals(B);
  for (size_t K = 0; K < Left.size() && K < Right.size(); ++K)
    for (unsigned I = 0, Count = S.count(); I < Count; ++I)
      if (const Symbol Sym = S.symbol(I); Sym.What == Symbol::Kind::Memory && Sym.Region == Left[K])
        Assumed.push_back(Sym.Term ==
                          S.content(Right[K], B.Key, Sym.Bit, Sym.Term.get_sort().bv_size(), Sym.Place, Sym.Type));
}

void Outcomes::changesNothing(const Way &W) {
  for (unsigned C = 0; C < W.Done.Calls.size(); ++C) {
    const OpaqueCall &Call = W.Done.Calls[C];
    if (shared(Call) || !Call.World)
      continue;
    for (unsigned I = 0, Count = S.count(); I < Count; ++I) {
      const Symbol Sym = S.symbol(I);
      if (Sym.What != Symbol::Kind::Memory || Sym.When != Call.World ||
          S.region(Sym.Region).What == Region::Kind::Local)
        continue;
      Callees.insert(Call.Callee);
      if (auto Was = before(W, C, Sym))
        Assumed.push_back(Sym.Term == *Was);
    }
  }
}

/// What stood in a symbol's place before a call.
std::optional<z3::expr> Outcomes::before(const Way &W, unsigned Call, const Symbol &Sym) {
  const unsigned Width = Sym.Term.get_sort().bv_size();
  for (unsigned C = Call + 1; C-- > 0;) {
    const OpaqueCall &At = W.Done.Calls[C];
    if (!At.World)
      continue;
    if (C != Call && shared(At))
      return S.content(Sym.Region, At.World, Sym.Bit, Width, Sym.Place, Sym.Type);
    if (auto Stored = At.Stored.find(Sym.Region); Stored != At.Stored.end())
      for (const auto &[Bit, Cell] : Stored->second) {
        if (Bit == Sym.Bit && Cell.Width == Width)
          return Cell.Term;
        if (Bit < Sym.Bit + Width && Sym.Bit < Bit + Cell.Width)
          return std::nullopt;
      }
  }
  return S.content(Sym.Region, 0, Sym.Bit, Width, Sym.Place, Sym.Type);
}

} // namespace kverdict
