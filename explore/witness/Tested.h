// The names of constants that a function and its callees test values with.
#pragma once

#include "parse/Unit.h"

#include <clang/AST/Decl.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A macro or an enumerator that the source compares something with, or asks it for the bits of.
struct TestedName {
  std::string Name;
  std::uint64_t Value;
  bool Bits; ///< asked for, or set, as bits
};

/// Follows values forward, from a place to what is made of it: the constants that a parameter of a callee is tested
/// with are names for what a caller passes.
class TestedNames {
public:
  /// Of the callees, only these bodies are looked at: which others were kept depends on what was asked before.
  TestedNames(const Unit &, const clang::FunctionDecl *, const std::set<const clang::FunctionDecl *> &Callees);

  /// Of a place of the function's state, by its access path: the function's own come first. None if it is not certain
  /// which member it is.
  std::vector<TestedName> of(llvm::StringRef Place, clang::QualType) const;
  /// Of what a callee returns.
  std::vector<TestedName> ofAnswer(const std::string &Callee) const;
  /// Of what the function itself returns.
  std::vector<TestedName> ofResult() const;

private:
  class Collector;
  using Key = const clang::ValueDecl *;
  std::vector<TestedName> from(Key) const;

  Key Function;
  bool Eperm = false; ///< somewhere -EPERM is returned
  std::map<Key, std::vector<TestedName>> Names;
  std::map<Key, std::vector<Key>> Flows; ///< to where the value of a place goes
  std::vector<Key> Known;                ///< in the order of the text
};

} // namespace kverdict
