#include "parse/OwnNames.h"

#include <llvm/ADT/StringRef.h>

#include <random>

namespace kverdict {
namespace {

constexpr llvm::StringRef Plain = "__kverdict_";

/// One for the whole run: it must tell nothing, and decides nothing.
const std::string &letters() {
  static const std::string Made = [] {
    std::random_device Source;
    std::string Word = "__";
    for (size_t I = 0; I < Plain.size() - 3; ++I)
      Word += "abcdefghijklmnopqrstuvwxyz"[Source() % 26];
    return Word + "_";
  }();
  return Made;
}

} // namespace

std::string nameInC(const std::string &Name) {
  return llvm::StringRef(Name).starts_with(Plain) ? letters() + Name.substr(Plain.size()) : Name;
}

std::string withOwnNames(std::string Text) {
  for (size_t At = Text.find(letters()); At != Text.npos; At = Text.find(letters(), At))
    Text.replace(At, Plain.size(), Plain);
  return Text;
}

const std::string &ownPragma() {
  static const std::string Word = letters() + "extras";
  return Word;
}

bool holdsOwnNames(const std::string &Text) { return Text.find(letters()) != Text.npos; }

} // namespace kverdict
