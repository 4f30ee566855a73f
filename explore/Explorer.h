// What the rest of kverdict asks of the explorer: the decision table of a function, and whether a contract holds.
// Nothing outside explore/ (and the comparison of two versions) sees a Z3 term.
#pragma once

#include "core/Rules.h"
#include "core/Run.h"
#include "core/State.h"
#include "explore/Edit.h"
#include "parse/Unit.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A state that leads down one path, in the form the simulator takes and in the form a person reads.
struct Situation {
  Witness Concrete;
  std::vector<Binding> Shown;     ///< what matters on the path, in the kernel's names
  std::vector<std::string> Calls; ///< what opaque calls returned, if it matters: "foo(vma) returned 0"
};

/// One path of a function.
struct Row {
  RunEnd End = RunEnd::Returned;           ///< Budget or Unsupported: this path was not followed to its end
  std::string Reason;                      ///< unless it Returned
  SourcePlace At;                          ///< of its last return, or where it stopped
  bool Premise = false;                    ///< Undefined only where a pointer that the function never tests is null
  std::vector<std::string> Conditions;     ///< the branches that were open, as source text; `!(...)` if not taken
  std::vector<std::string> Approximations; ///< what was not modelled exactly, each with its place
  std::optional<Situation> State;          ///< none if the solver found none in its time
};

/// All paths of a function: exactly one of them matches each state.
struct Table {
  std::string Function;
  std::vector<Row> Rows;
  /// Every path was followed to its end and nothing was approximated.
  bool exact() const;
  /// No path was cut short.
  bool complete() const;
};

/// Does a contract hold? Requires and Ensures name Extras of the unit (Condition); Requires may be empty.
struct Question {
  std::string Function;
  std::string Requires;
  std::string Ensures;
  std::vector<std::string> Prefer; ///< Extras: the witness shown is one in which as many as possible hold
};

struct Reply {
  enum class Kind {
    Holds,     ///< in all states; proved if Exact
    Violated,  ///< in the state of Broken
    Undecided, ///< Reason says why
    Idle,      ///< no state of this configuration meets Requires
  };
  Kind What = Kind::Holds;
  bool Exact = true;
  std::string Reason;
  SourcePlace ReasonAt;
  std::optional<Situation> Broken;
  std::vector<CallOutcome> RequiresCalls; ///< the opaque calls that the contract itself makes in that state
  std::vector<CallOutcome> EnsuresCalls;
  std::string Verdict;   ///< "returns false"
  SourcePlace VerdictAt; ///< of the return
};

class Explorer {
public:
  /// Unit and rules must outlive the explorer.
  Explorer(const Unit &, const Rules &);
  ~Explorer();

  Table table(const std::string &Function);
  /// With an edit, the question is about the function as it would be with it.
  Reply ask(const Question &, const Edit * = nullptr);
  /// Whether an Ensures can be false at all for some state and result: a contract that never fails says nothing.
  bool canFail(const Question &);

  struct Parts;

private:
  std::unique_ptr<Parts> P;
};

/// A value as the kernel names it: "-EINVAL", "true", "VM_FAULT_SIGBUS", "NULL".
std::string showResult(const Unit &, const std::string &Function, const Value &);

} // namespace kverdict
