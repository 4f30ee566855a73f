#include "simulate/interpreter/Recorder.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

#include "simulate/interpreter/Arithmetic.h"

using namespace clang;

namespace kverdict::simulation {

const Expr *referred(const Expr *Pointer) {
  const Expr *Bare = Pointer->IgnoreParens();
  while (const auto *Cast = dyn_cast<CastExpr>(Bare)) {
    if (Cast->getCastKind() != CK_BitCast && Cast->getCastKind() != CK_NoOp)
      return nullptr;
    Bare = Cast->getSubExpr()->IgnoreParens();
  }
  const auto *Op = dyn_cast<UnaryOperator>(Bare);
  const Expr *Place = Op && Op->getOpcode() == UO_AddrOf ? Op->getSubExpr()->IgnoreParens() : nullptr;
  return Place && Place->isGLValue() ? Place : nullptr;
}

static std::string hex(Word V) {
  static const char Digits[] = "0123456789abcdef";
  std::string Result;
  do
    Result.insert(Result.begin(), Digits[static_cast<unsigned>(V & 15)]);
  while (V >>= 4);
  return "0x" + Result;
}

static std::string showSigned(const Unit &U, std::int64_t V) {
  std::string Errno = V < 0 && V >= -4095 ? U.errnoName(static_cast<std::uint64_t>(-V)) : "";
  return Errno.empty() ? std::to_string(V) : "-" + Errno;
}

static std::string enumerator(Word V, QualType T, const ASTContext &Context) {
  const auto *Enum = T->getAsEnumDecl();
  if (!Enum)
    return "";
  unsigned Width = Context.getIntWidth(T);
  for (const EnumConstantDecl *D : Enum->enumerators())
    if (truncate(D->getInitVal().extOrTrunc(64).getZExtValue(), Width) == truncate(V, Width))
      return D->getNameAsString();
  return "";
}

std::string showValue(const Unit &U, Word V, QualType T) {
  auto S = shapeOf(T, U.context());
  if (!S)
    return "";
  if (S->Bool)
    return V ? "true" : "false";
  if (S->Pointer && signedValue(V, S->Width) < 0 && signedValue(V, S->Width) >= -4095)
    return "ERR_PTR(" + showSigned(U, static_cast<std::int64_t>(signedValue(V, S->Width))) + ")";
  if (S->Pointer)
    return V ? hex(V) : "NULL";
  if (std::string Name = enumerator(V, T, U.context()); !Name.empty())
    return Name;
  if (S->Signed && S->Width <= 64)
    return showSigned(U, static_cast<std::int64_t>(signedValue(V, S->Width)));
  return V < 10 ? std::to_string(static_cast<unsigned>(V)) : hex(V);
}

void Recorder::know(std::uint64_t Address, const Cell &C) { Cells[{Address, C.BitOffset}] = C; }

const Cell *Recorder::cell(std::uint64_t Address, unsigned BitOffset) const {
  auto Found = Cells.find({Address, BitOffset});
  return Found == Cells.end() ? nullptr : &Found->second;
}

void Recorder::step(TraceStep::Kind Kind, const std::string &Function, unsigned Depth, SourceRange Range,
                    const std::string &Outcome, const std::string &Text, const std::string &Values) {
  TraceStep Step;
  Step.What = Kind;
  Step.At = U.place(Range.getBegin());
  Step.Function = Function;
  Step.Depth = Depth;
  Step.Text = Text.empty() ? U.text(Range) : Text;
  Step.Outcome = Outcome;
  Step.Values = Values;
  Trace.push_back(std::move(Step));
}

void Recorder::defaulted(const std::string &Place) {
  if (DefaultedOnce.insert(Place).second)
    Defaulted.push_back(Place);
}

void Recorder::read(const std::string &Place, std::uint64_t Address, unsigned BitOffset, const std::string &Shown,
                    Word V) {
  if (!Current)
    return;
  const Cell *Known = cell(Address, BitOffset);
  bool Fresh = Known && !Known->Shown.empty() && Word(Known->Value) == V;
  std::string Line = Place + " = " + (Fresh ? Known->Shown : Shown);
  if (std::find(Current->Lines.begin(), Current->Lines.end(), Line) == Current->Lines.end())
    Current->Lines.push_back(Line);
}

/// How far a chain of .member lies in what it starts from, and what it starts from.
static const Expr *chainRoot(const Expr *E, const ASTContext &Context, std::uint64_t &Offset, std::string &Path) {
  const auto *M = dyn_cast<MemberExpr>(E->IgnoreParens());
  if (!M)
    return E->IgnoreParens();
  const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
  if (!Field)
    return nullptr;
  Offset += Context.getFieldOffset(Field) / 8;
  bool Named = !Field->getName().empty();
  const Expr *Root = M->isArrow() ? nullptr : chainRoot(M->getBase(), Context, Offset, Path);
  if (Named)
    Path += (Path.empty() ? "" : ".") + Field->getNameAsString();
  return Root;
}

std::string Recorder::place(const Expr *E, std::uint64_t Address, unsigned BitOffset, const Block &B) const {
  const auto *Op = dyn_cast<UnaryOperator>(E->IgnoreParens());
  if (const Expr *Place = Op && Op->getOpcode() == UO_Deref ? referred(Op->getSubExpr()) : nullptr)
    return place(Place, Address, BitOffset, B);
  if (const Cell *Known = cell(Address, BitOffset); Known && !Known->Place.empty())
    return Known->Place;
  std::uint64_t Offset = 0;
  std::string Path;
  chainRoot(E, U.context(), Offset, Path);
  bool AtStart = Address - Offset == B.Address && !B.Place.empty() && B.Place != "*"; // what has no name is none
  if (AtStart && Path.empty())
    return B.Place;
  if (AtStart && B.Place[0] == '*')
    return B.Place.substr(1) + "->" + Path;
  return AtStart ? B.Place + "." + Path : U.text(E->getSourceRange());
}

std::string Recorder::Readings::text() const {
  std::string Result;
  for (const std::string &Line : Lines)
    Result += (Result.empty() ? "" : ", ") + Line;
  return Result;
}

} // namespace kverdict::simulation
