#include "report/mail/Wrap.h"

#include "core/Visible.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace kverdict {

static unsigned columns(llvm::StringRef Text) { return std::max(llvm::sys::unicode::columnWidthUTF8(Text), 0); }

std::vector<std::string> wrapped(const std::string &Paragraph, unsigned Width) {
  std::vector<std::string> Lines;
  llvm::StringRef Rest = Paragraph;
  static constexpr llvm::StringLiteral Space = " \t\r\n";
  while (!(Rest = Rest.ltrim(Space)).empty()) {
    llvm::StringRef Raw = Rest.substr(0, Rest.find_first_of(Space));
    Rest = Rest.drop_front(Raw.size());
    std::string Word = visible(Raw);
    if (Lines.empty() || columns(Lines.back()) + 1 + columns(Word) > Width)
      Lines.push_back(Word);
    else
      Lines.back() += " " + Word;
  }
  return Lines;
}

} // namespace kverdict
