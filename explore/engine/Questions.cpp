// Names of opaque calls in an exploration of one version. The same question in the same memory has the same answer, in
// a contract as in the function. In the function, a call that may have written nothing that is known of may still have
// changed what the callee keeps to itself: there the second of two equal questions has an answer of its own, and what
// rests on the two being different is told (explore/witness/Guesses.h).
#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Stmt.h>

#include <numeric>

using namespace clang;

namespace kverdict {

/// What is known of the memory behind a pointer.
std::string Machine::pointedKey(PathState &P, const z3::expr &Pointer) {
  const RegionId Id = M.locate(Pointer, "", QualType()).Region;
  std::string Key = "@" + std::to_string(M.epoch(P, Id));
  if (auto It = P.Stores.find(Id); It != P.Stores.end())
    for (const auto &[Bit, Cell] : It->second)
      Key += "," + std::to_string(Bit) + "." + std::to_string(Cell.Width) + "=" + std::to_string(S.keep(Cell.Term));
  return Key;
}

/// What is known of all memory that outlives the function, beyond what it held at entry.
std::string Machine::memoryKey(const PathState &P) {
  std::string Key = situationKey(P);
  for (const auto &[Id, When] : P.Epochs)
    if (When && M.outlives(Id))
      Key += ";" + std::to_string(Id) + "@" + std::to_string(When);
  return Key;
}

unsigned Machine::storesSoFar(const PathState &P) const {
  return std::accumulate(P.StoreCounts.begin(), P.StoreCounts.end(), 0u, [&](unsigned Sum, const auto &Each) {
    return Sum + (M.outlives(Each.first) ? Each.second : 0);
  });
}

/// Same: it gives the same answer again, whatever was done in between that its words do not say.
std::string Machine::question(PathState &P, OpaqueCall &Call, const std::string &Words, bool Same) {
  Call.Contract = Contract;
  Call.Asked = S.epoch(Words);
  Call.Stores = storesSoFar(P);
  const auto Before = std::count_if(P.Done.Calls.begin(), P.Done.Calls.end(),
                                    [&](const OpaqueCall &Each) { return Each.Asked == Call.Asked; });
  return Same || Contract || !Before ? Words : Words + "#" + std::to_string(Before);
}

std::string Machine::callQuestion(PathState &P, const CallExpr *E, OpaqueCall &Call) {
  std::string Words = (Call.Pure ? "pure:" : "call:") + Call.Callee, Reached;
  if (!E->getDirectCallee())
    Words += std::to_string(S.keep(S.tidy(get(P, E->getCallee()).Bits)));
  unsigned Position = 0;
  for (const Expr *Argument : E->arguments()) {
    const z3::expr &Bits = Call.Arguments[Position++];
    Words += ":" + std::to_string(S.keep(Bits));
    if (Argument->getType()->isPointerType())
      Reached += pointedKey(P, Bits);
  }
  Call.Reached = S.epoch("reached:" + Reached);
  return question(P, Call, Words + Reached + (Call.Pure ? "" : memoryKey(P)), Call.Pure);
}

/// None if it has no value here: it is told by its text.
std::optional<Val> Machine::valueOf(PathState &P, const Expr *E) {
  try {
    return get(P, E);
  } catch (const Stop &) {
    return std::nullopt;
  }
}

/// Assembly that is not volatile computes its outputs from its inputs; asm goto without outputs asks how the kernel was
/// set up.
std::string Machine::asmQuestion(PathState &P, const GCCAsmStmt *E, OpaqueCall &Call) {
  std::string Words = "asm:" + E->getAsmString(), Reached;
  bool Memory = E->isVolatile();
  auto input = [&](const Expr *From) {
    const std::optional<Val> Known = valueOf(P, From);
    if (!Known) {
      Words += "/" + W.U.text(From->getSourceRange());
      return;
    }
    const Val &Value = *Known;
    const z3::expr Bits = S.tidy(Value.Bits);
    Words += "/" + std::to_string(S.keep(Bits));
    if (Value.IsPlace || From->getType()->isPointerType())
      Reached += pointedKey(P, Bits);
    Memory |= Value.IsPlace;
  };
  for (unsigned I = 0; I < E->getNumOutputs(); ++I) {
    Words += "/" + E->getOutputConstraint(I);
    if (E->isOutputPlusConstraint(I))
      input(E->getOutputExpr(I));
  }
  for (unsigned I = 0; I < E->getNumInputs(); ++I) {
    Words += "/" + E->getInputConstraint(I);
    input(E->getInputExpr(I));
  }
  Call.Reached = S.epoch("reached:" + Reached);
  const bool Setup = E->isAsmGoto() && E->getNumOutputs() == 0;
  if (Setup)
    return question(P, Call, Words, true);
  return question(P, Call, Words + Reached + (Memory ? memoryKey(P) : ""), !E->isVolatile());
}

} // namespace kverdict
