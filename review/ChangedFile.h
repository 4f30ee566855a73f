// A file in both versions, and what can be told of its changed lines from the text alone.
#pragma once

#include "core/Account.h"

#include <set>
#include <string>

namespace kverdict {

struct ChangedFile {
  /// The lines that differ. Those in which no token does have their fate, the others wait for Clang.
  ChangedFile(std::string Path, std::string OldPlace, std::string NewPlace, std::string Old, std::string New);

  /// Of a file that is not C: documentation is the same code, of the rest nothing is known.
  static Account ofAnotherKind(const std::string &Path, const std::string &Old, const std::string &New);

  /// Whether Clang need not be asked.
  bool settled() const;
  const std::string &text(bool OfOld) const { return OfOld ? Old : New; }
  const std::string &place(bool OfOld) const { return OfOld ? OldPlace : NewPlace; }
  /// The numbers of the changed lines of a version.
  std::set<unsigned> numbers(bool OfOld) const;
  /// The lines of the new version that a person would comment on: what changed there, and where lines were only
  /// removed, the one behind them.
  std::set<unsigned> commented() const;

  std::string Path;               ///< as a person names it
  std::string OldPlace, NewPlace; ///< where the compiler finds it
  std::string Old, New;           ///< its texts
  Account Lines;
};

} // namespace kverdict
