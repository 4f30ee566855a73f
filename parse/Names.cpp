#include "parse/Names.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Lex/LiteralSupport.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/APInt.h>

#include <optional>
#include <vector>

using namespace clang;

namespace kverdict {
namespace {

using Number = std::optional<std::uint64_t>;

/// What an enumerator at file level is; none if the name is none.
Number enumerator(const ASTContext &Context, const IdentifierInfo *Name) {
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(Name))
    if (const auto *C = dyn_cast<EnumConstantDecl>(D))
      return C->getInitVal().extOrTrunc(64).getZExtValue();
  return std::nullopt;
}

/// Evaluates the bodies of object-like macros, each once, and of the function-like ones that they use: BIT(3).
class Evaluator {
public:
  Evaluator(const ASTContext &Context, Preprocessor &PP) : Context(Context), PP(PP) {}

  Number value(const IdentifierInfo *Name) {
    auto [It, New] = Known.try_emplace(Name, std::nullopt); // a macro that names itself has no value
    if (!New)
      return It->second;
    const MacroInfo *Macro = PP.getMacroInfo(Name);
    if (!Macro || Macro->isFunctionLike())
      return std::nullopt;
    const Number Result = whole(Macro->tokens());
    return Known[Name] = Result;
  }

private:
  using Tokens = std::vector<Token>;

  Number whole(llvm::ArrayRef<Token> Body) {
    constexpr unsigned Longest = 40, Deepest = 16;
    if (Body.empty() || Body.size() > Longest || Depth == Deepest)
      return std::nullopt;
    ++Depth;
    const Token *At = Body.begin();
    const Number Result = expression(At, Body.end(), 0);
    --Depth;
    return At == Body.end() ? Result : std::nullopt;
  }

  /// A call of a function-like macro, behind its name.
  Number call(const MacroInfo &Macro, const Token *&At, const Token *End) {
    if (Macro.isVariadic() || At == End || At->isNot(tok::l_paren))
      return std::nullopt;
    std::map<const IdentifierInfo *, Tokens> Given;
    for (const IdentifierInfo *Each : Macro.params()) {
      const Token *From = ++At;
      At = argumentEnd(At, End);
      if (At == End)
        return std::nullopt;
      Given[Each] = Tokens(From, At);
    }
    At += Macro.param_empty() ? 1 : 0;
    if (At == End || At->isNot(tok::r_paren))
      return std::nullopt;
    ++At;
    Tokens Body;
    return expand(Macro.tokens(), Given, Body) ? whole(Body) : std::nullopt;
  }

  static const Token *argumentEnd(const Token *At, const Token *End) {
    for (unsigned Open = 0; At != End; ++At) {
      if (Open == 0 && At->isOneOf(tok::comma, tok::r_paren))
        break;
      Open += At->is(tok::l_paren) ? 1 : At->is(tok::r_paren) ? -1 : 0;
    }
    return At;
  }

  /// A body with its arguments put in; false if something is pasted that is no suffix of a number, as UL is in
  /// _AC(1, UL).
  static bool expand(llvm::ArrayRef<Token> Body, const std::map<const IdentifierInfo *, Tokens> &Given, Tokens &Into) {
    bool Pasted = false;
    for (const Token &T : Body) {
      const auto It = Given.find(T.getIdentifierInfo());
      const Tokens Is = It == Given.end() ? Tokens{T} : It->second;
      if (Pasted && !(Is.size() == 1 && isSuffix(Is[0]) && !Into.empty() && Into.back().is(tok::numeric_constant)))
        return false;
      if (!Pasted && T.isNot(tok::hashhash))
        Into.insert(Into.end(), Is.begin(), Is.end());
      Pasted = T.is(tok::hashhash);
    }
    return !Pasted;
  }

  static bool isSuffix(const Token &T) {
    const IdentifierInfo *Name = T.getIdentifierInfo();
    return Name && Name->getName().find_first_not_of("uUlL") == StringRef::npos;
  }

  Number named(const IdentifierInfo *Name, const Token *&At, const Token *End) {
    const MacroInfo *Macro = Name->hasMacroDefinition() ? PP.getMacroInfo(Name) : nullptr;
    if (!Macro)
      return enumerator(Context, Name);
    return Macro->isFunctionLike() ? call(*Macro, At, End) : value(Name);
  }

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
    const IdentifierInfo *Name = T.getIdentifierInfo();
    return Name ? named(Name, At, End) : std::nullopt;
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

  const ASTContext &Context;
  Preprocessor &PP;
  std::map<const IdentifierInfo *, Number> Known;
  unsigned Depth = 0;
};

} // namespace

std::map<std::string, std::uint64_t> collectConstants(const ASTContext &Context, Preprocessor &PP, StringRef Prefix) {
  std::map<std::string, std::uint64_t> Result;
  Evaluator Macros(Context, PP);
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
  if (const Number N = Evaluator(Context, PP).value(It->second))
    return N;
  return enumerator(Context, It->second);
}

} // namespace kverdict
