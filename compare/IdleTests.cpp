#include "compare/IdleTests.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

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
  const Expr *Condition;
  const Stmt *Jump;
};

/// What an arm of an `if` does, if that is to leave its place: its last statement.
const Stmt *jump(const Stmt *Arm) {
  if (const auto *Block = dyn_cast<CompoundStmt>(Arm))
    return Block->body_empty() ? nullptr : jump(Block->body_back());
  return isa<ReturnStmt, GotoStmt>(Arm) ? Arm : nullptr;
}

class Tests : public RecursiveASTVisitor<Tests> {
public:
  bool VisitIfStmt(IfStmt *S) {
    if (const Stmt *To = jump(S->getThen()))
      parts(S->getCond(), To);
    return true;
  }
  std::vector<Test> All;

private:
  void parts(const Expr *Condition, const Stmt *To) {
    const auto *Two = dyn_cast<BinaryOperator>(Condition->IgnoreParens());
    if (!Two || !Two->isLogicalOp()) {
      All.push_back({Condition, To});
      return;
    }
    parts(Two->getLHS(), To);
    parts(Two->getRHS(), To);
  }
};

using Tallies = std::map<const Stmt *, Tally>;

const Stmt *plain(const Stmt *Code) {
  const auto *E = dyn_cast<Expr>(Code);
  return E ? E->IgnoreParens() : Code;
}

Tallies tallies(const Side &Version) {
  Tallies Out;
  for (const Way &W : Version.Ways)
    for (const Step &Each : W.Done.Steps)
      if (Each.What == Step::Kind::Branch && Each.Depth == 0) {
        Tally &T = Out[plain(Each.Code)];
        ++(Each.Taken ? T.True : T.False);
        T.Open |= !Each.Constant;
      }
  return Out;
}

Tally of(const Tallies &All, const Test &T) {
  const auto It = All.find(plain(T.Condition));
  return It == All.end() ? Tally() : It->second;
}

/// Whether what a test comes to may be different in another configuration: by a callee, or by a macro of the value 0.
class Configured : public RecursiveASTVisitor<Configured> {
public:
  explicit Configured(const ASTContext &Context) : Context(Context) {}
  bool VisitCallExpr(CallExpr *) { return !(Is = true); }
  bool VisitExpr(Expr *E) {
    Expr::EvalResult Value;
    if (E->getBeginLoc().isMacroID() && !E->isValueDependent() && E->EvaluateAsInt(Value, Context) &&
        Value.Val.getInt() == 0)
      Is = true;
    return !Is;
  }
  bool Is = false;

private:
  const ASTContext &Context;
};

bool mayBeConfigured(const ASTContext &Context, const Expr *Condition) {
  Expr::EvalResult Value;
  if (Condition->EvaluateAsInt(Value, Context))
    return true;
  Configured Looks(Context);
  Looks.TraverseStmt(const_cast<Expr *>(Condition));
  return Looks.Is;
}

/// The tests of one version, by their words.
class Tested {
public:
  explicit Tested(const Side &Of) : Of(Of), Counts(tallies(Of)) {
    Tests In;
    In.TraverseStmt(Of.F->getBody());
    All = std::move(In.All);
    for (const Test &Each : All)
      ByText[text(Each)].push_back(&Each);
  }

  std::string text(const Test &T) const { return Of.U.text(T.Condition->IgnoreParens()->getSourceRange()); }
  Tally count(const Test &T) const { return of(Counts, T); }
  const std::vector<Test> &all() const { return All; }
  const std::vector<const Test *> &named(const std::string &Text) const {
    static const std::vector<const Test *> None;
    const auto It = ByText.find(Text);
    return It == ByText.end() ? None : It->second;
  }

private:
  const Side &Of;
  const Tallies Counts;
  std::vector<Test> All;
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

} // namespace

std::vector<IdleTest> idleTests(const Side &Old, const Side &New, const LeftOut &Paths) {
  std::vector<IdleTest> Out;
  if (!walkedWholly(Old) || !walkedWholly(New))
    return Out;
  const auto Unwalked = unwalked(New, Paths);
  if (!Unwalked)
    return Out;
  const Tested Was(Old), Is(New);
  for (const Test &T : Is.all()) {
    const Tally Now = Is.count(T);
    if ((Now.True && Now.False) || Unwalked->count(plain(T.Condition)))
      continue;
    const std::optional<bool> Before = decidedBefore(Was, Is, T);
    const bool Made = Now.True || Now.False;
    if (!Before || (!*Before && (!Made || (!Now.Open && mayBeConfigured(New.U.context(), T.Condition)))))
      continue;
    Out.push_back({!Made      ? IdleTest::Kind::Unmade
                   : Now.True ? IdleTest::Kind::Always
                              : IdleTest::Kind::Never,
                   Is.text(T), New.U.place(T.Condition->getBeginLoc()), New.U.text(T.Jump->getSourceRange()), *Before});
  }
  return Out;
}

} // namespace kverdict
