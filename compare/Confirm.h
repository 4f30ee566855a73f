// From a pair of ways that differ to a difference that can be shown. Internal to compare/.
#pragma once

#include "compare/Cubes.h"
#include "compare/sides/Parameters.h"
#include "explore/witness/WitnessMaker.h"
#include "simulate/Simulator.h"

#include <optional>

namespace kverdict {

/// Makes a state in which two ways differ, and lets the simulator run both versions in it.
class Confirmer {
public:
  Confirmer(Symbols &, Solver &, const Side &Old, const Side &New, const ParameterMatch &, const Rules &,
            const std::string &Function);

  /// None if there is no such state, or if the simulator does something else in it: doubt() says why.
  std::optional<Difference> confirm(const Clash &, const Cube &);
  const std::string &doubt() const { return Doubt; }
  const SourcePlace &doubtAt() const { return DoubtAt; }
  /// How often the simulator did something else.
  unsigned refuted() const { return Refuted; }

private:
  std::vector<std::string> conditions(const Clash &, const Cube &) const;
  void keepWhatMatters(const Clash &, const Cube &, Difference &) const;
  bool runs(const Side &, const Way &, const Witness &, WitnessMaker &);
  bool sameResult(const Way &, const Value &, WitnessMaker &) const;
  std::string words(const Side &, const Way &, WitnessMaker &) const;

  Symbols &S;
  Solver &Z;
  const Side &Old, &New;
  const ParameterMatch &Match;
  const std::string Function;
  Shower OldNames, NewNames;
  Simulator OldSim, NewSim;
  std::string Doubt;
  SourcePlace DoubtAt;
  unsigned Refuted = 0;
};

} // namespace kverdict
