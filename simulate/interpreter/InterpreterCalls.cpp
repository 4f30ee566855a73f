// Calls of functions with a body at hand, and the ends of the blocks that they and their scopes own.
#include "simulate/interpreter/Interpreter.h"

#include <llvm/Support/SaveAndRestore.h>

using namespace clang;

namespace kverdict::simulation {

Rvalue Interpreter::evalCall(const CallExpr *E) {
  const FunctionDecl *Function = E->getDirectCallee();
  if (!Function) {
    const auto Address = static_cast<std::uint64_t>(word(E->getCallee()));
    Function = functionAt(Address, E);
    if (!Function)
      return evalIndirect(E, Address);
  }
  std::string Name = Function->getNameAsString();
  Callee Treated = Kinds.classify(Function, F->Depth);
  if (Treated.Kind == CalleeKind::NoReturn) {
    observeCall(Name, E, arguments(E), 0);
    stop(RunEnd::NoReturn, Name + "() does not return", E->getBeginLoc());
  }
  if (Treated.Kind == CalleeKind::Assertion)
    stop(RunEnd::Unsupported, "a compile-time assertion that needs an optimising compiler", E->getBeginLoc());
  if (Treated.Kind == CalleeKind::Library)
    return evalLibrary(E, Name, Treated.Which);
  if (Treated.Kind != CalleeKind::Inline && Function->getBuiltinID())
    if (auto V = evalBuiltin(E, Name))
      return *V;
  if (Treated.Kind == CalleeKind::Unknown)
    unsupported("the builtin " + Name + "()", E->getBeginLoc());
  std::vector<Rvalue> Arguments = arguments(E);
  const llvm::SaveAndRestore Outer(FromTop, F->Depth ? FromTop : E);
  if (Treated.Kind == CalleeKind::Inline && !F->Depth)
    Entered.insert(U.text(inSource(E->getSourceRange())));
  if (Treated.Kind == CalleeKind::Inline)
    return enter(Treated.Body, Name, std::move(Arguments), E->getBeginLoc(),
                 U.modelBody(Function) == Treated.Body ? E : nullptr);
  if (const FunctionDecl *Body = U.definition(Function); Body && isRunning(Body) && Treated.Kind == CalleeKind::Havoc)
    return enter(Body, Name, std::move(Arguments), E->getBeginLoc()); // however deep, it is the function itself
  if (Treated.NullIsNothing && !Arguments.empty() && Arguments[0].Bits == 0)
    return {};
  Rvalue V = opaqueCall(Name, E, Arguments, Treated.Kind);
  if (!Treated.Zeroed.empty() && E->getType()->isPointerType())
    zero(static_cast<std::uint64_t>(V.Bits), Arguments, Treated.Zeroed);
  return V;
}

/// What an allocator gives holds zeros.
void Interpreter::zero(std::uint64_t Address, const std::vector<Rvalue> &Arguments,
                       const std::vector<unsigned> &Lengths) {
  Word Size = 1;
  for (const unsigned Position : Lengths)
    Size *= Position < Arguments.size() ? Arguments[Position].Bits : 0;
  const Block *B = Address && Size ? Mem.at(Address) : nullptr;
  if (B)
    Mem.write(Address,
              Bytes(std::min<std::uint64_t>(B->Address + B->Size - Address, static_cast<std::uint64_t>(Size)), 0xff));
}

bool Interpreter::isRunning(const FunctionDecl *Body) const {
  return Body == Outermost.Body || std::find(Running.begin(), Running.end(), Body) != Running.end();
}

/// What is called through a pointer that holds the address of a function that the run has met.
const FunctionDecl *Interpreter::functionAt(std::uint64_t Address, const CallExpr *E) {
  const auto *Type = E->getCallee()->getType()->getPointeeType()->getAs<FunctionProtoType>();
  for (const auto &[D, Where] : Globals)
    if (const auto *Function = dyn_cast<FunctionDecl>(D); Function && Address && Where == Address && Type)
      return U.context().typesAreCompatible(Function->getType(), QualType(Type, 0)) ? Function : nullptr;
  return nullptr;
}

Rvalue Interpreter::evalIndirect(const CallExpr *E, std::uint64_t Address) {
  const Expr *Pointer = E->getCallee();
  std::string Name = U.text(Pointer->getSourceRange());
  if (Address == 0)
    undefined(UndefinedKind::NullDereference, "call through the null pointer " + Name, E->getBeginLoc());
  return opaqueCall("*" + Name, E, arguments(E), CalleeKind::Havoc, Address);
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
                          SourceLocation At, const Expr *StandsFor) {
  if (F->Depth + 1 > Limits.Depth)
    stop(RunEnd::Budget, "calls are nested more than " + std::to_string(Limits.Depth) + " deep", At);
  Frame Own;
  Own.Body = Body;
  Own.Name = Name;
  Own.Depth = F->Depth + 1;
  Own.StandsFor = F->StandsFor ? F->StandsFor : StandsFor;
  Recorder::Readings Aside(Record);
  Frame *Caller = std::exchange(F, &Own);
  Running.push_back(Body);
  bindParameters(Arguments);
  execBody();
  endBlocks(0);
  Running.pop_back();
  F = Caller;
  Own.Result.Missing = !Own.HasResult && !Body->getReturnType()->isVoidType();
  if (isBehind(Body) && !Own.Result.Missing)
    throw Arrived{std::move(Own.Result), Body};
  return std::move(Own.Result);
}

/// Whether the run ends where this call comes back: it is no call of the function by itself.
bool Interpreter::isBehind(const FunctionDecl *Body) const {
  return !Behind.empty() && plainName(Body) == Behind && !isRunning(Body);
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
      Raw.setBits(0, S->Storage, Arguments[I].Bits, Layout);
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
  if (leavesMemory(Treated.Kind))
    return;
  if (Treated.Kind != CalleeKind::Inline)
    return opaqueCleanup(Function, F->Variables.at(V), V->getLocation());
  enter(Treated.Body, Function->getNameAsString(), {Rvalue{F->Variables.at(V)}}, V->getLocation());
}

} // namespace kverdict::simulation
