#include "explore/witness/Matching.h"

#include "explore/Explorer.h"
#include "smt/Tidy.h"

#include <algorithm>

using namespace clang;
using llvm::APInt;

namespace kverdict {
namespace {

class SymbolCollector {
public:
  explicit SymbolCollector(Symbols &S) : S(S) {}

  void add(const z3::expr &E) {
    if (!E.is_app() || !Seen.insert(E.id()).second)
      return;
    if (const Symbol *Known = S.find(E)) {
      Found.insert(Known - &S.symbol(0));
      if (Known->What == Symbol::Kind::Memory)
        addMemory(Known->Region);
    }
    for (unsigned I = 0; I < E.num_args(); ++I)
      add(E.arg(I));
  }

  /// What stood in memory when an opaque call forgot it decides what is there if the call did not write it.
  void addCalls(const Path &P) {
    for (const OpaqueCall &Call : P.Calls) {
      for (const z3::expr &Argument : Call.Arguments)
        add(Argument);
      for (const auto &[Id, Old] : Call.Forgotten)
        for (const auto &[Bit, Cell] : Old.Stores)
          add(Cell.Term);
    }
  }

  std::vector<unsigned> take() const { return {Found.begin(), Found.end()}; }

private:
  void addMemory(RegionId Id) {
    z3::expr Base = S.region(Id).Base;
    add(Base);
  }

  Symbols &S;
  std::set<unsigned> Seen, Found;
};

} // namespace

std::vector<unsigned> symbolsOf(Symbols &S, const Path &P) {
  SymbolCollector Collector(S);
  for (const z3::expr &E : P.Conditions)
    Collector.add(E);
  if (P.Result)
    Collector.add(*P.Result);
  Collector.addCalls(P);
  return Collector.take();
}

bool Settled::operator()(unsigned Index) {
  if (Known.size() <= Index)
    Known.resize(S.count());
  if (!Known[Index])
    Known[Index] = find(Index);
  return *Known[Index];
}

bool Settled::find(unsigned Index) {
  const Symbol &Sym = S.symbol(Index);
  if (Sym.What != Symbol::Kind::Memory)
    return Sym.What == Symbol::Kind::Argument;
  if (Sym.When != 0)
    return false;
  SymbolCollector Where(S);
  Where.add(S.region(Sym.Region).Base);
  const std::vector<unsigned> Found = Where.take();
  return std::all_of(Found.begin(), Found.end(), [&](unsigned I) { return (*this)(I); });
}

ConcreteState::ConcreteState(Symbols &S, Evaluator &Values, Settled &Same, const FunctionDecl *F, const Witness &W)
    : S(S), Values(Values), F(F), W(W), Same(Same), Defined(S.count()) {}

void ConcreteState::define(const Symbol &Sym) {
  const Bits All = bitsOf(Sym);
  APInt Number(All.size(), 0);
  for (unsigned I = 0; I < All.size(); ++I)
    Number.setBitVal(S.target().BigEndian ? All.size() - 1 - I : I, All[I]);
  State.set(idOf(Sym.Term), std::move(Number));
}

ConcreteState::Bits ConcreteState::bitsOf(const Symbol &Sym) {
  switch (Sym.What) {
  case Symbol::Kind::Argument:
    return argument(Sym);
  case Symbol::Kind::CallResult:
    return callResult(Sym);
  case Symbol::Kind::Memory:
    break;
  }
  return content(Sym.Region, Sym.When, Sym.Bit, Sym.Term.get_sort().bv_size());
}

/// The bits of a number, as they lie in memory.
void ConcreteState::place(Bits &Out, unsigned From, std::uint64_t Value, unsigned Width) {
  for (unsigned I = 0; I < Width; ++I)
    Out[From + I] = Value >> (S.target().BigEndian ? Width - 1 - I : I) & 1;
}

/// Copies into the bits (which begin Bit bits above Base) what the cells say of them.
void ConcreteState::overlay(Bits &Out, std::int64_t Bit, const std::vector<Cell> &Cells, std::uint64_t Base) {
  for (const Cell &C : Cells) {
    const std::int64_t From = static_cast<std::int64_t>(C.Address - Base) * 8 + C.BitOffset - Bit;
    const std::int64_t End = std::min<std::int64_t>(C.Width, static_cast<std::int64_t>(Out.size()) - From);
    for (std::int64_t I = std::max<std::int64_t>(0, -From); I < End; ++I)
      Out[From + I] = C.Value >> (S.target().BigEndian ? C.Width - 1 - I : I) & 1;
  }
}

ConcreteState::Bits ConcreteState::argument(const Symbol &Sym) {
  Bits Out(Sym.Term.get_sort().bv_size());
  for (unsigned I = 0; I < F->getNumParams() && I < W.Start.Arguments.size(); ++I)
    if (F->getParamDecl(I)->getNameAsString() == Sym.Place)
      overlay(Out, 0, W.Start.Arguments[I], 0);
  return Out;
}

ConcreteState::Bits ConcreteState::callResult(const Symbol &Sym) {
  Bits Out(Sym.Term.get_sort().bv_size());
  for (size_t I = 0; I < Way->Calls.size() && I < W.Calls.size(); ++I) {
    if (Way->Calls[I].Result && Way->Calls[I].Result->id() == Sym.Term.id())
      overlay(Out, 0, W.Calls[I].Result, 0);
    for (unsigned Position = 0; Position < Way->Calls[I].Outputs.size(); ++Position)
      if (auto It = W.Calls[I].Through.find(Position);
          It != W.Calls[I].Through.end() && Way->Calls[I].Outputs[Position].id() == Sym.Term.id())
        overlay(Out, 0, It->second, 0);
  }
  return Out;
}

std::uint64_t ConcreteState::address(RegionId Id) {
  const Region &R = S.region(Id);
  if (auto It = W.Start.Globals.find(R.Name); R.What == Region::Kind::Global && It != W.Start.Globals.end())
    return It->second;
  return value(R.Base);
}

ConcreteState::Bits ConcreteState::content(RegionId Id, Epoch When, std::int64_t Bit, unsigned Width) {
  Bits Out(Width);
  if (When == 0) {
    overlay(Out, Bit, W.Start.Memory, address(Id));
    return Out;
  }
  for (size_t I = 0; I < Way->Calls.size(); ++I) {
    const OpaqueCall &Call = Way->Calls[I];
    auto Old = Call.Forgotten.find(Id);
    if (Old == Call.Forgotten.end() || !std::count(Call.Written.begin(), Call.Written.end(), std::pair(Id, When)))
      continue;
    Out = content(Id, Old->second.Before, Bit, Width);
    for (const auto &[At, Cell] : Old->second.Stores) {
      const Bits Stored = [&] {
        Bits B(Cell.Width);
        for (unsigned From = 0; From < Cell.Width; From += 64) {
          const unsigned Width = std::min(Cell.Width - From, 64u);
          place(B, From, value(S.part(Cell.Term, From, Width)), Width);
        }
        return B;
      }();
      for (std::int64_t J = 0; J < static_cast<std::int64_t>(Stored.size()); ++J)
        if (At + J >= Bit && At + J < Bit + static_cast<std::int64_t>(Width))
          Out[At + J - Bit] = Stored[J];
    }
    if (I >= W.Calls.size())
      continue;
    if (S.region(Id).What != Region::Kind::Local)
      overlay(Out, Bit, W.Calls[I].Writes, address(Id));
    for (const auto &[Position, Cells] : W.Calls[I].Through)
      if (Position < Call.Arguments.size() && Call.Arguments[Position].get_sort().bv_size() == S.pointerBits())
        if (const std::uint64_t Target = value(Call.Arguments[Position]))
          overlay(Out, Bit, Cells, address(Id) - Target);
  }
  return Out;
}

std::uint64_t ConcreteState::value(const z3::expr &E) {
  const std::optional<APInt> Value = Values.value(E, State);
  return Value && Value->getBitWidth() <= 64 ? Value->getZExtValue() : 0;
}

bool ConcreteState::meets(const Path &P, const std::vector<unsigned> &Wanted) {
  Way = &P;
  for (unsigned I : Wanted) { // a symbol is made after those that say where it lies
    if (Defined[I])
      continue;
    define(S.symbol(I));
    Defined[I] = Same(I);
  }
  return std::all_of(P.Conditions.begin(), P.Conditions.end(),
                     [&](const z3::expr &E) { return Values.holds(E, State); });
}

namespace {

bool atEntry(const Symbols &S, unsigned Id, const std::set<unsigned> &Otherwise) {
  const Symbol *Sym = S.find(Id);
  if (!Sym || Otherwise.count(Id) || Sym->What == Symbol::Kind::CallResult || Sym->When != 0)
    return false;
  if (Sym->What == Symbol::Kind::Argument)
    return true;
  std::set<unsigned> Ids;
  collectSymbols(S.region(Sym->Region).Base, Ids);
  return std::all_of(Ids.begin(), Ids.end(), [&](unsigned Each) { return atEntry(S, Each, Otherwise); });
}

} // namespace

bool mayReturn(Symbols &S, Solver &Z, const FunctionDecl *F, const Witness &W, const Path &Way, const Value &Wanted,
               const std::set<unsigned> &Otherwise) {
  if (Way.End != PathEnd::Returned || !Way.Result || Way.Result->get_sort().bv_size() != Wanted.Width)
    return false;
  const std::vector<unsigned> Symbols = symbolsOf(S, Way);
  Settled Same(S);
  ConcreteState State(S, Z.evaluator(), Same, F, W);
  State.meets(Way, Symbols); // gives its symbols their values, whether it does or not
  std::vector<z3::expr> Conditions = Way.Conditions;
  Conditions.push_back((*Way.Result == S.number(Wanted.Bits, Wanted.Width)).simplify());
  for (unsigned I : Symbols)
    if (const z3::expr &Term = S.symbol(I).Term; Term.get_sort().bv_size() <= 64 && atEntry(S, Term.id(), Otherwise))
      Conditions.push_back(Term == S.number(State.value(Term), Term.get_sort().bv_size()));
  return Z.satisfiable(S.axioms(), Conditions) != Answer::No;
}

} // namespace kverdict
