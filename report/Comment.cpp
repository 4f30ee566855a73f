#include "report/Comment.h"

#include "core/Visible.h"
#include "report/CallersText.h"
#include "report/Condition.h"
#include "report/Replay.h"
#include "report/Words.h"
#include "report/mail/Wrap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace kverdict {

std::string paragraph(const std::string &Prose) {
  std::string Text;
  for (const std::string &Line : wrapped(Prose, MailWidth))
    Text += Line + "\n";
  return Text.empty() ? "" : Text + "\n";
}

static std::string block(const std::vector<std::string> &Lines) {
  std::string Text;
  for (const std::string &Line : Lines)
    Text += "    " + Line + "\n";
  return Text.empty() ? "" : Text + "\n";
}

static std::vector<std::string> wayLines(const Finding &Of) {
  std::vector<std::string> Lines;
  for (const TraceStep &Step : tellingSteps(Of))
    Lines.push_back((Step.Depth ? "  " + visible(Step.Function) + "(): " : "") + stepText(Step));
  shorten(Lines);
  return Lines;
}

static std::string sentence(const std::string &Text) {
  llvm::StringRef Trimmed = llvm::StringRef(Text).trim();
  return Trimmed.str() + (Trimmed.empty() || llvm::StringRef(".!?").contains(Trimmed.back()) ? "" : ".");
}

/// How much of a comment is said.
struct Extent {
  bool Way = false;     ///< the way through the function
  bool Callers = false; ///< whether they lead there
  bool Rows = false;    ///< the states that changed
  bool Change = false;  ///< which way the function changed
  bool Listed = false;  ///< a state of many places has a line for each
  bool Proof = false;   ///< what was shown for all states is said beside the question, too
  bool Reason = true;   ///< a question goes on after its first sentence
  size_t Places = 0;    ///< of a state; 0: all
};

/// From all that there is to the least that is worth to be said.
static constexpr Extent Extents[] = {
    {true, true, true, true, true, true, true, 3},        {false, true, true, true, true, true, true, 3},
    {false, false, true, true, true, true, true, 3},      {false, false, true, true, false, true, true, 3},
    {false, false, false, true, false, true, true, 3},    {false, false, false, false, false, false, true, 3},
    {false, false, false, false, false, false, true, 2},  {false, false, false, false, false, false, false, 2},
    {false, false, false, false, false, false, false, 1},
};

/// Beyond it a state is too small to be given up for another question.
static constexpr size_t LeastForOthers = 6;

/// Of a long state, as much as a person takes in at once; the replay has all of it.
static std::vector<std::string> fewOf(std::vector<std::string> Lines, size_t Most) {
  if (!Most || Lines.size() <= Most + 1)
    return Lines;
  const size_t Left = Lines.size() - Most;
  Lines.resize(Most);
  Lines.push_back("(and " + std::to_string(Left) + " more)");
  return Lines;
}

/// "a = 1, b = 2 and 3 more", of which the last may stand in brackets.
static std::string inOneSentence(const std::vector<std::string> &State) {
  llvm::StringRef Last = State.back();
  if (Last.consume_front("(and "))
    Last.consume_back(")");
  return llvm::join(llvm::ArrayRef(State).drop_back(), ", ") + (State.size() > 1 ? " and " : "") + Last.str();
}

/// "f() returns false", as a person says it.
static std::string didText(const Finding &Of) {
  constexpr llvm::StringLiteral Null = "() has undefined behaviour: null dereference of ";
  std::string Text = verdictText(Of);
  if (const size_t At = Text.find(Null.str()); At != std::string::npos)
    Text.replace(At, Null.size(), "() follows a null pointer: ");
  return Text;
}

/// What the old version did in the state, if nothing else of the comment says that; with what goes before it.
static std::string beforeText(const Finding &Of, const std::string &Between) {
  const llvm::StringRef Message = Of.Message;
  const bool Said = Message.contains("; before, ") || Message.contains("where it " + Of.Before);
  return Of.Before.empty() || Said ? "" : Between + "before the patch, it " + visible(Of.Before) + " there";
}

/// Long arguments of a call are left out, where no other call of that name is told of.
static std::vector<std::string> withoutArguments(std::vector<std::string> Lines) {
  constexpr size_t Longest = 24;
  std::map<std::string, unsigned> Calls;
  auto calleeOf = [](const std::string &Line) {
    const size_t Open = Line.find('(');
    return Line.find(") returned ") == std::string::npos && Line.find(") did not return ") == std::string::npos
               ? ""
               : Line.substr(0, Open);
  };
  for (const std::string &Line : Lines)
    ++Calls[calleeOf(Line)];
  for (std::string &Line : Lines)
    if (const std::string Callee = calleeOf(Line); !Callee.empty() && Calls[Callee] == 1) {
      const size_t End = std::max(Line.rfind(") returned ") + 1, Line.rfind(") did not return ") + 1) - 1;
      if (End - Callee.size() > Longest)
        Line.replace(Callee.size() + 1, End - Callee.size() - 1, "");
    }
  return Lines;
}

/// Names in a text: of places, members, functions, macros.
static std::set<std::string> namesIn(llvm::StringRef Text) {
  std::set<std::string> Names;
  auto isOfAName = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  while (!(Text = Text.drop_until(isOfAName)).empty()) {
    Names.insert(Text.take_while(isOfAName).str());
    Text = Text.drop_while(isOfAName);
  }
  return Names;
}

/// What a line of a state is about: the last member of a place, or the callee.
static std::string subjectOf(llvm::StringRef Line) {
  llvm::StringRef Place = Line.split(Line.contains(" = ") ? " = " : "(").first;
  if (Place.ends_with("]"))
    Place = Place.rsplit('[').first;
  const size_t Begin = Place.find_last_of(".>");
  return (Begin == llvm::StringRef::npos ? Place : Place.drop_front(Begin + 1)).str();
}

/// What the tests that changed ask comes first: it must not be among what there is no room for.
static std::vector<std::string> changedFirst(std::vector<std::string> Lines, const Comparison *Changed) {
  std::set<std::string> Asked;
  for (size_t I = 0; Changed && I < Changed->Differences.size(); ++I) {
    const Difference &D = Changed->Differences[I];
    for (size_t J = 0; J < D.Changed; ++J)
      Asked.merge(namesIn(D.Conditions[J]));
  }
  std::stable_partition(Lines.begin(), Lines.end(),
                        [&](const std::string &Line) { return Asked.count(subjectOf(Line)); });
  return Lines;
}

static std::string stateText(const Finding &Of, const Extent &Told, const Comparison *Changed) {
  const std::vector<std::string> Lines = changedFirst(stateLines(Of), Changed);
  const std::vector<std::string> State = fewOf(Told.Places ? withoutArguments(Lines) : Lines, Told.Places);
  if (State.empty() && Of.Verdict.empty()) // nothing was run: it does not even compile
    return "";
  const std::string Did = didText(Of), Before = beforeText(Of, "; "), End = Told.Way ? ":" : ".";
  if (State.empty())
    return Told.Proof ? paragraph(Did + " in every state" + Before + End) : "";
  if (State.size() <= 2 && Of.Calls.empty())
    return paragraph("With " + llvm::join(State, " and ") + ", " + Did + Before + End);
  if (!Told.Listed)
    return paragraph("Where " + inOneSentence(State) + ", " + Did + Before + End);
  return paragraph("In this state:") + block(State) + paragraph(Did + Before + End);
}

static std::string whatChanged(const Comparison &Of) {
  switch (Of.What) {
  case Change::Stricter:
    return "refuses states that it accepted before";
  case Change::Laxer:
    return "accepts states that it refused before";
  case Change::Incomparable:
    return "refuses states that it accepted before, and accepts others that it refused";
  case Change::Different:
    return Of.Differences.empty() ? "" : "decides otherwise than before in some states";
  case Change::Equivalent:
  case Change::Undecided:
    break;
  }
  return "";
}

/// " where a and b": all conditions; " in states with a and b": of more than a person takes in at once, those that
/// changed. Nothing if there are none, or if that is still too much.
static std::string whereText(const Difference &D) {
  constexpr size_t MostConditions = 3;
  std::vector<std::string> Conditions = plainTexts(D.Conditions);
  const size_t All = Conditions.size();
  if (All > MostConditions)
    Conditions = plainTexts({D.Conditions.begin(), D.Conditions.begin() + D.Changed});
  if (Conditions.empty() || Conditions.size() > MostConditions)
    return "";
  std::string Text;
  for (const std::string &Each : Conditions)
    Text += (!Text.empty() ? " and " : Conditions.size() < All ? " in states with " : " where ") + visible(Each);
  return Text;
}

/// "false instead of true where a and b"; nothing if that is too long.
static std::string rowText(const Difference &D, const std::string &Where) {
  constexpr size_t Longest = 160;
  if (D.NewEnd == RunEnd::Undefined || (Where.empty() && !D.Conditions.empty())) // the state tells it
    return "";
  const std::string Text = resultText(D.New, D.NewVaries) + " instead of " + resultText(D.Old, D.OldVaries) + Where;
  return Text.size() <= Longest ? Text : "";
}

/// The first rows of a comparison: ": a; b". One changed test is told of once.
static std::string rowsText(const Comparison &Of) {
  constexpr size_t MostRows = 2;
  std::string Text;
  const char *Between = ": ";
  std::set<std::vector<std::string>> Tests;
  for (size_t I = 0; I < Of.Differences.size() && I < MostRows; ++I) {
    const Difference &D = Of.Differences[I];
    const std::vector<std::string> Test(D.Conditions.begin(), D.Conditions.begin() + D.Changed);
    if (const std::string Row = rowText(D, whereText(D)); !Row.empty() && (Test.empty() || Tests.insert(Test).second))
      Text += std::exchange(Between, "; ") + Row;
  }
  return Text;
}

static std::string changeText(const Comparison &Of, bool Callers, bool Rows) {
  const std::string What = whatChanged(Of);
  if (What.empty())
    return "";
  std::string Text = "With this patch, " + visible(Of.Function) + "() " + What;
  if (!Of.Assumptions.empty())
    Text += ", if " + assumedText(Of.Assumptions);
  const std::string Told = Rows ? rowsText(Of) : "";
  const std::string By = Callers && Of.CalledBy ? callersSentence(*Of.CalledBy) : "";
  if (Of.What == Change::Different && Told.empty() && Of.Assumptions.empty() && By.empty()) // which the state says, too
    return "";
  return paragraph(Text + Told + "." + (By.empty() ? "" : " " + By));
}

static std::string fixText(const Finding &Of) {
  const Fix &Repair = *Of.Repair;
  std::string Text = sentence(Repair.Description);
  if (Text.empty())
    return "";
  const std::string Held = Of.Tried.empty() ? "with that change, all rules for " + Of.Function + "() hold" : Of.Tried;
  return paragraph("A suggestion: " + Text +
                   (Repair.Verified ? " I tried it: " + Held + "." : " I have not tried it."));
}

/// A part of a comment. Those of no rank are always there; of the others, those of low rank as long as there is room.
struct Part {
  std::string Text;
  unsigned Rank = 0;
};

size_t lineCount(llvm::StringRef Text) {
  size_t Count = 0;
  for (const llvm::StringRef Line : llvm::split(Text, '\n'))
    Count += !Line.empty();
  return Count;
}

static std::string fitted(const std::vector<Part> &Parts, size_t Most) {
  constexpr unsigned LastRank = 3;
  size_t Lines = 0;
  std::set<const Part *> Taken;
  for (unsigned Rank = 0; Rank <= LastRank; ++Rank)
    for (const Part &Each : Parts) {
      const size_t More = lineCount(Each.Text);
      if (Each.Rank != Rank || (Rank && Most && Lines + More > Most))
        continue;
      Lines += More;
      Taken.insert(&Each);
    }
  std::string Text;
  for (const Part &Each : Parts)
    Text += Taken.count(&Each) ? Each.Text : "";
  return Text;
}

static std::string restsOn(const Finding &Of) {
  std::string Text;
  if (!Of.Premise.empty())
    Text += paragraph("This assumes: " + sentence(Of.Premise));
  if (!Of.Assumptions.empty())
    Text += paragraph("This holds if " + sentence(assumedText(Of.Assumptions)));
  return Text;
}

static std::string mendedText(const Finding &Of) {
  if (Of.MendedBy.empty())
    return "";
  return paragraph("(" + sentence("I see that " + Of.MendedBy + " mends it, but a bisection may stop here") + ")");
}

static std::string replayText(const Finding &Of) {
  if (Of.Witness.empty())
    return "";
  return paragraph("To replay it, with the patch applied:") + block(replayLines(Of, MailWidth - 4));
}

/// The question; or only its first sentence, where the rest says why.
static std::string askedText(const Finding &Of, bool Reason, llvm::StringRef Under) {
  std::string Text = Of.Message;
  const llvm::StringRef This = "Shouldn't this ";
  const bool OnReturn = Under.ltrim("+ \t").starts_with("return");
  if (llvm::StringRef Rest = Text; !Under.empty() && !OnReturn && !Of.Function.empty() && Rest.consume_front(This))
    if (!Rest.starts_with("be ")) // what is above is not what is asked of
      Text = "Shouldn't " + Of.Function + "() " + Rest.str();
  const size_t End = Reason ? std::string::npos : std::min(Text.find("? "), Text.find(". "));
  return paragraph(End == std::string::npos ? Text : Text.substr(0, End + 1));
}

/// Whether what a finding tells of its run is told already, by one that stands above it or by its own question.
static bool isTold(const Finding &Of, const Finding &Above) {
  const bool SameState = stateLines(Of) == stateLines(Above);
  return Of.Witness.empty() || llvm::StringRef(Of.Message).contains(Of.Verdict) ||
         (Of.Function == Above.Function && (Of.Verdict == Above.Verdict || SameState));
}

/// What findings say beside the one that is told first.
static std::string besideText(llvm::ArrayRef<Remark> Here, const Extent &Told, llvm::StringRef Under) {
  Extent Short = Told;
  Short.Way = Short.Listed = Short.Proof = false;
  std::string Text;
  for (const Remark &Each : Here.drop_front())
    Text += Each.Where + (isTold(*Each.Of, *Here[0].Of) ? "" : stateText(*Each.Of, Short, Each.Changed)) +
            askedText(*Each.Of, Told.Reason, Under);
  return Text;
}

/// What is true of several findings is said once.
template <typename Words> static std::string once(llvm::ArrayRef<Remark> Here, Words Of) {
  std::string Text;
  for (const Remark &Each : Here)
    if (const std::string One = Of(*Each.Of); Text.find(One) == std::string::npos)
      Text += One;
  return Text;
}

static std::string leftOutText(size_t Left) {
  return Left ? paragraph("(kverdict -v shows " + std::to_string(Left) + " more " +
                          (Left == 1 ? "finding" : "findings") + " here.)")
              : "";
}

static const Comparison *changeOf(const std::string &Function, llvm::ArrayRef<Remark> Here) {
  const auto *Found =
      llvm::find_if(Here, [&](const Remark &Each) { return Each.Changed && Each.Changed->Function == Function; });
  return Found == Here.end() ? nullptr : Found->Changed;
}

/// The findings but the last of them, so many that are left out.
static std::string told(llvm::ArrayRef<Remark> All, size_t Left, Extent Told, size_t MostLines, llvm::StringRef Under) {
  const llvm::ArrayRef<Remark> Here = All.drop_back(Left);
  const Finding &First = *Here[0].Of;
  const std::vector<std::string> Way = Told.Way ? wayLines(First) : std::vector<std::string>();
  Told.Way = !Way.empty();
  const Comparison *Changed = Told.Change ? changeOf(First.Function, All) : nullptr;
  return fitted({{Here[0].Where},
                 {Changed ? changeText(*Changed, Told.Callers, Told.Rows) : ""},
                 {stateText(First, Told, changeOf(First.Function, All))},
                 {block(Way)},
                 {askedText(First, Told.Reason, Under)},
                 {besideText(Here, Told, Under)},
                 {once(Here, [](const Finding &Of) { return Of.Repair ? fixText(Of) : ""; })},
                 {once(Here, restsOn)},
                 {once(Here, mendedText)},
                 {paragraph(First.Why), 2},
                 {replayText(First), 1},
                 {leftOutText(Left)}},
                MostLines);
}

/// What a person wants to know first: what breaks a rule, then what was seen in a run; last, what the message is asked.
static int worth(const Finding &Of) {
  const bool Message = Of.Rule == "unsaid-change";
  return -4 * static_cast<int>(Of.Level) + 2 * Message + (Of.Witness.empty() && !Message);
}

/// The first lines of a text that cannot be made shorter, and that there are more.
static std::string cut(llvm::StringRef Text, size_t Most) {
  std::string Kept;
  const size_t All = lineCount(Text);
  for (size_t Lines = 0; Lines + 1 < Most; Text = Text.split('\n').second) {
    Kept += Text.split('\n').first.str() + "\n";
    Lines += !Text.starts_with("\n");
  }
  return llvm::StringRef(Kept).rtrim().str() + " [...]\n\n" +
         paragraph("(kverdict -v shows " + counted(All - Most + 1, "more line") + ".)");
}

std::string commentText(std::vector<Remark> Here, size_t MostLines, llvm::StringRef Under) {
  std::multimap<int, Remark> Sorted; // those of one worth in their order
  for (Remark &Each : Here)
    Sorted.emplace(worth(*Each.Of), std::move(Each));
  Here.clear();
  for (auto &[Worth, Each] : Sorted)
    Here.push_back(std::move(Each));
  if (!MostLines)
    return told(Here, 0, {true, true, true, true, true, true, true, 0}, 0, Under);
  std::string Text;
  for (size_t Left = 0; Left < Here.size(); ++Left)
    for (size_t I = 0; I < std::size(Extents); ++I) {
      const bool Asks = Here[Here.size() - Left - 1].Of->Rule == "unsaid-change"; // which is least
      if (Asks && Left + 1 < Here.size() && I == LeastForOthers)
        break;
      Text = told(Here, Left, Extents[I], MostLines, Under);
      if (lineCount(Text) <= MostLines)
        return Text;
    }
  return cut(Text, MostLines);
}

} // namespace kverdict
