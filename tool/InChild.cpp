#include "tool/InChild.h"

#include "cache/Reads.h"
#include "cache/Words.h"
#include "isolate/Isolated.h"
#include "tool/ProgressLine.h"

#include <chrono>

namespace kverdict {
std::string packed(const Outcome &O) {
  std::string Out;
  for (const std::string &Each : {std::to_string(static_cast<int>(O.Code)), O.Notes, O.Output})
    packWord(Out, Each);
  return Out;
}

std::optional<Outcome> unpacked(llvm::StringRef &Text) {
  Outcome O;
  std::string Word;
  int Code = 0;
  if (!unpackWord(Text, Word) || llvm::StringRef(Word).getAsInteger(10, Code) || !unpackWord(Text, O.Notes) ||
      !unpackWord(Text, O.Output))
    return std::nullopt;
  O.Code = static_cast<ExitCode>(Code);
  return O;
}

namespace {

Outcome told(const std::function<Outcome()> &Work) {
  try {
    return Work();
  } catch (const Error &E) {
    seen::unnoted();
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
  const std::string Said = isolated(
      [&] {
        const auto *Kept = new Outcome(told(Work)); // what remains of the work goes with the child
        const Recording *Noted = Recording::now();
        return packed(*Kept) + (Noted ? Noted->What.packed() : "");
      },
      [&](const Progress &Now) { Waiting.look(Now); });
  llvm::StringRef Rest = Said;
  std::optional<Outcome> Result = unpacked(Rest);
  if (Recording *Noted = Recording::now()) {
    if (const auto Read = Reads::unpacked(Rest))
      Noted->What.add(*Read);
    else
      seen::unnoted();
  }
  return std::move(Result.value());
}

} // namespace kverdict
