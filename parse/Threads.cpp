#include "parse/Threads.h"

#include "isolate/Progress.h"
#include "parse/text/Nesting.h"

#include <llvm/Support/thread.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace kverdict {

void forEachFile(unsigned Jobs, std::size_t Count, const std::function<void(std::size_t)> &Work) {
  expectFiles(Count);
  if (Jobs <= 1 || Count <= 1) {
    for (std::size_t Each = 0; Each < Count; ++Each)
      Work(Each), finishFile();
    return;
  }
  std::atomic<std::size_t> Next = 0;
  std::vector<llvm::thread> Threads;
  for (std::size_t I = 0; I < std::min<std::size_t>(Jobs, Count); ++I)
    Threads.emplace_back(StackSize, [&] {
      for (std::size_t Each; (Each = Next++) < Count;)
        Work(Each), finishFile();
    });
  for (llvm::thread &T : Threads)
    T.join();
}

} // namespace kverdict
