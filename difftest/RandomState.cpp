#include "difftest/RandomState.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::uint64_t FirstObject = 0x100000000000;
constexpr std::uint64_t ObjectStride = 0x10000;
constexpr unsigned MaxObjects = 200;

class LiteralFinder : public RecursiveASTVisitor<LiteralFinder> {
public:
  std::vector<std::uint64_t> Found;
  bool VisitIntegerLiteral(IntegerLiteral *E) {
    if (Found.size() < 4000)
      Found.push_back(E->getValue().zextOrTrunc(64).getZExtValue());
    return true;
  }
};

} // namespace

RandomState::RandomState(const Unit &U, Random &R, const std::map<std::string, std::uint64_t> &Addresses, bool Aliases)
    : U(U), R(R), Addresses(Addresses), Aliases(Aliases) {}

Witness RandomState::make(const FunctionDecl *F) {
  LiteralFinder Finder;
  Finder.TraverseDecl(const_cast<FunctionDecl *>(F));
  Literals = std::move(Finder.Found);
  Literals.push_back(1);
  Made.clear();
  Next = 0;
  Witness W;
  W.Start.Globals = Addresses;
  for (const auto &[Name, Address] : Addresses)
    for (const NamedDecl *D : U.context().getTranslationUnitDecl()->lookup(&U.context().Idents.get(Name)))
      if (const auto *V = dyn_cast<VarDecl>(D); V && !V->getType().isConstant(U.context()) &&
                                                !V->getType()->isIncompleteType() && V == V->getMostRecentDecl()) {
        if (Aliases)
          Made.push_back({Address, V->getType()});
        fill(W.Start.Memory, Address, V->getType(), W.Start, 1);
      }
  W.Start.Arguments.resize(F->getNumParams());
  for (unsigned I = 0; I < F->getNumParams(); ++I)
    fill(W.Start.Arguments[I], 0, F->getParamDecl(I)->getType(), W.Start, 0);
  return W;
}

CallOutcome RandomState::outcome(const FunctionDecl *F, Witness &W) {
  CallOutcome Out;
  Out.Callee = F->getNameAsString();
  if (!F->getReturnType()->isVoidType())
    fill(Out.Result, 0, F->getReturnType(), W.Start, 2);
  for (unsigned I = 0; I < F->getNumParams(); ++I) {
    QualType T = F->getParamDecl(I)->getType();
    if (!T->isPointerType() || T->getPointeeType().isConstQualified() || T->getPointeeType()->isIncompleteType())
      continue;
    const bool Before = std::exchange(Aliases, false);
    fill(Out.Through[I], 0, T->getPointeeType(), W.Start, 2);
    Aliases = Before;
  }
  return Out;
}

std::uint64_t RandomState::number(QualType T, unsigned Width) {
  std::uint64_t Value = 0;
  switch (R.below(8)) {
  case 0:
    break;
  case 1:
    Value = R.below(8);
    break;
  case 2:
    Value = R.next() >> R.below(64);
    break;
  case 3:
    Value = std::uint64_t(1) << R.below(Width);
    break;
  case 4: { // the ends of the widths
    static const std::vector<std::uint64_t> Ends = {
        ~0ull,      ~0ull - 1,  0x7f,       0x80,     0x7fff,     0x8000,          0xffff,
        0x7fffffff, 0x80000000, 0xffffffff, ~0x7full, 1ull << 63, (1ull << 63) - 1};
    Value = R.pick(Ends);
    break;
  }
  default:
    Value = R.pick(Literals);
    if (R.chance(40))
      Value |= R.pick(Literals);
    if (R.chance(25))
      Value += R.below(3) - 1;
    if (R.chance(15))
      Value = -Value;
  }
  if (const auto *Enum = T->getAs<EnumType>(); Enum && R.chance(85)) {
    std::vector<std::uint64_t> All;
    for (const EnumConstantDecl *C : Enum->getDecl()->getDefinitionOrSelf()->enumerators())
      All.push_back(C->getInitVal().extOrTrunc(64).getZExtValue());
    if (!All.empty())
      Value = R.pick(All);
  }
  if (T->isBooleanType())
    Value &= 1;
  return Width >= 64 ? Value : Value & ((std::uint64_t(1) << Width) - 1);
}

std::uint64_t RandomState::object(QualType T, State &S, unsigned Depth) {
  const std::uint64_t Address = FirstObject + ObjectStride * Next++;
  const std::uint64_t Size = U.context().getTypeSizeInChars(T).getQuantity();
  S.Objects.push_back({Address, std::max<std::uint64_t>(Size, 1), "object " + std::to_string(Next)});
  Made.push_back({Address, T});
  fill(S.Memory, Address, T, S, Depth + 1);
  return Address;
}

std::uint64_t RandomState::pointer(QualType Pointee, State &S, unsigned Depth) {
  Pointee = Pointee.getUnqualifiedType();
  if (R.chance(Depth == 0 ? 8 : 25) || Depth > 4 || Next >= MaxObjects)
    return 0;
  if (Aliases && R.chance(25)) {
    std::vector<std::uint64_t> Same;
    for (const auto &[Address, Type] : Made)
      if (U.context().hasSameUnqualifiedType(Type, Pointee))
        Same.push_back(Address);
    if (!Same.empty())
      return R.pick(Same);
  }
  if (Pointee->isFunctionType())
    return FirstObject + ObjectStride * (Next++) + 16; // never called natively
  if (Pointee->isVoidType() || Pointee->isIncompleteType())
    Pointee = U.context().LongTy;
  return object(Pointee, S, Depth);
}

void RandomState::fill(std::vector<Cell> &Out, std::uint64_t Address, QualType T, State &S, unsigned Depth) {
  const ASTContext &Context = U.context();
  if (const RecordDecl *Record = T->getAsRecordDecl())
    return fillRecord(Out, Address, Record->getDefinitionOrSelf(), S, Depth);
  if (const ConstantArrayType *Array = Context.getAsConstantArrayType(T)) {
    const std::uint64_t Size = Context.getTypeSizeInChars(Array->getElementType()).getQuantity();
    for (std::uint64_t I = 0; I < Array->getZExtSize() && I < 64; ++I)
      fill(Out, Address + I * Size, Array->getElementType(), S, Depth);
    return;
  }
  Cell C;
  C.Address = Address;
  C.Width = Context.getTypeSize(T);
  if (C.Width == 0 || C.Width > 64)
    return;
  C.Value = T->isPointerType() ? pointer(T->getPointeeType(), S, Depth) : number(T, C.Width);
  Out.push_back(C);
}

void RandomState::fillRecord(std::vector<Cell> &Out, std::uint64_t Address, const RecordDecl *Record, State &S,
                             unsigned Depth) {
  if (!Record->isCompleteDefinition())
    return;
  const ASTRecordLayout &Layout = U.context().getASTRecordLayout(Record);
  const FieldDecl *Largest = nullptr; // the one of a union that is set
  for (const FieldDecl *Field : Record->fields())
    if (!Largest || U.context().getTypeSize(Field->getType()) > U.context().getTypeSize(Largest->getType()))
      Largest = Field;
  for (const FieldDecl *Field : Record->fields()) {
    if (Field->isUnnamedBitField() || (Record->isUnion() && Field != Largest))
      continue;
    const std::uint64_t Bit = Layout.getFieldOffset(Field->getFieldIndex());
    if (!Field->isBitField()) {
      fill(Out, Address + Bit / 8, Field->getType(), S, Depth);
      continue;
    }
    Cell C;
    C.Address = Address + Bit / 8;
    C.BitOffset = Bit % 8;
    C.Width = Field->getBitWidthValue();
    C.Value = number(Field->getType(), C.Width);
    Out.push_back(C);
  }
}

static const FunctionDecl *declared(const Unit &U, const std::string &Name) {
  for (const NamedDecl *D : U.context().getTranslationUnitDecl()->lookup(&U.context().Idents.get(Name)))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  return nullptr;
}

bool runWithCalls(const Unit &U, Simulator &Sim, const std::string &Function, RandomState &Maker, Witness &W,
                  Run &Result) {
  static constexpr unsigned MostCalls = 24;
  static const std::string Reaches = "it reaches the opaque call ";
  for (unsigned Calls = 0; Calls <= MostCalls; ++Calls) {
    Result = Sim.run(Function, W);
    if (Result.End != RunEnd::Mismatch)
      return true;
    std::string Callee = Result.Reason.substr(Reaches.size());
    Callee = Callee.substr(0, Callee.find(','));
    const FunctionDecl *F = declared(U, Callee);
    if (!F || F->isDefined())
      return false;
    W.Calls.push_back(Maker.outcome(F, W));
  }
  return false;
}

} // namespace kverdict
