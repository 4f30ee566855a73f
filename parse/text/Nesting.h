// Source that is nested deeper, or is longer in one piece, than anything that a person writes: generated, or made to
// break its reader. Clang's parser and all that walks its tree call themselves for each level.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace kverdict {

/// Bounds of one file. With a stack of StackSize, nothing within them overflows it.
struct NestingLimits {
  unsigned Tokens = 10'000;            ///< of one statement or declaration, up to the next `;`, brace or listed comma
  unsigned Alternatives = 10'000;      ///< of one chain of `else if`
  unsigned Blocks = 256;               ///< braces within braces
  unsigned FunctionTokens = 1'000'000; ///< of one function, or of a declaration that is no table
  /// By typedef, typeof or extern, of one function, or of one declaration: what Clang does with the last of them may
  /// take as long as there are others before it.
  unsigned Names = 10'000;
};

/// Bounds of what the parser is given in one go: the file, its headers, and what the macros make of them.
struct FloodLimits {
  NestingLimits Nesting;
  std::uint64_t Tokens = 16'000'000; ///< also those of arguments, before they are put in; xfs_trace.c has 10 million
  std::uint64_t MacroTokens = 4'000'000; ///< of those: between two that come to the parser
  std::uint64_t Letters = 100'000'000;   ///< of words and strings of more than 128 letters
  std::uint64_t Word = 100'000;          ///< letters of one of them: to quote it takes the square of that
  unsigned Includes = 20'000;
  unsigned Pragmas = 10'000;    ///< that the parser gets to see
  unsigned Operators = 100'000; ///< in each other, of an `#if`
  unsigned Parameters = 50'000; ///< of a macro
  /// Of CPU time, thirty times what a large file takes: some of what Clang does with a name takes as long as it was
  /// declared often.
  unsigned Seconds = 10;
};

/// Of a source file, in bytes. The largest of the kernel's are headers of a tenth of that.
inline constexpr std::size_t MaxFileSize = 25'000'000;

/// What threads need that parse or walk such source, in bytes.
inline constexpr std::optional<unsigned> StackSize = 512u << 20;
/// Of the thread of Clang's parser alone, which needs less. Only what is used of it becomes memory.
inline constexpr std::optional<unsigned> ParserStackSize = 256u << 20;

/// What exceeds a bound, and where.
struct TooDeep {
  unsigned Line;
  std::string What; ///< "a statement of more than 10000 tokens"
};

/// Looks at the bare tokens: macros are not expanded.
std::optional<TooDeep> findTooDeep(const std::string &Text, const NestingLimits & = {});

/// Throws the Error (Incomplete) that says this.
[[noreturn]] void refuseGiant(const std::string &Place, const std::string &What);

/// Throws it if there is any such.
void refuseTooDeep(const std::string &File, const std::string &Text);

} // namespace kverdict
