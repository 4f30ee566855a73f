#include "simulate/Settings.h"

#include "core/Error.h"
#include "simulate/Interpreter.h"

#include <llvm/ADT/StringExtras.h>

using namespace clang;

namespace kverdict::simulation {

Settings::Settings(const Unit &U, const Callees &Kinds, SimulatorLimits Limits, const FunctionDecl *Function)
    : U(U), Kinds(Kinds), Limits(Limits), Function(Function), Growth(W.Start) {}

[[noreturn]] static void fail(const Simulator::Setting &S, const std::string &Reason) {
  throw Error(ExitCode::Usage, "cannot set " + S.Text + ": " + Reason);
}

const FunctionDecl *Settings::extra(const std::string &Name, const Simulator::Setting &S) {
  if (const FunctionDecl *Extra = U.definition(Name))
    return Extra;
  const Unit::ExtraProblem *Problem = U.problem(Name);
  fail(S, Problem ? Problem->Reason : "it was not compiled into this unit");
}

std::uint64_t Settings::evaluate(const std::string &Name, const Simulator::Setting &S, Target *Place) {
  const FunctionDecl *Extra = extra(Name, S);
  Interpreter Engine(U, Kinds, W, Missing::IsZero, Limits);
  Engine.grow(Growth);
  Run Outcome = Engine.run(Extra);
  if (Outcome.End != RunEnd::Returned)
    fail(S, Outcome.Reason);
  std::uint64_t Bits = Outcome.Result.Bits;
  if (!Place)
    return Bits;
  Place->Address = Bits;
  if (auto Parameter = Engine.parameterAt(Bits)) {
    Place->Argument = Parameter->first;
    Place->Address = Parameter->second;
  }
  return Bits;
}

/// The type of the x in the `return &(x)` that an extra of kind Place consists of.
static QualType placeType(const FunctionDecl *Extra) {
  const auto *Body = cast<CompoundStmt>(Extra->getBody());
  const auto *Return = Body->body_empty() ? nullptr : dyn_cast<ReturnStmt>(Body->body_back());
  const Expr *E = Return ? Return->getRetValue() : nullptr;
  const auto *AddressOf = E ? dyn_cast<UnaryOperator>(E->IgnoreParenCasts()) : nullptr;
  if (!AddressOf || AddressOf->getOpcode() != UO_AddrOf)
    return QualType();
  return AddressOf->getSubExpr()->getType();
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
  Target Place;
  Place.Type = placeType(extra(S.PlaceExtra, S));
  if (Place.Type.isNull())
    fail(S, "its left side is not a place in memory");
  evaluate(S.PlaceExtra, S, &Place);
  return Place;
}

/// The value as it is stored: an extra of kind Value returns it converted to unsigned long long.
static std::uint64_t stored(std::uint64_t Bits, Shape S) {
  if (S.Bool)
    return Bits != 0;
  return static_cast<std::uint64_t>(truncate(Bits, S.Width));
}

void Settings::apply(const Simulator::Setting &S) {
  Target Place = target(S);
  auto Form = shapeOf(Place.Type, U.context());
  if (!Form || Form->Width > 64)
    fail(S, "its type is " + Place.Type.getAsString() + ", and only integers and pointers can be set");
  Cell New;
  New.Address = Place.Address;
  New.Width = Form->Storage;
  New.Value = stored(evaluate(S.ValueExtra, S, nullptr), *Form);
  auto [Left, Right] = llvm::StringRef(S.Text).split('=');
  New.Place = Left.trim().str();
  New.Shown = Right.trim().str();
  Growth.setCell(New, Place.Argument);
}

Witness Settings::finish() {
  Interpreter Engine(U, Kinds, W, Missing::IsZero, Limits);
  Engine.grow(Growth);
  Engine.completeArguments(Function);
  return std::move(W);
}

} // namespace kverdict::simulation
