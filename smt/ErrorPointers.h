// Which pointers are held against the range of ERR_PTR(): only of those is it worth asking whether they are followed
// when they are errors.
#pragma once

#include <z3++.h>

#include <cstdint>
#include <map>

namespace kverdict {

/// Whether these bits of a pointer, of so many, are ERR_PTR(-1) to ERR_PTR(-MAX_ERRNO).
bool isErrorPointer(std::uint64_t Bits, unsigned Width);

/// That a pointer is one of these.
z3::expr isErrorPointer(const z3::expr &Pointer);

/// What the explorations of one function, or of two versions of it, have asked.
class ErrorPointers {
public:
  /// A branch has this condition: what it compares with MAX_ERRNO, as IS_ERR() does, may be an error.
  void ask(const z3::expr &Condition);
  /// Whether a pointer that is about to be followed may be an error, as far as is known: it, or an arm of it, was
  /// asked, or is one.
  bool mayBe(const z3::expr &Pointer);
  /// Whether a pointer was asked after mayBe() had said no: that answer was wrong. Forgets which.
  bool takeLate();

private:
  using Terms = std::map<unsigned, z3::expr>; ///< by Z3's id, which is a term's own as long as it lives
  bool known(const z3::expr &Pointer) const;
  Terms Asked, Denied;
  bool Late = false;
};

} // namespace kverdict
