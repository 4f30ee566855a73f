#include "report/Asides.h"
#include "report/CallersText.h"
#include "report/Condition.h"
#include "report/LocalNames.h"
#include "report/StateOrder.h"
#include "report/html/Escape.h"
#include "report/html/FunctionView.h"
#include "report/terminal/DiffText.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

std::string list(const std::vector<std::string> &Lines, const std::string &IfNone, const char *Class = "plain") {
  if (Lines.empty())
    return IfNone;
  std::string Out = std::string("<ul class=\"") + Class + "\">";
  for (const std::string &Each : Lines)
    Out += "<li>" + codeOf(Each) + "</li>";
  return Out + "</ul>";
}

std::string conditions(const std::vector<std::string> &All) {
  std::vector<std::string> Plain;
  for (const std::string &Each : All)
    if (const std::string Text = plainText(Each); std::find(Plain.begin(), Plain.end(), Text) == Plain.end())
      Plain.push_back(Text);
  return list(Plain, "always", "plain and");
}

/// What a reader sees of a state in which both versions were run.
std::vector<std::string> stateIn(const Situation &Old, const Situation &New, const std::vector<TraceStep> &Run) {
  std::vector<std::string> Lines;
  const LocalNames Own(Run);
  auto add = [&](const std::string &Line) {
    if (std::find(Lines.begin(), Lines.end(), Line) == Lines.end())
      Lines.push_back(Line);
  };
  for (const Situation *Each : {&Old, &New}) {
    for (const Binding &B : Each->Shown)
      if (!B.Layout)
        add(spoken(Own.in(B.Place + " = " + B.Value)));
    for (const std::string &Call : callLines(Each->Calls, Own))
      add(Call);
  }
  leaveOutAsides(Lines, Run);
  return withArrays(Lines);
}

std::string lineOf(const SourcePlace &At) {
  return At.valid() ? "<span class=\"way\">line " + std::to_string(At.Line) + "</span>" : "";
}

/// A verdict is not broken into lines, unless it is a sentence.
const char *lengthOf(const std::string &Verdict) { return Verdict.size() > 24 ? " long" : ""; }

std::string changedRow(const Difference &D) {
  const std::vector<std::string> State = stateOf(D);
  return "<tr><th scope=\"row\">" + conditions(D.Conditions) +
         (State.empty() ? "" : "<span class=\"way\">for instance</span>" + list(State, "")) + "</th><td class=\"was" +
         lengthOf(D.Old) + "\" data-of=\"before\"><del>" + codeOf(LocalNames(D.OldTrace).in(D.Old)) + "</del>" +
         lineOf(D.OldAt) + "</td><td class=\"now" + lengthOf(D.New) + "\" data-of=\"now\"><ins>" +
         codeOf(LocalNames(D.Trace).in(D.New)) + "</ins><span class=\"way\">" + directionWord(D.Way) + "</span>" +
         lineOf(D.NewAt) + "</td></tr>\n";
}

std::string table(const std::string &Caption, const std::string &Heads, const std::string &Rows) {
  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + Caption +
         "\"><table class=\"rows\"><thead><tr>" + Heads + "</tr></thead><tbody>\n" + Rows + "</tbody></table></div>\n";
}

std::string heads(std::initializer_list<const char *> Names) {
  std::string Out;
  for (const char *Each : Names)
    Out += std::string("<th scope=\"col\">") + Each + "</th>";
  return Out;
}

/// A row as it is the same in two versions.
using Key = std::pair<std::vector<std::string>, std::string>;

std::string verdictOf(const Row &R) {
  return R.End == RunEnd::Returned ? R.Verdict : R.End == RunEnd::NoReturn ? "does not return" : R.Reason;
}

std::set<Key> keysOf(const Table &T) {
  std::set<Key> All;
  for (const Row &R : T.Rows)
    if (!R.Premise)
      All.emplace(R.Conditions, verdictOf(R));
  return All;
}

/// Those rows that stand in both tables.
std::string equalRows(const BothTables &Both) {
  const std::set<Key> Old = keysOf(Both.Old);
  std::string Rows;
  size_t Count = 0, All = 0;
  for (const Row &R : Both.New.Rows) {
    if (R.Premise)
      continue;
    ++All;
    if (!Old.count({R.Conditions, verdictOf(R)}))
      continue;
    ++Count;
    Rows += "<tr><th scope=\"row\">" + conditions(R.Conditions) + "</th><td data-of=\"before and now\">" +
            codeOf(verdictOf(R)) + lineOf(R.At) + "</td></tr>\n";
  }
  if (!Count)
    return "";
  return "<details><summary>" + std::to_string(Count) + " of " + counted(All, "case") +
         ": the same before and now</summary>\n" +
         table("rows that are the same", heads({"where", "before and now"}), Rows) + "</details>\n";
}

std::string effects(const Comparison &C) {
  std::string Out;
  for (const EffectDifference &Effect : C.Effects) {
    Out += "<ul>";
    for (const EventChange &Each : Effect.Changes)
      Out += "<li>it " + escaped(Each.What) +
             (Each.At.valid() ? " <span class=\"soft\">(" + std::string(Each.InOld ? "before, " : "now, ") +
                                    escaped(Each.At.File) + ":" + std::to_string(Each.At.Line) + ")</span>"
                              : "") +
             "</li>";
    Out +=
        "</ul>\n<p>In this state: " + list(stateIn(Effect.OldState, Effect.NewState, Effect.Trace), "any") + "</p>\n";
  }
  return Out.empty() ? "" : "<h4>What others see of it</h4>\n" + Out;
}

std::string leftOpen(const Comparison &C) {
  std::string Out;
  auto say = [&](const std::string &Text) {
    if (!Text.empty())
      Out += "<p class=\"soft\">" + proseOf(Text) + "</p>\n";
  };
  if (C.CalledBy)
    if (const std::string By = callersLine(*C.CalledBy, true); !By.empty())
      Out += "<p>Callers: " + proseOf(By) + "</p>\n";
  if (C.More)
    say("More states changed than are shown, in the same ways.");
  if (!C.Reason.empty())
    say((C.What == Change::Undecided ? "Not decided: " : "Not all was settled: ") + C.Reason);
  if (!C.Assumptions.empty())
    say("This holds if " + assumedText(C.Assumptions) + ".");
  const std::string NotSaid = notSaidOf(C);
  for (const llvm::StringRef Each : llvm::split(NotSaid, '\n'))
    say(Each.trim().str());
  return Out;
}

} // namespace

std::vector<std::string> stateOf(const Difference &D) { return stateIn(D.OldState, D.NewState, D.Trace); }

std::string stateInALine(const std::vector<std::string> &State, size_t Words) {
  constexpr size_t Most = 3;
  std::string Text;
  for (size_t I = 0; I < State.size() && I < Most; ++I)
    Text += (I ? ", " : Words ? " where " : " with ") + (I < Words ? escaped(State[I]) : codeOf(State[I]));
  return (Text.empty() ? " in every state" : Text) +
         (State.size() > Most ? ", and " + std::to_string(State.size() - Most) + " more" : "") + ".";
}

std::string becameText(const Comparison &C) {
  if (C.Differences.empty())
    return "<p>" + escaped(llvm::StringRef(changeLine(C)).drop_front(C.Function.size() + 4)) + "</p>\n";
  std::string Out;
  std::set<Direction> Told;
  for (const Difference &D : C.Differences)
    if (Told.insert(D.Way).second)
      Out += "<p class=\"arrow\">" + escaped(directionWord(D.Way)) + ": <del>" +
             codeOf(LocalNames(D.OldTrace).in(D.Old)) + "</del> &rarr; <ins>" + codeOf(LocalNames(D.Trace).in(D.New)) +
             "</ins>" + stateInALine(decidingFirst(stateOf(D), C)) + "</p>\n";
  return Out;
}

std::string decisionView(const PagePart &P, const PageSubject &S) {
  if (!S.Changed)
    return "";
  std::string Rows, Out;
  for (const Difference &D : S.Changed->Differences)
    Rows += changedRow(D);
  if (!Rows.empty())
    Out += table("what it decides, before and now", heads({"where", "before", "now"}), Rows);
  if (auto It = P.Tables.find({S.File, S.Function}); It != P.Tables.end())
    Out += equalRows(It->second);
  return Out + effects(*S.Changed) + leftOpen(*S.Changed);
}

} // namespace kverdict
