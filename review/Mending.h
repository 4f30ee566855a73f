// Which small edit mends what a patch made a function do otherwise: each is tried by comparing.
#pragma once

#include "core/Comparison.h"
#include "review/SmallEdits.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// An edit that was tried, and what came of that.
struct Mended {
  Fix Change;
  std::string Tried;     ///< "it decides as before the patch then"; empty: all rules of the function hold then
  bool AsBefore = false; ///< that is proved: the function is the old one again
};

struct Mending {
  const std::vector<SmallEdit> &Edits;
  const std::string &New;    ///< the patched text
  const Comparison &Changed; ///< from the old to the patched one
  const Difference &Wrong;   ///< one of its differences
  bool NothingMeant = false; ///< the patch is not meant to change anything
  /// What becomes of the function between the old or the patched text and this one.
  std::function<Comparison(bool FromOld, const std::string &Fixed)> Compare;
  /// Set if a rule of the function is broken: whether all of them hold in this text.
  std::function<bool(const std::string &Fixed)> RulesHold = {};
};

/// The first edit after which the difference is gone and all else is as the patch has it, or as it was before: proved
/// for all states. Of a patch that does nothing else, that is the old function. Where a rule is broken, the old code is
/// enough, if all rules hold then.
std::optional<Mended> mend(const Mending &);

} // namespace kverdict
