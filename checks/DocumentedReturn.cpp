// A function that returns what its kernel-doc comment says it does not.
//
//   /**
//    * reserve - set a slot aside
//    * @pool: the pool
//    *
//    * Return: 0 on success, -EINVAL if the pool is closed.
//    */
//   int reserve(struct pool *pool)
//   {
//           if (!pool->slots)
//                   return -ENOSPC;          <- nobody was told of this one
//
// Only a section that is exhaustive counts: one that names its errors, or says what kind of verdict there is. Where it
// says "a negative errno", "an error code" and the like, every error is named. What the function passes on of a callee
// is not looked at: its own constants are.
#include "analysis/Check.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <set>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// What a comment says of the result, as far as it is exhaustive.
struct Promise {
  std::string Said;             ///< the section, on one line
  std::set<std::string> Errnos; ///< that the comment names anywhere
  bool NamesErrors = false;     ///< each of them
  bool NoNumber = false;        ///< nothing above 0
  bool NoNull = false;          ///< an ERR_PTR() where there is no object
  bool NoErrPtr = false;        ///< null where there is no object
};

/// The lines of a comment, without what frames them.
llvm::SmallVector<StringRef> linesOf(StringRef Comment) {
  Comment.consume_back("*/");
  llvm::SmallVector<StringRef> Lines;
  Comment.split(Lines, '\n');
  for (StringRef &Each : Lines)
    Each = Each.ltrim(" \t").ltrim('*').trim();
  return Lines;
}

bool matches(StringRef Text, const char *Pattern) { return llvm::Regex(Pattern, llvm::Regex::IgnoreCase).match(Text); }

/// The section of what is returned, on one line; empty if there is none, or more than one.
std::string sectionOf(StringRef Comment) {
  std::string Out;
  bool Inside = false;
  unsigned Sections = 0;
  for (const StringRef Line : linesOf(Comment)) {
    const bool Begins = Line.starts_with_insensitive("return") && matches(Line, "^returns?( values?)?[ ]?:|^returns? ");
    Sections += Begins;
    Inside = Begins || (Inside && !Line.empty() && !matches(Line, "^@|^[A-Za-z ]+:$|^(note|context|locking)"));
    if (Inside)
      Out += (Out.empty() ? "" : " ") + Line.str();
  }
  return Sections == 1 ? Out : "";
}

std::set<std::string> errnosIn(StringRef Text) {
  static const llvm::Regex Name("(^|[^A-Za-z0-9_])(E[A-Z0-9]+)([^A-Za-z0-9_]|$)");
  std::set<std::string> Out;
  for (llvm::SmallVector<StringRef> Part; Name.match(Text, &Part);
       Text = StringRef(Part[2].end(), Text.end() - Part[2].end()))
    Out.insert(Part[2].str());
  return Out;
}

Promise promised(StringRef Comment) {
  Promise Out;
  Out.Said = sectionOf(Comment);
  Out.Errnos = errnosIn(Comment);
  const StringRef Said = Out.Said;
  const bool Vague = matches(
      Said, "errno|error (code|number|value|status|pointer)|negative|an error|errors|other error|< ?0|"
            "less than|other |[+-]ve|specific|below|etc|e\\.g|such as|for example|instance|whatever|propagat|callback|"
            "result|status|value of|from |returned by|what |whichever|appropriate|standard|"
            "error otherwise|error on|or error|failure code|corresponding|-E[A-Z]*[*.x]\\.?[*.]|see ");
  const bool Truth = matches(Said, "(^|[^a-z])true([^a-z]|$)") && matches(Said, "(^|[^a-z])false([^a-z]|$)");
  const std::set<std::string> Here = errnosIn(Said);
  Out.NamesErrors = !Said.empty() && !Vague && (!Here.empty() || Truth);
  Out.NoNumber =
      matches(Said, "(^|[^a-z0-9])(0|zero)[ ,]+(on|for|if|upon|in case of) success") &&
      (!Here.empty() || matches(Said, "negative|errno|error")) &&
      !matches(Said, "positive|number|count|[^a-z0-9][1-9]|how many|amount|true|greater|> ?0|non-?zero|nonnegative|"
                     "non-negative|otherwise [a-df-z]|bytes|one ");
  const bool Null = matches(Said, "(^|[^a-z])null([^a-z]|$)");
  const bool ErrPtr = matches(Said, "ERR_PTR|IS_ERR|error pointer|errno|error|-E[A-Z]|negative|ERR_CAST");
  Out.NoNull = ErrPtr && !Null && !matches(Comment, "(^|[^a-z])null([^a-z]|$)");
  Out.NoErrPtr = Null && !ErrPtr && !matches(Comment, "ERR_PTR|IS_ERR|error pointer");
  return Out;
}

/// A constant that a function returns as its own, and how it is written.
struct Constant {
  const ReturnStmt *By;
  std::int64_t Is;
  std::string Code;
};

class Constants : public RecursiveASTVisitor<Constants> {
public:
  explicit Constants(const FunctionView &F) : U(F.unit()), Context(U.context()) {}

  bool VisitReturnStmt(ReturnStmt *R) {
    if (R->getRetValue() && writtenHere(Context, R->getReturnLoc()))
      leaves(R, R->getRetValue());
    return true;
  }

  std::vector<Constant> All;

private:
  void leaves(const ReturnStmt *R, const Expr *Value) {
    const Expr *Plain = Value->IgnoreParenImpCasts();
    if (const auto *Two = dyn_cast<ConditionalOperator>(Plain)) {
      leaves(R, Two->getTrueExpr());
      leaves(R, Two->getFalseExpr());
    } else if (const auto *Call = dyn_cast<CallExpr>(Plain)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (Callee && Callee->getName() == "ERR_PTR" && Call->getNumArgs() == 1)
        add(R, Call->getArg(0), U.text(Value->getSourceRange()));
    } else if (Plain->getType()->isPointerType() || Value->getType()->isPointerType()) {
      if (Value->isNullPointerConstant(const_cast<ASTContext &>(Context), Expr::NPC_ValueDependentIsNotNull))
        All.push_back({R, 0, U.text(Value->getSourceRange())});
    } else {
      add(R, Plain, U.text(Value->getSourceRange()));
    }
  }

  void add(const ReturnStmt *R, const Expr *Value, std::string Code) {
    Expr::EvalResult Is;
    if (Value->EvaluateAsInt(Is, Context) && Is.Val.getInt().getSignificantBits() <= 63)
      All.push_back({R, Is.Val.getInt().getExtValue(), std::move(Code)});
  }

  const Unit &U;
  const ASTContext &Context;
};

class DocumentedReturn : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "documented-return",
        .About = "a constant that a function returns, and of which its kernel-doc comment says that it does not",
        .Level = Severity::Warning,
        .Precision = "12 findings in 842 files of 6.12, all right",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    const StringRef Doc = F.text().Doc, Body = F.text().Body;
    if (!Doc.contains_insensitive("return") || !Body.contains("return"))
      return false;
    const Promise P = promised(Doc);
    return (P.NamesErrors && Body.contains("-E")) || P.NoNumber || (P.NoNull && Body.contains("NULL;")) ||
           (P.NoErrPtr && Body.contains("ERR_PTR("));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl))
      return;
    Constants In(F);
    In.TraverseStmt(Decl->getBody());
    const Promise P = promised(F.text().Doc);
    for (const Constant &Each : In.All)
      if (const std::string Question = against(F, P, Each); !Question.empty())
        suspect(F, P, Each, Question, Into);
  }

private:
  /// What is to be asked of a constant; empty if the comment does not speak against it.
  static std::string against(const FunctionView &F, const Promise &P, const Constant &Of) {
    const QualType Type = F.decl()->getReturnType();
    constexpr std::int64_t MaxErrno = 4095;
    if (Of.Is < 0 && Of.Is >= -MaxErrno && !Type->isBooleanType()) {
      const std::string Name = F.unit().errnoName(-Of.Is);
      if (Type->isPointerType() ? P.NoErrPtr : P.NamesErrors && !Name.empty() && !P.Errnos.count(Name))
        return "Is -" + Name + " meant? The comment names no such error";
    }
    if (Of.Is > 0 && P.NoNumber && Type->isSignedIntegerType())
      return "Is " + Of.Code + " meant? The comment names nothing above 0";
    if (Of.Is == 0 && P.NoNull && Type->isPointerType())
      return "Is NULL meant? The comment names no null";
    return "";
  }

  void suspect(FunctionView &F, const Promise &P, const Constant &Of, const std::string &Question,
               std::vector<Candidate> &Into) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(Of.By->getBeginLoc());
    C.What.Message = Question + ": \"" + P.Said + "\"";
    C.Code = Of.Code;
    if (std::optional<Claim> Is = returning(F.table(), C.What.At, Of.Is, C.What)) {
      C.Is = std::move(*Is);
      Into.push_back(std::move(C));
    }
  }
};

} // namespace

std::shared_ptr<const Check> makeDocumentedReturn() { return std::make_shared<DocumentedReturn>(); }

} // namespace kverdict
