#include "compare/Callers.h"

#include "parse/Callees.h"
#include "simulate/Simulator.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

using namespace clang;

namespace kverdict {
namespace {

/// How often, and where, a function stands in another one.
struct Uses : RecursiveASTVisitor<Uses> {
  explicit Uses(const std::string &Of) : Of(Of) {}
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    const auto *F = dyn_cast<FunctionDecl>(E->getDecl());
    Count += F && plainName(F) == Of;
    return true;
  }
  bool VisitStmt(Stmt *S) {
    Repeats |= isa<ForStmt, WhileStmt, DoStmt, GotoStmt, IndirectGotoStmt>(S);
    return true;
  }
  const std::string &Of;
  unsigned Count = 0;
  bool Repeats = false; ///< what stands there may run more than once
};

Uses usesIn(const FunctionDecl *In, const std::string &Of) {
  Uses Found(Of);
  Found.TraverseStmt(In->getBody());
  return Found;
}

/// Whether a function sets a place, in these words.
struct Sets : RecursiveASTVisitor<Sets> {
  Sets(const Unit &U, const std::string &Place) : U(U), Place(Place) {}
  bool VisitBinaryOperator(BinaryOperator *E) {
    Found |= E->getOpcode() == BO_Assign && U.text(E->getLHS()->getSourceRange()) == Place;
    return !Found;
  }
  const Unit &U;
  const std::string &Place;
  bool Found = false;
};

/// What must be supposed of a call for a state to come up that a caller leads to: that it changes what was looked at,
/// or takes away a pointer that the caller has put there. Empty if nothing.
std::string supposed(const Unit &U, const FunctionDecl *From, const Difference &D) {
  for (const Situation *In : {&D.NewState, &D.OldState})
    if (!In->Assumed.empty())
      return In->Assumed;
  if (D.NewEnd != RunEnd::Undefined)
    return "";
  for (const CallOutcome &Call : D.NewState.Concrete.Calls)
    for (const Cell &Each : Call.Writes)
      if (Each.Value == 0 && Each.Shown == "NULL") {
        Sets Looks(U, Each.Place);
        Looks.TraverseStmt(From->getBody());
        if (Looks.Found)
          return "only if " + Call.Callee + "() takes " + Each.Place + " away again";
      }
  const bool Unset = D.Why == UndefinedKind::Uninitialised || D.Why == UndefinedKind::NoResult;
  return D.Guarded || Unset ? "" : "only in a state that no test of " + plainName(From) + "() keeps apart";
}

std::string typeOf(const FunctionDecl *F) { return F->getReturnType().getCanonicalType().getAsString(); }

/// What a run from there leads to: what the callee returns at its first call.
Run ledTo(const Unit &U, const Rules &R, const std::string &From, const std::string &Callee, const Situation &In) {
  Simulator Sim(U, R.Models);
  Sim.stopBehind(Callee);
  return Sim.run(From, In.Concrete);
}

/// Whether the callee decides otherwise in the state in which its caller does.
bool leadsThere(VersionPair &Pair, const Rules &R, const std::string &From, const std::string &Callee,
                const Difference &D) {
  const Run Was = ledTo(Pair.oldUnit(), R, From, Callee, D.OldState);
  const Run Is = ledTo(Pair.newUnit(), R, From, Callee, D.NewState);
  auto ends = [](const Run &Each) { return Each.End == RunEnd::Returned || Each.End == RunEnd::Undefined; };
  return ends(Was) && ends(Is) && (Was.End != Is.End || (Was.End == RunEnd::Returned && !(Was.Result == Is.Result)));
}

class Asking {
public:
  Asking(VersionPair &Pair, const Rules &R, const std::string &Callee, std::uint64_t MostEffort, std::uint64_t &Spent)
      : Pair(Pair), R(R), Callee(Callee), Spent(Spent) {
    Limits.MostEffort = MostEffort;
    Limits.PerDirection = 1;
    Limits.EffectsBeside = Limits.TellOfBoth = false;
  }

  void ask(Caller &Of, bool Verdict) {
    Of.Reason = unreadable(Of.Function);
    if (!Of.Reason.empty())
      return;
    CompareLimits Reaching = Limits;
    Reaching.Upto = Callee;
    const Comparison C = compare(Of.Function, Reaching);
    const auto Sure = std::find_if(C.Differences.begin(), C.Differences.end(),
                                   [&](const Difference &D) { return guess(Of.Function, D).empty(); });
    if (Sure != C.Differences.end()) {
      Of.What = Caller::Kind::Reaches;
      Of.There = *Sure;
      if (Verdict)
        askVerdict(Of);
      return;
    }
    Of.Reason = open(Of.Function, C);
    if (Of.Reason.empty())
      Of.Reason = again(Of.Function);
    if (Of.Reason.empty())
      Of.What = Caller::Kind::Never;
  }

private:
  Comparison compare(const std::string &Function, const CompareLimits &With) {
    Comparison C = Pair.compare(Function, With);
    Spent += Pair.spent();
    return C;
  }

  std::string unreadable(const std::string &Function) const {
    for (const Unit *U : {&Pair.oldUnit(), &Pair.newUnit()})
      for (const std::string &Name : {Function, Callee})
        if (!U->definition(Name))
          return "the body of " + Name + "() could not be read";
    if (typeOf(Pair.oldUnit().definition(Callee)) != typeOf(Pair.newUnit().definition(Callee)))
      return Callee + "() returns another type";
    return "";
  }

  /// What a difference of a caller rests on that is not known; empty if nothing.
  std::string guess(const std::string &Function, const Difference &D) const {
    return D.Guessed.empty() ? supposed(Pair.newUnit(), Pair.newUnit().definition(Function), D) : D.Guessed[0].Text;
  }

  /// Why it is not known that no state leads there.
  std::string open(const std::string &Function, const Comparison &C) const {
    if (!C.Differences.empty())
      return guess(Function, C.Differences[0]);
    if (!C.Reason.empty() || C.What != Change::Equivalent)
      return C.Reason.empty() ? "it was not settled" : C.Reason;
    return C.Assumptions.empty() ? "" : "only if " + assumedText(C.Assumptions);
  }

  /// Why a later call than the first one may lead there.
  std::string again(const std::string &Function) const {
    const Uses Found = usesIn(Pair.newUnit().definition(Function), Callee);
    if (!Found.Count)
      return "it does not call " + Callee + "() by its name";
    const bool Once = Found.Count == 1 && !Found.Repeats;
    return Once ? "" : "it may call " + Callee + "() more than once, and only the first call was followed";
  }

  /// What the caller makes of it.
  void askVerdict(Caller &Of) {
    CompareLimits Whole = Limits;
    Whole.LookForSameCode = false; // the callee is another
    const Comparison C = compare(Of.Function, Whole);
    for (const Difference &D : C.Differences)
      if (guess(Of.Function, D).empty() && D.OldEnd == RunEnd::Returned &&
          leadsThere(Pair, R, Of.Function, Callee, D)) {
        Of.Own = D;
        return;
      }
    Of.Same = C.What == Change::Equivalent && C.Assumptions.empty();
  }

  VersionPair &Pair;
  const Rules &R;
  const std::string Callee;
  std::uint64_t &Spent;
  CompareLimits Limits;
};

} // namespace

Caller askCaller(VersionPair &Pair, const Rules &R, const std::string &Function, const std::string &Callee,
                 std::uint64_t MostEffort, std::uint64_t &Spent, bool Verdict) {
  Caller Out;
  Out.Function = Function;
  Asking(Pair, R, Callee, MostEffort, Spent).ask(Out, Verdict);
  return Out;
}

std::string othersMayCall(const Unit &U, const std::string &Function) {
  const FunctionDecl *F = declared(U, Function); // a body that was read apart has another linkage
  const SourceManager &Sources = U.context().getSourceManager();
  const bool Own = F && !F->isExternallyVisible() && Sources.isInMainFile(Sources.getFileLoc(F->getLocation()));
  return Own ? "" : OtherFiles;
}

bool turnsAround(const Unit &Old, const Unit &New, const std::string &Function) {
  const FunctionDecl *Was = Old.definition(Function), *Is = New.definition(Function);
  if (!Was || !Is)
    return false;
  const QualType Before = Was->getReturnType(), Now = Is->getReturnType();
  return (Before->isBooleanType() && Now->isSignedIntegerType()) ||
         (Before->isSignedIntegerType() && Now->isBooleanType());
}

std::string returnType(const Unit &U, const std::string &Function) {
  return U.definition(Function)->getReturnType().getAsString();
}

} // namespace kverdict
