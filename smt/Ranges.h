// Between which numbers a term lies whatever its symbols are: an index that was masked, a count of 16 bits times the
// size of an element, an address so far behind another. Enough to see that most conditions on such terms always hold,
// or never, which costs Z3 a circuit each.
#pragma once

#include <z3++.h>

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace kverdict {

/// Of unsigned numbers.
struct Range {
  std::uint64_t Least, Most;
  bool operator==(const Range &) const = default;
};

/// Of signed numbers.
struct Span {
  std::int64_t Least, Most;
  bool operator==(const Span &) const = default;
};

/// The caller keeps the terms, whose ids are remembered.
class Ranges {
public:
  /// None for terms of more than 64 bits, and for what are no numbers.
  std::optional<Range> of(const z3::expr &);
  /// The same, read as a signed number. None also if it may be any.
  std::optional<Span> span(const z3::expr &);
  /// Of what is computed from others: the numbers that it would be if nothing wrapped, if these are the same. None if
  /// that is not seen.
  std::optional<Span> unwrapped(const z3::expr &);
  /// Whether a condition always holds (true), or never; none if that depends on its symbols, or is not seen.
  std::optional<bool> truth(const z3::expr &);

private:
  std::optional<Range> computed(const z3::expr &);
  std::optional<Range> folded(const z3::expr &);
  std::optional<bool> decided(const z3::expr &);
  std::optional<bool> ordered(const z3::expr &Low, const z3::expr &High, bool Signed, bool OrSame);

  std::unordered_map<unsigned, std::optional<Range>> Of;    ///< by Z3's id
  std::unordered_map<unsigned, std::optional<Span>> Spans;  ///< likewise
  std::unordered_map<unsigned, std::optional<bool>> Truths; ///< likewise
};

/// A term that is a multiple of Size, by all of its addends, divided by it. None if that is not seen, or if the term
/// may have wrapped, so that more is left of it.
std::optional<z3::expr> exactQuotient(Ranges &, const z3::expr &Term, std::uint64_t Size);

} // namespace kverdict
