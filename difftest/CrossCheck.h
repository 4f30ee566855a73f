// Holds the explorer, the simulator and the compiler against each other, on every state of a function's decision
// table and on random ones.
#pragma once

#include "core/Rules.h"
#include "difftest/Random.h"
#include "explore/Explorer.h"
#include "parse/Unit.h"
#include "smt/Solver.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// What was compared, and what could not be.
struct Tally {
  unsigned Functions = 0;
  unsigned Rows = 0;
  unsigned States = 0;    ///< (function, state) pairs that the simulator ran
  unsigned Undefined = 0; ///< of those: undefined behaviour
  unsigned Native = 0;    ///< of those: run by the compiler's code, in both builds
  unsigned Matched = 0;   ///< of those: one row of an exact table matched
  unsigned Covered = 0;   ///< of those: went round a loop more often than the rows do, with a verdict that a row has
  unsigned Unsolved = 0;  ///< rows for which the solver found no state
  unsigned Undecided = 0; ///< functions with a path that was not followed to its end
  unsigned Inexact = 0;   ///< functions with an approximation
  unsigned NotNative = 0; ///< states that cannot be made natively
  unsigned NoVerdict = 0; ///< states in which the simulator came to no verdict
};

/// One thing that does not agree.
struct Disagreement {
  std::string Function;
  std::string Kind; ///< a few words that stay the same while the function is made smaller
  std::string Text; ///< what said what, and the state
};

/// What to compare.
struct CrossCheck {
  const Unit &U;
  const std::string &Text; ///< of the unit
  const Rules &R;
  std::vector<std::string> Functions;
  std::set<std::string> NoAliases; ///< functions that write through pointers: no two may lead to one object
  std::vector<std::string> Flags;  ///< of the compiler, beyond the language
  unsigned RandomStates = 0;       ///< of each function
  std::uint64_t Seed = 0;
  bool Natively = true;       ///< else the explorer and the simulator alone
  bool Explored = true;       ///< else the simulator and the compiler alone, on random states
  QuestionLog *Log = nullptr; ///< told what the explorer asks of its solver
};

/// The kind of disagreement that needs the compiler to be seen.
inline const std::string CompilerDisagrees = "simulator and compiler";

std::vector<Disagreement> compare(const CrossCheck &, Tally &);

/// A state, for messages.
std::string show(const Witness &);

} // namespace kverdict
