// A series of generated functions, compared; what disagrees is made smaller.
#pragma once

#include "difftest/CrossCheck.h"
#include "difftest/Generator.h"

#include <functional>
#include <string>

namespace kverdict {

struct TrialSize {
  unsigned Pairs = 20'000; ///< (function, state) pairs, at least
  unsigned Batch = 40;     ///< functions in one file
  unsigned RandomStates = 100;
  unsigned Shrinks = 2;        ///< functions made smaller for each kind of disagreement; the others are only named
  unsigned OpaquePercent = 35; ///< of the batches: functions that make opaque calls
  unsigned FirstBatch = 0;     ///< the series begins here: to see one file again
};

/// Ways to make a piece smaller: each has another text.
std::vector<Fragment> smaller(const Fragment &);

/// The text of a file with these functions.
std::string fileText(const std::vector<GeneratedFunction> &);

/// Compares the functions of one file.
std::vector<Disagreement> compareFunctions(const std::vector<GeneratedFunction> &, unsigned RandomStates,
                                           std::uint64_t Seed, Tally &, bool Natively = true, QuestionLog * = nullptr);

/// The smallest function with a disagreement of that kind that dropping and replacing parts leads to.
GeneratedFunction shrink(GeneratedFunction, const std::string &Kind, unsigned RandomStates, std::uint64_t Seed);

/// What is said while a trial runs.
struct TrialEars {
  /// A disagreement, with its function made smaller; of each kind a few are.
  std::function<void(const std::string &Report)> Disagreement = [](const std::string &) {};
  /// A file of functions is about to be compared: its own seed.
  std::function<void(std::uint64_t Seed)> File = [](std::uint64_t) {};
  QuestionLog *Questions = nullptr; ///< of the explorer to its solver, in all files
};

/// The whole series.
void runTrial(const TrialSize &, std::uint64_t Seed, Tally &, const TrialEars &);

} // namespace kverdict
