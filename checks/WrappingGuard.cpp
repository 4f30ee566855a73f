// Arithmetic in a guard that wraps in a state that the function then accepts.
//
//   static int read_range(u64 off, u64 len, u64 size)
//   {
//           if (off + len > size)       <- with off = 1 and len = ~0, this is 0
//                   return -EINVAL;
//
// The same of a product, also as an argument (`access_ok(ptr, n * size)`), and of a value of which a conversion cuts
// off bits, or changes the sign (`int n = len; if (n > max)`).
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

#include <bit>
#include <map>
#include <optional>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// A comparison or a call that settles a condition, with a sum, a difference, a product or a conversion in it, and what
/// happens if it is so: a return, or a jump.
struct Guard {
  const Expr *Tested;
  const Expr *Computed;      ///< a BinaryOperator, or what is converted
  const ReturnStmt *Refuses; ///< null for a jump
  QualType As = {};          ///< of a conversion: to what
  bool Less = false;         ///< what is less is refused
  SourceLocation at() const {
    const auto *Two = dyn_cast<BinaryOperator>(Tested);
    return Two ? Two->getOperatorLoc() : Tested->getBeginLoc();
  }
  const BinaryOperator *arithmetic() const { return As.isNull() ? dyn_cast<BinaryOperator>(Computed) : nullptr; }
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
    if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot) {
      const Expr *Inner = Not->getSubExpr()->IgnoreParenImpCasts();
      if (const auto *Twice = dyn_cast<UnaryOperator>(Inner); Twice && Twice->getOpcode() == UO_LNot)
        return terms(Twice->getSubExpr(), R);
      return called(Condition, Inner, R);
    }
    const auto *Two = dyn_cast<BinaryOperator>(Condition);
    if (!Two)
      return called(Condition, Condition, R);
    if (!writtenHere(Context, Two->getOperatorLoc()))
      return;
    if (Two->getOpcode() == BO_LOr) {
      terms(Two->getLHS(), R);
      terms(Two->getRHS(), R);
    } else if (Two->getOpcode() == BO_LAnd) { // either may be the last to be asked
      callsIn(Two->getLHS(), R);
      callsIn(Two->getRHS(), R);
    } else if (Two->isRelationalOp()) {
      const bool LeftIsMore = Two->getOpcode() == BO_GT || Two->getOpcode() == BO_GE;
      for (const auto &[Side, IsMore] : {std::pair(Two->getLHS(), LeftIsMore), std::pair(Two->getRHS(), !LeftIsMore)}) {
        computed(Two, Side, IsMore, R);
        converted(Two, Side, IsMore, R);
      }
    }
  }

  void callsIn(const Expr *Condition, const ReturnStmt *R) {
    Condition = Condition->IgnoreParenImpCasts();
    const auto *Not = dyn_cast<UnaryOperator>(Condition);
    if (Not && Not->getOpcode() == UO_LNot)
      called(Condition, Not->getSubExpr()->IgnoreParenImpCasts(), R);
  }

  /// A product that is handed over: a callee that looks at it refuses what is more.
  void called(const Expr *Tested, const Expr *Inner, const ReturnStmt *R) {
    if (const auto *Choice = dyn_cast<StmtExpr>(Inner); Choice && !Choice->getSubStmt()->body_empty())
      if (const auto *Last = dyn_cast<Expr>(Choice->getSubStmt()->body_back()))
        Inner = Last->IgnoreParenImpCasts();
    const auto *Call = dyn_cast<CallExpr>(Inner);
    if (!Call || !Call->getDirectCallee())
      return;
    for (const Expr *Each : Call->arguments()) {
      const auto *Op = dyn_cast<BinaryOperator>(Each->IgnoreParenCasts());
      if (Op && Op->getOpcode() == BO_Mul && Op->getType()->isUnsignedIntegerType() &&
          writtenHere(Context, Op->getOperatorLoc()))
        All.push_back({Tested, Op, R});
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
    if (Op->getOpcode() == (IsMore ? BO_Add : BO_Sub) || (IsMore && Op->getOpcode() == BO_Mul))
      All.push_back({Compared, Op, R, {}, !IsMore});
  }

  /// What is refused for being more must not lose bits, nor become less than nothing; what is refused for being less
  /// must not become more by losing its sign. A local stands for what it is set to.
  void converted(const BinaryOperator *Compared, const Expr *Side, bool IsMore, const ReturnStmt *R) {
    if (const VarDecl *V = Settings::variable(Side))
      if (const Expr *Is = Set.always(V))
        conversion(Compared, Is, V->getType(), IsMore, R);
    for (Side = Side->IgnoreParens(); const auto *Cast = dyn_cast<CastExpr>(Side);
         Side = Cast->getSubExpr()->IgnoreParens())
      if (Cast->getCastKind() == CK_IntegralCast)
        conversion(Compared, Cast->getSubExpr(), Cast->getType(), IsMore, R);
  }

  void conversion(const BinaryOperator *Compared, const Expr *From, QualType To, bool IsMore, const ReturnStmt *R) {
    while (const auto *Cast = dyn_cast<ImplicitCastExpr>(From->IgnoreParens()))
      From = Cast->getSubExpr();
    From = From->IgnoreParens();
    const QualType Is = From->getType();
    if (!Is->isIntegerType() || !To->isIntegerType() || Is->isBooleanType() || To->isBooleanType() ||
        From->isIntegerConstantExpr(Context))
      return;
    const unsigned Was = Context.getTypeSize(Is), Width = Context.getTypeSize(To);
    const bool Cut = Width < Was, Negative = Width == Was && Is->isUnsignedIntegerType() && To->isSignedIntegerType(),
               Huge = Is->isSignedIntegerType() && To->isUnsignedIntegerType() && Width >= Was;
    // A limit that is less than nothing is somebody else's mistake.
    const bool OfConstant = Compared->getLHS()->isEvaluatable(Context) || Compared->getRHS()->isEvaluatable(Context);
    if (IsMore ? Cut || Negative : Huge && OfConstant)
      All.push_back({Compared, From, R, To, !IsMore});
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
    static const llvm::Regex Compares("if \\([^;{]*[<>]"), Product("if \\([^;{]*\\([^;{]* [*] ");
    const StringRef Body = F.text().Body;
    return Body.contains("return ") && (Compares.match(Body) || (Body.contains(" * ") && Product.match(Body)));
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
    const BinaryOperator *Op = G.arithmetic();
    if (!Op)
      return isPlace(G.Computed, Set);
    const auto Wide = [&](const Expr *E) {
      return isPlace(E, Set) && F.unit().context().getTypeSize(E->IgnoreParenImpCasts()->getType()) >=
                                    F.unit().context().getTypeSize(Op->getType());
    };
    return (Wide(Op->getLHS()) && (Wide(Op->getRHS()) || constant(F, Op->getRHS()))) ||
           (Op->getOpcode() == BO_Mul && constant(F, Op->getLHS()) && Wide(Op->getRHS()));
  }

  static std::optional<std::uint64_t> constant(const FunctionView &F, const Expr *E) {
    Expr::EvalResult Is;
    if (!E->EvaluateAsInt(Is, F.unit().context()) || Is.Val.getInt().getActiveBits() > 64)
      return std::nullopt;
    return Is.Val.getInt().extOrTrunc(64).getZExtValue();
  }

  /// Whether a row leads by the guard: to its return; behind a jump, that the condition was so.
  static bool leaves(const FunctionView &F, const Guard &G, const Row &R) {
    if (!G.Refuses)
      return std::count(R.Conditions.begin(), R.Conditions.end(), F.unit().text(G.Tested->getSourceRange()));
    const SourcePlace At = F.unit().place(G.Refuses->getBeginLoc());
    return R.At.File == At.File && R.At.Line == At.Line;
  }

  /// Behind a jump, only an error is a refusal.
  static bool refused(const FunctionView &F, const Guard &G, const Row &R) {
    return R.End == RunEnd::Returned && R.State && R.Result.Width && leaves(F, G, R) &&
           (G.Refuses || isError(R.Result));
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

  /// Where less than nothing is refused, nothing is; and where there is room for nothing, nothing fits.
  static void askForSome(Situation &In, const FunctionView &F, const Guard &G, std::uint64_t Some = 1) {
    const auto *Two = dyn_cast<BinaryOperator>(G.Tested);
    for (const Expr *Side : Two ? std::vector{Two->getLHS(), Two->getRHS()} : std::vector<Expr *>())
      if (const auto Least = find(In, F, Side); Least && Least->Of->Value < Some)
        set(In, *Least, Some);
  }

  /// Operands of arithmetic: a place, and another one or a number. Of a product, the place may stand behind the number.
  struct Operands {
    Operand Left;
    std::optional<Operand> Right;
    std::uint64_t By; ///< the right one's value
    unsigned Width;
  };

  static std::optional<Operands> operands(Situation &In, const FunctionView &F, const BinaryOperator *Op) {
    const Expr *L = Op->getLHS(), *R = Op->getRHS();
    if (Op->getOpcode() == BO_Mul && constant(F, L))
      std::swap(L, R);
    const unsigned Width = F.unit().context().getTypeSize(Op->getType());
    const auto Left = find(In, F, L), Right = find(In, F, R);
    const auto Number = Right ? Right->Of->Value : constant(F, R);
    if (!Left || Left->Of->Width != Width || !Number || (Right && (Right->Of->Width != Width || Right->Of == Left->Of)))
      return std::nullopt;
    return Operands{*Left, Right, masked(*Number, Width), Width};
  }

  /// The state with operands that wrap, and make what they made before (a difference: the most that there is; a
  /// product: little), or with a value that is converted to another one.
  static std::optional<Situation> wrapped(const FunctionView &F, const Guard &G, const Situation &From,
                                          std::uint64_t Large) {
    Situation Out = From;
    const BinaryOperator *Op = G.arithmetic();
    if (!Op)
      return convert(Out, F, G, Large) ? std::optional(Out) : std::nullopt;
    const auto Of = operands(Out, F, Op);
    if (!Of)
      return std::nullopt;
    const std::uint64_t A = Of->Left.Of->Value, B = Of->By;
    bool Done = false;
    if (Op->getOpcode() == BO_Mul) {
      Done = multiply(Out, F, G, *Of, Large);
    } else if (!Of->Right) {
      set(Out, Of->Left, Op->getOpcode() == BO_Sub ? B - 1 : 0 - B);
      Done = B != 0;
    } else if (Op->getOpcode() == BO_Sub) {
      set(Out, *Of->Right, A + Large);
      askForSome(Out, F, G);
      Done = Of->Right->Of->Value > A;
    } else if (const std::uint64_t Sum = masked(A + B, Of->Width), More = masked(0 - Large, Of->Width); More > Sum) {
      set(Out, Of->Left, More);
      set(Out, *Of->Right, Sum - More);
      Done = true;
    }
    return Done ? std::optional(Out) : std::nullopt;
  }

  /// A product that is 0, or what it was; or the least that wraps, with room for it.
  static bool multiply(Situation &In, const FunctionView &F, const Guard &G, const Operands &Of, std::uint64_t Large) {
    const std::uint64_t By = Of.Right ? std::max<std::uint64_t>(2, Large) : Of.By, Most = masked(~0ull, Of.Width);
    const unsigned Zeros = By ? std::countr_zero(By) : 0;
    if (By < 2 || By > Most / 2)
      return false;
    if (Of.Right) {
      set(In, *Of.Right, By);
      set(In, Of.Left, Most / By + 1);
    } else if (Zeros && Large == 1) {
      set(In, Of.Left, Of.Left.Of->Value + (Most >> Zeros) + 1);
    } else {
      set(In, Of.Left, Most / By + 1);
      askForSome(In, F, G, By);
    }
    return true;
  }

  static bool convert(Situation &In, const FunctionView &F, const Guard &G, std::uint64_t Large) {
    const auto Of = find(In, F, G.Computed);
    const unsigned Width = F.unit().context().getTypeSize(G.As);
    if (!Of)
      return false;
    if (G.Less)
      set(In, *Of, 0 - Large);
    else if (Width < Of->Of->Width)
      set(In, *Of, masked(Of->Of->Value, Width) + masked(Large << Width, Of->Of->Width));
    else
      set(In, *Of, 0 - Large);
    return true;
  }

  /// The same with one operand altered so that nothing wraps: a sum and a product are the most that there is, a
  /// difference nothing, and what is converted is the most or the least that stays what it is.
  static std::optional<Situation> straight(const FunctionView &F, const Guard &G, const Situation &From,
                                           Binding &Told) {
    Situation Out = From;
    const BinaryOperator *Op = G.arithmetic();
    const auto Of = Op ? operands(Out, F, Op) : std::nullopt;
    const auto Converted = Op ? std::nullopt : find(Out, F, G.Computed);
    if (!Of && !Converted)
      return std::nullopt;
    Operand Other = Of ? Of->Left : *Converted;
    std::uint64_t To = 0;
    if (Converted && !G.Less)
      To = masked(~0ull, F.unit().context().getTypeSize(G.As)) >> (G.As->isSignedIntegerType() ? 1 : 0);
    else if (Of && Op->getOpcode() == BO_Add)
      To = ~Of->By;
    else if (Of && Op->getOpcode() == BO_Mul)
      To = masked(~0ull, Of->Width) / std::max<std::uint64_t>(Of->By, 1);
    else if (Of && Of->Right)
      To = Of->Left.Of->Value, Other = *Of->Right;
    else if (Of)
      To = Of->By;
    set(Out, Other, To);
    Told = {Other.Place, Other.Of->Shown};
    return Out;
  }

  /// What a callee tests has conditions of its own.
  static bool passes(const Guard &G, const Row &R, const std::string &Condition) {
    return !isa<BinaryOperator>(G.Tested) ||
           std::any_of(R.Conditions.begin(), R.Conditions.end(), [&](const std::string &Each) {
             return Each.starts_with("!(") && Each.find(Condition) != std::string::npos;
           });
  }

  void suspect(FunctionView &F, const Guard &G, std::vector<Candidate> &Into) const {
    const std::string Condition = F.unit().text(G.Tested->getSourceRange());
    const auto Wanted = [&](const Row &R) {
      return R.End == RunEnd::Returned && (leaves(F, G, R) || passes(G, R, Condition));
    };
    const Table All = F.table(Wanted, [](const Row &) { return false; });
    std::vector<const Row *> Refused;
    for (const Row &R : All.Rows)
      if (refused(F, G, R))
        Refused.push_back(&R);
    for (const Row &R : All.Rows)
      if (!Refused.empty() && accepted(R, Refused) && passes(G, R, Condition))
        for (const std::uint64_t Large : {0x1ull, 0x1000ull, 0x200000ull})
          if (const auto In = wrapped(F, G, *R.State, Large);
              In && F.returns(In->Concrete, R.Result) && tell(F, G, R, *In, Refused, Into))
            return;
    if (F.spent() && Into.empty())
      Into.push_back(open(F, G));
  }

  Candidate candidate(const FunctionView &F, const Guard &G) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(G.at());
    C.Code = F.unit().text(G.Tested->getSourceRange());
    return C;
  }

  Candidate open(const FunctionView &F, const Guard &G) const {
    Candidate C = candidate(F, G);
    C.What.Message = "Can `" + F.unit().text(G.Computed->getSourceRange()) + "` wrap?";
    C.Is = Open{"the function has too many paths to be asked in which states it does"};
    return C;
  }

  static std::string question(const FunctionView &F, const Guard &G) {
    const std::string Text = F.unit().text(G.Computed->getSourceRange());
    if (G.arithmetic())
      return "Can `" + Text + "` wrap? It does in this state, which is accepted; with ";
    std::string Type = G.As.getUnqualifiedType().getAsString();
    if (StringRef(Type).starts_with("__")) // of sizeof
      Type = G.As.getCanonicalType().getUnqualifiedType().getAsString();
    const bool Vowel = StringRef(Type).starts_with("un") || StringRef(Type).starts_with("i");
    return "Is `" + Text + "` always the same as " + (Vowel ? "an " : "a ") + Type +
           "? Not in this state, which is accepted; with ";
  }

  /// Not if what does not wrap passes as well.
  bool tell(FunctionView &F, const Guard &G, const Row &R, const Situation &In, const std::vector<const Row *> &Refused,
            std::vector<Candidate> &Into) const {
    Binding Told;
    const auto Less = straight(F, G, In, Told);
    const Row *No = Less ? F.row(Less->Concrete) : nullptr;
    if (!No || std::none_of(Refused.begin(), Refused.end(), [&](const Row *Each) { return Each->Path == No->Path; }))
      return false;
    Candidate C = candidate(F, G);
    C.What.Message = question(F, G) + Told.Place + " = " + Told.Value + " it " + (G.arithmetic() ? "does not" : "is") +
                     ", and " + F.name() + "() returns " + No->Verdict + ".";
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
