// What two ways do beside their verdict: the calls that they make and what they leave behind. Internal to compare/.
#pragma once

#include "compare/sides/Side.h"

namespace kverdict {

class Effects {
public:
  Effects(Symbols &, Solver &, const Side &Old, const Side &New);

  /// Compares two ways that can be taken in one state, all of whose conditions are given. Start is the epoch of memory
  /// where they begin.
  void compare(const Way &Old, const Way &New, const std::vector<z3::expr> &Conditions, Epoch Start = 0);

  /// What differs, once each: "calls foo() where it did not before".
  const std::set<std::string> &found() const { return Found; }
  /// Why it is not known whether something differs; empty if it is known.
  const std::string &open() const { return Open; }

private:
  using Stores = std::map<RegionId, std::map<std::int64_t, StoredBits>>;
  bool callSequence(const std::vector<const OpaqueCall *> &, const std::vector<const OpaqueCall *> &);
  bool arguments(const OpaqueCall &, const OpaqueCall &);
  bool stores(const Stores &, const Stores &, Epoch OldWorld, Epoch NewWorld, const std::string &When);
  bool place(RegionId, std::int64_t Bit, unsigned Width, const Stores &, const Stores &, Epoch, Epoch,
             const std::string &When);
  std::optional<z3::expr> content(RegionId, std::int64_t Bit, unsigned Width, const Stores &, Epoch);
  bool different(const z3::expr &, const z3::expr &, const std::string &What);

  Symbols &S;
  Solver &Z;
  const Side &OldSide, &NewSide;
  Memory OldMemory, NewMemory;
  std::vector<z3::expr> Given;
  std::set<std::string> Found;
  std::string Open;
};

} // namespace kverdict
