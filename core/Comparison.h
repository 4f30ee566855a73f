// What became of a function between two versions. compare/Compare.h says what the words mean exactly.
#pragma once

#include "core/Evidence.h"
#include "core/Run.h"
#include "core/Source.h"
#include "core/Table.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// What became of the function.
enum class Change {
  Equivalent,   ///< proved: the same verdict and the same effects in every state
  Stricter,     ///< the new version refuses states that the old one accepts, and accepts none that the old one refuses
  Laxer,        ///< the other way round
  Incomparable, ///< both
  Different,    ///< in a way that has no direction, or of which not every direction was settled: Reason says why
  Undecided,    ///< no difference was confirmed, and none was ruled out: Reason says why
};

/// Which way one difference goes.
enum class Direction {
  Stricter,
  Laxer,
  OtherError, ///< refused by both, for another reason
  OtherValue, ///< accepted by both, or without an order
  Crash,      ///< undefined behaviour in the new version only, or one of them does not come back
};

/// States that changed: all that meet the conditions, with one of them as a witness. The simulator was run in it, in
/// both versions, and did the same.
struct Difference {
  Direction Way = Direction::OtherValue;
  std::vector<std::string> Conditions; ///< none of which can be left out; source text, `!(...)` if it must be false
  size_t Changed = 0;                  ///< so many of them, the first, are asked by one version alone
  std::vector<std::string> Deciding;   ///< if none of them is: those in front of where the two versions part
  std::string Old, New;                ///< "true", "-EINVAL", "undefined behaviour: null dereference of p"
  bool OldVaries = false, NewVaries = false; ///< in other states that meet the conditions it is another value
  SourcePlace OldAt, NewAt;                  ///< of the returns
  Situation OldState, NewState;              ///< the same state; they differ in the calls that are not looked into
  std::vector<Assumption> Guessed = {};      ///< as in Situation, of both versions
  RunEnd OldEnd = RunEnd::Returned, NewEnd = RunEnd::Returned; ///< of the runs
  UndefinedKind Why = UndefinedKind::None; ///< of the run of the new version: in which way it is undefined
  /// Undefined: a branch of the old version, which the new one has no longer or takes the other way round, kept such
  /// states apart. Nothing need be taken for granted to say that they occur. Else: a WARN_ON() or the like fires in
  /// the new version that fires in no state of the old one.
  bool Guarded = false;
  std::vector<TraceStep> Trace = {};              ///< of the run of the new version
  std::vector<TraceStep> OldTrace = {};           ///< of the run of the old one
  std::vector<Event> OldEvents = {}, Events = {}; ///< what others see of the two runs
};

/// An event that only one version has, or that is another one there.
struct EventChange {
  std::string What; ///< "no longer calls spin_unlock(&p->lock)"
  SourcePlace At;
  bool InOld = false; ///< At is a place of the old version
};

/// Others see something else in this state, though the verdict is the same. The simulator was run in it, in both
/// versions.
struct EffectDifference {
  std::vector<EventChange> Changes;
  Situation OldState, NewState; ///< the same state; they differ in the calls that are not looked into
  std::string Result;           ///< of both versions, in words
  SourcePlace At;               ///< where the new version returns, or stops
  std::vector<TraceStep> OldTrace = {}, Trace = {}; ///< of the two runs
  std::vector<Event> OldEvents = {}, Events = {};   ///< what others see of the two runs
};

/// A test of the new version that decides nothing, in all states; not for the reason that the configuration settles it.
struct IdleTest {
  enum class Kind {
    Never,  ///< it comes out false whenever it is made
    Always, ///< it comes out true whenever it is made
    Unmade, ///< no state gets to it
  };
  Kind What = Kind::Never;
  std::string Text; ///< the condition, or a part of it that `&&` and `||` join
  SourcePlace At;
  std::string Guards;  ///< what it would decide on, if that is the next thing to be done: "return -EINVAL"; or empty
  bool Before = false; ///< the old version has the same test, and it decides there
};

/// Whether a function that calls one whose verdict changed leads to a state that changed. The simulator was run from
/// the caller's entry, in both versions.
struct Caller {
  enum class Kind { Reaches, Never, Undecided };
  std::string Function;
  std::string File; ///< if it is another one than that of the function that it calls
  Kind What = Kind::Undecided;
  std::string Reason; ///< if Undecided
  /// If it Reaches: in such a state of the caller, at this call, this is what the callee returned.
  std::optional<Difference> There;
  /// If that is known: what the caller returns, in a state of its own in which the callee decides otherwise.
  std::optional<Difference> Own;
  bool Same = false; ///< it reaches such states, and is proved to decide as before, and to do the same, in all of them
};

/// Those that call a function whose verdict changed.
struct Callers {
  std::vector<Caller> Seen;
  std::vector<std::string> PassedOver; ///< that were not asked: there are too many
  std::string Others;                  ///< why there may be others: "other files may call it"; empty if there are none
  size_t Files = 0;                    ///< of the build, in which callers were looked for

  /// Whether it is known that no state that changed comes up.
  bool none() const {
    return !Seen.empty() && PassedOver.empty() && Others.empty() &&
           std::all_of(Seen.begin(), Seen.end(), [](const Caller &C) { return C.What == Caller::Kind::Never; });
  }
};

struct Comparison {
  std::string Function;
  Change What = Change::Undecided;
  std::string Reason; ///< if Undecided, and if Different in more than was settled
  SourcePlace ReasonAt;
  std::vector<Difference> Differences;
  bool More = false;                        ///< there are more, which go the same ways
  std::vector<EffectDifference> Effects;    ///< what others see of it changed
  std::vector<IdleTest> Idle;               ///< proved, whatever became of the function
  std::vector<std::string> Assumed;         ///< where nothing was compared: "vma is null"
  std::vector<std::string> UndefinedBefore; ///< of these, the undefined behaviour that only the old version has
  unsigned Refuted = 0; ///< differences that the simulator did not confirm; each is a bug of kverdict
  Evidence By = Evidence::None;
  std::vector<Assumption> Assumptions; ///< without which What might be another
  bool SameCode = false;               ///< Equivalent because both run the same statements (compare/proof/)
  std::optional<Callers> CalledBy;     ///< of a review, if its verdict changed and this was asked
};

/// "stricter", "equivalent".
inline std::string changeWord(Change C) {
  static const char *const Words[] = {"equivalent", "stricter", "laxer", "incomparable", "different", "undecided"};
  return Words[static_cast<int>(C)];
}

/// "stricter", "other error".
inline std::string directionWord(Direction D) {
  static const char *const Words[] = {"stricter", "laxer", "other error", "other value", "crash"};
  return Words[static_cast<int>(D)];
}

} // namespace kverdict
