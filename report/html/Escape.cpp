#include "report/html/Escape.h"

#include "core/LookAlikes.h"
#include "core/Visible.h"

#include "llvm/ADT/StringExtras.h"

namespace kverdict {

static const char *entity(char Next) {
  switch (Next) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    return nullptr;
  }
}

std::string escaped(llvm::StringRef Text) {
  std::string Out;
  for (char Next : withLookAlikesMarked(visible(Text)))
    if (const char *As = entity(Next))
      Out += As;
    else
      Out += Next;
  return Out;
}

/// The errnos of a text, `-EINVAL`, in one piece.
static std::string withErrnos(llvm::StringRef Text) {
  std::string Out;
  for (size_t At = Text.find("-E"); At != llvm::StringRef::npos; At = Text.find("-E")) {
    const size_t Size =
        2 + Text.substr(At + 2).take_while([](char C) { return llvm::isUpper(C) || llvm::isDigit(C); }).size();
    const bool Word = (At == 0 || !llvm::isAlnum(Text[At - 1])) && Size > 2;
    Out += escaped(Text.take_front(At)) + (Word ? "<span class=\"nb\">" : "") + escaped(Text.substr(At, Size)) +
           (Word ? "</span>" : "");
    Text = Text.drop_front(At + Size);
  }
  return Out + escaped(Text);
}

std::string proseOf(llvm::StringRef Text) {
  std::string Out;
  for (;;) {
    const size_t Open = Text.find('`'), Close = Open == llvm::StringRef::npos ? Open : Text.find('`', Open + 1);
    if (Close == llvm::StringRef::npos)
      return Out + withErrnos(Text);
    Out += withErrnos(Text.take_front(Open)) + codeOf(Text.slice(Open + 1, Close));
    Text = Text.drop_front(Close + 1);
  }
}

std::string codeOf(llvm::StringRef Text) { return "<code>" + escaped(Text) + "</code>"; }

} // namespace kverdict
