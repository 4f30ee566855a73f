#include "parse/LineNumber.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

using namespace clang;

namespace kverdict {

bool isLineNumber(const ASTContext &Context, const Expr *E) {
  const auto *Number = dyn_cast<IntegerLiteral>(E->IgnoreParenCasts());
  const SourceManager &Sources = Context.getSourceManager();
  SourceLocation At = Number ? Number->getLocation() : SourceLocation();
  while (At.isMacroID() && Sources.isMacroArgExpansion(At))
    At = Sources.getImmediateSpellingLoc(At);
  if (!At.isMacroID() || !Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(At)))
    return false;
  const SourceLocation Name = Sources.getSpellingLoc(Sources.getImmediateExpansionRange(At).getBegin());
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Name), Sources, Context.getLangOpts()) == "__LINE__";
}

} // namespace kverdict
