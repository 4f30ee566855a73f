// What the rest of kverdict asks of the explorer: the decision table of a function, and whether a contract holds.
// Nothing outside explore/ (and the comparison of two versions) sees a Z3 term.
#pragma once

#include "core/Rules.h"
#include "core/Run.h"
#include "core/State.h"
#include "core/Table.h"
#include "explore/Edit.h"
#include "parse/Unit.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

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
  Value Result;                        ///< what the function returns there; of no width if that is nothing, or too wide
  std::string Verdict;                 ///< the same in words: "returns false", "dereferences null"
  SourcePlace VerdictAt;               ///< of the return, or where the function crashes
  std::vector<Assumption> Assumptions; ///< Holds, Violated: without which it might be otherwise
  bool Crashes = false; ///< it follows a pointer that is null in all states like this one, and returns nothing
};

/// What the table of a function says of one concrete state.
struct Match {
  unsigned Path;                    ///< as Row::Path in the table
  RunEnd End = RunEnd::Unsupported; ///< of its row
  Value Result;                     ///< if it Returned; of at most 64 bits
};

class Explorer {
public:
  /// Unit and rules must outlive the explorer.
  Explorer(const Unit &, const Rules &);
  ~Explorer();

  Table table(const std::string &Function);
  /// The same with states for the rows that are wanted alone, up to the first that will do: a state is what costs. What
  /// is asked of a row that has none yet is where it goes and what it comes by.
  using RowTest = std::function<bool(const Row &)>;
  Table table(const std::string &Function, const RowTest &Wanted, const RowTest &WillDo);
  /// The rows of one path of the table.
  const std::vector<Row> &rows(const std::string &Function, unsigned Path);
  /// What the paths of one function may take from now on, and the states of its rows (smt/Effort.h); nothing: the
  /// usual.
  void spendAtMost(std::optional<std::uint64_t> Effort);
  /// How many rows that table has. Much cheaper: a row's state is what costs.
  unsigned rowCount(const std::string &Function);
  /// The small changes of a function that `ask` may be asked with.
  std::vector<Edit> edits(const std::string &Function);
  /// Walks the paths that `ask` will need, so that Unit::missed() is complete.
  void explore(const Question &);
  /// The rows of the function's table that a state leads to, and what they say of it: exactly one, if the explorer is
  /// right. Computed without a solver.
  std::vector<Match> matching(const std::string &Function, const Witness &);
  /// Whether some row returns this value from that state at entry, if opaque calls do what they like: what a covered
  /// row (Row::Covered) is said to add nothing to.
  bool mayReturn(const std::string &Function, const Witness &, const Value &);
  /// Whether the conditions of the rows leave out no state.
  bool coversAll(const std::string &Function);
  /// With an edit, the question is about the function as it would be with it.
  Reply ask(const Question &, const Edit * = nullptr);
  /// Whether ask() would say Holds; a state in which it does not is not looked for.
  bool holds(const Question &, const Edit *);
  /// Whether an Ensures can be false at all for some state and result: a contract that never fails says nothing.
  bool canFail(const Question &);

  struct Parts;

private:
  std::unique_ptr<Parts> P;
};

/// A value as the kernel names it: "-EINVAL", "true", "VM_FAULT_SIGBUS", "NULL".
std::string showResult(const Unit &, const std::string &Function, const Value &);

} // namespace kverdict
