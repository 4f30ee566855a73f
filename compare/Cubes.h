// The few conditions that matter for one difference. Internal to compare/.
#pragma once

#include "compare/Acceptance.h"

namespace kverdict {

/// A pair of ways with different results, and what makes them differ.
struct Clash {
  const Way *Old, *New;
  Direction Kind;
  z3::expr Differ;                    ///< true if the results are ones that differ in this way
  std::vector<z3::expr> Assumed = {}; ///< of callees, see Outcomes
  std::set<unsigned> Unwritten = {};  ///< of these: see Outcomes::unwritten()
};

/// Whether a way asks a condition, in whatever words.
bool asks(const Way &, const Literal &);

struct Cube {
  std::vector<Literal> Literals;
  /// All literals hold.
  z3::expr holds(z3::context &) const;
};

class Cubes {
public:
  Cubes(Symbols &S, Solver &Z, Side &Old, Side &New) : S(S), Z(Z), Old(Old), New(New) {}

  /// Leaves out conditions as long as all states that meet the rest, and what no branch says (that pointers are not
  /// null), still lead to just these two verdicts.
  /// WithinOld: of the new version only the ways in states of this old one are known.
  Cube minimal(const Clash &, bool WithinOld = false);

private:
  /// States in which a version does something else than in the clash.
  struct Elsewhere {
    const Way *Taken;
    std::vector<z3::expr> Conditions;
  };
  void leadsElsewhere(const Side &, const Way &Here, bool IsOld);
  void leaveToLiterals(const Clash &, const Cube &Branches, std::vector<z3::expr> &Given);
  const Path &pathOf(const Clash &, const Literal &) const;
  void tellReadsApart(const Clash &, std::vector<Literal> &);
  void putIntoWords(const Clash &, std::vector<Literal> &);
  bool canLeave(const std::vector<z3::expr> &Rest);

  Symbols &S;
  Solver &Z;
  Side &Old, &New;
  std::vector<Elsewhere> Others; ///< the one that was found last comes first
};

} // namespace kverdict
