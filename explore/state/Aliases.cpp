#include "explore/state/Aliases.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

bool fixedSize(QualType T) { return !T.isNull() && !T->isIncompleteType() && T->isConstantSizeType(); }

/// Without a type that says more, or a char: it may lie anywhere in anything.
bool isBytes(QualType T) { return T.isNull() || T->isVoidType() || T->isIncompleteType() || T->isCharType(); }

std::string textOf(QualType T) { return T.getCanonicalType().getUnqualifiedType().getAsString(); }

/// -fno-strict-aliasing: an int may be read as an unsigned. Structs keep their type, and so do pointers, unless one
/// says nothing of what it leads to.
bool sameKind(const ASTContext &C, QualType A, QualType B) {
  if (A->isIntegralOrEnumerationType() && B->isIntegralOrEnumerationType())
    return C.getTypeSize(A) == C.getTypeSize(B);
  if (A->isPointerType() && B->isPointerType() && (isBytes(A->getPointeeType()) || isBytes(B->getPointeeType())))
    return true;
  return textOf(A) == textOf(B);
}

/// At how many bytes from its start an object has one of that type in it, itself aside.
void offsetsWithin(const ASTContext &C, QualType Outer, QualType Inner, std::int64_t Start,
                   std::set<std::int64_t> &Out) {
  if (const auto *Array = C.getAsConstantArrayType(Outer)) {
    const std::int64_t Size = C.getTypeSizeInChars(Array->getElementType()).getQuantity();
    for (std::uint64_t I = 0; I < std::min<std::uint64_t>(Array->getSize().getZExtValue(), 64); ++I) {
      if (sameKind(C, Array->getElementType(), Inner))
        Out.insert(Start + I * Size);
      offsetsWithin(C, Array->getElementType(), Inner, Start + I * Size, Out);
    }
    return;
  }
  const RecordDecl *R = Outer->getAsRecordDecl();
  if (!R || !(R = R->getDefinition()))
    return;
  const ASTRecordLayout &L = C.getASTRecordLayout(R);
  for (const FieldDecl *F : R->fields()) {
    if (F->isBitField() || !fixedSize(F->getType()))
      continue;
    const std::int64_t At = Start + L.getFieldOffset(F->getFieldIndex()) / 8;
    if (sameKind(C, F->getType(), Inner))
      Out.insert(At);
    offsetsWithin(C, F->getType(), Inner, At, Out);
  }
}

/// How far behind an object of type A one of type B can begin if they overlap.
std::set<std::int64_t> distances(const ASTContext &C, QualType A, const BitRange &X, QualType B, const BitRange &Y) {
  if (isBytes(A) || isBytes(B))
    return (X.From - Y.From) % 8 ? std::set<std::int64_t>() : std::set<std::int64_t>{(X.From - Y.From) / 8};
  std::set<std::int64_t> Out, Inside;
  if (sameKind(C, A, B) || (A->isIntegralOrEnumerationType() && B->isIntegralOrEnumerationType()))
    Out.insert(0);
  offsetsWithin(C, A, B, 0, Out);
  offsetsWithin(C, B, A, 0, Inside);
  for (const std::int64_t At : Inside)
    Out.insert(-At);
  return Out;
}

/// Beside what its type says is there: by container_of(), or as another struct that begins alike.
bool isOutside(const ASTContext &C, QualType T, const BitRange &X) {
  return !isBytes(T) && fixedSize(T) &&
         (X.From < 0 || X.To > static_cast<std::int64_t>(C.getTypeSizeInChars(T).getQuantity() * 8));
}

/// An address that only just came from an allocator is nobody else's.
bool isFresh(const Symbol *Sym) {
  if (!Sym || Sym->What != Symbol::Kind::CallResult)
    return false;
  const llvm::StringRef Callee = llvm::StringRef(Sym->Place).split('(').first;
  return Callee.contains("alloc");
}

/// What a person calls the pointer to a region, and whether a state can give it a value.
std::pair<std::string, bool> pointerTo(const Symbols &S, const Region &R) {
  const Symbol *Sym = S.find(R.Base);
  const bool Entry = Sym && Sym->What != Symbol::Kind::CallResult && Sym->When == 0;
  const std::string Name = S.nameOf(R.Base);
  return {Name.empty() ? R.Name : Name, Entry};
}

/// A global that a function knows by its name alone.
bool isPlainGlobal(const Region &R) { return R.What == Region::Kind::Global; }

/// A register that has the name of a global: nothing points to it.
bool isRegister(const ASTContext &C, const Region &R) {
  const auto Found = C.getTranslationUnitDecl()->lookup(&C.Idents.get(R.Name));
  return std::any_of(Found.begin(), Found.end(), [](const NamedDecl *D) {
    const auto *V = dyn_cast<VarDecl>(D);
    return V && V->getStorageClass() == SC_Register;
  });
}

} // namespace

Assumption Alias::distinct() const {
  if (OtherTypes)
    return {Assumption::Kind::DistinctObjects, "objects of different types do not overlap", {}};
  const std::string Text = Global            ? "`" + Second + "` does not point to `" + Global->Name + "`"
                           : First == Second ? "what `" + First + "` points to at two times is not the same object"
                                             : "`" + First + "` and `" + Second + "` are different objects";
  return {Assumption::Kind::DistinctObjects, Text, {}};
}

Binding Alias::shown() const {
  const std::string Base = Global ? "&" + Global->Name : First;
  if (Bytes == 0)
    return {Second, Base};
  return {Second, "(void *)" + Base + (Bytes > 0 ? " + " : " - ") + std::to_string(Bytes > 0 ? Bytes : -Bytes)};
}

void Alias::showIn(std::vector<Binding> &State) const {
  const Binding Same = shown();
  std::erase_if(State, [&](const Binding &B) { return B.Place == Same.Place || B.Place == First; });
  State.insert(State.begin(), Same);
}

void AliasWorld::suppose(Symbols &S) const {
  for (const auto *Each : {&Same, &Apart})
    for (const Alias &A : *Each) {
      OneObject O;
      O.Apart = Each == &Apart;
      O.Places = {{A.Second, A.Bytes}};
      if (A.Global)
        O.Global = S.ownRegion(Region::Kind::Global, "global:" + A.Global->Name, A.Global->Name, A.Global->Type,
                               A.Global->Size);
      else
        O.Places.insert(O.Places.begin(), {A.First, 0});
      S.assume(std::move(O));
    }
}

std::vector<Alias> aliases(const Symbols &S, const ASTContext &C, const Meetings &Met) {
  std::vector<Alias> Out;
  std::set<std::tuple<std::string, std::string, std::int64_t>> Seen;
  for (auto [X, Y] : Met) {
    if (isPlainGlobal(S.region(Y.Region)))
      std::swap(X, Y);
    const Region &A = S.region(X.Region), &B = S.region(Y.Region);
    if (B.What != Region::Kind::Input || (A.What != Region::Kind::Input && !isPlainGlobal(A)))
      continue;
    if (isFresh(S.find(A.Base)) || isFresh(S.find(B.Base)) || (isPlainGlobal(A) && isRegister(C, A)))
      continue;
    auto [First, FirstKnown] = pointerTo(S, A);
    auto [Second, SecondKnown] = pointerTo(S, B);
    std::set<std::int64_t> Distances = distances(C, A.Type, X, B.Type, Y);
    const bool Outside = isOutside(C, A.Type, X) || isOutside(C, B.Type, Y), OtherTypes = Distances.empty() && !Outside;
    if ((Outside || OtherTypes) && (X.From - Y.From) % 8 == 0)
      Distances.insert((X.From - Y.From) / 8);
    for (const std::int64_t Bytes : Distances) {
      if (X.From >= Y.To + 8 * Bytes || Y.From + 8 * Bytes >= X.To)
        continue;
      Alias Found{First, Second, Bytes, std::nullopt, SecondKnown, OtherTypes};
      if (isPlainGlobal(A))
        Found.Global = NamedObject{A.Name, A.Type, A.Size};
      else
        Found.Known = FirstKnown && SecondKnown && First != Second;
      Found.Known &= !OtherTypes;
      if (!Found.Global && Second < First) { // each pair once, in whatever order it was met
        std::swap(Found.First, Found.Second);
        Found.Bytes = -Bytes;
      }
      if (Seen.insert({Found.First, Found.Second, Found.Bytes}).second)
        Out.push_back(std::move(Found));
    }
  }
  std::sort(Out.begin(), Out.end(), [](const Alias &A, const Alias &B) {
    return std::tie(A.First, A.Second, A.Bytes) < std::tie(B.First, B.Second, B.Bytes);
  });
  return Out;
}

} // namespace kverdict
