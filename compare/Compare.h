// One function in two versions: in which states do they decide differently, and in which direction?
//
// A version *accepts* a state if its verdict there is
//   true                             for bool, and for an int of which only 0 and 1 are ever returned
//   not negative                     for a signed int that is somewhere a negative errno, or 0 or what a callee
//   returned without a bit of VM_FAULT_ERROR  for vm_fault_t no ERR_PTR                       for a pointer that is
//   somewhere an ERR_PTR
// Other results (numbers, pointers, structs, nothing) have no such order: they are the same or different.
//
// What is compared are the verdicts and the effects: the calls that are not looked into (with their order, their
// arguments and the memory that they find), and what is left in memory that outlives the function. A call that is not
// looked into may write all such memory, but no local whose address it was not given. Where the old version has
// undefined behaviour, the new one may do anything; and a pointer that a version follows without ever testing it is
// taken not to be null, unless the other version tests it.
#pragma once

#include "core/Rules.h"
#include "core/Source.h"
#include "core/Table.h"
#include "parse/Unit.h"

#include <string>
#include <vector>

namespace kverdict {

/// What became of the function.
enum class Change {
  Equivalent,   ///< proved: the same verdict and the same effects in every state
  Stricter,     ///< the new version refuses states that the old one accepts, and accepts none that the old one refuses
  Laxer,        ///< the other way round
  Incomparable, ///< both
  Different,    ///< in a way that has no direction, or of which not every direction was settled: Reason says why
  Undecided,    ///< no difference was confirmed, and none was ruled out: Reason says why
};

/// Which way one difference goes.
enum class Direction {
  Stricter,
  Laxer,
  OtherError, ///< refused by both, for another reason
  OtherValue, ///< accepted by both, or without an order
  Crash,      ///< undefined behaviour in the new version only, or one of them does not come back
};

/// States that changed: all that meet the conditions, with one of them as a witness. The simulator was run in it, in
/// both versions, and did the same.
struct Difference {
  Direction Way = Direction::OtherValue;
  std::vector<std::string> Conditions; ///< none of which can be left out; source text, `!(...)` if it must be false
  std::string Old, New;                ///< "true", "-EINVAL", "undefined behaviour: null dereference of p"
  SourcePlace OldAt, NewAt;            ///< of the returns
  Situation OldState, NewState;        ///< the same state; they differ in the calls that are not looked into
};

struct Comparison {
  std::string Function;
  Change What = Change::Undecided;
  std::string Reason; ///< if Undecided, and if Different in more than was settled
  SourcePlace ReasonAt;
  std::vector<Difference> Differences;
  std::vector<std::string> Effects; ///< what else changed: "calls foo() where it did not before"
  std::vector<std::string> Assumed; ///< where nothing was compared: "vma is null"
  unsigned Refuted = 0;             ///< differences that the simulator did not confirm; each is a bug of kverdict
  bool SameCode = false;            ///< Equivalent because the code is the same, word for word
};

/// Bounds of one comparison.
struct CompareLimits {
  unsigned Pairs = 60'000;     ///< of paths that the solver is asked about
  unsigned Differences = 12;   ///< that are shown
  bool LookForSameCode = true; ///< the same code needs no exploration
};

/// Units and rules must outlive the call. Throws Error (Usage) if a version has no such function. If Unit::missed() is
/// not empty afterwards, the result is not to be used.
Comparison compareVersions(const Unit &Old, const Unit &New, const Rules &, const std::string &Function,
                           const CompareLimits & = {});

/// "stricter", "equivalent".
std::string changeWord(Change);
/// "stricter", "other error".
std::string directionWord(Direction);

} // namespace kverdict
