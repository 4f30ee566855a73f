// A lock that a patch leaves held, or gives back once too often, in a state in which that was not so before.
//
//    	spin_lock(&dev->lock);
//    	if (!dev->ready)
//   -		goto unlock;
//   +		return -EAGAIN;              <- dev->lock is still held
//
// What counts is how often each lock was taken and given back in the two runs of one state, by the operands of the
// calls. A function that takes a lock for its caller does so in both. What a callee does that is not looked into is not
// known: where only one of the runs calls it, nothing is said.
#include "analysis/Check.h"
#include "analysis/Differing.h"
#include "checks/Locks.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>

using llvm::StringRef;

namespace kverdict {
namespace {

/// A lock of which the two runs hold another number at the end.
struct Imbalance {
  Lock Of;
  Count Was, Is;
  bool CameSoFar = false; ///< the new run has done all that the old one had when it released the lock
};

/// The names of the calls of a run up to an event, or all of them.
std::vector<StringRef> calls(const std::vector<Event> &Run, const Event *UpTo) {
  std::vector<StringRef> Out;
  for (const Event &E : Run) {
    if (&E == UpTo)
      break;
    if (E.What == Event::Kind::Call)
      Out.push_back(E.Name);
  }
  return Out;
}

/// The first event of the call in the function itself that an event is a part of: mmap_write_unlock() traces, before it
/// calls up_write().
const Event *beginning(const std::vector<Event> &Run, const Event *Of) {
  const Event *First = Of;
  for (const Event *E = Of; E >= Run.data() && (E->What != Event::Kind::Call || E->Outer == Of->Outer); --E)
    if (!E->Outer.empty() && E->Outer == Of->Outer && E->OuterAt == Of->OuterAt)
      First = E;
  return First;
}

/// Whether a run has called all that another one had called up to an event.
bool follows(const std::vector<Event> &Run, const std::vector<Event> &Other, const Event *UpTo) {
  const auto Before = calls(Other, UpTo), All = calls(Run, nullptr);
  return Before.size() <= All.size() && std::equal(Before.begin(), Before.end(), All.begin());
}

/// Whether a lock of some kind is held that was taken: which one it is may not be certain, if a call may have changed
/// what leads to it.
bool holds(const Counts &All, const std::string &Kind) {
  return std::any_of(All.begin(), All.end(), [&](const auto &Each) {
    return Each.first.first == Kind && Each.second.Took && Each.second.Held > 0;
  });
}

/// Whether a run has done all that another one had done when it released a lock. A callee that releases it may have
/// taken it, too, unless such a lock is held before.
bool cameSoFar(const std::vector<Event> &Run, const Counts &Held, const std::vector<Event> &Other,
               const std::string &Kind, const Event *Released) {
  return follows(Run, Other, Released) ||
         (Released && holds(Held, Kind) && follows(Run, Other, beginning(Other, Released)));
}

std::vector<Imbalance> imbalances(const std::vector<Event> &Old, const std::vector<Event> &New) {
  const auto Was = counts(Old), Is = counts(New);
  std::vector<Imbalance> Out;
  if (!Was || !Is || callsAlone(New, Old))
    return Out;
  Counts All = *Is;
  All.insert(Was->begin(), Was->end());
  for (const auto &[Each, Ignored] : All) {
    const auto Before = Was->find(Each), Now = Is->find(Each);
    Imbalance Found{Each, Before == Was->end() ? Count() : Before->second, Now == Is->end() ? Count() : Now->second};
    Found.CameSoFar = cameSoFar(New, *Is, Old, Each.first, Found.Was.Gave);
    if (Found.Was.Held != Found.Is.Held)
      Out.push_back(std::move(Found));
  }
  return Out;
}

/// A call of the run as the function has it, or the callee alone.
std::string said(const FunctionView &F, const Event &E) {
  const bool Own =
      StringRef(F.text().Body).contains(E.Text) || (F.before() && StringRef(F.before()->Body).contains(E.Text));
  return Own && !E.Text.empty() ? "`" + E.Text + "`" : E.Outer.empty() ? E.Name + "()" : "`" + E.Outer + "`";
}

/// Whether the function takes a lock in some way of its own, in words that a run need not show: `folio_lock(folio)`.
bool takesSome(StringRef Body) {
  static const llvm::Regex Takes("(^|[^a-z_])[a-z_]*lock[a-z_]*\\(");
  llvm::SmallVector<StringRef> Found;
  while (Takes.match(Body, &Found)) {
    if (!Found[0].contains("unlock"))
      return true;
    Body = Body.substr(Body.find(Found[0]) + Found[0].size());
  }
  return false;
}

class LockBalance : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "lock-balance",
        .About = "a lock that a patch leaves held, or gives back once too often",
        .Level = Severity::Warning,
        .Precision =
            "0 findings in 120 edits of mm/ of Linux 6.12 that change nothing; of 60 unlocks that were dropped, "
            "done twice or passed by there, 32 are told",
        .OfPatches = true,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    for (const bool Believable : {true, false}) { // no call has to change what the function reads
      for (const Difference &D : C.Differences)
        if (D.NewState.Assumed.empty() == Believable && D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Returned &&
            told(F, imbalances(D.OldEvents, D.Events), isError(D.New), suspected(info(), F, C, D), Into))
          return;
      for (const EffectDifference &D : C.Effects)
        if (D.NewState.Assumed.empty() == Believable &&
            told(F, imbalances(D.OldEvents, D.Events), isError(D.Result), suspected(info(), F, C, D), Into))
          return;
    }
  }

private:
  /// "-EINVAL", "-22", "ERR_PTR(-EINVAL)".
  static bool isError(StringRef Result) { return Result.starts_with("-") || Result.starts_with("ERR_PTR(-"); }

  /// Whether the function itself gives back, on some way, the lock that a call of it took: `mutex_unlock(&d->lock)` of
  /// `mutex_lock(&d->lock)`. It does not take that for its caller where it fails.
  static bool givesBack(const FunctionView &F, const Event &Took) {
    const std::string &Call = Took.Outer.empty() ? Took.Text : Took.Outer;
    const size_t Open = Call.find('(');
    const llvm::Regex Gives("(unlock|up)[a-z_]*" + llvm::Regex::escape(Call.substr(std::min(Open, Call.size()))));
    return Open != std::string::npos && Gives.match(F.text().Body);
  }

  /// Of what a run does elsewhere than the other, only what the patch wrote counts: a function may take a lock for its
  /// caller.
  static bool isNew(const FunctionView &F, const Event *E) {
    auto times = [&](const std::string &Body) { return StringRef(Body).count(E->Name + "("); };
    return E && F.before() && times(F.text().Body) > times(F.before()->Body);
  }

  static bool told(const FunctionView &F, const std::vector<Imbalance> &Found, bool Fails, Candidate Of,
                   std::vector<Candidate> &Into) {
    for (const Imbalance &Each : Found) {
      const bool Held = Each.Is.Held > Each.Was.Held;
      Of.What.Message = Held ? held(F, Each, Fails) : released(F, Each);
      Of.Code = Each.Of.first + (Held ? " held" : " released");
      if (Of.What.Message.empty())
        continue;
      Into.push_back(std::move(Of));
      return true;
    }
    return false;
  }

  static std::string held(const FunctionView &F, const Imbalance &I, bool Fails) {
    const Event *Took = I.Is.Took, *Gave = I.Was.Gave;
    if ((Took || I.Was.Failed) && I.Is.Held <= 0) // it was released once too often before
      return "";
    if (Took && Gave && (I.Was.Took || isNew(F, Took)))
      return F.name() + "() returns with the lock held that " + said(F, *Took) + " took; before, it called " +
             said(F, *Gave) + ".";
    if (Took)
      return isNew(F, Took) || (Fails && givesBack(F, *Took))
                 ? F.name() + "() returns with the lock held that " + said(F, *Took) + " took."
                 : "";
    return Gave && I.CameSoFar && takesSome(F.text().Body)
               ? F.name() + "() returns without " + said(F, *Gave) + "; before, it called it."
               : "";
  }

  static std::string released(const FunctionView &F, const Imbalance &I) {
    const Event *Took = I.Was.Took, *Gave = I.Is.Gave;
    if (!Gave || I.Was.Held > 0) // it was left held before
      return "";
    if (I.Is.Took && (I.Was.Gave || isNew(F, Gave)))
      return F.name() + "() calls " + said(F, *Gave) + " once too often; before, it did not.";
    if (Took && !I.Is.Took)
      return F.name() + "() calls " + said(F, *Gave) + " without having taken the lock; before, " + said(F, *Took) +
             " had.";
    return isNew(F, Gave) ? F.name() + "() calls " + said(F, *Gave) + " for a lock that it does not hold." : "";
  }
};

} // namespace

std::shared_ptr<const Check> makeLockBalance() { return std::make_shared<LockBalance>(); }

} // namespace kverdict
