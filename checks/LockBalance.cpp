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

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

using llvm::StringRef;

namespace kverdict {
namespace {

/// What a callee does to a lock.
struct LockCall {
  std::string Kind; ///< "spin": what is taken as this is given back as this
  bool Takes;
};

/// What makes of a semaphore held for writing one that is held for reading.
constexpr StringRef Downgrade = "downgrade_write";

/// `_raw_spin_lock_irq` is spin_lock_irq.
StringRef baseName(StringRef Name) {
  Name = Name.ltrim('_');
  Name.consume_front("raw_");
  return Name.ltrim('_');
}

std::optional<LockCall> lockCall(StringRef Callee) {
  static const llvm::Regex Plain(
      "^(spin|read|write|mutex|rt_mutex|ww_mutex|rcu_read|srcu_read)_(try)?(un)?lock"
      "(_irq|_irqsave|_irqrestore|_bh|_nested|_nest_lock|_interruptible|_killable|_io|_sched|"
      "_notrace|_slow)*$");
  static const llvm::Regex Semaphore("^(down|up)(_read|_write)?(_trylock|_killable|_interruptible|_timeout|_nested|"
                                     "_non_owner|_nest_lock)*$");
  static const llvm::Regex Folio("^(folio|unlock)_(unlock|page)$");
  static const llvm::Regex Mmap("^mmap_(read|write)_trylock$");
  const StringRef Name = baseName(Callee);
  llvm::SmallVector<StringRef> Found;
  if (Mmap.match(Name, &Found))
    return LockCall{"semaphore_" + Found[1].str(), true};
  if (Plain.match(Name, &Found))
    return LockCall{Found[1].str(), Found[3].empty()};
  if (Semaphore.match(Name, &Found))
    return LockCall{"semaphore" + Found[2].str(), Found[1] == "down"};
  if (Folio.match(Name) && Name != "folio_page")
    return LockCall{"folio", false};
  return std::nullopt;
}

/// Whether a call that may fail to take a lock has taken it; nothing if that is not known.
std::optional<bool> taken(const Event &E) {
  const StringRef Name = E.Name;
  const bool ZeroIsYes = Name.contains("ww_mutex_lock") || Name.contains("_interruptible") ||
                         Name.contains("_killable") || Name.contains("_timeout") || Name == "down_trylock";
  if (!ZeroIsYes && !Name.contains("trylock"))
    return true;
  return E.Reply ? std::optional((*E.Reply == 0) == ZeroIsYes) : std::nullopt;
}

/// Whether a callee that is not looked into leaves locks alone, as all know.
bool leavesLocksAlone(StringRef Callee) {
  static const llvm::Regex Known(
      "^(v?printk|warn_slowpath_fmt|warn_printk|dump_stack|dev_(emerg|alert|crit|err|warn|notice|info|dbg|printk)|"
      "kfree|kvfree|vfree|kmem_cache_free|mem(cpy|set|move|cmp)|str(n?len|n?cmp|n?cpy|lcpy|scpy|r?chr|str|n?casecmp)|"
      "might_(sleep|fault|resched)|(kmalloc|kzalloc|kmem_cache_alloc)(_noprof|_cache|_node|_large|_lru)*|"
      "lock_is_held_type)$");
  return Known.match(Callee.ltrim('_'));
}

bool unknown(const Event &E) {
  return E.What == Event::Kind::Call && !lockCall(E.Name) && E.Name != Downgrade && !leavesLocksAlone(E.Name);
}

/// Whether a run makes a call that the other does not make, and of which nothing is known.
bool callsAlone(const std::vector<Event> &Run, const std::vector<Event> &Other) {
  std::multiset<std::pair<std::string, std::vector<std::string>>> Both;
  for (const Event &E : Other)
    if (unknown(E))
      Both.insert({E.Name, E.Operands});
  return std::any_of(Run.begin(), Run.end(), [&](const Event &E) {
    if (!unknown(E))
      return false;
    const auto Same = Both.find({E.Name, E.Operands});
    if (Same == Both.end())
      return true;
    Both.erase(Same);
    return false;
  });
}

/// A lock: what kind it is, and which one, in the words of the run.
using Lock = std::pair<std::string, std::string>;

struct Count {
  int Held = 0;                                 ///< how often it was taken, less how often it was given back
  bool Failed = false;                          ///< it was tried, and not taken
  const Event *Took = nullptr, *Gave = nullptr; ///< the last of each
};

using Counts = std::map<Lock, Count>;

/// mmap_read_trylock() names the mm, and what gives the lock back names the lock in it.
std::string lockOf(const Event &E, const std::vector<Event> &All) {
  const std::string Operand = E.Operands.empty() ? "" : E.Operands[0];
  if (!StringRef(E.Name).contains("mmap_"))
    return Operand;
  for (const Event &Each : All)
    if (!Each.Operands.empty() && StringRef(Each.Operands[0]).starts_with(Operand + " + ") && lockCall(Each.Name))
      return Each.Operands[0];
  return Operand;
}

void count(Count &C, const Event &E, bool Takes) {
  C.Held += Takes ? 1 : -1;
  (Takes ? C.Took : C.Gave) = &E;
}

/// What a run did to locks; nothing if it is not known whether one was taken.
std::optional<Counts> counts(const std::vector<Event> &Events) {
  Counts Out;
  for (const Event &E : Events) {
    if (E.What == Event::Kind::Call && E.Name == Downgrade) {
      count(Out[{"semaphore_write", lockOf(E, Events)}], E, false);
      count(Out[{"semaphore_read", lockOf(E, Events)}], E, true);
    }
    const auto Is = E.What == Event::Kind::Call ? lockCall(E.Name) : std::nullopt;
    if (!Is)
      continue;
    const auto Took = Is->Takes ? taken(E) : std::optional(false);
    if (!Took)
      return std::nullopt;
    if (Is->Takes && !*Took)
      Out[{Is->Kind, lockOf(E, Events)}].Failed = true;
    else
      count(Out[{Is->Kind, lockOf(E, Events)}], E, Is->Takes);
  }
  return Out;
}

/// A lock of which the two runs hold another number at the end.
struct Imbalance {
  Lock Of;
  Count Was, Is;
  bool CameSoFar = false; ///< the new run has done all that the old one had when it released the lock
};

/// Whether a run begins as another one does up to an event.
bool follows(const std::vector<Event> &Run, const std::vector<Event> &Other, const Event *UpTo) {
  const size_t Count = UpTo ? UpTo - Other.data() : Other.size();
  return Count <= Run.size() &&
         std::equal(Other.begin(), Other.begin() + Count, Run.begin(),
                    [](const auto &A, const auto &B) { return A.What == B.What && A.Name == B.Name; });
}

std::vector<Imbalance> imbalances(const std::vector<Event> &Old, const std::vector<Event> &New) {
  const auto Was = counts(Old), Is = counts(New);
  std::vector<Imbalance> Out;
  if (!Was || !Is || callsAlone(New, Old))
    return Out;
  const bool OldIsKnown = !callsAlone(Old, New);
  Counts All = *Is;
  All.insert(Was->begin(), Was->end());
  for (const auto &[Each, Ignored] : All) {
    const auto Before = Was->find(Each), Now = Is->find(Each);
    Imbalance Found{Each, Before == Was->end() ? Count() : Before->second, Now == Is->end() ? Count() : Now->second};
    Found.CameSoFar = follows(New, Old, Found.Was.Gave);
    if (Found.Was.Held != Found.Is.Held && (OldIsKnown || Found.Was.Held == 0))
      Out.push_back(std::move(Found));
  }
  return Out;
}

/// A call of the run as the function has it, or the callee alone.
std::string said(const FunctionView &F, const Event &E) {
  const bool Own =
      StringRef(F.text().Body).contains(E.Text) || (F.before() && StringRef(F.before()->Body).contains(E.Text));
  return Own && !E.Text.empty() ? "`" + E.Text + "`" : E.Name + "()";
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
    for (const Difference &D : C.Differences)
      if (D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Returned &&
          told(F, imbalances(D.OldEvents, D.Events), suspected(info(), F, C, D), Into))
        return;
    for (const EffectDifference &D : C.Effects)
      if (told(F, imbalances(D.OldEvents, D.Events), suspected(info(), F, C, D), Into))
        return;
  }

private:
  /// Of what a run does elsewhere than the other, only what the patch wrote counts: a function may take a lock for its
  /// caller.
  static bool isNew(const FunctionView &F, const Event *E) {
    auto times = [&](const std::string &Body) { return StringRef(Body).count(E->Name + "("); };
    return E && F.before() && times(F.text().Body) > times(F.before()->Body);
  }

  static bool told(const FunctionView &F, const std::vector<Imbalance> &Found, Candidate Of,
                   std::vector<Candidate> &Into) {
    for (const Imbalance &Each : Found) {
      const bool Held = Each.Is.Held > Each.Was.Held;
      Of.What.Message = Held ? held(F, Each) : released(F, Each);
      Of.Code = Each.Of.first + (Held ? " held" : " released");
      if (Of.What.Message.empty())
        continue;
      Into.push_back(std::move(Of));
      return true;
    }
    return false;
  }

  static std::string held(const FunctionView &F, const Imbalance &I) {
    const Event *Took = I.Is.Took, *Gave = I.Was.Gave;
    if ((Took || I.Was.Failed) && I.Is.Held <= 0) // it was released once too often before
      return "";
    if (Took && Gave && (I.Was.Took || isNew(F, Took)))
      return F.name() + "() returns with the lock held that " + said(F, *Took) + " took; before, it called " +
             said(F, *Gave) + ".";
    if (Took)
      return isNew(F, Took) ? F.name() + "() returns with the lock held that " + said(F, *Took) + " took." : "";
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
