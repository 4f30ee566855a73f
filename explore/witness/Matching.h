// Decides without a solver which way a concrete state takes: the symbols of a path get the state's values.
#pragma once

#include "core/Run.h"
#include "core/State.h"
#include "explore/state/Path.h"
#include "smt/Solver.h"

#include <clang/AST/Decl.h>

#include <map>
#include <set>
#include <vector>

namespace kverdict {

/// The symbols whose values decide a path, with those that say where in memory they lie, in the order of their making.
std::vector<unsigned> symbolsOf(Symbols &, const Path &);

/// Which symbols have the same value in a state whatever path it takes: no opaque call has a part in them.
class Settled {
public:
  explicit Settled(Symbols &S) : S(S) {}
  bool operator()(unsigned Index);

private:
  bool find(unsigned Index);
  Symbols &S;
  std::vector<std::optional<bool>> Known;
};

/// A state as paths see it, one after the other. What a path's opaque calls did is looked up by their position.
class ConcreteState {
public:
  ConcreteState(Symbols &, Evaluator &, Settled &, const clang::FunctionDecl *, const Witness &);

  /// Whether all conditions of the path hold. Wanted lists the symbols that its terms hold, as from symbolsOf().
  bool meets(const Path &, const std::vector<unsigned> &Wanted);
  /// Of a term of the path that was met.
  std::uint64_t value(const z3::expr &);

private:
  using Bits = std::vector<bool>;
  void define(const Symbol &);
  Bits bitsOf(const Symbol &);
  Bits argument(const Symbol &);
  Bits callResult(const Symbol &);
  Bits content(RegionId, Epoch, std::int64_t Bit, unsigned Width);
  void place(Bits &, unsigned From, std::uint64_t Value, unsigned Width);
  void overlay(Bits &, std::int64_t Bit, const std::vector<Cell> &, std::uint64_t Base);
  std::uint64_t address(RegionId);

  Symbols &S;
  Evaluator &Values;
  const clang::FunctionDecl *F;
  const Witness &W;
  Settled &Same;
  const Path *Way = nullptr;
  std::vector<bool> Defined; ///< settled symbols
  Assignment State;
};

/// Whether a path can return this value from the concrete state's entry, whatever opaque calls do on the way.
/// Otherwise holds Z3's ids of symbols at entry that may have other values.
bool mayReturn(Symbols &, Solver &, const clang::FunctionDecl *, const Witness &, const Path &, const Value &,
               const std::set<unsigned> &Otherwise);

} // namespace kverdict
