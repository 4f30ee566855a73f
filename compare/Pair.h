// Two versions of one file, parsed, and parsed again if a body turns out to be needed that was skipped.
#pragma once

#include "compare/Compare.h"
#include "parse/Complete.h"

#include <map>
#include <memory>
#include <optional>

namespace kverdict {

class VersionPair {
public:
  /// Parses both; what Error says, parseUnit() says. Shared is where earlier parses of the file may be found; null if
  /// there are none. The rules and Shared must outlive this.
  VersionPair(UnitRequest Old, UnitRequest New, const Rules &, Versions *Shared = nullptr);
  VersionPair(UnitRequest Old, UnitRequest New, Rules &&, Versions *Shared = nullptr) = delete;

  /// Throws Error (Usage) if a version has no such function. Undecided if an earlier process died of it.
  Comparison compare(const std::string &Function, const CompareLimits & = {});

  /// What the last comparison took, see smt/Effort.h.
  std::uint64_t spent() const { return Spent; }

  const Unit &oldUnit() const { return *Old; }
  const Unit &newUnit() const { return *New; }

private:
  Comparison follow(const std::string &Function, const CompareLimits &);
  Comparison complete(const std::string &Function, const CompareLimits &);
  Comparison counted(const Unit &Before, const Unit &After, const std::string &Function, const CompareLimits &);
  Comparison unread(const std::string &Function);
  bool provesMore(const std::set<std::string> &Callees);
  std::optional<Comparison> withLoopInPlace(const std::string &Function, const CompareLimits &);

  CompleteUnit Old, New;
  const Rules &R;
  std::map<std::string, bool> Same; ///< of functions that were compared as callees: whether they are proved the same
  std::uint64_t Spent = 0;          ///< on the function that was asked for, see smt/Effort.h
  unsigned Depth = 0;               ///< of callees that are compared for its sake
};

} // namespace kverdict
