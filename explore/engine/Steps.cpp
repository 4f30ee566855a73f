// The machine's way through blocks and frames. Expressions.cpp says what is computed on it.
#include "explore/engine/Deep.h"
#include "explore/engine/Stop.h"
#include "explore/loops/Widening.h"
#include "parse/Initialiser.h"
#include "parse/Linkage.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {

Machine::Machine(Workshop &W, const std::string &Run, const Edit *Changed, bool Contract)
    : W(W), Context(W.U.context()), Z(W.S.z3()), S(W.S), M(W.S, W.U.context(), W.Compared), Run(Run), Changed(Changed),
      Contract(Contract), FirstEffort(W.Z.worked()), FirstQuestion(W.Z.questions()),
      Joiner(S, W.Z, M, Orders, Context, W.Compared) {
  M.FirstAnew = W.FirstAnew || W.Cuts;
  M.Met = W.Compared ? &W.Compared->Met : Contract ? nullptr : &OwnMet;
}

std::vector<Path> Machine::paths(const FunctionDecl *F, const z3::expr *Result) {
  PathState Start;
  if (W.Seek)
    Start.Done.Conditions = W.Seek->Given;
  std::vector<Val> Arguments;
  try {
    unsigned Position = 0;
    for (const ParmVarDecl *P : F->parameters()) {
      bool Last = Position + 1 == F->getNumParams();
      std::string Name = W.Compared ? W.Compared->Parameters.at(Position) : P->getNameAsString();
      Arguments.push_back({Result && Last ? *Result
                           : isEmpty(P->getType())
                               ? nothing().Bits
                               : S.argument(Name, width(P->getType(), nullptr), P->getType().getUnqualifiedType()),
                           Name});
      ++Position;
    }
    enter(Start, F, Arguments, nullptr);
  } catch (const Stop &Why) {
    end(Start, Why.End, Why.Reason, Why.At);
    return std::move(Ended);
  }
  std::vector<Path> Out = walkAll(std::move(Start));
  settleLoops(F, Result, Out);
  return Out;
}

std::vector<Path> Machine::paths(const FunctionDecl *F, const HeadState &From) {
  Anywhere = true;
  M.Met = nullptr; // each store is an event of its own there
  return walkAll(begin(F, From));
}

std::vector<Path> Machine::walkAll(PathState Start) {
  Pending.push_back(std::move(Start));
  while (isPending() || takeUp()) {
    PathState P = next();
    if (const std::string Why = exhausted(); !Why.empty())
      end(P, PathEnd::Undecided, Why, {}); // and so for all that are pending: none is dropped
    else
      walk(std::move(P));
  }
  for (Path &Each : Ended)
    Joiner.spell(Each);
  return std::move(Ended);
}

static constexpr const char *LoopBound = "a loop that may run more than ";

bool isLoopBound(const std::string &Reason) { return Reason.starts_with(LoopBound); }

/// Which bound of the whole exploration was reached; empty if none was.
std::string Machine::exhausted() const {
  if (Inexact >= W.Limits.Inexact)
    return GivenUp;
  if (W.Seek && Told >= W.Seek->Ends)
    return "a few paths were looked for";
  if (W.Z.exhausted())
    return TooMuchEffort;
  if (Ended.size() + Covered.size() + Waits.size() + Apart.size() >= W.Limits.Paths)
    return "more than " + std::to_string(W.Limits.Paths) + " paths";
  if (TotalSteps >= W.Limits.Steps)
    return "more than " + std::to_string(W.Limits.Steps) + " steps on all paths";
  if (W.Z.worked() - FirstEffort >= W.Limits.TotalEffort)
    return W.Compared ? TooMuchEffort : "too much effort for the solver on all paths";
  if (W.Z.questions() - FirstQuestion >= W.Limits.Questions)
    return "more than " + std::to_string(W.Limits.Questions) + " questions to the solver";
  return "";
}

void Machine::walk(PathState P) {
  try {
    while (step(P))
      if (W.Meet && waits(P))
        return later(std::move(P));
  } catch (const Gone &) {
    remember(P); // no state goes on from here; the ones that stopped are among the ended paths already
  } catch (const Stop &Why) {
    end(P, Why.End, Why.Reason, Why.At);
  } catch (const z3::exception &Why) {
    end(P, PathEnd::Undecided, std::string("the solver failed: ") + Why.msg(), {});
  }
}

bool Machine::isUpto(const FunctionDecl *F) const { return !W.Upto.empty() && plainName(F) == W.Upto; }

/// Whether the path is in the function that all lead to (Workshop::Upto).
bool Machine::within(const PathState &P) const {
  for (size_t I = 0; I < P.Frames.size(); ++I)
    if (isUpto(P.Frames[I].Function))
      return true;
  return false;
}

void Machine::end(PathState &P, PathEnd End, const std::string &Reason, SourceLocation At, bool Premise) {
  if (!W.Upto.empty() && End != PathEnd::Undecided && End != PathEnd::Returned && !within(P))
    return remember(P);
  Path Done = std::move(P.Done); // nothing asks the state for it any more
  Done.End = End;
  Done.Reason = Reason;
  Done.StoppedAt = At;
  Done.StoppedFrom = fromWhere(P, At);
  Done.Premise = Premise;
  Done.History = P.History;
  const bool Later = End == PathEnd::Undecided && isLoopBound(Reason) && mayWiden(); // perhaps it is settled in the end
  Inexact += (End == PathEnd::Undecided && !Later) || !Done.exact();
  Told += End == PathEnd::Returned || End == PathEnd::NoReturn;
  remember(P);
  if (End == PathEnd::Undecided)
    for (const auto &Each : P.Visits)
      Cut.insert(Each->Id);
  if (W.Compared)
    for (const auto &[Id, Cells] : P.Stores)
      if (M.outlives(Id) && !Cells.empty())
        Done.Left.emplace(Id, Cells);
  Ended.push_back(std::move(Done));
}

/// Ends the states of a path that meet the condition in undefined behaviour; the path itself goes on.
Path *Machine::endInstead(const PathState &P, const z3::expr &Condition, const std::string &Reason, SourceLocation At,
                          bool Premise) {
  if (Quiet || (!W.Upto.empty() && !within(P)))
    return nullptr;
  Path Done = P.Done;
  Done.Conditions.push_back(S.tidy(Condition));
  Done.End = PathEnd::Undefined;
  Done.Reason = Reason;
  Done.StoppedAt = At;
  Done.StoppedFrom = fromWhere(P, At);
  Done.Premise = Premise;
  Ended.push_back(std::move(Done));
  return &Ended.back();
}

SourceLocation Machine::fromWhere(const PathState &P, SourceLocation At) const {
  return P.Frames.size() > 1 && P.Frames[1].Call ? P.Frames[1].Call->getBeginLoc() : At;
}

void Machine::unsupported(const Stmt *At, const std::string &What) {
  throw Stop{PathEnd::Undecided, What, At ? At->getBeginLoc() : SourceLocation()};
}

void Machine::approximate(PathState &P, const Stmt *At, const std::string &What) {
  P.Done.Approximations.insert({At->getBeginLoc(), What});
}

void Machine::note(PathState &P, Step::Kind What, const Stmt *Code, const std::string &Text, bool Taken,
                   bool Constant) {
  const Frame &F = P.Frames.back();
  P.Done.Steps.push_back({What, Code, F.Function, static_cast<unsigned>(P.Frames.size() - 1), Taken, Text, Constant});
}

/// A number for a call that no other call of the path has. Paths that come to the same call in the same way share it,
/// and so the objects that its locals are: each costs a term.
unsigned Machine::instance(PathState &P, const CallExpr *Call) {
  if (!Call) // the function that is explored, or a cleanup function
    return Instances++;
  Frame &Caller = P.Frames.back();
  const auto [It, New] = InstanceOf.try_emplace({Caller.Instance, Call, Caller.Visits[Caller.Block]}, Instances);
  Instances += New;
  return It->second;
}

void Machine::enter(PathState &P, const FunctionDecl *F, const std::vector<Val> &Arguments, const CallExpr *Call) {
  CFG *Graph = W.Cfgs.graph(F);
  if (!Graph)
    unsupported(F->getBody(), "Clang builds no control flow graph for " + plainName(F) + "()");
  Frame New;
  New.Function = F;
  New.Graph = Graph;
  New.Block = &Graph->getEntry();
  New.Instance = instance(P, Call);
  New.Call = Call;
  P.Frames.push_back(std::move(New));
  for (unsigned I = 0; I < F->getNumParams() && I < Arguments.size(); ++I) {
    const ParmVarDecl *Parameter = F->getParamDecl(I);
    Val Place = variable(P, Parameter);
    S.name(Arguments[I].Bits, Arguments[I].Name);
    M.clear(P, *Place.Variable);
    M.store(P, {*Place.Variable, 0}, 0, Arguments[I].Bits);
  }
}

/// What a step takes, in Z3's units; and so many of them are copied in one, where a path becomes two.
static constexpr unsigned PerStep = 15, StepsPerUnit = 8;

bool Machine::step(PathState &P) {
  if (++P.Steps > W.Limits.StepsPerPath)
    unsupported(nullptr, "more than " + std::to_string(W.Limits.StepsPerPath) + " steps on one path");
  if (P.Done.Conditions.size() > W.Limits.Conditions)
    unsupported(nullptr, "more than " + std::to_string(W.Limits.Conditions) + " conditions on one path");
  if (W.Z.worked() - FirstEffort >= W.Limits.TotalEffort)
    unsupported(nullptr, W.Compared ? TooMuchEffort : "too much effort for the solver on all paths");
  if (W.Z.exhausted())
    unsupported(nullptr, TooMuchEffort);
  W.Z.charge(PerStep);
  ++TotalSteps;
  Frame &F = P.Frames.back();
  if (F.Block == &F.Graph->getExit())
    return leave(P);
  if (std::exchange(F.Arrived, false)) {
    if (isLeftOut(P))
      throw Stop{PathEnd::Covered, "both versions do the same from here on", {}};
    if (!arrive(P))
      return false;
  }
  if (F.Element >= F.Block->size()) {
    terminate(P);
    return true;
  }
  CFGElement Element = (*F.Block)[F.Element++];
  if (auto Code = Element.getAs<CFGStmt>()) {
    if (!W.Cfgs.unevaluated(F.Function).count(Code->getStmt()))
      execute(P, Code->getStmt());
  } else if (auto Due = Element.getAs<CFGCleanupFunction>())
    cleanUp(P, Due->getVarDecl(), Due->getFunctionDecl());
  return true;
}

/// At a block that was just entered.
bool Machine::isLeftOut(PathState &P) const {
  const Frame &F = P.Frames.back();
  return W.Same && P.Frames.size() == 1 && W.Same->count(F.Block->getBlockID()) && !hasParted(F);
}

void Machine::execute(PathState &P, const Stmt *Code) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(Code))
    return declare(P, Declaration);
  if (const auto *Return = dyn_cast<ReturnStmt>(Code)) {
    if (const Expr *Value = Return->getRetValue(); Value && !P.Frames.back().Function->getReturnType()->isVoidType())
      P.Frames.back().Returned = get(P, Value);
    return note(P, Step::Kind::Return, Return);
  }
  if (const auto *Asm = dyn_cast<GCCAsmStmt>(Code)) {
    if (!Asm->isAsmGoto())
      inlineAsm(P, Asm);
    return;
  }
  const auto *E = dyn_cast<Expr>(Code);
  if (!E)
    return;
  E = E->IgnoreParens();
  if (const auto *Cast = dyn_cast<CStyleCastExpr>(E); Cast && Cast->getType()->isVoidType())
    takeForGranted(P, Cast);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (call(P, Call))
      return; // a frame was pushed; its return gives the value
  if (isa<CallExpr>(E) && P.Frames.back().Values.find(E))
    return;
  if (isa<FloatingLiteral>(E)) // what uses one is told; a hint of __builtin_expect_with_probability() is not used
    return;
  Val Value = compute(P, E);
  if (isDeep(Value.Bits))
    Value.Bits = S.tidy(Value.Bits);
  requireOneTarget(E, Value);
  Value.Sequence = ++P.Sequence;
  P.Frames.back().Values.set(E, std::move(Value));
}

void Machine::declare(PathState &P, const DeclStmt *Declaration) {
  for (const Decl *D : Declaration->decls()) {
    const auto *Variable = dyn_cast<VarDecl>(D);
    if (!Variable || Variable->isStaticLocal() || Variable->hasExternalStorage())
      continue;
    if (!Variable->getType()->isConstantSizeType())
      unsupported(Declaration, "an array whose length is not a constant");
    Val Place = variable(P, Variable);
    if (Anywhere && P.Frames.size() == 1 && W.Cfgs.exposed(P.Frames.back().Function).count(Variable))
      unsupported(Declaration, "a local whose address is kept is made in a loop");
    M.clear(P, *Place.Variable);
    if (const Expr *Init = initialiser(Variable)) {
      initialise(P, Place, Variable->getType(), Init);
      if (Variable->getType()->isIntegralOrEnumerationType())
        note(P, Step::Kind::Assignment, Declaration);
    }
  }
}

bool Machine::leave(PathState &P) {
  Frame Left = std::move(P.Frames.back());
  P.Frames.pop_back();
  const bool Void = Left.Function->getReturnType()->isVoidType();
  const bool Reached = isUpto(Left.Function) && !within(P) && (Void || Left.Returned) && Left.Call;
  if (!W.Upto.empty() && P.Frames.empty())
    throw Gone{};
  if (Reached) {
    if (!Void)
      P.Done.Result = S.tidy(Left.Returned->Bits);
    end(P, PathEnd::Returned, "", Left.Call->getBeginLoc());
    return false;
  }
  if (P.Frames.empty()) {
    if (isNaked(Left.Function))
      throw Stop{PathEnd::Undecided, plainName(Left.Function) + "() is naked: it returns by its assembly",
                 Left.Function->getLocation()};
    if (!Void && !Left.Returned)
      throw Stop{PathEnd::Undefined, plainName(Left.Function) + "() ends without returning a value",
                 Left.Function->getEndLoc()};
    if (!Void)
      P.Done.Result = S.tidy(Left.Returned->Bits);
    end(P, PathEnd::Returned, "", {});
    return false;
  }
  if (!Left.Call) // a cleanup function
    return true;
  Val Value = Left.Returned ? *Left.Returned : constant(0, Context.IntTy);
  if (!Void && !Left.Returned)
    approximate(P, Left.Call, plainName(Left.Function) + "() ends without returning a value");
  if (!Void && !Left.Returned)
    Value = constant(0, Left.Function->getReturnType());
  Value.Sequence = ++P.Sequence;
  P.Frames.back().Values.set(Left.Call, std::move(Value));
  return true;
}

void Machine::jump(PathState &P, const CFGBlock *From, unsigned Successor) {
  const CFGBlock *To = Successor < From->succ_size() ? (From->succ_begin() + Successor)->getReachableBlock() : nullptr;
  if (!To && Successor < From->succ_size())
    To = (From->succ_begin() + Successor)->getPossiblyUnreachableBlock();
  if (!To)
    throw Stop{PathEnd::NoReturn, "it does not come back from here", {}};
  Frame &F = P.Frames.back();
  F.Values.keep(W.Cfgs.carried(F.Graph));
  F.CameFrom = From;
  F.CameByFirst = Successor == 0;
  F.Block = To;
  F.Element = 0;
  F.Arrived = true;
  if (++F.Visits[To] > W.Limits.Iterations)
    unsupported(From->getTerminatorStmt(),
                "a loop that runs more than " + std::to_string(W.Limits.Iterations) + " times");
}

void Machine::terminate(PathState &P) {
  const CFGBlock *Block = P.Frames.back().Block;
  const Stmt *Terminator = Block->getTerminatorStmt();
  if (Terminator && isa<IndirectGotoStmt>(Terminator)) // the graph has a block of its own for all of them
    unsupported(Terminator, "a computed goto");
  if (!Terminator || Block->succ_size() < 2)
    return jump(P, Block, 0);
  if (const auto *Switch = dyn_cast<SwitchStmt>(Terminator))
    return choose(P, Block, Switch);
  if (const auto *Asm = dyn_cast<GCCAsmStmt>(Terminator))
    return asmGoto(P, Block, Asm);
  if (Changed && Terminator == Changed->Guard)
    return jump(P, Block, 1);
  if (W.Cfgs.unevaluated(P.Frames.back().Function)
          .count(Terminator)) // nobody looks at what it is for; on, out of a loop
    return jump(P, Block, 1);
  const auto *Condition = Block->getLastCondition();
  if (!Condition)
    return jump(P, Block, 0);
  branch(P, Block, Condition);
}

/// Whether a block is in loops that all end where they come round: such a branch is not asked without end.
static bool allStandForRounds(const Widened &Known, Graphs &Cfgs, const FunctionDecl *F, const CFGBlock *Block) {
  std::set<const CFGBlock *> Heads;
  for (const auto &[Head, Changes] : Known.Loops)
    Heads.insert(Head);
  return Cfgs.headOf(F, Block, {}) && !Cfgs.headOf(F, Block, Heads);
}

void Machine::branch(PathState &P, const CFGBlock *Block, const Expr *Condition) {
  const z3::expr True = S.tidy(truth(get(P, Condition).Bits));
  if (True.is_true() || True.is_false()) {
    note(P, Step::Kind::Branch, Condition, "", True.is_true(), true);
    return jump(P, Block, True.is_true() ? 0 : 1);
  }
  const z3::expr False = True.is_not() ? True.arg(0) : !True;
  if (wraps(P, False)) { // nothing is decided here
    note(P, Step::Kind::Branch, Condition, "", true, true);
    return jump(P, Block, 0);
  }
  const bool MayBeTrue = feasible(P, True), MayBeFalse = feasible(P, False);
  if (MayBeTrue && MayBeFalse) {
    constexpr unsigned MostCounted = 100;
    const bool Ends = isa<ForStmt, WhileStmt, DoStmt>(Block->getTerminatorStmt());
    const bool Loop = Ends || P.Frames.back().Visits[Block] > 1;
    const unsigned Times = Loop ? ++P.Frames.back().Decisions[Block] : 0;
    const bool Often = Times > W.Limits.OpenIterations;
    if (Often && !W.Seek && !(Wide && allStandForRounds(*Wide, W.Cfgs, P.Frames.back().Function, Block))) {
      cutLoop(P, Block);
      unsupported(Block->getTerminatorStmt(), LoopBound + std::to_string(W.Limits.OpenIterations) + " times");
    }
    const OpenRounds Rounds = !Often                          ? OpenRounds::Few
                              : !Ends && Times <= MostCounted ? OpenRounds::Counted
                                                              : OpenRounds::Often;
    W.Z.charge(P.Done.Steps.size() / StepsPerUnit + P.Done.Calls.size() / 2);
    PathState Other = P;
    take(Other, Block, Condition, False, false);
    take(P, Block, Condition, True, true);
    if (Ends && W.Compared && !W.Seek) // what is cut short has walked few rounds of each loop, then, and not all of one
      std::swap(P, Other);
    return nearestFirst(P, std::move(Other), Rounds);
  }
  if (!MayBeTrue && !MayBeFalse)
    throw Stop{PathEnd::Undecided, "the solver could not decide a condition", Condition->getBeginLoc()};
  take(P, Block, Condition, MayBeTrue ? True : False, MayBeTrue);
}

/// One side of a branch.
void Machine::take(PathState &P, const CFGBlock *Block, const Expr *Condition, const z3::expr &Is, bool True) {
  assume(P, Is, true);
  note(P, Step::Kind::Branch, Condition, "", True);
  P.Done.Steps.back().Condition = P.Done.Conditions.size() - 1;
  jump(P, Block, True ? 0 : 1);
}

void Machine::choose(PathState &P, const CFGBlock *Block, const SwitchStmt *Switch) {
  Val Value = get(P, Switch->getCond());
  if (Block->succ_size() > W.Limits.Paths && !S.tidy(Value.Bits).is_numeral())
    unsupported(Switch, "a switch of more than " + std::to_string(W.Limits.Paths) + " cases");
  QualType Type = Switch->getCond()->getType();
  auto numeral = [&](const Expr *E) { return constant(E->EvaluateKnownConstInt(Context).getZExtValue(), Type).Bits; };
  z3::expr Rest = Z.bool_val(true);
  std::vector<std::pair<unsigned, z3::expr>> Ways;
  std::vector<std::string> Labels;
  int Default = -1;
  for (unsigned I = 0; I < Block->succ_size(); ++I) {
    const CFGBlock *To = (Block->succ_begin() + I)->getPossiblyUnreachableBlock();
    if (!To && (Block->succ_begin() + I)->getReachableBlock())
      To = (Block->succ_begin() + I)->getReachableBlock();
    const auto *Case = To ? dyn_cast_or_null<CaseStmt>(To->getLabel()) : nullptr;
    if (!Case) {
      Default = I;
      continue;
    }
    z3::expr Is = Value.Bits == numeral(Case->getLHS());
    if (Case->getRHS()) {
      z3::expr Low = numeral(Case->getLHS()), High = numeral(Case->getRHS());
      Is = Type->isSignedIntegerOrEnumerationType() ? (z3::sge(Value.Bits, Low) && z3::sle(Value.Bits, High))
                                                    : (z3::uge(Value.Bits, Low) && z3::ule(Value.Bits, High));
    }
    Ways.push_back({I, Is});
    Labels.push_back("case " + W.U.text(Case->getLHS()->getSourceRange()));
    if (Case->getRHS())
      Labels.back() += " ... " + W.U.text(Case->getRHS()->getSourceRange());
    Rest = Rest && !Is;
  }
  if (Default >= 0) {
    Ways.push_back({static_cast<unsigned>(Default), Rest});
    Labels.push_back("default");
  }
  std::vector<PathState> Cases;
  // The last way first: paths are taken from the end of the list, and are to come in the order of the text.
  for (size_t I = Ways.size(); I-- > 0;) {
    z3::expr Condition = S.tidy(Ways[I].second);
    if (Condition.is_false() || (!Condition.is_true() && !feasible(P, Condition)))
      continue;
    PathState Other = P;
    if (!Condition.is_true())
      assume(Other, Condition, true);
    note(Other, Step::Kind::Switch, Switch->getCond(), Labels[I], true, Condition.is_true());
    if (!Condition.is_true())
      Other.Done.Steps.back().Condition = Other.Done.Conditions.size() - 1;
    jump(Other, Block, Ways[I].first);
    Cases.push_back(std::move(Other));
  }
  if (Cases.empty())
    throw Stop{PathEnd::Undecided, "the solver could not decide a switch", Switch->getBeginLoc()};
  P = std::move(Cases.back());
  Cases.pop_back();
  for (PathState &Each : Cases)
    nearestFirst(P, std::move(Each));
}

} // namespace kverdict
