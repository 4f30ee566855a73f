// The decision table of a function.
#pragma once

#include "core/Evidence.h"
#include "core/Run.h"
#include "core/State.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A state that leads down one path, in the form the simulator takes and in the form a person reads.
struct Situation {
  Witness Concrete;
  std::vector<Binding> Shown;     ///< what matters on the path, in the kernel's names
  std::vector<std::string> Calls; ///< what opaque calls returned, if it matters: "foo(vma) returned 0"
  std::string Assumed; ///< empty, or what an opaque call must have changed for this, which nobody can vouch for
  /// What the state rests on that C, the compiler or the tree would settle, and kverdict guessed: how a callee whose
  /// body was not followed answers, what an asm gives, one callee with two answers in one state.
  std::vector<Assumption> Guessed = {};
  /// Tests that would fire in it, which the build leaves out, and no state that serves is without: "`VM_WARN_ON(!page)`
  /// of f()".
  std::vector<std::string> Excluded = {};
};

/// One path of a function; one that returns an open truth value (`return x > 3`) is two rows, for false and for true.
struct Row {
  unsigned Path = 0;                   ///< its number among the function's paths
  RunEnd End = RunEnd::Returned;       ///< Budget or Unsupported: this path was not followed to its end
  std::string Reason;                  ///< unless it Returned
  SourcePlace At;                      ///< of its last return, or where it stopped
  bool Covered = false;                ///< Unsupported only because it goes round a loop again, and nothing new follows
  bool Premise = false;                ///< Undefined only where a pointer that the function never tests is null
  std::vector<std::string> Conditions; ///< the branches that were open, as source text; `!(...)` if not taken
  std::vector<std::string> Approximations; ///< what was not modelled exactly, each with its place
  std::optional<Situation> State;
  std::string Unfound; ///< why there is no State
  Value Result;        ///< what it returns in that state; of no width if that is nothing, or too wide
  std::string Verdict; ///< the same in words: "true", "-EINVAL"
};

/// All paths of a function: exactly one row matches each state.
struct Table {
  std::string Function;
  std::vector<Row> Rows;

  /// The first row of a path. The others differ from it in the value alone.
  const Row &of(unsigned Path) const {
    return *std::find_if(Rows.begin(), Rows.end(), [&](const Row &R) { return R.Path == Path; });
  }
  /// No path was cut short.
  bool complete() const {
    for (const Row &R : Rows)
      if (R.End == RunEnd::Unsupported && !R.Covered)
        return false;
    return true;
  }
  /// Every path was followed to its end and nothing was approximated.
  bool exact() const {
    for (const Row &R : Rows)
      if (!R.Approximations.empty())
        return false;
    return complete();
  }
};

} // namespace kverdict
