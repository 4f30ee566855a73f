// Random numbers that are the same for a seed everywhere: the distributions of the standard library are not. Or the
// choices that somebody else made, byte for byte.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace kverdict {

/// splitmix64.
class Random {
public:
  explicit Random(std::uint64_t Seed) : State(Seed) {}
  /// Each choice is one of these bytes, in their order, and by the seed when they have run out.
  Random(std::vector<std::uint8_t> Choices, std::uint64_t Seed) : State(Seed), Choices(std::move(Choices)) {}

  std::uint64_t next() {
    if (Taken < Choices.size())
      return Choices[Taken++];
    std::uint64_t Z = State += 0x9e3779b97f4a7c15;
    Z = (Z ^ (Z >> 30)) * 0xbf58476d1ce4e5b9;
    Z = (Z ^ (Z >> 27)) * 0x94d049bb133111eb;
    return Z ^ (Z >> 31);
  }
  /// A number from 0 to Bound - 1.
  unsigned below(unsigned Bound) { return next() % Bound; }
  bool chance(unsigned Percent) { return below(100) < Percent; }
  template <typename T> const T &pick(const std::vector<T> &Of) { return Of[below(Of.size())]; }

private:
  std::uint64_t State;
  std::vector<std::uint8_t> Choices;
  size_t Taken = 0;
};

} // namespace kverdict
