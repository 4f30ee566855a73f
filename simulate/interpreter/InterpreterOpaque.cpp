// Calls and assembly that are not looked into: the witness says what they return and write.
#include "parse/Assembly.h"
#include "parse/LineNumber.h"
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

/// In a state that was given by hand, each callee has outcomes of its own, in their order. The last one stays.
const CallOutcome *Interpreter::givenOutcome(const std::string &Callee) {
  auto [Last, First] = Answered.try_emplace(Callee, W.Calls.size());
  for (std::size_t I = First ? 0 : Last->second + 1; I < W.Calls.size(); ++I)
    if (W.Calls[I].Callee == Callee)
      return &W.Calls[Last->second = I];
  return Last->second < W.Calls.size() ? &W.Calls[Last->second] : nullptr;
}

const CallOutcome *Interpreter::nextOutcome(const std::string &Callee, SourceLocation At) {
  if (WhenMissing == Missing::IsZero)
    return givenOutcome(Callee);
  bool Left = NextCall < W.Calls.size();
  if (Left && W.Calls[NextCall].Callee == Callee)
    return &W.Calls[NextCall++];
  std::string Expected =
      Left ? ", but the witness expects " + W.Calls[NextCall].Callee : ", but the witness has no more calls";
  stop(RunEnd::Mismatch, "it reaches the opaque call " + Callee + Expected, At);
}

static std::string outcomeText(const CallOutcome *Outcome, const std::string &Value) {
  if (Outcome && Outcome->Result.size() == 1 && !Outcome->Result[0].Shown.empty())
    return Outcome->Result[0].Shown;
  return Value;
}

static std::string writesText(const CallOutcome *Outcome) {
  std::string Result;
  auto Add = [&](const Cell &C) {
    if (!C.Place.empty() && !C.Shown.empty())
      Result += (Result.empty() ? "" : ", ") + C.Place + " = " + C.Shown;
  };
  if (!Outcome)
    return Result;
  for (const Cell &C : Outcome->Writes)
    Add(C);
  for (const auto &[Position, Cells] : Outcome->Through)
    for (const Cell &C : Cells)
      Add(C);
  return Result;
}

/// A local is known by what it holds: its address says nothing.
std::string Interpreter::asked(const Rvalue &V, QualType T) {
  auto hex = [](Word Bits) { return llvm::utohexstr(static_cast<std::uint64_t>(Bits)); };
  const Block *B = T->isPointerType() ? Mem.at(static_cast<std::uint64_t>(V.Bits)) : nullptr;
  const bool Local = B && (!B->Input || parameterAt(B->Address));
  std::string Out = "/" + (Local ? "local+" + hex(V.Bits - B->Address) : hex(V.Bits));
  const Bytes Image = Local ? Mem.read(B->Address, B->Size) : V.Image;
  for (std::size_t I = 0; I != Image.size(); ++I)
    Out += "," + (Image.Set[I] ? hex(Image.Data[I]) : "");
  return Out;
}

void Interpreter::answered(const std::string &Callee, const std::string &Question, const CallOutcome *Outcome,
                           SourceLocation At, bool Anew) {
  kverdict::Answered A{Callee, Question, "", U.place(At), Anew};
  auto add = [&](const std::vector<Cell> &Cells) {
    for (const Cell &C : Cells)
      A.Reply += llvm::utohexstr(C.Address) + "." + std::to_string(C.BitOffset) + "=" + llvm::utohexstr(C.Value) + " ";
  };
  if (Outcome) {
    add(Outcome->Result);
    if (Callee == "asm")
      for (const auto &[Position, Cells] : Outcome->Through)
        add(Cells);
  }
  Answers.push_back(std::move(A));
  const auto Asked = std::find_if(Events.rbegin(), Events.rend(),
                                  [&](const Event &E) { return E.What == Event::Kind::Call && E.Name == Callee; });
  if (Asked != Events.rend() && Outcome && !Outcome->Result.empty())
    Asked->Reply = Outcome->Result.front().Value;
}

Rvalue Interpreter::opaqueCall(const std::string &Name, const CallExpr *E, const std::vector<Rvalue> &Arguments,
                               CalleeKind Kind, std::uint64_t Called) {
  if (Kind != CalleeKind::Pure)
    observeCall(Name, E, Arguments, Called);
  std::string Question = std::to_string(Stored);
  for (unsigned I = 0; I != Arguments.size(); ++I)
    Question += asked(Arguments[I], E->getArg(I)->getType());
  const CallOutcome *Outcome = nextOutcome(Name, E->getBeginLoc());
  QualType T = E->getCallReturnType(Context);
  if (!Outcome && Growth && Kind == CalleeKind::Pure && E->getNumArgs() == 0 && T->isPointerType() &&
      !T->getPointeeType()->isIncompleteType()) { // `current` is never null
    const std::uint64_t Size = sizeOf(T->getPointeeType(), E->getBeginLoc());
    Mem.add({Growth->addAnswer(Name, Size), Size, "*" + Name + "()", true, false, true});
    Outcome = nextOutcome(Name, E->getBeginLoc());
  }
  answered(Name, Question, Outcome, E->getBeginLoc(), E->getDirectCallee() && answersAnew(E->getDirectCallee()));
  Rvalue V = resultOf(Outcome, T, E->getBeginLoc());
  std::map<unsigned, std::uint64_t> Targets;
  if (!leavesMemory(Kind))
    Targets = writable(E, Arguments);
  Stored += !Targets.empty();
  if (Outcome)
    applyWrites(*Outcome, Targets);
  note(TraceStep::Kind::Call, E->getSourceRange(), outcomeText(Outcome, show(V, T)), "", writesText(Outcome));
  return V;
}

/// A cleanup function that is not looked into gets the address of its variable.
void Interpreter::opaqueCleanup(const FunctionDecl *Function, std::uint64_t Address, SourceLocation At) {
  observe(Event::Kind::Call, Function->getNameAsString(), {addressWords(Address)}, true, At);
  const CallOutcome *Outcome = nextOutcome(Function->getNameAsString(), At);
  if (!Function->getNumParams() || Function->getParamDecl(0)->getType()->getPointeeType().isConstQualified())
    return;
  if (Block *B = Mem.at(Address))
    B->Input = true;
  if (Outcome)
    applyWrites(*Outcome, {{0, Address}});
}

Rvalue Interpreter::resultOf(const CallOutcome *Outcome, QualType T, SourceLocation At) {
  Rvalue V;
  if (T->isVoidType())
    return V;
  Bytes Image(sizeOf(T, At), 0xff);
  const bool Whole = Outcome && Outcome->Result.size() == 1 && Outcome->Result[0].Width > Image.size() * 8;
  if (Whole) // it was given by hand, as a number of any width
    Image.setBits(0, Image.size() * 8, Outcome->Result[0].Value, Layout);
  else if (Outcome)
    for (const Cell &C : Outcome->Result)
      Image.setBits(C.Address * 8 + C.BitOffset, C.Width, C.Value, Layout);
  if (auto S = shapeOf(T, Context))
    V.Bits = S->Bool ? Image.bits(0, S->Storage, Layout) != 0 : Image.bits(0, S->Width, Layout);
  else
    V.Image = std::move(Image);
  return V;
}

/// What an opaque callee may write through its arguments, by their position. A local among it may have been set by
/// the callee, so that reading it is no mistake afterwards.
std::map<unsigned, std::uint64_t> Interpreter::writable(const CallExpr *E, const std::vector<Rvalue> &Arguments) {
  std::map<unsigned, std::uint64_t> Targets;
  for (unsigned I = 0; I != Arguments.size(); ++I) {
    QualType T = E->getArg(I)->getType();
    if (!T->isPointerType() || T->getPointeeType().isConstQualified())
      continue;
    Targets[I] = static_cast<std::uint64_t>(Arguments[I].Bits);
    if (Block *B = Mem.at(Targets[I]); B && !B->ReadOnly)
      B->Input = true;
  }
  return Targets;
}

void Interpreter::applyWrites(const CallOutcome &Outcome, const std::map<unsigned, std::uint64_t> &Targets) {
  for (const Cell &C : Outcome.Writes) {
    observeWrite(C);
    Mem.write(C);
    Record.know(C.Address, C);
  }
  for (const auto &[Position, Cells] : Outcome.Through)
    if (auto Target = Targets.find(Position); Target != Targets.end())
      for (Cell C : Cells) {
        Mem.write(C, Target->second);
        C.Place.clear(); // a local is best known by its own name
        Record.know(Target->second + C.Address, C);
      }
}

/// What lies in memory, and where, unless that says nothing.
std::string Interpreter::content(std::uint64_t Address, std::uint64_t Size) {
  const Block *B = Mem.find(Address, Size);
  std::string Out = B && B->Input && !parameterAt(Address) ? "/" + llvm::utohexstr(Address) : "/local";
  const Bytes Image = B ? Mem.read(Address, Size) : Bytes();
  for (std::size_t I = 0; I != Image.size(); ++I)
    Out += "," + llvm::utohexstr(Image.Set[I] ? Image.Data[I] : 0);
  return Out;
}

/// Where the outputs lie; evaluates the inputs, each once, which are the question, and what others see. Operands that
/// are not written become 0.
std::map<unsigned, std::uint64_t> Interpreter::asmOperands(const GCCAsmStmt *S, std::string &Question) {
  const bool Setup = S->isAsmGoto() && S->getNumOutputs() == 0; // which way it goes was settled before
  Question = (Setup ? "" : std::to_string(Stored)) + ":" + S->getAsmString();
  std::map<unsigned, std::uint64_t> Targets;
  std::vector<std::string> Seen;
  for (unsigned I = 0; I != S->getNumOutputs(); ++I) {
    const Expr *E = S->getOutputExpr(I);
    const AsmOperand Words = asmOperand(E);
    Targets[I] = Words.Address;
    if (S->isOutputPlusConstraint(I))
      Question += content(Targets[I], sizeOf(E->getType(), S->getBeginLoc()));
    Seen.push_back(S->isOutputPlusConstraint(I) ? Words.Place + Words.Value : Words.Place);
  }
  for (unsigned I = 0; I != S->getNumInputs(); ++I) {
    const AsmOperand Words = asmOperand(S->getInputExpr(I));
    Question += Words.Asked;
    Seen.push_back(tellsPlace(Context, S, S->getInputExpr(I)) ? "" : Words.Place + Words.Value);
  }
  if (isEvent(S))
    observe(Event::Kind::Assembly, assemblyText(S), std::move(Seen), ordersMemory(S), S->getSourceRange());
  for (unsigned I = 0; I != S->getNumOutputs(); ++I) {
    const Expr *E = S->getOutputExpr(I);
    std::uint64_t Size = sizeOf(E->getType(), E->getBeginLoc());
    access({Targets[I]}, Size, E, true);
    Mem.write(Targets[I], Bytes(Size, 0xff));
  }
  return Targets;
}

Flow Interpreter::execAsm(const GCCAsmStmt *S) {
  std::string Question;
  std::map<unsigned, std::uint64_t> Targets = asmOperands(S, Question);
  const CallOutcome *Outcome = nextOutcome("asm", S->getBeginLoc());
  answered("asm", Question, Outcome, S->getBeginLoc(), isSharedUpdate(S));
  std::uint64_t Label = 0;
  if (Outcome) {
    applyWrites(*Outcome, Targets);
    Label = Outcome->Result.empty() ? 0 : Outcome->Result[0].Value;
  }
  bool Jumps = S->isAsmGoto() && Label != 0;
  if (Jumps && Label > S->getNumLabels())
    stop(RunEnd::Mismatch, "the witness says that asm goto took a label that it does not have", S->getBeginLoc());
  std::string Took = Jumps ? "goto " + S->getLabelName(Label - 1).str() : S->isAsmGoto() ? "falls through" : "";
  note(TraceStep::Kind::Call, S->getSourceRange(), Took, "", writesText(Outcome));
  if (!Jumps)
    return Flow::Normal;
  F->Target = S->getLabelExpr(Label - 1)->getLabel()->getStmt();
  return Flow::Goto;
}

} // namespace kverdict::simulation
