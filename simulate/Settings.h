// Makes a state from what a user sets by hand, one setting after the other.
#pragma once

#include "parse/Callees.h"
#include "simulate/Simulator.h"
#include "simulate/StateGrowth.h"

#include <clang/AST/Type.h>

#include <optional>

namespace kverdict::simulation {

class Settings {
public:
  Settings(const Unit &, const Callees &, SimulatorLimits, const clang::FunctionDecl *);

  /// Evaluates one setting in the state made so far and adds it. Throws Error (Usage) if that is not possible.
  void apply(const Simulator::Setting &);
  /// The state, in which every pointer parameter points to something unless it was set.
  Witness finish();

private:
  /// Where a setting's value goes.
  struct Target {
    std::optional<unsigned> Argument;
    std::uint64_t Address = 0;
    clang::QualType Type;
    unsigned BitOffset = 0;
    unsigned BitWidth = 0; ///< of a bit-field, else 0
  };
  void applyResult(const Simulator::Setting &);
  bool isFree(std::uint64_t Address, std::uint64_t Size) const;
  void giveObject(clang::QualType Pointer, std::uint64_t Address, const std::string &Name);
  Target target(const Simulator::Setting &);
  Target parameter(const Simulator::Setting &);
  std::uint64_t evaluate(const Simulator::Setting &);
  const clang::FunctionDecl *extra(const std::string &Name, const Simulator::Setting &);

  const Unit &U;
  const Callees &Kinds;
  SimulatorLimits Limits;
  const clang::FunctionDecl *Function;
  Witness W;
  StateGrowth Growth;
};

} // namespace kverdict::simulation
