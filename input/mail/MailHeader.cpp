#include "input/mail/MailHeader.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <ctime>

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

std::string headerField(llvm::StringRef MailText, llvm::StringRef Name) {
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

llvm::StringRef headerOf(llvm::StringRef MailText) {
  llvm::StringRef Rest = MailText;
  while (!Rest.empty() && !takeLine(Rest).empty())
    ;
  return MailText.drop_back(Rest.size());
}

bool beginsLikeMail(llvm::StringRef Text) {
  llvm::StringRef Rest = Text.ltrim("\r\n");
  llvm::StringRef First = takeLine(Rest);
  if (First.starts_with("From ") || First.starts_with(">From "))
    return true;
  auto [Field, Value] = First.split(':');
  const bool Named = First.contains(':') && !Field.empty() && Field != "Index" &&
                     llvm::all_of(Field, [](char Next) { return llvm::isAlnum(Next) || Next == '-'; });
  // "mm: tidy it" may begin the text above a diff.
  return Named && llvm::any_of(llvm::ArrayRef<llvm::StringRef>{"From", "Subject", "Date", "Message-Id"},
                               [&](llvm::StringRef Name) { return !headerField(Text.ltrim("\r\n"), Name).empty(); });
}

// "Tue, 30 Apr 2024 22:40:43 +0200 (CEST)"; the day of the week may be missing.
std::int64_t timeOf(const std::string &Date) {
  for (const char *Form : {"%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M %z",
                           "%a %b %d %H:%M:%S %Y %z"}) { // the last is that of git log
    std::tm Parts{};
    if (!strptime(Date.c_str(), Form, &Parts))
      continue;
    const long Offset = Parts.tm_gmtoff; // timegm() clears it
    return timegm(&Parts) - Offset;
  }
  return 0;
}

std::vector<std::string> idsIn(llvm::StringRef Field) {
  std::vector<std::string> Ids;
  while (Field.contains('<')) {
    auto [Id, Rest] = Field.split('<').second.split('>');
    Ids.push_back(Id.trim().str());
    Field = Rest;
  }
  return Ids;
}

std::string addressOf(llvm::StringRef Field) {
  if (Field.contains('<'))
    Field = Field.rsplit('<').second.split('>').first;
  return Field.trim().lower();
}

} // namespace kverdict
