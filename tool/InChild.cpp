#include "tool/InChild.h"

#include "isolate/Isolated.h"
#include "tool/ProgressLine.h"

#include <chrono>

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

namespace {

/// Tells how far it is, for as long as it lives.
class Teller {
public:
  explicit Teller(const Options &O) : Tell(O.Quiet ? nullptr : O.Tell), Line(O.Columns) {}
  ~Teller() { say(Line.end()); }
  Teller(const Teller &) = delete;

  void look(const Progress &Now) {
    const auto Since = std::chrono::steady_clock::now() - Began;
    say(Line.after(std::chrono::duration_cast<std::chrono::seconds>(Since).count(), Now));
  }

private:
  void say(const std::string &Text) const {
    if (Tell && !Text.empty())
      Tell(Text);
  }

  void (*Tell)(const std::string &);
  ProgressLine Line;
  const std::chrono::steady_clock::time_point Began = std::chrono::steady_clock::now();
};

} // namespace

Outcome inChild(const Options &O, const std::function<Outcome()> &Work) {
  Teller Waiting(O);
  return unpacked(isolated(
      [&] {
        const auto *Kept = new Outcome(told(Work)); // what remains of the work goes with the child
        return packed(*Kept);
      },
      [&](const Progress &Now) { Waiting.look(Now); }));
}

} // namespace kverdict
