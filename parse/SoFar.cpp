#include "parse/SoFar.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

using Value = std::optional<std::int64_t>;

template <class Kind> const Kind *find(const ASTContext &Context, const IdentifierInfo *Name) {
  if (Name)
    for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(Name))
      if (const auto *Found = dyn_cast<Kind>(D); Found && !Found->isInvalidDecl())
        return Found;
  return nullptr;
}

Value enumerator(const ASTContext &Context, const IdentifierInfo *Name) {
  const auto *E = find<EnumConstantDecl>(Context, Name);
  if (!E || E->getInitVal().getSignificantBits() > 64)
    return std::nullopt;
  return E->getInitVal().getExtValue();
}

/// Reads a type, or an object with its elements, and what it takes.
class Sized {
public:
  Sized(const ASTContext &Context, const BoundNames &Names, llvm::ArrayRef<Token> All)
      : Context(Context), Names(Names), All(All) {}

  Value bytes() {
    if (All.empty())
      return std::nullopt;
    QualType T = base();
    for (; !T.isNull() && At < All.size() && All[At].is(tok::star); ++At)
      T = Object ? QualType() : Context.getPointerType(T);
    std::int64_t Elements = 1;
    while (!T.isNull() && At < All.size())
      T = bracket(T, Elements);
    if (T.isNull() || T->isIncompleteType() || T->isFunctionType() || T->isVariablyModifiedType())
      return std::nullopt;
    return clamped(static_cast<__int128>(Context.getTypeSizeInChars(T).getQuantity()) * Elements);
  }

private:
  static std::int64_t clamped(__int128 N) {
    constexpr __int128 Enough = __int128{1} << 40;
    return static_cast<std::int64_t>(N < 0 ? 0 : N > Enough ? Enough : N);
  }

  QualType base() {
    if (All[At].is(tok::l_paren))
      return inner();
    while (At < All.size() && All[At].isOneOf(tok::kw_const, tok::kw_volatile, tok::kw___extension__))
      ++At;
    if (At == All.size())
      return {};
    if (All[At].isOneOf(tok::kw_struct, tok::kw_union, tok::kw_enum))
      return tagged();
    return All[At].is(tok::identifier) ? named(All[At++].getIdentifierInfo()) : builtin();
  }

  /// `(table)[0]`
  QualType inner() {
    if (All.size() < At + 3 || !All[At + 1].is(tok::identifier) || !All[At + 2].is(tok::r_paren))
      return {};
    At += 3;
    return named(All[At - 2].getIdentifierInfo());
  }

  QualType tagged() {
    if (++At == All.size() || !All[At].is(tok::identifier))
      return {};
    const auto *Tag = find<TagDecl>(Context, All[At++].getIdentifierInfo());
    return Tag && Tag->getDefinition()
               ? Context.getTypeDeclType(ElaboratedTypeKeyword::None, std::nullopt, Tag->getDefinition())
               : QualType();
  }

  QualType named(const IdentifierInfo *Name) {
    if (const auto *T = find<TypedefNameDecl>(Context, Name))
      return T->getUnderlyingType();
    const auto *V = find<VarDecl>(Context, Name);
    Object = V;
    return V ? V->getType() : QualType();
  }

  QualType builtin() {
    unsigned Longs = 0;
    QualType T;
    for (; At < All.size() && !All[At].isOneOf(tok::star, tok::l_square); ++At)
      if (All[At].is(tok::kw_long))
        ++Longs;
      else if (const QualType Word = builtin(All[At].getKind()); !Word.isNull())
        T = T.isNull() || Word != Context.IntTy ? Word : T;
      else
        return {};
    if (Longs)
      return T == Context.DoubleTy ? Context.LongDoubleTy : Longs == 1 ? Context.LongTy : Context.LongLongTy;
    return T;
  }

  QualType builtin(tok::TokenKind Kind) const {
    switch (Kind) {
    case tok::kw_char:
      return Context.CharTy;
    case tok::kw_short:
      return Context.ShortTy;
    case tok::kw_int:
    case tok::kw_signed:
    case tok::kw_unsigned:
    case tok::kw_const:
      return Context.IntTy;
    case tok::kw_float:
      return Context.FloatTy;
    case tok::kw_double:
      return Context.DoubleTy;
    case tok::kw__Bool:
      return Context.BoolTy;
    case tok::kw_void:
      return Context.CharTy; // as GNU's C has it
    default:
      return {};
    }
  }

  /// An object's element, or so many of a type.
  QualType bracket(QualType T, std::int64_t &Elements) {
    if (!All[At].is(tok::l_square))
      return {};
    const size_t Begin = ++At;
    for (unsigned Open = 1; At < All.size() && Open; ++At)
      Open = Open + All[At].is(tok::l_square) - All[At].is(tok::r_square);
    if (!Object) {
      Elements = clamped(static_cast<__int128>(Elements) * boundOf(All.slice(Begin, At - Begin - 1), Names));
      return T;
    }
    if (const ArrayType *Array = Context.getAsArrayType(T))
      return Array->getElementType();
    return T->getPointeeType();
  }

  const ASTContext &Context;
  const BoundNames &Names;
  llvm::ArrayRef<Token> All;
  size_t At = 0;
  bool Object = false;
};

} // namespace

BoundNames readSoFar(const CompilerInstance &CI) {
  BoundNames Names;
  Names.Enumerator = [&CI](const IdentifierInfo *Name) {
    return CI.hasASTContext() ? enumerator(CI.getASTContext(), Name) : std::nullopt;
  };
  Names.Size = [&CI, Inner = Names](llvm::ArrayRef<Token> All) {
    BoundNames Again = Inner;
    Again.Size = [](llvm::ArrayRef<Token>) { return std::nullopt; };
    return CI.hasASTContext() ? Sized(CI.getASTContext(), Again, All).bytes() : std::nullopt;
  };
  return Names;
}

} // namespace kverdict
