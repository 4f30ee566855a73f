#include "parse/text/Bodies.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <map>

using namespace clang;

namespace kverdict {
namespace {

/// Adds the tokens of a text, one space between them; a line break where one was. `#define M (x)` is another macro than
/// `#define M(x)`.
void addTokens(StringRef Text, std::string &Out) {
  static const LangOptions Options = [] {
    LangOptions C;
    C.LineComment = true;
    return C;
  }();
  const std::string Piece = Text.str(); // the lexer wants a zero behind it
  const SourceLocation Start = SourceLocation::getFromRawEncoding(1);
  Lexer Lex(Start, Options, Piece.data(), Piece.data(), Piece.data() + Piece.size());
  Token T;
  unsigned Position = 0; // in a line of the preprocessor, from 1
  for (bool Last = false; !Last;) {
    Last = Lex.LexFromRawLexer(T);
    if (T.is(tok::eof))
      break;
    Position = T.isAtStartOfLine() ? T.is(tok::hash) : Position + (Position != 0);
    Out += T.isAtStartOfLine() ? '\n' : ' ';
    if (Position == 4 && T.is(tok::l_paren) && T.hasLeadingSpace())
      Out += ' ';
    Out.append(Piece, T.getLocation().getRawEncoding() - 1, T.getLength());
  }
}

/// The name of the function whose head ends, with its parameters' parenthesis, before this offset; or empty.
std::string nameBefore(StringRef Text) {
  Text = Text.rtrim();
  unsigned Depth = 0;
  size_t At = Text.size();
  while (At-- > 0) {
    Depth += Text[At] == ')';
    if (Text[At] == '(' && --Depth == 0)
      break;
  }
  StringRef Head = Text.take_front(At == StringRef::npos ? 0 : At).rtrim();
  auto isName = [](char C) { return isalnum(static_cast<unsigned char>(C)) || C == '_'; };
  size_t Begin = Head.size();
  while (Begin > 0 && isName(Head[Begin - 1]))
    --Begin;
  return Head.drop_front(Begin).str();
}

/// The head that ends a text: what follows the last declaration, comment or directive.
StringRef headOf(StringRef Text) {
  size_t At = Text.size();
  auto ends = [&] {
    const char Last = Text[At - 1], Before = At > 1 ? Text[At - 2] : ' ';
    return Last == ';' || Last == '}' || (Last == '/' && Before == '*') || (Last == '\n' && Before == '\n');
  };
  while (At > 0 && !ends())
    --At;
  return Text.drop_front(At).ltrim();
}

/// The kernel-doc comment that ends a text.
StringRef docOf(StringRef Text) {
  Text = Text.rtrim();
  const size_t Begin = Text.ends_with("*/") ? Text.rfind("/*") : StringRef::npos;
  const StringRef Last = Begin == StringRef::npos ? StringRef() : Text.drop_front(Begin);
  return Last.starts_with("/**") ? Last : StringRef();
}

std::string onOneLine(StringRef Text) {
  std::string Tokens;
  addTokens(Text, Tokens);
  std::replace(Tokens.begin(), Tokens.end(), '\n', ' ');
  return Tokens;
}

} // namespace

unsigned lastLine(const FunctionText &F) { return F.Line + 1 + std::count(F.Body.begin(), F.Body.end(), '\n'); }

TakenApart takeApart(const std::string &Text, const std::string &File) {
  TakenApart Out;
  size_t Rest = 0, Counted = 0;
  unsigned Line = 1;
  auto lineAt = [&](size_t Offset) {
    Line += std::count(Text.begin() + Counted, Text.begin() + Offset, '\n');
    Counted = Offset;
    return Line;
  };
  for (size_t Brace = Text.find("\n{\n"); Brace != std::string::npos; Brace = Text.find("\n{\n", Brace)) {
    const size_t Begin = Brace + 2, End = Text.find("\n}\n", Begin);
    const StringRef Before = StringRef(Text).take_front(Brace).rtrim();
    Brace = Begin;
    if (End == std::string::npos || !Before.ends_with(")"))
      continue;
    addTokens(StringRef(Text).slice(Rest, Begin), Out.Rest);
    const unsigned At = lineAt(Begin);
    const StringRef Head = headOf(Before);
    Out.Functions.push_back({nameBefore(Before),
                             onOneLine(Head),
                             Text.substr(Begin, End + 1 - Begin),
                             {File, At, 2},
                             At - 1,
                             static_cast<unsigned>(Head.count('\n')),
                             docOf(StringRef(Text).take_front(Head.data() - Text.data())).str()});
    Rest = Brace = End + 1;
  }
  addTokens(StringRef(Text).drop_front(Rest), Out.Rest);
  return Out;
}

std::optional<std::vector<FunctionText>> onlyBodiesDiffer(const TakenApart &Text, const TakenApart &Other) {
  if (Text.Rest != Other.Rest || Text.Functions.size() != Other.Functions.size())
    return std::nullopt;
  std::vector<FunctionText> Out;
  std::map<std::string, unsigned> Count;
  for (const FunctionText &F : Other.Functions)
    ++Count[F.Name];
  for (size_t I = 0; I < Text.Functions.size(); ++I) {
    const FunctionText &Was = Text.Functions[I], &Is = Other.Functions[I];
    if (Was.Body == Is.Body)
      continue;
    // Two functions of one name stand in two branches of an #if; and a directive inside may change what follows.
    if (Is.Name.empty() || Count[Is.Name] != 1 || (Was.Body + Is.Body).find("\n#") != std::string::npos)
      return std::nullopt;
    Out.push_back(Is);
  }
  return Out;
}

std::vector<MovedLines> movedLines(const TakenApart &Text, const TakenApart &Other) {
  std::vector<MovedLines> Out;
  for (size_t I = 0; I < Text.Functions.size(); ++I) {
    const FunctionText &Was = Text.Functions[I], &Is = Other.Functions[I];
    const FunctionText *Below = I + 1 < Text.Functions.size() ? &Text.Functions[I + 1] : nullptr;
    const unsigned Next = Below ? Below->Line - Below->HeadLines - 1 : ~0u;
    const int By = static_cast<int>(Is.Line) - static_cast<int>(Was.Line);
    const int Behind = static_cast<int>(lastLine(Is)) - static_cast<int>(lastLine(Was));
    if (By)
      Out.push_back({Was.Line - Was.HeadLines, lastLine(Was), By});
    if (Behind)
      Out.push_back({lastLine(Was) + 1, Next, Behind});
  }
  return Out;
}

} // namespace kverdict
