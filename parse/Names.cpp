#include "parse/Names.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Lex/LiteralSupport.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/APInt.h>

#include <optional>

using namespace clang;

namespace kverdict {
namespace {

using Number = std::optional<std::uint64_t>;

/// Evaluates the bodies of object-like macros, each once.
class Evaluator {
public:
  explicit Evaluator(Preprocessor &PP) : PP(PP) {}

  Number value(const IdentifierInfo *Name) {
    auto [It, New] = Known.try_emplace(Name, std::nullopt); // a macro that names itself has no value
    if (!New)
      return It->second;
    const MacroInfo *Macro = PP.getMacroInfo(Name);
    if (!Macro || Macro->isFunctionLike() || Macro->tokens_empty() || Macro->getNumTokens() > 40)
      return std::nullopt;
    const Token *At = Macro->tokens_begin();
    Number Result = expression(At, Macro->tokens_end(), 0);
    if (At != Macro->tokens_end())
      Result = std::nullopt;
    return Known[Name] = Result;
  }

private:
  static int precedence(tok::TokenKind Kind) {
    switch (Kind) {
    case tok::pipe:
      return 1;
    case tok::lessless:
      return 2;
    case tok::plus:
    case tok::minus:
      return 3;
    default:
      return 0;
    }
  }

  static std::uint64_t apply(tok::TokenKind Kind, std::uint64_t A, std::uint64_t B) {
    switch (Kind) {
    case tok::pipe:
      return A | B;
    case tok::lessless:
      return B < 64 ? A << B : 0;
    case tok::plus:
      return A + B;
    default:
      return A - B;
    }
  }

  Number expression(const Token *&At, const Token *End, int Least) {
    Number Left = primary(At, End);
    while (Left && At != End && precedence(At->getKind()) > Least) {
      tok::TokenKind Kind = (At++)->getKind();
      Number Right = expression(At, End, precedence(Kind));
      Left = Right ? Number(apply(Kind, *Left, *Right)) : std::nullopt;
    }
    return Left;
  }

  Number primary(const Token *&At, const Token *End) {
    if (At == End)
      return std::nullopt;
    const Token &T = *At++;
    if (T.is(tok::numeric_constant))
      return literal(T);
    if (T.is(tok::minus)) {
      Number N = primary(At, End);
      return N ? Number(0 - *N) : std::nullopt;
    }
    if (T.is(tok::l_paren))
      return parenthesised(At, End);
    if (const IdentifierInfo *Name = T.getIdentifierInfo(); Name && Name->hasMacroDefinition())
      return value(Name);
    return std::nullopt;
  }

  /// What follows an opening parenthesis: an expression, or the name of a type that the next operand is cast to.
  Number parenthesised(const Token *&At, const Token *End) {
    const Token *Inner = At;
    Number N = expression(Inner, End, 0);
    if (N && Inner != End && Inner->is(tok::r_paren)) {
      At = Inner + 1;
      return N;
    }
    while (At != End && (At->isAnyIdentifier() || At->getIdentifierInfo()))
      ++At;
    if (At == End || At->isNot(tok::r_paren))
      return std::nullopt;
    ++At;
    return primary(At, End);
  }

  Number literal(const Token &T) {
    llvm::SmallString<32> Buffer;
    bool Invalid = false;
    StringRef Text = PP.getSpelling(T, Buffer, &Invalid);
    if (Invalid)
      return std::nullopt;
    NumericLiteralParser Parser(Text, T.getLocation(), PP.getSourceManager(), PP.getLangOpts(), PP.getTargetInfo(),
                                PP.getDiagnostics());
    llvm::APInt Bits(64, 0);
    if (Parser.hadError || !Parser.isIntegerLiteral() || Parser.GetIntegerValue(Bits))
      return std::nullopt;
    return Bits.getZExtValue();
  }

  Preprocessor &PP;
  std::map<const IdentifierInfo *, Number> Known;
};

} // namespace

std::map<std::string, std::uint64_t> collectConstants(const ASTContext &Context, Preprocessor &PP, StringRef Prefix) {
  std::map<std::string, std::uint64_t> Result;
  Evaluator Macros(PP);
  for (const auto &Entry : PP.macros())
    if (Entry.first->getName().starts_with(Prefix))
      if (Number N = Macros.value(Entry.first))
        Result.emplace(Entry.first->getName().str(), *N);
  for (const Decl *D : Context.getTranslationUnitDecl()->decls())
    if (const auto *E = dyn_cast<EnumDecl>(D))
      for (const EnumConstantDecl *C : E->enumerators())
        if (C->getName().starts_with(Prefix))
          Result.emplace(C->getName().str(), C->getInitVal().extOrTrunc(64).getZExtValue());
  return Result;
}

std::optional<std::uint64_t> constantOf(const ASTContext &Context, Preprocessor &PP, StringRef Name) {
  const auto It = PP.getIdentifierTable().find(Name);
  if (It == PP.getIdentifierTable().end())
    return std::nullopt;
  if (Number N = Evaluator(PP).value(It->second))
    return N;
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(It->second))
    if (const auto *C = dyn_cast<EnumConstantDecl>(D))
      return C->getInitVal().extOrTrunc(64).getZExtValue();
  return std::nullopt;
}

} // namespace kverdict
