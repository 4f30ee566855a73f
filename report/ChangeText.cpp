#include "report/ChangeText.h"

#include "core/Visible.h"
#include "report/CallersText.h"
#include "report/Comment.h"
#include "report/Condition.h"
#include "report/LocalNames.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>
#include <vector>

namespace kverdict {

std::set<std::string> namesIn(llvm::StringRef Text) {
  std::set<std::string> All;
  auto isOfAName = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  while (!(Text = Text.drop_until(isOfAName)).empty()) {
    All.insert(Text.take_while(isOfAName).str());
    Text = Text.drop_while(isOfAName);
  }
  return All;
}

/// What it does otherwise, where that has no direction.
static std::string otherwise(const Difference &D) {
  if (D.NewEnd != RunEnd::Undefined)
    return "does something else than before in some cases";
  const bool Error = llvm::StringRef(D.New).contains("dereference of the error pointer");
  return std::string(Error                                     ? "follows an error pointer"
                     : D.Why == UndefinedKind::NullDereference ? "follows a null pointer"
                                                               : "runs into undefined behaviour") +
         " in some cases, and did not before";
}

/// Which way the function went, where no row says so.
static std::string whatChanged(const Comparison &Of) {
  switch (Of.What) {
  case Change::Stricter:
    return "refuses some of what it accepted before";
  case Change::Laxer:
    return "accepts some of what it refused before";
  case Change::Incomparable:
    return "refuses some of what it accepted before, and accepts some of what it refused";
  case Change::Different:
    return Of.Differences.empty() ? "" : otherwise(Of.Differences[0]);
  case Change::Equivalent:
  case Change::Undecided:
    break;
  }
  return "";
}

/// The conditions of a row, but for what the row says itself.
static std::vector<std::string> conditionsOf(const Difference &D, size_t Most) {
  std::vector<std::string> Conditions = plainTexts({D.Conditions.begin(), D.Conditions.begin() + Most});
  llvm::erase_if(Conditions, [](llvm::StringRef Each) { return Each.starts_with("the old version returns "); });
  return Conditions;
}

/// The conditions all of whose names stand in a line of the patch.
static std::vector<std::string> askedIn(llvm::StringRef Line, std::vector<std::string> Conditions) {
  const std::set<std::string> Known = namesIn(Line);
  llvm::erase_if(Conditions, [&](const std::string &Each) {
    return llvm::any_of(namesIn(Each), [&](const std::string &Name) { return !Known.count(Name); });
  });
  return Conditions;
}

/// What changed of a row, or where its versions part, or what the line of the patch asks of it, or else what was asked
/// last.
static std::vector<std::string> askedOf(const Difference &D, llvm::StringRef Under,
                                        const std::vector<std::string> &All) {
  std::vector<std::string> Asked = D.Changed            ? conditionsOf(D, D.Changed)
                                   : D.Deciding.empty() ? askedIn(Under, All)
                                                        : std::vector<std::string>();
  return Asked.empty() ? decidingConditions(D) : Asked;
}

/// Without how many rounds of a loop were looked at, which the reason says, and which loop it is, which the line shows.
static std::string withoutLoop(llvm::StringRef Condition) {
  std::string Text = Condition.str();
  if (const size_t At = Text.find(" round of the loop at line "); At != std::string::npos)
    Text.erase(At + llvm::StringRef(" round").size());
  else if (const size_t Looked = Text.rfind(" ("); llvm::StringRef(Text).ends_with(" looked at)"))
    Text.erase(Looked);
  return Text;
}

/// Conditions as a sentence has them. What is asked again behind inline assembly is the same to a reader, unless both
/// are told.
static std::vector<std::string> inProse(const std::vector<std::string> &Conditions) {
  constexpr llvm::StringLiteral Behind = " after inline assembly";
  std::vector<std::string> Out;
  for (const std::string &Each : Conditions) {
    const llvm::StringRef Text = llvm::StringRef(Each).split(Behind).first;
    const auto same = [&](llvm::StringRef Other) { return namesIn(Other.split(Behind).first) == namesIn(Text); };
    const bool Alone = llvm::count_if(Conditions, same) == 1;
    Out.push_back(withoutLoop(Alone ? Text : llvm::StringRef(Each)));
  }
  return Out;
}

/// " where a and b": all conditions; " in some cases where a and b": of more than a person takes in at once, those that
/// changed, or that the line of the patch asks; " in some cases" if it is not known which those are.
static std::string whereText(const Difference &D, llvm::StringRef Under) {
  constexpr size_t MostConditions = 3, Longest = 140;
  if (D.Conditions.empty())
    return " in every case";
  const std::vector<std::string> All = conditionsOf(D, D.Conditions.size());
  const std::vector<std::string> Asked = askedOf(D, Under, All);
  std::vector<std::vector<std::string>> Tried = {All, Asked}; // and the first of these
  for (size_t Most = MostConditions; Most; --Most)
    Tried.push_back({Asked.begin(), Asked.begin() + std::min(Most, Asked.size())});
  for (const auto &Conditions : Tried) {
    const std::string Text = (Conditions.size() < All.size() ? " in some cases where " : " where ") +
                             visible(llvm::join(inProse(Conditions), " and "));
    if (!Conditions.empty() && Conditions.size() <= MostConditions && Text.size() <= Longest)
      return Text;
  }
  return Asked.empty() ? " in some cases" : " in some cases where " + cutCode(visible(Asked[0]), Longest);
}

/// What a version returns, in the words of a run of it; of a long call, without what it was given.
static std::string returnedText(const std::string &Value, bool Varies, const std::vector<TraceStep> &Run) {
  constexpr size_t Longest = 40;
  std::string Text = LocalNames(Run).in(Value);
  const size_t Open = Text.find('(');
  if (Text.size() > Longest && Text.back() == ')' && Open != 0 && Open != std::string::npos)
    Text = Text.substr(0, Open) + "(...)";
  return (Varies ? "e.g. " : "") + visible(Text);
}

/// "false instead of true where a and b"; nothing if a run does not come back: the state tells it.
static std::string rowText(const Difference &D, llvm::StringRef Under) {
  if (D.NewEnd != RunEnd::Returned || D.OldEnd != RunEnd::Returned)
    return "";
  return returnedText(D.New, D.NewVaries, D.Trace) + " instead of " + returnedText(D.Old, D.OldVaries, D.OldTrace) +
         whereText(D, Under);
}

/// What a person wants to read first: the verdict that a finding is about, then what says where it is so.
static int rankOf(const Difference &D, const AskedOfChange &For) {
  return 2 * (For.By.Verdict != "returns " + D.New) + (whereText(D, For.Under) == " in some cases");
}

/// The first rows of a comparison: "a, and b". One changed test is told of once. Those that are told go to Told.
static std::string rowsText(const Comparison &C, const AskedOfChange &For, std::vector<const Difference *> &Told) {
  std::vector<const Difference *> Rows;
  for (const Difference &D : C.Differences)
    if (C.Effects.empty() || D.NewState.Assumed.empty()) // no call has to change what the function reads
      Rows.push_back(&D);
  llvm::stable_sort(Rows, [&](const Difference *A, const Difference *B) { return rankOf(*A, For) < rankOf(*B, For); });
  std::string Text;
  std::set<std::vector<std::string>> Tests;
  for (const Difference *D : Rows) {
    const std::vector<std::string> Test(D->Conditions.begin(), D->Conditions.begin() + D->Changed);
    const std::string Row = rowText(*D, For.Under);
    const bool Vague =
        !Told.empty() && (D->OldVaries || D->NewVaries || llvm::StringRef(Row).ends_with(" in some cases"));
    if (Row.empty() || Vague || Told.size() == For.Rows || !(Test.empty() || Tests.insert(Test).second))
      continue;
    Text += (Text.empty() ? "" : ", and ") + Row;
    Told.push_back(D);
  }
  return Text;
}

/// Of a function that went both ways, the way that no row tells.
static std::string otherWay(const Comparison &Of, const std::vector<const Difference *> &Told) {
  auto told = [&](Direction Way) { return llvm::any_of(Told, [&](const Difference *D) { return D->Way == Way; }); };
  if (Of.What != Change::Incomparable || told(Direction::Stricter) == told(Direction::Laxer))
    return "";
  return told(Direction::Laxer) ? "; in others it refuses what it accepted" : "; in others it accepts what it refused";
}

/// Whether the finding says itself on what it rests, below.
static bool restsOnAll(const Finding &By, const std::vector<Assumption> &All) {
  return llvm::all_of(All, [&](const Assumption &Each) {
    return llvm::any_of(By.Assumptions, [&](const Assumption &Other) { return Other.Text == Each.Text; });
  });
}

/// Of a remark, why there may be more: nothing else says so. A long reason stands in the text output.
static std::string openText(const Comparison &Of, const AskedOfChange &For) {
  constexpr size_t Longest = 90;
  if (!For.By.Message.empty() || Of.Reason.empty())
    return "";
  const llvm::StringRef Why = llvm::StringRef(Of.Reason).split("; and of its rounds, ").first;
  return " Not all was settled" + (Why.size() <= Longest ? ": " + visible(Why) : "") + ".";
}

SaidOfChange sayChange(const Comparison &Of, const AskedOfChange &For) {
  std::vector<const Difference *> Told;
  const std::string Row = For.Rows ? rowsText(Of, For, Told) : "", Way = whatChanged(Of);
  const std::string Caller = For.Callers && Of.CalledBy ? callersSentence(*Of.CalledBy) : "";
  const bool SaysBoth = llvm::StringRef(For.By.Message).contains("; before, ");
  if (Way.empty() ||
      (Of.What == Change::Different && Row.empty() && Of.Assumptions.empty() && (Caller.empty() || SaysBoth)))
    return {}; // the state says that much
  std::string Text = "With this patch, " + visible(Of.Function) + "() ";
  Text += Row.empty() ? Way : "returns " + Row + otherWay(Of, Told);
  if (!restsOnAll(For.By, Of.Assumptions))
    Text += ", if " + assumedText(Of.Assumptions);
  const char *End = llvm::StringRef(Text).ends_with("...") ? "" : ".";
  return {paragraph(Text + End + openText(Of, For) + (Caller.empty() ? "" : " " + Caller)),
          Told.size() == 1 ? Told[0] : nullptr};
}

} // namespace kverdict
