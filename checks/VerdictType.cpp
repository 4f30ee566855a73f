// A verdict in the wrong type or in the wrong words.
//
//   static bool may_map(struct vma *vma)
//   {
//           int err = touch(vma);
//
//           if (!vma)
//                   return -EINVAL;     <- as a bool, this is true
//           if (err)
//                   return err;         <- so is this
//
//   static int map(struct vma *vma)
//   {
//           unsigned int got = reserve(vma);
//
//           if (got < 0)                <- never
//                   return -ENOMEM;
//           if (vma->busy)
//                   return EBUSY;       <- no error for who asks whether it is negative
//
// C converts all of that, and says nothing.
#include "analysis/Check.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <cerrno>
#include <optional>
#include <set>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

constexpr std::int64_t MaxErrno = 4095;

/// A constant that a function returns: the whole of a return's value, or one arm of a `?:`.
struct Returned {
  const ReturnStmt *By;
  const Expr *What;
  std::int64_t Is;
  std::string Code;
};

/// A variable without a sign that holds what a callee with a sign returned, and is compared with 0 as if it had one.
struct Compared {
  const BinaryOperator *By;
  const VarDecl *What;
};

/// A guard that gives an error where a callee gave 0.
struct Opposite {
  const CallExpr *Call;
  const FunctionDecl *Callee;
  const ReturnStmt *By;
  std::int64_t Error;
};

/// A variable that is returned where a test of it has found an error in it.
struct PassedOn {
  const IfStmt *Found;
  const ReturnStmt *By;
  const VarDecl *What;
};

class Verdicts : public RecursiveASTVisitor<Verdicts> {
public:
  explicit Verdicts(const Unit &U) : U(U), Context(U.context()) {}

  bool VisitReturnStmt(ReturnStmt *R) {
    if (R->getRetValue() && writtenHere(Context, R->getReturnLoc()))
      leaves(R, R->getRetValue());
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    opposite(S);
    passedOn(S);
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasInit())
      assigned(V, V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (!writtenHere(Context, Op->getOperatorLoc()))
      return true;
    const VarDecl *V = variable(Op->getLHS());
    if (V && Op->getOpcode() == BO_Assign)
      assigned(V, Op->getRHS());
    else if (V && (Op->getOpcode() == BO_LT || Op->getOpcode() == BO_LE || Op->getOpcode() == BO_GE) &&
             V->getType()->isUnsignedIntegerType() && isZero(Op->getRHS()))
      Comparisons.push_back({Op, V});
    return true;
  }

  std::vector<Returned> Constants;
  std::vector<Compared> Comparisons;
  std::vector<Opposite> Opposites;
  std::vector<PassedOn> Errors;
  bool Others = false; ///< something else is returned than constants
  std::set<const VarDecl *> OfCallees;
  std::set<const VarDecl *> OfQuestions; ///< and the callee's name asks for a truth value

private:
  void opposite(const IfStmt *S) {
    const auto *Not = dyn_cast<UnaryOperator>(S->getCond()->IgnoreParenImpCasts());
    const auto *Call =
        Not && Not->getOpcode() == UO_LNot ? dyn_cast<CallExpr>(Not->getSubExpr()->IgnoreParenImpCasts()) : nullptr;
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && Block->size() == 1)
      Then = Block->body_front();
    const auto *R = dyn_cast<ReturnStmt>(Then);
    Expr::EvalResult Is;
    if (Call && Call->getDirectCallee() && R && R->getRetValue() && writtenHere(Context, R->getReturnLoc()) &&
        R->getRetValue()->EvaluateAsInt(Is, Context) && Is.Val.getInt().isNegative())
      Opposites.push_back({Call, Call->getDirectCallee(), R, Is.Val.getInt().getExtValue()});
  }

  /// `if (err) return err;`, or `if (err < 0)`.
  void passedOn(const IfStmt *S) {
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && !Block->body_empty())
      Then = Block->body_back();
    const auto *R = dyn_cast<ReturnStmt>(Then);
    const VarDecl *V =
        R && R->getRetValue() && writtenHere(Context, R->getReturnLoc()) ? variable(R->getRetValue()) : nullptr;
    if (V && V->getType()->isSignedIntegerType() && V == tested(S->getCond()))
      Errors.push_back({S, R, V});
  }

  const VarDecl *tested(const Expr *Condition) const {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Two = dyn_cast<BinaryOperator>(Condition))
      return (Two->getOpcode() == BO_LT || Two->getOpcode() == BO_NE) && isZero(Two->getRHS()) ? variable(Two->getLHS())
                                                                                               : nullptr;
    return variable(Condition);
  }

  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

  bool isZero(const Expr *E) const {
    Expr::EvalResult Is;
    return E->EvaluateAsInt(Is, Context) && Is.Val.getInt() == 0;
  }

  void assigned(const VarDecl *V, const Expr *Value) {
    const auto *Call = dyn_cast<CallExpr>(Value->IgnoreParenImpCasts());
    if (!Call || !Call->getType()->isSignedIntegerType())
      return;
    OfCallees.insert(V);
    if (Call->getDirectCallee() && asks(plainName(Call->getDirectCallee())))
      OfQuestions.insert(V);
  }

  /// Whether a name asks for a truth value, which may well be passed on.
  static bool asks(StringRef Name) {
    static const llvm::Regex Question(
        "^_*(is|has|have|can|may|test|should|needs?)_|"
        "_(is|has|can|may|match|matches|equal|eq|cmp|enabled|valid|allowed|ok|empty|pending|"
        "supported|available|present)(_|$)");
    return Question.match(Name);
  }

  void leaves(const ReturnStmt *R, const Expr *Value) {
    const Expr *Plain = Value->IgnoreParenImpCasts();
    if (const auto *Two = dyn_cast<ConditionalOperator>(Plain)) {
      leaves(R, Two->getTrueExpr());
      leaves(R, Two->getFalseExpr());
      return;
    }
    Expr::EvalResult Is;
    if (Plain->EvaluateAsInt(Is, Context) && Is.Val.getInt().getSignificantBits() <= 63)
      Constants.push_back({R, Plain, Is.Val.getInt().getExtValue(), U.text(Value->getSourceRange())});
    else
      Others = true;
  }

  const Unit &U;
  const ASTContext &Context;
};

bool isErrno(const Returned &R) {
  return R.What->getType()->isSignedIntegerType() && !R.What->getType()->isBooleanType() && R.Is < 0 &&
         R.Is >= -MaxErrno;
}

/// The name of a constant that is written as a macro alone, or as its negation.
StringRef nameOf(const std::string &Code) {
  const StringRef Name = StringRef(Code).trim(" ()-");
  return Name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == StringRef::npos ? Name : "";
}

class VerdictType : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "verdict-type",
        .About = "a verdict in the wrong type or words: an errno out of a bool, a positive errno, an error without a "
                 "sign that is compared with 0",
        .Level = Severity::Warning,
        .Precision = "1 finding in 843 files of 6.12, so, and harmless; 3 defects in drivers",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    const StringRef Head = F.text().Head, Body = F.text().Body;
    static const llvm::Regex Constant("return[^;?]*[ (:-](-?[A-Z_]*[A-Z][A-Z0-9_]+|-[0-9]+)\\)?;|\\? *\\(?-?E[A-Z]");
    static const llvm::Regex Positive("(return|[?:]) *\\(?E[A-Z0-9]+[ );]");
    static const llvm::Regex Refuted("if \\(!([a-z_0-9]+)\\([^\n]*\\)\\)( \\{)?[ \t]*\n[ \t]*return -E");
    static const llvm::Regex Variable("return (e?ret|err|error|rc|r|res|retval|status|result);");
    if (Head.contains("bool") || Head.contains("_Bool"))
      return Body.contains("return") && (Constant.match(Body) || Variable.match(Body));
    return (Body.contains("return -E") && (Body.contains("return true") || Body.contains("return -1;"))) ||
           Positive.match(Body) || comparesUnsigned(Body) || (hasUnsigned(Head) && Body.contains("return -E")) ||
           (Body.contains("if (!") && Refuted.match(Body));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl)
      return;
    Verdicts In(F.unit());
    In.TraverseStmt(Decl->getBody());
    const QualType Type = Decl->getReturnType();
    if (Type->isBooleanType())
      ofBool(F, In, Into);
    else if (Type->isSignedIntegerType())
      ofError(F, In, Into);
    else if (Type->isUnsignedIntegerType() && F.unit().context().getTypeSize(Type) <= 32)
      ofUnsigned(F, In, Into);
    for (const Opposite &Each : In.Opposites)
      if (Type->isSignedIntegerType() && Each.Error != -EEXIST && onlyErrors(F, Each.Callee))
        opposite(F, Each, Into);
    for (const Compared &Each : In.Comparisons)
      if (In.OfCallees.count(Each.What) && canDecide(Decl))
        unsignedError(F, Each, Into);
  }

private:
  static bool hasUnsigned(StringRef Text) {
    for (const char *Each : {"unsigned", "size_t", "bool", "sector_t", "u8", "u16", "u32", "u64", "uint", "umode_t",
                             "vm_fault_t", "__poll_t", "gfp_t", "blk_status_t"})
      if (Text.contains(Each))
        return true;
    return false;
  }

  static bool comparesUnsigned(StringRef Body) {
    static const llvm::Regex WithZero("(<|<=|>=) 0[^x0-9]");
    return (Body.contains("< 0") || Body.contains("= 0")) && hasUnsigned(Body) && WithZero.match(Body);
  }

  void ofBool(FunctionView &F, const Verdicts &In, std::vector<Candidate> &Into) const {
    for (const Returned &R : In.Constants)
      if (isErrno(R) || isPositiveErrno(F, R))
        suspect(F, R, 1, "Shouldn't this return false? " + R.Code + " is true in a function that returns bool.", Into);
    for (const PassedOn &Each : In.Errors)
      if (In.OfCallees.count(Each.What) && !In.OfQuestions.count(Each.What))
        passedOn(F, Each, Into);
  }

  void passedOn(FunctionView &F, const PassedOn &Of, std::vector<Candidate> &Into) const {
    const std::string Name = Of.What->getNameAsString();
    Candidate C =
        candidate(F, F.unit().place(Of.By->getBeginLoc()), F.unit().text(Of.Found->getCond()->getSourceRange()));
    C.What.Message =
        "Shouldn't this return false? " + Name + " is an error here, and true in a function that returns bool.";
    give(returning(F, C.What.At, 1, C.What), C, Into);
  }

  static bool isPositiveErrno(const FunctionView &F, const Returned &R) {
    const StringRef Name = nameOf(R.Code);
    return R.Is > 0 && R.Is <= MaxErrno && !Name.empty() && F.unit().errnoName(R.Is) == Name;
  }

  static bool isNamedErrno(const FunctionView &F, const Returned &R) {
    return isErrno(R) && nameOf(R.Code) == F.unit().errnoName(-R.Is) && !nameOf(R.Code).empty();
  }

  /// What a function returns that elsewhere returns 0 and errors.
  void ofError(FunctionView &F, const Verdicts &In, std::vector<Candidate> &Into) const {
    const auto Any = [&](auto Is) { return std::any_of(In.Constants.begin(), In.Constants.end(), Is); };
    const bool Errors = Any([&](const Returned &R) { return isNamedErrno(F, R); });
    const bool Numbers = Any([](const Returned &R) { return R.Code == "false" || (R.Is > 0 && R.Code != "true"); });
    const bool Zero = Any([](const Returned &R) { return R.Is == 0; });
    for (const Returned &R : In.Constants)
      if (isPositiveErrno(F, R))
        suspect(F, R, R.Is, "Should this be -" + R.Code + "? A positive errno is no error to who asks for one below 0.",
                Into);
      else if (Errors && Zero && !Numbers && R.Code == "true" && R.Is == 1)
        suspect(F, R, 1, "Should this be 0? The function returns 0 and errors elsewhere; true is 1.", Into);
      else if (Errors && R.Code == "-1" && !StringRef(F.text().Doc).contains("-1") && isHandedOn(F))
        suspect(F, R, -1, "Which error is this? Among the others, -1 is -EPERM.", Into);
  }

  /// Whether a function of the file returns what this one returned. Else most ask for no more than whether it is below
  /// 0.
  static bool isHandedOn(const FunctionView &F) {
    const std::string Call = F.name() + "(";
    static const llvm::Regex Set("([a-z_0-9]+) = $");
    for (const FunctionText &Each : F.file() ? F.file()->Functions : std::vector<FunctionText>()) {
      const StringRef Body = Each.Body;
      for (size_t At = Body.find(Call); At != StringRef::npos; At = Body.find(Call, At + 1)) {
        const StringRef Before = Body.take_front(At);
        llvm::SmallVector<StringRef> Part;
        if (Before.ends_with("return ") ||
            (Set.match(Before, &Part) && Body.drop_front(At).contains("return " + Part[1].str() + ";")))
          return true;
      }
    }
    return false;
  }

  void ofUnsigned(FunctionView &F, const Verdicts &In, std::vector<Candidate> &Into) const {
    for (const Returned &R : In.Constants)
      if (isNamedErrno(F, R))
        suspect(F, R, std::nullopt, "Is this an error to the caller? The function's type has no sign.", Into);
  }

  /// Whether a function of this file returns 0, and constants of errors, and nothing else.
  static bool onlyErrors(const FunctionView &F, const FunctionDecl *Callee) {
    const FunctionDecl *Body = Callee->getReturnType()->isSignedIntegerType() ? F.unit().definition(Callee) : nullptr;
    if (!Body)
      return false;
    Verdicts In(F.unit());
    In.TraverseStmt(Body->getBody());
    const auto Named = [&](const Returned &R) { return isNamedErrno(F, R); };
    return !In.Others && std::any_of(In.Constants.begin(), In.Constants.end(), Named) &&
           std::all_of(In.Constants.begin(), In.Constants.end(),
                       [&](const Returned &R) { return R.Is == 0 || Named(R); });
  }

  void opposite(FunctionView &F, const Opposite &Of, std::vector<Candidate> &Into) const {
    Candidate C = candidate(F, F.unit().place(Of.By->getBeginLoc()), F.unit().text(Of.Call->getSourceRange()));
    C.What.Message = "Is the condition the wrong way round? " + plainName(Of.Callee) +
                     "() returns 0 where nothing is wrong, and this is an error.";
    give(returning(F, C.What.At, Of.Error, C.What), C, Into);
  }

  void unsignedError(FunctionView &F, const Compared &Of, std::vector<Candidate> &Into) const {
    const bool Settled = Of.By->getOpcode() != BO_LE;
    Candidate C = candidate(F, F.unit().place(Of.By->getOperatorLoc()), F.unit().text(Of.By->getSourceRange()));
    C.What.Message = "Should " + Of.What->getNameAsString() + " be signed? It holds what a callee returned, and " +
                     (Settled ? "this is always " + std::string(Of.By->getOpcode() == BO_LT ? "false" : "true")
                              : "an error is more than 0 in it") +
                     ".";
    give(passing(F, C.Code, Settled, C.What), C, Into);
  }

  void suspect(FunctionView &F, const Returned &R, std::optional<std::int64_t> As, std::string Message,
               std::vector<Candidate> &Into) const {
    Candidate C = candidate(F, F.unit().place(R.By->getBeginLoc()), R.Code);
    C.What.Message = std::move(Message);
    give(returning(F, C.What.At, As, C.What), C, Into);
  }

  Candidate candidate(FunctionView &F, SourcePlace At, std::string Code) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = std::move(At);
    C.Code = std::move(Code);
    return C;
  }

  static void give(std::optional<Claim> Is, Candidate &C, std::vector<Candidate> &Into) {
    if (!Is)
      return;
    C.Is = std::move(*Is);
    Into.push_back(std::move(C));
  }
};

} // namespace

std::shared_ptr<const Check> makeVerdictType() { return std::make_shared<VerdictType>(); }

} // namespace kverdict
