// One comparison of two versions of a function, in the states that one world of names allows. Internal to compare/.
#pragma once

#include "compare/Acceptance.h"
#include "compare/Confirm.h"
#include "compare/Merge.h"
#include "compare/proof/SameFlow.h"
#include "compare/sides/Effects.h"
#include "compare/sides/Parameters.h"
#include "compare/sides/Side.h"
#include "explore/state/Aliases.h"
#include "explore/state/Terms.h"

namespace kverdict {

class Outcomes;

class Comparing {
public:
  Comparing(const Unit &OldUnit, const Unit &NewUnit, const Rules &R, const std::string &Function,
            const CompareLimits &Limits, const AliasWorld &World = {});

  /// All names by which one way reaches places that could be the same.
  std::vector<Alias> reached() const;

  /// Whether what the world supposes came up at all.
  bool supposed() const { return ByRounds ? Supposed : S.supposed(); }

  /// The names that were taken for those of two objects.
  std::vector<Alias> aliased() const;

  ~Comparing();

  Comparison run(); ///< once

  /// Instead, whether ways that meet again and are one from there on show that both are the same: Equivalent, or
  /// Undecided. For tests.
  Comparison runMeeting();

  /// Instead, for a comparison that was cut short: a few ways of the old version, and those of the new one in the
  /// states of each. What is found there is told, and what was open stays open. Pinned: see Machine::pinned().
  Comparison search(Comparison Cut, bool Pinned);

  /// Whether some way reads a volatile object that it has accessed before.
  bool readsAgain() const;
  /// Whether a place is read as a volatile object, and also accessed otherwise: the two may find different values.
  bool readsBothWays() const;

  /// Whether some way reads a local that an earlier call than the last one may write, if it has kept its address.
  bool readsLent() const;

  /// Whether something that is read might be written by another name, or by others, than was thought.
  bool restsOnNames();

  /// The callees that were not looked into.
  std::set<std::string> opaque() const;

private:
  /// Those of both versions if they share a parse. What is assumed would hold for later comparisons too.
  static std::shared_ptr<Terms> terms(const Unit &Old, const Unit &New, const CompareLimits &Limits,
                                      const AliasWorld &World);

  struct Known {
    Direction Kind;
    unsigned Old, New; ///< Z3's ids of the results
    Cube States;
  };

  bool sameCode(const clang::FunctionDecl *A, const clang::FunctionDecl *B);
  bool sameFlow();
  bool missed() const { return !Old.U.missed().empty() || !New.U.missed().empty(); }

  void explore();
  void exploreBoth();
  bool mayBeMany();
  bool sameMeeting();
  bool provedMeeting();
  void prepare();
  void seek(Side &, const std::vector<z3::expr> &Given, bool Pinned, unsigned Ends);
  Cube inFewWords(const Clash &);
  void searchWithin(const Way &, bool Pinned);
  void runEffects();
  bool telling() const;
  bool onlyOtherErrors() const;
  std::uint64_t left() const; ///< of what may be spent
  void open(const std::string &Reason, const SourcePlace &At = {});
  void openAt(const std::pair<SourcePlace, std::string> &First) { open(First.second, First.first); }

  /// What both versions use must mean the same in both.
  bool comparable();
  /// Whether rounds are the same can be asked without counting them; that they are not cannot be found that way.
  bool sameByRounds();
  Answer ask(const Way &A, const Way &B, const std::vector<z3::expr> &More);
  void unknown();
  void compareWays();
  const std::set<std::string> &fires(const Side &, const Way &);
  bool firesAnew(const Way &);
  void pair(const Way &A, const Way &B);
  /// A path that was not followed to its end leaves the states of the other one open.
  void cut(const Way &A, const Way &B);
  void nothingSaid(const Way &A, const Way &B, const Way &Undefined);
  /// A callee that only one version can look into.
  std::string onlyOnce(const Way &W, const Side &Own, const Side &Other);
  void clash(const Way &A, const Way &B, Direction Kind, const z3::expr &Differ);
  /// Whether what is known of the calls leaves no difference.
  bool goneWith(const Way &A, const Way &B, const Outcomes &Both, const z3::expr &Differ);
  void takeForGranted(Assumption::Kind What, const std::string &Text);
  /// A difference that was not settled. It matters unless one of its direction was.
  void pending(Direction Kind, const std::string &Why) { Pending.try_emplace(Kind, Why); }

  unsigned resultId(const Way &W) { return W.Done.Result ? W.Done.Result->id() : 0; }

  bool covered(const Clash &C);
  bool anotherOutcome(const Way &, const Way &, Direction, const z3::expr &Differ);
  bool enough(Direction Kind) const;
  bool hasOdd(Direction Kind) const;
  void settle(const Clash &C);
  void show(const Clash &C, Shown);
  /// What else others see. Where the verdict differs, that is the news, and effects are told only if they are wanted.
  void lookBeside(const Way &A, const Way &B, const z3::expr &Same);
  /// Each thing that differs is shown in one state, with all that differs there.
  void confirmEffects();
  void approximations();
  void conclude();
  bool verdictDiffers() const;
  void leaveOutOdd();
  void tell();
  /// What a changed type of the result means to callers.
  void aboutResults();
  /// What overlaps may be moved, and not copied.
  void aboutCopies();
  static bool returnsErrno(const Side &Version);
  /// Whether what is said does not change if there is such a difference too.
  static bool settled(Direction Kind, const std::set<Direction> &Ways);
  Change verdict(const std::set<Direction> &Ways) const;

  /// The sides, told how far they are followed (CompareLimits::Upto), before the confirmer is made of them.
  static const Side &upto(Side &, const CompareLimits &);

  const Rules &R;
  const CompareLimits &Limits;
  const AliasWorld World;
  const ParameterMatch Match;
  const std::shared_ptr<Terms> Shared;
  z3::context &Ctx;
  Symbols &S;
  Solver &Z;
  Parting Parts;
  ErrorPointers Errors;
  Side Old, New;
  Confirmer Confirm;
  std::unique_ptr<Acceptance> Accept;
  std::unique_ptr<Effects> Beside;
  std::vector<Known> Settled;
  std::vector<Shown> Found;
  std::vector<std::pair<Clash, Shown>>
      Excluded; ///< that only serve if no other does: the tree's own tests exclude them
  std::map<const Way *, std::set<std::string>> Fires; ///< the ways whose tests are known: see fires()
  std::map<const clang::Stmt *, std::string> TextOf;
  std::map<Direction, std::string> Pending;
  std::set<std::string> Noted;
  std::optional<std::vector<Alias>> ByRounds; ///< see aliased(), if rounds proved that they are the same
  bool Supposed = true, LentInRounds = false;
  std::string Rounds;              ///< why they are not known to be the same, if that was asked
  unsigned Asked = 0, Further = 0; ///< pairs: that the solver was asked about; that were searched since one was found
  unsigned OutcomesTried = 0, EffectsTried = 0;
  bool Exact = true, Searching = false;
  bool Many = false;    ///< so many ways, by the text, that they are first looked at as they meet
  bool Meeting = false; ///< the ways that are compared may be several at once
  bool Unequal = false; ///< of those, two differ
  Comparison Out;
};

} // namespace kverdict
