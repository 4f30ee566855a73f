// Calls: inlined, opaque, builtins and inline assembly.
#include "explore/engine/Stop.h"
#include "parse/Constancy.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {

Callee Machine::classified(const FunctionDecl *F, unsigned Depth) {
  Called.insert(F);
  if (Depth >= W.Limits.Depth)
    return W.Calls.classify(F, Callees::MaxDepth);
  auto It = Known.find(F);
  if (It == Known.end())
    It = Known.emplace(F, W.Calls.classify(F, Depth)).first;
  return It->second;
}

/// Returns true if a frame was pushed: the value comes when it returns.
bool Machine::call(PathState &P, const CallExpr *E) {
  const FunctionDecl *F = E->getDirectCallee();
  const unsigned Depth = P.Frames.size() - 1;
  if (!F) {
    Val Pointer = get(P, E->getCallee());
    requireNotNull(P, Pointer, E);
    opaque(P, E, "*" + W.U.text(E->getCallee()->getSourceRange()), false);
    return false;
  }
  const Callee How = classified(F, Depth);
  const std::string Name = F->getName().str();
  std::optional<Val> Value;
  switch (How.Kind) {
  case CalleeKind::Builtin:
    Value = builtin(P, E, Name);
    break;
  case CalleeKind::NoReturn:
    note(P, Step::Kind::Call, E, Name);
    throw Stop{PathEnd::NoReturn, Name + "() does not come back", E->getBeginLoc()};
  case CalleeKind::Assertion:
    throw Stop{PathEnd::Undecided, "a compile-time assertion that needs an optimising compiler", E->getBeginLoc()};
  case CalleeKind::Inline: {
    if (W.Cuts && W.Cfgs.hasLoops(How.Body)) {
      opaque(P, E, Name, false);
      return false;
    }
    if (W.Compared)
      W.Compared->Inlined.insert(Name);
    std::vector<Val> Arguments;
    for (const Expr *Argument : E->arguments())
      Arguments.push_back(get(P, Argument));
    enter(P, How.Body, Arguments, E);
    return true;
  }
  default:
    if (F->getBuiltinID() && (Value = constantValue(E)))
      break;
    opaque(P, E, Name, How.Kind == CalleeKind::Pure);
    return false;
  }
  Value->Sequence = ++P.Sequence;
  P.Frames.back().Values.set(E, *std::move(Value));
  return false;
}

/// At the end of a variable's scope.
void Machine::cleanUp(PathState &P, const VarDecl *Variable, const FunctionDecl *F) {
  const Val Place = variable(P, Variable);
  const std::string Name = F->getName().str();
  const Callee How = classified(F, P.Frames.size() - 1);
  switch (How.Kind) {
  case CalleeKind::NoReturn:
    throw Stop{PathEnd::NoReturn, Name + "() does not come back", Variable->getLocation()};
  case CalleeKind::Inline:
    if (W.Cuts && W.Cfgs.hasLoops(How.Body))
      unsupported(How.Body->getBody(), "a cleanup function with a loop");
    if (W.Compared)
      W.Compared->Inlined.insert(Name);
    return enter(P, How.Body, {{Place.Bits, "&" + Place.Name}}, nullptr);
  case CalleeKind::Pure:
    return;
  default:
    break;
  }
  if (W.Compared)
    unsupported(F->getBody() ? F->getBody() : P.Frames.back().Function->getBody(),
                "a cleanup function that is not looked into");
  OpaqueCall Done;
  Done.Callee = Name;
  Done.Arguments.push_back(Place.Bits);
  if (F->getNumParams() && !F->getParamDecl(0)->getType()->getPointeeType().isConstQualified())
    M.forget(P, M.locate(Place.Bits, "", QualType()).Region,
             S.epoch(Run + ":" + std::to_string(P.Done.Calls.size()) + ":" + Name), Done);
  P.Done.Calls.push_back(std::move(Done));
}

void Machine::opaque(PathState &P, const CallExpr *E, const std::string &Name, bool Pure) {
  OpaqueCall Done;
  Done.Callee = Name;
  Done.Pure = Pure;
  std::string Unique = W.Compared ? callKey(P, E, Name, Pure)
                       : Pure     ? Name
                                  : Run + ":" + std::to_string(P.Done.Calls.size()) + ":" + Name;
  std::string Shown;
  for (const Expr *Argument : E->arguments()) {
    Val Value = Argument->getType()->isVoidType() ? constant(0, Context.IntTy) : get(P, Argument);
    z3::expr Bits = S.tidy(Value.Bits);
    Done.Arguments.push_back(Bits);
    if (W.Cuts && Argument->getType()->isPointerType())
      noElement(M.locate(Bits, Value.Name, QualType()).Region, E);
    Shown += (Shown.empty() ? "" : ", ") + (Value.Name.empty() ? W.U.text(Argument->getSourceRange()) : Value.Name);
    if (!Pure || W.Compared)
      continue;
    Unique += ":" + std::to_string(Bits.id());
    if (Argument->getType()->isPointerType()) { // equal arguments in an unchanged state
      RegionId Id = M.locate(Bits, Value.Name, QualType()).Region;
      Unique += "@" + std::to_string(P.Epochs[Id]) + "." + std::to_string(P.StoreCounts[Id]);
    }
  }
  if (!Pure) {
    const Epoch When = S.epoch(Unique);
    unsigned Position = 0;
    for (const Expr *Argument : E->arguments()) {
      const z3::expr &Bits = Done.Arguments[Position++];
      QualType Type = Argument->getType();
      if (!Type->isPointerType() || Type->getPointeeType().isConstQualified() || Type->isFunctionPointerType())
        continue;
      if (Bits.is_numeral() && !S.owner(Bits.get_numeral_uint64()))
        continue;
      M.forget(P, M.locate(Bits, "", QualType()).Region, When, Done);
    }
  }
  if (W.Compared)
    happened(P, Done, Unique, !Pure);
  Val Value = constant(0, Context.IntTy);
  if (isEmpty(E->getType())) {
    Value = nothing();
  } else if (!E->getType()->isVoidType()) {
    std::string Place = Name + "(" + Shown + ")";
    Value = {S.callResult(Unique, width(E->getType(), E), Place, E->getType(), Pure), Place};
    Done.Result = Value.Bits;
  }
  P.Done.Calls.push_back(std::move(Done));
  note(P, Step::Kind::Call, E, Name);
  Value.Sequence = ++P.Sequence;
  P.Frames.back().Values.set(E, std::move(Value));
}

void Machine::inlineAsm(PathState &P, const GCCAsmStmt *E) {
  OpaqueCall Done;
  Done.Callee = "asm";
  const std::string Unique = W.Compared ? asmKey(P, E) : Run + ":" + std::to_string(P.Done.Calls.size()) + ":asm";
  for (unsigned I = 0; I < E->getNumOutputs(); ++I) {
    const Expr *Output = E->getOutputExpr(I);
    Val Place = get(P, Output);
    unsigned Width = Place.FieldWidth ? Place.FieldWidth : width(Output->getType(), E);
    z3::expr Bits = S.callResult(Unique + ":" + std::to_string(I), Width, Place.Name, Output->getType());
    store(P, Place, Bits, Output);
    Done.Arguments.push_back(Place.Bits);
    Done.Outputs.push_back(Bits);
  }
  if (W.Compared)
    happened(P, Done, Unique, E->isVolatile() && !(E->isAsmGoto() && E->getNumOutputs() == 0));
  P.Done.Calls.push_back(std::move(Done));
  note(P, Step::Kind::Call, E, "asm");
}

void Machine::asmGoto(PathState &P, const CFGBlock *Block, const GCCAsmStmt *E) {
  inlineAsm(P, E);
  OpaqueCall &Done = P.Done.Calls.back();
  const std::string Unique =
      W.Compared ? "goto:" + std::to_string(Done.Key) : Run + ":" + std::to_string(P.Done.Calls.size()) + ":goto";
  z3::expr Way = S.callResult(Unique, 32, "asm goto", Context.IntTy);
  Done.Result = Way;
  for (unsigned I = Block->succ_size(); I-- > 1;) {
    z3::expr Is = Way == S.number(I, 32);
    if (W.Compared && !feasible(P, Is)) // the same code in the same situation went another way before
      continue;
    PathState Other = P;
    assume(Other, Is, true);
    jump(Other, Block, I);
    Pending.push_back(std::move(Other));
  }
  z3::expr Is = Way == S.number(0, 32);
  if (W.Compared && !feasible(P, Is))
    throw Gone{};
  assume(P, Is, true);
  jump(P, Block, 0);
}

Val Machine::builtin(PathState &P, const CallExpr *E, const std::string &Name) {
  if (Name == "__builtin_expect" || Name == "__builtin_expect_with_probability")
    return get(P, E->getArg(0));
  if (Name == "__builtin_constant_p")
    return constant(foldsToConstant(Context, E->getArg(0)), E->getType());
  if (Name == "__builtin_assume")
    return constant(0, Context.IntTy);
  if (Name == "__builtin_unreachable" || Name == "__builtin_trap")
    throw Stop{PathEnd::Undefined, Name + "() is reached", E->getBeginLoc()};
  if (llvm::StringRef(Name).ends_with("_overflow"))
    return overflowBuiltin(P, E, Name);
  return bitBuiltin(P, E, Name);
}

Val Machine::bitBuiltin(PathState &P, const CallExpr *E, const std::string &Name) {
  z3::expr Bits = get(P, E->getArg(0)).Bits;
  const unsigned Width = Bits.get_sort().bv_size(), Result = width(E->getType(), E);
  auto number = [&](unsigned N) { return S.number(N, Result); };
  auto set = [&](unsigned I) { return Bits.extract(I, I) == S.number(1, 1); };
  llvm::StringRef Kind = llvm::StringRef(Name).drop_front(strlen("__builtin_"));
  z3::expr Value = number(0);
  if (Kind.starts_with("bswap")) {
    Value = Bits.extract(7, 0);
    for (unsigned I = 8; I < Width; I += 8)
      Value = z3::concat(Value, Bits.extract(I + 7, I));
    return {S.tidy(Value)};
  }
  if (Kind.starts_with("popcount")) {
    for (unsigned I = 0; I < Width; ++I)
      Value = Value + z3::ite(set(I), number(1), number(0));
    return {S.tidy(Value)};
  }
  if (Kind.starts_with("ffs")) {
    for (unsigned I = Width; I-- > 0;)
      Value = z3::ite(set(I), number(I + 1), Value);
    return {S.tidy(Value)};
  }
  require(P, truth(Bits), "the builtin is undefined for zero: ", E);
  const bool Leading = Kind.starts_with("clz");
  for (unsigned I = 0; I < Width; ++I) {
    unsigned Bit = Leading ? I : Width - 1 - I;
    Value = z3::ite(set(Bit), number(Leading ? Width - 1 - Bit : Bit), Value);
  }
  return {S.tidy(Value)};
}

/// Computes with twice the width, where nothing overflows, and compares with what fits.
Val Machine::overflowBuiltin(PathState &P, const CallExpr *E, const std::string &Name) {
  QualType To = E->getArg(2)->getType()->getPointeeType();
  const unsigned Width = width(To, E), Wide = 2 * 64 + 2;
  auto widen = [&](const Expr *Argument) {
    z3::expr Bits = get(P, Argument).Bits;
    unsigned More = Wide - Bits.get_sort().bv_size();
    return Argument->getType()->isSignedIntegerOrEnumerationType() ? z3::sext(Bits, More) : z3::zext(Bits, More);
  };
  z3::expr A = widen(E->getArg(0)), B = widen(E->getArg(1));
  z3::expr Exact = Name.find("_add_") != std::string::npos   ? A + B
                   : Name.find("_sub_") != std::string::npos ? A - B
                                                             : A * B;
  z3::expr Fits = Exact.extract(Width - 1, 0);
  z3::expr Back = To->isSignedIntegerOrEnumerationType() ? z3::sext(Fits, Wide - Width) : z3::zext(Fits, Wide - Width);
  Val Place = dereference(P, get(P, E->getArg(2)), To, E);
  store(P, Place, Fits, E);
  return {number(Back != Exact, E->getType())};
}

} // namespace kverdict
