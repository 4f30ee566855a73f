// Where expressions lead: variables, members, elements, what pointers point to; and what a reader calls it.
#include "explore/engine/PlaceNames.h"
#include "explore/engine/Stop.h"
#include "explore/state/Members.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {

static bool sameRecord(QualType A, QualType B) {
  if (A.isNull() || B.isNull())
    return false;
  A = A.getCanonicalType().getUnqualifiedType(), B = B.getCanonicalType().getUnqualifiedType();
  return A == B || A.getAsString() == B.getAsString(); // in a comparison, they are of two units
}

Val Machine::declRef(PathState &P, const DeclRefExpr *E) {
  if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(E->getDecl()))
    return constant(Enumerator->getInitVal().extOrTrunc(64).getZExtValue(), E->getType());
  if (const auto *F = dyn_cast<FunctionDecl>(E->getDecl()))
    return functionPlace(F);
  if (const auto *Variable = dyn_cast<VarDecl>(E->getDecl()))
    return variable(P, Variable);
  unsupported(E, "a name of an unknown kind");
}

Val Machine::functionPlace(const FunctionDecl *F) {
  auto [It, New] = Functions.try_emplace(F);
  if (New) {
    const std::string Name = F->getName().str();
    It->second = S.ownRegion(Region::Kind::Function, "function:" + Name, Name, QualType(), 1);
  }
  const Region &R = S.region(It->second);
  return {R.Base, R.Name, true};
}

Val Machine::variable(PathState &P, const VarDecl *V) {
  auto &Known = V->hasGlobalStorage() ? Globals : P.Frames.back().Locals;
  auto It = Known.find(V);
  if (It == Known.end())
    It = Known.emplace(V, object(P, V)).first;
  const Region &R = S.region(It->second);
  Val Place{R.Base, R.Name, true};
  Place.Variable = It->second;
  return Place;
}

/// Where a place is. Type is what is accessed there.
Location Machine::locate(const Val &Place, QualType Type) {
  return Place.Variable ? Location{*Place.Variable, 0} : M.locate(Place.Bits, Place.Name, Type);
}

/// The object that a variable is, made when it is met for the first time.
RegionId Machine::object(PathState &P, const VarDecl *V) {
  const bool Global = V->hasGlobalStorage();
  const std::string Name = V->getName().str();
  std::string Unique = "global:" + Name;
  if (Global && V->isStaticLocal())
    Unique += ":" + (W.Compared ? staticLocalName(V) : std::to_string(V->getLocation().getRawEncoding()));
  if (Global && W.Compared)
    W.Compared->use(Context, V);
  const APValue *Content = Global ? contentOf(V) : nullptr;
  if (Content && W.Compared) // in two versions, it is the same object if it holds the same
    Unique += "=" + Content->getAsString(Context, V->getType());
  const bool Shared = W.Cuts && P.Frames.size() == 1 && W.Cuts->Locals.count(V);
  if (Shared)
    Unique = "head:local:" + std::to_string(W.Cuts->Locals.at(V));
  else if (!Global)
    Unique = Run + ":local:" + std::to_string(P.Frames.back().Instance) + ":" +
             std::to_string(reinterpret_cast<std::uintptr_t>(V));
  std::uint64_t Size = 0;
  if (!V->getType()->isIncompleteType() && V->getType()->isConstantSizeType())
    Size = Context.getTypeSizeInChars(V->getType()).getQuantity();
  const RegionId Id =
      S.ownRegion(Global ? Region::Kind::Global : Region::Kind::Local, Unique, Name, V->getType(), Size);
  if (Content) {
    Globals.try_emplace(V, Id); // it may hold its own address
    define(P, Id, 0, V->getType(), *Content);
  }
  return Id;
}

/// The way from an object to a record of that type at its very beginning, by first members and elements: ".ranges[0]".
/// Empty if there is none.
static std::string toFirst(const ASTContext &Context, QualType Of, QualType Wanted) {
  if (Of.isNull())
    return "";
  if (const auto *Array = Context.getAsConstantArrayType(Of)) {
    const QualType Element = Array->getElementType();
    const std::string Rest = toFirst(Context, Element, Wanted);
    return sameRecord(Element, Wanted) ? "[0]" : Rest.empty() ? "" : "[0]" + Rest;
  }
  const RecordDecl *Record = Of->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->field_empty() || Record->field_begin()->isBitField())
    return "";
  const FieldDecl *First = *Record->field_begin();
  const std::string Name = First->getName().empty() ? "" : "." + First->getName().str();
  if (sameRecord(First->getType(), Wanted))
    return Name;
  const std::string Rest = toFirst(Context, First->getType(), Wanted);
  return Rest.empty() ? "" : Name + Rest;
}

/// `&hstates[1]`, whichever variable holds that; empty if it is no address in a global object.
static std::string addressName(Symbols &S, const ASTContext &Context, const z3::expr &Address, QualType Pointee) {
  const auto At = Address.is_numeral() ? S.owner(Address.get_numeral_uint64()) : std::nullopt;
  if (!At || Pointee->isIncompleteType() || !Pointee->isConstantSizeType())
    return "";
  const Region &Of = S.region(At->first);
  if (Of.What != Region::Kind::Global || Of.Type.isNull() || At->second < 0)
    return "";
  QualType Type = Of.Type;
  std::string Name = "&" + Of.Name;
  std::uint64_t Byte = At->second;
  if (const auto *Array = Context.getAsConstantArrayType(Type)) {
    Type = Array->getElementType();
    const std::uint64_t Size = Context.getTypeSizeInChars(Type).getQuantity();
    if (!Size || Byte / Size >= Array->getZExtSize())
      return "";
    Name += "[" + std::to_string(Byte / Size) + "]";
    Byte %= Size;
  }
  if (!Byte && sameRecord(Type, Pointee))
    return Name;
  const std::string Member = memberAt(Type, Byte * 8, Context.getTypeSize(Pointee), Pointee->isRecordType());
  return Member.empty() ? "" : Name + Member;
}

std::string Machine::pointerName(const Val &Pointer, QualType Pointee) {
  if (const std::string Own = addressName(S, Context, Pointer.Bits, Pointee); !Own.empty())
    return Own;
  const Symbol *Known = S.find(Pointer.Bits);
  // `&p->first` has the value of `p`, and says more.
  std::string Name = Pointer.Name.starts_with("&") && !Pointee->isRecordType() ? Pointer.Name : S.nameOf(Pointer.Bits);
  if (Name.empty())
    Name = Pointer.Name;
  QualType Declared = Known && !Known->Type.isNull() ? Known->Type->getPointeeType() : QualType();
  if (Name.empty())
    Name = "(" + Pointee.getUnqualifiedType().getAsString(Context.getPrintingPolicy()) + " *)" +
           (Pointer.Bits.is_numeral() ? std::to_string(Pointer.Bits.get_numeral_uint64()) : "unnamed");
  else if (const std::string First = Known && Pointee->isRecordType() ? toFirst(Context, Declared, Pointee) : "";
           First.starts_with("."))
    return "&" + operand(Name) + "->" + First.substr(1);
  else if (Pointee->isRecordType() && (Known ? !sameRecord(Declared, Pointee) : Name.starts_with("((")))
    Name = castName(Name, Pointee.getUnqualifiedType().getAsString(Context.getPrintingPolicy()));
  return Name;
}

/// `s[1]`, of what a pointer leads to that was `s` and has gone on. Empty if it leads elsewhere.
std::string Machine::elementName(const Location &L, QualType Pointee) const {
  const Symbol *Base = S.find(S.region(L.Region).Base);
  if (!L.Byte || !Base || Base->Type.isNull() || Pointee->isIncompleteType() || Pointee->isRecordType())
    return "";
  const QualType Of = Base->Type->getPointeeType();
  const std::int64_t Size = Context.getTypeSizeInChars(Pointee).getQuantity();
  if (Of.isNull() || !Context.hasSameUnqualifiedType(Of, Pointee) || L.Byte % Size)
    return "";
  return operand(Base->Place) + "[" + std::to_string(L.Byte / Size) + "]";
}

Val Machine::dereference(PathState &P, const Val &Raw, QualType Pointee, const Expr *At) {
  Val Pointer = underOneName(P, Raw);
  Pointer.Bits = S.tidy(Pointer.Bits);
  std::string Name = pointerName(Pointer, Pointee);
  const Location L = M.locate(Pointer.Bits, Name, Pointee); // the region gets its name and type from here
  const std::string Element = elementName(L, Pointee);
  Val Place{Pointer.Bits, !Element.empty() ? Element : Name[0] == '&' ? Name.substr(1) : "*" + operand(Name), true};
  Place.Through = Pointer.Bits;
  Place.ThroughName = Pointer.Name;
  return Place;
}

Val Machine::member(PathState &P, const MemberExpr *E) {
  const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
  if (!Field)
    return declRef(P, llvm::cast<DeclRefExpr>(E)); // never in C
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Field->getParent());
  if (W.Compared)
    W.Compared->use(Context, Field->getParent());
  const std::uint64_t Bit = Layout.getFieldOffset(Field->getFieldIndex());
  Val Base = get(P, E->getBase());
  std::string Name;
  const bool Anonymous = Field->getDeclName().isEmpty();
  if (E->isArrow()) {
    QualType Pointee = E->getBase()->getType()->getPointeeType();
    Base = underOneName(P, std::move(Base));
    Name = pointerName({S.tidy(Base.Bits), Base.Name}, Pointee);
    Base = dereference(P, Base, Pointee, E);
    bool Address = Name[0] == '&';
    Name =
        Anonymous ? (Address ? Name.substr(1) : Name + "->") : (Address ? Name.substr(1) + "." : operand(Name) + "->");
  } else {
    // Behind an anonymous struct or union the name goes on as if it were not there.
    bool Open = Base.Name.size() > 2 && Base.Name.substr(Base.Name.size() - 2) == "->";
    Name = Open || Anonymous ? Base.Name : Base.Name + ".";
    if (Base.Name.size() > 1 && Base.Name[0] == '*' && !Open && !Anonymous) // `*p.x` would be something else
      Name = operand(Base.Name.substr(1)) + "->";
    else if (const std::string Inner = Open || Anonymous ? "" : contained(Base.Name); !Inner.empty())
      Name = operand(Inner) + "->";
  }
  Name += Field->getName();
  if (!Base.IsPlace && isEmpty(Field->getType()))
    return nothing();
  if (!Base.IsPlace) { // a struct by value
    unsigned Width = Field->isBitField() ? Field->getBitWidthValue() : width(Field->getType(), E);
    Val Part{S.part(Base.Bits, Bit, Width), Name};
    if (Field->isBitField())
      Part.Bits = convert(Part.Bits, Field->getType(), Field->getType());
    return Part;
  }
  Val Place{Base.Bits, Name, true, Base.FieldBit};
  Place.Through = Base.Through;
  Place.ThroughName = Base.ThroughName;
  Place.Inside = Base.Inside;
  if (Field->isBitField()) {
    Place.FieldBit += Bit;
    Place.FieldWidth = Field->getBitWidthValue();
    return Place;
  }
  Place.Bits = S.offsetBy(Base.Bits, Bit / 8);
  return Place;
}

/// How many elements a member has that is an array, and does not end its structure with room for more.
static std::optional<std::uint64_t> elements(const ASTContext &Context, const Expr *Array) {
  const auto *Member = dyn_cast<MemberExpr>(Array->IgnoreParenImpCasts());
  const auto *Type = Member ? Context.getAsConstantArrayType(Member->getType()) : nullptr;
  if (!Type || Member->isFlexibleArrayMemberLike(Context, Context.getLangOpts().getStrictFlexArraysLevel()))
    return std::nullopt;
  return Type->getZExtSize();
}

Val Machine::subscript(PathState &P, const ArraySubscriptExpr *E) {
  Val Base = get(P, E->getBase()), Index = get(P, E->getIdx());
  Index.Bits = pinned(P, Index.Bits, E->getIdx(), {0, 1});
  z3::expr Wide = convert(Index.Bits, E->getIdx()->getType(), Context.getIntPtrType());
  const std::uint64_t Size = Context.getTypeSizeInChars(E->getType()).getQuantity();
  z3::expr Address = S.tidy(Base.Bits + Wide * S.number(Size, S.pointerBits()));
  z3::expr Simple = S.tidy(Index.Bits);
  std::string Position = Simple.is_numeral()  ? std::to_string(Simple.get_numeral_uint64())
                         : Index.Name.empty() ? W.U.text(E->getIdx()->getSourceRange())
                                              : Index.Name;
  std::string Array = pointerName({S.tidy(Base.Bits), Base.Name}, E->getType());
  if (llvm::StringRef Name = Array; Name.consume_front("&") && Name.consume_back("[0]"))
    Array = Name.str();
  if (Array[0] == '&')
    Array = Array.substr(1);
  std::string Name = operand(Array) + "[" + Position + "]";
  // `&p->first` handed over as an array has the value of `p`.
  const Symbol *Start = S.find(S.tidy(Base.Bits));
  if (const auto Index = numberIn(Simple); Index && Start && !Start->Type.isNull() && Start->Type->isPointerType())
    if (const std::string Member = memberAt(Start->Type->getPointeeType(), *Index * Size * 8, Size * 8, true);
        !Member.empty())
      Name = operand(Start->Place) + "->" + Member.substr(1);
  M.locate(Base.Bits, Array, E->getType());
  M.locate(Address, "&" + Name, E->getType());
  Val Place{Address, Name, true};
  Place.Through = Base.Bits;
  Place.ThroughName = Base.Name;
  if (const auto Count = elements(Context, E->getBase()); Count && numberIn(Simple).value_or(*Count) >= *Count)
    Place.Inside = z3::ult(Wide, S.number(*Count, S.pointerBits()));
  return Place;
}

} // namespace kverdict
