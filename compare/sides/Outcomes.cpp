#include "compare/sides/Outcomes.h"

namespace kverdict {
namespace {

std::set<unsigned> keys(const Way &W) {
  std::set<unsigned> Found;
  for (const OpaqueCall &C : W.Done.Calls)
    Found.insert(C.Key);
  return Found;
}

bool sameWidth(const z3::expr &A, const z3::expr &B) { return A.get_sort().bv_size() == B.get_sort().bv_size(); }

} // namespace

Outcomes::Outcomes(Symbols &S, const Way &Old, const Way &New) : S(S), Old(Old), New(New) {
  const std::set<unsigned> Before = keys(Old), After = keys(New);
  std::set_intersection(Before.begin(), Before.end(), After.begin(), After.end(), std::inserter(Shared, Shared.end()));
  pairUp();
  repeat(Old);
  repeat(New);
  changesNothing(Old);
  changesNothing(New);
  Same = Before == After && Assumed.empty();
}

/// The counterpart of a callee's call is the one with the same number among its calls.
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
      if (!shared(B) && (Count == Number))
        equate(A, B);
      ++Count;
    }
  }
}

/// A call that is made again, with the same arguments, is taken to return the same again; in any case if it writes
/// nothing: it tests a bit, or asks whether a key is enabled.
void Outcomes::repeat(const Way &W) {
  for (const OpaqueCall &A : W.Done.Calls)
    for (const Way *Each : {&Old, &New})
      for (const OpaqueCall &B : Each->Done.Calls)
        if ((!shared(A) || !A.World) && A.Words == B.Words && A.Key != B.Key)
          equate(A, B);
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
