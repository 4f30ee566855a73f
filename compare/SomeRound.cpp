#include "compare/SomeRound.h"

#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Whether a condition is this one, in whichever round.
bool isSame(const Literal &A, const Literal &B) { return A.Depth == B.Depth && A.atAnyTime() == B.atAnyTime(); }

bool holdsOnceIn(const std::vector<Literal> &All, const Literal &L) {
  return std::any_of(All.begin(), All.end(),
                     [&](const Literal &Each) { return Each.Holds == L.Holds && isSame(Each, L); });
}

const Expr *conditionOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return While->getCond();
  return cast<DoStmt>(Loop)->getCond();
}

bool isLoop(const Stmt *Code) { return isa<ForStmt, WhileStmt, DoStmt>(Code); }

/// Of `for (...; i < n; ...)` the condition; null for any other loop.
const BinaryOperator *bound(const Stmt *Loop) {
  const auto *For = dyn_cast<ForStmt>(Loop);
  const Expr *Condition = For ? For->getCond() : nullptr;
  const auto *Compares = Condition ? dyn_cast<BinaryOperator>(Condition->IgnoreParens()) : nullptr;
  const bool Plain = Compares && Compares->isRelationalOp() && Compares->getBeginLoc().isFileID() &&
                     Compares->getEndLoc().isFileID() && isa<DeclRefExpr>(Compares->getLHS()->IgnoreParenImpCasts());
  return Plain ? Compares : nullptr;
}

bool isUndecided(const Way &W) { return W.Done.End == PathEnd::Undecided; }

/// What a way returns, if that is one number.
std::optional<unsigned> numberOf(const Way &W) {
  return W.returned() && W.Done.Result && W.Done.Result->is_numeral() ? std::optional(W.Done.Result->id())
                                                                      : std::nullopt;
}

} // namespace

const std::map<const Stmt *, SomeRound::Place> &SomeRound::placesIn(const FunctionDecl *F) {
  const auto [It, New] = Places.try_emplace(F);
  if (!New)
    return It->second;
  const std::string Name = F == Old.F || F == this->New.F ? "" : plainName(F);
  struct Open {
    const Stmt *Code;
    std::optional<Place> In;
  };
  unsigned Loops = 0;
  std::vector<Open> Waiting{{F->getBody(), std::nullopt}};
  while (!Waiting.empty()) {
    const Open At = Waiting.back();
    Waiting.pop_back();
    if (At.In)
      It->second.insert_or_assign(At.Code, *At.In);
    const bool Inner = isLoop(At.Code);
    const unsigned Number = Loops;
    Loops += Inner;
    for (const Stmt *Child : At.Code->children())
      if (Child)
        Waiting.push_back(
            {Child, !Inner ? At.In : std::optional(Place{{Name, Number}, At.Code, Child == conditionOf(At.Code)})});
  }
  return It->second;
}

std::optional<SomeRound::Place> SomeRound::placeOf(const Literal &L) {
  if (!L.Code)
    return std::nullopt;
  for (const FunctionDecl *F : {L.Asks, Old.F, New.F})
    if (F && F->getBody() && (!L.Asks || F == L.Asks)) {
      const auto &All = placesIn(F);
      if (const auto It = All.find(L.Code); It != All.end())
        return It->second;
    }
  return std::nullopt;
}

/// Whether such a state may get another verdict than the row says; of those alone that get its old one, if so asked.
bool SomeRound::goesOtherwise(const Clash &C, const Way &A, const Way &B, const Literal &L,
                              const std::vector<z3::expr> &Rest, bool OldIsGiven) {
  if (A.Done.End == PathEnd::Undefined || (B.Done.End == PathEnd::Undefined && B.Done.Premise) || isUndecided(A) ||
      isUndecided(B)) // of which nothing is said
    return false;
  const bool OtherOld = numberOf(A) && numberOf(A) != numberOf(*C.Old);
  const bool Same = numberOf(A) == numberOf(*C.Old) && numberOf(B) == numberOf(*C.New);
  if (OldIsGiven ? OtherOld || (numberOf(B) && numberOf(B) == numberOf(*C.New)) : Same)
    return false;
  if (!(holdsOnceIn(A.Literals, L) || holdsOnceIn(B.Literals, L)) || contradictory(A, B))
    return false;
  return Z.satisfiable(S.axioms(), together(A, B, Rest)) != Answer::No;
}

bool SomeRound::sameInEach(const Clash &C, const Literal &L, const std::vector<z3::expr> &Rest, bool OldIsGiven) {
  for (const Path &P : Old.LeftOut) { // where both do the same
    std::vector<z3::expr> All = Rest;
    All.insert(All.end(), P.Conditions.begin(), P.Conditions.end());
    if (holdsOnceIn(Old.literals(P), L) && Z.satisfiable(S.axioms(), All) != Answer::No)
      return false;
  }
  constexpr unsigned PerPair = 2;
  for (const Way &A : Old.Ways)
    for (const Way &B : New.Ways) {
      Z.charge(PerPair);
      if (Z.exhausted() || goesOtherwise(C, A, B, L, Rest, OldIsGiven))
        return false;
    }
  return true;
}

/// Whether there may be more rounds than were followed.
bool SomeRound::isCut() const {
  return std::any_of(Old.Ways.begin(), Old.Ways.end(), isUndecided) ||
         std::any_of(New.Ways.begin(), New.Ways.end(), isUndecided);
}

/// ", for some i < n", and of how many rounds that was seen, where not all were followed.
std::string SomeRound::words(const Literal &L, const Place &At) const {
  const BinaryOperator *Bound = bound(At.Code);
  std::string Text =
      Bound ? ", for some " + L.Source->text(Bound->getSourceRange())
            : ", in some round of the loop at line " + std::to_string(L.Source->place(At.Code->getBeginLoc()).Line);
  unsigned Most = 1;
  for (const Side *Version : {&Old, &New})
    for (const Way &W : Version->Ways)
      for (const Literal &Each : W.Literals)
        if (isSame(Each, L))
          Most = std::max(Most, Each.Time);
  return Text + (isCut() ? " (" + std::to_string(Most) + " rounds were looked at)" : "");
}

void SomeRound::fold(const Clash &C, Shown &Row) {
  if (!numberOf(*C.Old) || !numberOf(*C.New))
    return;
  std::vector<Literal> &All = Row.States.Literals;
  std::vector<std::optional<Place>> At;
  for (const Literal &L : All)
    At.push_back(placeOf(L));
  for (size_t I = 0; I < All.size(); ++I) {
    if (!At[I] || At[I]->Head)
      continue;
    std::vector<Literal> Kept;
    std::vector<z3::expr> Rest;
    std::vector<std::string> Gone;
    for (size_t J = 0; J < All.size(); ++J) {
      const bool Here = At[J] && At[J]->In == At[I]->In;
      if (Here)
        Gone.push_back(All[J].said());
      else
        Rest.push_back(All[J].Term);
      if (!Here || J == I)
        Kept.push_back(All[J]);
    }
    const bool Always = !isCut() && sameInEach(C, All[I], Rest, false);
    if (!Always && !sameInEach(C, All[I], Rest, true))
      continue;
    Literal &Folded =
        *std::find_if(Kept.begin(), Kept.end(), [&](const Literal &L) { return L.said() == All[I].said(); });
    const std::string Before = Folded.said();
    Folded.Rounds = words(Folded, *At[I]);
    if (Folded.Time) // it is about any of them
      Folded.After.clear();
    for (std::string &Each : Row.Seen.Conditions)
      if (Each == Before)
        Each = Folded.said();
    std::erase_if(Row.Seen.Conditions,
                  [&](const std::string &Each) { return std::find(Gone.begin(), Gone.end(), Each) != Gone.end(); });
    if (!Always) // another round, or another condition, may have settled it before
      Row.Seen.Conditions.push_back("the old version returns " + Row.Seen.Old);
    All = std::move(Kept);
    return;
  }
}

} // namespace kverdict
