#include "tool/InChild.h"

#include "cache/Reads.h"
#include "cache/Words.h"
#include "isolate/Isolated.h"

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

Outcome inChild(const std::function<Outcome()> &Work) {
  const std::string Said = isolated([&] {
    const auto *Kept = new Outcome(told(Work)); // what remains of the work goes with the child
    const Recording *Noted = Recording::now();
    return packed(*Kept) + (Noted ? Noted->What.packed() : "");
  });
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
