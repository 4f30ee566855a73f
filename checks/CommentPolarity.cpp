// A guard whose verdict says the opposite of the comment in front of it.
//
//   /* Mappings that can never be written to are unproblematic. */
//   if (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))
//           return false;                    <- from a function that says what is allowed
//
// Only a comment whose last sentence is a plain judgement counts ("are fine", "is not allowed", "Reject ..."), and only
// where the sense of the function's result is known: an errno or 0, or a bool whose name asks whether something may be.
#include "analysis/Check.h"
#include "analysis/Reaching.h"
#include "checks/Verdict.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <llvm/ADT/StringSwitch.h>
#include <llvm/Support/Regex.h>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

Sense opposite(Sense S) { return S == Sense::Yes ? Sense::No : Sense::Yes; }

/// The last sentence of a comment, in small letters, without its full stop.
std::string lastSentence(StringRef Text) {
  Text = Text.rtrim(" .!:");
  size_t From = Text.rfind(". ");
  return Text.substr(From == StringRef::npos ? 0 : From + 2).lower();
}

bool matches(StringRef Text, const char *Pattern) { return llvm::Regex(Pattern).match(Text); }

/// What a comment says of the case that follows it.
Sense judgement(const std::string &Comment) {
  if (StringRef(Comment).contains('?'))
    return Sense::None;
  const std::string Said = lastSentence(Comment);
  // What must be so, or is so under a condition, or could be so, is not said of this case.
  if (matches(Said, "(^|[^a-z])(only|unless|if|whether|when|until|sure|ensure|check|must|should|otherwise|but|except|"
                    "why|so that|because|since|yet|would|could|might|which)([^a-z]|$)"))
    return Sense::None;
  if (matches(Said,
              "(^|[^a-z])(is|are|be) (not (allowed|permitted|safe|supported|valid)|never (allowed|safe)|forbidden|"
              "prohibited|disallowed|unsafe|invalid|problematic|illegal)( here)?$") ||
      matches(Said, "^(forbid|disallow|reject|refuse|deny|prohibit|don't allow|do not allow|never allow) "))
    return Sense::No;
  if (matches(Said, "(^|[^a-z])(not|never|no|without|isn't|aren't)[^a-z].*$") &&
      !matches(Said, "(is|are) (common and )?unproblematic$"))
    return Sense::None;
  if (matches(Said,
              "(^|[^a-z])(is|are|always|and) (always |perfectly |just )?(unproblematic|harmless|fine|safe|ok|okay|"
              "allowed|permitted|legal|acceptable)$") ||
      matches(Said, "^(always )?(allow|permit|accept) "))
    return Sense::Yes;
  return Sense::None;
}

/// What a comment says of doing something, which is of the case only in a function that answers whether that may be
/// done.
Sense permission(const std::string &Comment) {
  if (StringRef(Comment).contains('?'))
    return Sense::None;
  const std::string Said = lastSentence(Comment);
  if (matches(Said, "(^|[^a-z])(only|unless|if|whether|when|until|sure|ensure|check|otherwise|but|except|why|so that|"
                    "because|since|yet|would|could|might|which)([^a-z]|$)"))
    return Sense::None;
  if (matches(Said, "(^|[^a-z])must (not|never) be [a-z]+(ed|en|t|n)( here)?$") ||
      matches(Said, "^(never|forbidden|we (cannot|can't|can not|must not)|(this|that|it) is forbidden) "))
    return Sense::No;
  if (matches(Said,
              "^(it is|it's|this is|that is) (always |perfectly )?(safe|fine|ok|okay|harmless|allowed|legal) to "))
    return Sense::Yes;
  return Sense::None;
}

/// What true means where a function is named like this.
Sense ofName(StringRef Name) {
  llvm::SmallVector<StringRef> Words;
  Name.split(Words, '_', -1, false);
  Sense Out = Sense::None;
  for (StringRef Word : Words) {
    const Sense Is =
        llvm::StringSwitch<Sense>(Word)
            .Cases({"may", "can", "allowed", "allow", "allows", "valid", "ok", "permitted", "safe", "eligible",
                    "suitable", "capable"},
                   Sense::Yes)
            .Cases({"cannot", "forbidden", "forbids", "denied", "invalid", "unsafe", "bad", "not", "no"}, Sense::No)
            .Default(Sense::None);
    if (Is != Sense::None && Out != Sense::None && Is != Out)
      return Sense::None;
    Out = Is == Sense::None ? Out : Is;
  }
  return Out;
}

/// A condition and what is returned if it holds.
struct Guard {
  const IfStmt *If;
  const ReturnStmt *Return;
};

class Guards : public RecursiveASTVisitor<Guards> {
public:
  bool VisitIfStmt(IfStmt *S) {
    const Stmt *Then = S->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then); Block && Block->size() == 1)
      Then = Block->body_front();
    if (const auto *R = dyn_cast<ReturnStmt>(Then); R && R->getRetValue())
      All.push_back({S, R});
    return true;
  }
  std::vector<Guard> All;
};

/// Whether a condition has several terms: a comment that allows something may say why one of them is there.
bool isJoined(const Expr *Condition) {
  Condition = Condition->IgnoreParenImpCasts();
  if (const auto *Call = dyn_cast<CallExpr>(Condition); Call && Call->getNumArgs())
    return Call->getDirectCallee() && Call->getDirectCallee()->getName() == "__builtin_expect" &&
           isJoined(Call->getArg(0));
  if (const auto *Not = dyn_cast<UnaryOperator>(Condition); Not && Not->getOpcode() == UO_LNot)
    return isJoined(Not->getSubExpr());
  const auto *Two = dyn_cast<BinaryOperator>(Condition);
  return Two && Two->isLogicalOp();
}

/// What a constant that is returned says, by the function's type and name.
Sense verdictOf(const FunctionDecl *F, const Expr *Value, std::int64_t &Number) {
  Expr::EvalResult Is;
  if (!Value->EvaluateAsInt(Is, F->getASTContext()))
    return Sense::None;
  Number = Is.Val.getInt().getExtValue();
  if (F->getReturnType()->isBooleanType()) {
    const Sense True = ofName(F->getName());
    return True == Sense::None ? Sense::None : Number ? True : opposite(True);
  }
  constexpr std::int64_t MaxErrno = 4095;
  if (!F->getReturnType()->isSignedIntegerType() || Number > 0 || Number < -MaxErrno)
    return Sense::None;
  return Number ? Sense::No : Sense::Yes;
}

class CommentPolarity : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "comment-polarity",
        .About = "a guard whose verdict says the opposite of the comment in front of it",
        .Level = Severity::Warning,
        .Precision = "0 findings in 843 files of 6.12",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    return StringRef(F.text().Body).contains("return") &&
           std::any_of(F.comments().begin(), F.comments().end(),
                       [&](const Comment &C) { return says(C.Text, isBool(F.text().Head)) != Sense::None; });
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl)
      return;
    Guards Found;
    Found.TraverseStmt(Decl->getBody());
    for (const Guard &G : Found.All) {
      std::int64_t Number = 0;
      const Sense Verdict = verdictOf(Decl, G.Return->getRetValue(), Number);
      const Comment *Before = Verdict == Sense::None ? nullptr : commentOf(F, G);
      const Sense Says = Before ? says(Before->Text, Decl->getReturnType()->isBooleanType()) : Sense::None;
      if (Before && Says == opposite(Verdict) && !(Says == Sense::Yes && isJoined(G.If->getCond())))
        suspect(F, G, *Before, Number, Into);
    }
  }

private:
  static bool isBool(StringRef Head) { return Head.contains("bool") || Head.contains("_Bool"); }

  static Sense says(const std::string &Comment, bool OfBool) {
    const Sense Is = judgement(Comment);
    return Is == Sense::None && OfBool ? permission(Comment) : Is;
  }

  /// The comment that ends on the line above the guard, or stands between its condition and its return.
  static const Comment *commentOf(FunctionView &F, const Guard &G) {
    const unsigned From = F.unit().place(G.If->getBeginLoc()).Line, To = F.unit().place(G.Return->getBeginLoc()).Line;
    const Comment *Out = nullptr;
    for (const Comment &C : F.comments())
      if (C.LastLine + 1 >= From && C.LastLine < To)
        Out = &C;
    return Out;
  }

  void suspect(FunctionView &F, const Guard &G, const Comment &Before, std::int64_t Number,
               std::vector<Candidate> &Into) const {
    const QualType Type = F.decl()->getReturnType();
    const SourcePlace At = F.unit().place(G.Return->getBeginLoc());
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = At;
    C.What.Message = (Type->isBooleanType() ? std::string("Shouldn't this return ") + (Number ? "false" : "true")
                      : Number              ? std::string("Shouldn't this succeed")
                                            : std::string("Shouldn't this be an error")) +
                     "? The comment says: \"" + Before.Text + "\"";
    C.Code = F.unit().text(G.If->getCond()->getSourceRange());
    const unsigned Width = F.unit().context().getTypeSize(Type);
    Expectation Does{RunEnd::Returned,
                     Value{static_cast<std::uint64_t>(Number) & (Width < 64 ? (1ull << Width) - 1 : ~0ull), Width,
                           Type->isSignedIntegerType(), false}};
    Does.At = At;
    if (std::optional<Claim> Is = reaching(F.table(), At, Does, C.What)) {
      C.Is = std::move(*Is);
      Into.push_back(std::move(C));
    }
  }
};

} // namespace

std::shared_ptr<const Check> makeCommentPolarity() { return std::make_shared<CommentPolarity>(); }

} // namespace kverdict
