// Arithmetic in a guard that wraps in a state that the function then accepts.
//
//   static int read_range(u64 off, u64 len, u64 size)
//   {
//           if (off + len > size)       <- with off = 1 and len = ~0, this is 0
//                   return -EINVAL;
//
// A state is made of one that passes the guard: the operands are made so large that they wrap, and what they make is
// what it was. It is told only if the function still accepts that state, and refuses one in which an operand is
// smaller. Whether a caller can bring such values is not looked at.
#include "analysis/Check.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <map>
#include <optional>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// A comparison with a sum or a difference, and what happens if it is so: a return, or a jump.
struct Guard {
  const BinaryOperator *Compared;
  const BinaryOperator *Computed;
  const ReturnStmt *Refuses; ///< null for a jump
};

/// What the variables of a function are set to.
class Settings : public RecursiveASTVisitor<Settings> {
public:
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasInit())
      set(V, V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      set(variable(Op->getLHS()), Op->getOpcode() == BO_Assign ? Op->getRHS() : nullptr);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf)
      set(variable(Op->getSubExpr()), nullptr);
    return true;
  }

  /// Whether a parameter is what it was given.
  bool untouched(const VarDecl *V) const { return !All.count(V); }
  /// What a local is, wherever it is read; null if it is now this and now that.
  const Expr *always(const VarDecl *V) const {
    const auto It = All.find(V);
    return It != All.end() && It->second.size() == 1 && !isa<ParmVarDecl>(V) ? It->second[0] : nullptr;
  }
  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

private:
  void set(const VarDecl *V, const Expr *To) {
    if (V)
      All[V].push_back(To);
  }

  std::map<const VarDecl *, std::vector<const Expr *>> All;
};

class Guards : public RecursiveASTVisitor<Guards> {
public:
  Guards(const ASTContext &Context, const Settings &Set) : Context(Context), Set(Set) {}

  bool VisitIfStmt(IfStmt *S) {
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && !Block->body_empty())
      Then = Block->body_back();
    const auto *R = dyn_cast<ReturnStmt>(Then);
    if (R ? R->getRetValue() && writtenHere(Context, R->getReturnLoc()) : isa<GotoStmt>(Then))
      terms(S->getCond(), R);
    return true;
  }

  std::vector<Guard> All;

private:
  /// What alone is enough for the condition.
  void terms(const Expr *Condition, const ReturnStmt *R) {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Call = dyn_cast<CallExpr>(Condition); Call && Call->getNumArgs() == 2 && Call->getDirectCallee() &&
                                                          Call->getDirectCallee()->getName() == "__builtin_expect")
      return terms(Call->getArg(0), R);
    if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot)
      if (const auto *Twice = dyn_cast<UnaryOperator>(Not->getSubExpr()->IgnoreParenImpCasts());
          Twice && Twice->getOpcode() == UO_LNot)
        return terms(Twice->getSubExpr(), R);
    const auto *Two = dyn_cast<BinaryOperator>(Condition);
    if (!Two || !writtenHere(Context, Two->getOperatorLoc()))
      return;
    if (Two->getOpcode() == BO_LOr) {
      terms(Two->getLHS(), R);
      terms(Two->getRHS(), R);
    } else if (Two->isRelationalOp()) {
      const bool LeftIsMore = Two->getOpcode() == BO_GT || Two->getOpcode() == BO_GE;
      computed(Two, Two->getLHS(), LeftIsMore, R);
      computed(Two, Two->getRHS(), !LeftIsMore, R);
    }
  }

  /// What is refused for being more must not wrap to less, and the other way round. A local stands for what it is set
  /// to, if that is as wide.
  void computed(const BinaryOperator *Compared, const Expr *Side, bool IsMore, const ReturnStmt *R) {
    Side = Side->IgnoreParenImpCasts();
    if (const VarDecl *V = Settings::variable(Side))
      if (const Expr *Is = Set.always(V); Is && Context.getTypeSize(Is->getType()) == Context.getTypeSize(V->getType()))
        Side = Is->IgnoreParenImpCasts();
    const auto *Op = dyn_cast<BinaryOperator>(Side);
    if (!Op || !Op->getType()->isUnsignedIntegerType() || !writtenHere(Context, Op->getOperatorLoc()))
      return;
    if (Op->getOpcode() == (IsMore ? BO_Add : BO_Sub))
      All.push_back({Compared, Op, R});
  }

  const ASTContext &Context;
  const Settings &Set;
};

std::uint64_t masked(std::uint64_t Bits, unsigned Width) { return Width < 64 ? Bits & ((1ull << Width) - 1) : Bits; }

/// An operand whose value a state says.
struct Operand {
  std::string Place;
  Cell *Of;
};

class WrappingGuard : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "wrapping-guard",
        .About = "arithmetic in a guard that wraps in a state that the function then accepts",
        .Level = Severity::Warning,
        .Precision = "5 findings in 426 files of 6.12, all so, and harmless",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    static const llvm::Regex Arithmetic(
        "if \\([^;{]*([]a-z0-9_)] [+] [^;{]*[<>]|[<>]=? [^;{]*[+] |[]a-z0-9_)] - [^;{]*[<>]|[<>]=? [^;{]* - )"),
        OfALocal("[a-z0-9_]+ = [^;{]* [+-] [^;{]*;"), Compares("if \\([^;{]*[<>]");
    const StringRef Body = F.text().Body;
    return Body.contains("return ") && (Body.contains(" + ") || Body.contains(" - ")) &&
           (Arithmetic.match(Body) || (OfALocal.match(Body) && Compares.match(Body)));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl))
      return;
    Settings Set;
    Set.TraverseStmt(Decl->getBody());
    Guards In(F.unit().context(), Set);
    In.TraverseStmt(Decl->getBody());
    for (const Guard &Each : In.All)
      if (mayWrap(F, Each, Set))
        suspect(F, Each, Into);
  }

private:
  /// Whether the operands are places that a state says: parameters, and memory.
  static bool isPlace(const Expr *E, const Settings &Set) {
    E = E->IgnoreParenCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return isa<ParmVarDecl>(Ref->getDecl()) && Set.untouched(cast<ParmVarDecl>(Ref->getDecl()));
    return isa<MemberExpr>(E);
  }

  static bool mayWrap(const FunctionView &F, const Guard &G, const Settings &Set) {
    const auto Wide = [&](const Expr *E) {
      return isPlace(E, Set) && F.unit().context().getTypeSize(E->IgnoreParenImpCasts()->getType()) >=
                                    F.unit().context().getTypeSize(G.Computed->getType());
    };
    Expr::EvalResult Is;
    const bool Left = Wide(G.Computed->getLHS()), Right = Wide(G.Computed->getRHS());
    return Left && (Right || G.Computed->getRHS()->EvaluateAsInt(Is, F.unit().context()));
  }

  /// By its return; behind a jump, by an error.
  static bool refused(const FunctionView &F, const Guard &G, const Row &R) {
    if (R.End != RunEnd::Returned || !R.State || !R.Result.Width)
      return false;
    if (G.Refuses) {
      const SourcePlace At = F.unit().place(G.Refuses->getBeginLoc());
      return R.At.File == At.File && R.At.Line == At.Line;
    }
    return isError(R.Result) &&
           std::count(R.Conditions.begin(), R.Conditions.end(), F.unit().text(G.Compared->getSourceRange()));
  }

  static bool isError(const Value &Is) {
    return (Is.Pointer || Is.Signed) && Is.asSigned() < 0 && Is.asSigned() >= -4095;
  }

  /// A verdict that is no error, no null, and not what a guard says that refuses.
  static bool accepted(const Row &R, const std::vector<const Row *> &Refused) {
    if (R.End != RunEnd::Returned || !R.State || !R.Result.Width ||
        std::any_of(Refused.begin(), Refused.end(), [&](const Row *Each) { return Each->Result == R.Result; }))
      return false;
    return R.Result.Pointer ? !isError(R.Result) && R.Result.asSigned() : !R.Result.Signed || R.Result.asSigned() >= 0;
  }

  static std::optional<Operand> find(Situation &In, const FunctionView &F, const Expr *E) {
    const std::string Place = F.unit().text(E->IgnoreParenCasts()->getSourceRange());
    for (std::vector<Cell> &Argument : In.Concrete.Start.Arguments)
      for (Cell &Each : Argument)
        if (Each.Place == Place)
          return Operand{Place, &Each};
    for (Cell &Each : In.Concrete.Start.Memory)
      if (Each.Place == Place && !Each.BitOffset)
        return Operand{Place, &Each};
    return std::nullopt;
  }

  static void set(Situation &In, const Operand &O, std::uint64_t To) {
    O.Of->Value = masked(To, O.Of->Width);
    O.Of->Shown = "0x" + llvm::utohexstr(O.Of->Value, true);
    for (Binding &Each : In.Shown)
      if (Each.Place == O.Place) {
        Each.Value = O.Of->Shown;
        return;
      }
    In.Shown.insert(In.Shown.begin(), {O.Place, O.Of->Shown});
  }

  /// Where less than nothing is refused, nothing is.
  static void askForSome(Situation &In, const FunctionView &F, const Guard &G) {
    for (const Expr *Side : {G.Compared->getLHS(), G.Compared->getRHS()})
      if (const auto Least = find(In, F, Side); Least && Least->Of->Value == 0)
        set(In, *Least, 1);
  }

  /// The state with operands that wrap, and make what they made before (a difference: the most that there is).
  static std::optional<Situation> wrapped(const FunctionView &F, const Guard &G, const Situation &From,
                                          std::uint64_t Large) {
    Situation Out = From;
    const unsigned Width = F.unit().context().getTypeSize(G.Computed->getType());
    const auto Left = find(Out, F, G.Computed->getLHS());
    const auto Right = find(Out, F, G.Computed->getRHS());
    if (!Left || Left->Of->Width != Width || (Right && (Right->Of->Width != Width || Right->Of == Left->Of)))
      return std::nullopt;
    const std::uint64_t A = Left->Of->Value;
    if (!Right) {
      Expr::EvalResult Is;
      if (!G.Computed->getRHS()->EvaluateAsInt(Is, F.unit().context()))
        return std::nullopt;
      const std::uint64_t By = Is.Val.getInt().getExtValue();
      set(Out, *Left, G.Computed->getOpcode() == BO_Sub ? By - 1 : masked(0 - By, Width));
      return By ? std::optional(Out) : std::nullopt;
    }
    if (G.Computed->getOpcode() == BO_Sub) {
      set(Out, *Right, A + Large);
      askForSome(Out, F, G);
      return Right->Of->Value > A ? std::optional(Out) : std::nullopt;
    }
    const std::uint64_t Sum = masked(A + Right->Of->Value, Width), More = masked(0 - Large, Width);
    if (More <= Sum)
      return std::nullopt;
    set(Out, *Left, More);
    set(Out, *Right, Sum - More);
    return Out;
  }

  /// The same with one operand altered so that nothing wraps: a sum is the most that there is, a difference nothing.
  static std::optional<Situation> straight(const FunctionView &F, const Guard &G, const Situation &From,
                                           Binding &Told) {
    Situation Out = From;
    const auto Left = find(Out, F, G.Computed->getLHS()), Right = find(Out, F, G.Computed->getRHS());
    Expr::EvalResult Is;
    if (!Left || (!Right && !G.Computed->getRHS()->EvaluateAsInt(Is, F.unit().context())))
      return std::nullopt;
    const bool Difference = G.Computed->getOpcode() == BO_Sub;
    const std::uint64_t By = Right ? Right->Of->Value : Is.Val.getInt().getExtValue();
    const Operand &Other = Difference && Right ? *Right : *Left;
    set(Out, Other, !Difference ? ~By : Right ? Left->Of->Value : By);
    Told = {Other.Place, Other.Of->Shown};
    return Out;
  }

  static bool passes(const Row &R, const std::string &Condition) {
    return std::any_of(R.Conditions.begin(), R.Conditions.end(), [&](const std::string &Each) {
      return Each.starts_with("!(") && Each.find(Condition) != std::string::npos;
    });
  }

  void suspect(FunctionView &F, const Guard &G, std::vector<Candidate> &Into) const {
    const std::string Condition = F.unit().text(G.Compared->getSourceRange());
    const Table &All = F.table();
    std::vector<const Row *> Refused;
    for (const Row &R : All.Rows)
      if (refused(F, G, R))
        Refused.push_back(&R);
    for (const Row &R : All.Rows)
      if (!Refused.empty() && accepted(R, Refused) && passes(R, Condition))
        for (const std::uint64_t Large : {0x1ull, 0x1000ull, 0x200000ull})
          if (const auto In = wrapped(F, G, *R.State, Large);
              In && F.returns(In->Concrete, R.Result) && tell(F, G, R, *In, Refused, Into))
            return;
  }

  /// Not if what does not wrap passes as well.
  bool tell(FunctionView &F, const Guard &G, const Row &R, const Situation &In, const std::vector<const Row *> &Refused,
            std::vector<Candidate> &Into) const {
    Binding Told;
    const auto Less = straight(F, G, In, Told);
    const Row *No = Less ? F.row(Less->Concrete) : nullptr;
    if (!No || std::none_of(Refused.begin(), Refused.end(), [&](const Row *Each) { return Each->Path == No->Path; }))
      return false;
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(G.Compared->getOperatorLoc());
    C.Code = F.unit().text(G.Compared->getSourceRange());
    C.What.Message = "Can `" + F.unit().text(G.Computed->getSourceRange()) +
                     "` wrap? It does in this state, which is accepted; with " + Told.Place + " = " + Told.Value +
                     " it does not, and " + F.name() + "() returns " + No->Verdict + ".";
    C.What.Witness = In.Shown;
    C.What.Calls = In.Calls;
    C.What.Verdict = "returns " + R.Verdict;
    Does Claim{F.name(), In, {RunEnd::Returned, R.Result}};
    Claim.Beside.push_back({F.name(), *Less, {RunEnd::Returned, No->Result}});
    C.Is = std::move(Claim);
    Into.push_back(std::move(C));
    return true;
  }
};

} // namespace

std::shared_ptr<const Check> makeWrappingGuard() { return std::make_shared<WrappingGuard>(); }

} // namespace kverdict
