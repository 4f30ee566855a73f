#include "compare/IdleTests.h"

#include "compare/Configured.h"

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

/// A part that is a number is not always made, so that what the whole came to is not in the tallies.
bool hasNumber(const ASTContext &Context, const Expr *Condition) {
  if (const BinaryOperator *Two = joined(Condition))
    return hasNumber(Context, Two->getLHS()) || hasNumber(Context, Two->getRHS());
  return isNumber(Context, Condition);
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

/// Whether all tests of these words are in both versions, the same number of them.
bool inBoth(const Tested &A, const Tested &B, const std::string &Text) {
  return !A.named(Text).empty() && A.named(Text).size() == B.named(Text).size();
}

/// The tests of a version around one of its tests that the other version does not have: between the next in front of
/// it, and the next behind it, that both have.
std::vector<const Test *> ownAround(const Tested &Own, const Tested &Other, size_t From, size_t To) {
  std::vector<const Test *> Out;
  for (size_t I = From; I < To; ++I)
    if (!inBoth(Own, Other, Own.text(Own.all()[I])))
      Out.push_back(&Own.all()[I]);
  return Out;
}

/// The place of a test among all of its version, if it is the one of these words with this number.
size_t placeOf(const Tested &In, const std::string &Text, size_t Which) {
  return In.named(Text)[Which] - In.all().data();
}

/// What a patch may have made a test of: the tests of the old version, in the place of it, that the new one has not.
std::vector<const Test *> madeOf(const Tested &Was, const Tested &Is, const Test &T) {
  const size_t At = &T - Is.all().data();
  size_t First = At, Last = At;
  while (First > 0 && !inBoth(Is, Was, Is.text(Is.all()[First - 1])))
    --First;
  while (Last < Is.all().size() && !inBoth(Is, Was, Is.text(Is.all()[Last])))
    ++Last;
  auto placeBefore = [&](size_t I) {
    const std::string Text = Is.text(Is.all()[I]);
    const auto &Now = Is.named(Text);
    return placeOf(Was, Text, std::find(Now.begin(), Now.end(), &Is.all()[I]) - Now.begin());
  };
  const size_t From = First ? placeBefore(First - 1) + 1 : 0;
  const size_t To = Last < Is.all().size() ? placeBefore(Last) : Was.all().size();
  std::vector<const Test *> Gone = ownAround(Was, Is, From, To);
  const std::vector<const Test *> Come = ownAround(Is, Was, First, Last);
  if (Gone.size() == Come.size() && !Gone.empty())
    return {Gone[std::find(Come.begin(), Come.end(), &T) - Come.begin()]};
  return Gone;
}

/// Whether a test decides nothing in the same way, or is not made.
bool decidesNothing(const Tested &In, const Test &T, IdleTest::Kind What) {
  const Tally Count = In.count(T);
  return !(Count.True || Count.False) || (What == IdleTest::Kind::Always ? !Count.False : !Count.True);
}

/// Whether the old version has the same test, and there it decides; nothing if it is not known which one it is, or if
/// that which it was made of decided nothing either.
std::optional<bool> decidedBefore(const Tested &Was, const Tested &Is, const Test &T, IdleTest::Kind What) {
  const std::string Text = Is.text(T);
  const auto &Before = Was.named(Text), &Now = Is.named(Text);
  if (Before.empty()) {
    const std::vector<const Test *> Of = madeOf(Was, Is, T);
    const bool Dead =
        std::any_of(Of.begin(), Of.end(), [&](const Test *Each) { return decidesNothing(Was, *Each, What); });
    return Dead ? std::nullopt : std::optional(false);
  }
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

/// A guard of which several parts decide nothing is one guard that decides nothing.
void joinParts(std::vector<std::pair<const Test *, IdleTest>> &Found, const Side &New) {
  for (size_t I = 0; I + 1 < Found.size(); ++I)
    while (I + 1 < Found.size() && Found[I].first->Whole == Found[I + 1].first->Whole &&
           Found[I].second.What == Found[I + 1].second.What && !Found[I].second.Guards.empty()) {
      IdleTest &Of = Found[I].second;
      const Expr *Whole = Found[I].first->Whole;
      Of.Text = New.U.text(Whole->IgnoreParens()->getSourceRange());
      Of.At = New.U.place(Whole->getBeginLoc());
      Of.Before = Of.Before && Found[I + 1].second.Before;
      Found.erase(Found.begin() + I + 1);
    }
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
         (ByText && (setByOption(Context, New.F, T.Condition) || (!Before && mayBeConfigured(Context, T.Condition))));
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
  std::vector<std::pair<const Test *, IdleTest>> Found;
  const Expr *Told = nullptr; // what is not made for the part of it before says nothing new
  for (const Test &T : Is.all()) {
    const std::optional<IdleTest::Kind> What = idle(New, Is, T);
    if (!What || leadsTo(*Unwalked, T.Condition))
      continue;
    const std::optional<bool> Before = decidedBefore(Was, Is, T, *What);
    const bool Unmade = *What == IdleTest::Kind::Unmade;
    if (!Before || (Unmade && (!*Before || T.Whole == Told)) || onlyHere(New, Is, T, *What, *Before))
      continue;
    Told = T.Whole;
    Found.push_back(
        {&T, {*What, Is.text(T), New.U.place(T.Condition->getBeginLoc()), settled(New, Is, T, *What), *Before}});
  }
  joinParts(Found, New);
  for (auto &[Of, Each] : Found)
    Out.push_back(std::move(Each));
  return Out;
}

} // namespace kverdict
