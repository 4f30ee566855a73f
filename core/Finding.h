// What kverdict has to say about a function.
#pragma once

#include "core/Comparison.h"
#include "core/Evidence.h"
#include "core/Rule.h"
#include "core/Run.h"
#include "core/Source.h"
#include "core/State.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// What is known of a statement. Only the gate (analysis/Gate.h) gives one; core/status_test.py holds the sources to
/// it.
enum class Status {
  Confirmed, ///< what bears it out was seen: Evidence says what
  Undecided, ///< could be wrong, but could not be shown; Reason says why
};

/// Where a finding comes from when two versions were compared.
enum class Origin { Unknown, Introduced, PreExisting, Fixed };

/// One statement about the code, of which it is not said yet whether it is so.
struct Statement {
  std::string Rule;                   ///< the id of a RuleInfo: "inverted-return"
  std::vector<std::string> Contracts; ///< the ids of the contracts that fail
  Severity Level = Severity::Error;
  Evidence By = Evidence::None;
  std::vector<Assumption> Assumptions; ///< without which it might not be so
  Origin From = Origin::Unknown;
  std::string Function;
  SourcePlace At;                   ///< the line that a person would comment on
  std::string Message;              ///< one or two sentences that ask: "Shouldn't this return true?"
  std::string Why;                  ///< the reason of the contract, in a sentence or two
  std::string Premise;              ///< what is assumed of the state beyond the contract; may be empty
  std::string Reason;               ///< if Undecided: why
  std::vector<std::string> Remarks; ///< what can be said of the state in words: "page is the zeropage"
  std::vector<Binding> Witness;     ///< the state, in the kernel's names, what matters first
  std::vector<std::string> Calls;   ///< what opaque callees returned: "foo() returned 0"; may be empty
  std::vector<Binding> Replay;      ///< of the two, what has to be set by hand to get there; empty: all
  std::string NotReplayed;          ///< why this state, set by hand, leads elsewhere; empty: it was tried, and does not
  std::string Verdict;              ///< what the function does in the witness: "returns false"
  std::string Expected;             ///< what the contract asks for, in C: "result"
  std::string Before;   ///< if two versions were compared: what the old one did in the witness, "returned true"
  std::string Patch;    ///< of a series as a whole: the one patch that it is true of, "patch 1/5"; else empty
  std::string MendedBy; ///< the later patch of the series that mends it: "patch 4/5"; may be empty
  std::vector<TraceStep> Trace;
  std::optional<Fix> Repair;
  std::string Tried; ///< what was shown of the fix: "it decides as before the patch then"; empty: if it was tried, that
                     ///< all contracts hold
  std::string
      SpokenFor; ///< the fingerprint of the finding that has the fix of this one: one change made both; or empty
  std::vector<std::string> References;
  std::string Fingerprint; ///< the same for the same defect in another version: never depends on a line number
  std::string Silenced;    ///< the reason that somebody gave to silence it here; empty: it is not silenced
  SourcePlace SilencedAt;  ///< the comment, or the entry of the rules, that silences it
};

/// A statement with its status. The canonical record of the JSON Lines report is made of just these fields.
class Finding : public Statement {
public:
  Finding(Statement What, Status State) : Statement(std::move(What)), State(State) {}
  Status status() const { return State; }

private:
  Status State; ///< never written again: what is no longer sure is a statement to be judged anew
};

/// Something that is wrong with what a person wrote for kverdict beside the code: a comment that silences nothing.
struct Notice {
  SourcePlace At;
  std::string Text;
};

/// Something that keeps an analysis from being complete, and the place that it concerns.
struct Incomplete {
  SourcePlace At;
  std::string Function; ///< may be empty
  std::string Reason;
  std::string Patch = {}; ///< as Finding::Patch
};

/// A contract that was not used, and why.
struct NotApplied {
  std::string Contract;
  std::string Function;
  std::string Reason; ///< "this tree has no vm_mixed_zeropage_allowed()"
};

/// All that came of analysing one file in one version.
struct FileReport {
  std::string File;
  std::vector<Finding> Findings;
  std::vector<Incomplete> Gaps;
  std::vector<NotApplied> Skipped;
  std::vector<Notice> Notices;
  std::vector<Comparison> Changes; ///< of a review: what became of the functions that the patch touches
  std::vector<Finding> Remarks;    ///< of a review: of those that do something else now, a state, under a changed line
  std::vector<std::string> Explored; ///< the functions whose contracts were checked, in the file's order
  unsigned Refuted = 0;              ///< candidates that the simulator did not confirm
};

} // namespace kverdict
