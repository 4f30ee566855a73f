#include "report/mail/MailFields.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/ConvertUTF.h"

namespace kverdict {

// One line of UTF-8: control characters become spaces, and text in another encoding loses what is not ASCII.
static std::string clean(llvm::StringRef Text) {
  const auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Text.begin());
  const auto *End = reinterpret_cast<const llvm::UTF8 *>(Text.end());
  bool Utf8 = llvm::isLegalUTF8String(&Begin, End);
  std::string Line;
  for (char Next : Text) {
    bool High = static_cast<unsigned char>(Next) >= 0x80;
    Line += High ? (Utf8 ? Next : '?') : llvm::isPrint(Next) ? Next : ' ';
  }
  return llvm::StringRef(Line).trim().str();
}

static bool ascii(llvm::StringRef Text) {
  return llvm::all_of(Text, [](char Next) { return static_cast<unsigned char>(Next) < 0x80; });
}

// RFC 2047 encoded words, of at most 75 characters each and of whole characters.
static std::string encoded(llvm::StringRef Text) {
  static constexpr size_t Most = 39;
  std::string Words;
  while (!Text.empty()) {
    size_t Size = std::min(Most, Text.size());
    while (Size < Text.size() && (Text[Size] & 0xc0) == 0x80)
      --Size;
    Words += (Words.empty() ? "=?UTF-8?B?" : "\n =?UTF-8?B?") + llvm::encodeBase64(Text.take_front(Size)) + "?=";
    Text = Text.drop_front(Size);
  }
  return Words;
}

// A comma ends an address unless it stands in quotes, in a comment or in angle brackets.
std::vector<std::string> splitAddresses(const std::string &Field) {
  std::vector<std::string> All;
  std::string Current, Line = clean(Field);
  bool Quoted = false;
  int Nested = 0;
  auto Finish = [&] {
    if (llvm::StringRef One = llvm::StringRef(Current).trim(); One.contains('@'))
      All.push_back(One.str());
    Current.clear();
  };
  for (size_t I = 0; I < Line.size(); ++I) {
    char Next = Line[I];
    if (Next == ',' && !Quoted && Nested <= 0) {
      Finish();
      continue;
    }
    Current += Next;
    if (Next == '\\' && I + 1 < Line.size())
      Current += Line[++I];
    else if (Next == '"')
      Quoted = !Quoted;
    else if (!Quoted)
      Nested += (Next == '(' || Next == '<') - (Next == ')' || Next == '>');
  }
  Finish();
  return All;
}

std::string bareAddress(const std::string &Address) {
  llvm::StringRef Text = Address;
  size_t Open = Text.rfind('<');
  if (Open != Text.npos)
    Text = Text.substr(Open + 1).split('>').first;
  return Text.trim().lower();
}

// Long subjects are folded at spaces; the line break replaces none of the text.
static std::string folded(std::string Line) {
  std::string Done;
  static constexpr size_t Most = 76;
  while (Line.size() > Most) {
    size_t Space = Line.rfind(' ', Most);
    if (Space == std::string::npos || Space == 0)
      Space = Line.find(' ', 1);
    if (Space == std::string::npos)
      break;
    Done += Line.substr(0, Space) + "\n";
    Line = Line.substr(Space);
  }
  return Done + Line + "\n";
}

std::string textField(const std::string &Name, const std::string &Text) {
  std::string Line = clean(Text);
  return ascii(Line) ? folded(Name + ": " + Line) : Name + ": " + encoded(Line) + "\n";
}

// Only the name of an address can be encoded.
static std::string asciiAddress(const std::string &Address) {
  if (ascii(Address))
    return Address;
  auto [Name, Rest] = llvm::StringRef(Address).rsplit('<');
  std::string Plain;
  for (char Next : Name.trim().trim('"'))
    Plain += Next == '\\' ? std::string() : std::string(1, Next);
  std::string Bare = bareAddress(Address);
  llvm::erase_if(Bare, [](char Next) { return static_cast<unsigned char>(Next) >= 0x80 || Next == ' '; });
  return encoded(Plain) + " <" + Bare + ">";
}

std::string addressField(const std::string &Name, const std::vector<std::string> &Addresses) {
  std::string Field;
  for (const std::string &Address : Addresses)
    Field += (Field.empty() ? Name + ": " : ",\n\t") + asciiAddress(clean(Address));
  return Field.empty() ? "" : Field + "\n";
}

std::vector<std::string> messageIds(const std::string &Field) {
  std::vector<std::string> Ids;
  llvm::SmallVector<llvm::StringRef, 8> Words;
  std::string Line = clean(Field);
  llvm::StringRef(Line).split(Words, ' ', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Word : Words)
    if (Word.starts_with("<") && Word.ends_with(">") && Word.count('<') == 1 && Word.count('>') == 1 && ascii(Word) &&
        Word.size() > 2 && Word.size() < 250)
      Ids.push_back(Word.str());
  return Ids;
}

} // namespace kverdict
