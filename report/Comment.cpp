#include "report/Comment.h"

#include "core/Visible.h"
#include "report/CallersText.h"
#include "report/Condition.h"
#include "report/Replay.h"
#include "report/Words.h"
#include "report/mail/Wrap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

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

/// Of a long state, as much as a person takes in at once; the replay has all of it.
static std::vector<std::string> fewOf(std::vector<std::string> Lines, bool Bounded) {
  constexpr size_t Most = 3;
  if (!Bounded || Lines.size() <= Most + 1)
    return Lines;
  const size_t Left = Lines.size() - Most;
  Lines.resize(Most);
  Lines.push_back("(and " + std::to_string(Left) + " more)");
  return Lines;
}

/// "a = 1, b = 2 and c = 3", "a = 1, b = 2 and 4 more".
static std::string inOneSentence(const std::vector<std::string> &State) {
  llvm::StringRef Last = State.back();
  if (Last.consume_front("(and "))
    Last.consume_back(")");
  return llvm::join(llvm::ArrayRef(State).drop_back(), ", ") + (State.size() > 1 ? " and " : "") + Last.str();
}

// A short state is part of the sentence, a longer one a block. The way through the function follows.
// Tight: it is part of the sentence in any case.
static std::string stateText(const Finding &Of, bool Bounded, bool Way, bool Tight) {
  const std::vector<std::string> State = fewOf(stateLines(Of), Bounded);
  if (State.empty() && Of.Verdict.empty()) // nothing was run: it does not even compile
    return "";
  const std::string End = Way ? ":" : ".";
  if (State.empty())
    return paragraph(verdictText(Of) + " in every state" + End);
  if (State.size() <= 2 && Of.Calls.empty())
    return paragraph("With " + llvm::join(State, " and ") + ", " + verdictText(Of) + End);
  if (Tight)
    return paragraph("Where " + inOneSentence(State) + ", " + verdictText(Of) + End);
  return paragraph("In this state:") + block(State) + paragraph(verdictText(Of) + End);
}

static std::string beforeText(const Finding &Of) {
  const bool Said = llvm::StringRef(Of.Message).contains("; before, ");
  return Of.Before.empty() || Said ? "" : paragraph("Before the patch, it " + Of.Before + " there.");
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

/// "false instead of true where a and b"; nothing if that is more than a person takes in at once.
static std::string rowText(const Difference &D) {
  constexpr size_t MostConditions = 3, Longest = 160;
  std::string Text = visible(D.New) + " instead of " + visible(D.Old);
  const std::vector<std::string> Conditions = plainTexts(D.Conditions);
  for (const std::string &Each : Conditions)
    Text += (&Each == Conditions.data() ? " where " : " and ") + visible(Each);
  return Conditions.size() <= MostConditions && Text.size() <= Longest ? Text : "";
}

static std::string changeText(const Comparison &Of, bool Callers, bool Rows) {
  const std::string What = whatChanged(Of);
  if (What.empty())
    return "";
  std::string Text = "With this patch, " + visible(Of.Function) + "() " + What;
  bool Told = !Of.Assumptions.empty();
  if (!Of.Assumptions.empty())
    Text += ", if " + assumedText(Of.Assumptions);
  constexpr size_t MostRows = 2;
  const char *Between = ": ";
  for (size_t I = 0; Rows && I < Of.Differences.size() && I < MostRows; ++I)
    if (const std::string Row = rowText(Of.Differences[I]); !Row.empty())
      Text += std::exchange(Between, "; ") + Row, Told = true;
  const std::string By = Callers && Of.CalledBy ? callersSentence(*Of.CalledBy) : "";
  if (Of.What == Change::Different && !Told && By.empty()) // which the state says, too
    return "";
  return paragraph(Text + "." + (By.empty() ? "" : " " + By));
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

std::string commentText(const Finding &Of, const Comparison *Change, size_t MostLines) {
  const std::vector<std::string> Way = wayLines(Of);
  auto with = [&](bool Ways, bool Callers, bool Tight = false, bool Rows = true) {
    return fitted({{Change ? changeText(*Change, Callers, Rows) : ""},
                   {stateText(Of, MostLines != 0, Ways, Tight)},
                   {Ways ? block(Way) : ""},
                   {beforeText(Of)},
                   {paragraph(Of.Message)},
                   {Of.Repair ? fixText(Of) : ""},
                   {restsOn(Of)},
                   {mendedText(Of)},
                   {paragraph(Of.Why), 2},
                   {replayText(Of), 1}},
                  MostLines);
  };
  auto tooLong = [&](const std::string &Text) { return MostLines && lineCount(Text) > MostLines; };
  const std::string Whole = with(!Way.empty(), true);
  const std::string Shorter = tooLong(Whole) ? with(false, true) : Whole;
  const std::string Alone = tooLong(Shorter) ? with(false, false) : Shorter;
  const std::string Tight = tooLong(Alone) ? with(false, false, true) : Alone;
  return tooLong(Tight) ? with(false, false, true, false) : Tight;
}

bool tellsTheSame(const Finding &Of, const Finding &Above) {
  return Of.Function == Above.Function && Of.Verdict == Above.Verdict && Of.status() == Above.status();
}

std::string commentBeside(const Finding &Of, const Finding &Above) {
  const bool Fixed = Of.Repair && !Above.Repair;
  return paragraph(Of.Message) + (Fixed ? fixText(Of) : "") + restsOn(Of) + mendedText(Of);
}

} // namespace kverdict
