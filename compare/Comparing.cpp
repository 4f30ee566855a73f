#include "compare/Comparing.h"

#include "compare/Comparable.h"
#include "compare/proof/Rounds.h"
#include "compare/proof/SameCode.h"
#include "compare/proof/SameFlow.h"
#include "core/Error.h"
#include "parse/text/Premise.h"
#include "smt/Tested.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

const FunctionDecl *functionOf(const Unit &U, const std::string &Name, const char *Which) {
  if (const FunctionDecl *F = U.definition(Name))
    return F;
  throw Error(ExitCode::Usage,
              std::string("the ") + Which + " version has no definition of " + Name + "(); name another --function");
}

/// Whether two symbols are what one place of memory holds, at whatever time.
bool samePlace(const Symbol &A, const Symbol &B) {
  if (A.Term.id() == B.Term.id())
    return true;
  return A.What == Symbol::Kind::Memory && B.What == Symbol::Kind::Memory &&
         ((A.Region == B.Region && A.Bit == B.Bit) || (!A.Place.empty() && A.Place == B.Place));
}

/// Whether a condition tests the place that is Wanted, in this moment or another.
bool looksAt(const Symbols &S, const z3::expr &Condition, const std::set<unsigned> &Wanted) {
  std::set<unsigned> Seen;
  collectTested(Condition, Seen);
  return std::any_of(Seen.begin(), Seen.end(), [&](unsigned Id) {
    const Symbol *One = S.find(Id);
    return One && std::any_of(Wanted.begin(), Wanted.end(), [&](unsigned Other) {
             const Symbol *Each = S.find(Other);
             return Each && samePlace(*One, *Each);
           });
  });
}

/// Whether it takes more for an address to be null than that a pointer is which the function has from somewhere: it is
/// the sum of some, `vmemmap_base + pfn`, or an element of a table.
bool isComputed(const std::set<unsigned> &Symbols, const z3::expr &Null) {
  std::uint64_t Is = 0;
  return Symbols.size() > 1 ||
         (Null.is_eq() && ((Null.arg(0).is_numeral_u64(Is) && Is) || (Null.arg(1).is_numeral_u64(Is) && Is)));
}

/// Whether a function tests what the new one takes for granted where it stops: the old version the place, at whatever
/// time, or the new one itself before it was read again. That a sum is null, only a test of just that asks.
bool looksAt(const Symbols &S, const Way &Old, const Way &New) {
  const z3::expr Stops = New.Done.Conditions.back();
  std::set<unsigned> Wanted;
  collectSymbols(Stops, Wanted);
  const bool Computed = isComputed(Wanted, Stops);
  auto looks = [&](const z3::expr &E) {
    return Computed ? (E.is_not() ? E.arg(0) : E).id() == Stops.id() : looksAt(S, E, Wanted);
  };
  return std::any_of(Old.Done.Conditions.begin(), Old.Done.Conditions.end(), looks) ||
         std::any_of(New.Done.Conditions.begin(), New.Done.Conditions.end() - 1, looks);
}

bool isPlain(const AliasWorld &World) {
  return World.Same.empty() && World.Apart.empty() && !World.Anything && !World.LentWritten;
}

/// What differs in one round is said of one round.
std::vector<const Way *> fewestRoundsFirst(const std::deque<Way> &Ways) {
  std::vector<const Way *> Out;
  for (const Way &W : Ways)
    Out.push_back(&W);
  auto rounds = [](const Way *W) {
    return std::count_if(W->Literals.begin(), W->Literals.end(), [](const Literal &L) { return L.Time != 0; });
  };
  std::stable_sort(Out.begin(), Out.end(), [&](const Way *A, const Way *B) { return rounds(A) < rounds(B); });
  return Out;
}

/// Whether two ways do things of the same kinds: what differs then is a value, which ways that are not exact may get
/// wrong.
bool doAlike(const Way &A, const Way &B) {
  std::multiset<std::string> Was, Is;
  for (const PathEvent &E : A.Done.Events)
    Was.insert(E.Name);
  for (const PathEvent &E : B.Done.Events)
    Is.insert(E.Name);
  return Was == Is;
}

/// What a look at a pair of ways takes, in the units of Effort.
constexpr unsigned PerPair = 2;

} // namespace

Comparing::Comparing(const Unit &OldUnit, const Unit &NewUnit, const Rules &R, const std::string &Function,
                     const CompareLimits &Limits, const AliasWorld &World)
    : R(R), Limits(Limits), World(World),
      Match(matchParameters(functionOf(OldUnit, Function, "old"), functionOf(NewUnit, Function, "new"), Limits.Texts)),
      Shared(terms(OldUnit, NewUnit, Limits, World)), Ctx(Shared->Z3), S(Shared->S), Z(Shared->Z),
      Old(OldUnit, R, OldUnit.definition(Function), S, Z), New(NewUnit, R, NewUnit.definition(Function), S, Z),
      Confirm(S, Z, upto(Old, Limits), upto(New, Limits), Match, R, Function) {
  Out.Function = Function;
  Old.share(Errors), New.share(Errors);
  Z.chargeTo(Limits.Budget);
  Many = mayBeMany();
  World.suppose(S);
  if (World.Anything)
    Old.anyAlias(World.FirstAnew), New.anyAlias(World.FirstAnew);
  else if (World.LentWritten)
    Old.lentWritten(), New.lentWritten();
}

const Side &Comparing::upto(Side &Version, const CompareLimits &Limits) {
  if (!Limits.Upto.empty())
    Version.upto(Limits.Upto);
  return Version;
}

std::vector<Alias> Comparing::reached() const {
  Meetings All;
  for (const Side *Version : {&Old, &New})
    for (const Way &W : Version->Ways)
      for (const auto &[X, Here] : W.Done.Touched)
        for (const auto &[Y, There] : W.Done.Touched)
          if (X < Y && S.region(X).Root != S.region(Y).Root)
            All.insert({{X, Here.first * 8, Here.second * 8}, {Y, There.first * 8, There.second * 8}});
  return aliases(S, New.U.context(), All);
}

std::vector<Alias> Comparing::aliased() const {
  if (ByRounds)
    return *ByRounds;
  Meetings Met = Old.Facts.Met;
  Met.insert(New.Facts.Met.begin(), New.Facts.Met.end());
  return aliases(S, New.U.context(), Met);
}

/// The tests of a way that fire: WARN_ON() and the like. Such a state is not one that the function is written for.
const std::set<std::string> &Comparing::fires(const Side &Version, const Way &W) {
  const auto [It, New] = Fires.try_emplace(&W);
  for (const Step &Each : New ? W.Done.Steps : std::vector<Step>()) {
    if (Each.What != Step::Kind::Branch || !Each.Taken || Each.Constant || !Each.Code->getBeginLoc().isMacroID())
      continue;
    const auto [Text, Unread] = TextOf.try_emplace(Each.Code);
    if (Unread)
      Text->second = Version.U.text(Each.Code->getSourceRange());
    if (firesPremise(Text->second))
      It->second.insert(Text->second);
  }
  return It->second;
}

/// Whether a test fires on a way of the new version that fires on none of the old one, as far as all of these are
/// known.
bool Comparing::firesAnew(const Way &W) {
  const std::set<std::string> &Is = fires(New, W);
  if (Is.empty() || Searching)
    return false;
  std::set<std::string> Was;
  for (const Way &Each : Old.Ways) {
    if (Each.Done.End == PathEnd::Undecided)
      return false;
    Was.insert(fires(Old, Each).begin(), fires(Old, Each).end());
  }
  return !std::includes(Was.begin(), Was.end(), Is.begin(), Is.end());
}

Comparison Comparing::run() {
  if (!Match.Problem.empty()) {
    open(Match.Problem, New.U.place(New.F->getLocation()));
    return Out;
  }
  const bool Whole = Limits.Upto.empty(), Look = Whole && Limits.LookForSameCode &&
                                                 isPlain(World); // in another world it would not be the same either
  if (Look && sameCode(Old.F, New.F)) {
    Out.What = Change::Equivalent;
    Out.By = Evidence::Proof;
    Out.SameCode = true;
    return Out;
  }
  if (missed()) // what is reached is known now, and will be there next time
    return Out;
  if (Look && sameFlow()) {
    Out.What = Change::Equivalent;
    Out.By = Evidence::Proof;
    Out.SameCode = true;
    return Out;
  }
  if (missed())
    return Out;
  if (Whole && (sameByRounds() || missed()))
    return Out;
  if (Many && (sameMeeting() || missed()))
    return Out;
  explore();
  if (missed() || !comparable())
    return Out;
  if (!Many && (Old.hasTooMany() || New.hasTooMany()) && (sameMeeting() || missed()))
    return Out;
  Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts);
  Confirm.use(*Accept);
  Beside = std::make_unique<Effects>(S, Z, Old, New, true, Limits.Texts);
  compareWays();
  for (auto &[C, Each] : Excluded)
    if (!enough(C.Kind))
      show(C, std::move(Each));
  conclude();
  return Out;
}

Comparing::~Comparing() { Z.chargeTo(nullptr); }

void Comparing::compareWays() {
  const std::vector<const Way *> Before = fewestRoundsFirst(Old.Ways), After = fewestRoundsFirst(New.Ways);
  for (const bool Broken : {!Limits.PremisesHold, Limits.PremisesHold})
    for (const Way *A : Before)
      for (const Way *B : After) {
        if ((fires(Old, *A).empty() && fires(New, *B).empty()) == Broken)
          continue;
        if (Z.exhausted())
          return open(TooMuchEffort);
        Z.charge(PerPair);
        if (!contradictory(*A, *B))
          pair(*A, *B);
      }
}

bool Comparing::readsAgain() const {
  for (const Side *Version : {&Old, &New})
    for (const Way &W : Version->Ways) {
      std::set<unsigned> Seen;
      for (const PathEvent &E : W.Done.Events) {
        const bool Read = E.What == Event::Kind::Read, Access = Read || E.What == Event::Kind::Write;
        if (Access && !E.Operands.empty() && !Seen.insert(E.Operands[0].id()).second && Read)
          return true;
      }
    }
  return false;
}

bool Comparing::readsLent() const {
  auto reads = [](const Way &W) { return W.Done.ReadsLent; };
  return LentInRounds || std::any_of(Old.Ways.begin(), Old.Ways.end(), reads) ||
         std::any_of(New.Ways.begin(), New.Ways.end(), reads);
}

bool Comparing::readsBothWays() const {
  for (const Side *Version : {&Old, &New})
    for (const BitRange &Read : Version->Facts.Volatile)
      for (const BitRange &Other : Version->Facts.Plain)
        if (Read.overlaps(Other))
          return true;
  return false;
}

bool Comparing::restsOnNames() {
  return readsAgain() || readsBothWays() || readsLent() || Old.lendsLocals() || New.lendsLocals() || !aliased().empty();
}

std::set<std::string> Comparing::opaque() const {
  std::set<std::string> Names = Old.Facts.Opaque;
  Names.insert(New.Facts.Opaque.begin(), New.Facts.Opaque.end());
  return Names;
}

std::shared_ptr<Terms> Comparing::terms(const Unit &Old, const Unit &New, const CompareLimits &Limits,
                                        const AliasWorld &World) {
  const bool Plain = Limits.Assumed.empty() && isPlain(World);
  return &Old.companion() == &New.companion() && Plain ? termsOf(Old) : std::make_shared<Terms>(Old.target());
}

bool Comparing::sameCode(const FunctionDecl *A, const FunctionDecl *B) {
  return codeOf(Old.U, A, R.Models) == codeOf(New.U, B, R.Models);
}

/// Callees that are proved the same in another way are the same, too.
bool Comparing::sameFlow() {
  if (!Match.isIdentity() || Match.Results != ResultForm::Same)
    return false;
  const FlowAnswer Answer = kverdict::sameFlow(Old.U, New.U, Old.F, New.F, R.Models);
  bool Same = Answer.Same;
  for (const std::string &Name : Answer.Changed)
    if (ChangedCallees *Callees = Limits.Callees; !Callees || !Callees->Proved.count(Name)) {
      Same = false;
      if (Callees)
        Callees->Met.insert(Name);
    }
  return Same;
}

void Comparing::prepare() {
  Old.Facts.Parameters = Match.Names;
  New.Facts.Parameters.clear();
  for (unsigned Position : Match.OldOf)
    New.Facts.Parameters.push_back(Match.Names[Position]);
  for (const std::string &Name : Limits.Assumed)
    S.hold(Old.condition(Name));
  if (const auto Apart = whereTheyPart(Old.U, New.U, Old.F, New.F, R.Models);
      Apart && Limits.Upto.empty() && Match.isIdentity() && Match.Results == ResultForm::Same) {
    Parts = *Apart;
    Old.leaveOut(Parts.Old.First, Parts.Old.Same);
    New.leaveOut(Parts.New.First, Parts.New.Same);
  }
}

void Comparing::explore() {
  prepare();
  exploreBoth();
  if (Errors.takeLate())
    exploreBoth();
}

/// What is found is compared with the rest, also where not all was walked.
void Comparing::exploreBoth() {
  Old.explore(left() * 2 / 5);
  New.explore(left() * 2 / 3);
}

std::uint64_t Comparing::left() const {
  const std::uint64_t Spent = Limits.Budget->spent();
  return Spent < Limits.MostEffort ? Limits.MostEffort - Spent : 0;
}

void Comparing::open(const std::string &Reason, const SourcePlace &At) {
  if (!Out.Reason.empty())
    return;
  if (Z.exhausted()) // that is why nothing better is known
    Out.Reason = TooMuchEffort;
  else
    Out.Reason = Reason, Out.ReasonAt = At;
}

void Comparing::takeForGranted(Assumption::Kind What, const std::string &Text) {
  const Assumption Each{What, Text, {}};
  if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), Each) == Out.Assumptions.end())
    Out.Assumptions.push_back(Each);
}

bool Comparing::comparable() {
  const std::string Why = whyNotComparable(Old, New, R, Limits);
  if (!Why.empty())
    open(Why);
  return Why.empty();
}

bool Comparing::sameByRounds() {
  if (!Old.reachesLoop() && !New.reachesLoop())
    return false;
  if (Limits.Rounds && Limits.Rounds->Settled && isPlain(World)) {
    Rounds = Limits.Rounds->Why;
    return false;
  }
  RoundsAnswer Answer = compareByRounds(Old.U, New.U, R, Out.Function, Match, Limits, World);
  Rounds = Answer.Why;
  if (Answer.Same) {
    Out.What = Change::Equivalent;
    Out.By = Evidence::Proof;
    aboutResults();
    Out.Assumed = std::move(Answer.Assumed);
    Out.UndefinedBefore = std::move(Answer.UndefinedBefore);
    ByRounds = std::move(Answer.Aliases);
    Supposed = Answer.Supposed;
    LentInRounds = Answer.ReadsLent;
  }
  if (Limits.Rounds && isPlain(World) && !missed())
    *Limits.Rounds = {!Answer.Same && !Limits.Budget->exhausted(), Rounds};
  return Answer.Same;
}

Answer Comparing::ask(const Way &A, const Way &B, const std::vector<z3::expr> &More) {
  if (++Asked > Limits.Pairs)
    return Answer::Unknown;
  return Z.satisfiable(S.axioms(), together(A, B, More));
}

void Comparing::unknown() {
  open(Asked > Limits.Pairs ? "there are too many pairs of paths" : "the solver could not decide a pair of paths");
}

void Comparing::pair(const Way &A, const Way &B) {
  if (A.Done.End == PathEnd::Undecided || B.Done.End == PathEnd::Undecided)
    return cut(A, B);
  if (A.Done.End == PathEnd::Undefined)
    return nothingSaid(A, B, A);
  // Where ways have met, it is not known any more what each has tested.
  if (B.Done.End == PathEnd::Undefined && B.Done.Premise && !Meeting && !looksAt(S, A, B))
    return nothingSaid(A, B, B);
  if (!A.returned() || !B.returned()) {
    if (A.Done.End != B.Done.End)
      clash(A, B, Direction::Crash, Ctx.bool_val(true));
    else
      lookBeside(A, B, Ctx.bool_val(true));
    return;
  }
  z3::expr Same = Ctx.bool_val(true);
  if (Meeting && A.Done.Result) {
    const auto [Was, Is] = Match.alike(*A.Done.Result, *B.Done.Result);
    Same = Was.id() == Is.id() ? Ctx.bool_val(true) : S.tidy(Was == Is);
    if (!Same.is_true())
      clash(A, B, Direction::OtherValue, S.tidy(!Same));
  } else if (A.Done.Result && (Match.Results != ResultForm::Same || A.Done.Result->id() != B.Done.Result->id())) {
    const auto [Was, Is] = Match.alike(*A.Done.Result, *B.Done.Result);
    Same = S.tidy(Was == Is);
    for (Direction D : {Direction::Stricter, Direction::Laxer, Direction::OtherError, Direction::OtherValue})
      if (z3::expr Differ = Accept->differ(D, Was, Is); !Differ.is_false())
        clash(A, B, D, Differ);
  }
  if (!Same.is_false())
    lookBeside(A, B, Same);
}

void Comparing::cut(const Way &A, const Way &B) {
  const bool OldIs = A.Done.End == PathEnd::Undecided;
  const Way &Cut = OldIs ? A : B;
  if (Out.Reason.empty() && ask(A, B, {}) != Answer::No)
    open(Cut.Done.Reason + (Rounds.empty() ? "" : "; and of its rounds, " + Rounds),
         (OldIs ? Old : New).U.place(Cut.Done.StoppedAt));
}

void Comparing::nothingSaid(const Way &A, const Way &B, const Way &Undefined) {
  const std::string Why = Undefined.Done.Reason + readAfter(S, Undefined);
  const bool Both = A.Done.End == B.Done.End; // of a pointer that neither tests, nothing needs to be said
  if (!(Both && (Undefined.Done.Premise || !Limits.TellOfBoth)) && Noted.insert(Why).second) {
    if (ask(A, B, {}) == Answer::No)
      return void(Noted.erase(Why));
    Out.Assumed.push_back(Why);
    if (&Undefined == &A && !Both)
      Out.UndefinedBefore.push_back(Why);
  }
}

void Comparing::lookBeside(const Way &A, const Way &B, const z3::expr &Same) {
  if (Searching && !(A.Done.exact() && B.Done.exact()) && doAlike(A, B))
    return;
  if (Limits.Upto.empty() && (Limits.EffectsBeside || !verdictDiffers()))
    Beside->compare(A, B, together(A, B, {Same}));
}

} // namespace kverdict
