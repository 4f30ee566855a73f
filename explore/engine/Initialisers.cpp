// Initialisers, literals and temporaries: what makes an object of its own.
#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {

void Machine::initialise(PathState &P, const Val &Place, QualType Type, const Expr *Init) {
  if (const auto *Text = dyn_cast<StringLiteral>(Init->IgnoreParens())) {
    const std::uint64_t Size = Context.getTypeSizeInChars(Type).getQuantity();
    for (std::uint64_t I = 0; I < Size; ++I)
      M.store(P, M.locate(S.offsetBy(Place.Bits, I), Place.Name, QualType()), 0,
              S.number(I < Text->getLength() ? Text->getCodeUnit(I) : 0u, 8));
    return;
  }
  Val Value = get(P, Init);
  if (isEmpty(Type))
    return;
  S.name(Value.Bits, Value.Name);
  observeVolatile(P, Event::Kind::Write, Place, Type, &Value.Bits);
  store(P, Place, Value.Bits, Init);
}

Val Machine::initList(PathState &P, const InitListExpr *E) {
  if (!E->isSemanticForm() && E->getSemanticForm())
    E = E->getSemanticForm();
  QualType Type = E->getType();
  if (Type->isScalarType())
    return E->getNumInits() ? get(P, E->getInit(0)) : Val{S.number(0, width(Type, E))};
  const unsigned Width = width(Type, E);
  z3::expr Whole = S.number(0, Width);
  auto put = [&](std::uint64_t Bit, z3::expr Part) {
    const unsigned End = Bit + Part.get_sort().bv_size();
    std::vector<z3::expr> Parts;
    if (Bit > 0)
      Parts.push_back(S.part(Whole, 0, Bit));
    Parts.push_back(Part);
    if (End < Width)
      Parts.push_back(S.part(Whole, End, Width - End));
    Whole = S.tidy(S.joined(Parts));
  };
  if (const auto *Array = Context.getAsConstantArrayType(Type)) {
    const unsigned Size = width(Array->getElementType(), E);
    for (std::uint64_t I = 0; I < Array->getSize().getZExtValue(); ++I) {
      const Expr *Init = I < E->getNumInits() ? E->getInit(I) : E->getArrayFiller();
      if (Init && !isa<ImplicitValueInitExpr>(Init))
        put(I * Size, get(P, Init).Bits);
    }
    return {Whole};
  }
  const RecordDecl *Record = Type->getAsRecordDecl();
  if (!Record)
    unsupported(E, "an initialiser of an unknown kind");
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Record);
  unsigned Next = 0;
  for (const FieldDecl *Field : Record->fields()) {
    if (Field->isUnnamedBitField())
      continue;
    if (Record->isUnion() && Field != E->getInitializedFieldInUnion())
      continue;
    if (Next >= E->getNumInits())
      break;
    const Expr *Init = E->getInit(Next++);
    if (isa<ImplicitValueInitExpr>(Init) || Context.getTypeSize(Field->getType()) == 0)
      continue;
    z3::expr Bits = get(P, Init).Bits;
    if (Field->isBitField())
      Bits = Bits.extract(Field->getBitWidthValue() - 1, 0);
    put(Layout.getFieldOffset(Field->getFieldIndex()), Bits);
  }
  return {Whole};
}

/// An offset that depends on an index.
Val Machine::offsetOf(PathState &P, const OffsetOfExpr *E) {
  QualType Type = E->getTypeSourceInfo()->getType();
  const unsigned Width = S.pointerBits();
  z3::expr Bytes = S.number(0, Width);
  for (unsigned I = 0; I < E->getNumComponents(); ++I) {
    const OffsetOfNode &Node = E->getComponent(I);
    if (Node.getKind() == OffsetOfNode::Field) {
      const FieldDecl *Field = Node.getField();
      const ASTRecordLayout &Layout = Context.getASTRecordLayout(Field->getParent());
      Bytes = Bytes + S.number(Layout.getFieldOffset(Field->getFieldIndex()) / 8, Width);
      Type = Field->getType();
      continue;
    }
    const auto *Array = Node.getKind() == OffsetOfNode::Array ? Context.getAsArrayType(Type) : nullptr;
    if (!Array)
      unsupported(E, "an offset of an unknown kind");
    const Expr *Index = E->getIndexExpr(Node.getArrayExprIndex());
    Type = Array->getElementType();
    const std::uint64_t Size = Context.getTypeSizeInChars(Type).getQuantity();
    Bytes = Bytes + convert(get(P, Index).Bits, Index->getType(), Context.getIntPtrType()) * S.number(Size, Width);
  }
  return {S.tidy(Bytes)};
}

/// A value with an address: `f().member`.
Val Machine::temporary(PathState &P, const Expr *Made, const Expr *Initializer) {
  std::string Unique = Run + ":temporary:" + std::to_string(P.Frames.back().Instance) + ":" +
                       std::to_string(reinterpret_cast<std::uintptr_t>(Made));
  const std::uint64_t Size = Context.getTypeSizeInChars(Made->getType()).getQuantity();
  RegionId Id = S.ownRegion(Region::Kind::Local, Unique, W.U.text(Made->getSourceRange()), Made->getType(), Size);
  Val Place{S.region(Id).Base, S.region(Id).Name, true};
  P.Frames.back().Literals.insert(Id);
  M.clear(P, Id);
  initialise(P, Place, Made->getType(), Initializer);
  return Place;
}

Val Machine::compoundLiteral(PathState &P, const CompoundLiteralExpr *E) {
  std::string Unique = Run + ":literal:" + std::to_string(P.Frames.back().Instance) + ":" +
                       std::to_string(reinterpret_cast<std::uintptr_t>(E));
  const std::uint64_t Size = Context.getTypeSizeInChars(E->getType()).getQuantity();
  RegionId Id = S.ownRegion(Region::Kind::Local, Unique, W.U.text(E->getSourceRange()), E->getType(), Size);
  Val Place{S.region(Id).Base, "", true};
  P.Frames.back().Literals.insert(Id);
  M.clear(P, Id);
  initialise(P, Place, E->getType(), E->getInitializer());
  return Place;
}

/// The kernel's _THIS_IP_: where in its code a function is. An address of its own, with nothing to read.
Val Machine::labelAddress(const AddrLabelExpr *E) {
  const LabelDecl *Label = E->getLabel();
  const std::string Name = plainName(cast<FunctionDecl>(Label->getDeclContext())) + ":" + Label->getNameAsString();
  const std::string Unique = "label:" + (W.Compared ? Name : std::to_string(reinterpret_cast<std::uintptr_t>(Label)));
  return {S.region(S.ownRegion(Region::Kind::Literal, Unique, "label", E->getType(), 1)).Base};
}

Val Machine::stringLiteral(PathState &P, const StringLiteral *E) {
  std::string Unique = "string:" + (W.Compared ? std::to_string(E->getCharByteWidth()) + ":" + E->getBytes().str()
                                               : std::to_string(reinterpret_cast<std::uintptr_t>(E)));
  RegionId Id = S.ownRegion(Region::Kind::Literal, Unique, "string", E->getType(), E->getByteLength() + 1);
  for (unsigned I = 0; I <= E->getLength() && E->getCharByteWidth() == 1; ++I)
    S.define(Id, I * 8, S.number(I < E->getLength() ? E->getCodeUnit(I) : 0u, 8));
  return {S.region(Id).Base, "", true};
}

} // namespace kverdict
