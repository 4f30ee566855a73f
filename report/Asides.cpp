#include "report/Asides.h"

#include "report/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Regex.h"

namespace kverdict {

/// A static key that is off, by the name that the callees have for it: that of a tracepoint, say.
static bool isKeyThatIsOff(llvm::StringRef Line) {
  return Line.starts_with("arch_static_branch(key, ") && Line.ends_with(" returned false");
}

/// What pr_warn_once() and its like remember, and what printk() returned.
static bool isOfAMessage(llvm::StringRef Line) {
  return Line.starts_with("__already_done = ") || Line.starts_with("_printk(") || Line.starts_with("__warned = ");
}

/// Of `get_current() = get_current()`, too.
static bool isThatThereIsATask(llvm::StringRef Line) {
  return Line == "get_current() did not return NULL" || Line == "get_current() is not NULL" ||
         Line == "get_current() = get_current()" || Line == "current = current";
}

/// What inline assembly gave in a macro: `__ret returned 1`.
static bool isOfAMacro(llvm::StringRef Line) {
  const llvm::StringRef Name = Line.split(" returned ").first;
  return Name.starts_with("__") && Name.size() < Line.size() && Name.find('(') == llvm::StringRef::npos;
}

/// `mm->mmap_lock.count.counter`, `sem->wait_lock.raw_lock.locked`, `current->mm->mm_lock_seq.sequence`.
static bool isOfALock(llvm::StringRef Place) {
  static const llvm::Regex Inside("(^|[.>_])(r?lock|lock_seq|rwsem|sem|mutex)(\\.|->)[a-z_.]+$");
  return Inside.match(Place);
}

/// Whether a test in the function itself read a place.
static bool isTested(llvm::StringRef Place, const std::vector<TraceStep> &Run) {
  return llvm::any_of(Run, [&](const TraceStep &Step) {
    return Step.Depth == 0 && Step.What == TraceStep::Kind::Branch &&
           spoken(Step.Values).find(Place.str() + " = ") != std::string::npos;
  });
}

void leaveOutAsides(std::vector<std::string> &Lines, const std::vector<TraceStep> &Run) {
  auto isAside = [&](llvm::StringRef Line) {
    const llvm::StringRef Place = Line.split(" = ").first;
    return isKeyThatIsOff(Line) || isOfAMessage(Line) || isOfAMacro(Line) || isThatThereIsATask(Line) ||
           (isOfALock(Place) && !isTested(Place, Run));
  };
  if (!llvm::all_of(Lines, isAside))
    llvm::erase_if(Lines, isAside);
}

} // namespace kverdict
