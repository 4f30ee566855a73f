// What came of running a function in a state.
#pragma once

#include "core/Source.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// The value a function returned.
struct Value {
  std::uint64_t Bits = 0; ///< zero-extended from Width
  unsigned Width = 0;     ///< in bits; 0 for void
  bool Signed = false;
  bool Pointer = false;

  std::int64_t asSigned() const {
    if (Width == 0 || Width >= 64)
      return static_cast<std::int64_t>(Bits);
    return static_cast<std::int64_t>(Bits << (64 - Width)) >> (64 - Width);
  }
  bool operator==(const Value &Other) const { return Bits == Other.Bits && Width == Other.Width; }
};

/// One step of a trace. A trace holds what a reader needs to follow the way through the function: branches,
/// the assignments that carry the verdict, calls of functions that were not looked into, and how it ended.
struct TraceStep {
  enum class Kind { Branch, Switch, Assignment, Call, Return, Stop };
  Kind What = Kind::Branch;
  SourcePlace At;
  std::string Function; ///< the function whose text this is
  unsigned Depth = 0;   ///< calls between the function that was started (0) and this one
  std::string Text;     ///< the source of the condition, assignment, call or return value
  std::string Outcome;  ///< "true", "false", the case taken, the value: in the kernel's names where they are known
  std::string Values;   ///< what the condition's parts were: "vma->vm_flags = VM_READ"; may be empty
};

/// Something that others can see of a run while it goes on.
struct Event {
  enum class Kind { Call, Assembly, Read, Write };
  Kind What = Kind::Call;
  std::string Name;                  ///< the callee, the assembly with its constraints; empty for a volatile access
  std::vector<std::string> Operands; ///< their values; addresses in words that are the same in every run
  bool Orders = false;               ///< others see what was stored before
  std::size_t Stored = 0;            ///< how many of Run::Stores were before it
  std::string Text;                  ///< its source
  SourcePlace At;
  std::optional<std::uint64_t> Reply = std::nullopt; ///< what a call returned that was not looked into
  std::string Outer = {};                            ///< the call in the function itself that it is a part of, if any
  SourcePlace OuterAt = {};
};

/// A store that outlives the run.
struct Stored {
  std::uint64_t Address = 0;
  std::vector<std::uint8_t> Before, After; ///< byte for byte
  std::string Place;                       ///< its access path in C
  std::string Shown;                       ///< the value for a person
  SourcePlace At;
};

/// How a run ended.
enum class RunEnd {
  Returned,
  Undefined,   ///< undefined behaviour: a null dereference, an overflow, a read of something never set
  Unsupported, ///< a construct that the simulator has no semantics for
  Mismatch,    ///< the function did not make the opaque calls that the witness says it makes
  Budget,      ///< too many steps, too deep, too much memory
  NoReturn,    ///< it ended in panic(), BUG() or the like
};

/// A call of a run that was not looked into, or an assembly: what it was asked, and what it answered. In one state,
/// one question has one answer.
struct Answered {
  std::string Callee;
  std::string Question; ///< arguments, and what the run had stored before where the callee can see it
  std::string Reply;    ///< "returns 0x1"
  SourcePlace At;
  bool Anew = false; ///< it may answer otherwise each time: an allocation, a random number
};

/// What is undefined about a run that ended so.
enum class UndefinedKind {
  None,            ///< it did not end so
  NullDereference, ///< also a call through a null pointer
  OutOfBounds,
  Uninitialised,
  Overflow,
  Shift,
  Division,
  NoResult, ///< the value of a function that ended without one
  Unreachable,
  Other,
};

/// The outcome of one run.
struct Run {
  RunEnd End = RunEnd::Returned;
  Value Result;                            ///< if it Returned
  UndefinedKind Why = UndefinedKind::None; ///< if it is Undefined: in which way
  std::string Reason;                      ///< if it did not: one sentence for a person
  SourcePlace StoppedAt;
  std::vector<TraceStep> Trace;
  std::vector<Answered> Answers;
  std::vector<Event> Events;
  std::set<std::string> Entered; ///< the calls in the function itself that were looked into, as the source has them
  std::vector<Stored> Stores;
  std::vector<std::string> Defaulted; ///< input places that were read although nothing set them; they read as 0
};

} // namespace kverdict
