#include "tool/InChild.h"

#include "isolate/Isolated.h"

namespace kverdict {
namespace {

std::string packed(const Outcome &O) {
  return std::to_string(static_cast<int>(O.Code)) + " " + std::to_string(O.Notes.size()) + " " + O.Notes + O.Output;
}

Outcome unpacked(const std::string &Text) {
  size_t Used = 0, More = 0;
  Outcome O;
  O.Code = static_cast<ExitCode>(std::stoi(Text, &Used));
  const size_t Length = std::stoul(Text.substr(Used, 32), &More);
  const size_t Begin = Used + More + 1;
  O.Notes = Text.substr(Begin, Length);
  O.Output = Text.substr(Begin + Length);
  return O;
}

Outcome told(const std::function<Outcome()> &Work) {
  try {
    return Work();
  } catch (const Error &E) {
    return {"", std::string("kverdict: ") + E.what() + "\n", E.code()};
  }
}

} // namespace

Outcome inChild(const std::function<Outcome()> &Work) {
  return unpacked(isolated([&] {
    const auto *Kept = new Outcome(told(Work)); // what remains of the work goes with the child
    return packed(*Kept);
  }));
}

} // namespace kverdict
