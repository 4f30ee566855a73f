// The content of rules.yaml.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// A C expression or body from rules.yaml, with the place of its first character, so that Clang's messages
/// about it name that place.
struct RuleText {
  std::string Text;
  SourcePlace At;
  bool empty() const { return Text.empty(); }
};

/// What a verdict must be. Both expressions are C over the function's parameters; Ensures may also use
/// `result`. Calls in them are evaluated in the state at the function's entry.
struct Contract {
  std::string Id;
  std::string Function;
  SourcePlace At;                 ///< of the entry in its file of rules
  std::vector<std::string> Files; ///< of the tree, where the function is expected: only there its absence is told
  RuleText Requires;              ///< may be empty: always
  RuleText Ensures;
  /// Says something of a state in which a C condition holds: "page is the zeropage".
  struct Remark {
    RuleText When;
    std::string Say;
  };
  std::vector<RuleText> Prefer;   ///< C conditions: among several witnesses, one in which they hold is shown
  std::vector<std::string> Needs; ///< identifiers that the tree must declare, or the contract does not apply
  Severity Level = Severity::Error;
  std::string Message;
  std::string Why;
  std::string Premise;
  std::vector<Remark> Remarks;
  std::vector<std::string> References;
};

/// What stands in for a callee.
struct Model {
  enum class Kind {
    Pure,     ///< any value of its type, the same for equal arguments in an unchanged state; it only reads
    Event,    ///< the same, but others see the call; it writes nothing that the function reads
    Sync,     ///< the same, and what is read behind the call, others may have written: a lock, a wait
    NoReturn, ///< does not come back
    Havoc,    ///< any value, and it may write whatever its non-const arguments reach
    Body,     ///< the C body in Body, compiled into the unit
  };
  std::string Function;
  Kind What = Kind::Pure;
  RuleText Body; ///< the text between (not including) the braces of the function
  std::string Why;
  bool NullIsNothing = false; ///< called with a null pointer first, it does nothing: kfree()
  /// What the result points to holds zeros, in so many bytes as these arguments (by position, from 0) make together.
  std::vector<unsigned> Zeroed = {};
  bool ZeroIsNothing = false; ///< Sync: where it returns zero, it did not: a lock that was tried and not taken
};

/// Which macros or enumerators name the bits of a place: vm_flags by those that begin with VM_.
struct NameRule {
  std::string Member;             ///< the last member of the access path, "vm_flags"; or the parameter's name
  std::string Prefix;             ///< "VM_"
  std::vector<std::string> First; ///< names that are taken before others of the same value, in this order
};

/// Silences one check or contract in one function.
struct Ignore {
  SourcePlace At;
  std::string Rule; ///< the name of a check, or the id of a contract
  std::string Function;
  std::string File; ///< relative to the tree; empty: whichever file defines the function
  std::string Reason;
};

/// What asks a function for less: whoever may have more may have that.
struct Order {
  SourcePlace At;
  std::vector<std::string> Functions;
  std::string Place;             ///< an access path from a parameter: "vma->vm_flags"
  std::vector<std::string> Less; ///< macros or enumerators: without their bits there, it is asked for less
  std::string Why;
};

/// Functions that are to decide alike.
struct Siblings {
  SourcePlace At;
  std::vector<std::string> Functions;
};

/// Everything that the files of rules say.
struct Rules {
  std::vector<std::string> Files; ///< in the order in which they were read
  std::vector<Contract> Contracts;
  std::vector<Model> Models;
  std::vector<NameRule> Names;
  std::vector<Ignore> Ignores;
  std::vector<Order> Orders;
  std::vector<Siblings> Alike;
  std::vector<std::string> Layout; ///< globals that say where things lie in memory: Binding::Layout
};

} // namespace kverdict
