#include "review/CodeTokens.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>

using llvm::StringRef;

namespace kverdict {

bool inWord(char C) { return llvm::isAlnum(C) || C == '_'; }

std::vector<Token> tokensOf(StringRef Text, size_t From, size_t To) {
  static const char *const Long[] = {"<<=", ">>=", "...", "->", "==", "!=", "<=", ">=", "&&", "||", "<<",
                                     ">>",  "++",  "--",  "+=", "-=", "*=", "/=", "&=", "|=", "^=", "%="};
  std::vector<Token> Out;
  for (size_t I = From; I < To;) {
    StringRef Rest = Text.slice(I, To);
    size_t Size = 1;
    if (llvm::isSpace(Rest[0])) {
      ++I;
      continue;
    }
    if (Rest.starts_with("/*") || Rest.starts_with("//")) {
      const size_t End = Rest.find(Rest[1] == '*' ? "*/" : "\n");
      I += End == StringRef::npos ? Rest.size() : End + (Rest[1] == '*' ? 2 : 1);
      continue;
    }
    if (inWord(Rest[0])) {
      while (Size < Rest.size() && inWord(Rest[Size]))
        ++Size;
    } else if (Rest[0] == '"' || Rest[0] == '\'') {
      while (Size < Rest.size() && Rest[Size] != Rest[0])
        Size += Rest[Size] == '\\' ? 2 : 1;
      Size = std::min(Size + 1, Rest.size());
    } else {
      for (const char *Each : Long)
        if (Rest.starts_with(Each)) {
          Size = StringRef(Each).size();
          break;
        }
    }
    Out.push_back({I, I + Size});
    I += Size;
  }
  return Out;
}

size_t lineStart(StringRef Text, unsigned Line) {
  size_t At = 0;
  for (unsigned I = 1; I < Line && At < Text.size(); ++I) {
    const size_t End = Text.find('\n', At);
    At = End == StringRef::npos ? Text.size() : End + 1;
  }
  return At;
}

} // namespace kverdict
