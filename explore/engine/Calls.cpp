// Calls: inlined and opaque ones, and inline assembly.
#include "explore/engine/Stop.h"
#include "explore/state/Fresh.h"
#include "parse/Assembly.h"
#include "parse/LineNumber.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

#include <llvm/ADT/STLExtras.h>

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

/// The callee: also one whose address the path has given a pointer.
const FunctionDecl *Machine::callee(PathState &P, const CallExpr *E) {
  if (const FunctionDecl *Direct = E->getDirectCallee())
    return Direct;
  const z3::expr Pointer = S.tidy(get(P, E->getCallee()).Bits);
  const FunctionDecl *F = functionAt(Pointer);
  for (const z3::expr &Known : P.Done.Conditions)
    for (unsigned Side = 0; !F && Known.is_eq() && Side < 2; ++Side)
      if (Known.arg(Side).id() == Pointer.id())
        F = functionAt(Known.arg(1 - Side));
  const auto *Type = E->getCallee()->getType()->getPointeeType()->getAs<FunctionProtoType>();
  return F && Type && Context.typesAreCompatible(F->getType(), QualType(Type, 0)) ? F : nullptr;
}

const FunctionDecl *Machine::functionAt(const z3::expr &Address) {
  if (!Address.is_numeral())
    return nullptr;
  auto Own = S.owner(Address.get_numeral_uint64());
  if (!Own || Own->second || S.region(Own->first).What != Region::Kind::Function)
    return nullptr;
  const IdentifierInfo &Id = Context.Idents.get(S.region(Own->first).Name);
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Id))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  return nullptr;
}

/// A function that calls itself is followed a few times. What it returns beyond that is no free choice.
void Machine::boundRecursion(const PathState &P, const FunctionDecl *F, const CallExpr *E) {
  constexpr unsigned Rounds = 3;
  unsigned Times = 0;
  for (size_t I = 0; I < P.Frames.size(); ++I)
    Times += P.Frames[I].Function->getCanonicalDecl() == F->getCanonicalDecl();
  if (Times > Rounds || (Times && P.Frames.size() > W.Limits.Depth))
    unsupported(E, plainName(F) + "() calls itself, too often to follow it");
}

/// Returns true if a frame was pushed: the value comes when it returns.
bool Machine::call(PathState &P, const CallExpr *E) {
  const FunctionDecl *F = callee(P, E);
  const unsigned Depth = P.Frames.size() - 1;
  if (!F) {
    Val Pointer = get(P, E->getCallee());
    requireNotNull(P, Pointer, E);
    opaque(P, E, "*" + W.U.text(E->getCallee()->getSourceRange()), {});
    return false;
  }
  const Callee How = classified(F, Depth);
  const std::string Name = F->getName().str();
  if (W.Compared)
    W.Compared->use(F);
  if (How.Kind != CalleeKind::Pure)
    boundRecursion(P, How.Body ? How.Body : F, E);
  if (How.NullIsNothing && doesNothing(P, E))
    return false;
  if (isUpto(F) && How.Kind != CalleeKind::Inline)
    unsupported(E, Name + "() is not looked into when it is called here");
  std::optional<Val> Value;
  switch (How.Kind) {
  case CalleeKind::Builtin:
    Value = builtin(P, E, Name);
    break;
  case CalleeKind::Library:
    if ((Value = library(P, E, How.Which)))
      break;
    if (!W.Compared)
      approximate(P, E, Name + "() of what is not known");
    opaque(P, E, Name, {onlyReads(How.Which) ? CalleeKind::Pure : CalleeKind::Havoc}, isOwn(P, E));
    return false;
  case CalleeKind::NoReturn:
    note(P, Step::Kind::Call, E, Name);
    if (W.Compared)
      observeLast(P, E, Name);
    throw Stop{PathEnd::NoReturn, Name + "() does not come back", E->getBeginLoc()};
  case CalleeKind::Assertion:
    throw Stop{PathEnd::Undecided, "a compile-time assertion that needs an optimising compiler", E->getBeginLoc()};
  case CalleeKind::Inline: {
    if (W.Cuts && W.Cfgs.hasLoops(How.Body)) {
      opaque(P, E, Name, {});
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
  case CalleeKind::Unknown:
    Value = constantValue(E);
    if (!Value)
      unsupported(E, Name + "(), a builtin without a meaning here");
    break;
  default:
    if (F->getBuiltinID() && (Value = constantValue(E)))
      break;
    opaque(P, E, Name, How);
    return false;
  }
  Value->Sequence = ++P.Sequence;
  P.Frames.back().Values.set(E, *std::move(Value));
  return false;
}

/// A call that does not come back: others see it, and what was stored before.
void Machine::observeLast(PathState &P, const CallExpr *E, const std::string &Name) {
  std::vector<z3::expr> Arguments;
  for (const Expr *Argument : E->arguments())
    Arguments.push_back(Argument->getType()->isVoidType() || isLineNumber(Context, Argument)
                            ? S.number(0, 32)
                            : S.tidy(get(P, Argument).Bits));
  const std::string Key = callKey(P, E, Name, false);
  observe(P, {Event::Kind::Call, Name, std::move(Arguments), true, 0, 0, 0, {}}, Key);
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
  case CalleeKind::Event:
  case CalleeKind::Sync:
    if (W.Compared)
      break;
    return;
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
  if (behindHead(P))
    unknownMemory(P, std::nullopt);
  P.Done.Calls.push_back(std::move(Done));
}

/// Whether the first argument is null, of a callee that does nothing then. If it may be, that goes a way of its own.
bool Machine::doesNothing(PathState &P, const CallExpr *E) {
  const z3::expr Pointer = S.tidy(get(P, E->getArg(0)).Bits);
  const z3::expr Null = S.tidy(Pointer == S.number(0, Pointer.get_sort().bv_size()));
  if (Null.is_false() || !feasible(P, Null))
    return false;
  const bool Always = Null.is_true() || !feasible(P, !Null);
  PathState Other = P;
  PathState &Skipping = Always ? P : Other;
  assume(Skipping, Null, false);
  Val Nothing = constant(0, Context.IntTy);
  Nothing.Sequence = ++Skipping.Sequence;
  Skipping.Frames.back().Values.set(E, std::move(Nothing));
  if (Always)
    return true;
  later(std::move(Other));
  assume(P, !Null, false);
  return false;
}

/// What an allocator gives holds zeros, unless it gives nothing.
void Machine::zero(PathState &P, const CallExpr *E, const Val &Value, const std::vector<unsigned> &Lengths) {
  constexpr std::uint64_t MostBytes = 4096;
  std::uint64_t Bytes = 1;
  for (const unsigned Position : Lengths) {
    const auto Known = Position < E->getNumArgs() ? numberIn(S.tidy(get(P, E->getArg(Position)).Bits)) : std::nullopt;
    Bytes = Known && *Known <= MostBytes ? Bytes * *Known : MostBytes + 1;
  }
  if (!Bytes || Bytes > MostBytes)
    return;
  const z3::expr Null = Value.Bits == S.number(0, Value.Bits.get_sort().bv_size());
  if (feasible(P, Null)) {
    PathState Other = P;
    assume(Other, Null, false);
    later(std::move(Other));
  }
  if (!feasible(P, !Null))
    return;
  assume(P, !Null, false);
  M.store(P, M.locate(Value.Bits, Value.Name, QualType()), 0, S.number(0, Bytes * 8));
}

/// Whether what is written is a local: nobody else sees that.
bool Machine::isOwn(PathState &P, const CallExpr *E) {
  const z3::expr To = S.tidy(get(P, E->getArg(0)).Bits);
  return S.region(S.region(M.locate(To, "", QualType()).Region).Root).What == Region::Kind::Local;
}

/// Whether somebody who has a value of the type may write through it.
static bool leadsToMore(QualType Type) {
  return Type->isPointerType() && !Type->getPointeeType().isConstQualified() && !Type->isFunctionPointerType();
}

/// What it may have written is forgotten. A contract looks at the state at entry, whatever it calls.
void Machine::forgetWritten(PathState &P, const CallExpr *E, Epoch When, OpaqueCall &Done) {
  unsigned Position = 0;
  for (const Expr *Argument : E->arguments()) {
    const z3::expr &Bits = Done.Arguments[Position];
    QualType Type = Argument->getType();
    if (!leadsToMore(Type)) {
      Done.ReadOnly.insert(Position++);
      for (const z3::expr &Inside : pointersIn(Bits, Type))
        forgetAt(P, Inside, When, Done);
      continue;
    }
    ++Position;
    forgetAt(P, Bits, When, Done);
  }
}

void Machine::forgetAt(PathState &P, const z3::expr &Pointer, Epoch When, OpaqueCall &Done) {
  if (Pointer.is_numeral() && !S.owner(Pointer.get_numeral_uint64()))
    return;
  const RegionId Id = M.locate(Pointer, "", QualType()).Region;
  if (!Contract || S.region(Id).What == Region::Kind::Local)
    M.forget(P, Id, When, Done);
}

/// The members of a structure by value by which a callee may write.
std::vector<z3::expr> Machine::pointersIn(const z3::expr &Value, QualType Type) {
  const RecordDecl *Record = Type->getAsRecordDecl();
  std::vector<z3::expr> Out;
  if (!Record || Record->isUnion() || !Record->getDefinition())
    return Out;
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(Record->getDefinition());
  for (const FieldDecl *Field : Record->getDefinition()->fields())
    if (!Field->isBitField() && leadsToMore(Field->getType()))
      Out.push_back(S.tidy(S.part(Value, Layout.getFieldOffset(Field->getFieldIndex()), S.pointerBits())));
  return Out;
}

void Machine::opaque(PathState &P, const CallExpr *E, const std::string &Name, const Callee &How, bool Unseen) {
  const CalleeKind Kind = How.Kind;
  const bool Pure = leavesMemory(Kind), Others = !Unseen && (Kind == CalleeKind::Havoc || Kind == CalleeKind::Sync);
  OpaqueCall Done;
  Done.Callee = Name;
  Done.Pure = Pure;
  Done.At = E->getBeginLoc();
  Done.Guess = reasonOf(How.Why);
  Done.Anew = How.ZeroIsNothing || (E->getDirectCallee() && answersAnew(E->getDirectCallee()));
  std::string Shown;
  for (const Expr *Argument : E->arguments()) {
    const bool None = Argument->getType()->isVoidType() || (W.Compared && isLineNumber(Context, Argument));
    Val Value = None ? constant(0, Context.IntTy) : get(P, Argument);
    z3::expr Bits = S.tidy(Value.Bits);
    Done.Arguments.push_back(Bits);
    if (Argument->getType()->isPointerType())
      takesMember(P, Bits);
    if (W.Cuts && Argument->getType()->isPointerType())
      noElement(M.locate(Bits, Value.Name, QualType()).Region, E);
    if (!W.Compared && Argument->getType()->isPointerType())
      M.locate(Bits, Value.Name, QualType()); // the region gets its name from here
    Shown += (Shown.empty() ? "" : ", ") + (Value.Name.empty() ? W.U.text(Argument->getSourceRange()) : Value.Name);
  }
  if (W.Compared && Name[0] == '*') // which function it is may differ
    Done.Arguments.push_back(S.tidy(get(P, E->getCallee()).Bits));
  const std::string Unique = W.Compared ? callKey(P, E, Name, Pure) : callQuestion(P, E, Done);
  if (W.Compared && Kind != CalleeKind::Pure && !Unseen) // what it finds is what was stored until now
    observe(P, {Event::Kind::Call, Name, Done.Arguments, true, 0, 0, 0, {}}, Unique);
  if (W.Compared)
    happened(P, Done, Unique, Others);
  std::optional<PathState> Tried;
  if (W.Compared && How.ZeroIsNothing && !E->getType()->isVoidType())
    Tried = P;
  const OpaqueCall Untaken = Done; // as it is where it returned zero
  if (!Pure)
    forgetWritten(P, E, S.epoch(Unique), Done);
  if (!Pure && behindHead(P))
    unknownMemory(P, std::nullopt);
  if (W.Compared && Others)
    forgetBehind(P, Done, !Pure);
  const std::string Place = Name.substr(Name[0] == '*') + "(" + Shown + ")"; // the star is for a call through a pointer
  answer(P, E, How, {Unique, Place}, std::move(Done));
  if (!Tried)
    return;
  answer(*Tried, E, How, {Unique, Place}, Untaken);
  const z3::expr Zero = *P.Done.Calls.back().Result == S.number(0, width(E->getType(), E));
  assume(*Tried, Zero, false);
  later(*std::move(Tried));
  assume(P, !Zero, false);
}

/// Takes down an opaque call that has been made, and what it gave.
void Machine::answer(PathState &P, const CallExpr *E, const Callee &How, const CallNames &Known, OpaqueCall Done) {
  Val Value = constant(0, Context.IntTy);
  if (isEmpty(E->getType())) {
    Value = nothing();
  } else if (!E->getType()->isVoidType()) {
    Value = {S.callResult(Known.Unique, width(E->getType(), E), Known.Shown, E->getType(), leavesMemory(How.Kind)),
             Known.Shown};
    Done.Result = Value.Bits;
  }
  const std::string Name = Done.Callee;
  P.Done.Calls.push_back(std::move(Done));
  note(P, Step::Kind::Call, E, Name);
  Value.Sequence = ++P.Sequence;
  P.Frames.back().Values.set(E, Value);
  if (!How.Zeroed.empty() && E->getType()->isPointerType())
    zero(P, E, Value, How.Zeroed);
}

/// Whether assembly updates what others may have written since: not a local, nor what the path has stored itself, nor
/// what it has allocated and given to nobody.
bool Machine::updatesShared(PathState &P, const GCCAsmStmt *E) {
  if (!W.Compared || !isSharedUpdate(E))
    return false;
  for (unsigned I = 0; I < E->getNumOutputs(); ++I) {
    const Expr *Output = E->getOutputExpr(I);
    if (E->getOutputConstraint(I).find('m') == std::string::npos)
      continue;
    const Location L = locate(get(P, Output), Output->getType());
    const std::int64_t Bit = L.Byte * 8, End = Bit + width(Output->getType(), E);
    const auto Stored = P.Stores.find(L.Region);
    const bool Own = Stored != P.Stores.end() && llvm::any_of(Stored->second, [&](const auto &Each) {
                       return Each.first < End && Bit < Each.first + Each.second.Width;
                     });
    if (!M.outlives(L.Region) || Own || isUnpublished(P, S, M, L.Region, Allocators::Named))
      return false;
  }
  return true;
}

void Machine::inlineAsm(PathState &P, const GCCAsmStmt *E) {
  OpaqueCall Done;
  Done.Callee = "asm";
  Done.At = E->getBeginLoc();
  if (updatesShared(P, E))
    Done.Anew = true;
  else
    Done.Guess = "what this assembly does is not known";
  const std::string Unique = W.Compared ? asmKey(P, E) : asmQuestion(P, E, Done);
  if (W.Compared && isEvent(E))
    observeAsm(P, E, Unique);
  if (W.Compared)
    happened(P, Done, Unique, isEvent(E));
  if (W.Compared && isEvent(E) && ordersMemory(E)) // what is read behind a barrier is read anew
    forgetBehind(P, Done, W.LentWritten);
  for (unsigned I = 0; I < E->getNumOutputs(); ++I) {
    const Expr *Output = E->getOutputExpr(I);
    Val Place = get(P, Output);
    unsigned Width = Place.FieldWidth ? Place.FieldWidth : width(Output->getType(), E);
    z3::expr Bits = S.callResult(Unique + ":" + std::to_string(I), Width, Place.Name, Output->getType());
    store(P, Place, Bits, Output);
    Done.Arguments.push_back(Place.Bits);
    Done.Outputs.push_back(Bits);
  }
  P.Done.Calls.push_back(std::move(Done));
  note(P, Step::Kind::Call, E, "asm");
}

void Machine::asmGoto(PathState &P, const CFGBlock *Block, const GCCAsmStmt *E) {
  inlineAsm(P, E);
  OpaqueCall &Done = P.Done.Calls.back();
  const auto Times = std::count_if(P.Done.Calls.begin(), P.Done.Calls.end(),
                                   [&](const OpaqueCall &Each) { return Each.Asked == Done.Asked; });
  std::string Unique = "goto:" + std::to_string(Done.Key);
  if (!W.Compared)
    Unique = "goto of question:" + std::to_string(Done.Asked) + (E->getNumOutputs() ? "#" + std::to_string(Times) : "");
  z3::expr Way = S.callResult(Unique, 32, "asm goto", Context.IntTy);
  Done.Result = Way;
  const bool Known = W.Compared || Times > 1; // the same code in the same situation may have gone another way before
  for (unsigned I = Block->succ_size(); I-- > 1;) {
    z3::expr Is = Way == S.number(I, 32);
    if (Known && !feasible(P, Is))
      continue;
    PathState Other = P;
    assume(Other, Is, true);
    jump(Other, Block, I);
    later(std::move(Other));
  }
  z3::expr Is = Way == S.number(0, 32);
  if (Known && !feasible(P, Is))
    throw Gone{};
  assume(P, Is, true);
  jump(P, Block, 0);
}

} // namespace kverdict
