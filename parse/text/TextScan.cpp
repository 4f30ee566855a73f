#include "parse/text/TextScan.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <unordered_set>
#include <vector>

using namespace clang;

namespace kverdict {
namespace {

/// Reads the text token by token and notes, for each definition at file level, the identifiers inside it.
class Scanner {
public:
  explicit Scanner(const std::string &Text)
      : Options(cOptions()), Lex(SourceLocation(), Options, Text.data(), Text.data(), Text.data() + Text.size()) {}

  Mentions run() {
    Token T;
    while (!Lex.LexFromRawLexer(T))
      step(T);
    return std::move(Found);
  }

private:
  static LangOptions cOptions() {
    LangOptions Result;
    Result.LineComment = true;
    return Result;
  }

  void step(Token T) {
    while (T.is(tok::hash) && T.isAtStartOfLine() && !T.is(tok::eof))
      if (!directive(T))
        return;
    if (T.is(tok::l_brace))
      return open(T);
    if (T.is(tok::r_brace))
      return close(T);
    if (T.is(tok::raw_identifier))
      return name(T);
    if (Depth == 0 && T.is(tok::l_paren) && !Last.empty())
      Heads.push_back(Last);
    if (Depth == 0 && T.is(tok::semi))
      Heads.clear();
    Last.clear();
  }

  /// Reads one preprocessor line and leaves the token after it in T; false at the end of the text.
  bool directive(Token &T) {
    std::vector<std::string> Names;
    while (true) {
      if (Lex.LexFromRawLexer(T))
        return false;
      if (T.isAtStartOfLine())
        break;
      if (T.is(tok::raw_identifier))
        Names.push_back(T.getRawIdentifier().str());
    }
    if (Names.size() > 1 && Names[0] == "define")
      Found[Names[1]].insert(Names.begin() + 2, Names.end());
    return true;
  }

  /// A brace in the first column opens a function in the kernel's style, whatever conditional compilation has done
  /// to the count of braces before it.
  static bool firstColumn(const Token &T) { return T.isAtStartOfLine() && !T.hasLeadingSpace(); }

  void open(const Token &T) {
    if (firstColumn(T))
      Depth = 0;
    ++Depth;
    Last.clear();
  }

  void close(const Token &T) {
    Depth = firstColumn(T) || Depth == 0 ? 0 : Depth - 1;
    if (Depth == 0)
      Heads.clear();
    Last.clear();
  }

  void name(const Token &T) {
    Last = T.getRawIdentifier().str();
    if (Depth == 0)
      return;
    for (const std::string &Head : Heads)
      Found[Head].insert(Last);
  }

  LangOptions Options;
  Lexer Lex;
  Mentions Found;
  std::vector<std::string> Heads; ///< names before a parenthesis since the last declaration at file level ended
  std::string Last;
  unsigned Depth = 0;
};

bool isIdentifier(char C) { return isalnum(static_cast<unsigned char>(C)) || C == '_'; }

/// Behind the parenthesis that closes the one here; no further than a head may reach.
size_t behindParenthesis(const std::string &Text, size_t At) {
  constexpr size_t Longest = 10000;
  const size_t End = std::min(Text.size(), At + Longest);
  for (int Depth = 0; At < End; ++At) {
    Depth += (Text[At] == '(') - (Text[At] == ')');
    if (Depth == 0)
      return At + 1;
  }
  return End;
}

/// Whether a body may follow a name that ends here. It is no call and no declaration if an operator or the end of a
/// statement follows its arguments.
bool mayHaveBody(const std::string &Text, size_t End) {
  constexpr const char *Space = " \t\r\n";
  size_t At = Text.find_first_not_of(Space, End);
  if (At == std::string::npos || Text[At] != '(')
    return At != std::string::npos;
  At = Text.find_first_not_of(Space, behindParenthesis(Text, At));
  return At == std::string::npos || !strchr(";,)?:=!<>+-*|&^%.]}", Text[At]);
}

} // namespace

Mentions scanText(const std::string &Text) { return Scanner(Text).run(); }

std::set<std::string> reachable(const Mentions &All, const std::set<std::string> &Wanted) {
  std::set<std::string> Seen = Wanted;
  std::vector<std::string> Work(Wanted.begin(), Wanted.end());
  while (!Work.empty()) {
    auto It = All.find(Work.back());
    Work.pop_back();
    if (It == All.end())
      continue;
    for (const std::string &Name : It->second)
      if (Seen.insert(Name).second)
        Work.push_back(Name);
  }
  return Seen;
}

bool mentionsName(const std::string &Text, const std::string &Name) {
  for (size_t At = Text.find(Name); At != std::string::npos; At = Text.find(Name, At + 1)) {
    bool Before = At > 0 && isIdentifier(Text[At - 1]);
    bool After = At + Name.size() < Text.size() && isIdentifier(Text[At + Name.size()]);
    if (!Before && !After)
      return true;
  }
  return false;
}

std::set<std::string> mayDefine(const std::string &Text, const std::set<std::string> &Names) {
  std::set<std::string> Found;
  std::unordered_set<std::string_view> Wanted(Names.begin(), Names.end());
  for (size_t At = 0, End; At < Text.size(); At = End) {
    for (End = At; End < Text.size() && isIdentifier(Text[End]);)
      ++End;
    if (End == At) {
      ++End;
      continue;
    }
    const std::string_view Word(Text.data() + At, End - At);
    if (Wanted.count(Word) && mayHaveBody(Text, End)) {
      Found.insert(std::string(Word));
      Wanted.erase(Word);
    }
  }
  return Found;
}

} // namespace kverdict
