// Two names for one object. An exploration takes what two pointers lead to for two objects. Where a store by one name
// lies before an access by another that could be the same place, it is made again in the states in which it is.
#pragma once

#include "core/Evidence.h"
#include "core/State.h"
#include "explore/state/Path.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
}

namespace kverdict {

/// A global, so that it can be made in other symbols.
struct NamedObject {
  std::string Name;
  clang::QualType Type;
  std::uint64_t Size = 0;
};

/// Two names of the entry state for one object: the second points so many bytes behind where the first does.
struct Alias {
  std::string First, Second;
  std::int64_t Bytes = 0;
  std::optional<NamedObject> Global; ///< First is its address
  bool Known = true;                 ///< both are of the entry state, so that a state can say that they are the same
  bool OtherTypes = false;           ///< neither has anything in it of the other's type
  Assumption distinct() const;
  /// How a state says it: `q = p`.
  Binding shown() const;
  /// Writes it into a state, in place of where the two lie: that is of no interest, and no object lies there in a
  /// replay.
  void showIn(std::vector<Binding> &) const;
};

/// What is supposed of the names in the states that are compared.
struct AliasWorld {
  bool Anything = false;  ///< any two pointers may lead to one place
  bool FirstAnew = false; ///< with Anything: also the first volatile read of a place may find something of its own
  std::vector<Alias> Same, Apart;
  bool LentWritten = false; ///< a call may write locals whose addresses earlier calls got; so it is with Anything
  /// To be said before the first symbol is made.
  void suppose(Symbols &) const;
};

using Meetings = std::set<std::pair<BitRange, BitRange>>;

/// The names by which a place may have been stored to and then accessed, as far as types allow it.
std::vector<Alias> aliases(const Symbols &, const clang::ASTContext &, const Meetings &);

} // namespace kverdict
