// What became of each line that a patch changes.
#pragma once

#include "core/Comparison.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

enum class Fate {
  Compared,    ///< it stands in a function, which was compared: Outcome
  SameTokens,  ///< comments, white space, another split into lines
  NotCompiled, ///< the preprocessor skips it in this build, in both versions or the one that has it: Reason says why
  Reaching,    ///< a constant, a type, a macro: the functions that it reaches were compared: Outcome, if all were
  NotLookedAt, ///< Reason says why
};

/// One line that a patch removes (it stands in the old text) or adds (in the new one).
struct ChangedLine {
  bool Old = false; ///< it is one of the old text
  unsigned Line = 0;
  Fate What = Fate::NotLookedAt;
  std::string Name = {};                 ///< the function, the constant, the macro
  std::optional<Change> Outcome = {};    ///< the worst of what was compared
  std::vector<std::string> Reaches = {}; ///< the functions that were compared because of it
  std::string Reason = {};               ///< "CONFIG_USERFAULTFD", "not C"
  bool Decides = false;                  ///< it belongs, or may belong, to a function that decides
  bool OnlyHere = false;                 ///< Name is a function that the other version does not have
  std::string Before = {};               ///< what the function Name was called before, if it was called otherwise
  std::string From = {};                 ///< the file that the function Name stood in before, if it was another

  /// Nothing changes with it, in this build.
  bool same() const {
    return What == Fate::SameTokens ||
           ((What == Fate::Compared || What == Fate::Reaching) && Outcome == Change::Equivalent);
  }
};

/// Whether a function may decide otherwise because of a line, and it was not found out.
inline bool missed(const ChangedLine &L) {
  const bool Compared = L.What == Fate::Compared || L.What == Fate::Reaching;
  return L.What == Fate::NotCompiled ||
         (L.Decides &&
          (L.What == Fate::NotLookedAt || (Compared && L.Outcome.value_or(Change::Undecided) == Change::Undecided)));
}

/// All changed lines of a file, the old ones first.
using Account = std::vector<ChangedLine>;

/// By the files' paths.
using Accounts = std::map<std::string, Account>;

/// What is worse to say of two: a difference, then what is not decided.
inline Change worse(Change A, Change B) {
  auto rank = [](Change C) { return C == Change::Equivalent ? 0 : C == Change::Undecided ? 1 : 2; };
  return rank(B) > rank(A) ? B : A;
}

} // namespace kverdict
