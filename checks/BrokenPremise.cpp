// A patch lets a state come by a WARN_ON() or the like that it did not come by before.
//
//   -	if (!folio_ref_count(folio))
//   -		return -EAGAIN;
//    	return try_grab_folio(folio);    <- WARN_ON_ONCE(folio_ref_count(folio) <= 0) fires in try_grab_folio()
//
//   -	spin_lock(&dev->lock);
//    	return add_entry(dev, entry);    <- lockdep_assert_held(&dev->lock) in add_entry() fails
//
//    	if (WARN_ON(!dev->slots))
//   -		return -EINVAL;
//   +		return 0;                    <- what was refused is accepted
//
// What such a macro tests is what the function takes for granted. For what only CONFIG_DEBUG_VM and CONFIG_LOCKDEP
// test, a review asks again with that (review/StepJudge.h).
#include "analysis/Check.h"
#include "analysis/Differing.h"
#include "checks/Locks.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <optional>

using llvm::StringRef;

namespace kverdict {
namespace {

bool sameTest(const TraceStep &A, const TraceStep &B) { return A.Function == B.Function && A.Text == B.Text; }

/// Whether a test stands in a callee, or stood in the function before the patch.
bool isOlder(const FunctionView &F, const TraceStep &Test) {
  return Test.Depth > 0 || (F.before() && StringRef(F.before()->Body).contains(Test.Text));
}

/// The first premise that only the new version breaks; one of its own must be older than the patch.
std::optional<TraceStep> broken(const FunctionView &F, const std::vector<TraceStep> &Old,
                                const std::vector<TraceStep> &New) {
  for (const TraceStep &Each : New)
    if (fires(Each) && isOlder(F, Each) && std::none_of(Old.begin(), Old.end(), [&](const TraceStep &Before) {
          return fires(Before) && sameTest(Before, Each);
        }))
      return Each;
  return std::nullopt;
}

/// The premise for which the old version refused, if the new one breaks it too and accepts.
std::optional<TraceStep> accepted(const Difference &D) {
  const auto Last = std::find_if(D.OldTrace.rbegin(), D.OldTrace.rend(),
                                 [](const TraceStep &Each) { return Each.What == TraceStep::Kind::Branch; });
  if (D.Way != Direction::Laxer || Last == D.OldTrace.rend() || !fires(*Last) ||
      std::none_of(D.Trace.begin(), D.Trace.end(),
                   [&](const TraceStep &Each) { return fires(Each) && sameTest(Each, *Last); }))
    return std::nullopt;
  return *Last;
}

/// Whether a call says that a lock is held, or not: lockdep_assert_held(&dev->lock).
bool isAssertion(const Event &E) {
  const StringRef Name = E.Name;
  return E.What == Event::Kind::Call && !E.Operands.empty() &&
         (Name.starts_with("lockdep_assert_held") || Name == "lockdep_assert_not_held" ||
          Name.starts_with("rwsem_assert_held"));
}

/// How often a run holds a lock of any kind, or of one that keeps all others out.
int held(const Counts &All, const std::string &Of, bool ForWriting) {
  int Out = 0;
  for (const auto &[Which, Is] : All)
    if (Which.second == Of && !(ForWriting && (Which.first == "read" || Which.first == "semaphore_read")))
      Out += Is.Held;
  return Out;
}

/// The first thing that a run does to a lock: 1, it takes it; -1, it gives it back; 0, nothing. Whoever takes one has
/// not got it.
int first(const std::vector<Event> &Run, const std::string &Of) {
  for (const Event &E : Run) {
    const auto Done = counts({E});
    for (const auto &[Which, Is] : Done.value_or(Counts()))
      if (Which.second == Of && Is.Held)
        return Is.Held;
  }
  return 0;
}

/// Whether the caller holds a lock: as the runs show, or else as is asserted.
bool callerHolds(const std::vector<Event> &Old, const std::vector<Event> &New, const Event &Asserts) {
  const int Was = first(Old, Asserts.Operands[0]), Is = first(New, Asserts.Operands[0]);
  return Was || Is ? (Was ? Was : Is) < 0 : !StringRef(Asserts.Name).contains("_not_held");
}

/// Whether an assertion of a run fails, if the caller of it all holds the lock, or does not.
bool fails(const std::vector<Event> &Run, const Event &Asserts, bool CallerHolds) {
  const auto So = counts(Run, &Asserts);
  const StringRef Name = Asserts.Name;
  const int Held = So ? held(*So, Asserts.Operands[0], Name.contains("_write")) + CallerHolds : 1;
  return So && (Name.contains("_not_held") ? Held > 0 : Held <= 0);
}

bool failsIn(const std::vector<Event> &Run, const Event &Like, bool CallerHolds) {
  return std::any_of(Run.begin(), Run.end(), [&](const Event &E) {
    return E.Name == Like.Name && E.Operands == Like.Operands && E.What == Like.What && fails(Run, E, CallerHolds);
  });
}

/// The first assertion that fails in the new run alone.
const Event *unlocked(const std::vector<Event> &Old, const std::vector<Event> &New) {
  if (callsAlone(New, Old))
    return nullptr;
  for (const Event &E : New) {
    if (!isAssertion(E))
      continue;
    const bool CallerHolds = callerHolds(Old, New, E);
    if (fails(New, E, CallerHolds) && !failsIn(Old, E, CallerHolds))
      return &E;
  }
  return nullptr;
}

class BrokenPremise : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "broken-premise",
        .About = "a WARN_ON() or a lockdep_assert_held() that a patch lets fail",
        .Level = Severity::Warning,
        .Precision =
            "of 62 guards and locks of mm/ of Linux 6.12 that were dropped or moved in front of a call, 10 are told "
            "of, all of them rightly",
        .OfPatches = true,
        .OnByDefault = false,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    for (const Difference &D : C.Differences)
      if (look(F, D, D.Guarded, suspected(info(), F, C, D), Into))
        return;
    for (const Difference &D : C.Differences)
      if (const auto Step = accepted(D))
        return Into.push_back(refused(F, *Step, D, suspected(info(), F, C, D)));
    for (const EffectDifference &D : C.Effects)
      if (look(F, D, false, suspected(info(), F, C, D), Into))
        return;
  }

private:
  /// Where the old version lets the same test fire in some state, it does not guard against it: callers do.
  template <class Differing>
  static bool look(const FunctionView &F, const Differing &D, bool Guarded, Candidate Of,
                   std::vector<Candidate> &Into) {
    if (const auto Step = Guarded ? broken(F, D.OldTrace, D.Trace) : std::nullopt)
      Into.push_back(candidate(F, *Step, std::move(Of)));
    else if (const Event *Asserts = unlocked(D.OldEvents, D.Events))
      Into.push_back(candidate(*Asserts, std::move(Of)));
    else
      return false;
    return true;
  }

  static std::string where(const FunctionView &F, const TraceStep &Test) {
    return Test.Depth ? " in " + Test.Function + "()" : " of " + F.name() + "()";
  }

  static Candidate candidate(const FunctionView &F, const TraceStep &Fires, Candidate Of) {
    Of.What.Message = "With this, `" + Fires.Text + "`" + where(F, Fires) + " fires; before, it did not.";
    Of.What.Remarks.clear();
    Of.Code = Fires.Function + " " + Fires.Text;
    return Of;
  }

  static Candidate candidate(const Event &Asserts, Candidate Of) {
    const bool Held = StringRef(Asserts.Name).contains("_not_held");
    Of.What.Message = "With this, `" + (Asserts.Text.empty() ? Asserts.Name + "()" : Asserts.Text) + "` (" +
                      Asserts.At.File + ":" + std::to_string(Asserts.At.Line) + ") fails: the lock is " +
                      (Held ? "" : "not ") + "held there; before, it did not.";
    Of.Code = Asserts.Name + " " + Asserts.Text;
    return Of;
  }

  static Candidate refused(const FunctionView &F, const TraceStep &Fires, const Difference &D, Candidate Of) {
    Of.What.Message = "Shouldn't this be refused? `" + Fires.Text + "`" + where(F, Fires) + " fires, and " + F.name() +
                      "() returns " + D.New + " where it returned " + D.Old + ".";
    Of.What.Remarks.clear();
    Of.Code = "accepted " + Fires.Function + " " + Fires.Text;
    return Of;
  }
};

} // namespace

std::shared_ptr<const Check> makeBrokenPremise() { return std::make_shared<BrokenPremise>(); }

} // namespace kverdict
