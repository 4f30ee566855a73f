#include "compare/Confirm.h"

#include "compare/Believable.h"
#include "compare/Observed.h"
#include "explore/witness/Guesses.h"
#include "parse/Callees.h"
#include "simulate/Confirm.h"

#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Whether a way returns what a callee returned.
bool handsOn(const Symbols &S, const Way &W) {
  const Symbol *Of = W.returned() && W.Done.Result ? S.find(*W.Done.Result) : nullptr;
  return Of && Of->What == Symbol::Kind::CallResult;
}

RunEnd wanted(const Way &W) {
  return W.returned() ? RunEnd::Returned : W.Done.End == PathEnd::Undefined ? RunEnd::Undefined : RunEnd::NoReturn;
}

/// A condition that the source does not say: it is in the results themselves.
std::string resultsDiffer(Direction Kind) {
  return Kind == Direction::Stricter ? "the old result accepts, the new one does not"
         : Kind == Direction::Laxer  ? "the new result accepts, the old one does not"
                                     : "the results differ";
}

} // namespace

Confirmer::Confirmer(Symbols &S, Solver &Z, const Side &Old, const Side &New, const ParameterMatch &Match,
                     const Rules &R, const std::string &Function)
    : S(S), Z(Z), Old(Old), New(New), Match(Match), Function(Function), OldNames(Old.U, &R, Old.F),
      NewNames(New.U, &R, New.F), OldSim(Old.U, R.Models), NewSim(New.U, R.Models) {
  NewNames.orAs(OldNames);
  if (Old.judged() != Old.F)
    for (Simulator *Each : {&OldSim, &NewSim})
      Each->stopBehind(plainName(Old.judged()));
}

bool Confirmer::believes(const Clash &C) {
  std::vector<z3::expr> All = together(*C.Old, *C.New, C.Assumed);
  for (const z3::expr &Each : believable(C, Old, New, S))
    All.push_back(Each);
  return Z.satisfiable(S.axioms(), All, C.Differ) == Answer::Yes;
}

std::optional<Difference> Confirmer::confirm(const Clash &C, const Cube &States) {
  std::vector<z3::expr> Conditions = together(*C.Old, *C.New, C.Assumed);
  Conditions.push_back(C.Differ);
  WitnessMaker Maker(S, Z, New.U, NewNames);
  Maker.mayMeet();
  const std::vector<const Path *> Used = {&C.Old->Done, &C.New->Done};
  DoubtAt = {};
  OldNames.along(Used);
  const Guesses InOld(S, Old.U, {&C.Old->Done}), InNew(S, New.U, {&C.New->Done});
  std::vector<z3::expr> Alike = Conditions;
  for (const Guesses *Each : {&InOld, &InNew})
    for (const z3::expr &E : Each->alike())
      Alike.push_back(E);
  const bool TwoAnswers = Alike.size() > Conditions.size() && Z.satisfiable(S.axioms(), Alike) != Answer::Yes;
  if (!Maker.solve(TwoAnswers ? Conditions : Alike, Used, believable(C, Old, New, S))) {
    Doubt = Maker.reason();
    return std::nullopt;
  }
  Odd = Maker.unmet() && (handsOn(S, *C.Old) || handsOn(S, *C.New));
  Difference D;
  D.Way = C.Kind;
  D.OldState = Maker.situation(Old.F, C.Old->Done, Used);
  D.NewState = Maker.situation(New.F, C.New->Done, Used);
  sameArguments(D.OldState, D.NewState);
  if (!runs(Old, *C.Old, D.OldState.Concrete, Maker))
    return std::nullopt;
  D.OldTrace = std::move(Last.Trace);
  D.OldEvents = std::move(Last.Events);
  if (!runs(New, *C.New, D.NewState.Concrete, Maker))
    return std::nullopt;
  D.OldEnd = wanted(*C.Old), D.NewEnd = Last.End;
  D.Why = Last.Why;
  D.Guarded = D.NewEnd == RunEnd::Undefined ? guarded(C) : D.NewEnd == RunEnd::NoReturn && keptApart(C);
  D.Trace = std::move(Last.Trace);
  D.Events = std::move(Last.Events);
  D.Old = words(Old, *C.Old, Maker), D.New = words(New, *C.New, Maker);
  D.OldVaries = varies(C, States, *C.Old, Maker), D.NewVaries = varies(C, States, *C.New, Maker);
  D.OldAt = Old.place(*C.Old), D.NewAt = New.place(*C.New);
  D.Conditions = conditions(C, States);
  keepWhatMatters(C, States, D, Maker);
  for (const Guesses *Each : {&InOld, &InNew})
    for (const auto &Found : {Each->unfollowed(Maker, Conditions), Each->twoAnswers(Maker)})
      for (const Assumption &A : Found)
        if (std::none_of(D.Guessed.begin(), D.Guessed.end(), [&](const Assumption &B) { return A.Text == B.Text; }))
          D.Guessed.push_back(A);
  return D;
}

bool Confirmer::implies(const z3::expr &A, const z3::expr &B, const Clash &C) const {
  std::vector<z3::expr> Given = C.Assumed;
  Given.push_back(A);
  return Z.satisfiable(S.axioms(), Given, !B) == Answer::No;
}

/// Whether the new version goes on because of what a callee answers that the old one never called: that may be the same
/// test in another place.
bool Confirmer::asksAnother(const Clash &C) const {
  auto calls = [](const Way &W, const std::string &Callee) {
    return std::any_of(W.Done.Calls.begin(), W.Done.Calls.end(),
                       [&](const OpaqueCall &Each) { return Each.Callee == Callee; });
  };
  std::set<unsigned> Asked;
  for (const Literal &L : C.New->Literals)
    collectSymbols(L.Term, Asked);
  return std::any_of(C.New->Done.Calls.begin(), C.New->Done.Calls.end(), [&](const OpaqueCall &Call) {
    const Symbol *Answer = Call.Result ? S.find(*Call.Result) : nullptr;
    return Answer && Asked.count(Answer->Term.id()) &&
           std::none_of(Old.Ways.begin(), Old.Ways.end(), [&](const Way &W) { return calls(W, Call.Callee); });
  });
}

/// Whether such a state is one that the function asks for: a branch of the old version takes all of them elsewhere, and
/// the new version has no such branch, or one that leads just there. Where nothing but branches leads to the end, it
/// is.
bool Confirmer::guarded(const Clash &C) const {
  if (asksAnother(C))
    return false;
  const std::vector<z3::expr> &Conditions = C.New->Done.Conditions;
  const bool Always = Last.Why == UndefinedKind::NullDereference && !C.New->Done.Null;
  if (Always || Conditions.empty() || asks(*C.New, {Conditions.back(), "", true, ""}))
    return true;
  const z3::expr &Stops = Conditions.back();
  z3::expr Before = Stops.ctx().bool_val(true); // what led there
  for (size_t I = 0; I + 1 < Conditions.size(); ++I)
    Before = Before && Conditions[I];
  auto guards = [&](const Literal &L) {
    const bool All = implies(Stops, L.Term, C) || (implies(Before && Stops, L.Term, C) && !implies(Before, L.Term, C));
    return All && (!asks(*C.New, L) || implies(L.Term, Stops, C));
  };
  const auto &Was = C.Old->Literals, &After = C.New->Literals;
  return std::any_of(Was.begin(), Was.end(), guards) || std::any_of(After.begin(), After.end(), guards);
}

/// Whether a test in the old version itself takes all states elsewhere that fail an assertion of a callee.
bool Confirmer::keptApart(const Clash &C) const {
  const std::vector<z3::expr> &Conditions = C.New->Done.Conditions;
  auto own = [](const Way &W, unsigned Id) {
    return std::any_of(W.Literals.begin(), W.Literals.end(),
                       [&](const Literal &Each) { return Each.Depth == 0 && Each.Term.id() == Id; });
  };
  return !Conditions.empty() && std::any_of(C.Old->Literals.begin(), C.Old->Literals.end(), [&](const Literal &L) {
    return L.Depth == 0 && !own(*C.New, L.Term.id()) && implies(Conditions.back(), L.Term, C);
  });
}

/// Memory that is read after a call, or that a call wrote, is no part of the state at the start.
void Confirmer::showWhatCameLater(const Way &W, const Shower &Names, const std::set<unsigned> &Ids, WitnessMaker &Maker,
                                  Situation &Out) const {
  for (unsigned I = 0; I < S.count(); ++I) {
    const Symbol &Sym = S.symbol(I);
    if (Sym.What != Symbol::Kind::Memory || !Sym.When || !Ids.count(Sym.Term.id()) || Sym.Place.empty())
      continue;
    const std::string Value = Names.value(Sym.Place, Sym.Type, Maker.value(Sym.Term), Sym.Term.get_sort().bv_size());
    const bool AsBefore = std::any_of(Out.Shown.begin(), Out.Shown.end(),
                                      [&](const Binding &B) { return B.Place == Sym.Place && B.Value == Value; });
    for (const OpaqueCall &Call : W.Done.Calls)
      if ((Call.World == Sym.When || Call.Key == Sym.When) && !AsBefore) {
        const bool Local = S.region(Sym.Region).What == Region::Kind::Local;
        Out.Calls.push_back(Sym.Place + " = " + Value + (Local ? " (written by " : " (after ") + Call.Callee + "())");
        break;
      }
  }
  showWhatOthersWrote(W, Names, Ids, Maker, Out);
}

/// A volatile object that holds another value when it is read again.
void Confirmer::showWhatOthersWrote(const Way &W, const Shower &Names, const std::set<unsigned> &Ids,
                                    WitnessMaker &Maker, Situation &Out) const {
  for (size_t I = 0; I < W.Done.VolatileReads.size(); ++I) {
    const VolatileRead &R = W.Done.VolatileReads[I], *Before = W.Done.before(I);
    const Symbol *Sym = S.find(R.Found);
    if (!R.anew() || !Sym || !Ids.count(R.Found.id()))
      continue;
    const std::uint64_t Value = Maker.value(R.Found);
    const bool Stored = Before && Before->Held.id() != R.Held.id();
    if (Value != Maker.value(Before && !Stored ? Before->Found : R.Held))
      Out.Calls.push_back(Sym->Place + " = " + Names.value(Sym->Place, Sym->Type, Value, R.Found.get_sort().bv_size()) +
                          " (" + readWords(W.Done, I) + ")");
  }
}

std::optional<EffectDifference> Confirmer::confirm(const EffectClash &C) {
  WitnessMaker Maker(S, Z, New.U, NewNames);
  Maker.mayMeet();
  const std::vector<const Path *> Used = {&C.Old->Done, &C.New->Done};
  DoubtAt = {};
  OldNames.along(Used);
  if (!Maker.solve(C.Conditions, Used,
                   believable({C.Old, C.New, Direction::OtherValue, S.z3().bool_val(true)}, Old, New, S))) {
    Doubt = Maker.reason();
    return std::nullopt;
  }
  EffectDifference D;
  D.OldState = Maker.situation(Old.F, C.Old->Done, Used);
  D.NewState = Maker.situation(New.F, C.New->Done, Used);
  sameArguments(D.OldState, D.NewState);
  if (!runs(Old, *C.Old, D.OldState.Concrete, Maker))
    return std::nullopt;
  const Run Before = std::move(Last);
  if (!runs(New, *C.New, D.NewState.Concrete, Maker))
    return std::nullopt;
  std::set<unsigned> Ids;
  for (const z3::expr &E : C.Conditions)
    collectSymbols(E, Ids);
  showWhatCameLater(*C.Old, OldNames, Ids, Maker, D.OldState);
  showWhatCameLater(*C.New, NewNames, Ids, Maker, D.NewState);
  ObservedChanges Seen = changedEvents(Before, Last);
  D.Changes = std::move(Seen.Certain);
  if (!D.Changes.empty()) {
    D.Result = words(New, *C.New, Maker);
    D.At = New.place(*C.New);
    D.Trace = std::move(Last.Trace);
    D.OldTrace = Before.Trace;
    D.OldEvents = Before.Events;
    D.Events = std::move(Last.Events);
    return D;
  }
  if (!Seen.Open.empty()) {
    Doubt = "it " + Seen.Open[0].What + "; whether others can see that is up to the compiler";
    DoubtAt = Seen.Open[0].At;
    return std::nullopt;
  }
  if (vague(Old, *C.Old) || vague(New, *C.New))
    return std::nullopt;
  if (Maker.met()) {
    Doubt = Maker.reason();
    return std::nullopt;
  }
  ++Refuted;
  Doubt = "what others see seems to change, but the simulator sees the same in both versions";
  return std::nullopt;
}

void Confirmer::sameArguments(const Situation &OldState, Situation &NewState) const {
  for (unsigned I = 0; I < Match.OldOf.size(); ++I)
    if (Match.OldOf[I] < OldState.Concrete.Start.Arguments.size())
      NewState.Concrete.Start.Arguments[I] = OldState.Concrete.Start.Arguments[Match.OldOf[I]];
}

/// Of the state only what the conditions and the results speak of is shown.
void Confirmer::keepWhatMatters(const Clash &C, const Cube &States, Difference &D, WitnessMaker &Maker) const {
  std::set<unsigned> Ids;
  for (const Literal &L : States.Literals)
    collectSymbols(L.Term, Ids);
  for (const Way *W : {C.Old, C.New})
    if (W->Done.Result)
      collectSymbols(*W->Done.Result, Ids);
  if (!C.Old->returned() || !C.New->returned()) // the last condition is what makes it undefined, if anything has to
    if (const auto &Conditions = (C.New->returned() ? C.Old : C.New)->Done.Conditions; !Conditions.empty())
      collectSymbols(Conditions.back(), Ids);
  std::set<std::string> Places, Calls;
  for (unsigned I = 0; I < S.count(); ++I)
    if (const Symbol &Sym = S.symbol(I); Ids.count(Sym.Term.id()))
      (Sym.What == Symbol::Kind::CallResult ? Calls : Places).insert(Sym.Place);
  for (Situation *Each : {&D.OldState, &D.NewState}) {
    std::erase_if(Each->Shown, [&](const Binding &B) { return !Places.count(B.Place); });
    std::erase_if(Each->Calls, [&](const std::string &Text) {
      return std::none_of(Calls.begin(), Calls.end(),
                          [&](const std::string &Place) { return Text.starts_with(Place + " returned "); });
    });
  }
  showWhatCameLater(*C.Old, OldNames, Ids, Maker, D.OldState);
  showWhatCameLater(*C.New, NewNames, Ids, Maker, D.NewState);
}

/// All states that meet the conditions, whatever the results.
static std::vector<z3::expr> region(const Clash &C, const Cube &States) {
  std::vector<z3::expr> Given = C.Assumed;
  for (const Way *W : {C.Old, C.New})
    Given.insert(Given.end(), W->Background.begin(), W->Background.end());
  for (const Literal &L : States.Literals)
    Given.push_back(L.Term);
  return Given;
}

/// Whether the conditions leave results no choice.
bool Confirmer::follows(const Clash &C, const Cube &States) const {
  return Z.satisfiable(S.axioms(), region(C, States), !C.Differ) == Answer::No;
}

/// Whether a result is another value in other of the states, so that the one of the state that was run is a sample. The
/// name of a pointer is not.
bool Confirmer::varies(const Clash &C, const Cube &States, const Way &W, WitnessMaker &Maker) const {
  const auto &E = W.Done.Result;
  if (!W.returned() || !E || E->is_numeral() || E->get_sort().bv_size() > 64 ||
      (Old.judged()->getReturnType()->isPointerType() && !S.nameOf(*E).empty()))
    return false;
  std::vector<z3::expr> Given = region(C, States);
  Given.push_back(C.Differ);
  return Z.satisfiable(S.axioms(), Given, *E != S.z3().bv_val(Maker.value(*E), E->get_sort().bv_size())) != Answer::No;
}

/// Whether the conditions say already that a result is accepted, or that it is not.
bool Confirmer::implied(const Clash &C, const Cube &States, bool Accepts, const z3::expr &Result) const {
  std::vector<z3::expr> Given = C.Assumed;
  for (const Literal &L : States.Literals)
    Given.push_back(L.Term);
  const z3::expr Is = Accept->accepts(Result);
  return Z.satisfiable(S.axioms(), Given, Accepts ? !Is : Is) == Answer::No;
}

/// ", time 2" of what the second of two calls returned that read alike.
static std::string timeOf(const Symbols &S, const Way &W, const z3::expr &Result) {
  const Symbol *Of = S.find(Result);
  unsigned Time = 0;
  for (const OpaqueCall &Call : W.Done.Calls)
    if (const Symbol *Each = Of && Call.Result ? S.find(*Call.Result) : nullptr; Each && Each->Place == Of->Place) {
      ++Time;
      if (Each->Term.id() == Result.id())
        return Time > 1 ? ", time " + std::to_string(Time) : "";
    }
  return "";
}

/// What must hold of results that are no constants, as a person would put it; and if that cannot be said, in general.
std::vector<std::string> Confirmer::ofResults(const Clash &C, const Cube &States) const {
  std::vector<std::string> Texts, Names;
  const bool Ordered = Accept && Accept->ordered();
  bool Named = Ordered || C.Kind == Direction::OtherValue;
  std::string Time;
  for (const Way *W : {C.Old, C.New}) {
    const z3::expr &E = *W->Done.Result;
    const Side &Version = W == C.Old ? Old : New;
    Names.push_back(E.is_numeral() ? words(Version, *W, E) : S.nameOf(E));
    if (Names.back().empty())
      Names.back() = Version.returned(*W);
    Named &= W == C.Old || Names[0] != Names[1]; // the same words, of two results
    Named &= !Names.back().empty();
    const bool Accepts = C.Kind == Direction::OtherValue || (C.Kind == Direction::Stricter) == (W == C.Old);
    if (!E.is_numeral())
      Time = timeOf(S, *W, E);
    if (!E.is_numeral() && Ordered && Named && !implied(C, States, Accepts && C.Kind != Direction::OtherError, E))
      Texts.push_back(Accept->words(Names.back(), C.Kind == Direction::OtherError ? false : Accepts) + Time);
  }
  if (!Named)
    return {resultsDiffer(C.Kind)};
  if (C.Kind == Direction::OtherError || C.Kind == Direction::OtherValue)
    Texts.push_back((C.Old->Done.Result->is_numeral() ? Names[1] + " != " + Names[0] : Names[0] + " != " + Names[1]) +
                    Time);
  return Texts;
}

/// What makes the new version undefined, if no branch of the source says it.
std::string Confirmer::ofCrash(const Clash &C, const Cube &States) const {
  const Path &Stops = C.New->Done;
  if (Stops.End != PathEnd::Undefined || Stops.Conditions.empty())
    return "";
  const z3::expr &Last = Stops.Conditions.back();
  std::vector<z3::expr> Given = C.Assumed;
  for (const Way *W : {C.Old, C.New})
    std::copy_if(W->Background.begin(), W->Background.end(), std::back_inserter(Given),
                 [&](const z3::expr &E) { return E.id() != Last.id(); });
  for (const Literal &L : States.Literals)
    Given.push_back(L.Term);
  if (Z.satisfiable(S.axioms(), Given, !Last) == Answer::No)
    return "";
  llvm::StringRef Pointer = Stops.Reason;
  if (Pointer.consume_front("dereference of the error pointer "))
    return Literal{Last, "IS_ERR(" + Pointer.str() + ")", true, readAfter(S, *C.New)}.said();
  if (!Stops.Null || !Pointer.consume_front("null dereference of "))
    return Stops.Reason;
  return Literal{*Stops.Null, Pointer.str(), false, readAfter(S, *C.New)}.said();
}

/// Each once. Where the same words mean something else in the other version, they say which one is meant.
std::vector<std::string> Confirmer::conditions(const Clash &C, const Cube &States) const {
  std::vector<std::string> Texts;
  for (const Literal &L : States.Literals) {
    const bool Ambiguous = std::any_of(States.Literals.begin(), States.Literals.end(), [&](const Literal &Other) {
      return Other.what() == L.what() && Other.Term.id() != L.Term.id();
    });
    const bool InOld = asks(*C.Old, L), InNew = asks(*C.New, L);
    const std::string Which = !Ambiguous || InOld == InNew ? "" : InOld ? "in the old version " : "in the new version ";
    if (std::find(Texts.begin(), Texts.end(), Which + L.said()) == Texts.end())
      Texts.push_back(Which + L.said());
  }
  if (const std::string Text = ofCrash(C, States); !Text.empty())
    Texts.push_back(Text);
  if (!C.Differ.is_true() && !follows(C, States))
    for (const std::string &Text : ofResults(C, States))
      if (std::find(Texts.begin(), Texts.end(), Text) == Texts.end())
        Texts.push_back(Text);
  return Texts;
}

/// A result that is a constant.
std::string Confirmer::words(const Side &Version, const Way &W, const z3::expr &Constant) const {
  return Constant.get_sort().bv_size() > 64 ? "" : Version.verdict(W, Constant.get_numeral_uint64());
}

std::string Confirmer::words(const Side &Version, const Way &W, WitnessMaker &Maker) const {
  return Version.verdict(W, W.Done.Result ? Maker.value(*W.Done.Result) : 0);
}

/// Whether the path claims less about a state than a run of it shows: it is not exact, or a library function was left
/// open, of a length or a text that is not known. That a run does something else is then no disagreement.
bool Confirmer::vague(const Side &Version, const Way &W) {
  if (!W.Done.exact()) {
    std::tie(DoubtAt, Doubt) = placed(Version.U, W.Done.Approximations)[0];
    return true;
  }
  for (const OpaqueCall &Call : W.Done.Calls)
    if (Call.Callee.starts_with("*") && !Call.Arguments.empty() && Call.Arguments.back().is_ite()) {
      Doubt = "which function of a table it calls is not known";
      DoubtAt = Version.U.place(Call.At);
      return true;
    }
  for (const OpaqueCall &Call : W.Done.Calls)
    if (const FunctionDecl *F = declared(Version.U, Call.Callee); F && libraryFunction(F)) {
      Doubt = Call.Callee + "() of a length or a text that is not known";
      DoubtAt = Version.U.place(Call.At);
      return true;
    }
  return false;
}

/// Runs a version in the witness. Returns false, with the reason, if it does not do what the explorer says.
bool Confirmer::runs(const Side &Version, const Way &W, const Witness &State, WitnessMaker &Maker) {
  const bool IsOld = &Version == &Old;
  const std::string Which = IsOld ? "old" : "new";
  Last = (IsOld ? OldSim : NewSim).run(Function, State);
  const Run &Ran = Last;
  DoubtAt = Ran.StoppedAt;
  if (gaveUp(Ran)) {
    Doubt = "the simulator cannot run the " + Which + " version: " + Ran.Reason;
    return false;
  }
  if (bearsOut(Ran, expected(W, Maker)))
    return true;
  if (vague(Version, W))
    return false;
  if (Maker.met()) { // a store by one name is seen by the other
    Doubt = Maker.reason();
    return false;
  }
  ++Refuted;
  const std::string Did =
      Ran.End == RunEnd::Returned
          ? "returns " + (IsOld ? OldNames : NewNames)
                             .result(Version.judged()->getReturnType(), Ran.Result.Bits, std::max(1u, Ran.Result.Width))
          : "stops: " + Ran.Reason;
  Doubt = "the simulator does not confirm a difference; in the " + Which + " version it " + Did +
          "; expected was: " + words(Version, W, Maker);
  return false;
}

/// What the explorer says of a way, as a run must bear it out.
Expectation Confirmer::expected(const Way &W, WitnessMaker &Maker) const {
  Expectation Wanted{wanted(W)};
  if (!W.returned() || !W.Done.Result)
    return Wanted;
  const std::uint64_t Said = Maker.value(*W.Done.Result);
  if (auto Own = S.owner(Said); Own && W.Done.Result->is_numeral())
    if (auto What = S.region(Own->first).What; What == Region::Kind::Local || What == Region::Kind::Literal)
      return Wanted; // only the simulator knows such an address
  Wanted.Result = Value{Said, W.Done.Result->get_sort().bv_size(), false, false};
  return Wanted;
}

} // namespace kverdict
