#include "parse/LineNumber.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

using namespace clang;

namespace kverdict {

/// The macro of the preprocessor's own that made this number, or empty.
static llvm::StringRef madeBy(const ASTContext &Context, const Expr *E) {
  const auto *Number = dyn_cast<IntegerLiteral>(E->IgnoreParenCasts());
  const SourceManager &Sources = Context.getSourceManager();
  SourceLocation At = Number ? Number->getLocation() : SourceLocation();
  while (At.isMacroID() && Sources.isMacroArgExpansion(At))
    At = Sources.getImmediateSpellingLoc(At);
  if (!At.isMacroID() || !Sources.isWrittenInScratchSpace(Sources.getSpellingLoc(At)))
    return "";
  const SourceLocation Name = Sources.getSpellingLoc(Sources.getImmediateExpansionRange(At).getBegin());
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Name), Sources, Context.getLangOpts());
}

bool isLineNumber(const ASTContext &Context, const Expr *E) { return madeBy(Context, E) == "__LINE__"; }

bool isCounted(const ASTContext &Context, const Expr *E) {
  const llvm::StringRef Macro = madeBy(Context, E);
  return Macro == "__LINE__" || Macro == "__COUNTER__";
}

} // namespace kverdict
