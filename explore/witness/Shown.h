// Numbers as a kernel developer writes them.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <clang/AST/Type.h>

namespace kverdict {

/// Shows the values of places and results. C that evaluates to the value, always.
class Shower {
public:
  explicit Shower(const Unit &U, const Rules *R = nullptr) : U(U), R(R) {}

  /// False for a place that says where things lie in memory: nothing to tell a reader.
  bool tells(const std::string &Place) const;

  /// Of a place: by the names that the rules give its last member or itself.
  std::string value(const std::string &Place, clang::QualType, std::uint64_t Bits, unsigned Width) const;
  /// Of what a function returns.
  std::string result(clang::QualType, std::uint64_t Bits, unsigned Width) const;

private:
  std::string flags(const NameRule &, std::uint64_t Bits) const;
  std::string plain(clang::QualType, std::uint64_t Bits, unsigned Width) const;

  const Unit &U;
  const Rules *R; ///< may be null: then no place has names of its own
};

} // namespace kverdict
