// States for a function, made at random from the types of what it reads.
#pragma once

#include "core/State.h"
#include "difftest/Random.h"
#include "parse/Unit.h"
#include "simulate/Simulator.h"

#include <clang/AST/Type.h>

#include <map>
#include <string>
#include <vector>

namespace kverdict {

class RandomState {
public:
  /// Addresses says where globals and functions lie. With Aliases, two pointers may lead to one object.
  RandomState(const Unit &, Random &, const std::map<std::string, std::uint64_t> &Addresses, bool Aliases);

  /// A state without calls.
  Witness make(const clang::FunctionDecl *);
  /// What a call of this function might do: it returns anything, and sets all of what its pointers lead to. The
  /// state gets the objects that it needs.
  CallOutcome outcome(const clang::FunctionDecl *, Witness &);

private:
  void fill(std::vector<Cell> &Out, std::uint64_t Address, clang::QualType, State &, unsigned Depth);
  void fillRecord(std::vector<Cell> &Out, std::uint64_t Address, const clang::RecordDecl *, State &, unsigned Depth);
  std::uint64_t number(clang::QualType, unsigned Width);
  std::uint64_t pointer(clang::QualType Pointee, State &, unsigned Depth);
  std::uint64_t object(clang::QualType, State &, unsigned Depth);
  void harvest();

  const Unit &U;
  Random &R;
  const std::map<std::string, std::uint64_t> &Addresses;
  bool Aliases;
  std::vector<std::uint64_t> Literals; ///< of the unit's text, and the numbers next to them
  std::vector<std::pair<std::uint64_t, clang::QualType>> Made;
  std::uint64_t Next = 0;
};

/// Runs a function in the state, and adds the opaque calls that it makes one by one, as outcome() has them. False if
/// one cannot be made up (through a pointer, assembly, or too large to be looked into), or there are too many.
bool runWithCalls(const Unit &, Simulator &, const std::string &Function, RandomState &, Witness &, Run &Result);

} // namespace kverdict
