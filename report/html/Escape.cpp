#include "report/html/Escape.h"

#include "core/Visible.h"

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
  for (char Next : visible(Text))
    if (const char *As = entity(Next))
      Out += As;
    else
      Out += Next;
  return Out;
}

std::string codeOf(llvm::StringRef Text) { return "<code>" + escaped(Text) + "</code>"; }

} // namespace kverdict
