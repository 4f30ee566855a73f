#include "compare/IdleTests.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <map>
#include <set>

using namespace clang;

namespace kverdict {
namespace {

/// How often a test came out, on all ways together.
struct Tally {
  unsigned True = 0, False = 0;
  bool Open = false; ///< it was not settled by what the text says alone
};

/// A test in front of a jump.
struct Test {
  const Expr *Condition, *Whole; ///< the first is the other one, or a part of it
  const Stmt *Jump;
};

/// What an arm of an `if` does, if that is to leave its place: its last statement.
const Stmt *jump(const Stmt *Arm) {
  if (const auto *Block = dyn_cast<CompoundStmt>(Arm))
    return Block->body_empty() ? nullptr : jump(Block->body_back());
  return isa<ReturnStmt, GotoStmt>(Arm) ? Arm : nullptr;
}

const BinaryOperator *joined(const Expr *Condition) {
  const auto *Two = dyn_cast<BinaryOperator>(Condition->IgnoreParens());
  return Two && Two->isLogicalOp() ? Two : nullptr;
}

/// What a macro joins is one test, as the text shows it; and what a macro jumps by is none of the text.
class Tests : public RecursiveASTVisitor<Tests> {
public:
  bool VisitIfStmt(IfStmt *S) {
    if (S->getIfLoc().isMacroID())
      return true;
    Conditions.push_back(S->getCond());
    if (const Stmt *To = jump(S->getThen()))
      parts(S->getCond(), S->getCond(), To);
    return true;
  }
  std::vector<Test> All;
  std::vector<const Expr *> Conditions; ///< also those in front of no jump

private:
  void parts(const Expr *Condition, const Expr *Whole, const Stmt *To) {
    const BinaryOperator *Two = joined(Condition);
    if (!Two || Two->getOperatorLoc().isMacroID()) {
      All.push_back({Condition, Whole, To});
      return;
    }
    parts(Two->getLHS(), Whole, To);
    parts(Two->getRHS(), Whole, To);
  }
};

using Tallies = std::map<const Stmt *, Tally>;

const Stmt *plain(const Stmt *Code) {
  const auto *E = dyn_cast<Expr>(Code);
  return E ? E->IgnoreParens() : Code;
}

Tallies tallies(const Side &Version) {
  Tallies Out;
  auto count = [&](const Path &P) {
    for (const Step &Each : P.Steps)
      if (Each.What == Step::Kind::Branch && Each.Depth == 0) {
        Tally &T = Out[plain(Each.Code)];
        ++(Each.Taken ? T.True : T.False);
        T.Open |= !Each.Constant;
      }
  };
  for (const Way &W : Version.Ways)
    count(W.Done);
  for (const Path &P : Version.LeftOut) // as far as it was walked
    count(P);
  return Out;
}

/// Of what is joined, Clang's graph makes each part by itself.
Tally of(const Tallies &All, const Expr *Condition) {
  if (const BinaryOperator *Two = joined(Condition)) {
    const Tally L = of(All, Two->getLHS()), R = of(All, Two->getRHS());
    const bool And = Two->getOpcode() == BO_LAnd;
    return {And ? R.True : L.True + R.True, And ? L.False + R.False : R.False, L.Open || R.Open};
  }
  const auto It = All.find(plain(Condition));
  return It == All.end() ? Tally() : It->second;
}

bool isNumber(const ASTContext &Context, const Expr *E) {
  Expr::EvalResult Value;
  return E->EvaluateAsInt(Value, Context);
}

/// A part that is a number is not always made, so that what the whole came to is not in the tallies.
bool hasNumber(const ASTContext &Context, const Expr *Condition) {
  if (const BinaryOperator *Two = joined(Condition))
    return hasNumber(Context, Two->getLHS()) || hasNumber(Context, Two->getRHS());
  return isNumber(Context, Condition);
}

/// Whether what an expression comes to may be different in another configuration: by a callee, or by a macro of the
/// value 0.
class Configured : public RecursiveASTVisitor<Configured> {
public:
  explicit Configured(const ASTContext &Context) : Context(Context) {}
  bool VisitCallExpr(CallExpr *) { return !(Is = true); }
  bool VisitExpr(Expr *E) {
    Is |= E->getBeginLoc().isMacroID() && !E->isValueDependent() && isZero(E) && !isNull(E->getBeginLoc());
    return !Is;
  }
  bool Is = false;

private:
  bool isZero(const Expr *E) const {
    Expr::EvalResult Value;
    return E->EvaluateAsInt(Value, Context) && Value.Val.getInt() == 0;
  }
  bool isNull(SourceLocation At) const {
    return Lexer::getImmediateMacroName(At, Context.getSourceManager(), Context.getLangOpts()) == "NULL";
  }

  const ASTContext &Context;
};

bool saysOption(const ASTContext &Context, const Expr *E) {
  Configured Looks(Context);
  Looks.TraverseStmt(const_cast<Expr *>(E));
  return Looks.Is;
}

bool mayBeConfigured(const ASTContext &Context, const Expr *Condition) {
  return isNumber(Context, Condition) || saysOption(Context, Condition);
}

/// What the locals of a function are set to.
class Sources : public RecursiveASTVisitor<Sources> {
public:
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasInit())
      Of[V].push_back(V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    const auto *To = E->isAssignmentOp() ? dyn_cast<DeclRefExpr>(E->getLHS()->IgnoreParens()) : nullptr;
    if (To)
      Of[To->getDecl()].push_back(E->getRHS());
    return true;
  }
  std::map<const ValueDecl *, std::vector<const Expr *>> Of;
};

/// The variables that an expression speaks of.
struct Variables : RecursiveASTVisitor<Variables> {
  std::vector<const ValueDecl *> All;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    All.push_back(E->getDecl());
    return true;
  }
};

/// Whether one of the locals in a condition may have been set to what the configuration says.
bool setByOption(const Side &Version, const Expr *Condition) {
  Sources Known;
  Known.TraverseStmt(Version.F->getBody());
  Variables Met;
  Met.TraverseStmt(const_cast<Expr *>(Condition));
  std::set<const ValueDecl *> Seen;
  for (size_t I = 0; I < Met.All.size(); ++I)
    if (const ValueDecl *V = Met.All[I]; Seen.insert(V).second)
      for (const Expr *From : Known.Of[V]) {
        if (saysOption(Version.U.context(), From))
          return true;
        Met.TraverseStmt(const_cast<Expr *>(From));
      }
  return false;
}

/// `!(flags & FLAG)`, where the flag is none here: it is true of whatever is asked for.
bool deniesNoFlag(const ASTContext &Context, const Expr *Condition) {
  const auto *Not = dyn_cast<UnaryOperator>(Condition->IgnoreParens());
  const auto *Both =
      Not && Not->getOpcode() == UO_LNot ? dyn_cast<BinaryOperator>(Not->getSubExpr()->IgnoreParenCasts()) : nullptr;
  Expr::EvalResult Value;
  return Both && Both->getOpcode() == BO_And && !isNumber(Context, Condition) &&
         Both->getRHS()->EvaluateAsInt(Value, Context) && Value.Val.getInt() == 0;
}

/// Whether there is an `#if` in the text of some code.
bool hasOtherText(const ASTContext &Context, const Stmt *Code) {
  const auto Range = CharSourceRange::getTokenRange(Code->getSourceRange());
  llvm::SmallVector<llvm::StringRef> Lines;
  Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts()).split(Lines, '\n');
  return llvm::any_of(Lines, [](llvm::StringRef Line) {
    Line = Line.ltrim();
    return Line.consume_front("#") && Line.ltrim().starts_with("if");
  });
}

/// The tests of one version, by their words.
class Tested {
public:
  explicit Tested(const Side &Of) : Of(Of), Counts(tallies(Of)) {
    Tests In;
    In.TraverseStmt(Of.F->getBody());
    All = std::move(In.All);
    Conditions = std::move(In.Conditions);
    for (const Test &Each : All)
      ByText[text(Each)].push_back(&Each);
  }

  std::string text(const Test &T) const { return Of.U.text(T.Condition->IgnoreParens()->getSourceRange()); }
  Tally count(const Test &T) const { return of(Counts, T.Condition); }
  /// Of all that stands in front of the jump.
  Tally whole(const Test &T) const { return of(Counts, T.Whole); }
  /// Whether a branch goes the way that it goes, and code before it is another, for what the configuration says.
  bool isConfigured() const {
    return hasOtherText(Of.U.context(), Of.F->getBody()) ||
           std::any_of(Conditions.begin(), Conditions.end(), [&](const Expr *E) { return takesOption(E); });
  }
  const std::vector<Test> &all() const { return All; }
  const std::vector<const Test *> &named(const std::string &Text) const {
    static const std::vector<const Test *> None;
    const auto It = ByText.find(Text);
    return It == ByText.end() ? None : It->second;
  }

private:
  bool takesOption(const Expr *Condition) const {
    if (const BinaryOperator *Two = joined(Condition))
      return takesOption(Two->getLHS()) || takesOption(Two->getRHS());
    const Tally Count = of(Counts, Condition);
    return (Count.True || Count.False) && !Count.Open && mayBeConfigured(Of.U.context(), Condition);
  }

  const Side &Of;
  const Tallies Counts;
  std::vector<Test> All;
  std::vector<const Expr *> Conditions;
  std::map<std::string, std::vector<const Test *>> ByText;
};

bool walkedWholly(const Side &Version) {
  return !Version.Ways.empty() && std::none_of(Version.Ways.begin(), Version.Ways.end(),
                                               [](const Way &W) { return W.Done.End == PathEnd::Undecided; });
}

/// Whether the old version has the same test, and there it decides; nothing if it is not known which one it is.
std::optional<bool> decidedBefore(const Tested &Was, const Tested &Is, const Test &T) {
  const std::string Text = Is.text(T);
  const auto &Before = Was.named(Text), &Now = Is.named(Text);
  if (Before.empty())
    return false;
  if (Before.size() != Now.size())
    return std::nullopt;
  const size_t Which = std::find(Now.begin(), Now.end(), &T) - Now.begin();
  const Tally Count = Was.count(*Before[Which]);
  return Count.True && Count.False ? std::optional(true) : std::nullopt;
}

using Blocks = std::set<const CFGBlock *>;

/// All that a way from these blocks can come to, with them; it ends in those of Last.
Blocks reached(Blocks From, const std::set<unsigned> &Last) {
  std::vector<const CFGBlock *> Next(From.begin(), From.end());
  while (!Next.empty()) {
    const CFGBlock *Here = Next.back();
    Next.pop_back();
    if (!Last.count(Here->getBlockID()))
      for (const CFGBlock *To : Here->succs())
        if (To && From.insert(To).second)
          Next.push_back(To);
  }
  return From;
}

/// The tests that a path may come to that was not walked; nothing if that is not known.
std::optional<std::set<const Stmt *>> unwalked(const Side &New, const LeftOut &Out) {
  Graphs Cfgs;
  const CFG *Graph = Cfgs.graph(New.F);
  if (!Graph)
    return std::nullopt;
  Blocks Entered = reached({&Graph->getEntry()}, Out.First);
  std::erase_if(Entered, [&](const CFGBlock *Each) { return !Out.Same.count(Each->getBlockID()); });
  std::set<const Stmt *> Found;
  for (const CFGBlock *Each : reached(Entered, {}))
    if (const Expr *Condition = Each->getLastCondition())
      Found.insert(plain(Condition));
  return Found;
}

bool leadsTo(const std::set<const Stmt *> &Found, const Expr *Condition) {
  const BinaryOperator *Two = joined(Condition);
  return Two ? leadsTo(Found, Two->getLHS()) || leadsTo(Found, Two->getRHS()) : Found.count(plain(Condition));
}

/// Whether a way does not come out of making a test: it was reached. Not of those that only end there if what no
/// version tests is null, if not wanted.
bool endsIn(const Side &Version, const Expr *Condition, bool Premises) {
  const SourceManager &SM = Version.U.context().getSourceManager();
  const auto Text = SM.getExpansionRange(Condition->getSourceRange());
  const auto [File, First] = SM.getDecomposedLoc(Text.getBegin());
  const unsigned Last = SM.getFileOffset(Text.getEnd());
  return std::any_of(Version.Ways.begin(), Version.Ways.end(), [&, File = File, First = First](const Way &W) {
    if (W.returned() || W.Done.StoppedFrom.isInvalid() || (W.Done.Premise && !Premises))
      return false;
    const auto [There, At] = SM.getDecomposedLoc(SM.getExpansionLoc(W.Done.StoppedFrom));
    return There == File && First <= At && At <= Last;
  });
}

/// What is done in no state, or in each.
std::string settled(const Side &New, const Tested &Is, const Test &T, IdleTest::Kind What) {
  const Tally Whole = Is.whole(T);
  const bool Done = What == IdleTest::Kind::Always;
  const bool Known = !hasNumber(New.U.context(), T.Whole) && !endsIn(New, T.Whole, false) &&
                     (Done ? Whole.True && !Whole.False : !Whole.True);
  return Known ? New.U.text(T.Jump->getSourceRange()) : "";
}

/// What a test comes to in all states; nothing if it decides, or if that is not known.
std::optional<IdleTest::Kind> idle(const Side &New, const Tested &Is, const Test &T) {
  const Tally Now = Is.count(T);
  if ((Now.True && Now.False) || (joined(T.Condition) && hasNumber(New.U.context(), T.Condition)))
    return std::nullopt;
  if (!Now.True && !Now.False)
    return endsIn(New, T.Condition, true) ? std::nullopt : std::optional(IdleTest::Kind::Unmade);
  return Now.True ? IdleTest::Kind::Always : IdleTest::Kind::Never;
}

/// Whether it is so for what this configuration says.
bool onlyHere(const Side &New, const Tested &Is, const Test &T, IdleTest::Kind What, bool Before) {
  const ASTContext &Context = New.U.context();
  const bool ByText = What != IdleTest::Kind::Unmade && !Is.count(T).Open;
  if (ByText && What == IdleTest::Kind::Always && deniesNoFlag(Context, T.Condition))
    return false;
  return Is.isConfigured() ||
         (ByText && (setByOption(New, T.Condition) || (!Before && mayBeConfigured(Context, T.Condition))));
}

} // namespace

std::vector<IdleTest> idleTests(const Side &Old, const Side &New, const LeftOut &Paths) {
  std::vector<IdleTest> Out;
  if (!walkedWholly(Old) || !walkedWholly(New))
    return Out;
  const auto Unwalked = unwalked(New, Paths);
  if (!Unwalked)
    return Out;
  const Tested Was(Old), Is(New);
  const Expr *Told = nullptr; // what is not made for the part of it before says nothing new
  for (const Test &T : Is.all()) {
    const std::optional<IdleTest::Kind> What = idle(New, Is, T);
    if (!What || leadsTo(*Unwalked, T.Condition))
      continue;
    const std::optional<bool> Before = decidedBefore(Was, Is, T);
    const bool Unmade = *What == IdleTest::Kind::Unmade;
    if (!Before || (Unmade && (!*Before || T.Whole == Told)) || onlyHere(New, Is, T, *What, *Before))
      continue;
    Told = T.Whole;
    Out.push_back({*What, Is.text(T), New.U.place(T.Condition->getBeginLoc()), settled(New, Is, T, *What), *Before});
  }
  return Out;
}

} // namespace kverdict
