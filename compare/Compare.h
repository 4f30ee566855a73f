// One function in two versions: in which states do they decide differently, and in which direction?
//
// clang-format off
// A version *accepts* a state if its verdict there is
//   true                                   for bool, for an int of which only 0 and 1 are ever returned, and for one
//                                          that callers in the file or its name call a predicate
//   not negative                           for a signed int that is somewhere a negative errno, or that callers in
//                                          the file take for one
//   without a bit of VM_FAULT_ERROR        for vm_fault_t
//   no ERR_PTR                             for a pointer that is somewhere an ERR_PTR
//   no error                               for an unsigned number of that width that is somewhere a negative errno
// clang-format on
// Other results (numbers, pointers, structs, nothing) have no such order: they are the same or different. Results of
// two integer types are compared as numbers, and by their truth if one of them is bool.
//
// What is compared are the verdicts and the effects: the calls that are not looked into (with their order, their
// arguments and the memory that they find), and what is left in memory that outlives the function. A call that is not
// looked into may write all such memory, but no local whose address it was not given. Where the old version has
// undefined behaviour, the new one may do anything; and a pointer that a version follows without ever testing it is
// taken not to be null, unless the other version tests it.
#pragma once

#include "core/Comparison.h"
#include "core/Rules.h"
#include "parse/Unit.h"
#include "smt/Effort.h"

#include <set>
#include <string>

namespace kverdict {

/// The two texts of the file, for what its callers say of a function. Null if they are not at hand.
struct FileTexts {
  const std::string *Old = nullptr, *New = nullptr;
};

/// Callees that changed and were not looked into: their calls are the same if they are proved to be the same
/// themselves.
struct ChangedCallees {
  std::set<std::string> Proved; ///< whose calls are the same
  std::set<std::string> Met;    ///< of the others, those that stood in the way
};

/// Whether the rounds of loops are the same, once that was asked: it need not be asked again with more effort.
struct RoundsAsked {
  bool Settled = false;
  std::string Why; ///< they are not known to be
};

/// Bounds of one comparison, and what it may look at.
struct CompareLimits {
  unsigned Pairs = 60'000;               ///< of paths that the solver is asked about
  std::uint64_t MostEffort = 16'000'000; ///< of all that is walked and asked, see smt/Effort.h; some more confirms it
  Effort *Budget = nullptr;              ///< told what was spent; inside, where it is spent from
  unsigned Differences = 12;             ///< that are shown
  unsigned PerDirection = ~0u; ///< of these, that go one way: further ones change nothing about what became of it
  unsigned Outcomes = 1;       ///< so often as many, where others lose another error, or give one
  bool EffectsBeside = true;   ///< of a function whose verdict differs, its effects are compared as well
  /// States in which a WARN_ON() or the like fires are shown only if there are no others; else they come first.
  bool PremisesHold = true;
  bool TellOfBoth = true;      ///< in which states both versions have undefined behaviour
  bool LookForSameCode = true; ///< the same code needs no exploration
  FileTexts Texts = {};
  std::vector<std::string> Assumed; ///< Extras of the old version: states in which such a condition fails are left out
  ChangedCallees *Callees = nullptr;
  RoundsAsked *Rounds = nullptr;
  bool Search = true; ///< where all ways are too many, a few are walked, for a state in which the versions differ
  bool Grow = true;   ///< bodies that turn out to be needed are read, which takes another parse; else it is undecided
  /// If set, what is compared is what the function leads to: it is followed until it comes back from its first call of
  /// this one, and what that returned is compared. Nothing else is, and paths without such a call are the same.
  std::string Upto = {};
};

/// Units and rules must outlive the call. Throws Error (Usage) if a version has no such function. If Unit::missed() is
/// not empty afterwards, the result is not to be used.
Comparison compareVersions(const Unit &Old, const Unit &New, const Rules &, const std::string &Function,
                           const CompareLimits & = {});

} // namespace kverdict
