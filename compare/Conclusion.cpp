// What all pairs of ways together say of the function: the differences that are shown, and the one word for them.
#include "compare/Comparing.h"
#include "compare/IdleTests.h"
#include "compare/Simplify.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// A way, if no way ends but in undefined behaviour: a proof would be about no state at all.
const Way *onlyUndefined(const std::deque<Way> &Ways) {
  const bool All = std::all_of(Ways.begin(), Ways.end(), [](const Way &W) { return W.Done.End == PathEnd::Undefined; });
  return All && !Ways.empty() ? &Ways.front() : nullptr;
}

/// So many states in which others see something else are shown.
constexpr size_t MostEffects = 4;

} // namespace

/// Whether the verdict was seen to differ in a state in which no call has to change what the function reads.
bool Comparing::verdictDiffers() const {
  return std::any_of(Found.begin(), Found.end(), [](const Shown &Each) { return Each.Seen.NewState.Assumed.empty(); });
}

void Comparing::confirmEffects() {
  if (!Limits.EffectsBeside && verdictDiffers())
    return;
  std::set<std::string> Told;
  for (const auto &[What, Clashes] : Beside->found()) {
    std::optional<EffectDifference> D;
    for (auto C = Clashes.begin(); C != Clashes.end() && !D && Out.Effects.size() < MostEffects; ++C)
      D = Confirm.confirm(*C);
    if (!D && Out.Effects.size() < MostEffects)
      open(Confirm.doubt(), Confirm.doubtAt());
    if (!D)
      continue;
    bool New = false;
    for (const EventChange &Each : D->Changes)
      New |= Told.insert(Each.What).second;
    if (New)
      Out.Effects.push_back(std::move(*D));
  }
  Out.Refuted = Confirm.refuted();
}

void Comparing::approximations() {
  for (const Side *Version : {&Old, &New})
    for (const Way &W : Version->Ways)
      if (!W.Done.exact() && std::exchange(Exact, false))
        openAt(placed(Version->U, W.Done.Approximations)[0]);
}

void Comparing::conclude() {
  const Way *W = Old.LeftOut.empty() ? onlyUndefined(Old.Ways) : nullptr; // what was left out is the same in both
  if (W)
    open("each way through the old version ends in undefined behaviour: " + W->Done.Reason,
         Old.U.place(W->Done.StoppedAt));
  if (Z.exhausted())
    open(TooMuchEffort);
  if (Z.exhausted() && Limits.Budget) // what was found is still run
    Limits.Budget->extend(Limits.MostEffort / 4);
  approximations();
  confirmEffects();
  if (Out.Reason.empty() && !Beside->open().empty() && (Limits.EffectsBeside || !verdictDiffers()))
    open(Beside->open());
  if (Out.Reason.empty() && Found.empty() && Beside->found().empty() && !Beside->pending().empty())
    open(Beside->pending());
  tell();
  if (!Z.exhausted() && Exact && !Old.reachesLoop() && !New.reachesLoop())
    Out.Idle = idleTests(Old, New, {Parts.New.First, Parts.New.Same});
}

/// A state that is hard to believe is not shown beside another of its direction.
void Comparing::leaveOutOdd() {
  std::set<Direction> Believable;
  for (const Shown &Each : Found)
    if (!Each.Odd)
      Believable.insert(Each.Seen.Way);
  Out.More |= std::erase_if(Found, [&](const Shown &Each) { return Each.Odd && Believable.count(Each.Seen.Way); }) != 0;
}

/// The word for all that was found.
void Comparing::tell() {
  std::set<Direction> Ways;
  leaveOutOdd();
  Out.More |= merge(Found);
  for (const Shown &Each : Found)
    Ways.insert(Each.Seen.Way);
  for (Direction Kind : Ways) // what matters most comes first
    for (Shown &Each : Found)
      if (Each.Seen.Way == Kind) {
        simplify(Each.Seen, Each.States, S, Z);
        Out.Differences.push_back(std::move(Each.Seen));
      }
  for (const auto &[Kind, Why] : Pending)
    if (!settled(Kind, Ways))
      open(Why);
  Out.What = verdict(Ways);
  const bool Ran = !Out.Differences.empty() || !Out.Effects.empty();
  // Both ways were run, or it has no direction: what other pairs rest on changes nothing about that.
  if (Out.What == Change::Incomparable || (Out.What == Change::Different && Ran))
    std::erase_if(Out.Assumptions, [](const Assumption &A) { return A.What == Assumption::Kind::OnlyReads; });
  Out.By = Out.What == Change::Equivalent ? Evidence::Proof : Out.Differences.empty() ? Evidence::None : Evidence::Run;
  aboutResults();
  aboutCopies();
}

void Comparing::aboutCopies() {
  for (const auto &Each : New.Facts.Copied)
    if (Out.What == Change::Equivalent && std::get<0>(Each) != std::get<1>(Each) && Old.Facts.Moved.count(Each) &&
        !Old.Facts.Copied.count(Each))
      takeForGranted(Assumption::Kind::DistinctObjects, "what memcpy() copies does not overlap with where it goes");
}

void Comparing::aboutResults() {
  if (Match.Results == ResultForm::Truth)
    takeForGranted(Assumption::Kind::Other,
                   std::string("callers only ask for the truth of its result") +
                       (returnsErrno(Old) || returnsErrno(New) ? ", where an errno is true" : ""));
}

bool Comparing::returnsErrno(const Side &Version) {
  return Version.judged()->getReturnType()->isSignedIntegerType() &&
         std::any_of(Version.Ways.begin(), Version.Ways.end(), [](const Way &W) {
           const auto &E = W.Done.Result;
           return W.returned() && E && E->is_numeral() && E->get_sort().bv_size() <= 64 &&
                  (E->get_numeral_uint64() >> (E->get_sort().bv_size() - 1));
         });
}

bool Comparing::settled(Direction Kind, const std::set<Direction> &Ways) {
  const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
  const bool Ordered = Kind == Direction::Stricter || Kind == Direction::Laxer;
  return Ways.count(Kind) || (Less && More) || (Ways.count(Direction::Crash) && !(Ordered && (Less || More))) ||
         (!Ordered && Kind != Direction::Crash && !Ways.empty());
}

Change Comparing::verdict(const std::set<Direction> &Ways) const {
  const bool Settled = Out.Reason.empty();
  if (Ways.empty())
    return !Out.Effects.empty() && Exact ? Change::Different : Settled ? Change::Equivalent : Change::Undecided;
  const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
  if (Less && More)
    return Change::Incomparable;
  if (!Settled || Ways.count(Direction::Crash) || (!Less && !More))
    return Change::Different;
  return Less ? Change::Stricter : Change::Laxer;
}

} // namespace kverdict
