#include "input/MailHeader.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

// One line, without its end.
static llvm::StringRef takeLine(llvm::StringRef &Rest) {
  auto [Line, Next] = Rest.split('\n');
  Rest = Next;
  return Line.rtrim('\r');
}

static std::string onOneLine(llvm::StringRef Text) {
  std::string Line;
  for (char Next : Text.trim())
    Line += llvm::isPrint(Next) || static_cast<unsigned char>(Next) >= 0x80 ? Next : ' ';
  return Line;
}

std::string headerField(const std::string &MailText, const std::string &Name) {
  std::string Value;
  bool Within = false;
  for (llvm::StringRef Rest = MailText; !Rest.empty();) {
    llvm::StringRef Line = takeLine(Rest);
    if (Line.empty())
      break;
    if (Line.front() == ' ' || Line.front() == '\t') {
      Value += Within ? (" " + Line.ltrim()).str() : "";
      continue;
    }
    auto [Field, Text] = Line.split(':');
    Within = Field.equals_insensitive(Name) && Line.contains(':') && (Value.empty() || Name == "To" || Name == "Cc");
    if (Within)
      Value += (Value.empty() ? "" : ", ") + Text.trim().str();
  }
  return onOneLine(Value);
}

std::string headerOf(const std::string &MailText) {
  llvm::StringRef Rest = MailText;
  while (!Rest.empty() && !takeLine(Rest).empty())
    ;
  return MailText.substr(0, MailText.size() - Rest.size());
}

bool beginsLikeMail(const std::string &Text) {
  llvm::StringRef Rest = llvm::StringRef(Text).ltrim("\r\n");
  llvm::StringRef First = takeLine(Rest);
  if (First.starts_with("From ") || First.starts_with(">From "))
    return true;
  auto [Field, Value] = First.split(':');
  return First.contains(':') && !Field.empty() && Field != "Index" &&
         llvm::all_of(Field, [](char Next) { return llvm::isAlnum(Next) || Next == '-'; });
}

} // namespace kverdict
