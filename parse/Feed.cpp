#include "parse/Feed.h"

#include "parse/text/Nesting.h"

namespace kverdict {

Feed::Feed(std::function<void(Feed &)> Parse) {
  std::unique_lock Held(Lock);
  Runner = llvm::thread(ParserStackSize, [this, Parse = std::move(Parse)] {
    Parse(*this);
    std::unique_lock Held(Lock);
    Whose = Turn::Over;
    Changed.notify_all();
  });
  awaitOwner(Held);
}

Feed::~Feed() {
  {
    std::unique_lock Held(Lock);
    Closed = true;
    if (Whose == Turn::Owner)
      Whose = Turn::Parser;
    Changed.notify_all();
  }
  Runner.join();
}

void Feed::awaitOwner(std::unique_lock<std::mutex> &Held) {
  Changed.wait(Held, [this] { return Whose != Turn::Parser; });
}

bool Feed::give(std::string More) {
  std::unique_lock Held(Lock);
  if (Whose == Turn::Over)
    return false;
  Text = std::move(More);
  Whose = Turn::Parser;
  Changed.notify_all();
  awaitOwner(Held);
  return Whose == Turn::Owner;
}

std::optional<std::string> Feed::next() {
  std::unique_lock Held(Lock);
  if (Closed)
    return std::nullopt;
  Whose = Turn::Owner;
  Changed.notify_all();
  Changed.wait(Held, [this] { return Whose == Turn::Parser; });
  if (Closed)
    return std::nullopt;
  return std::move(Text);
}

void Feed::abandon(Reason Why) {
  std::unique_lock Held(Lock);
  Abandoned = std::move(Why);
  Whose = Turn::Over;
  Runner.detach();
  Changed.notify_all();
  for (;;)
    Changed.wait(Held);
}

} // namespace kverdict
