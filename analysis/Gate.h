// The gate. Whatever is said of a function comes here as a candidate: a statement, with a claim that can be refuted. It
// leaves as a finding with a status, or as a gap. Nothing else writes a status.
#pragma once

#include "core/Comparison.h"
#include "core/Expectation.h"
#include "core/Finding.h"
#include "core/Rules.h"
#include "core/Table.h"
#include "parse/Unit.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kverdict {

/// A C condition of the unit (an Extra) that must be true or false in the state of a claim, or the claim is refuted.
struct SideCondition {
  std::string Extra;
  std::vector<CallOutcome> Calls = {}; ///< what the calls that it makes return
  bool OfResult = false;               ///< its last parameter is what the function returned
  bool True = true;
  std::string Else = {}; ///< what is to be said if it is otherwise
};

/// Claimed: the function, started in this state, does this. A run bears it out.
struct Does {
  std::string Function;
  Situation In;
  Expectation This;
  std::vector<SideCondition> Where = {};
  std::vector<Does> Beside = {};   ///< what other runs must do as well, or the claim is refuted
  std::vector<Assumption> If = {}; ///< without which it might do something else
};

/// Claimed: two versions of the function differ. The comparison has run both.
struct Differs {
  const Comparison *How;             ///< must outlive the claim
  const Difference *There = nullptr; ///< one of its differences, if just this one is claimed
};

/// Claimed: no state takes a test of the new version both ways. The comparison has walked all paths.
struct DecidesNothing {};

/// Claimed: the compiler of this build refuses the text.
struct Refused {
  std::string Message;
};

/// Claimed is nothing: what is suspected could not be put to the test.
struct Open {
  std::string Why;
};

using Claim = std::variant<Does, Differs, DecidesNothing, Refused, Open>;

/// What came of a claim.
struct Ruling {
  std::optional<Status> What = {}; ///< none: it was refuted, and Reason says how
  std::string Reason = {};         ///< unless it is confirmed
  Evidence By = Evidence::None;
  std::vector<Assumption> Assumptions = {};
  Run Replay = {}; ///< of the function, if one was run
};

/// What is suspected, and what must be so for it to be said.
struct Candidate {
  Statement What;
  std::string Code; ///< the code that is at fault, by which it is known again in another version
  Claim Is = Open{};
};

class Gate {
public:
  /// Both must outlive the gate.
  Gate(const Unit &, const Rules &);

  Ruling judge(const Claim &) const;
  /// What a condition says of a state, and of a result in it; nothing if that cannot be told.
  std::optional<bool> holds(const SideCondition &, const Situation &, const Value &Result) const;
  Run run(const SideCondition &, const Situation &, const Value &Result) const;
  /// Judges a candidate and adds what comes of it to the report.
  void admit(const Candidate &, FileReport &) const;
  /// The same in two steps, where it takes the run to put the candidate into words. Nothing if it was refuted, which is
  /// in the report then.
  std::optional<Ruling> hear(const Candidate &, FileReport &) const;
  void admit(const Candidate &, const Ruling &, FileReport &) const;

private:
  Ruling judgeRun(const Does &) const;
  std::string refutation(const Does &, const Run &) const;
  std::vector<Assumption> twoAnswers(const Does &, const Run &) const;

  const Unit &U;
  const Rules &R;
};

/// A claim for which no unit is needed.
Ruling judge(const Differs &);
Ruling judge(const DecidesNothing &);
Ruling judge(const Refused &);
Ruling judge(const Open &);

/// A statement with what was ruled of it, which was not that it is refuted.
Finding finding(Statement, const Ruling &, const std::string &Code);

} // namespace kverdict
