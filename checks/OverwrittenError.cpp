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
    return Body.contains("return ") && (Body.contains("PTR_ERR(") || Set.match(Body));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl) || !Decl->getReturnType()->isSignedIntegerType())
      return;
    for (const Lost &Each : lost(F, Decl))
      suspect(F, Each, Into);
    PointerErrors Of;
    Of.TraverseStmt(Decl->getBody());
    for (const auto &[Return, Call] : Of.All)
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
    for (const Row &R : F.table().Rows) {
      if (R.End != RunEnd::Returned || !R.State || !R.Result.Width || R.Result.asSigned() != 0)
        continue;
      const auto In = withFailure(R, Callee, Width);
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
