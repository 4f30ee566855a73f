// Decides without a solver which way a concrete state takes: the symbols of a path get the state's values.
#pragma once

#include "core/State.h"
#include "explore/Path.h"

#include <clang/AST/Decl.h>

#include <map>
#include <set>
#include <vector>

namespace kverdict {

/// The symbols whose values decide a path, with those that say where in memory they lie, in the order of their making.
std::vector<unsigned> symbolsOf(Symbols &, const Path &);

/// A state as one path sees it. What the path's opaque calls did is looked up by their position.
class ConcreteState {
public:
  /// Wanted lists the symbols that terms will hold, as from symbolsOf().
  ConcreteState(Symbols &, const clang::FunctionDecl *, const Witness &, const Path &,
                const std::vector<unsigned> &Wanted);

  /// All conditions of the path hold.
  bool meets(const Path &);
  std::uint64_t value(const z3::expr &);

private:
  using Bits = std::vector<bool>;
  void define(const Symbol &);
  z3::expr valueOf(const Symbol &);
  z3::expr number(const Bits &);
  Bits argument(const Symbol &);
  Bits callResult(const Symbol &);
  Bits content(RegionId, Epoch, std::int64_t Bit, unsigned Width);
  void overlay(Bits &, std::int64_t Bit, const std::vector<Cell> &, std::uint64_t Base);
  std::uint64_t address(RegionId);

  Symbols &S;
  const clang::FunctionDecl *F;
  const Witness &W;
  const Path &Way;
  z3::model Model;
};

} // namespace kverdict
