// Calls of functions with a body at hand, and the ends of the blocks that they and their scopes own.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

Rvalue Interpreter::evalCall(const CallExpr *E) {
  const FunctionDecl *Function = E->getDirectCallee();
  if (!Function)
    return evalIndirect(E);
  std::string Name = Function->getNameAsString();
  Callee Treated = Kinds.classify(Function, F->Depth);
  if (Treated.Kind == CalleeKind::NoReturn)
    stop(RunEnd::NoReturn, Name + "() does not return", E->getBeginLoc());
  if (Treated.Kind == CalleeKind::Assertion)
    stop(RunEnd::Unsupported, "a compile-time assertion that needs an optimising compiler", E->getBeginLoc());
  if (Treated.Kind != CalleeKind::Inline && Function->getBuiltinID())
    if (auto V = evalBuiltin(E, Name))
      return *V;
  std::vector<Rvalue> Arguments = arguments(E);
  if (Treated.Kind == CalleeKind::Inline)
    return enter(Treated.Body, Name, std::move(Arguments), E->getBeginLoc());
  return opaqueCall(Name, E, Arguments, Treated.Kind != CalleeKind::Pure);
}

Rvalue Interpreter::evalIndirect(const CallExpr *E) {
  const Expr *Pointer = E->getCallee();
  std::string Name = U.text(Pointer->getSourceRange());
  if (word(Pointer) == 0)
    undefined(UndefinedKind::NullDereference, "call through the null pointer " + Name, E->getBeginLoc());
  return opaqueCall("*" + Name, E, arguments(E), true);
}

std::vector<Rvalue> Interpreter::arguments(const CallExpr *E) {
  std::vector<Rvalue> Result;
  for (const Expr *Argument : E->arguments()) {
    Result.push_back(Argument->getType()->isPointerType() ? Rvalue{follow(Argument)} : eval(Argument));
    if (Result.back().Missing)
      undefined(UndefinedKind::NoResult, text(Argument) + " ended without returning a value", Argument->getBeginLoc());
  }
  return Result;
}

Rvalue Interpreter::enter(const FunctionDecl *Body, const std::string &Name, std::vector<Rvalue> Arguments,
                          SourceLocation At) {
  if (F->Depth + 1 > Limits.Depth)
    stop(RunEnd::Budget, "calls are nested more than " + std::to_string(Limits.Depth) + " deep", At);
  Frame Own;
  Own.Body = Body;
  Own.Name = Name;
  Own.Depth = F->Depth + 1;
  Recorder::Readings Aside(Record);
  Frame *Caller = std::exchange(F, &Own);
  bindParameters(Arguments);
  execBody();
  endBlocks(0);
  F = Caller;
  Own.Result.Missing = !Own.HasResult && !Body->getReturnType()->isVoidType();
  return std::move(Own.Result);
}

void Interpreter::bindParameters(const std::vector<Rvalue> &Arguments) {
  for (unsigned I = 0; I != F->Body->getNumParams(); ++I) {
    const ParmVarDecl *P = F->Body->getParamDecl(I);
    declare(P);
    if (I >= Arguments.size())
      continue;
    std::uint64_t Address = F->Variables[P];
    if (auto S = shapeOf(P->getType(), Context)) {
      Bytes Raw(S->Storage / 8);
      Raw.setBits(0, S->Storage, Arguments[I].Bits);
      Mem.write(Address, Raw);
    } else {
      Mem.write(Address, Arguments[I].Image);
    }
  }
}

void Interpreter::execBody() {
  if (exec(F->Body->getBody()) == Flow::Goto)
    unsupported("a jump into a statement expression", F->Body->getLocation());
}

void Interpreter::endBlocks(std::size_t Keep) {
  while (F->Owned.size() > Keep) {
    Mem.remove(F->Owned.back());
    F->Owned.pop_back();
    --LiveObjects;
  }
}

void Interpreter::cleanUp(std::size_t Keep) {
  while (F->Cleanups.size() > Keep) {
    const VarDecl *V = F->Cleanups.back();
    F->Cleanups.pop_back();
    callCleanup(V);
  }
}

void Interpreter::callCleanup(const VarDecl *V) {
  const FunctionDecl *Function = V->getAttr<CleanupAttr>()->getFunctionDecl();
  Callee Treated = Kinds.classify(Function, F->Depth);
  if (Treated.Kind == CalleeKind::NoReturn)
    stop(RunEnd::NoReturn, Function->getNameAsString() + "() does not return", V->getLocation());
  if (Treated.Kind == CalleeKind::Pure)
    return;
  if (Treated.Kind != CalleeKind::Inline)
    return opaqueCleanup(Function, F->Variables.at(V), V->getLocation());
  enter(Treated.Body, Function->getNameAsString(), {Rvalue{F->Variables.at(V)}}, V->getLocation());
}

} // namespace kverdict::simulation
