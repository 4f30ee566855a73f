// What checks and the message's claim make of a function that was compared, and which edit mends it.
#pragma once

#include "checks/Checks.h"
#include "review/Mending.h"
#include "review/StepVersions.h"

namespace kverdict {

/// Puts what is found into the outcome of a step.
class StepJudge {
public:
  StepJudge(const StepVersions &In, const Rules &R, const Checks &Known, StepOutcome &Out)
      : In(In), S(In.step()), R(R), Known(Known), Out(Out) {}

  /// A function that the patch touches, or that is another because of what the patch touches.
  void take(const std::string &Name, Comparison, const VersionPair &, bool Touched);
  /// Says once what one moved guard made of several functions, if nothing but it is to be taken back.
  void tellOneCause(FileReport &) const;
  /// What the function takes for granted, in tests that this build leaves out: asked for by a check alone.
  void askPremises(const std::string &Name, const Unit &New, CompareLimits);

private:
  std::optional<Finding> remark(const std::string &Name, const Comparison &, const Unit &New) const;
  bool lacksRepair(const Finding &, const std::string &Name) const;
  const Finding *lacksRepair(const std::string &Name) const;
  const Difference *wrong(const std::string &Name, const Comparison &) const;
  const Difference *askChecks(const std::string &Name, const Comparison &, const Unit &New);
  const Difference *admit(std::vector<Candidate> &, const Unit &New);
  bool told(const std::string &Name) const;
  FunctionView viewOf(const std::string &Name, const Unit &New) const;
  std::optional<Mended> mended(const std::string &Name, const Comparison &, const Difference &Wrong) const;
  bool breaksRule(const std::string &Name) const;
  Comparison compared(const std::string &Name, bool FromOld, const std::string &Fixed) const;
  std::optional<std::string> shownTogether(const std::set<std::string> &Names, const std::string &Text) const;
  bool contractsHold(const std::set<std::string> &Names, const std::string &Text) const;
  void add(Comparison, const VersionPair &);
  void judgeClaim(const Comparison &, const Unit &New);
  Finding claimBroken(const Comparison &, const Unit &New);

  const StepVersions &In;
  const FileStep &S;
  const Rules &R;
  const Checks &Known;
  StepOutcome &Out;
};

} // namespace kverdict
