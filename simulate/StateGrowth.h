// A state in the making: what a run needs and the state does not say yet is added to it.
#pragma once

#include "core/State.h"
#include "core/Target.h"

#include <optional>

namespace kverdict::simulation {

class StateGrowth {
public:
  StateGrowth(Witness &W, Target T)
      : S(W.Start), Calls(W.Calls), Bits(T.PointerBits), First(T.PointerBits == 32 ? 0x18000000 : 0x180000000000) {}

  /// Adds an object at an address that the state does not use; returns the address.
  std::uint64_t addObject(std::uint64_t Size, const std::string &Place);
  /// Adds an object at an address that a user has set a pointer to.
  void addObjectAt(std::uint64_t Address, std::uint64_t Size, const std::string &Place);
  /// Adds a global or, with no Size, a function; returns the address.
  std::uint64_t addGlobal(const std::string &Name, std::uint64_t Size);
  /// Adds an object that a callee without arguments returns the address of, each time: `current`.
  std::uint64_t addAnswer(const std::string &Callee, std::uint64_t Size);
  /// Sets a cell of the memory, or with Argument of that argument, in place of the cells it covers.
  void setCell(const Cell &, std::optional<unsigned> Argument);

private:
  std::uint64_t freeAddress() const;

  State &S;
  std::vector<CallOutcome> &Calls;
  const unsigned Bits;       ///< of a pointer
  const std::uint64_t First; ///< apart from the addresses that the explorer's witnesses have: those may be set by hand
};

} // namespace kverdict::simulation
