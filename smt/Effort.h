// What a piece of work has cost: counted, not timed, so that it ends at the same place on every machine.
#pragma once

#include <cstdint>

namespace kverdict {

/// In Z3's resource units, of which it does about five million a second; what is done beside Z3 is charged by what it
/// takes in comparison.
class Effort {
public:
  explicit Effort(std::uint64_t Most) : Most(Most) {}

  void spend(std::uint64_t Units) { Spent += Units; }
  std::uint64_t spent() const { return Spent; }
  bool exhausted() const { return Spent >= Most; }
  /// Some more, so that what was begun can be brought to an end. Nothing new is begun then.
  void extend(std::uint64_t Units) { Most = Spent + Units, Extended = true; }
  bool mayBegin() const { return !Extended && !exhausted(); }

private:
  std::uint64_t Most, Spent = 0;
  bool Extended = false;
};

} // namespace kverdict
