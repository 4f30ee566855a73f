#include "report/StateWords.h"

#include "report/Words.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <map>

namespace kverdict {

std::vector<std::string> withoutArguments(std::vector<std::string> Lines) {
  constexpr size_t Longest = 24;
  std::map<std::string, unsigned> Calls;
  auto calleeOf = [](const std::string &Line) {
    const size_t Open = Line.find('(');
    return Line.find(") returned ") == std::string::npos && Line.find(") did not return ") == std::string::npos
               ? ""
               : Line.substr(0, Open);
  };
  for (const std::string &Line : Lines)
    ++Calls[calleeOf(Line)];
  for (std::string &Line : Lines)
    if (const std::string Callee = calleeOf(Line); !Callee.empty() && Calls[Callee] == 1) {
      const size_t End = std::max(Line.rfind(") returned ") + 1, Line.rfind(") did not return ") + 1) - 1;
      if (End - Callee.size() > Longest)
        Line.replace(Callee.size() + 1, End - Callee.size() - 1, "");
    }
  return Lines;
}

std::vector<std::string> fewOf(std::vector<std::string> Lines, size_t Most) {
  if (!Most || Lines.size() <= Most + 1)
    return Lines;
  const size_t Left = Lines.size() - Most;
  const bool Zero = std::all_of(Lines.begin() + Most, Lines.end(), isZeroLine);
  Lines.resize(Most);
  Lines.push_back("(and " + std::to_string(Left) + " more" + (Zero ? ", all 0)" : ")"));
  return Lines;
}

std::string withoutHistory(llvm::StringRef Line) {
  for (const llvm::StringRef Mark : {" (written by ", " (after "})
    if (const size_t At = Line.rfind(Mark); At != llvm::StringRef::npos && Line.ends_with(")"))
      return Line.take_front(At).str();
  return Line.str();
}

bool haveValues(const std::vector<std::string> &State) {
  return llvm::all_of(State, [](llvm::StringRef Line) { return Line.contains(" = ") || Line.starts_with("(and "); });
}

std::string inOneSentence(const std::vector<std::string> &State) {
  llvm::StringRef Last = State.back();
  if (Last.consume_front("(and "))
    Last.consume_back(")");
  return llvm::join(llvm::ArrayRef(State).drop_back(), ", ") + (State.size() > 1 ? " and " : "") + Last.str();
}

} // namespace kverdict
