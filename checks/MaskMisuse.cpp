// A bit operation on something that is no mask, or with a negation or a comparison that binds otherwise.
//
//   enum { PIN_READY, PIN_BUSY, PIN_GONE, PIN_LATE, PIN_LOST };
//
//   static int use_pin(struct pin *p)
//   {
//           if (p->flags & PIN_LATE)       <- PIN_LATE is 3, a number of a bit: this tests the first two
//                   return -EBUSY;
//           if (!p->flags & 4)             <- is (!p->flags) & 4, which is 0
//                   return -EINVAL;
//
// Looked at is what the function itself says; what a macro makes of its arguments is the macro's.
#include "analysis/Check.h"
#include "analysis/Differing.h"
#include "checks/Deciding.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <set>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

/// What is wrong with an operation.
struct Misuse {
  const Expr *Of;
  std::string Question;
  bool Settled = false; ///< it has the same value whatever the state
};

std::optional<llvm::APSInt> constant(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Is;
  return !E->isValueDependent() && E->EvaluateAsInt(Is, Context) ? std::optional(Is.Val.getInt()) : std::nullopt;
}

bool isOne(const Expr *E, const ASTContext &Context) {
  const auto Is = constant(E, Context);
  return Is && Is->isOne();
}

/// A truth value, which `&` and `|` may join as `&&` and `||` do.
bool isTruth(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (E->getType()->isBooleanType())
    return true;
  if (const auto *Not = dyn_cast<UnaryOperator>(E))
    return Not->getOpcode() == UO_LNot;
  if (const auto *Two = dyn_cast<BinaryOperator>(E))
    return Two->isComparisonOp() || Two->isLogicalOp() ||
           (Two->isBitwiseOp() && isTruth(Two->getLHS()) && isTruth(Two->getRHS()));
  return false;
}

bool isNegation(const Expr *E) {
  const auto *Not = dyn_cast<UnaryOperator>(E->IgnoreImpCasts());
  return Not && Not->getOpcode() == UO_LNot;
}

/// Whether nobody says how the value of an enumerator is made of others.
bool isNumber(const EnumConstantDecl *Of) {
  return !Of->getInitExpr() || isa<IntegerLiteral>(Of->getInitExpr()->IgnoreParenImpCasts());
}

/// Whether an enumeration counts on, so that its values are numbers and not masks: so many that a 3, a 5 and a 6 are no
/// masks of two, and nobody says how they are made of others.
bool counts(const EnumDecl *Of) {
  std::int64_t Next = -1;
  unsigned Number = 0;
  for (const EnumConstantDecl *Each : Of->enumerators()) {
    const std::int64_t Is = Each->getInitVal().getExtValue();
    if (Next < 0 ? Is != 0 && Is != 1 : Is != Next || !isNumber(Each))
      break;
    Next = Is + 1;
    ++Number;
  }
  return Number >= 6;
}

const EnumConstantDecl *enumerator(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<EnumConstantDecl>(Ref->getDecl()) : nullptr;
}

/// Where a literal is written, if a macro of the name stands for it alone.
struct NamedLiteral {
  std::string Name;
  SourceLocation Spelt;
};

std::optional<NamedLiteral> namedLiteral(const Expr *E, const ASTContext &Context) {
  const auto *Literal = dyn_cast<IntegerLiteral>(E->IgnoreParenImpCasts());
  if (!Literal || !Literal->getLocation().isMacroID())
    return std::nullopt;
  const SourceManager &Sources = Context.getSourceManager();
  SourceLocation At = Literal->getLocation();
  while (Sources.isMacroArgExpansion(At))
    At = Sources.getImmediateSpellingLoc(At);
  if (!At.isMacroID())
    return std::nullopt;
  return NamedLiteral{Lexer::getImmediateMacroName(At, Sources, Context.getLangOpts()).str(),
                      Sources.getSpellingLoc(At)};
}

StringRef lineAt(StringRef Text, size_t At) {
  const size_t From = Text.rfind('\n', At), To = Text.find('\n', At);
  return Text.slice(From == StringRef::npos ? 0 : From + 1, To);
}

/// Only the lines with the name are matched: of whole headers, that takes most of the time of this check.
bool usesAsBit(StringRef Text, const std::string &Name) {
  const llvm::Regex Use("(_bit(_lock|_unlock)?|BIT|BIT_ULL|BIT_MASK) ?\\( ?" + Name +
                        " ?[,)]|1(U|L|UL|ULL)? ?<< ?\\(?" + Name + "([^A-Za-z0-9_]|$)");
  for (size_t At = Text.find(Name); At != StringRef::npos; At = Text.find(Name, At + Name.size()))
    if (Use.match(lineAt(Text, At)))
      return true;
  return false;
}

/// The macros in lines that follow each other around this one, that stand for small decimal numbers and begin with the
/// same word.
std::set<std::string> siblings(StringRef Text, size_t At, const std::string &Name) {
  static const llvm::Regex Define("^#[ \t]*define[ \t]+([A-Za-z_0-9]+)[ \t]+\\(?([0-9]+)\\)?([ \t]|$)");
  const std::string Prefix = Name.substr(0, Name.find('_', 1));
  std::set<std::string> Out;
  const auto Add = [&](StringRef Line) {
    llvm::SmallVector<StringRef> Part;
    if (!Define.match(Line, &Part))
      return false;
    if (Part[1].starts_with(Prefix))
      Out.insert(Part[1].str());
    return true;
  };
  const StringRef Own = lineAt(Text, At);
  if (!Add(Own))
    return {};
  for (const char *Below = Own.end(); Below < Text.end();) {
    const StringRef Line = lineAt(Text, Below - Text.begin() + 1);
    if (!Add(Line))
      break;
    Below = Line.end();
  }
  for (const char *Above = Own.begin(); Above > Text.begin() + 1;) {
    const StringRef Line = lineAt(Text, Above - Text.begin() - 2);
    if (!Add(Line))
      break;
    Above = Line.begin();
  }
  return Out;
}

/// A name in capitals whose macro makes a mask of a bit: `1 << 3`, `BIT(3)`, `0x8`.
std::optional<std::string> namedMask(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenCasts();
  const auto Is = constant(E, Context);
  const SourceManager &Sources = Context.getSourceManager();
  SourceLocation At = E->getExprLoc();
  if (!Is || !Is->isPowerOf2() || !At.isMacroID())
    return std::nullopt;
  const auto *Shift = dyn_cast<BinaryOperator>(E);
  const auto *Literal = dyn_cast<IntegerLiteral>(E);
  const bool Hex = Literal && Lexer::getSourceText(CharSourceRange::getTokenRange(Sources.getSpellingLoc(At)), Sources,
                                                   Context.getLangOpts())
                                  .starts_with("0x");
  if (!Hex && !(Shift && Shift->getOpcode() == BO_Shl && isOne(Shift->getLHS(), Context)))
    return std::nullopt;
  std::string Name;
  while (At.isMacroID()) { // the outermost that is no argument of another
    if (!Sources.isMacroArgExpansion(At))
      Name = Lexer::getImmediateMacroName(At, Sources, Context.getLangOpts()).str();
    else if (!Name.empty())
      break;
    At = Sources.getImmediateMacroCallerLoc(At);
  }
  const bool Capitals = StringRef(Name).upper() == Name && StringRef(Name).contains('_');
  return Capitals ? std::optional(Name) : std::nullopt;
}

/// The conditions of a text, on one line each.
std::vector<std::string> conditions(StringRef Body) {
  std::vector<std::string> Out;
  for (size_t At = Body.find("if ("); At != StringRef::npos; At = Body.find("if (", At + 1)) {
    size_t End = At + 3;
    int Depth = 0;
    do
      Depth += End < Body.size() ? (Body[End] == '(') - (Body[End] == ')') : -Depth;
    while (Depth && ++End < Body.size());
    if (End < Body.size())
      Out.push_back(folded(Body.slice(At + 4, End)));
  }
  return Out;
}

std::string withoutParentheses(const std::string &Text) {
  std::string Out;
  for (const char C : Text)
    if (C != '(' && C != ')' && C != ' ')
      Out += C;
  return Out;
}

class Operations : public RecursiveASTVisitor<Operations> {
public:
  explicit Operations(const FunctionView &F) : U(F.unit()), Context(U.context()), Returned(F.decl()->getReturnType()) {}

  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->getOpcode() == BO_Shl && isOne(Op->getLHS(), Context)) // also of BIT()
      bitOf(Op, Op->getRHS());
    if (!writtenHere(Context, Op->getOperatorLoc()))
      return true;
    if (Op->getOpcode() == BO_And)
      andOf(Op);
    if (Op->isEqualityOp())
      matchOf(Op);
    if (Op->isLogicalOp()) {
      truthOf(Op->getLHS());
      truthOf(Op->getRHS());
      maskAlone(Op);
    }
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    static const llvm::Regex OfBits("(^|_)(test|set|clear|change)_bit(_lock|_unlock|_acquire)?$");
    if (E->getNumArgs() == 2 && E->getDirectCallee() && OfBits.match(E->getDirectCallee()->getName()))
      bitOf(E, E->getArg(0));
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    if (accepts(S->getThen()))
      noneOf(S->getCond());
    return truthOf(S->getCond());
  }
  bool VisitConditionalOperator(ConditionalOperator *E) {
    return !writtenHere(Context, E->getQuestionLoc()) || truthOf(E->getCond());
  }

  std::vector<Misuse> Found;

private:
  std::string code(const Expr *E) const { return U.text(E->getSourceRange()); }

  /// What asks for the number of a bit, and gets its mask.
  void bitOf(const Expr *Of, const Expr *Number) {
    if (const auto Name = namedMask(Number, Context))
      Found.push_back({Of, "Is " + *Name + " the number of a bit? It is a mask.", true});
  }

  /// `x && MASK`.
  void maskAlone(const BinaryOperator *Op) {
    const auto Mask = namedMask(Op->getRHS(), Context);
    if (Op->getOpcode() == BO_LAnd && Mask && !isTruth(Op->getLHS()) && Op->getLHS()->getType()->isIntegerType())
      Found.push_back({Op, "Should this be `&`? " + *Mask + " is a mask, and always true.", true});
  }

  void andOf(const BinaryOperator *Op) {
    const Expr *Left = Op->getLHS(), *Right = Op->getRHS();
    if (isNegation(Left) && !isTruth(Right)) {
      const auto *Not = cast<UnaryOperator>(Left->IgnoreImpCasts());
      Found.push_back({Op,
                       "Should this be !(" + code(Not->getSubExpr()) + " & " + code(Right) +
                           ")? The negation is of the left operand alone.",
                       isEven(Right)});
    } else if (isNegation(Right) && !isTruth(Left)) {
      Found.push_back(
          {Op, "Should this be ~ instead of !? " + code(Right) + " is 0 or 1.", constant(Right, Context).has_value()});
    } else if (const auto *Compared = dyn_cast<BinaryOperator>(Right->IgnoreImpCasts());
               Compared && Compared->isComparisonOp() && !isTruth(Left)) {
      Found.push_back({Op, "Are there parentheses missing? `" + code(Compared) + "` is compared first."});
    } else if (const auto *Or = dyn_cast<BinaryOperator>(Right->IgnoreParenImpCasts());
               Or && Or->getOpcode() == BO_LOr && constant(Or, Context)) {
      Found.push_back({Op, "Should this be `|`? " + code(Or) + " is 0 or 1.", true});
    } else {
      numberOf(Op, Left);
      numberOf(Op, Right);
    }
  }

  /// So that 0 or 1 has no bit of it.
  bool isEven(const Expr *E) const {
    const auto Is = constant(E, Context);
    return Is && !(*Is)[0];
  }

  /// An operand that numbers a bit, or a case.
  void numberOf(const BinaryOperator *Op, const Expr *Operand) {
    if (const EnumConstantDecl *Named = enumerator(Operand)) {
      const auto *Of = cast<EnumDecl>(Named->getDeclContext());
      if (counts(Of) && isNumber(Named))
        Found.push_back({Op, "Is " + Named->getNameAsString() + " a mask? It is the number " +
                                 llvm::toString(Named->getInitVal(), 10) + " of an enumeration that counts on."});
    } else if (const auto Literal = namedLiteral(Operand, Context)) {
      if (numbersBits(*Literal))
        Found.push_back(
            {Op, "Is " + Literal->Name + " a mask? It, or one beside it, is used as the number of a bit elsewhere."});
    }
  }

  bool numbersBits(const NamedLiteral &Of) const {
    const SourceManager &Sources = Context.getSourceManager();
    const StringRef Text = Sources.getBufferData(Sources.getFileID(Of.Spelt));
    const StringRef Main = Sources.getBufferData(Sources.getMainFileID());
    const std::set<std::string> All = siblings(Text, Sources.getFileOffset(Of.Spelt), Of.Name);
    return std::any_of(All.begin(), All.end(),
                       [&](const std::string &Each) { return usesAsBit(Text, Each) || usesAsBit(Main, Each); });
  }

  /// `(x & C) == D`, where D has bits that C has not.
  void matchOf(const BinaryOperator *Op) {
    for (const bool Swapped : {false, true}) {
      const Expr *Masked = (Swapped ? Op->getRHS() : Op->getLHS())->IgnoreParenImpCasts();
      const auto Wanted = constant(Swapped ? Op->getLHS() : Op->getRHS(), Context);
      const auto *And = dyn_cast<BinaryOperator>(Masked);
      if (!Wanted || !And || And->getOpcode() != BO_And || constant(Masked, Context))
        continue;
      auto Mask = constant(And->getRHS(), Context);
      if (!Mask)
        Mask = constant(And->getLHS(), Context);
      if (!Mask || *Mask == 0)
        continue;
      const llvm::APInt Is = Wanted->extOrTrunc(64), Of = Mask->extOrTrunc(64);
      if (!(Is & ~Of).isZero())
        Found.push_back({Op,
                         "Can this ever be " + std::string(Op->getOpcode() == BO_EQ ? "true" : "false") +
                             "? What is compared has bits that the mask " + code(And->getRHS()) + " has not.",
                         true});
    }
  }

  /// `x | C` as a truth value.
  bool truthOf(const Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
      return truthOf(Not->getSubExpr());
    if (const auto *Call = dyn_cast<CallExpr>(E); Call && Call->getNumArgs() == 2 && Call->getDirectCallee() &&
                                                  Call->getDirectCallee()->getName() == "__builtin_expect")
      return truthOf(Call->getArg(0));
    const auto *Or = dyn_cast<BinaryOperator>(E);
    if (!Or || Or->getOpcode() != BO_Or || !writtenHere(Context, Or->getOperatorLoc()) || constant(Or, Context))
      return true;
    for (const Expr *Each : {Or->getLHS(), Or->getRHS()})
      if (const auto Is = constant(Each, Context); Is && *Is != 0)
        Found.push_back({Or, "Should this be `&`? With `| " + code(Each) + "` it is always true.", true});
    return true;
  }

  /// Whether all that a statement does is to say yes.
  bool accepts(const Stmt *S) const {
    if (const auto *Block = dyn_cast<CompoundStmt>(S); Block && Block->size() == 1)
      S = Block->body_front();
    const auto *R = dyn_cast<ReturnStmt>(S);
    const auto Is = R && R->getRetValue() ? constant(R->getRetValue(), Context) : std::nullopt;
    return Is && *Is == (Returned->isBooleanType() ? 1 : 0) && !Returned->isPointerType();
  }

  /// `!(x & F)` of a guard that says yes, where F is 0 in this configuration. One that says no is right: what the
  /// configuration lacks, nobody has.
  void noneOf(const Expr *Condition) {
    Condition = Condition->IgnoreParenImpCasts();
    if (const auto *Two = dyn_cast<BinaryOperator>(Condition); Two && Two->isLogicalOp()) {
      noneOf(Two->getLHS());
      noneOf(Two->getRHS());
    }
    const auto *Not = dyn_cast<UnaryOperator>(Condition);
    const auto *And = Not && Not->getOpcode() == UO_LNot
                          ? dyn_cast<BinaryOperator>(Not->getSubExpr()->IgnoreParenImpCasts())
                          : nullptr;
    if (!And || And->getOpcode() != BO_And || !writtenHere(Context, And->getOperatorLoc()))
      return;
    for (const Expr *Each : {And->getLHS(), And->getRHS()})
      if (const auto Is = constant(Each, Context);
          Is && *Is == 0 && Each->getBeginLoc().isMacroID() && StringRef(code(Each)).upper() == code(Each))
        Found.push_back(
            {Not, "Is this meant where there is no " + code(Each) + "? It is 0 here, and this always true.", true});
  }

  const Unit &U;
  const ASTContext &Context;
  const QualType Returned;
};

/// Whether a text has an `&` or `|` of the kinds that are looked at: a negation beside it, a comparison behind it, or a
/// name with a capital for an operand.
bool mayMisuse(StringRef Text) {
  static const llvm::Regex Kinds("![A-Za-z_0-9>.()[:space:]-]*[^&]&[[:space:]]*[^&=]|"         // !x & y
                                 "[^&]&[[:space:]]*!|"                                         // x & !y
                                 "[^&]&[[:space:]]*\\(?[A-Z][A-Za-z0-9_]*|"                    // x & NAME
                                 "&[[:space:]]*[^&=)]*\\)?[[:space:]]*[!=]=|"                  // x & y == z
                                 "[^|]\\|[[:space:]]*[A-Z_0-9][A-Za-z0-9_]*\\)|"               // x | NAME)
                                 "&&[[:space:]]*[A-Z][A-Z0-9]*_[A-Z0-9_]*[ )]|"                // x && NAME
                                 "(_bit[a-z_]*|BIT(_ULL)?) ?\\( ?[A-Z]|1U?L*L? << \\(?[A-Z]"); // BIT(NAME)
  return Kinds.match(Text);
}

class MaskMisuse : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "mask-misuse",
        .About = "a bit operation on something that is no mask, or that a negation or a comparison does not mean",
        .Level = Severity::Warning,
        .Precision = "0 findings in 842 files of 6.12",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    return StringRef(F.text().Body).contains("return ") && mayMisuse(F.text().Body);
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl))
      return;
    Operations In(F);
    In.TraverseStmt(Decl->getBody());
    std::set<SourcePlace> Told; // the arguments of a macro may stand in it more than once
    for (const Misuse &Each : In.Found)
      if (Told.insert(F.unit().place(Each.Of->getExprLoc())).second)
        suspect(F, Each, Into);
  }

  /// Where a patch moves parentheses alone, and something was or is in a negation.
  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    if (!F.before() || C.Differences.empty())
      return;
    const auto Was = conditions(F.before()->Body), Is = conditions(F.text().Body);
    for (const std::string &New : Is)
      for (const std::string &Old : Was)
        if (New != Old && StringRef(New).contains('!') && withoutParentheses(New) == withoutParentheses(Old) &&
            !std::count(Is.begin(), Is.end(), Old) && !std::count(Was.begin(), Was.end(), New))
          return Into.push_back(regrouped(F, C, Old, New));
  }

private:
  Candidate regrouped(const FunctionView &F, const Comparison &C, const std::string &Old,
                      const std::string &New) const {
    Candidate Out = suspected(info(), F, C, C.Differences[0]);
    Out.What.Message =
        "Is the negation in `" + New + "` meant to be of that much? Before, with the same words, it was `" + Old + "`.";
    Out.Code = New;
    return Out;
  }

  void suspect(FunctionView &F, const Misuse &Of, std::vector<Candidate> &Into) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(Of.Of->getExprLoc());
    C.What.Message = Of.Question;
    C.Code = F.unit().text(Of.Of->getSourceRange());
    if (std::optional<Claim> Is = passing(F, C.Code, Of.Settled, C.What)) {
      C.Is = std::move(*Is);
      Into.push_back(std::move(C));
    }
  }
};

} // namespace

std::shared_ptr<const Check> makeMaskMisuse() { return std::make_shared<MaskMisuse>(); }

} // namespace kverdict
