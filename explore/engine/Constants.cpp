// Constants and tables of constants: what they hold is in the text, and no part of a state.
#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <clang/AST/APValue.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::uint64_t MaxTable = 1 << 14; ///< bytes
constexpr std::uint64_t MaxChoice = 256;    ///< elements that a variable index may mean

} // namespace

/// Null if it may change, or if the text does not say what it holds.
const APValue *Machine::contentOf(const VarDecl *V) {
  const VarDecl *Definition = nullptr;
  if (!V->getType().isConstant(Context) || V->getType().isVolatileQualified() || V->isWeak() ||
      !V->getAnyInitializer(Definition) || Definition->getType()->isIncompleteType() ||
      Context.getTypeSizeInChars(Definition->getType()).getQuantity() > static_cast<std::int64_t>(MaxTable))
    return nullptr;
  return Definition->evaluateValue();
}

std::optional<z3::expr> Machine::addressIn(PathState &P, const APValue &Value) {
  if (Value.isNullPointer() || Value.getLValueBase().isNull())
    return S.number(Value.getLValueOffset().getQuantity(), S.pointerBits());
  const APValue::LValueBase Base = Value.getLValueBase();
  std::optional<z3::expr> Start;
  if (const auto *D = Base.dyn_cast<const ValueDecl *>()) {
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      Start = functionPlace(F).Bits;
    else if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasGlobalStorage())
      Start = variable(P, V).Bits;
  } else if (const auto *Text = dyn_cast_or_null<StringLiteral>(Base.dyn_cast<const Expr *>())) {
    Start = stringLiteral(P, Text).Bits;
  }
  return Start ? std::optional(S.offsetBy(*Start, Value.getLValueOffset().getQuantity())) : std::nullopt;
}

void Machine::defineRecord(PathState &P, RegionId Id, std::int64_t Bit, const RecordDecl *Record,
                           const APValue &Value) {
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Record);
  for (const FieldDecl *Field : Record->fields()) {
    const unsigned Index = Field->getFieldIndex();
    const bool Held = Value.isStruct() ? Index < Value.getStructNumFields() : Value.getUnionField() == Field;
    if (!Held || Field->isUnnamedBitField())
      continue;
    const APValue &Inner = Value.isStruct() ? Value.getStructField(Index) : Value.getUnionValue();
    const std::int64_t At = Bit + Layout.getFieldOffset(Index);
    if (!Field->isBitField())
      define(P, Id, At, Field->getType(), Inner);
    else if (Inner.isInt())
      S.define(Id, At, S.number(Inner.getInt().extOrTrunc(64).getZExtValue(), Field->getBitWidthValue()));
  }
}

/// What is not known stays open.
void Machine::define(PathState &P, RegionId Id, std::int64_t Bit, QualType Type, const APValue &Value) {
  if (Value.isInt() && Context.getTypeSize(Type) <= 64) {
    const unsigned Width = Context.getTypeSize(Type);
    S.define(Id, Bit, S.number(Value.getInt().extOrTrunc(64).getZExtValue(), Width));
  } else if (Value.isLValue() && Type->isPointerType()) {
    if (auto Address = addressIn(P, Value))
      S.define(Id, Bit, *Address);
  } else if (Value.isArray()) {
    const auto *Array = Context.getAsArrayType(Type);
    const std::int64_t Size = Array ? Context.getTypeSize(Array->getElementType()) : 0;
    for (unsigned I = 0; Array && I < Value.getArraySize(); ++I)
      define(P, Id, Bit + I * Size, Array->getElementType(),
             I < Value.getArrayInitializedElts() ? Value.getArrayInitializedElt(I) : Value.getArrayFiller());
  } else if (Value.isStruct() || Value.isUnion()) {
    if (const RecordDecl *Record = Type->getAsRecordDecl(); Record && Record->getDefinition())
      defineRecord(P, Id, Bit, Record->getDefinition(), Value);
  }
}

/// What a table of constants holds at a variable index: one of its elements.
std::optional<Val> Machine::element(PathState &P, const Val &Place, Location L, QualType Type, const Expr *At) {
  const Region &Part = S.region(L.Region);
  if (Part.What != Region::Kind::Input || !Part.Indexed || Type->isRecordType())
    return std::nullopt;
  const RegionId Id = Part.Root;
  const Region Table = S.region(Id);
  const auto *Array = Table.Type.isNull() ? nullptr : Context.getAsConstantArrayType(Table.Type);
  if (Table.What != Region::Kind::Global || !Array || !Table.Type.isConstant(Context) || S.pieces(Id, 0).empty() ||
      P.Epochs.count(Id))
    return std::nullopt;
  const std::int64_t Size = Context.getTypeSizeInChars(Array->getElementType()).getQuantity();
  const unsigned Width = width(Type, At), Bits = Place.FieldWidth ? Place.FieldWidth : Width;
  const z3::expr Address = S.tidy(S.offsetBy(S.region(L.Region).Base, L.Byte));
  const z3::expr Index = S.tidy(Address - Table.Base);
  const bool Sum = Index.is_app() && Index.decl().decl_kind() == Z3_OP_BADD && Index.arg(0).is_numeral();
  const std::int64_t Offset = Sum ? signExtend(Index.arg(0).get_numeral_uint64(), S.pointerBits()) : 0;
  if (Size == 0 || Array->getElementType()->isArrayType())
    return std::nullopt;
  // A sum may have been put together from bits, so that the offset in an element is not seen: then any byte will do.
  const bool Plain = Index.is_app() && (Sum || Index.decl().decl_kind() == Z3_OP_BMUL) && std::abs(Offset) < 1 << 20;
  const std::int64_t Step = Plain ? Size : 1, First = Plain ? (Offset % Step + Step) % Step : 0;
  const std::int64_t Count = (static_cast<std::int64_t>(Table.Size) - First - (Bits + 7) / 8) / Step + 1;
  if (Count <= 0 || Count > MaxChoice)
    return std::nullopt;
  require(P,
          z3::ule(Index - S.number(static_cast<std::uint64_t>(First), S.pointerBits()),
                  S.number(static_cast<std::uint64_t>((Count - 1) * Step), S.pointerBits())),
          "an index beyond the end: ", At);
  std::optional<z3::expr> Found;
  for (std::int64_t I = Count; I-- > 0;) {
    const std::int64_t From = First + I * Step;
    const auto Each = M.peek(P, Id, From * 8 + Place.FieldBit, Bits, Place.Name, Place.FieldWidth ? QualType() : Type);
    if (!Each)
      return std::nullopt;
    Found =
        Found ? z3::ite(Index == S.number(static_cast<std::uint64_t>(From), S.pointerBits()), *Each, *Found) : *Each;
  }
  z3::expr Value = S.tidy(*Found);
  if (Bits != Width)
    Value = Type->isSignedIntegerOrEnumerationType() ? z3::sext(Value, Width - Bits) : z3::zext(Value, Width - Bits);
  return Val{Value, Place.Name};
}

} // namespace kverdict
