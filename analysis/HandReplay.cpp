#include "analysis/HandReplay.h"

#include "core/Error.h"
#include "core/ReplayedState.h"
#include "explore/Explorer.h"
#include "simulate/ByHand.h"
#include "simulate/Simulator.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <optional>

namespace kverdict {
namespace {

/// With more settings, none of them is left out.
constexpr size_t MostTried = 60;

class ByHandRun {
public:
  ByHandRun(const Unit &U, const Rules &R, Statement &Of) : U(U), R(R), Of(Of), All(replayedState(Of)) {}

  void tryAll() {
    if (!compile())
      return void(Of.NotReplayed = "the file takes no more settings");
    std::vector<bool> Kept(All.size());
    for (size_t I = 0; I < All.size(); ++I)
      Kept[I] = Settings[I].has_value();
    First = run(Kept);
    if (!leadsAsTold(*First)) {
      const std::string Why = !Unset.empty()   ? Unset
                              : isTold(*First) ? std::string("a run from it goes another way")
                                               : "a run from it " + ended(*First);
      for (size_t I = 0; I < All.size(); ++I) // where things lie may be left to the run
        Kept[I] = Kept[I] && !All[I].Layout;
      First = run(Kept);
      if (!leadsAsTold(*First))
        return void(Of.NotReplayed = Why);
    }
    leaveOut(Kept);
    for (size_t I = 0; I < All.size(); ++I)
      if (Kept[I])
        Of.Replay.push_back(All[I]);
  }

private:
  /// What cannot be set by hand is left out: it may not matter. False if the unit takes no more.
  bool compile() {
    const unsigned Time = (U.reads() + 1) * 1000;
    std::vector<Extra> Extras;
    std::vector<ByHand> Texts;
    for (const Binding &Each : All) {
      Texts.push_back(splitSetting(Each.Place + "=" + Each.Value));
      for (Extra &Made : extrasOf(Of.Function, {Texts.back()}, Time + Texts.size()))
        Extras.push_back(std::move(Made));
    }
    if (!U.read(std::move(Extras)))
      return false;
    for (size_t I = 0; I < Texts.size(); ++I)
      try {
        Settings.push_back(givenIn(U, Of.Function, {Texts[I]}, Time + I + 1).at(0));
      } catch (const Error &NotC) {
        Settings.push_back(std::nullopt);
        Unset = Unset.empty() ? llvm::StringRef(NotC.what()).split('\n').first.str() : Unset;
      }
    return true;
  }

  Run run(const std::vector<bool> &Kept) const {
    std::vector<Simulator::Setting> Some;
    for (size_t I = 0; I < Settings.size(); ++I)
      if (Kept[I])
        Some.push_back(*Settings[I]);
    Simulator Sim(U, R.Models);
    return Sim.run(Of.Function, Sim.build(Of.Function, Some), Missing::IsZero);
  }

  /// What is not needed, from the end on: that is what a run has of itself. What the state says else is kept, since the
  /// other version may need it.
  void leaveOut(std::vector<bool> &Kept) const {
    for (size_t I = All.size() > MostTried ? 0 : All.size(); I-- > 0;) {
      if (!Kept[I] || !isOfItself(All[I]))
        continue;
      Kept[I] = false;
      Kept[I] = std::count(Kept.begin(), Kept.end(), true) == 0 || !leadsThere(Kept);
    }
  }

  /// Whether a run has it so if nobody says anything: zero, and that there is a task.
  static bool isOfItself(const Binding &Each) {
    const bool Call = Each.Place.ends_with(")");
    return Each.Layout || Each.Place == "get_current()" || Each.Value == "0" || Each.Value == "false" ||
           (Call && Each.Value == "NULL");
  }

  bool leadsAsTold(const Run &Ran) const {
    return isTold(Ran) && (Of.Trace.empty() || sameDecisions(Ran.Trace, Of.Trace));
  }

  /// Whether the same tests of the function itself came out alike.
  static bool sameDecisions(const std::vector<TraceStep> &A, const std::vector<TraceStep> &B) {
    const auto Is = decisions(A), Told = decisions(B);
    return std::equal(Is.begin(), Is.end(), Told.begin(), Told.end(), [](const TraceStep *X, const TraceStep *Y) {
      return X->At.Line == Y->At.Line && X->Text == Y->Text && X->Outcome == Y->Outcome;
    });
  }

  static std::vector<const TraceStep *> decisions(const std::vector<TraceStep> &Way) {
    std::vector<const TraceStep *> Out;
    for (const TraceStep &Step : Way)
      if (Step.Depth == 0 && (Step.What == TraceStep::Kind::Branch || Step.What == TraceStep::Kind::Switch))
        Out.push_back(&Step);
    return Out;
  }

  bool leadsThere(const std::vector<bool> &Kept) const {
    try {
      const Run Ran = run(Kept);
      return isTold(Ran) && sameWay(Ran, *First);
    } catch (const Error &) { // another setting needs this one
      return false;
    }
  }

  static bool sameWay(const Run &A, const Run &B) {
    auto same = [](const TraceStep &X, const TraceStep &Y) {
      return X.What == Y.What && X.At == Y.At && X.Text == Y.Text &&
             (X.What == TraceStep::Kind::Call || X.Outcome == Y.Outcome);
    };
    return std::equal(A.Trace.begin(), A.Trace.end(), B.Trace.begin(), B.Trace.end(), same);
  }

  /// As a report tells how a run ended: "returns false".
  std::string ended(const Run &Ran) const {
    switch (Ran.End) {
    case RunEnd::Returned:
      return "returns " + showResult(U, Of.Function, Ran.Result);
    case RunEnd::Undefined:
      return "has " + Ran.Reason;
    default:
      return "stops: " + Ran.Reason;
    }
  }

  /// Whether a result is told so: as it is, or as what a call gave that is set to it.
  bool isCalled(llvm::StringRef Told, const std::string &Result) const {
    return Told == Result || std::any_of(All.begin(), All.end(), [&](const Binding &Each) {
             return Each.Place == Told && Each.Value == Result && Told.ends_with(")");
           });
  }

  /// Whether that is the verdict that is told. What others see of a run is told of one that returns, whatever that is.
  bool isTold(const Run &Ran) const {
    const llvm::StringRef Verdict = Of.Verdict;
    if (llvm::StringRef Told = Verdict; Told.consume_front("returns "))
      return Ran.End == RunEnd::Returned && isCalled(Told, showResult(U, Of.Function, Ran.Result));
    if (Verdict.starts_with("has ") || Verdict == "dereferences null")
      return Ran.End == RunEnd::Undefined;
    return Ran.End == RunEnd::Returned || Ran.End == RunEnd::NoReturn;
  }

  const Unit &U;
  const Rules &R;
  Statement &Of;
  const std::vector<Binding> All;
  std::vector<std::optional<Simulator::Setting>> Settings; ///< of each of All; none: it is no C of the file
  std::string Unset;                                       ///< why, of the first of these
  std::optional<Run> First;                                ///< with all of them
};

} // namespace

void tryByHand(const Unit &U, const Rules &R, Statement &Of) {
  Of.Replay.clear();
  Of.NotReplayed.clear();
  if (Of.Witness.empty() && Of.Calls.empty())
    return;
  if (!U.definition(Of.Function))
    return void(Of.NotReplayed = "the function has another name here");
  const std::set<std::string> Missed = U.missed();
  try {
    ByHandRun(U, R, Of).tryAll();
  } catch (const Error &NotC) {
    Of.NotReplayed = llvm::StringRef(NotC.what()).split('\n').first.str();
  }
  U.missed() = Missed; // what a run by hand goes through besides is nobody's question
}

} // namespace kverdict
