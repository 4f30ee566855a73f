// C that looks like the kernel's, in two versions, through parse, explore, simulate and compare. A generator makes the
// function, of choices that are the input's bytes; the bytes behind say what is done to its text, which may leave no C.
#include "compare/Pair.h"
#include "core/Error.h"
#include "difftest/Generator.h"
#include "difftest/Trial.h"
#include "explore/Explorer.h"
#include "simulate/Simulator.h"

#include <llvm/ADT/StringExtras.h>

using namespace kverdict;

namespace {

constexpr size_t MostEdits = 4;
constexpr std::uint64_t MostEffort = 300'000;

/// Where the next token begins: after a word, or after one character.
size_t tokenEnd(const std::string &Text, size_t At) {
  size_t End = At;
  while (End < Text.size() && (llvm::isAlnum(Text[End]) || Text[End] == '_'))
    ++End;
  return std::min(Text.size(), std::max(End, At + 1));
}

/// A token goes, comes twice, or another one of the text stands in its place.
std::string edited(std::string Text, Random &R) {
  for (unsigned N = R.below(MostEdits + 1); N > 0 && !Text.empty(); --N) {
    const size_t At = R.next() * 251 % Text.size(), From = R.next() * 241 % Text.size();
    const std::string Other = Text.substr(From, tokenEnd(Text, From) - From);
    switch (R.below(3)) {
    case 0:
      Text.erase(At, tokenEnd(Text, At) - At);
      break;
    case 1:
      Text.insert(At, Other);
      break;
    default:
      Text.replace(At, tokenEnd(Text, At) - At, Other);
    }
  }
  return Text;
}

UnitRequest requestFor(const std::string &Text) {
  UnitRequest Request;
  Request.Command = {"/t/fuzz.c", "/t", {"-std=gnu11"}};
  Request.Text = Text;
  Request.AllBodies = true;
  return Request;
}

void run(const std::string &Text) {
  const Rules None;
  const std::unique_ptr<Unit> U = parseUnit(requestFor(Text));
  Explorer E(*U, None);
  Simulator S(*U, None.Models);
  for (const Row &Each : E.table("f").Rows)
    if (Each.State)
      S.run("f", Each.State->Concrete);
}

void compare(const std::string &Old, const std::string &New) {
  const Rules None;
  CompareLimits Limits;
  Limits.MostEffort = MostEffort;
  VersionPair(requestFor(Old), requestFor(New), None).compare("f", Limits);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const size_t Half = Size / 2;
  Random Edits(std::vector<std::uint8_t>(Data + Half, Data + Size), 2);
  Generator Make(Random(std::vector<std::uint8_t>(Data, Data + Half), 1), Size % 2);
  GeneratedFunction F = Make.function("f");
  const std::string Types = fileText({}), Text = F.text();
  try {
    run(Types + Text);
    const std::string Other = edited(Text, Edits);
    compare(Types + Text, Types + Other);
    run(Types + Other);
  } catch (const Error &) { // no C, or nothing that decides
  }
  return 0;
}
