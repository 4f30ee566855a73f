#include "parse/text/Nesting.h"

#include "core/Error.h"
#include "parse/text/Depth.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

LangOptions cOptions() {
  LangOptions Result;
  Result.LineComment = true;
  return Result;
}

bool isElse(const Token &T) { return T.is(tok::raw_identifier) && T.getRawIdentifier() == "else"; }

} // namespace

std::optional<TooDeep> findTooDeep(const std::string &Text, const NestingLimits &Limits) {
  const LangOptions Options = cOptions();
  Lexer Lex(SourceLocation(), Options, Text.data(), Text.data(), Text.data() + Text.size());
  Depth Deep(Limits);
  Token T;
  bool Directive = false;
  for (bool Last = false; !Last && Deep.found().empty();) {
    Last = Lex.LexFromRawLexer(T);
    if (T.isAtStartOfLine())
      Directive = T.is(tok::hash);
    if (!Directive && !T.is(tok::eof))
      Deep.step(T.getKind(), isElse(T), T.isAtStartOfLine() && !T.hasLeadingSpace());
  }
  if (Deep.found().empty())
    return std::nullopt;
  return TooDeep{static_cast<unsigned>(1 + std::count(Text.data(), Lex.getBufferLocation(), '\n')), Deep.found()};
}

void refuseGiant(const std::string &Place, const std::string &What) {
  throw Error(ExitCode::Incomplete,
              Place + ": " + What + ", which is beyond what is followed; leave this file out, or split it");
}

void refuseTooDeep(const std::string &File, const std::string &Text) {
  if (Text.size() > MaxFileSize)
    refuseGiant(File + ":1", "a file of more than " + std::to_string(MaxFileSize) + " bytes");
  if (auto Found = findTooDeep(Text))
    refuseGiant(File + ":" + std::to_string(Found->Line), Found->What);
}

} // namespace kverdict
