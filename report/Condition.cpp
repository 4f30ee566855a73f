#include "report/Condition.h"

#include "llvm/ADT/StringExtras.h"

namespace kverdict {

/// Where the bracket that a text begins with is closed; npos if it is not, or if the text begins with none.
static size_t closing(llvm::StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    Depth += (Text[I] == '(' || Text[I] == '[') - (Text[I] == ')' || Text[I] == ']');
    if (Depth == 0)
      return Text[0] == '(' ? I : llvm::StringRef::npos;
  }
  return llvm::StringRef::npos;
}

/// Whether all of a text stands in one pair of brackets.
static bool isBracketed(llvm::StringRef Text) { return Text.size() > 2 && closing(Text) == Text.size() - 1; }

/// Whether a `!` in front of a text is about all of it: names, members, calls and elements.
static bool isPrimary(llvm::StringRef Text) {
  bool Name = false;
  while (!Text.empty()) {
    if (llvm::isAlnum(Text.front()) || Text.front() == '_') {
      Text = Text.drop_front();
      Name = true;
    } else if (Name && (Text.consume_front("->") || Text.consume_front("."))) {
      Name = false;
    } else if (Name && (Text.front() == '(' || Text.front() == '[')) {
      const size_t End = Text.front() == '(' ? closing(Text) : Text.find(']');
      if (End == llvm::StringRef::npos)
        return false;
      Text = Text.drop_front(End + 1);
    } else {
      return false;
    }
  }
  return Name;
}

PlainCondition plainCondition(llvm::StringRef Text) {
  bool Holds = true;
  // A callee's condition has its name behind it: "!(head & 1) in _compound_head()".
  const size_t In = Text.rfind(" in ");
  const llvm::StringRef Behind = In == llvm::StringRef::npos ? "" : Text.substr(In);
  Text = Text.drop_back(Behind.size());
  for (;;) {
    llvm::StringRef Rest = Text;
    if (isBracketed(Rest))
      Text = Rest.drop_front().drop_back();
    else if (Rest.consume_front("!") && (isBracketed(Rest) || isPrimary(Rest) || Rest.starts_with("!"))) {
      Holds = !Holds;
      Text = Rest;
    } else {
      return {Text.str() + Behind.str(), Holds};
    }
  }
}

std::string plainText(llvm::StringRef Condition) {
  const PlainCondition Plain = plainCondition(Condition);
  if (Plain.Holds)
    return Plain.Text;
  const size_t In = Plain.Text.rfind(" in ");
  const llvm::StringRef Text = llvm::StringRef(Plain.Text).take_front(In),
                        Behind = llvm::StringRef(Plain.Text).substr(std::min(In, Plain.Text.size()));
  return (isPrimary(Text) ? "!" + Text.str() : "!(" + Text.str() + ")") + Behind.str();
}

} // namespace kverdict
