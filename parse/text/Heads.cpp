#include "parse/text/Heads.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <functional>

using namespace clang;

namespace kverdict {
namespace {

/// A token and where it stands in the text.
struct Word {
  tok::TokenKind Kind;
  StringRef Text;
  size_t At;
  bool FirstOnLine;
};

void eachToken(const std::string &Text, const std::function<void(const Word &)> &Look) {
  LangOptions Options;
  Options.LineComment = true;
  const SourceLocation Start = SourceLocation::getFromRawEncoding(1);
  Lexer Lex(Start, Options, Text.data(), Text.data(), Text.data() + Text.size());
  Token T;
  for (bool Last = false; !Last;) {
    Last = Lex.LexFromRawLexer(T);
    if (T.is(tok::eof))
      break;
    const size_t At = T.getLocation().getRawEncoding() - 1;
    Look({T.getKind(), StringRef(Text).substr(At, T.getLength()), At, T.isAtStartOfLine()});
  }
}

/// Takes a text apart, token by token.
class Reader {
public:
  void step(const Word &W) {
    if (W.FirstOnLine)
      Directive = W.Kind == tok::hash;
    if (Directive)
      return;
    if (Depth == 0)
      outside(W);
    else
      inside(W);
  }

  std::vector<FunctionTokens> Found;

private:
  void outside(const Word &W) {
    if (W.Kind == tok::semi)
      return restart();
    if (W.Kind == tok::l_brace) {
      ++Depth;
      return;
    }
    if (W.Kind == tok::l_paren && Parens++ == 0 && Name.empty() && !Head.empty())
      Name = Head.back();
    Parens -= W.Kind == tok::r_paren && Parens > 0;
    Assigned |= W.Kind == tok::equal && Parens == 0;
    if (Name == "__attribute__" && Parens == 0)
      Name.clear();
    Head.push_back(W.Text.str());
  }

  void inside(const Word &W) {
    // Two branches of an #if may open a brace each: in the kernel's style one in the first column closes all.
    const bool Closes = W.Kind == tok::r_brace && (--Depth == 0 || (W.FirstOnLine && inFirstColumn(W)));
    Depth += W.Kind == tok::l_brace;
    if (!Closes) {
      Body.push_back(W.Text.str());
      return;
    }
    if (!Name.empty() && !Assigned)
      Found.push_back({Name, Head, Body});
    Depth = 0;
    if (Name.empty() || Assigned) // a type, a table: its declaration goes on
      Body.clear();
    else
      restart();
  }

  static bool inFirstColumn(const Word &W) { return W.At == 0 || W.Text.data()[-1] == '\n'; }

  void restart() {
    Head.clear();
    Body.clear();
    Name.clear();
    Parens = 0;
    Assigned = false;
  }

  bool Directive = false, Assigned = false;
  unsigned Depth = 0, Parens = 0;
  std::string Name;
  std::vector<std::string> Head, Body;
};

} // namespace

std::vector<FunctionTokens> functionTokens(const std::string &Text) {
  Reader R;
  eachToken(Text, [&](const Word &W) { R.step(W); });
  return std::move(R.Found);
}

std::string withNames(const std::string &Text, const std::map<std::string, std::string> &Names) {
  std::string Out;
  size_t Done = 0;
  eachToken(Text, [&](const Word &W) {
    const auto It = W.Kind == tok::raw_identifier ? Names.find(W.Text.str()) : Names.end();
    if (It == Names.end())
      return;
    Out.append(Text, Done, W.At - Done);
    Out += It->second;
    Done = W.At + W.Text.size();
  });
  return Out + Text.substr(Done);
}

bool hasIdentifier(const std::string &Text, const std::string &Name) {
  bool Has = false;
  if (Text.find(Name) != std::string::npos)
    eachToken(Text, [&](const Word &W) { Has |= W.Kind == tok::raw_identifier && W.Text == Name; });
  return Has;
}

} // namespace kverdict
