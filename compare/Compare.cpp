#include "compare/Compare.h"

#include "compare/Acceptance.h"
#include "compare/Aliases.h"
#include "compare/Comparable.h"
#include "compare/Confirm.h"
#include "compare/Cubes.h"
#include "compare/Merge.h"
#include "compare/proof/Rounds.h"
#include "compare/proof/SameCode.h"
#include "compare/sides/Effects.h"
#include "compare/sides/Outcomes.h"
#include "compare/sides/Parameters.h"
#include "compare/sides/Side.h"
#include "core/Error.h"
#include "explore/state/Terms.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

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

/// Whether a condition speaks of the place that is Wanted, in this moment or another.
bool looksAt(const Symbols &S, const z3::expr &Condition, const std::set<unsigned> &Wanted) {
  std::set<unsigned> Seen;
  collectSymbols(Condition, Seen);
  return std::any_of(Seen.begin(), Seen.end(), [&](unsigned Id) {
    const Symbol *One = S.find(Id);
    return One && std::any_of(Wanted.begin(), Wanted.end(), [&](unsigned Other) {
             const Symbol *Each = S.find(Other);
             return Each && samePlace(*One, *Each);
           });
  });
}

/// Whether a function tests what the new one takes for granted where it stops: the old version the place, at whatever
/// time, or the new one itself before it was read again.
bool looksAt(const Symbols &S, const Way &Old, const Way &New) {
  std::set<unsigned> Wanted;
  collectSymbols(New.Done.Conditions.back(), Wanted);
  auto looks = [&](const z3::expr &E) { return looksAt(S, E, Wanted); };
  return std::any_of(Old.Done.Conditions.begin(), Old.Done.Conditions.end(), looks) ||
         std::any_of(New.Done.Conditions.begin(), New.Done.Conditions.end() - 1, looks);
}

/// So many states in which others see something else are shown.
constexpr size_t MostEffects = 4;

/// One comparison, while it is made.
class Comparing {
public:
  Comparing(const Unit &OldUnit, const Unit &NewUnit, const Rules &R, const std::string &Function,
            const CompareLimits &Limits, const AliasWorld &World = {})
      : R(R), Limits(Limits), World(World), Match(matchParameters(functionOf(OldUnit, Function, "old"),
                                                                  functionOf(NewUnit, Function, "new"), Limits.Texts)),
        Shared(terms(OldUnit, NewUnit, Limits, World)), Ctx(Shared->Z3), S(Shared->S), Z(Shared->Z),
        Old(OldUnit, R, OldUnit.definition(Function), S, Z), New(NewUnit, R, NewUnit.definition(Function), S, Z),
        Confirm(S, Z, Old, New, Match, R, Function) {
    Out.Function = Function;
    World.suppose(S);
    if (World.Anything)
      Old.anyAlias(), New.anyAlias();
  }

  /// All names by which one way reaches places that could be the same.
  std::vector<Alias> reached() const {
    Meetings All;
    for (const Side *Version : {&Old, &New})
      for (const Way &W : Version->Ways)
        for (const auto &[X, Here] : W.Done.Touched)
          for (const auto &[Y, There] : W.Done.Touched)
            if (X < Y && S.region(X).Root != S.region(Y).Root)
              All.insert({{X, Here.first * 8, Here.second * 8}, {Y, There.first * 8, There.second * 8}});
    return aliases(S, New.U.context(), All);
  }

  /// Whether what the world supposes came up at all.
  bool supposed() const { return ByRounds ? Supposed : S.supposed(); }

  /// The names that were taken for those of two objects.
  std::vector<Alias> aliased() const {
    if (ByRounds)
      return *ByRounds;
    Meetings Met = Old.Facts.Met;
    Met.insert(New.Facts.Met.begin(), New.Facts.Met.end());
    return aliases(S, New.U.context(), Met);
  }

  Comparison run() {
    if (!Match.Problem.empty()) {
      open(Match.Problem, New.U.place(New.F->getLocation()));
      return Out;
    }
    if (Limits.LookForSameCode && sameCode(Old.F, New.F)) {
      Out.What = Change::Equivalent;
      Out.By = Evidence::Proof;
      Out.SameCode = true;
      return Out;
    }
    if (missed()) // what is reached is known now, and will be there next time
      return Out;
    if (sameByRounds() || missed())
      return Out;
    explore();
    if (missed() || !comparable())
      return Out;
    Accept = std::make_unique<Acceptance>(Old, New, Match.Results, Limits.Texts);
    Confirm.use(*Accept);
    Beside = std::make_unique<Effects>(S, Z, Old, New, true);
    for (const Way &A : Old.Ways)
      for (const Way &B : New.Ways)
        if (!contradictory(A, B))
          pair(A, B);
    conclude();
    return Out;
  }

  /// The callees that were not looked into.
  std::set<std::string> opaque() const {
    std::set<std::string> Names = Old.Facts.Opaque;
    Names.insert(New.Facts.Opaque.begin(), New.Facts.Opaque.end());
    return Names;
  }

private:
  /// Those of both versions if they share a parse. What is assumed would hold for later comparisons too.
  static std::shared_ptr<Terms> terms(const Unit &Old, const Unit &New, const CompareLimits &Limits,
                                      const AliasWorld &World) {
    const bool Plain = Limits.Assumed.empty() && World.Same.empty() && World.Apart.empty() && !World.Anything;
    return &Old.companion() == &New.companion() && Plain ? termsOf(Old) : std::make_shared<Terms>(Old.target());
  }

  struct Known {
    Direction Kind;
    unsigned Old, New; ///< Z3's ids of the results
    Cube States;
  };

  bool sameCode(const FunctionDecl *A, const FunctionDecl *B) {
    return codeOf(Old.U, A, R.Models) == codeOf(New.U, B, R.Models);
  }

  bool missed() const { return !Old.U.missed().empty() || !New.U.missed().empty(); }

  void explore() {
    Old.Facts.Parameters = Match.Names;
    for (unsigned Position : Match.OldOf)
      New.Facts.Parameters.push_back(Match.Names[Position]);
    for (const std::string &Name : Limits.Assumed)
      S.hold(Old.condition(Name));
    Old.explore();
    New.explore();
  }

  void open(const std::string &Reason, const SourcePlace &At = {}) {
    if (Out.Reason.empty())
      Out.Reason = Reason, Out.ReasonAt = At;
  }

  void openAt(const std::pair<SourcePlace, std::string> &First) { open(First.second, First.first); }

  /// What both versions use must mean the same in both.
  bool comparable() {
    const std::string Why = whyNotComparable(Old, New, R);
    if (!Why.empty())
      open(Why);
    return Why.empty();
  }

  /// Whether rounds are the same can be asked without counting them; that they are not cannot be found that way.
  bool sameByRounds() {
    if (!Old.reachesLoop() && !New.reachesLoop())
      return false;
    RoundsAnswer Answer = compareByRounds(Old.U, New.U, R, Out.Function, Match, Limits, World);
    Rounds = Answer.Why;
    if (Answer.Same) {
      Out.What = Change::Equivalent;
      Out.By = Evidence::Proof;
      aboutResults();
      Out.Assumed = std::move(Answer.Assumed);
      ByRounds = std::move(Answer.Aliases);
      Supposed = Answer.Supposed;
    }
    return Answer.Same;
  }

  Answer ask(const Way &A, const Way &B, const std::vector<z3::expr> &More) {
    if (++Asked > Limits.Pairs)
      return Answer::Unknown;
    return Z.satisfiable(S.axioms(), together(A, B, More));
  }

  void unknown() {
    open(Asked > Limits.Pairs ? "there are too many pairs of paths" : "the solver could not decide a pair of paths");
  }

  void pair(const Way &A, const Way &B) {
    if (A.Done.End == PathEnd::Undecided || B.Done.End == PathEnd::Undecided)
      return cut(A, B);
    if (A.Done.End == PathEnd::Undefined)
      return nothingSaid(A, B, A);
    if (B.Done.End == PathEnd::Undefined && B.Done.Premise && !looksAt(S, A, B))
      return nothingSaid(A, B, B);
    if (!A.returned() || !B.returned()) {
      if (A.Done.End != B.Done.End)
        clash(A, B, Direction::Crash, Ctx.bool_val(true));
      return;
    }
    z3::expr Same = Ctx.bool_val(true);
    if (A.Done.Result && (Match.Results != ResultForm::Same || A.Done.Result->id() != B.Done.Result->id())) {
      const auto [Was, Is] = Match.alike(*A.Done.Result, *B.Done.Result);
      Same = S.tidy(Was == Is);
      for (Direction D : {Direction::Stricter, Direction::Laxer, Direction::OtherError, Direction::OtherValue})
        if (z3::expr Differ = Accept->differ(D, Was, Is); !Differ.is_false())
          clash(A, B, D, Differ);
    }
    if (!Same.is_false())
      lookBeside(A, B, Same);
  }

  /// A path that was not followed to its end leaves the states of the other one open.
  void cut(const Way &A, const Way &B) {
    const bool OldIs = A.Done.End == PathEnd::Undecided;
    const Way &Cut = OldIs ? A : B;
    if (Out.Reason.empty() && ask(A, B, {}) != Answer::No)
      open(Cut.Done.Reason + (Rounds.empty() ? "" : "; and of its rounds, " + Rounds),
           (OldIs ? Old : New).U.place(Cut.Done.StoppedAt));
  }

  void nothingSaid(const Way &A, const Way &B, const Way &Undefined) {
    const std::string Why = Undefined.Done.Reason + readAfter(S, Undefined);
    if (A.Done.End != B.Done.End && Noted.insert(Why).second) {
      if (ask(A, B, {}) != Answer::No)
        Out.Assumed.push_back(Why);
      else
        Noted.erase(Why);
    }
  }

  /// A callee that only one version can look into.
  std::string onlyOnce(const Way &W, const Side &Own, const Side &Other) {
    for (const OpaqueCall &C : W.Done.Calls)
      if (Other.looksInto(C.Callee) && !Own.looksInto(C.Callee))
        return C.Callee;
    return "";
  }

  void clash(const Way &A, const Way &B, Direction Kind, const z3::expr &Differ) {
    Answer First = ask(A, B, {Differ});
    if (First == Answer::No)
      return;
    if (First == Answer::Unknown)
      return unknown();
    if (enough(Kind)) { // a further one changes nothing, so what it rests on need not be asked
      Out.More = true;
      return;
    }
    for (const std::string &Name : {onlyOnce(A, Old, New), onlyOnce(B, New, Old)})
      if (!Name.empty())
        return pending(Kind, Name + "() has a body that can be looked into in one version only");
    Clash C{&A, &B, Kind, Differ, {}};
    if (Outcomes Both(S, Z, A, B); !Both.same()) {
      if (goneWith(A, B, Both, Differ))
        return;
      C.Assumed = Both.assumed();
      std::vector<z3::expr> More = C.Assumed;
      More.push_back(Differ);
      Answer Still = ask(A, B, More);
      if (Still == Answer::Unknown)
        return unknown();
      if (Still == Answer::No && B.Done.End == PathEnd::Undefined && B.Done.Premise)
        return nothingSaid(A, B, B); // null in one version alone only if a call makes it so
      if (Still == Answer::No)
        return pending(Kind, "the verdict depends on what " +
                                 (Both.callees().empty() ? "a callee" : *Both.callees().begin()) +
                                 "() does, which is called in another situation than before");
    }
    settle(C);
  }

  /// Whether what is known of the calls leaves no difference.
  bool goneWith(const Way &A, const Way &B, const Outcomes &Both, const z3::expr &Differ) {
    std::vector<z3::expr> More = Both.known();
    if (More.empty())
      return false;
    More.push_back(Differ);
    if (ask(A, B, More) != Answer::No)
      return false;
    for (const std::string &Callee : Both.passedOver())
      takeForGranted(Assumption::Kind::OnlyReads, Callee + "() changes nothing that " + Out.Function + "() reads");
    return true;
  }

  void takeForGranted(Assumption::Kind What, const std::string &Text) {
    const Assumption Each{What, Text, {}};
    if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), Each) == Out.Assumptions.end())
      Out.Assumptions.push_back(Each);
  }

  /// A difference that was not settled. It matters unless one of its direction was.
  void pending(Direction Kind, const std::string &Why) { Pending.try_emplace(Kind, Why); }

  unsigned resultId(const Way &W) { return W.Done.Result ? W.Done.Result->id() : 0; }

  bool covered(const Clash &C) {
    std::vector<z3::expr> Outside = C.Assumed;
    Outside.push_back(C.Differ);
    bool Any = false;
    for (const Known &K : Settled)
      if (K.Kind == C.Kind && K.Old == resultId(*C.Old) && K.New == resultId(*C.New)) {
        Outside.push_back(S.tidy(!K.States.holds(Ctx)));
        Any = true;
      }
    return Any && Z.satisfiable(S.axioms(), together(*C.Old, *C.New, Outside)) == Answer::No;
  }

  bool enough(Direction Kind) const {
    return std::count_if(Found.begin(), Found.end(), [&](const Shown &Each) { return Each.Seen.Way == Kind; }) >=
           Limits.PerDirection;
  }

  void settle(const Clash &C) {
    if (Found.size() >= Limits.Differences) {
      pending(C.Kind, "only the first " + std::to_string(Limits.Differences) + " differences were looked at");
      return;
    }
    if (covered(C))
      return;
    Cube States = Cubes(S, Z, Old, New).minimal(C);
    if (std::optional<Difference> D = Confirm.confirm(C, States)) {
      Settled.push_back({C.Kind, resultId(*C.Old), resultId(*C.New), States});
      Found.push_back({std::move(*D), std::move(States)});
    } else {
      open(Confirm.doubt(), Confirm.doubtAt());
    }
    Out.Refuted = Confirm.refuted();
  }

  /// Each thing that differs is shown in one state, with all that differs there.
  /// What else others see. Where the verdict differs, that is the news, and effects are told only if they are wanted.
  void lookBeside(const Way &A, const Way &B, const z3::expr &Same) {
    if (Limits.EffectsBeside || Found.empty())
      Beside->compare(A, B, together(A, B, {Same}));
  }

  void confirmEffects() {
    if (!Limits.EffectsBeside && !Found.empty())
      return;
    std::set<std::string> Told;
    for (const auto &[What, Clashes] : Beside->found()) {
      std::optional<EffectDifference> D;
      for (auto C = Clashes.begin(); C != Clashes.end() && !D && Out.Effects.size() < MostEffects; ++C)
        D = Confirm.confirm(*C);
      if (!D && Out.Effects.size() < MostEffects)
        open(Confirm.doubt(), Confirm.doubtAt());
      if (!D)
        continue;
      bool New = false;
      for (const EventChange &Each : D->Changes)
        New |= Told.insert(Each.What).second;
      if (New)
        Out.Effects.push_back(std::move(*D));
    }
    Out.Refuted = Confirm.refuted();
  }

  void approximations() {
    for (const Side *Version : {&Old, &New})
      for (const Way &W : Version->Ways)
        if (!W.Done.exact() && std::exchange(Exact, false))
          openAt(placed(Version->U, W.Done.Approximations)[0]);
  }

  void conclude() {
    approximations();
    confirmEffects();
    if (Out.Reason.empty() && !Beside->open().empty() && (Limits.EffectsBeside || Found.empty()))
      open(Beside->open());
    if (Out.Reason.empty() && Found.empty() && Beside->found().empty() && !Beside->pending().empty())
      open(Beside->pending());
    std::set<Direction> Ways;
    Out.More |= merge(Found);
    for (const Shown &Each : Found)
      Ways.insert(Each.Seen.Way);
    for (Direction Kind : Ways) // what matters most comes first
      for (Shown &Each : Found)
        if (Each.Seen.Way == Kind)
          Out.Differences.push_back(std::move(Each.Seen));
    for (const auto &[Kind, Why] : Pending)
      if (!settled(Kind, Ways))
        open(Why);
    Out.What = verdict(Ways);
    if (Out.What == Change::Incomparable) // both ways were run: what other pairs rest on changes nothing about that
      std::erase_if(Out.Assumptions, [](const Assumption &A) { return A.What == Assumption::Kind::OnlyReads; });
    Out.By = Out.What == Change::Equivalent ? Evidence::Proof
             : Out.Differences.empty()      ? Evidence::None
                                            : Evidence::Run;
    aboutResults();
  }

  /// What a changed type of the result means to callers.
  void aboutResults() {
    if (Match.Results == ResultForm::Truth)
      takeForGranted(Assumption::Kind::Other,
                     std::string("callers only ask for the truth of its result") +
                         (returnsErrno(Old) || returnsErrno(New) ? ", where an errno is true" : ""));
  }

  static bool returnsErrno(const Side &Version) {
    return Version.F->getReturnType()->isSignedIntegerType() &&
           std::any_of(Version.Ways.begin(), Version.Ways.end(), [](const Way &W) {
             const auto &E = W.Done.Result;
             return W.returned() && E && E->is_numeral() && E->get_sort().bv_size() <= 64 &&
                    (E->get_numeral_uint64() >> (E->get_sort().bv_size() - 1));
           });
  }

  /// Whether what is said does not change if there is such a difference too.
  static bool settled(Direction Kind, const std::set<Direction> &Ways) {
    const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
    const bool Ordered = Kind == Direction::Stricter || Kind == Direction::Laxer;
    return Ways.count(Kind) || (Less && More) || (Ways.count(Direction::Crash) && !(Ordered && (Less || More))) ||
           (!Ordered && Kind != Direction::Crash && !Ways.empty());
  }

  Change verdict(const std::set<Direction> &Ways) const {
    const bool Settled = Out.Reason.empty();
    if (Ways.empty())
      return !Out.Effects.empty() && Exact ? Change::Different : Settled ? Change::Equivalent : Change::Undecided;
    const bool Less = Ways.count(Direction::Stricter), More = Ways.count(Direction::Laxer);
    if (Less && More)
      return Change::Incomparable;
    if (!Settled || Ways.count(Direction::Crash) || (!Less && !More))
      return Change::Different;
    return Less ? Change::Stricter : Change::Laxer;
  }

  const Rules &R;
  const CompareLimits &Limits;
  const AliasWorld World;
  const ParameterMatch Match;
  const std::shared_ptr<Terms> Shared;
  z3::context &Ctx;
  Symbols &S;
  Solver &Z;
  Side Old, New;
  Confirmer Confirm;
  std::unique_ptr<Acceptance> Accept;
  std::unique_ptr<Effects> Beside;
  std::vector<Known> Settled;
  std::vector<Shown> Found;
  std::map<Direction, std::string> Pending;
  std::set<std::string> Noted;
  std::optional<std::vector<Alias>> ByRounds; ///< see aliased(), if rounds proved that they are the same
  bool Supposed = true;
  std::string Rounds; ///< why they are not known to be the same, if that was asked
  unsigned Asked = 0;
  bool Exact = true;
  Comparison Out;
};

/// The comparison, and again in the states in which two of its names are those of one object.
class WithAliases {
public:
  WithAliases(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
              const CompareLimits &Limits)
      : Old(Old), New(New), R(R), Function(Function), Limits(Limits) {}

  Comparison run() {
    Comparing Plain(Old, New, R, Function, Limits);
    Comparison Out = Plain.run();
    Opaque = Plain.opaque();
    if (missed() || Out.SameCode)
      return Out;
    if (Out.What == Change::Undecided && Out.Reason.find(OneObjectNeeded) != std::string::npos)
      return withOneObject(std::move(Out), Plain.reached());
    if (!claimsAllStates(Out.What))
      return Out;
    const std::vector<Alias> Pairs = Plain.aliased();
    if (Pairs.empty() || compare({true, {}, {}}) == Out.What)
      return Out; // the same even if after each store nothing is known of what other pointers lead to

    unsigned Worlds = 0;
    for (const Alias &Pair : Pairs) {
      Comparison There;
      const std::optional<Change> What =
          Pair.Known && Worlds++ < MostWorlds ? compare({false, {Pair}, {}}, &There) : std::nullopt;
      if (What == Change::Equivalent || What == Out.What)
        continue;
      if (What && Out.What == Change::Equivalent && !There.Differences.empty()) {
        if (Pairs.size() > 1) // the others may go another way
          There.What = Change::Different;
        return shown(std::move(There), Pair);
      }
      assume(Out, Pair);
    }
    return Out;
  }

  /// The callees that one of them did not look into.
  const std::set<std::string> &opaque() const { return Opaque; }

private:
  static constexpr const char *OneObjectNeeded = "to be the same object as another one";

  /// A difference seems to need two names for one object: the states in which they are, and those in which they are
  /// not, are compared by themselves.
  Comparison withOneObject(Comparison Out, const std::vector<Alias> &Pairs) {
    if (Pairs.empty() || Pairs.size() > MostWorlds)
      return Out;
    for (const Alias &Pair : Pairs) {
      Comparison There;
      const std::optional<Change> What = Pair.Known ? compare({false, {Pair}, {}}, &There) : std::nullopt;
      if (What && !There.Differences.empty())
        return shown(std::move(There), Pair);
      if (What != Change::Equivalent)
        return Out;
    }
    Comparison Apart;
    compare({false, {}, Pairs}, &Apart);
    return Apart.What == Change::Equivalent ? Apart : Out;
  }

  /// What else is said is said of the states that are shown.
  static bool claimsAllStates(Change What) {
    return What == Change::Equivalent || What == Change::Stricter || What == Change::Laxer;
  }

  bool missed() const { return !Old.missed().empty() || !New.missed().empty(); }

  /// None if what is supposed did not come up.
  std::optional<Change> compare(const AliasWorld &World, Comparison *Whole = nullptr) {
    Comparing There(Old, New, R, Function, Limits, World);
    const Comparison Out = There.run();
    if (Whole)
      *Whole = Out;
    return There.supposed() ? std::optional(Out.What) : std::nullopt;
  }

  static void assume(Comparison &Out, const Alias &Pair) {
    const Assumption A = Pair.distinct();
    if (std::find(Out.Assumptions.begin(), Out.Assumptions.end(), A) == Out.Assumptions.end())
      Out.Assumptions.push_back(A);
  }

  /// The state says which two are the same.
  static Comparison shown(Comparison There, const Alias &Pair) {
    const Binding Same = Pair.shown();
    for (Difference &D : There.Differences)
      for (Situation *Each : {&D.OldState, &D.NewState}) {
        std::erase_if(Each->Shown, [&](const Binding &B) { return B.Place == Same.Place; });
        Each->Shown.insert(Each->Shown.begin(), Same);
      }
    return There;
  }

  static constexpr unsigned MostWorlds = 4;
  std::set<std::string> Opaque;
  const Unit &Old, &New;
  const Rules &R;
  const std::string &Function;
  const CompareLimits &Limits;
};

/// What bears the answer out, unless whoever gave it has said so: differences were run, and sameness was proved.
Evidence restsOn(const Comparison &C) {
  if (C.What == Change::Equivalent)
    return Evidence::Proof;
  return C.Differences.empty() ? Evidence::None : Evidence::Run;
}

} // namespace

namespace {

/// Words of a name that ask a question, and words that say that the answer is not all.
constexpr const char *Asking[] = {"is", "has",   "have",  "can",     "test",    "are",      "was",     "may",
                                  "in", "valid", "equal", "allowed", "enabled", "contains", "capable", "ok"};
constexpr const char *Acting[] = {"set",   "clear",  "get",   "put",    "lock",    "trylock", "try",  "add",
                                  "del",   "insert", "inc",   "dec",    "free",    "alloc",   "take", "remove",
                                  "start", "stop",   "claim", "update", "reserve", "change",  "make", "and"};

template <class List> bool hasWord(llvm::StringRef Name, const List &Words) {
  llvm::SmallVector<llvm::StringRef> Parts;
  Name.split(Parts, '_', -1, false);
  return std::any_of(Parts.begin(), Parts.end(), [&](llvm::StringRef Part) {
    return std::any_of(std::begin(Words), std::end(Words), [&](const char *Word) { return Part == Word; });
  });
}

const FunctionDecl *declared(const Unit &U, const std::string &Name) {
  ASTContext &Context = U.context();
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  return nullptr;
}

/// Whether a callee without a body looks like one that only answers a question.
bool looksLikePredicate(const Unit &U, const std::string &Name) {
  const FunctionDecl *F = declared(U, Name);
  if (!F || U.definition(F) || U.skipped(F) || hasWord(Name, Acting))
    return false;
  const QualType Type = F->getReturnType();
  return Type->isIntegerType() && hasWord(Name, Asking);
}

/// Better than First: proved, or settled where that one was not.
bool betters(const Comparison &Second, const Comparison &First) {
  return Second.What == Change::Equivalent ||
         (!First.Reason.empty() && Second.Reason.empty() && Second.What != Change::Undecided);
}

/// The answer; where that is not all settled, the one under the assumption that what looks like a predicate only reads.
Comparison compared(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                    const CompareLimits &Limits) {
  WithAliases As(Old, New, R, Function, Limits);
  Comparison Found = As.run();
  if (Found.What == Change::Equivalent || !Old.missed().empty() || !New.missed().empty())
    return Found;
  Rules Reading = R;
  std::vector<Assumption> Taken;
  for (const std::string &Name : As.opaque())
    if (looksLikePredicate(New, Name) &&
        std::none_of(R.Models.begin(), R.Models.end(), [&](const Model &M) { return M.Function == Name; })) {
      Reading.Models.push_back({Name, Model::Kind::Pure, {}, "looks like a predicate"});
      Taken.push_back({Assumption::Kind::OnlyReads, Name + "() only reads", {}});
    }
  if (Taken.empty())
    return Found;
  Comparison Second = WithAliases(Old, New, Reading, Function, Limits).run();
  if (!betters(Second, Found))
    return Found;
  Second.Assumptions.insert(Second.Assumptions.begin(), Taken.begin(), Taken.end());
  return Second;
}

} // namespace

Comparison compareVersions(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                           const CompareLimits &Limits) {
  Comparison Out = compared(Old, New, R, Function, Limits);
  if (Out.By == Evidence::None)
    Out.By = restsOn(Out);
  return Out;
}

} // namespace kverdict
