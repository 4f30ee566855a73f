#include "checks/Locks.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
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
      "lock_is_held_type|lockdep_assert_[a-z_]+|rwsem_assert_held(_write)?)$");
  return Known.match(Callee.ltrim('_'));
}

bool unknown(const Event &E) {
  return E.What == Event::Kind::Call && !lockCall(E.Name) && E.Name != Downgrade && !leavesLocksAlone(E.Name);
}

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

void note(Count &C, const Event &E, bool Takes) {
  C.Held += Takes ? 1 : -1;
  (Takes ? C.Took : C.Gave) = &E;
}

} // namespace

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

std::optional<Counts> counts(const std::vector<Event> &Events, const Event *UpTo) {
  Counts Out;
  for (const Event &E : Events) {
    if (&E == UpTo)
      break;
    if (E.What == Event::Kind::Call && E.Name == Downgrade) {
      note(Out[{"semaphore_write", lockOf(E, Events)}], E, false);
      note(Out[{"semaphore_read", lockOf(E, Events)}], E, true);
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
      note(Out[{Is->Kind, lockOf(E, Events)}], E, Is->Takes);
  }
  return Out;
}

} // namespace kverdict
