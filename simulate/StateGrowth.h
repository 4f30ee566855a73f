// A state in the making: what a run needs and the state does not say yet is added to it.
#pragma once

#include "core/State.h"
#include "core/Target.h"

#include <optional>

namespace kverdict::simulation {

class StateGrowth {
public:
  StateGrowth(State &S, Target T) : S(S), First(T.PointerBits == 32 ? 0x18000000 : 0x180000000000) {}

  /// Adds an object at an address that the state does not use; returns the address.
  std::uint64_t addObject(std::uint64_t Size, const std::string &Place);
  /// Adds an object at an address that a user has set a pointer to.
  void addObjectAt(std::uint64_t Address, std::uint64_t Size, const std::string &Place);
  /// Adds a global or, with no Size, a function; returns the address.
  std::uint64_t addGlobal(const std::string &Name, std::uint64_t Size);
  /// Sets a cell of the memory, or with Argument of that argument, in place of the cells it covers.
  void setCell(const Cell &, std::optional<unsigned> Argument);

private:
  std::uint64_t freeAddress() const;

  State &S;
  const std::uint64_t First; ///< apart from the addresses that the explorer's witnesses have: those may be set by hand
};

} // namespace kverdict::simulation
