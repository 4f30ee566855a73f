// What a constant comes to that stands in a designator, as far as its tokens say it: Clang hands out no value before it
// has made a node of each element.
#pragma once

#include <clang/Lex/Token.h>
#include <llvm/ADT/ArrayRef.h>

#include <cstdint>
#include <functional>
#include <optional>

namespace kverdict {

/// What names mean in the file as read so far.
struct BoundNames {
  /// The value of an enumerator; nothing for what is none.
  std::function<std::optional<std::int64_t>(const clang::IdentifierInfo *)> Enumerator;
  /// What `sizeof` gives, in bytes, of the tokens between its parentheses; nothing where that is not known.
  std::function<std::optional<std::int64_t>(llvm::ArrayRef<clang::Token>)> Size;
};

/// The value of an expression in C, held to 2^40 to both sides. Where it cannot be told (a call of a builtin, the size
/// of an unknown type), the greatest number that stands in it, or 0: who writes a small one is let through.
std::int64_t boundOf(llvm::ArrayRef<clang::Token>, const BoundNames &);

} // namespace kverdict
