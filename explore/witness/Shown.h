// Numbers as a kernel developer writes them.
#pragma once

#include "core/Rules.h"
#include "explore/witness/Tested.h"

#include <clang/AST/Type.h>

#include <memory>

namespace kverdict {

struct Path;

/// The functions that paths go through.
std::set<const clang::FunctionDecl *> functionsOn(const std::vector<const Path *> &);

/// Shows the values of places and results. C that evaluates to the value, always.
class Shower {
public:
  explicit Shower(const Unit &U, const Rules *R = nullptr, const clang::FunctionDecl *F = nullptr) : U(U), R(R), F(F) {}

  /// Whose states and results are shown from now on: values have the names that it and its callees test them with.
  void of(const clang::FunctionDecl *Function);
  /// The paths that the state belongs to: callees that are looked into there.
  void along(const std::vector<const Path *> &) const;

  /// What has no name here may have one in this, which must outlive it: another version of the function.
  void orAs(const Shower &Second) { Other = &Second; }

  /// False for a place that says where things lie in memory: nothing to tell a reader.
  bool tells(const std::string &Place) const;

  /// Of a place: by the names that the rules give its last member or itself.
  std::string value(const std::string &Place, clang::QualType, std::uint64_t Bits, unsigned Width) const;
  /// Of what a function returns.
  std::string result(clang::QualType, std::uint64_t Bits, unsigned Width) const;
  /// The same of a callee, and of the function itself, by the names that it is tested with or made of.
  std::string answer(const std::string &Callee, clang::QualType, std::uint64_t Bits, unsigned Width) const;
  std::string verdict(clang::QualType, std::uint64_t Bits, unsigned Width) const;

private:
  const TestedNames *tested() const;
  std::string named(const std::vector<TestedName> &, std::uint64_t Bits, unsigned Width) const;
  std::string testedName(const std::string &Place, clang::QualType, std::uint64_t Bits, unsigned Width) const;
  std::string bitName(const std::vector<TestedName> &, std::uint64_t Bit) const;
  std::string flags(const NameRule &, std::uint64_t Bits) const;
  std::string plain(clang::QualType, std::uint64_t Bits, unsigned Width) const;

  const Unit &U;
  const Rules *R;               ///< may be null: then no place has names of its own
  const clang::FunctionDecl *F; ///< may be null: then no value has the names that it is tested with
  const Shower *Other = nullptr;
  mutable std::set<const clang::FunctionDecl *> Callees;
  mutable std::unique_ptr<TestedNames> Tested; ///< made on first use
};

} // namespace kverdict
