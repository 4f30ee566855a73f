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
// is looked at in a review alone: its own constants always are.
#include "analysis/Check.h"
#include "analysis/Differing.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/AST/Stmt.h>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <cstring>
#include <set>
#include <tuple>

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

/// Compiled once, as this is asked of every comment of a file.
class Words {
public:
  explicit Words(const char *Pattern) : Pattern(Pattern, llvm::Regex::IgnoreCase) {}
  bool in(StringRef Text) const { return Pattern.match(Text); }

private:
  const llvm::Regex Pattern;
};

/// The section of what is returned, on one line; empty if there is none, or more than one.
std::string sectionOf(StringRef Comment) {
  static const Words First("^returns?( values?)?[ ]?:|^returns? "), Next("^@|^[A-Za-z ]+:$|^(note|context|locking)");
  std::string Out;
  bool Inside = false;
  unsigned Sections = 0;
  for (const StringRef Line : linesOf(Comment)) {
    const bool Begins = Line.starts_with_insensitive("return") && First.in(Line);
    Sections += Begins;
    Inside = Begins || (Inside && !Line.empty() && !Next.in(Line));
    if (Inside)
      Out += (Out.empty() ? "" : " ") + Line.str();
  }
  return Sections == 1 ? Out : "";
}

/// A name of an error, as the tree's strerror() would have it; empty for what is none: ERROR, ERR_PTR. The C library
/// has no name for what only the kernel returns.
std::string errnoNamed(StringRef Name) {
  static const std::set<std::string> All = [] {
    std::set<std::string> Out = {"EBADCOOKIE",
                                 "EBADHANDLE",
                                 "EBADTYPE",
                                 "EIOCBQUEUED",
                                 "EJUKEBOX",
                                 "ENOGRACE",
                                 "ENOIOCTLCMD",
                                 "ENOPARAM",
                                 "ENOTSUPP",
                                 "ENOTSYNC",
                                 "EOPENSTALE",
                                 "EPROBE_DEFER",
                                 "ERECALLCONFLICT",
                                 "ERESTARTNOHAND",
                                 "ERESTARTNOINTR",
                                 "ERESTARTSYS",
                                 "ERESTART_RESTARTBLOCK",
                                 "ESERVERFAULT",
                                 "ETOOSMALL"};
    for (int Number = 1; Number < 512; ++Number)
      if (const char *Each = strerrorname_np(Number))
        Out.insert(Each);
    return Out;
  }();
  const std::string Is = Name == "EWOULDBLOCK" ? "EAGAIN" : Name == "EDEADLOCK" ? "EDEADLK" : Name.str();
  return All.count(Is) ? Is : "";
}

std::set<std::string> errnosIn(StringRef Text) {
  std::set<std::string> Out;
  while (!Text.empty()) {
    const auto isWord = [](char C) { return llvm::isAlnum(C) || C == '_'; };
    const StringRef Word = Text.take_while(isWord);
    if (const std::string Name = Word.starts_with("E") ? errnoNamed(Word) : ""; !Name.empty())
      Out.insert(Name);
    Text = Text.drop_front(Word.size()).drop_until(isWord);
  }
  return Out;
}

/// Whether a text has an error that a set has not.
bool namesOther(StringRef Text, const std::set<std::string> &Than) {
  const std::set<std::string> All = errnosIn(Text);
  return !std::includes(Than.begin(), Than.end(), All.begin(), All.end());
}

/// Whether the type of the result has a sign, or may have one: what comes before the parameters says so.
bool maySign(StringRef Head) {
  const StringRef Type = Head.split('(').first;
  return llvm::none_of(std::initializer_list<StringRef>{"vm_fault_t", "unsigned", "bool", "size_t ", "u32", "u64", "*"},
                       [&](StringRef Each) { return Type.contains(Each) && !Type.contains("ssize_t"); });
}

/// Whether a function returns a number above 0, or something that may be one by another name.
bool returnsNumber(StringRef Body) {
  for (auto [Before, Rest] = Body.split("return "); !Rest.empty(); std::tie(Before, Rest) = Rest.split("return ")) {
    const StringRef Value = Rest.take_until([](char C) { return C == ';'; });
    for (size_t I = 0; I < Value.size(); ++I)
      if ((llvm::isUpper(Value[I]) || ('1' <= Value[I] && Value[I] <= '9')) &&
          (!I || (!llvm::isAlnum(Value[I - 1]) && Value[I - 1] != '_')) &&
          !(Value[I] == 'E' && I && Value[I - 1] == '-'))
        return true;
    if (Value.contains("true"))
      return true;
  }
  return false;
}

Promise promised(StringRef Comment) {
  static const Words Unsure(
      "errno|error (code|number|value|status|pointer)|negative|an error|errors|other error|< ?0|"
      "less than|other |[+-]ve|specific|below|etc|e\\.g|such as|for example|instance|whatever|propagat|callback|"
      "result|status|value of|from |returned by|what |whichever|appropriate|standard|"
      "error otherwise|error on|or error|failure code|corresponding|-E[A-Z]*[*.x]\\.?[*.]|see ");
  static const Words True("(^|[^a-z])true([^a-z]|$)"), False("(^|[^a-z])false([^a-z]|$)"),
      NullWord("(^|[^a-z])null([^a-z]|$)"), Pointers("ERR_PTR|IS_ERR|error pointer"),
      Fails("ERR_PTR|IS_ERR|error pointer|errno|error|negative|ERR_CAST"), OfErrors("negative|errno|error"),
      Success("(^|[^a-z0-9])(0|zero)[ ,]+(on|for|if|upon|in case of) success"),
      Counts("positive|number|count|[^a-z0-9][1-9]|how many|amount|true|greater|> ?0|non-?zero|nonnegative|"
             "non-negative|otherwise [a-df-z]|bytes|one ");
  Promise Out;
  Out.Said = sectionOf(Comment);
  if (Out.Said.empty())
    return Out;
  Out.Errnos = errnosIn(Comment);
  const StringRef Said = Out.Said;
  const std::set<std::string> Here = errnosIn(Said);
  Out.NamesErrors = (!Here.empty() || (True.in(Said) && False.in(Said))) && !Unsure.in(Said);
  Out.NoNumber = Success.in(Said) && (!Here.empty() || OfErrors.in(Said)) && !Counts.in(Said);
  const bool Null = NullWord.in(Said), ErrPtr = Fails.in(Said) || !Here.empty();
  Out.NoNull = ErrPtr && !Null && !NullWord.in(Comment);
  Out.NoErrPtr = Null && !ErrPtr && !Pointers.in(Comment);
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
        .Precision = "12 findings in 843 files of 6.12, all right",
    };
    return Info;
  }

  /// The cheapest first: this is asked of every function of a file.
  bool concerns(const FunctionView &F) const override {
    const StringRef Doc = F.text().Doc, Body = F.text().Body;
    if (!Doc.contains_insensitive("return") || !Body.contains("return"))
      return false;
    const bool Errors = Body.contains("-E") && namesOther(Body, errnosIn(Doc)),
               Number = maySign(F.text().Head) && returnsNumber(Body), Null = Body.contains("NULL;"),
               ErrPtr = Body.contains("ERR_PTR(");
    if (!Errors && !Number && !Null && !ErrPtr)
      return false;
    const Promise P = promised(Doc);
    return (P.NamesErrors && Errors) || (P.NoNumber && Number) || (P.NoNull && Null) || (P.NoErrPtr && ErrPtr);
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

  /// A value that only the new version returns, and not as a constant of its own.
  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    const Promise P = F.before() && F.decl() ? promised(F.text().Doc) : Promise();
    for (const Difference &D : P.Said.empty() ? std::vector<Difference>() : C.Differences) {
      const bool Own = D.Trace.empty() || D.Trace.back().What != TraceStep::Kind::Return ||
                       StringRef(D.Trace.back().Text).contains(D.New);
      if (D.NewEnd != RunEnd::Returned || D.NewVaries || Own || StringRef(F.before()->Body).contains(D.New))
        continue;
      if (const auto Is = valueOf(D.New))
        if (const std::string Question = against(F, P, {nullptr, *Is, D.New}); !Question.empty())
          return Into.push_back(returned(F, P, C, D, Question));
    }
  }

private:
  /// Of a value in words; of an error, any negative one will do.
  static std::optional<std::int64_t> valueOf(StringRef Words) {
    std::int64_t Is = 0;
    if (Words == "NULL")
      return 0;
    if (Words.consume_front("ERR_PTR("))
      Words.consume_back(")");
    if (Words.consume_front("-E")) {
      for (int Number = 1; Number < 134; ++Number)
        if (const char *Name = strerrorname_np(Number); Name && StringRef(Name).drop_front() == Words)
          return -Number;
      return std::nullopt;
    }
    return Words.getAsInteger(10, Is) ? std::nullopt : std::optional(Is);
  }

  Candidate returned(const FunctionView &F, const Promise &P, const Comparison &C, const Difference &D,
                     const std::string &Question) const {
    Candidate Out = suspected(info(), F, C, D);
    Out.What.Message = Question + ": \"" + P.Said + "\"";
    Out.Code = D.New;
    return Out;
  }

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
    if (std::optional<Claim> Is = returning(F, C.What.At, Of.Is, C.What)) {
      C.Is = std::move(*Is);
      Into.push_back(std::move(C));
    }
  }
};

} // namespace

std::shared_ptr<const Check> makeDocumentedReturn() { return std::make_shared<DocumentedReturn>(); }

} // namespace kverdict
