// Loads and stores, and what is taken for granted or noted where memory is accessed.
#include "explore/engine/Deep.h"
#include "explore/engine/PlaceNames.h"
#include "explore/engine/Stop.h"
#include "explore/state/Members.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {

/// To take the address of a member through a null pointer is no access.
void Machine::requireAccess(PathState &P, const Val &Place, const Expr *At) {
  if (Place.Through)
    requireNotNull(P, {*Place.Through, Place.ThroughName}, At);
  if (Place.Inside)
    require(P, *Place.Inside, "an index beyond the end: ", At);
}

/// Which places are accessed in both ways is asked when two versions are compared.
void Machine::noteAccess(const Val &Place, const Location &L, unsigned Width, bool VolatileRead) {
  if (Quiet || !W.Compared || !M.outlives(L.Region))
    return;
  const std::int64_t Bit = L.Byte * 8 + Place.FieldBit;
  (VolatileRead ? W.Compared->Volatile : W.Compared->Plain).insert({L.Region, Bit, Bit + Width});
}

/// That an element at a variable index lies inside of its object, if that is one of known size.
static std::optional<z3::expr> inside(Symbols &S, const Location &L, unsigned Width) {
  const Region &Part = S.region(L.Region);
  if (Part.What != Region::Kind::Input || !Part.Indexed)
    return std::nullopt;
  const Region &Whole = S.region(Part.Root);
  const std::uint64_t Bytes = (Width + 7) / 8;
  if (Whole.What != Region::Kind::Global || Whole.Size < Bytes)
    return std::nullopt;
  const z3::expr Index = S.offsetBy(Part.Base, L.Byte) - Whole.Base;
  return z3::ule(Index, S.number(Whole.Size - Bytes, S.pointerBits()));
}

Val Machine::load(PathState &P, const Val &Place, QualType Type, const Expr *At) {
  if (isEmpty(Type))
    return nothing();
  requireAccess(P, Place, At);
  const Location L = locate(Place, Type);
  if (W.Cuts)
    noElement(L.Region, At);
  if (!anywhere() && M.mayBeStale(P, L.Region))
    approximate(P, At, "an array is read after it was written, one of the two at a variable index");
  const unsigned Width = width(Type, At);
  noteAccess(Place, L, Width, Type.isVolatileQualified());
  if (auto Element = element(P, Place, L, Type, At))
    return *std::move(Element);
  if (const auto Inside = W.Compared && !W.Cuts ? inside(S, L, Width) : std::nullopt)
    require(P, *Inside, "an index beyond the end: ", At);
  if (Place.FieldWidth) {
    auto Part = Type.isVolatileQualified() && (W.AnyAlias || W.Cuts)
                    ? M.loadVolatile(P, L, Place.FieldBit, Place.FieldWidth, Place.Name, Type)
                    : M.load(P, L, Place.FieldBit, Place.FieldWidth, Place.Name, Type);
    if (!Part)
      throw Stop{PathEnd::Undefined, "a read of " + Place.Name + NothingHasSet, At->getBeginLoc()};
    if (Type->isBooleanType())
      return {z3::zext(*Part, Width - Place.FieldWidth), Place.Name};
    return {Width == Place.FieldWidth                  ? *Part
            : Type->isSignedIntegerOrEnumerationType() ? z3::sext(*Part, Width - Place.FieldWidth)
                                                       : z3::zext(*Part, Width - Place.FieldWidth),
            Place.Name};
  }
  if (const auto *Record = Type->getAsRecordDecl(); Record && Record->isStruct() && !Record->field_empty()) {
    // Field by field, so that a copy of a struct reads the same symbols as an access to its members.
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(Record);
    std::vector<z3::expr> Parts;
    std::int64_t Done = 0;
    auto append = [&](const z3::expr &Part) {
      Parts.push_back(Part);
      Done += Part.get_sort().bv_size();
    };
    // A copy is one of all bytes: what the source holds between the members goes along.
    auto pad = [&](std::int64_t Bits) {
      const auto Between = M.peek(P, L.Region, L.Byte * 8 + Done, Bits, "", QualType());
      append(Between ? *Between : S.number(0, Bits));
    };
    for (const FieldDecl *Field : Record->fields()) {
      const std::int64_t Bit = Layout.getFieldOffset(Field->getFieldIndex());
      if (Field->isUnnamedBitField() || Bit < Done)
        continue;
      if (Bit > Done)
        pad(Bit - Done);
      const std::string Inside = Place.Name[0] == '*' ? operand(Place.Name.substr(1)) + "->" : Place.Name + ".";
      Val Part{Place.Bits, Inside + Field->getName().str(), true};
      if (Field->isBitField()) {
        auto Bits = M.load(P, L, Bit, Field->getBitWidthValue(), Part.Name, QualType());
        append(Bits ? *Bits : S.number(0, Field->getBitWidthValue()));
        continue;
      }
      if (Context.getTypeSize(Field->getType()) == 0)
        continue;
      Part.Bits = S.offsetBy(Place.Bits, Bit / 8);
      append(load(P, Part, Field->getType(), At).Bits);
    }
    if (Done < Width)
      pad(Width - Done);
    return {S.joined(Parts), Place.Name};
  }
  auto Bits = Type.isVolatileQualified() && (W.AnyAlias || W.Cuts) ? M.loadVolatile(P, L, 0, Width, Place.Name, Type)
                                                                   : M.load(P, L, 0, Width, Place.Name, Type);
  if (!Bits)
    throw Stop{PathEnd::Undefined, "a read of " + Place.Name + NothingHasSet, At->getBeginLoc()};
  // A local is called what its value is called: a reader knows `vma`, not the parameter of a helper.
  std::string Known = S.nameOf(*Bits);
  return {*Bits, Known.empty() ? Place.Name : Known};
}

void Machine::store(PathState &P, const Val &Place, const z3::expr &Value, const Expr *At) {
  requireAccess(P, Place, At);
  const Location L = locate(Place, QualType());
  z3::expr Bits = isDeep(Value) ? S.tidy(Value) : Value;
  if (Place.FieldWidth)
    Bits = Bits.extract(Place.FieldWidth - 1, 0);
  if (W.Cuts || W.AnyAlias)
    storing(P, Place, L.Region, Bits, At);
  noteAccess(Place, L, Bits.get_sort().bv_size(), false);
  if (const auto Inside = W.Compared && !W.Cuts ? inside(S, L, Bits.get_sort().bv_size()) : std::nullopt)
    require(P, *Inside, "an index beyond the end: ", At);
  if (W.Compared && M.outlives(L.Region))
    lend(P, Bits);
  const bool Elsewhere = anywhere() || (behindHead(P) && S.region(S.region(L.Region).Root).What != Region::Kind::Local);
  if (!M.store(P, L, Place.FieldBit, Bits) && !Elsewhere) // else what other names it may have is forgotten
    approximate(P, At, "an array is written at a variable index");
}

} // namespace kverdict
