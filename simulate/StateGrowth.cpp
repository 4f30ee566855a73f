#include "simulate/StateGrowth.h"

#include <algorithm>

namespace kverdict::simulation {

static constexpr std::uint64_t Stride = 0x10000;

std::uint64_t StateGrowth::freeAddress() const {
  std::uint64_t Free = First;
  auto Avoid = [&](std::uint64_t Address, std::uint64_t Size) {
    std::uint64_t End = Address + std::max<std::uint64_t>(Size, 1);
    if (Address >= First && End > Free)
      Free = (End + Stride - 1) / Stride * Stride;
  };
  for (const Object &O : S.Objects)
    Avoid(O.Address, O.Size);
  for (const auto &[Name, Address] : S.Globals)
    Avoid(Address, 1);
  return Free;
}

std::uint64_t StateGrowth::addObject(std::uint64_t Size, const std::string &Place) {
  std::uint64_t Address = freeAddress();
  S.Objects.push_back({Address, Size, Place});
  return Address;
}

void StateGrowth::addObjectAt(std::uint64_t Address, std::uint64_t Size, const std::string &Place) {
  S.Objects.push_back({Address, Size, Place});
}

std::uint64_t StateGrowth::addGlobal(const std::string &Name, std::uint64_t Size) {
  std::uint64_t Address = Size ? addObject(Size, Name) : freeAddress();
  S.Globals[Name] = Address;
  return Address;
}

std::uint64_t StateGrowth::addAnswer(const std::string &Callee, std::uint64_t Size) {
  const std::uint64_t Address = addObject(Size, "*" + Callee + "()");
  Calls.push_back({Callee, {Cell{0, 0, Bits, Address, "", ""}}, {}, {}});
  return Address;
}

void StateGrowth::setCell(const Cell &New, std::optional<unsigned> Argument) {
  if (Argument && S.Arguments.size() <= *Argument)
    S.Arguments.resize(*Argument + 1);
  std::vector<Cell> &Cells = Argument ? S.Arguments[*Argument] : S.Memory;
  auto Begin = [](const Cell &C) { return C.Address * 8 + C.BitOffset; };
  std::erase_if(Cells, [&](const Cell &Old) {
    return Begin(Old) >= Begin(New) && Begin(Old) + Old.Width <= Begin(New) + New.Width;
  });
  Cells.push_back(New);
}

} // namespace kverdict::simulation
