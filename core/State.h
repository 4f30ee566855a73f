// Words used here:
//   state    values for all that a function reads: its arguments, globals, the memory reached from them
//   cell     a run of bits of that memory and its value
//   outcome  what a callee that is not looked into returns and writes
//   witness  a state, with the outcomes of such calls, in which something goes wrong
//
// A state is concrete: objects have addresses and pointers are numbers, as in a running kernel. The explorer
// makes states (from a solver's model), the simulator runs from them, and neither needs to know how the other
// represents memory. Names (Place, Shown) are for people; nothing is computed from them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// Width bits of memory, from the bit with the number BitOffset of the byte at Address on, numbered as the target has
/// them (core/Target.h). In an argument or a result, Address counts from its start.
struct Cell {
  std::uint64_t Address = 0;
  unsigned BitOffset = 0; ///< 0 unless it is a bit-field
  unsigned Width = 0;     ///< in bits, 1 to 64; a _Bool has 8
  std::uint64_t Value = 0;
  std::string Place; ///< its access path in C: "vma->vm_flags"
  std::string Shown; ///< the value in the kernel's own names: "VM_READ | VM_SHARED", "NULL"; C that evaluates to it
};

/// A piece of memory that the state says exists: accesses must lie within one object.
struct Object {
  std::uint64_t Address = 0;
  std::uint64_t Size = 0; ///< in bytes
  std::string Place;      ///< what it is: "*vma", "zero_pfn"
};

/// What one opaque call did: a callee without a body at hand, or one that a model makes opaque, or inline
/// assembly (its Callee is "asm").
struct CallOutcome {
  std::string Callee;
  std::vector<Cell> Result; ///< empty if it returns nothing or the result is never looked at
  std::vector<Cell> Writes; ///< memory it changed, by address
  /// Memory it changed through its arguments, by their position: addresses count from where the argument points, or
  /// for "asm" from the start of that output operand. For locals, whose addresses only the simulator knows.
  std::map<unsigned, std::vector<Cell>> Through;
};

/// What one read of a volatile object finds there, where somebody else has written it since.
struct VolatileCell {
  Cell Found;
  unsigned Number = 0; ///< of the reads of this place, which one: from 1 on
};

/// One value for everything that a function reads on its way.
struct State {
  std::vector<std::vector<Cell>> Arguments;     ///< by position; a scalar is one cell at address 0
  std::map<std::string, std::uint64_t> Globals; ///< the addresses of globals and functions that matter, by name
  std::vector<Object> Objects;                  ///< what pointers point to, and the globals; they do not overlap
  std::vector<Cell> Memory;
};

/// A state and the outcomes of the opaque calls in it, in the order in which the function makes them.
struct Witness {
  State Start;
  std::vector<CallOutcome> Calls;
  std::vector<VolatileCell> Volatile; ///< a read that is not here finds what memory holds
};

/// One line of a state as it is shown to a person: `vma->vm_flags = VM_READ`. Both sides are C.
struct Binding {
  std::string Place;
  std::string Value;
  bool Layout = false; ///< where things lie in memory: needed to replay the state, of no interest to a reader
  bool operator==(const Binding &) const = default;
};

} // namespace kverdict
