// Clang's parser on a thread of its own, which stops at file level when it has read what it was given, and can be given
// more: another body of a function costs nothing then, where another parse would read all headers again. The thread has
// a large stack, for sources that nest deeply.
#pragma once

#include <llvm/Support/thread.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace kverdict {

class Feed {
public:
  /// Begins to parse, and comes back when the parser asks for more for the first time, or has ended.
  explicit Feed(std::function<void(Feed &)> Parse);
  /// There is no more: lets the parser come to its end.
  ~Feed();
  Feed(const Feed &) = delete;

  /// Hands over more text, and comes back when it was read. False if the parser has ended.
  bool give(std::string Text);

  /// For the parser's thread: waits for more; nothing if there is no more.
  std::optional<std::string> next();

  /// Why the parser was stopped in the middle.
  struct Reason {
    std::string Place, What;
  };

  /// For the parser's thread, anywhere in the middle of parsing: gives up, and never comes back. The parser cannot be
  /// unwound, so the thread sleeps until the process ends, and what it uses, this object too, must be kept until then.
  [[noreturn]] void abandon(Reason);

  /// Set when the parser has given up.
  const std::optional<Reason> &abandoned() const { return Abandoned; }

private:
  enum class Turn { Parser, Owner, Over };
  void awaitOwner(std::unique_lock<std::mutex> &);

  std::mutex Lock;
  std::condition_variable Changed;
  Turn Whose = Turn::Parser;
  bool Closed = false;
  std::string Text;
  std::optional<Reason> Abandoned;
  llvm::thread Runner;
};

} // namespace kverdict
