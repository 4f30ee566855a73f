// A state in the making: what a run needs and the state does not say yet is added to it.
#pragma once

#include "core/State.h"

#include <optional>

namespace kverdict::simulation {

class StateGrowth {
public:
  explicit StateGrowth(State &S) : S(S) {}

  /// Adds an object at an address that the state does not use; returns the address.
  std::uint64_t addObject(std::uint64_t Size, const std::string &Place);
  /// Adds an object at an address that a user has set a pointer to.
  void addObjectAt(std::uint64_t Address, std::uint64_t Size, const std::string &Place);
  /// Adds a global or, with no Size, a function; returns the address.
  std::uint64_t addGlobal(const std::string &Name, std::uint64_t Size);
  /// Sets a cell of the memory, or with Argument of that argument, in place of the cells it covers.
  void setCell(const Cell &, std::optional<unsigned> Argument);

private:
  State &S;
};

} // namespace kverdict::simulation
