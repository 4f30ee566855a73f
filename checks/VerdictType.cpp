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
#include "analysis/Differing.h"
#include "checks/Deciding.h"
#include "checks/Verdicts.h"

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
    static const llvm::Regex Positive("(return|[?:]) *\\(?E[A-Z0-9]+[ );]");
    static const llvm::Regex Refuted("if \\(!([a-z_0-9]+)\\([^\n]*\\)\\)( \\{)?[ \t]*\n[ \t]*return -E");
    static const llvm::Regex Set("[a-z_] = E[A-Z0-9]+;"), Pointer("ERR_PTR\\(E[A-Z]");
    static const llvm::Regex Yes(
        "return 0;[ \t\n}]*return -E|\\? 0 : -E|if \\(![a-z_0-9]+(\\([^;]*\\))?\\)[ {\t\n]*goto ");
    static const llvm::Regex Negated("if \\(![a-z_0-9]+\\)( \\{)?[ \t]*\n[ \t]*return -E");
    if (Head.contains("bool") || Head.contains("_Bool"))
      return Body.contains("return");
    return (Body.contains("return -E") && (Body.contains("return true") || Body.contains("return -1;"))) ||
           Positive.match(Body) || comparesUnsigned(Body) || (hasUnsigned(Head) && Body.contains("return -E")) ||
           (Body.contains("if (!") && (Refuted.match(Body) || Negated.match(Body))) || Set.match(Body) ||
           Pointer.match(Body) || (Body.contains("-E") && Yes.match(Body));
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
    else if (Type->isUnsignedIntegerType() && (F.unit().context().getTypeSize(Type) <= 32 || isTakenForNumber(F)))
      ofUnsigned(F, In, Into);
    else if (Type->isPointerType())
      ofPointer(F, In, Into);
    for (const Opposite &Each : In.Opposites)
      if ((Type->isBooleanType() ? Each.Gives == 0 : Type->isSignedIntegerType() && Each.Gives != -EEXIST) &&
          onlyErrors(F, Each.Callee))
        opposite(F, Each, Into);
    for (const Compared &Each : In.Comparisons)
      if ((Each.IsCall || In.Holding.count(Each.What)) && canDecide(Decl))
        unsignedError(F, Each, Into);
  }

  /// A -1 that a patch brings for an error: in one that was there, most ask for no more than whether it is below 0.
  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    if (!F.before() || StringRef(F.before()->Body).contains("-1") || StringRef(F.text().Doc).contains("-1"))
      return;
    for (const Difference &D : C.Differences)
      if (D.NewEnd == RunEnd::Returned && D.OldEnd == RunEnd::Returned && StringRef(D.Old).starts_with("-E") &&
          D.New == "-EPERM" && !D.Trace.empty() && D.Trace.back().Text == "-1") {
        Candidate Out = suspected(info(), F, C, D);
        Out.What.Message = "Which error is this? Among the others, -1 is -EPERM.";
        Out.Code = "-1";
        return Into.push_back(std::move(Out));
      }
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
    static const llvm::Regex WithZero("(<|<=|>=) 0[^x0-9]"), Member("(->[a-z_0-9]+|\\)) (<|<=|>=) 0[^x0-9]");
    if (Member.match(Body))
      return true;
    return (Body.contains("< 0") || Body.contains("= 0")) && hasUnsigned(Body) && WithZero.match(Body);
  }

  void ofBool(FunctionView &F, const Verdicts &In, std::vector<Candidate> &Into) const {
    for (const Returned &R : In.Constants)
      if (isErrno(R) || isPositiveErrno(F, R))
        suspect(F, R, 1, "Shouldn't this return false? " + R.Code + " is true in a function that returns bool.", Into);
    for (const Assigned &Each : In.Sets)
      if (isErrnoValue(Each.Is) && onlySet(In, Each) && namesErrno(F, Each.Is, Each.Code))
        suspect(F, Each, In, 1, "Shouldn't this be false? " + Each.Code + " is true in a function that returns bool.",
                Into);
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

  /// Whether a variable is returned that gets this, and zeros else.
  static bool onlySet(const Verdicts &In, const Assigned &Of) {
    const auto Harmless = [&](const Assigned &Each) {
      return Each.What != Of.What || !Each.Is || isErrnoValue(Each.Is);
    };
    return In.Returns.count(Of.What) && !In.Varying.count(Of.What) &&
           (Of.What->getType()->isBooleanType() || std::all_of(In.Sets.begin(), In.Sets.end(), Harmless));
  }

  static bool isErrnoValue(std::int64_t Is) { return Is < 0 && Is >= -MaxErrno; }

  static bool namesErrno(const FunctionView &F, std::int64_t Is, const std::string &Code) {
    const StringRef Name = nameOf(Code);
    return !Name.empty() && F.unit().errnoName(Is < 0 ? -Is : Is) == Name;
  }

  void suspect(FunctionView &F, const Assigned &Of, const Verdicts &In, std::int64_t As, std::string Message,
               std::vector<Candidate> &Into) const {
    Candidate C = candidate(F, F.unit().place(In.Returns.at(Of.What)->getBeginLoc()), Of.Code);
    C.What.Message = std::move(Message);
    give(returning(F, C.What.At, As, C.What), C, Into);
  }

  void ofPointer(FunctionView &F, const Verdicts &In, std::vector<Candidate> &Into) const {
    for (const Returned &R : In.Constants)
      if (isPositiveErrno(F, R))
        suspect(F, R, R.Is, "Should this be -" + R.Code + "? A positive errno is no error pointer.", Into);
  }

  /// Whether a function of the file takes what this one returns for a number, and none asks whether it is an error.
  static bool isTakenForNumber(const FunctionView &F) {
    static const llvm::Regex Asks("IS_ERR|PAGE_MASK|offset_in_page|\\((long|int|ssize_t)\\)");
    static const char *const Unsigned = "(unsigned|size_t|u64|u32|sector_t|loff_t)[^;]*[ ,]";
    const llvm::Regex Set("([A-Za-z_][A-Za-z_0-9]*) = " + F.name() + "\\(");
    bool Any = false;
    for (const FunctionText &Each : F.file() ? F.file()->Functions : std::vector<FunctionText>()) {
      llvm::SmallVector<StringRef> Part;
      if (Each.Name == F.name() || !StringRef(Each.Body).contains(F.name() + "("))
        continue;
      if (!Set.match(Each.Body, &Part) || Asks.match(Each.Body) ||
          !llvm::Regex(Unsigned + Part[1].str() + "[ ,;=]").match(Each.Body))
        return false;
      Any = true;
    }
    return Any;
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
    for (const Assigned &Each : In.Sets)
      if (Each.Is > 0 && Each.Is <= MaxErrno && In.Returns.count(Each.What) && namesErrno(F, Each.Is, Each.Code))
        suspect(F, Each, In, Each.Is,
                "Should this be -" + Each.Code + "? A positive errno is no error to who asks for one below 0.", Into);
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
                     "() returns 0 where nothing is wrong, and this is " + (Of.Gives ? "an error." : "false.");
    give(returning(F, C.What.At, Of.Gives, C.What), C, Into);
  }

  void unsignedError(FunctionView &F, const Compared &Of, std::vector<Candidate> &Into) const {
    const bool Settled = Of.By->getOpcode() != BO_LE;
    Candidate C = candidate(F, F.unit().place(Of.By->getOperatorLoc()), F.unit().text(Of.By->getSourceRange()));
    C.What.Message = (Of.IsCall ? "Can " + Of.What + " be below 0? Its type has no sign, and "
                                : "Should " + Of.What + " be signed? It holds what a callee returned, and ") +
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
