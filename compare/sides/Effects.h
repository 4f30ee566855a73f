// What two ways do beside their verdict: the events that others see, and what they leave behind. Internal to compare/.
#pragma once

#include "compare/Compare.h"
#include "compare/sides/Outcomes.h"

#include <optional>

namespace kverdict {

/// Two ways after which others have seen something else, and when.
struct EffectClash {
  const Way *Old, *New;
  std::vector<z3::expr> Conditions;
};

class Effects {
public:
  /// Assuming: what Outcomes says of calls is assumed.
  Effects(Symbols &, Solver &, const Side &Old, const Side &New, bool Assuming, const FileTexts & = {});

  /// Compares two ways that can be taken in one state, all of whose conditions are given. Start is the epoch of memory
  /// where they begin. The ways must outlive this.
  void compare(const Way &Old, const Way &New, const std::vector<z3::expr> &Conditions, Epoch Start = 0);

  /// What differs, as far as terms tell, and a few pairs of ways where it does: "no longer calls foo()".
  const std::map<std::string, std::vector<EffectClash>> &found() const { return Found; }
  void forget() { Found.clear(); } ///< all that was found
  /// Why it is not known whether something else differs; empty if it is known.
  const std::string &open() const { return Open; }
  /// The same, if nothing differs that is known: a callee's outcome that both versions need not share.
  const std::string &pending() const { return Pending; }

private:
  using Stores = std::map<RegionId, std::map<std::int64_t, StoredBits>>;
  void compareEvents(const Way &, const Way &, Epoch Start);
  bool possible(const Way &, const Way &, const std::vector<z3::expr> &Conditions);
  bool sequence(const std::vector<PathEvent> &, const std::vector<PathEvent> &);
  bool operands(const PathEvent &, const PathEvent &);
  bool operand(const z3::expr &, const z3::expr &, const std::string &What);
  bool stores(const Stores &, const Stores &, Epoch OldWorld, Epoch NewWorld, const std::string &When);
  bool place(RegionId, std::int64_t Bit, unsigned Width, const Stores &, const Stores &, Epoch, Epoch,
             const std::string &When);
  std::optional<z3::expr> content(RegionId, std::int64_t Bit, unsigned Width, const Stores &, Epoch);
  std::string nameOf(RegionId, std::int64_t Bit, unsigned Width) const;
  bool ofLocals(const z3::expr &, const z3::expr &) const;
  void otherWidth(const z3::expr &, const z3::expr &, const std::string &What);
  bool different(const z3::expr &, const z3::expr &, const std::string &What);
  bool different(const z3::expr &Differ, const std::string &What);
  void differs(const std::string &What, const std::vector<z3::expr> &More = {});
  void leave(const std::string &Why);

  Symbols &S;
  Solver &Z;
  const Side &OldSide, &NewSide;
  const bool Assuming;
  const FileTexts Texts;
  std::map<RegionId, bool> Unread; ///< whether nobody ever reads a global
  bool isUnread(RegionId);
  Memory OldMemory, NewMemory;
  const Way *Old = nullptr, *New = nullptr; ///< that are being compared
  std::vector<z3::expr> Given;
  std::optional<Outcomes> Calls; ///< of these ways, if it is assumed
  Epoch oldWorld(Epoch NewWorld) const { return Calls ? Calls->counterpart(NewWorld) : NewWorld; }
  std::map<std::string, std::vector<EffectClash>> Found;
  std::string Open;
  std::string Pending;
};

} // namespace kverdict
