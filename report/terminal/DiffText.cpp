#include "report/terminal/DiffText.h"

#include "core/Visible.h"
#include "report/Asides.h"
#include "report/CallersText.h"
#include "report/Condition.h"
#include "report/LocalNames.h"
#include "report/Words.h"
#include "report/record/JsonClaim.h"
#include "report/terminal/Paint.h"

#include <nlohmann/json.hpp>

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>
#include <utility>

using Json = nlohmann::ordered_json;

namespace kverdict {
namespace {

constexpr size_t WidestTable = 120;

/// ", if a() only reads, and if b() only reads".
std::string conditionally(const Comparison &C) {
  std::string Text;
  for (const Assumption &Each : C.Assumptions)
    Text += (Text.empty() ? ", if " : ", and if ") + visible(Each.Text);
  return Text;
}

bool isCrash(llvm::StringRef Why) {
  return Why.starts_with("null dereference of ") || Why.starts_with("dereference of the error pointer ");
}

std::string definedText(const Comparison &C) {
  return llvm::all_of(C.UndefinedBefore, isCrash) ? "does not crash" : "has no undefined behaviour";
}

/// Of which states something is said.
std::string everyState(const Comparison &C) {
  return C.UndefinedBefore.empty() ? "in every state" : "where the old version " + definedText(C);
}

std::string sentence(const Comparison &C) {
  switch (C.What) {
  case Change::Equivalent:
    return C.SameCode ? "equivalent: the same code"
                      : "equivalent" + conditionally(C) + ": the same verdict and the same effects " + everyState(C);
  case Change::Stricter:
    return "stricter: it refuses states that it accepted before, and accepts no others";
  case Change::Laxer:
    return "laxer: it accepts states that it refused before, and refuses no others";
  case Change::Incomparable:
    return "incomparable: it refuses states that it accepted before, and accepts others that it refused";
  case Change::Different:
    if (!C.Reason.empty() && C.Differences.empty())
      return "different in its effects";
    return C.Differences.empty() ? "different: the same verdict " + everyState(C) + ", but other effects" : "different";
  case Change::Undecided:
    break;
  }
  return "undecided";
}

/// The cells of one entry, top down.
std::vector<std::string> conditionLines(const Difference &D) {
  if (D.Conditions.empty())
    return {"always"};
  std::vector<std::string> Lines;
  for (const std::string &Text : plainTexts(D.Conditions))
    Lines.push_back((Lines.empty() ? "" : "and ") + visible(Text));
  return Lines;
}

/// Any state will do if there is no condition on it.
std::vector<std::string> stateLines(const Situation &Old, const Situation &New, const std::vector<TraceStep> &Run,
                                    bool Any) {
  std::vector<std::string> Lines;
  const LocalNames Own(Run);
  for (const Situation *Each : {&Old, &New}) {
    for (const Binding &B : Each->Shown)
      if (!B.Layout)
        Lines.push_back(visible(spoken(Own.in(B.Place + " = " + B.Value))));
    for (const std::string &Call : callLines(Each->Calls, Own))
      Lines.push_back(Call);
  }
  std::vector<std::string> Once;
  for (const std::string &Line : Lines)
    if (std::find(Once.begin(), Once.end(), Line) == Once.end())
      Once.push_back(Line);
  leaveOutAsides(Once, Run);
  return Once.empty() && Any ? std::vector<std::string>{"any"} : withArrays(Once);
}

using Columns = std::vector<std::vector<std::string>>;

Columns columns(const Difference &D) {
  return {{directionWord(D.Way)},
          conditionLines(D),
          {resultText(D.Old, D.OldVaries, D.OldTrace)},
          {resultText(D.New, D.NewVaries, D.Trace)},
          stateLines(D.OldState, D.NewState, D.Trace, D.Conditions.empty())};
}

size_t width(const std::vector<std::string> &Lines) {
  size_t Widest = 0;
  for (const std::string &Line : Lines)
    Widest = std::max(Widest, Line.size());
  return Widest;
}

/// The rows under a heading, each as high as its highest cell. Empty if that is too wide.
std::string table(const std::vector<Columns> &Rows) {
  std::vector<size_t> Widths(Rows[0].size(), 0);
  size_t Sum = 0;
  for (size_t I = 0; I < Widths.size(); Sum += Widths[I++] + 2)
    for (const Columns &Row : Rows)
      Widths[I] = std::max(Widths[I], width(Row[I]));
  if (Sum > WidestTable)
    return "";
  std::string Out;
  for (const Columns &Row : Rows) {
    size_t Height = 0;
    for (const auto &Cell : Row)
      Height = std::max(Height, Cell.size());
    for (size_t Y = 0; Y < Height; ++Y) {
      std::string Line;
      for (size_t I = 0; I < Row.size(); ++I) {
        const std::string Cell = Y < Row[I].size() ? Row[I][Y] : "";
        Line += "  " + Cell + std::string(Widths[I] - Cell.size(), ' ');
      }
      Out += llvm::StringRef(Line).rtrim().str() + "\n";
    }
  }
  return Out;
}

/// The same, one below the other.
std::string list(const std::vector<Difference> &All) {
  std::string Out;
  for (const Difference &D : All) {
    Out += "  " + directionWord(D.Way) + ": " + resultText(D.Old, D.OldVaries, D.OldTrace) + " -> " +
           resultText(D.New, D.NewVaries, D.Trace) + "\n";
    const char *Lead = "    where ";
    for (const std::string &Line : conditionLines(D))
      Out += std::exchange(Lead, "      ") + Line + "\n";
    Lead = "    for instance ";
    for (const std::string &Line : stateLines(D.OldState, D.NewState, D.Trace, D.Conditions.empty()))
      Out += std::exchange(Lead, "                 ") + Line + "\n";
  }
  return Out;
}

Json place(const SourcePlace &At) {
  Json Out = Json::object();
  Out["file"] = At.File;
  Out["line"] = At.Line;
  Out["column"] = At.Column;
  return Out;
}

Json bindings(const Situation &S) {
  Json Out = Json::array();
  for (const Binding &B : S.Shown) {
    Out.push_back({{"place", B.Place}, {"value", B.Value}});
    if (B.Layout)
      Out.back()["layout"] = true;
  }
  return Out;
}

/// In one state, what others see otherwise, each with its line.
std::string effectLines(const EffectDifference &D) {
  std::string Text, State;
  for (const EventChange &Each : D.Changes) {
    Text += "  it " + visible(Each.What);
    if (Each.At.valid())
      Text += " (" + visible(Each.At.File) + ":" + std::to_string(Each.At.Line) + ")";
    Text += "\n";
  }
  for (const std::string &Line : stateLines(D.OldState, D.NewState, D.Trace, true))
    State += (State.empty() ? "" : ", ") + Line;
  return Text + "    in this state: " + State + "\n";
}

Json entry(const EffectDifference &D) {
  Json Out;
  Out["changes"] = Json::array();
  for (const EventChange &Each : D.Changes) {
    Out["changes"].push_back({{"what", Each.What}, {"version", Each.InOld ? "old" : "new"}});
    if (Each.At.valid())
      Out["changes"].back()["at"] = place(Each.At);
  }
  Out["state"] = bindings(D.NewState);
  Out["old_calls"] = D.OldState.Calls;
  Out["new_calls"] = D.NewState.Calls;
  return Out;
}

Json entry(const Difference &D) {
  Json Out;
  Out["direction"] = directionWord(D.Way);
  Out["conditions"] = D.Conditions;
  Out["old"] = D.Old;
  Out["new"] = D.New;
  if (D.OldVaries)
    Out["old_varies"] = true;
  if (D.NewVaries)
    Out["new_varies"] = true;
  if (D.OldAt.valid())
    Out["old_at"] = place(D.OldAt);
  if (D.NewAt.valid())
    Out["new_at"] = place(D.NewAt);
  addClaim(Out, Evidence::None, D.Guessed);
  Out["state"] = bindings(D.NewState);
  Out["old_calls"] = D.OldState.Calls;
  Out["new_calls"] = D.NewState.Calls;
  return Out;
}

} // namespace

/// Of differences that rest on a guess, which. Two that rest on one are told together.
static std::string guesses(const Comparison &C) {
  std::vector<std::pair<std::string, std::string>> All; // the guess, and what rests on it
  for (const Difference &D : C.Differences) {
    if (D.Guessed.empty())
      continue;
    const std::string If = visible(assumedText(D.Guessed));
    const std::string What = std::string(directionWord(D.Way)) + " (" + resultText(D.Old, D.OldVaries, D.OldTrace) +
                             " -> " + resultText(D.New, D.NewVaries, D.Trace) + ")";
    const auto Known = llvm::find_if(All, [&](const auto &Each) { return Each.first == If; });
    if (Known == All.end())
      All.emplace_back(If, What);
    else if (Known->second.find(What) == std::string::npos)
      Known->second += ", " + What;
  }
  std::string Text;
  for (const auto &[If, What] : All)
    Text += "  " + What + " only if " + If + "\n";
  return Text;
}

std::string renderComparison(const Comparison &C, bool Colour) {
  std::string Text = visible(C.Function) + "(): " + sentence(C);
  if (!C.Reason.empty())
    Text += (C.What == Change::Undecided ? ": " : "; not all was settled: ") + visible(C.Reason);
  if (C.ReasonAt.valid())
    Text += " (" + visible(C.ReasonAt.File) + ":" + std::to_string(C.ReasonAt.Line) + ")";
  Text += "\n";
  for (const EffectDifference &Effect : C.Effects)
    Text += effectLines(Effect);
  std::vector<Columns> Rows = {{{""}, {"where"}, {"old"}, {"new"}, {"for instance"}}};
  for (const Difference &D : C.Differences)
    Rows.push_back(columns(D));
  if (!C.Differences.empty()) {
    const std::string Table = table(Rows);
    Text += Table.empty() ? list(C.Differences) : Table;
  }
  return Text + guesses(C) + leftOut(C);
}

namespace {

/// The conditions of a row, what decides in it first.
std::vector<std::string> decidingFirst(const Difference &D, const std::vector<std::string> &Deciding) {
  std::vector<std::string> All = plainTexts(D.Conditions);
  std::stable_partition(All.begin(), All.end(),
                        [&](const std::string &Each) { return llvm::is_contained(Deciding, Each); });
  return All;
}

/// "x == 4 and y and 2 more": what only one version asks, which is never left out, or as many as there is room for in a
/// line.
std::string conditionsInALine(const Difference &D) {
  constexpr size_t Longest = 90, LongestCode = 160;
  const std::vector<std::string> Deciding = decidingConditions(D), All = decidingFirst(D, Deciding);
  const size_t Asked = D.Changed ? Deciding.size() : 0;
  const size_t Most = Asked && Asked + 1 < All.size() ? Asked : All.size(); // "1 more" is no shorter
  std::string Text;
  size_t Left = 0;
  for (size_t I = 0; I < All.size(); ++I)
    if (I >= std::max<size_t>(Asked, 1) && (I >= Most || Text.size() + All[I].size() > Longest))
      ++Left;
    else
      Text += (I ? " and " : "") + cutCode(visible(All[I]), LongestCode);
  return Text + (Left ? " and " + std::to_string(Left) + " more" : "");
}

std::string inALine(const Difference &D) {
  llvm::StringRef New = D.New;
  if (D.Way == Direction::Crash) // which is said already
    New.consume_front("undefined behaviour: ");
  return resultText(New.str(), D.NewVaries, D.Trace) +
         (D.Conditions.empty() ? " in every state" : " where " + conditionsInALine(D)) +
         " (before: " + resultText(D.Old, D.OldVaries, D.OldTrace) + ")";
}

/// Whether one changed test made both differ.
bool byTheSameTest(const Difference &A, const Difference &B) {
  return A.Changed && A.Changed == B.Changed && A.Changed < A.Conditions.size() && A.Changed < B.Conditions.size() &&
         A.Old == B.Old && std::equal(A.Conditions.begin(), A.Conditions.begin() + A.Changed, B.Conditions.begin());
}

/// What sets a difference apart from others of its direction: the error that is lost, or new.
std::string errorOf(const Difference &D) {
  switch (D.Way) {
  case Direction::Stricter:
    return D.NewVaries ? "" : D.New;
  case Direction::Laxer:
    return D.OldVaries ? "" : D.Old;
  case Direction::OtherError:
  case Direction::OtherValue: // 0 where it was 1 is not 1 where it was 0
    return D.OldVaries || D.NewVaries ? "" : D.Old + " " + D.New;
  case Direction::Crash:
    break;
  }
  return "";
}

/// A crash that comes up only if a call takes away what was followed before it: not worth a place in a line.
bool isGuess(const Difference &D) { return D.Way == Direction::Crash && !D.Guarded && !D.NewState.Assumed.empty(); }

/// The first difference of each direction, and one more of another error: what comes later goes the same ways.
std::string directionsInALine(const Comparison &C) {
  constexpr std::ptrdiff_t MostOfOneWay = 2;
  std::string Text;
  std::vector<const Difference *> Told;
  auto isTold = [&](const Difference &D) {
    const auto OneWay = llvm::count_if(Told, [&](const Difference *Each) { return Each->Way == D.Way; });
    return OneWay >= MostOfOneWay || llvm::any_of(Told, [&](const Difference *Each) {
             return Each->Way == D.Way && errorOf(*Each) == errorOf(D);
           });
  };
  for (const Difference &D : C.Differences) {
    if (isTold(D) || (isGuess(D) && C.Differences.size() > 1))
      continue;
    const bool Said = changeWord(C.What) == directionWord(D.Way);
    const bool Same = llvm::any_of(Told, [&](const Difference *Each) { return byTheSameTest(*Each, D); });
    Text += (Text.empty() ? "" : "; ") + (Said ? "" : directionWord(D.Way) + ": ") +
            (Same ? resultText(D.New, D.NewVaries, D.Trace) + " in others of these states" : inALine(D));
    Told.push_back(&D);
  }
  const size_t Left = C.Differences.size() - Told.size();
  return Text + (Left     ? "; and " + std::to_string(Left) + (C.More ? " or more" : "") + " like these"
                 : C.More ? "; and more like these"
                          : "");
}

std::string effectsInALine(const Comparison &C) {
  std::string Text;
  size_t Count = 0;
  for (const EffectDifference &Effect : C.Effects)
    for (const EventChange &Each : Effect.Changes)
      if (!Count++)
        Text = "it " + visible(Each.What);
  return Text + (Count > 1 ? "; and " + std::to_string(Count - 1) + " more" : "");
}

} // namespace

std::string definedIn(const std::vector<FileReport> &Reports) {
  std::set<std::string> All;
  for (const FileReport &Each : Reports)
    for (const Comparison &C : Each.Changes)
      if (!C.UndefinedBefore.empty())
        All.insert(visible(C.Function) + "() " + definedText(C));
  return All.empty() ? "" : " where the old version of " + llvm::join(All, ", and that of ");
}

std::string changeLine(const Comparison &C) {
  if (C.What == Change::Equivalent || C.What == Change::Undecided || (C.Differences.empty() && C.Effects.empty())) {
    const std::string Text = renderComparison(C);
    return Text.substr(0, Text.find('\n'));
  }
  std::string Text = visible(C.Function) + "(): " + changeWord(C.What) + ": ";
  Text += C.Differences.empty() ? effectsInALine(C) : directionsInALine(C);
  if (!C.Differences.empty() && !C.Effects.empty())
    Text += "; " + effectsInALine(C);
  return Text + (C.Reason.empty() ? "" : "; not all was settled: " + visible(C.Reason));
}

std::string leftOut(const Comparison &C) {
  constexpr size_t MostAssumed = 4;
  std::string Text;
  if (C.What != Change::Equivalent && C.What != Change::Undecided)
    for (const Assumption &Each : C.Assumptions)
      Text += "  this holds if " + visible(Each.Text) + "\n";
  for (const std::string &Where : C.Assumed) {
    if (&Where - C.Assumed.data() >= static_cast<std::ptrdiff_t>(MostAssumed))
      return Text + "  and of " + std::to_string(C.Assumed.size() - MostAssumed) + " more like these\n";
    Text += "  nothing is said of states with: " + visible(spoken(Where)) + "\n";
  }
  return Text;
}

std::string notSaidOf(const Comparison &C) {
  constexpr size_t Most = 3, Longest = 40;
  std::string Names;
  size_t Named = 0, All = 0;
  Comparison Others = C;
  Others.Assumed.clear();
  for (const std::string &Where : C.Assumed) {
    const std::string Spoken = spoken(Where);
    llvm::StringRef Pointer = Spoken;
    if (!Pointer.consume_front("null dereference of ")) {
      Others.Assumed.push_back(Where);
      continue;
    }
    ++All;
    if (Named < Most && Pointer.size() <= Longest)
      Names += (Named++ ? ", " : "") + visible(Pointer);
  }
  const std::string Rest = std::to_string(All - Named);
  std::string Line;
  if (All == 1)
    Line = (Named ? Names : "a pointer") + " is NULL";
  else if (All)
    Line = "one of " +
           (Named == All ? Names
            : Named      ? Names + " and " + Rest + " more"
                         : Rest + " pointers") +
           " is NULL";
  Others.Assumptions.clear();
  return (Line.empty() ? "" : "  nothing is said of states in which " + Line + "\n") + leftOut(Others);
}

std::string leftOutInALine(const Comparison &C) {
  Comparison Assuming = C;
  Assuming.Assumed.clear();
  return notSaidOf(C) + leftOut(Assuming);
}

std::string comparisonRecord(const Comparison &C, const std::string &File) {
  Json Out;
  Out["type"] = "comparison";
  if (!File.empty())
    Out["file"] = File;
  Out["function"] = C.Function;
  Out["verdict"] = changeWord(C.What);
  addClaim(Out, C.By, C.Assumptions);
  if (C.SameCode)
    Out["same_code"] = true;
  if (!C.Reason.empty())
    Out["reason"] = C.Reason;
  if (C.ReasonAt.valid())
    Out["reason_at"] = place(C.ReasonAt);
  Out["differences"] = Json::array();
  for (const Difference &D : C.Differences)
    Out["differences"].push_back(entry(D));
  Out["effects"] = Json::array();
  for (const EffectDifference &Effect : C.Effects)
    Out["effects"].push_back(entry(Effect));
  Out["assumed"] = C.Assumed;
  if (!C.UndefinedBefore.empty())
    Out["undefined_before"] = C.UndefinedBefore;
  Out["refuted"] = C.Refuted;
  if (C.CalledBy)
    Out["called_by"] = callersRecord(*C.CalledBy);
  return Out.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
