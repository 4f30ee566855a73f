#include "simulate/Settings.h"

#include "core/Error.h"
#include "simulate/interpreter/Interpreter.h"

#include <llvm/ADT/StringExtras.h>

using namespace clang;

namespace kverdict::simulation {

Settings::Settings(const Unit &U, const Callees &Kinds, SimulatorLimits Limits, const FunctionDecl *Function)
    : U(U), Kinds(Kinds), Limits(Limits), Function(Function), Growth(W, U.target()) {}

[[noreturn]] static void fail(const Simulator::Setting &S, const std::string &Reason) {
  throw Error(ExitCode::Usage, "cannot set " + S.Text + ": " + Reason);
}

const FunctionDecl *Settings::extra(const std::string &Name, const Simulator::Setting &S) {
  if (const FunctionDecl *Extra = U.definition(Name))
    return Extra;
  const Unit::ExtraProblem *Problem = U.problem(Name);
  fail(S, Problem ? Problem->Reason : "it was not compiled into this unit");
}

std::uint64_t Settings::evaluate(const Simulator::Setting &S) {
  const FunctionDecl *Extra = extra(S.ValueExtra, S);
  Interpreter Engine(U, Kinds, W, Missing::IsZero, Limits);
  Engine.grow(Growth);
  Run Outcome = Engine.run(Extra);
  if (Outcome.End != RunEnd::Returned)
    fail(S, Outcome.Reason);
  return Outcome.Result.Bits;
}

/// The x in the `return &(x)` that an extra of kind Place consists of, or in the `return (x)` of one of kind Value;
/// null if that is no place.
static const Expr *placeIn(const FunctionDecl *Extra) {
  const auto *Body = cast<CompoundStmt>(Extra->getBody());
  const auto *Return = Body->body_empty() ? nullptr : dyn_cast<ReturnStmt>(Body->body_back());
  const Expr *E = Return ? Return->getRetValue() : nullptr;
  E = E ? E->IgnoreParenCasts() : nullptr;
  if (const auto *AddressOf = dyn_cast_or_null<UnaryOperator>(E); AddressOf && AddressOf->getOpcode() == UO_AddrOf)
    E = AddressOf->getSubExpr();
  return E && E->isLValue() ? E : nullptr;
}

Settings::Target Settings::parameter(const Simulator::Setting &S) {
  for (unsigned I = 0; I != Function->getNumParams(); ++I)
    if (Function->getParamDecl(I)->getName() == S.Parameter)
      return {I, 0, Function->getParamDecl(I)->getType()};
  fail(S, Function->getNameAsString() + "() has no parameter " + S.Parameter);
}

Settings::Target Settings::target(const Simulator::Setting &S) {
  if (!S.Parameter.empty())
    return parameter(S);
  const FunctionDecl *Extra = extra(S.PlaceExtra, S);
  const Expr *Place = placeIn(Extra);
  if (!Place)
    fail(S, "its left side is not a place in memory");
  Interpreter Engine(U, Kinds, W, Missing::IsZero, Limits);
  Engine.grow(Growth);
  Lvalue Where;
  if (Run Outcome = Engine.locate(Extra, Place, Where); Outcome.End != RunEnd::Returned)
    fail(S, Outcome.Reason);
  Target Found{std::nullopt, Where.Address, Place->getType(), Where.BitOffset, Where.BitWidth};
  if (auto Parameter = Engine.parameterAt(Where.Address)) {
    Found.Argument = Parameter->first;
    Found.Address = Parameter->second;
  }
  return Found;
}

/// The value as it is stored: an extra of kind Value returns it converted to unsigned long long.
static std::uint64_t stored(std::uint64_t Bits, Shape S) {
  if (S.Bool)
    return Bits != 0;
  return static_cast<std::uint64_t>(truncate(Bits, S.Width));
}

/// What a structure of one value is made of: `atomic_t` of an int. Any other type as it is.
static QualType soleValue(QualType T) {
  for (const auto *R = T->getAsRecordDecl(); R && !R->field_empty() && std::next(R->field_begin()) == R->field_end();
       R = T->getAsRecordDecl())
    T = R->field_begin()->getType();
  return T;
}

void Settings::applyResult(const Simulator::Setting &S) {
  const IdentifierInfo &Id = U.context().Idents.get(S.Callee);
  for (const NamedDecl *D : U.context().getTranslationUnitDecl()->lookup(&Id))
    if (const auto *Named = dyn_cast<FunctionDecl>(D); Named && Kinds.classify(Named, 0).Kind == CalleeKind::Inline)
      fail(S, S.Callee + "() is run as it is written: set what it reads");
  const std::uint64_t Value = evaluate(S);
  W.Calls.push_back({S.Callee, {Cell{0, 0, 64, Value, "", ""}}, {}, {}});
  if (const FunctionDecl *Callee = declared(U, S.Callee))
    giveObject(Callee->getReturnType(), Value, "*" + S.Callee + "()");
}

/// Whether no object has one of these bytes.
bool Settings::isFree(std::uint64_t Address, std::uint64_t Size) const {
  return std::none_of(W.Start.Objects.begin(), W.Start.Objects.end(), [&](const Object &Each) {
    return Each.Address < Address + Size && Address < Each.Address + std::max<std::uint64_t>(Each.Size, 1);
  });
}

/// What is set to a pointer points to an object; where its type does not say to what, to a page.
void Settings::giveObject(QualType Pointer, std::uint64_t Address, const std::string &Name) {
  constexpr std::uint64_t MostErrno = 4095, Page = 4096;
  const bool Narrow = U.target().PointerBits == 32;
  const bool Error =
      Narrow ? static_cast<std::uint32_t>(Address) >= static_cast<std::uint32_t>(-MostErrno) : Address >= -MostErrno;
  if (!Pointer->isPointerType() || Address < Page || Error) // near null lies nothing
    return;
  const QualType To = Pointer->getPointeeType();
  if (To->isFunctionType() || !isFree(Address, 1))
    return;
  const bool Sized = !To->isIncompleteType() && !To->isVoidType();
  const std::uint64_t Size = Sized ? U.context().getTypeSizeInChars(To).getQuantity() : Page;
  // A structure may be a member of a larger one: container_of() leads to what is in front of it.
  const bool Inside = To->isRecordType() && isFree(Address - Page + 1, Page - 1) && Address >= 2 * Page;
  const std::uint64_t Before = Inside ? Page / 2 : 0;
  Growth.addObjectAt(Address - Before, Before + Size, Name);
}

void Settings::apply(const Simulator::Setting &S) {
  if (!S.Callee.empty())
    return applyResult(S);
  Target Place = target(S);
  auto Form = shapeOf(soleValue(Place.Type), U.context());
  if (!Form || Form->Width > 64)
    fail(S, "its type is " + Place.Type.getAsString() + ", and only integers and pointers can be set");
  Cell New;
  New.Address = Place.Address;
  New.BitOffset = Place.BitOffset;
  New.Width = Place.BitWidth ? Place.BitWidth : Form->Storage;
  New.Value = static_cast<std::uint64_t>(truncate(stored(evaluate(S), *Form), New.Width));
  auto [Left, Right] = llvm::StringRef(S.Text).split('=');
  New.Place = Left.trim().str();
  New.Shown = Right.trim().str();
  Growth.setCell(New, Place.Argument);
  giveObject(Place.Type, New.Value, "*" + New.Place);
}

Witness Settings::finish() {
  Interpreter Engine(U, Kinds, W, Missing::IsZero, Limits);
  Engine.grow(Growth);
  Engine.completeArguments(Function);
  return std::move(W);
}

} // namespace kverdict::simulation
