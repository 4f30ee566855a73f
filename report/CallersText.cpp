#include "report/CallersText.h"

#include "core/Visible.h"
#include "report/Words.h"

#include <nlohmann/json.hpp>

#include "llvm/ADT/STLExtras.h"

#include <algorithm>

using Json = nlohmann::ordered_json;

namespace kverdict {
namespace {

/// " with a = 1 and b = 2"; nothing if that is more than a person takes in at once.
std::string with(const Situation &In) {
  constexpr size_t Most = 3, Longest = 100;
  std::vector<std::string> Parts;
  for (const Binding &Each : In.Shown)
    if (!Each.Layout)
      Parts.push_back(visible(spoken(Each.Place + " = " + Each.Value)));
  for (const std::string &Each : In.Calls)
    Parts.push_back(visible(spoken(Each)));
  std::string Text;
  for (size_t I = 0; I < Parts.size(); ++I)
    Text += (I == 0 ? " with " : I + 1 == Parts.size() ? " and " : ", ") + Parts[I];
  return Parts.size() <= Most && Text.size() <= Longest ? Text : "";
}

/// The caller that tells most: one that decides otherwise itself, in the smallest state.
const Caller *telling(const Callers &All) {
  const Caller *Best = nullptr;
  auto rank = [](const Caller &C) {
    const Difference &Shown = C.Own ? *C.Own : *C.There;
    return std::pair(C.Own ? 0 : C.Same ? 2 : 1, Shown.NewState.Shown.size());
  };
  for (const Caller &Each : All.Seen)
    if (Each.What == Caller::Kind::Reaches && Each.There && (!Best || rank(Each) < rank(*Best)))
      Best = &Each;
  return Best;
}

std::string nameOf(const Caller &C) {
  return visible(C.Function) + "()" + (C.File.empty() ? "" : " of " + visible(C.File));
}

std::string names(const Callers &All, Caller::Kind Of, const Caller *Without, bool Reasons = false) {
  std::string Text;
  for (const Caller &Each : All.Seen)
    if (Each.What == Of && &Each != Without)
      Text += (Text.empty() ? "" : ", ") + nameOf(Each) +
              (Reasons && !Each.Reason.empty() ? " (" + visible(Each.Reason) + ")" : "");
  return Text;
}

} // namespace

std::string reachWords(const Caller &C) {
  const std::string Name = nameOf(C);
  if (!C.Own)
    return Name + " leads there" + with(C.There->NewState) + (C.Same ? ", but does the same as before" : "");
  const bool Returns = C.Own->NewEnd == RunEnd::Returned;
  return Name + " leads there" + with(C.Own->NewState) + (Returns ? ", and returns " : ": ") + visible(C.Own->New) +
         " (before: " + visible(C.Own->Old) + ")";
}

namespace {

const char *kindWord(Caller::Kind What) {
  return What == Caller::Kind::Reaches ? "reaches" : What == Caller::Kind::Never ? "never" : "undecided";
}

Json stateRecord(const Difference &D) {
  Json State = Json::array();
  for (const Binding &B : D.NewState.Shown) {
    State.push_back({{"place", B.Place}, {"value", B.Value}});
    if (B.Layout)
      State.back()["layout"] = true;
  }
  Json Out = {{"conditions", D.Conditions}, {"old", D.Old}, {"new", D.New}};
  if (D.NewAt.valid())
    Out["at"] = {{"file", D.NewAt.File}, {"line", D.NewAt.Line}, {"column", D.NewAt.Column}};
  Out["state"] = State;
  Out["calls"] = D.NewState.Calls;
  return Out;
}

} // namespace

std::string callersLine(const Callers &All, bool Reasons) {
  if (All.Seen.empty() && !All.PassedOver.empty())
    return counted(All.PassedOver.size(), "caller") + " not looked at";
  if (All.Seen.empty())
    return All.Files ? visible(All.Others) : "";
  const Caller *Best = telling(All);
  std::string Text = Best ? reachWords(*Best) : "";
  auto say = [&](const std::string &What, const std::string &Of) {
    if (!Of.empty())
      Text += (Text.empty() ? "" : "; ") + What + Of;
  };
  say("so does ", names(All, Caller::Kind::Reaches, Best));
  const std::string Never = names(All, Caller::Kind::Never, nullptr);
  if (Best)
    say("not ", Never);
  else
    say("no state of its kind comes from ", Never);
  const bool One =
      llvm::count_if(All.Seen, [](const Caller &Each) { return Each.What == Caller::Kind::Undecided; }) == 1;
  say("undecided: ", names(All, Caller::Kind::Undecided, nullptr, Reasons || One));
  if (!All.PassedOver.empty())
    say("", counted(All.PassedOver.size(), "more caller") + " not looked at");
  if (!Best && !Never.empty())
    say("", All.none() ? "there are no other callers" : visible(All.Others));
  return Text;
}

/// How a run ended, in words: "returns 0", "follows a null pointer: p".
static std::string doesText(RunEnd End, llvm::StringRef Shown, const char *Follows, const char *Has) {
  constexpr llvm::StringLiteral Undefined = "undefined behaviour: ", Null = "null dereference of ";
  if (End != RunEnd::Undefined)
    return visible(Shown);
  llvm::StringRef What = Shown;
  What.consume_front(Undefined);
  return What.consume_front(Null) ? Follows + visible(What) : Has + visible(Shown);
}

std::string callersSentence(const Callers &All) {
  const Caller *Best = telling(All);
  if (!Best)
    return All.none() ? "No caller gets into such a case." : "";
  const std::string Runs = "Its caller " + nameOf(*Best) + " gets into such a case";
  if (!Best->Own)
    return Runs + with(Best->There->NewState) + (Best->Same ? ", but does the same as before." : ".");
  const Difference &D = *Best->Own;
  const std::string New = doesText(D.NewEnd, D.New, "follows a null pointer: ", "has "),
                    Old = doesText(D.OldEnd, D.Old, "followed a null pointer: ", "had ");
  const bool NewReturns = D.NewEnd == RunEnd::Returned, OldReturned = D.OldEnd == RunEnd::Returned;
  return Runs + with(D.NewState) + ", and " + (NewReturns ? "returns " : "") + New +
         (NewReturns && OldReturned ? " instead of " + Old
                                    : "; before, it " + (OldReturned ? "returned " + Old : Old)) +
         ".";
}

Json callersRecord(const Callers &All) {
  Json Out = {{"callers", Json::array()}, {"passed_over", All.PassedOver}};
  for (const Caller &Each : All.Seen) {
    Json One = {{"function", Each.Function}, {"what", kindWord(Each.What)}};
    if (!Each.File.empty())
      One["file"] = Each.File;
    if (!Each.Reason.empty())
      One["reason"] = Each.Reason;
    if (Each.There)
      One["there"] = stateRecord(*Each.There);
    if (Each.Own)
      One["own"] = stateRecord(*Each.Own);
    if (Each.Same)
      One["same"] = true;
    Out["callers"].push_back(std::move(One));
  }
  if (!All.Others.empty())
    Out["others"] = All.Others;
  if (All.Files)
    Out["files"] = All.Files;
  Out["none"] = All.none();
  return Out;
}

} // namespace kverdict
