// Paths that come to a loop's head again: what explore/loops/Cover.h says is tried here, and checked when all is
// walked.
#include "explore/engine/Stop.h"

#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

/// Later rounds are not compared: a loop that is not like an earlier round by then counts.
constexpr unsigned Rounds = 6;

/// Whether all of these bits were stored at or after this time.
bool overwritten(const MemoryState &State, const BitRange &Range, unsigned Time) {
  if (auto It = State.Began.find(Range.Region); It != State.Began.end() && It->second >= Time)
    return true;
  auto Stored = State.Stores.find(Range.Region);
  if (Stored == State.Stores.end())
    return false;
  std::int64_t At = Range.From;
  for (const auto &[Bit, Cell] : Stored->second)
    if (Bit <= At && At < Bit + Cell.Width && Cell.When >= Time)
      At = Bit + Cell.Width;
  return At >= Range.To;
}

} // namespace

/// At a block that was just entered. Returns false if the path ends here, for now.
bool Machine::arrive(PathState &P) {
  if (W.Cuts)
    return !atHead(P);
  if (Wide)
    return anyRounds(P);
  Frame &F = P.Frames.back();
  if (W.Compared || F.Visits[F.Block] > Rounds || !W.Cfgs.isHead(F.Function, F.Block))
    return true;
  for (const auto &Each : P.Visits) {
    if (Each->Head != F.Block || Each->Instance != F.Instance)
      continue;
    std::set<BitRange> Live;
    addReadAcross(P.Readings, *Each, Live);
    if (auto It = Across.find(Each->Id); It != Across.end())
      Live.insert(It->second.begin(), It->second.end());
    if (auto By = findCover(S, M, W.Z, Each, P, Live)) {
      remember(P);
      Covered.push_back({std::move(P), std::move(*By)});
      return false;
    }
  }
  Visit Now{LoopVisits++,
            F.Block,
            F.Instance,
            ++P.Sequence,
            P.Done.Conditions.size(),
            P.Done.Calls.size(),
            P.Frames.size(),
            P,
            W.Cfgs.loopsInExpressions(F.Function)};
  P.Visits.push_back(std::make_shared<const Visit>(std::move(Now)));
  return true;
}

void Machine::remember(const PathState &P) {
  for (const auto &Each : P.Visits)
    addReadAcross(P.Readings, *Each, Across[Each->Id]);
}

/// When no path is pending: those that were ended on a wrong presumption go on. Returns false if there is none.
bool Machine::takeUp() {
  std::vector<bool> Rightly;
  for (const Waiting &Each : Covered) {
    std::set<std::pair<unsigned, BitRange>> Asked;
    Rightly.push_back(std::all_of(Each.By.Dead.begin(), Each.By.Dead.end(),
                                  [&](const BitRange &Range) { return dead(*Each.By.By, Range, Asked); }));
  }
  std::vector<Waiting> Right;
  for (size_t I = 0; I < Covered.size(); ++I) {
    Waiting &Each = Covered[I];
    if (Rightly[I]) {
      Right.push_back(std::move(Each));
      continue;
    }
    Across[Each.By.By->Id].insert(Each.By.Dead.begin(), Each.By.Dead.end());
    Each.State.Frames.back().Arrived = true;
    Pending.push_back(std::move(Each.State));
  }
  Covered = std::move(Right);
  if (!Pending.empty())
    return true;
  for (Waiting &Each : Covered) {
    Each.State.Done.Otherwise = std::move(Each.By.Otherwise);
    const Stmt *Loop = Each.By.By->Head->getTerminatorStmt();
    end(Each.State, PathEnd::Covered, "it goes round again, as before", Loop ? Loop->getBeginLoc() : SourceLocation());
  }
  Covered.clear();
  return false;
}

/// Whether nothing that follows a visit reads what lay there then.
bool Machine::dead(const Visit &V, const BitRange &Range, std::set<std::pair<unsigned, BitRange>> &Asked) {
  if (!Asked.insert({V.Id, Range}).second)
    return true;
  if (Cut.count(V.Id))
    return false;
  for (const BitRange &Each : Across[V.Id])
    if (Each.overlaps(Range))
      return false;
  for (const Waiting &Each : Covered) {
    const bool Through = std::any_of(Each.State.Visits.begin(), Each.State.Visits.end(),
                                     [&](const auto &Passed) { return Passed->Id == V.Id; });
    if (Through && !overwritten(Each.State, Range, V.Time) && !deadBehind(Each.By, Range, V, Asked))
      return false;
  }
  return true;
}

/// The same for a path that came through the visit and is covered by another one: there, the object may have another
/// name.
bool Machine::deadBehind(const Cover &By, const BitRange &Range, const Visit &V,
                         std::set<std::pair<unsigned, BitRange>> &Asked) {
  const z3::expr Base = S.region(Range.Region).Base;
  std::set<unsigned> Ids;
  collectSymbols(Base, Ids);
  auto moved = [&](unsigned Id) {
    auto It = By.Renamed.find(Id);
    return It != By.Renamed.end() && It->second.second.id() != Id;
  };
  const bool Moved = std::any_of(Ids.begin(), Ids.end(), moved);
  if (Moved && !S.find(Base))
    return false;
  // What follows a later visit on the same path follows this one too.
  if (!Moved && By.By->Time < V.Time && !dead(*By.By, Range, Asked))
    return false;
  for (const auto &[Id, Each] : By.Renamed) {
    const auto &[Symbol, Term] = Each;
    if (Id == Term.id() || Term.get_sort().bv_size() != S.pointerBits() || Term.is_numeral())
      continue;
    const Location To = M.locate(Term, "", {});
    if (To.Region != Range.Region)
      continue;
    const RegionId Earlier = S.inputRegion(Symbol, S.nameOf(Symbol), {}, 0);
    const std::int64_t Shift = To.Byte * 8;
    if (!dead(*By.By, {Earlier, Range.From - Shift, Range.To - Shift}, Asked))
      return false;
  }
  return true;
}

} // namespace kverdict
