#include "report/mail/Wrap.h"

#include "core/Visible.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace kverdict {

static unsigned columns(llvm::StringRef Text) { return std::max(llvm::sys::unicode::columnWidthUTF8(Text), 0); }

/// The next word, as it is shown.
static std::string taken(llvm::StringRef &Rest) {
  static constexpr llvm::StringLiteral Space = " \t\r\n";
  const llvm::StringRef Raw = Rest.substr(0, Rest.find_first_of(Space));
  Rest = Rest.drop_front(Raw.size()).ltrim(Space);
  return visible(Raw);
}

std::vector<std::string> wrapped(const std::string &Paragraph, unsigned Width) {
  std::vector<std::string> Lines;
  llvm::StringRef Rest = llvm::StringRef(Paragraph).ltrim(" \t\r\n");
  while (!Rest.empty()) {
    std::string Word = taken(Rest);
    while (Rest.starts_with(">")) // a line that begins so is one that somebody else wrote
      Word += " " + taken(Rest);
    if (Lines.empty() || columns(Lines.back()) + 1 + columns(Word) > Width)
      Lines.push_back(Word);
    else
      Lines.back() += " " + Word;
  }
  return Lines;
}

} // namespace kverdict
