// From a pair of ways that differ to a difference that can be shown. Internal to compare/.
#pragma once

#include "compare/Cubes.h"
#include "compare/sides/Effects.h"
#include "compare/sides/Parameters.h"
#include "core/Expectation.h"
#include "explore/witness/WitnessMaker.h"
#include "simulate/Simulator.h"

#include <optional>

namespace kverdict {

/// Makes a state in which two ways differ, and lets the simulator run both versions in it.
class Confirmer {
public:
  Confirmer(Symbols &, Solver &, const Side &Old, const Side &New, const ParameterMatch &, const Rules &,
            const std::string &Function);

  /// What results are accepted; set before anything is confirmed.
  void use(const Acceptance &Of) { Accept = &Of; }
  /// None if there is no such state, or if the simulator does something else in it: doubt() says why.
  std::optional<Difference> confirm(const Clash &, const Cube &);
  /// The same where the verdicts are equal, and others see something else.
  std::optional<EffectDifference> confirm(const EffectClash &);
  /// Whether there is such a state that people believe, see believable().
  bool believes(const Clash &);
  const std::string &doubt() const { return Doubt; }
  const SourcePlace &doubtAt() const { return DoubtAt; }
  /// How often the simulator did something else.
  unsigned refuted() const { return Refuted; }
  /// Whether in the state that was confirmed last the result is one of a callee that people may not believe, see
  /// believable().
  bool odd() const { return Odd; }

private:
  std::vector<std::string> conditions(const Clash &, const Cube &) const;
  bool implied(const Clash &, const Cube &, bool Accepts, const z3::expr &Result) const;
  std::vector<std::string> ofResults(const Clash &, const Cube &) const;
  bool varies(const Clash &, const Cube &, const Way &, WitnessMaker &) const;
  std::string ofCrash(const Clash &, const Cube &States) const;
  bool follows(const Clash &, const Cube &) const;
  bool guarded(const Clash &) const;
  bool keptApart(const Clash &) const;
  bool asksAnother(const Clash &) const;
  bool implies(const z3::expr &, const z3::expr &, const Clash &) const;
  void showWhatCameLater(const Way &, const Shower &, const std::set<unsigned> &Ids, WitnessMaker &, Situation &) const;
  void showWhatOthersWrote(const Way &, const Shower &, const std::set<unsigned> &Ids, WitnessMaker &,
                           Situation &) const;
  void keepWhatMatters(const Clash &, const Cube &, Difference &, WitnessMaker &) const;
  bool vague(const Side &, const Way &);
  bool runs(const Side &, const Way &, const Witness &, WitnessMaker &);
  Expectation expected(const Way &, WitnessMaker &) const;
  void sameArguments(const Situation &Old, Situation &New) const;
  std::string words(const Side &, const Way &, WitnessMaker &) const;
  std::string words(const Side &, const Way &, const z3::expr &Constant) const;

  Symbols &S;
  Solver &Z;
  const Side &Old, &New;
  const ParameterMatch &Match;
  const Acceptance *Accept = nullptr;
  const std::string Function;
  Shower OldNames, NewNames;
  Simulator OldSim, NewSim;
  Run Last; ///< what runs() ran
  std::string Doubt;
  SourcePlace DoubtAt;
  unsigned Refuted = 0;
  bool Odd = false;
};

} // namespace kverdict
