// The error of a callee that nobody reads, because the variable gets another value first; and PTR_ERR() of null, which
// is no error.
//
//   	err = stop_queue(dev);
//   	err = free_irqs(dev);               <- what stop_queue() said is gone
//   	return err;
//
//   	if (IS_ERR_OR_NULL(ring))
//   		return PTR_ERR(ring);       <- 0 if it is null
//
// And IS_ERR() of what is null where it fails, or null where it is an error pointer.
//
// That the variable is dead is Clang's word. The claim is a run in which that callee fails and the function succeeds.
#include "analysis/Check.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>
#include <clang/Analysis/Analyses/LiveVariables.h>
#include <clang/Analysis/AnalysisDeclContext.h>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// `err = f();`, after which nobody reads err before it is something else.
struct Lost {
  const BinaryOperator *Set;
  const VarDecl *In;
  const CallExpr *Call;
};

/// Variables that others may read by their addresses.
class Escaping : public RecursiveASTVisitor<Escaping> {
public:
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Op->getSubExpr()->IgnoreParenImpCasts());
        Ref && Op->getOpcode() == UO_AddrOf)
      All.insert(Ref->getDecl());
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasAttr<CleanupAttr>())
      All.insert(V);
    return true;
  }
  std::set<const ValueDecl *> All;
};

/// Assignments that are statements: what others come to is used.
class Statements : public RecursiveASTVisitor<Statements> {
public:
  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Each : S->body())
      add(Each);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) { return add(S->getThen()) && add(S->getElse()); }
  bool VisitWhileStmt(WhileStmt *S) { return add(S->getBody()); }
  bool VisitForStmt(ForStmt *S) { return add(S->getBody()); }
  std::set<const Stmt *> All;

private:
  bool add(const Stmt *S) {
    while (const auto *Label = dyn_cast_or_null<LabelStmt>(S))
      S = Label->getSubStmt();
    while (const auto *Case = dyn_cast_or_null<SwitchCase>(S))
      S = Case->getSubStmt();
    All.insert(S);
    return true;
  }
};

class DeadErrors : public LiveVariables::Observer {
public:
  DeadErrors(const ASTContext &Context, const std::set<const ValueDecl *> &Escape, const std::set<const Stmt *> &Whole)
      : Context(Context), Escape(Escape), Whole(Whole) {}

  void observeStmt(const Stmt *S, const CFGBlock *, const LiveVariables::LivenessValues &Live) override {
    const auto *Set = dyn_cast<BinaryOperator>(S);
    if (!Set || Set->getOpcode() != BO_Assign || !Whole.count(Set) || !writtenHere(Context, Set->getOperatorLoc()))
      return;
    const auto *Ref = dyn_cast<DeclRefExpr>(Set->getLHS()->IgnoreParens());
    const auto *In = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    const auto *Call = dyn_cast<CallExpr>(Set->getRHS()->IgnoreParenImpCasts());
    if (!In || !Call || !Call->getDirectCallee() || !In->hasLocalStorage() || Escape.count(In) || Live.isLive(In))
      return;
    const QualType Type = Call->getType();
    if (Type->isSignedIntegerType() && Context.getTypeSize(Type) >= 32 && writtenHere(Context, Call->getBeginLoc()))
      All.push_back({Set, In, Call});
  }

  std::vector<Lost> All;

private:
  const ASTContext &Context;
  const std::set<const ValueDecl *> &Escape;
  const std::set<const Stmt *> &Whole;
};

class PointerErrors : public RecursiveASTVisitor<PointerErrors> {
public:
  bool VisitReturnStmt(ReturnStmt *R) {
    const auto *Call = R->getRetValue() ? dyn_cast<CallExpr>(R->getRetValue()->IgnoreParenImpCasts()) : nullptr;
    if (Call && Call->getDirectCallee() && Call->getDirectCallee()->getName() == "PTR_ERR")
      All.push_back({R, Call});
    return true;
  }
  std::vector<std::pair<const ReturnStmt *, const CallExpr *>> All;
};

/// A pointer that a callee returned, and how it is asked whether that failed.
struct Asked {
  const CallExpr *Call;     ///< of the callee
  const Expr *By = nullptr; ///< the first question
  bool ForError = false, ForNull = false;
};

class Questions : public RecursiveASTVisitor<Questions> {
public:
  bool VisitVarDecl(VarDecl *V) { return set(V, V->getInit()); }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    return Op->getOpcode() == BO_Assign ? set(variable(Op->getLHS()), Op->getRHS())
                                        : !Op->isEqualityOp() || asks(Op->getLHS(), Op, false);
  }
  bool VisitUnaryOperator(UnaryOperator *Op) { return Op->getOpcode() != UO_LNot || asks(Op->getSubExpr(), Op, false); }
  bool VisitIfStmt(IfStmt *S) { return asks(S->getCond(), S->getCond(), false); }
  bool VisitCallExpr(CallExpr *E) {
    const StringRef Name = E->getDirectCallee() ? E->getDirectCallee()->getName() : "";
    if (E->getNumArgs() == 1 && Name.starts_with("IS_ERR"))
      asks(E->getArg(0), E, true, Name == "IS_ERR_OR_NULL");
    return true;
  }

  /// Of variables that are set once.
  std::map<const VarDecl *, Asked> All;

private:
  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }
  bool set(const VarDecl *V, const Expr *To) {
    const auto *Call = V && To && V->getType()->isPointerType() ? dyn_cast<CallExpr>(To->IgnoreParenCasts()) : nullptr;
    if (V && To && !All.try_emplace(V, Asked{Call}).second)
      All[V].Call = nullptr;
    return true;
  }
  bool asks(const Expr *Of, const Expr *By, bool ForError, bool Both = false) {
    const auto It = All.find(variable(Of));
    if (It == All.end())
      return true;
    if (!It->second.By)
      It->second.By = By;
    It->second.ForError |= ForError;
    It->second.ForNull |= !ForError || Both;
    return true;
  }
};

class OverwrittenError : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "overwritten-error",
        .About = "the error of a callee is overwritten before anybody reads it, or is PTR_ERR() of null",
        .Level = Severity::Warning,
        .Precision = "1 finding in 313 files of 6.12, so, and meant",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    static const llvm::Regex Set("[^=!<>]=[ \t\n]*[A-Za-z_][A-Za-z_0-9]*\\(");
    const StringRef Body = F.text().Body;
    return Body.contains("return ") && (Body.contains("PTR_ERR(") || Body.contains("IS_ERR(") || Set.match(Body));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl))
      return;
    Questions Of;
    Of.TraverseStmt(Decl->getBody());
    for (const auto &[Variable, Each] : Of.All)
      if (Each.Call && Each.By && Each.ForError != Each.ForNull &&
          writtenHere(F.unit().context(), Each.By->getExprLoc()))
        otherFailure(F, *Variable, Each, Into);
    if (!Decl->getReturnType()->isSignedIntegerType())
      return;
    for (const Lost &Each : lost(F, Decl))
      suspect(F, Each, Into);
    PointerErrors Returned;
    Returned.TraverseStmt(Decl->getBody());
    for (const auto &[Return, Call] : Returned.All)
      suspectNull(F, *Return, *Call, Into);
  }

private:
  static std::vector<Lost> lost(const FunctionView &F, const FunctionDecl *Decl) {
    Escaping Escape;
    Escape.TraverseStmt(Decl->getBody());
    AnalysisDeclContextManager Contexts(F.unit().context());
    Contexts.getCFGBuildOptions().setAllAlwaysAdd(); // a read inside of an expression counts
    AnalysisDeclContext *In = Contexts.getContext(Decl);
    if (!In->getCFG())
      return {};
    Statements Whole;
    Whole.TraverseStmt(Decl->getBody());
    DeadErrors Dead(F.unit().context(), Escape.All, Whole.All);
    if (const auto Live = LiveVariables::computeLiveness(*In, true))
      Live->runOnAllBlocks(Dead);
    std::sort(Dead.All.begin(), Dead.All.end(),
              [](const Lost &A, const Lost &B) { return A.Set->getBeginLoc() < B.Set->getBeginLoc(); });
    return Dead.All;
  }

  /// IS_ERR() of what a callee of the file returns as null where it fails, and never as an error; or the other way
  /// round.
  void otherFailure(FunctionView &F, const VarDecl &Variable, const Asked &Of, std::vector<Candidate> &Into) const {
    constexpr size_t MostRows = 60;
    const FunctionDecl *Callee = Of.Call->getDirectCallee();
    if (!Callee || !Callee->getReturnType()->isPointerType() || !isOfFile(F, Callee->getName()))
      return;
    const Table Theirs = F.tableOf(Callee->getNameAsString());
    const Row *Other = nullptr;
    for (const Row &R : Theirs.Rows) {
      if (R.End != RunEnd::Returned || !R.State || !R.Result.Width || Theirs.Rows.size() > MostRows)
        return;
      const bool Null = R.Verdict == "NULL", Error = StringRef(R.Verdict).starts_with("ERR_PTR(");
      if (Of.ForError ? Error : Null)
        return;
      if (Of.ForError ? Null : Error)
        Other = &R;
    }
    if (!Other || passesOn(F, Callee->getName(), Of.ForError))
      return;
    const std::string Name = Variable.getNameAsString();
    Candidate C = candidate(F, Of.By, "");
    C.What.Message = Of.ForError
                         ? "Should this be !" + Name + "? " + Callee->getNameAsString() +
                               "() returns NULL where it fails, and no error pointer: so in this state of its own."
                         : "Should this be IS_ERR(" + Name + ")? " + Callee->getNameAsString() + "() returns " +
                               Other->Verdict + " where it fails, and never NULL: so in this state of its own.";
    C.What.Function = Callee->getNameAsString();
    C.What.Verdict = "returns " + Other->Verdict;
    C.What.Witness = Other->State->Shown;
    C.What.Calls = Other->State->Calls;
    C.Is = Does{Callee->getNameAsString(), *Other->State, {RunEnd::Returned, Other->Result}};
    Into.push_back(std::move(C));
  }

  static bool isOfFile(const FunctionView &F, StringRef Name) {
    return F.file() && std::any_of(F.file()->Functions.begin(), F.file()->Functions.end(),
                                   [&](const FunctionText &Each) { return Each.Name == Name; });
  }

  /// Whether it returns what somebody else gave it, other than memory.
  static bool passesOn(const FunctionView &F, StringRef Name, bool Errors) {
    static const llvm::Regex Gets("[^=!<>]= *(\\([^()]*\\) *)?([a-z_][A-Za-z_0-9]*)\\("),
        Memory("alloc|zalloc|kmemdup|kstrdup|vmalloc");
    for (const FunctionText &Each : F.file()->Functions) {
      llvm::SmallVector<StringRef> Found;
      if (Each.Name != Name)
        continue;
      if (llvm::Regex("return [a-z_0-9]+\\(").match(Each.Body) || (Errors && StringRef(Each.Body).contains("ERR_")))
        return true;
      for (StringRef Body = Each.Body; Gets.match(Body, &Found); Body = Body.drop_front(Found[0].end() - Body.begin()))
        if (!Memory.match(Found[2]))
          return true;
    }
    return false;
  }

  Candidate candidate(const FunctionView &F, const Expr *At, const std::string &Message) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(At->getBeginLoc());
    C.What.Message = Message;
    C.Code = F.unit().text(At->getSourceRange());
    return C;
  }

  /// The state of a row, with a callee that fails: nobody looks at what it returns.
  static std::optional<Situation> withFailure(const Row &R, const std::string &Callee, unsigned Width) {
    Situation Out = *R.State;
    for (CallOutcome &Each : Out.Concrete.Calls)
      if (Each.Callee == Callee) {
        Cell Error;
        Error.Width = Width;
        Error.Value = static_cast<std::uint64_t>(-EINVAL) & (Width < 64 ? (1ull << Width) - 1 : ~0ull);
        Error.Shown = "-EINVAL";
        Each.Result = {Error};
        Out.Calls.insert(Out.Calls.begin(), Callee + "() returned -EINVAL");
        return Out;
      }
    return std::nullopt;
  }

  void suspect(FunctionView &F, const Lost &Of, std::vector<Candidate> &Into) const {
    const std::string Callee = Of.Call->getDirectCallee()->getNameAsString();
    const unsigned Width = F.unit().context().getTypeSize(Of.Call->getType());
    constexpr size_t MostRows = 300;
    const auto Succeeds = [&](const Row &R) {
      return R.End == RunEnd::Returned && R.State && R.Result.Width && R.Result.asSigned() == 0 &&
             withFailure(R, Callee, Width);
    };
    const bool TooMany = F.paths() > MostRows;
    const Table All = TooMany ? Table() : F.table([](const Row &R) { return R.End == RunEnd::Returned; }, Succeeds);
    if (TooMany) {
      Candidate C = candidate(F, Of.Set, "Is the error of " + Callee + "() meant to get lost?");
      C.Is = Open{"the function has too many paths to be asked whether it succeeds then"};
      return Into.push_back(std::move(C));
    }
    for (const Row &R : All.Rows) {
      const auto In = Succeeds(R) ? withFailure(R, Callee, Width) : std::nullopt;
      if (!In)
        continue;
      Candidate C =
          candidate(F, Of.Set,
                    "Is the error of " + Callee + "() meant to get lost? `" + Of.In->getNameAsString() +
                        "` is set anew before anybody reads it, and " + F.name() + "() returns 0 in this state.");
      C.What.Witness = In->Shown;
      C.What.Calls = In->Calls;
      C.What.Verdict = "returns " + R.Verdict;
      C.Is = Does{F.name(), *In, {RunEnd::Returned, R.Result}};
      Into.push_back(std::move(C));
      return;
    }
  }

  void suspectNull(FunctionView &F, const ReturnStmt &Return, const CallExpr &Call,
                   std::vector<Candidate> &Into) const {
    const std::string Of = F.unit().text(Call.getArg(0)->getSourceRange());
    if (!StringRef(F.text().Body).contains("IS_ERR_OR_NULL(" + Of) && !StringRef(F.text().Body).contains("!" + Of))
      return; // nobody takes it for null
    Candidate C = candidate(F, &Call, "");
    auto Claim = returning(F, F.unit().place(Return.getBeginLoc()), 0, C.What);
    if (!Claim || !std::holds_alternative<Does>(*Claim)) // what is cut short is no reason to speak
      return;
    C.What.Message = "Is success meant here? `" + F.unit().text(Call.getSourceRange()) + "` of a null pointer is 0.";
    C.Is = std::move(*Claim);
    Into.push_back(std::move(C));
  }
};

} // namespace

std::shared_ptr<const Check> makeOverwrittenError() { return std::make_shared<OverwrittenError>(); }

} // namespace kverdict
