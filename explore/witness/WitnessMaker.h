// From conditions that can hold together to one concrete state: the smallest that tells the story.
#pragma once

#include "explore/Explorer.h"
#include "explore/state/Path.h"
#include "explore/witness/Shown.h"
#include "smt/Example.h"
#include "smt/Solver.h"

namespace kverdict {

class WitnessMaker {
public:
  WitnessMaker(Symbols &S, Solver &Z, const Unit &U, const Shower &Names);

  /// Fixes every symbol in Conditions and Results to a value. Paths are those whose memory must exist; Prefer holds
  /// conditions that are kept where they can be. False if the solver finds no state, or none in which the objects
  /// that the paths access lie apart: Reason says which.
  /// Gives up, with false, when more than MostUnmet of Prefer cannot be kept.
  bool solve(const std::vector<z3::expr> &Conditions, const std::vector<const Path *> &Paths,
             const std::vector<z3::expr> &Prefer, unsigned MostUnmet = ~0u);
  const std::string &reason() const { return Reason; }
  /// Two names that lead to one address may be one object: then only a run tells which way a path goes. Before solve().
  void mayMeet() { MayMeet = true; }
  bool met() const { return !Meeting.empty(); } ///< whether there are such names; reason() says which then

  /// The state, and what the opaque calls of this path do in it. First holds the function's own path: its
  /// conditions are shown first.
  Situation situation(const clang::FunctionDecl *, const Path &First, const std::vector<const Path *> &Paths);
  std::vector<CallOutcome> calls(const Path &);
  /// What these calls leave in memory that the path reads: "p->x = 1 (after lock())"; nothing of what stays as Shown.
  std::vector<std::string> leftByCalls(const Path &, const std::vector<Binding> &Shown);
  std::vector<VolatileCell> volatileReads(const Path &);
  /// That the symbols that were fixed have their values, all but these (Z3's ids).
  std::vector<z3::expr> fixed(const std::set<unsigned> &But);
  std::uint64_t value(const z3::expr &);
  const Shower &names() const { return Names; }
  unsigned unmet() const { return Unmet; } ///< how many of Prefer could not be kept
  unsigned weight();                       ///< how many bits are set in what is shown, addresses aside

private:
  bool keep(const z3::expr &E) { return Found.keep(E); }
  void collect(const z3::expr &);
  void keepUnchanged(const std::vector<const Path *> &);
  void keepPositive();
  bool placeObjects(const std::vector<const Path *> &);
  bool isThere(RegionId) const;
  bool oneObject(RegionId, std::int64_t First, std::uint64_t Size);
  bool placeElement(RegionId, std::pair<std::int64_t, std::int64_t> Range, std::pair<std::int64_t, std::int64_t> Fixed);
  void minimise(const z3::expr &);
  bool modelHas(const z3::expr &, unsigned Bit) const;
  void keepPremises(const std::vector<const Path *> &);
  std::vector<Cell> cells(const z3::expr &Term, const std::string &Place, clang::QualType);
  std::string shown(const Symbol &);
  void addCell(std::vector<Cell> &, std::uint64_t Address, std::int64_t Bit, const Symbol &);
  std::string objectAt(std::uint64_t Address) const;
  void addWrites(CallOutcome &, const OpaqueCall &);

  struct Placed {
    RegionId Region;
    std::int64_t First; ///< bytes from the base
    std::uint64_t Size;
  };

  /// What is spent, in the solver's units, to make a state small; what was not reached then stays as it was found.
  static constexpr std::uint64_t EffortToMinimise = 3'000'000;

  Symbols &S;
  Solver &Z;
  Example Found; ///< with what was fixed so far
  const Unit &U;
  const Shower &Names;
  std::vector<unsigned> Order; ///< symbols by first appearance
  std::set<unsigned> Seen;
  std::set<unsigned> Numbers; ///< terms whose value matters for more than being null
  std::set<RegionId> Touched; ///< what a path reads or writes, or has an element in
  std::vector<Placed> Objects;
  std::vector<Placed> InArrays; ///< elements at variable indices
  std::string Reason;
  std::string Assumed;
  unsigned Unmet = 0;
  std::vector<UntestedPremise> Premises; ///< that are about what the conditions ask
  bool MayMeet = false;
  std::vector<std::pair<RegionId, RegionId>> Meeting; ///< names of one object
};

} // namespace kverdict
