// A negative errno that a bool function returns.
//
//   static bool may_map(struct vma *vma)
//   {
//           if (!vma)
//                   return -EINVAL;     <- as a bool, this is true
//
// C converts every value that is not 0 to true, and says nothing. Whoever wrote it meant a refusal.
#include "analysis/Check.h"
#include "analysis/Reaching.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringRef.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::int64_t MaxErrno = 4095;

/// The returns of a function's own body.
void collectReturns(const Stmt *S, std::vector<const ReturnStmt *> &Into) {
  if (!S)
    return;
  if (const auto *R = dyn_cast<ReturnStmt>(S))
    Into.push_back(R);
  for (const Stmt *Child : S->children())
    collectReturns(Child, Into);
}

/// Whether a return's value, before C makes a bool of it, is the constant of an error.
bool returnsErrno(const ReturnStmt *R, const ASTContext &Context) {
  const Expr *Value = R->getRetValue() ? R->getRetValue()->IgnoreParenImpCasts() : nullptr;
  if (!Value || Value->getType()->isBooleanType() || !Value->getType()->isSignedIntegerType())
    return false;
  Expr::EvalResult Is;
  if (!Value->EvaluateAsInt(Is, Context))
    return false;
  const llvm::APSInt &Bits = Is.Val.getInt();
  return Bits.isNegative() && Bits.getSignificantBits() <= 63 && Bits.getSExtValue() >= -MaxErrno;
}

class VerdictType : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "verdict-type",
        .About = "a negative errno that a bool function returns: as a bool it is true",
        .Level = Severity::Warning,
        .Precision = "",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    const llvm::StringRef Head = F.text().Head, Body = F.text().Body;
    return (Head.contains("bool") || Head.contains("_Bool")) && Body.contains("return");
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !Decl->getReturnType()->isBooleanType())
      return;
    std::vector<const ReturnStmt *> Returns;
    collectReturns(Decl->getBody(), Returns);
    for (const ReturnStmt *R : Returns)
      if (returnsErrno(R, F.unit().context()))
        suspect(F, R, Into);
  }

private:
  void suspect(FunctionView &F, const ReturnStmt *R, std::vector<Candidate> &Into) const {
    const SourcePlace At = F.unit().place(R->getBeginLoc());
    const std::string Code = F.unit().text(R->getRetValue()->getSourceRange());
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = At;
    C.What.Message = "Shouldn't this return false? " + Code + " is true in a function that returns bool.";
    C.Code = Code;
    Expectation True{RunEnd::Returned, Value{1, 8, false, false}};
    True.At = At;
    if (std::optional<Claim> Is = reaching(F.table(), At, True, C.What)) {
      C.Is = std::move(*Is);
      Into.push_back(std::move(C));
    }
  }
};

} // namespace

std::shared_ptr<const Check> makeVerdictType() { return std::make_shared<VerdictType>(); }

} // namespace kverdict
