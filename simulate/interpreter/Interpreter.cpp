// Runs, arguments and the ends of runs.
#include "simulate/interpreter/Interpreter.h"

#include "parse/Linkage.h"

using namespace clang;

namespace kverdict::simulation {

// A chain of calls and of nested expressions uses the native stack; a stranger's code must not exhaust it.
static constexpr unsigned MaxNesting = 20'000;
static constexpr std::ptrdiff_t MaxStack = 3 << 20;
static constexpr std::uint64_t MaxObjectSize = 1 << 20;
/// The size of an object whose type does not say it.
static constexpr std::uint64_t UnknownSize = 4096;

Interpreter::Nesting::Nesting(Interpreter &I, const Stmt *S) : I(I) {
  char Here = 0;
  std::ptrdiff_t Used = I.StackBase - &Here;
  if (++I.Steps > I.Limits.Steps)
    I.stop(RunEnd::Budget, "it took more than " + std::to_string(I.Limits.Steps) + " steps", S->getBeginLoc());
  if (I.Nested >= MaxNesting || Used > MaxStack || Used < -MaxStack)
    I.stop(RunEnd::Budget, "expressions and calls are nested too deeply", S->getBeginLoc());
  ++I.Nested;
}

Interpreter::Interpreter(const Unit &U, const Callees &Kinds, const Witness &W, Missing WhenMissing,
                         SimulatorLimits Limits)
    : U(U), Context(U.context()), Kinds(Kinds), W(W), WhenMissing(WhenMissing), Limits(Limits), Layout(U.target()),
      Mem(Layout), Record(U) {
  for (const Object &O : W.Start.Objects)
    Mem.add({O.Address, O.Size, O.Place, true, false, true});
  for (const Cell &C : W.Start.Memory) {
    Mem.write(C);
    Record.know(C.Address, C);
  }
}

Run Interpreter::run(const FunctionDecl *Function) {
  return attempt([&](Run &Result) {
    start(Function);
    try {
      execBody();
      if (Behind.empty())
        return finish(Result, Function);
      stop(RunEnd::Mismatch, "it does not call " + Behind + "()", Function->getEndLoc());
    } catch (const Arrived &Call) {
      if (!Call.From->getReturnType()->isVoidType())
        Result.Result = valueOf(Call.Result, Call.From->getReturnType());
    }
  });
}

Run Interpreter::locate(const FunctionDecl *Function, const Expr *Place, Lvalue &Where) {
  return attempt([&](Run &) {
    start(Function);
    Where = lvalue(Place);
  });
}

Run Interpreter::attempt(llvm::function_ref<void(Run &)> Do) {
  char Base = 0;
  StackBase = &Base;
  Run Result;
  try {
    Do(Result);
  } catch (const Stop &S) {
    Result.End = S.End;
    Result.Why = S.Why;
    Result.Reason = S.Reason;
    Result.StoppedAt = U.place(S.At);
  }
  Result.Trace = Record.takeTrace();
  Result.Events = std::move(Events);
  Result.Entered = std::move(Entered);
  Result.Stores = std::move(Stores);
  Result.Defaulted = Record.takeDefaulted();
  Result.Answers = std::move(Answers);
  return Result;
}

void Interpreter::start(const FunctionDecl *Function) {
  F = &Outermost;
  F->Body = Function;
  F->Name = plainName(Function);
  addGlobals();
  for (unsigned I = 0; I != Function->getNumParams(); ++I)
    addArgument(Function->getParamDecl(I), I);
}

void Interpreter::addArgument(const ParmVarDecl *P, unsigned Position) {
  Block B{0, sizeOf(P->getType(), P->getLocation()), P->getNameAsString(), true, false};
  std::uint64_t Address = allocate(B, 16, P->getLocation());
  F->Variables[P] = Address;
  bool Given = Position < W.Start.Arguments.size() && !W.Start.Arguments[Position].empty();
  if (Given) {
    for (const Cell &C : W.Start.Arguments[Position]) {
      Mem.write(C, Address);
      Record.know(Address + C.Address, C);
    }
  } else if (WhenMissing == Missing::IsZero && !Growth && P->getType()->isPointerType()) {
    Mem.write({0, 0, Layout.PointerBits, freshObject(P->getType(), B.Place), "", ""}, Address);
  }
}

/// 0 for a pointer to a function: those are never looked into.
std::uint64_t Interpreter::freshObject(QualType Pointer, const std::string &Place) {
  QualType T = Pointer->getPointeeType();
  if (T->isFunctionType())
    return 0;
  bool Unknown = T->isIncompleteType() || T->isCharType();
  Block B{0, Unknown ? UnknownSize : sizeOf(T, SourceLocation()), "*" + Place, true, false, true};
  if (!Growth)
    return allocate(B, 16, SourceLocation());
  B.Address = Growth->addObject(B.Size, B.Place);
  Mem.add(B);
  return B.Address;
}

std::optional<std::pair<unsigned, std::uint64_t>> Interpreter::parameterAt(std::uint64_t Address) {
  for (unsigned I = 0; I != Outermost.Body->getNumParams(); ++I) {
    auto Found = Outermost.Variables.find(Outermost.Body->getParamDecl(I));
    if (Found == Outermost.Variables.end())
      continue;
    const Block *B = Mem.find(Found->second, 1);
    if (B && Address >= B->Address && Address - B->Address < B->Size)
      return std::make_pair(I, Address - B->Address);
  }
  return std::nullopt;
}

void Interpreter::completeArguments(const FunctionDecl *Function) {
  F = &Outermost;
  for (unsigned I = 0; I != Function->getNumParams(); ++I) {
    const ParmVarDecl *P = Function->getParamDecl(I);
    bool Given = I < W.Start.Arguments.size() && !W.Start.Arguments[I].empty();
    if (Given || !P->getType()->isPointerType())
      continue;
    std::uint64_t Address = 0;
    try {
      Address = freshObject(P->getType(), P->getNameAsString());
    } catch (const Stop &) {
      continue; // what it points to has no fixed size: it stays null
    }
    Growth->setCell({0, 0, Layout.PointerBits, Address, P->getNameAsString(), ""}, I);
  }
}

Value Interpreter::valueOf(const Rvalue &V, QualType T) const {
  if (auto S = shapeOf(T, Context))
    return {static_cast<std::uint64_t>(V.Bits), S->Storage, S->Signed, S->Pointer};
  if (V.Image.size() > 8)
    return {};
  auto Width = static_cast<unsigned>(V.Image.size() * 8);
  return {static_cast<std::uint64_t>(V.Image.bits(0, Width, Layout)), Width, false, false};
}

void Interpreter::finish(Run &Result, const FunctionDecl *Function) {
  QualType T = Function->getReturnType();
  if (isNaked(Function))
    stop(RunEnd::Unsupported, "it is naked: it returns by its assembly", Function->getLocation());
  if (T->isVoidType())
    return;
  if (!F->HasResult || F->Result.Missing)
    undefined(UndefinedKind::NoResult, "it ended without returning a value", Function->getEndLoc());
  Result.Result = valueOf(F->Result, T);
}

std::uint64_t Interpreter::allocate(Block B, std::uint64_t Alignment, SourceLocation At) {
  if (B.Size > MaxObjectSize)
    stop(RunEnd::Budget, "an object of " + std::to_string(B.Size) + " bytes is too large", At);
  if (++LiveObjects > Limits.Objects)
    stop(RunEnd::Budget, "there are more than " + std::to_string(Limits.Objects) + " objects", At);
  return Mem.allocate(std::move(B), Alignment);
}

void Interpreter::stop(RunEnd End, const std::string &Reason, SourceLocation At, UndefinedKind Why) {
  note(TraceStep::Kind::Stop, At, "", Reason);
  throw Stop{End, Reason, At, Why};
}

void Interpreter::undefined(UndefinedKind Why, const std::string &Reason, SourceLocation At) {
  stop(RunEnd::Undefined, Reason, At, Why);
}

void Interpreter::unsupported(const std::string &Construct, SourceLocation At) {
  SourcePlace Place = U.place(At);
  std::string Where = Place.valid() ? " at " + Place.File + ":" + std::to_string(Place.Line) : "";
  stop(RunEnd::Unsupported, Construct + Where + ": the simulator has no semantics for it", At);
}

std::uint64_t Interpreter::sizeOf(QualType T, SourceLocation At) {
  if (T->isVoidType() || T->isFunctionType())
    return 1;
  if (T->isIncompleteType() || T->isVariablyModifiedType())
    unsupported("an object of type " + T.getAsString(), At);
  return Context.getTypeSizeInChars(T).getQuantity();
}

Shape Interpreter::shape(QualType T, SourceLocation At) {
  auto S = shapeOf(T, Context);
  if (!S)
    unsupported("a value of type " + T.getAsString(), At);
  return *S;
}

std::string Interpreter::show(const Rvalue &V, QualType T) {
  if (V.Missing || T->isVoidType())
    return "";
  if (T->isPointerType())
    return showPointer(static_cast<std::uint64_t>(V.Bits), T);
  if (shapeOf(T, Context))
    return showValue(U, V.Bits, T);
  Value Small = valueOf(V, T);
  return Small.Width ? "{" + showValue(U, Small.Bits, Context.UnsignedLongTy) + "}" : "";
}

/// A pointer to the start of an object, or to a function, by its name.
std::string Interpreter::showPointer(std::uint64_t Address, QualType T) {
  for (const auto &[D, Where] : Globals)
    if (Where == Address)
      return (isa<FunctionDecl>(D) ? "" : "&") + cast<NamedDecl>(D)->getNameAsString();
  const Block *B = Mem.at(Address);
  if (!B || B->Address != Address || B->Place.empty())
    return showValue(U, Address, T);
  return B->Place[0] == '*' ? B->Place.substr(1) : "&" + B->Place;
}

void Interpreter::note(TraceStep::Kind Kind, SourceRange Range, const std::string &Outcome, const std::string &Text,
                       const std::string &Values) {
  Record.step(Kind, F->Name, F->Depth, Range, Outcome, Text, Values);
}

} // namespace kverdict::simulation
