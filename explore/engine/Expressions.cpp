// What expressions evaluate to: places, loads and stores, initialisers.
#include "explore/engine/Stop.h"
#include "explore/state/Members.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {
namespace {

/// A name that can stand before `.` or `->` or `[`.
std::string operand(const std::string &Name) {
  bool Plain = true;
  for (char C : Name)
    Plain &=
        isalnum(static_cast<unsigned char>(C)) || C == '_' || C == '.' || C == '>' || C == '-' || C == '[' || C == ']';
  const bool Whole = Name.back() == ')' && (Name.front() == '(' || Name.starts_with("container_of("));
  return Plain || Whole ? Name : "(" + Name + ")";
}

/// Of `container_of(p, struct outer, member)->member`, which is `*p`, the `p`; else empty.
std::string contained(const std::string &Name) {
  llvm::StringRef Rest = Name;
  if (!Rest.consume_front("container_of("))
    return "";
  const auto [Call, Member] = Rest.rsplit(")->");
  const auto [First, Of] = Call.rsplit(", ");
  return Of == Member && !First.empty() ? First.rsplit(", ").first.str() : "";
}

/// `((T *)name)`; a cast that stands around the name already is replaced.
std::string castName(std::string Name, const std::string &Type) {
  if (size_t End = Name.find(" *)"); Name.starts_with("((") && Name.back() == ')' && End != std::string::npos)
    Name = Name.substr(End + 3, Name.size() - End - 4);
  return "((" + Type + " *)" + operand(Name) + ")";
}

bool sameRecord(QualType A, QualType B) {
  if (A.isNull() || B.isNull())
    return false;
  A = A.getCanonicalType().getUnqualifiedType(), B = B.getCanonicalType().getUnqualifiedType();
  return A == B || A.getAsString() == B.getAsString(); // in a comparison, they are of two units
}

} // namespace

Val Machine::get(PathState &P, const Expr *E) {
  E = E->IgnoreParens();
  const Val *Known = P.Frames.back().Values.find(E);
  return Known ? *Known : compute(P, E);
}

Val Machine::constant(std::uint64_t Value, QualType Type) { return {S.number(Value, width(Type, nullptr))}; }

std::optional<Val> Machine::constantValue(const Expr *E) {
  Expr::EvalResult Result;
  if (!E->getType()->isIntegralOrEnumerationType() || E->isValueDependent() || !E->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return constant(Result.Val.getInt().extOrTrunc(64).getZExtValue(), E->getType());
}

Val Machine::compute(PathState &P, const Expr *E) {
  if (Changed && E == Changed->Literal)
    if (const auto Constant = constantValue(E))
      return Val{S.tidy(~Constant->Bits & S.number(1, Constant->Bits.get_sort().bv_size()))};
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::OffsetOfExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::SourceLocExprClass:
    if (auto Constant = constantValue(E))
      return *std::move(Constant);
    if (const auto *Offset = dyn_cast<OffsetOfExpr>(E))
      return offsetOf(P, Offset);
    unsupported(E, "a constant that Clang does not evaluate");
  case Stmt::DeclRefExprClass:
    return declRef(P, cast<DeclRefExpr>(E));
  case Stmt::MemberExprClass:
    return member(P, cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass:
    return subscript(P, cast<ArraySubscriptExpr>(E));
  case Stmt::UnaryOperatorClass:
    return unary(P, cast<UnaryOperator>(E));
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    return binary(P, cast<BinaryOperator>(E));
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
    return this->cast(P, llvm::cast<CastExpr>(E));
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return conditional(P, llvm::cast<AbstractConditionalOperator>(E));
  case Stmt::OpaqueValueExprClass:
    return get(P, llvm::cast<OpaqueValueExpr>(E)->getSourceExpr());
  case Stmt::StmtExprClass: {
    const auto *Body = llvm::cast<StmtExpr>(E)->getSubStmt();
    const Stmt *Last = Body->body_empty() ? nullptr : Body->body_back();
    if (const auto *Value = dyn_cast_or_null<ValueStmt>(Last);
        Value && Value->getExprStmt() && !E->getType()->isVoidType())
      return get(P, Value->getExprStmt());
    return constant(0, Context.IntTy);
  }
  case Stmt::CompoundLiteralExprClass:
    return compoundLiteral(P, llvm::cast<CompoundLiteralExpr>(E));
  case Stmt::MaterializeTemporaryExprClass:
    return temporary(P, E, llvm::cast<MaterializeTemporaryExpr>(E)->getSubExpr());
  case Stmt::ExprWithCleanupsClass:
    return get(P, llvm::cast<ExprWithCleanups>(E)->getSubExpr());
  case Stmt::InitListExprClass:
    return initList(P, llvm::cast<InitListExpr>(E));
  case Stmt::ImplicitValueInitExprClass:
    return {S.number(0, width(E->getType(), E))};
  case Stmt::StringLiteralClass:
    return stringLiteral(P, llvm::cast<StringLiteral>(E));
  case Stmt::AddrLabelExprClass:
    return labelAddress(llvm::cast<AddrLabelExpr>(E));
  case Stmt::PredefinedExprClass:
    return get(P, llvm::cast<PredefinedExpr>(E)->getFunctionName());
  case Stmt::CallExprClass:
    if (auto Constant = constantValue(E))
      return *std::move(Constant);
    unsupported(E, "a call that is not evaluated where it stands");
  default:
    unsupported(E, std::string("a construct without semantics here: ") + E->getStmtClassName());
  }
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

std::string Machine::pointerName(const Val &Pointer, QualType Pointee) {
  const Symbol *Known = S.find(Pointer.Bits);
  // `&p->first` has the value of `p`, and says more.
  std::string Name = Pointer.Name.starts_with("&") && !Pointee->isRecordType() ? Pointer.Name : S.nameOf(Pointer.Bits);
  if (Name.empty())
    Name = Pointer.Name;
  QualType Declared = Known && !Known->Type.isNull() ? Known->Type->getPointeeType() : QualType();
  if (Name.empty())
    Name = "(" + Pointee.getUnqualifiedType().getAsString(Context.getPrintingPolicy()) + " *)" +
           (Pointer.Bits.is_numeral() ? std::to_string(Pointer.Bits.get_numeral_uint64()) : "unnamed");
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

Val Machine::unary(PathState &P, const UnaryOperator *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getOpcode()) {
  case UO_Deref: {
    Val Pointer = get(P, Sub);
    if (E->getType()->isFunctionType())
      return {Pointer.Bits, Pointer.Name, true};
    return dereference(P, Pointer, E->getType(), E);
  }
  case UO_AddrOf: {
    Val Place = get(P, Sub);
    if (isa<MemberExpr>(Sub->IgnoreParens()))
      takesMember(P, S.tidy(Place.Bits));
    return {Place.Bits, Place.Name.empty() ? "" : Place.Name[0] == '*' ? Place.Name.substr(1) : "&" + Place.Name};
  }
  case UO_Plus:
  case UO_Extension:
    return get(P, Sub);
  case UO_Minus: {
    Val Value = get(P, Sub);
    if (E->getType()->isSignedIntegerType() && !Context.getLangOpts().isSignedOverflowDefined())
      require(P, z3::bvneg_no_overflow(Value.Bits), "the negation overflows: ", E);
    return {-Value.Bits};
  }
  case UO_Not:
    return {~get(P, Sub).Bits};
  case UO_LNot:
    return {number(neverWraps(P, !truth(get(P, Sub).Bits)), E->getType())};
  case UO_PreInc:
  case UO_PreDec:
  case UO_PostInc:
  case UO_PostDec:
    return step(P, E);
  default:
    unsupported(E, "an operator without semantics here");
  }
}

Val Machine::step(PathState &P, const UnaryOperator *E) {
  QualType Type = E->getSubExpr()->getType();
  Val Place = get(P, E->getSubExpr());
  Val Old = load(P, Place, Type, E);
  observeVolatile(P, Event::Kind::Read, Place, Type);
  BinaryOperatorKind Kind = E->isIncrementOp() ? BO_Add : BO_Sub;
  if (Type->isPointerType()) {
    Val New = pointerArithmetic(P, Kind, Old, Type, constant(1, Context.LongTy), Context.LongTy, Type, E);
    observeVolatile(P, Event::Kind::Write, Place, Type, &New.Bits);
    store(P, Place, New.Bits, E);
    return E->isPrefix() ? New : Old;
  }
  // What is narrower than an int is an int while it is computed with.
  QualType Wide = width(Type, E) < Context.getTypeSize(Context.IntTy) ? Context.IntTy : Type;
  Val New = arithmetic(P, Kind, {convert(Old.Bits, Type, Wide)}, Wide, constant(1, Wide), Wide, Wide, E);
  New.Bits = convert(New.Bits, Wide, Type);
  observeVolatile(P, Event::Kind::Write, Place, Type, &New.Bits);
  store(P, Place, New.Bits, E);
  if (E->isPrefix() && Place.FieldWidth)
    return load(P, Place, Type.getUnqualifiedType(), E); // what the bit-field holds of it
  return E->isPrefix() ? New : Old;
}

/// The value of `a && b` where the sides have met again: which way the path came tells it.
Val Machine::logical(PathState &P, const BinaryOperator *E) {
  const Frame &F = P.Frames.back();
  const Stmt *Came = F.CameFrom ? F.CameFrom->getTerminatorStmt() : nullptr;
  const auto *Operator = dyn_cast_or_null<BinaryOperator>(Came);
  if (Operator && Operator->isLogicalOp() && F.CameFrom->succ_size() == 2)
    return constant(F.CameByFirst, E->getType());
  return {number(truth(get(P, E->getRHS()).Bits), E->getType())};
}

/// The later of the two arms is the one that was taken.
Val Machine::conditional(PathState &P, const AbstractConditionalOperator *E) {
  const auto &Values = P.Frames.back().Values;
  auto when = [&](const Expr *Arm) {
    const Val *Known = Values.find(Arm->IgnoreParens());
    return Known ? Known->Sequence : 0u;
  };
  if (E->getType()->isVoidType())
    return constant(0, Context.IntTy);
  if (const auto *Short = dyn_cast<BinaryConditionalOperator>(E))
    return when(Short->getFalseExpr()) > when(Short->getCommon()) ? get(P, Short->getFalseExpr())
                                                                  : get(P, Short->getTrueExpr());
  return when(E->getTrueExpr()) > when(E->getFalseExpr()) ? get(P, E->getTrueExpr()) : get(P, E->getFalseExpr());
}

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
                    ? M.loadVolatile(P, L, Place.FieldBit, Place.FieldWidth, Place.Name, QualType())
                    : M.load(P, L, Place.FieldBit, Place.FieldWidth, Place.Name, QualType());
    if (!Part)
      throw Stop{PathEnd::Undefined, "a read of " + Place.Name + ", which nothing has set", At->getBeginLoc()};
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
    throw Stop{PathEnd::Undefined, "a read of " + Place.Name + ", which nothing has set", At->getBeginLoc()};
  // A local is called what its value is called: a reader knows `vma`, not the parameter of a helper.
  std::string Known = S.nameOf(*Bits);
  return {*Bits, Known.empty() ? Place.Name : Known};
}

void Machine::store(PathState &P, const Val &Place, const z3::expr &Value, const Expr *At) {
  requireAccess(P, Place, At);
  const Location L = locate(Place, QualType());
  z3::expr Bits = Value;
  if (Place.FieldWidth)
    Bits = Bits.extract(Place.FieldWidth - 1, 0);
  if (W.Cuts || W.AnyAlias)
    storing(P, Place, L.Region, Bits, At);
  noteAccess(Place, L, Bits.get_sort().bv_size(), false);
  if (const auto Inside = W.Compared && !W.Cuts ? inside(S, L, Bits.get_sort().bv_size()) : std::nullopt)
    require(P, *Inside, "an index beyond the end: ", At);
  if (W.Compared && M.outlives(L.Region))
    lend(P, Bits);
  if (!M.store(P, L, Place.FieldBit, Bits) && !anywhere())
    approximate(P, At, "an array is written at a variable index");
}

} // namespace kverdict
