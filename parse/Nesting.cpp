#include "parse/Nesting.h"

#include "core/Error.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <vector>

using namespace clang;

namespace kverdict {
namespace {

class Nesting {
public:
  Nesting(const std::string &Text, const NestingLimits &Limits)
      : Text(Text), Limits(Limits), Options(cOptions()),
        Lex(SourceLocation(), Options, Text.data(), Text.data(), Text.data() + Text.size()) {}

  std::optional<TooDeep> run() {
    Token T;
    bool Directive = false;
    for (bool Last = false; !Last && !Found;) {
      Last = Lex.LexFromRawLexer(T);
      if (T.isAtStartOfLine())
        Directive = T.is(tok::hash);
      if (!Directive && !T.is(tok::eof))
        step(T);
    }
    return Found;
  }

private:
  static LangOptions cOptions() {
    LangOptions Result;
    Result.LineComment = true;
    return Result;
  }

  void step(const Token &T) {
    const bool Else = T.is(tok::raw_identifier) && T.getRawIdentifier() == "else";
    if (Begins) // of a statement: a chain goes on only with `else`
      chain() = Else ? chain() + 1 : 0;
    Begins = false;
    if (chain() > Limits.Alternatives)
      tooDeep("a chain of more than " + std::to_string(Limits.Alternatives) + " else");
    if (!Open.empty() && Open.front() == '{' && ++FunctionTokens > Limits.FunctionTokens)
      tooDeep("a function of more than " + std::to_string(Limits.FunctionTokens) + " tokens");
    if (++Tokens > Limits.Tokens)
      tooDeep("an expression of more than " + std::to_string(Limits.Tokens) + " tokens");
    brackets(T);
  }

  void brackets(const Token &T) {
    const bool InBraces = Open.empty() || Open.back() == '{';
    switch (T.getKind()) {
    case tok::l_brace:
      open('{');
      return separate();
    case tok::l_paren:
      return open('(');
    case tok::l_square:
      return open('[');
    case tok::r_brace:
    case tok::r_paren:
    case tok::r_square:
      return close(T);
    case tok::semi:
      return InBraces ? separate() : void();
    case tok::comma:
      Tokens = InBraces ? 0 : Tokens; // in a list of initialisers
      return;
    default:
      return;
    }
  }

  void separate() {
    Tokens = 0;
    Begins = true;
  }

  void open(char Which) {
    Open.push_back(Which);
    Chains.resize(Open.size() + 1);
    Chains.back() = 0;
    if (Open.size() > Limits.Blocks)
      tooDeep("more than " + std::to_string(Limits.Blocks) + " brackets in each other");
  }

  /// A brace in the first column ends what began at file level, whatever conditional compilation did to the count.
  void close(const Token &T) {
    const bool Outermost = T.is(tok::r_brace) && T.isAtStartOfLine() && !T.hasLeadingSpace();
    if (Outermost)
      Open.clear();
    else if (!Open.empty())
      Open.pop_back();
    if (Open.empty())
      FunctionTokens = 0;
    Chains.resize(Open.size() + 1);
    if (T.is(tok::r_brace))
      separate();
  }

  unsigned &chain() { return Chains.back(); }

  void tooDeep(const std::string &What) {
    if (Found)
      return;
    const char *Now = Lex.getBufferLocation();
    Found = {static_cast<unsigned>(1 + std::count(Text.data(), Now, '\n')), What};
  }

  const std::string &Text;
  const NestingLimits &Limits;
  LangOptions Options;
  Lexer Lex;
  std::optional<TooDeep> Found;
  std::vector<char> Open;             ///< brackets
  std::vector<unsigned> Chains = {0}; ///< by depth of brackets: how many `else` followed on each other
  unsigned Tokens = 0;
  unsigned FunctionTokens = 0;
  bool Begins = true;
};

} // namespace

std::optional<TooDeep> findTooDeep(const std::string &Text, const NestingLimits &Limits) {
  return Nesting(Text, Limits).run();
}

void refuseTooDeep(const std::string &File, const std::string &Text) {
  if (auto Found = findTooDeep(Text))
    throw Error(ExitCode::Incomplete, File + ":" + std::to_string(Found->Line) + ": " + Found->What +
                                          ", which is beyond what is followed; leave this file out, or split it");
}

} // namespace kverdict
