#include "tool/Near.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

constexpr size_t MostNames = 3;

/// How far two names are apart; none if they are not near at all.
std::optional<unsigned> distance(llvm::StringRef Name, llvm::StringRef Wanted) {
  const unsigned Most = std::max<unsigned>(1, Wanted.size() / 3);
  if (unsigned Edits = Name.edit_distance(Wanted, true, Most); Edits <= Most)
    return Edits;
  const llvm::StringRef Short = Name.size() < Wanted.size() ? Name : Wanted;
  const llvm::StringRef Long = Name.size() < Wanted.size() ? Wanted : Name;
  if (Short.size() >= 4 && Long.contains(Short))
    return Most + Long.size() - Short.size();
  return std::nullopt;
}

bool isIdentifier(char C) { return llvm::isAlnum(C) || C == '_'; }

/// Where the bracket that opens at a place is closed, or the end of the text.
size_t closing(const std::string &Text, size_t At) {
  for (int Depth = 0; At < Text.size(); ++At) {
    Depth += (Text[At] == '(') - (Text[At] == ')');
    if (Depth == 0)
      break;
  }
  return At;
}

/// Whether a definition's body follows the name that ends here: `(...) {`, and its line begins like one.
bool defines(const std::string &Text, size_t Begin, size_t End) {
  const size_t Line = Text.rfind('\n', Begin) + 1;
  if (Begin > Line && !llvm::isAlpha(Text[Line]) && Text[Line] != '_')
    return false;
  const size_t Open = Text.find_first_not_of(" \t\n", End);
  if (Open == std::string::npos || Text[Open] != '(')
    return false;
  const size_t Next = Text.find_first_not_of(" \t\n", closing(Text, Open) + 1);
  return Next != std::string::npos && Text[Next] == '{';
}

} // namespace

static std::string meant(const std::vector<std::string> &Names, const std::string &Wanted, const char *Behind) {
  std::set<std::pair<unsigned, std::string>> Near;
  for (const std::string &Name : Names)
    if (auto Far = distance(Name, Wanted); Far && Name != Wanted)
      Near.emplace(*Far, Name + Behind);
  std::vector<std::string> Best;
  for (const auto &[Far, Name] : Near)
    if (Best.size() < MostNames)
      Best.push_back(Name);
  return Best.empty() ? "" : "; did you mean " + llvm::join(Best, " or ") + "?";
}

std::string didYouMean(const std::vector<std::string> &Names, const std::string &Wanted) {
  return meant(Names, Wanted, "()");
}

std::string nearestWords(const std::vector<std::string> &Words, const std::string &Wanted) {
  return meant(Words, Wanted, "");
}

std::vector<unsigned> definitionLines(const std::string &Text, const std::string &Name) {
  std::vector<unsigned> Lines;
  for (size_t At = Text.find(Name); At != std::string::npos; At = Text.find(Name, At + 1)) {
    const size_t End = At + Name.size();
    if ((At && isIdentifier(Text[At - 1])) || (End < Text.size() && isIdentifier(Text[End])))
      continue;
    if (defines(Text, At, End))
      Lines.push_back(1 + std::count(Text.begin(), Text.begin() + At, '\n'));
  }
  return Lines;
}

} // namespace kverdict
