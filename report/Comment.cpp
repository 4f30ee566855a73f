#include "report/Comment.h"

#include "core/Visible.h"
#include "report/CallersText.h"
#include "report/ChangeText.h"
#include "report/Condition.h"
#include "report/LocalNames.h"
#include "report/Replay.h"
#include "report/StateOrder.h"
#include "report/StateWords.h"
#include "report/Words.h"
#include "report/mail/Wrap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

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

/// A step of the way in one line of a mail: its code is cut, and not what came of it.
static std::string wayLine(TraceStep Step) {
  const std::string Before = Step.Depth ? "  " + visible(Step.Function) + "(): " : "";
  constexpr size_t Room = MailWidth - 4, LeastCode = 20;
  const size_t Long = Before.size() + stepText(Step).size();
  if (Long > Room && Step.Text.size() > LeastCode)
    Step.Text = cutCode(Step.Text, std::max(LeastCode, Step.Text.size() - std::min(Step.Text.size(), Long - Room)));
  return Before + stepText(Step);
}

static std::vector<std::string> wayLines(const Finding &Of) {
  std::vector<std::string> Lines;
  for (const TraceStep &Step : tellingSteps(Of))
    Lines.push_back(wayLine(Step));
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
  unsigned Rows = 0;    ///< so many of those that changed
  bool Change = false;  ///< which way the function changed
  bool Listed = false;  ///< a state of many places has a line for each
  bool Proof = false;   ///< what was shown for all states is said beside the question, too
  bool Reason = true;   ///< a question goes on after its first sentence
  size_t Places = 0;    ///< of a state; 0: all
};

/// From all that there is to the least that is worth to be said.
static constexpr Extent Extents[] = {
    {true, true, 2, true, true, true, true, 3},       {false, true, 2, true, true, true, true, 3},
    {false, false, 2, true, true, true, true, 3},     {false, false, 2, true, false, true, true, 3},
    {false, false, 1, true, false, true, true, 3},    {false, false, 1, true, false, true, false, 3},
    {false, false, 1, true, false, true, false, 1},   {false, false, 0, true, false, true, true, 3},
    {false, false, 0, false, false, false, true, 3},  {false, false, 0, false, false, false, true, 2},
    {false, false, 0, false, false, false, false, 2}, {false, false, 0, false, false, false, false, 1},
};

/// With fewer places a state is too small to be given up for another question.
static constexpr size_t LeastForOthers = 3;

/// "f() returns false", as a person says it.
static std::string didText(const Finding &Of) {
  constexpr llvm::StringLiteral Null = "() has undefined behaviour: null dereference of ";
  std::string Text = verdictText(Of);
  if (const size_t At = Text.find(Null.str()); At != std::string::npos)
    Text.replace(At, Null.size(), "() follows a null pointer: ");
  constexpr llvm::StringLiteral Error = "() has undefined behaviour: dereference of the error pointer ";
  if (const size_t At = Text.find(Error.str()); At != std::string::npos)
    Text.replace(At, Error.size(), "() follows an error pointer: ");
  if (constexpr llvm::StringLiteral Bare = "() dereferences null"; llvm::StringRef(Text).ends_with(Bare))
    Text.replace(Text.size() - Bare.size(), Bare.size(), "() follows a null pointer");
  return Text;
}

/// Whether the question says itself what was done before and what is done now.
static bool saysBoth(const Finding &Of) { return llvm::StringRef(Of.Message).contains("; before, "); }

/// Whether the message is no question: it says what is wrong, and stands before the state.
static bool asserts(const Finding &Of) { return !Of.Message.empty() && !llvm::StringRef(Of.Message).contains('?'); }

/// What the old version did in the state, if nothing else of the comment says that; with what goes before it.
static std::string beforeText(const Finding &Of, const std::string &Between) {
  llvm::StringRef Was = Of.Before, Is = Of.Verdict;
  const bool Same = Was.consume_front("returned ") && Is.consume_front("returns ") && Was == Is;
  const bool Said = Same || saysBoth(Of) || llvm::StringRef(Of.Message).contains("where it " + Of.Before);
  return Of.Before.empty() || Said
             ? ""
             : Between + "before the patch, it " + visible(LocalNames(Of.Trace).in(Of.Before)) + " there";
}

/// "f() returns false", or "it returns false" where f() is named above.
static std::string doesText(const Finding &Of, bool Named) {
  const std::string Name = visible(Of.Function) + "()", Did = didText(Of);
  return Named && llvm::StringRef(Did).starts_with(Name) ? "it" + Did.substr(Name.size()) : Did;
}

/// Whether a finding is shown in the very state of a row.
static bool isExample(const Finding &Of, const Difference *Row) {
  auto same = [](const Binding &A, const Binding &B) { return A.Place == B.Place && A.Value == B.Value; };
  return Row && !Of.Before.empty() && Of.Calls == Row->NewState.Calls &&
         std::equal(Of.Witness.begin(), Of.Witness.end(), Row->NewState.Shown.begin(), Row->NewState.Shown.end(), same);
}

/// A state under what is said of it: what the function does there is told if that does not say it.
static std::string exampleText(const Finding &Of, const std::vector<std::string> &State, bool Listed,
                               const std::string &Does) {
  const bool Told = saysBoth(Of) || Of.Verdict.empty() || llvm::StringRef(Of.Message).contains(Of.Verdict);
  if (Listed)
    return paragraph("For instance, in this state" + (Told ? "" : ", in which " + Does) + ":") + block(State);
  return paragraph((haveValues(State) ? "For instance with " : "For instance where ") + inOneSentence(State) +
                   (Told ? "." : "; " + Does + " then."));
}

/// One state, and what the function does in it.
static std::string stateText(const Finding &Of, const Extent &Told, const Comparison *Changed,
                             const SaidOfChange &Said) {
  std::vector<std::string> Lines = decidingFirst(Of, Changed);
  for (std::string &Line : Lines)
    Line = Told.Places ? withoutHistory(Line) : Line;
  std::set<std::string> Seen; // that a call left a value as it was need not be said
  llvm::erase_if(Lines, [&](const std::string &Line) { return !Seen.insert(Line).second; });
  const std::vector<std::string> State = fewOf(Told.Places ? withoutArguments(Lines) : Lines, Told.Places);
  if (State.empty() && Of.Verdict.empty()) // nothing was run: it does not even compile
    return "";
  const std::string Before = beforeText(Of, "; "), End = Told.Way ? ":" : ".";
  const std::string Does = doesText(Of, !Said.Text.empty());
  if (State.empty())
    return Told.Proof ? paragraph(didText(Of) + " in every state" + Before + End) : "";
  const bool Listed = Told.Listed && !(State.size() <= 2 && Of.Calls.empty());
  const bool Values = haveValues(State);
  if (asserts(Of) && !Told.Way)
    return exampleText(Of, State, Listed, doesText(Of, true));
  if (isExample(Of, Said.Row) || (saysBoth(Of) && !Told.Way))
    return Listed && saysBoth(Of) ? paragraph("In this state:") + block(State)
           : Listed               ? paragraph("For instance, in this state:") + block(State)
                    : paragraph((Values ? "For instance with " : "For instance where ") + inOneSentence(State) + End);
  if (!Listed)
    return paragraph((Values ? "With " : "Where ") + inOneSentence(State) + ", " + Does + Before + End);
  return paragraph("In this state:") + block(State) + paragraph(Does + Before + End);
}

/// What was shown of a fix, in a sentence.
static std::string triedSentence(const Finding &Of) {
  const llvm::StringRef Tried = Of.Tried;
  if (Tried.empty())
    return "with that change, all rules for " + Of.Function + "() hold";
  if (Tried.ends_with(", none other")) // so many rows of a table
    return "that takes this back, and changes nothing else";
  llvm::StringRef Does = Tried;
  return Does.consume_front("it ") ? Of.Function + "() " + Does.str() : Tried.str();
}

static std::string fixText(const Finding &Of) {
  const std::string Text = sentence(Of.Repair->Description);
  if (Text.empty())
    return "";
  return paragraph("A suggestion: " + Text +
                   (Of.Repair->Verified ? " I tried it: " + triedSentence(Of) + "." : " I have not tried it."));
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
    Text += paragraph(heldText(Of, "This holds if ") + sentence(assumedText(Of.Assumptions)));
  return Text;
}

static std::string mendedText(const Finding &Of) {
  if (Of.MendedBy.empty())
    return "";
  return paragraph("(" + sentence("I see that " + Of.MendedBy + " mends it, but a bisection may stop here") + ")");
}

static std::string replayText(const Finding &Of) {
  if (!isReplayed(Of))
    return "";
  return paragraph("To replay it, with the patch applied:") + block(replayLines(Of, MailWidth - 4));
}

/// A message; or only up to its question, or its first sentence, where the rest says why.
static std::string firstOr(bool All, const std::string &Message) {
  const size_t Question = Message.find('?');
  const size_t End = All ? std::string::npos : Question != std::string::npos ? Question : Message.find(". ");
  return End == std::string::npos ? Message : Message.substr(0, End + 1);
}

/// The question. What is above it may not be what is asked of; the function is named there.
static std::string askedText(const Remark &On, bool Reason, llvm::StringRef Under, bool Named,
                             const SaidOfChange &Said) {
  std::string Text = firstOr(Reason, On.Of->Message);
  if (Text.empty()) // a remark
    return "";
  if (Said.Row && On.Of->Rule == "unsaid-change" && On.Of->Verdict == "returns " + Said.Row->New)
    Text = llvm::StringRef(Text).split("\", and ").first.str() + "\". Is that meant?"; // what it returns is told
  if (llvm::StringRef Rest = Text; Named && Rest.consume_front("Shouldn't " + On.Of->Function + "() "))
    Text = "Shouldn't it " + Rest.str();
  const bool OnReturn = Under.ltrim("+ \t").starts_with("return");
  if (llvm::StringRef Rest = Text; !Under.empty() && !OnReturn && !On.Of->Function.empty() &&
                                   Rest.consume_front("Shouldn't this ") && !Rest.starts_with("be "))
    Text = "Shouldn't " + (Named ? "it" : On.Of->Function + "()") + " " + Rest.str();
  return paragraph(Text + On.References);
}

/// "f(), g() and h()"
static std::string functionsOf(const std::vector<const Finding *> &All) {
  std::vector<std::string> Names;
  for (const Finding *Each : All)
    if (const std::string Name = visible(Each->Function) + "()"; !llvm::is_contained(Names, Name))
      Names.push_back(Name);
  return llvm::join(llvm::ArrayRef(Names).drop_back(), ", ") + (Names.size() > 1 ? " and " : "") + Names.back();
}

/// Where the same change made more, which has its own remark there.
static std::string elsewhereText(const Remark &On) {
  if (On.SpokenFor.empty())
    return "";
  const bool Gone = !On.Of->Repair || !On.Of->Repair->Text.empty(); // it is to be put back
  return paragraph(std::string("The patch ") + (Gone ? "puts a test into " : "takes a test out of ") +
                   functionsOf(On.SpokenFor) + " instead, see there.");
}

std::string sameCauseText(const Finding &Of, const Finding &By, bool Again) {
  if (Again)
    return paragraph("The same here.");
  return paragraph(firstOr(false, Of.Message) + " This comes of the same change as what I ask of " +
                   visible(By.Function) + "(), and the suggestion there mends both.");
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
    Text += Each.Where + (isTold(*Each.Of, *Here[0].Of) ? "" : stateText(*Each.Of, Short, Each.Changed, {})) +
            askedText(Each, Told.Reason, Under, Each.Of->Function == Here[0].Of->Function, {}) + elsewhereText(Each);
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
  const Comparison *Changed = changeOf(First.Function, All);
  const SaidOfChange Said =
      Told.Change && Changed ? sayChange(*Changed, {First, Told.Callers, Told.Rows, Under}) : SaidOfChange();
  const std::string State = stateText(First, Told, Changed, Said);
  const std::string Asked = askedText(Here[0], Told.Reason, Under, !(Said.Text + State).empty(), Said);
  return fitted({{Here[0].Where},
                 {asserts(First) ? Asked : ""},
                 {Said.Text},
                 {State},
                 {block(Way)},
                 {asserts(First) ? "" : Asked},
                 {paragraph(First.Why), 2},
                 {Said.Text.empty() && Told.Callers && Changed && Changed->CalledBy
                      ? paragraph(callersSentence(*Changed->CalledBy))
                      : ""},
                 {elsewhereText(Here[0])},
                 {besideText(Here, Told, Under)},
                 {once(Here, [](const Finding &Of) { return Of.Repair ? fixText(Of) : ""; })},
                 {once(Here, restsOn)},
                 {once(Here, mendedText)},
                 {replayText(First), 1},
                 {leftOutText(Left)}},
                MostLines);
}

/// What a person wants to know first: what breaks a rule, then what was seen in a run, and before that what says by
/// itself what was seen; last, what the message is asked.
static int worth(const Finding &Of) {
  const bool Message = Of.Rule == "unsaid-change" || Of.Message.empty(); // or a remark
  return -4 * static_cast<int>(Of.Level) + 2 * Message + (Of.Witness.empty() && !Message) - saysBoth(Of);
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

/// That the message does not speak of a change is worth a question only if nothing else is asked of it.
static void withoutWeaker(std::vector<Remark> &Here) {
  auto asksOfMessage = [](const Remark &Each) { return Each.Of->Rule == "unsaid-change"; };
  std::set<std::string> Asked;
  for (const Remark &Each : Here)
    if (!asksOfMessage(Each))
      Asked.insert(Each.Of->Function);
  llvm::erase_if(Here, [&](const Remark &Each) { return asksOfMessage(Each) && Asked.count(Each.Of->Function); });
}

/// Of rules of a function that are broken by the same verdict, and that one edit mends, the one that is broken in the
/// smallest state is worth a question: the others may ask of something else.
static void withoutSame(std::vector<Remark> &Here) {
  auto same = [](const Finding &A, const Finding &B) {
    return !A.Contracts.empty() && !B.Contracts.empty() && A.Function == B.Function && A.Verdict == B.Verdict &&
           A.Repair && B.Repair && A.Repair->Description == B.Repair->Description;
  };
  for (size_t I = 0; I < Here.size(); ++I)
    for (size_t J = I + 1; J < Here.size();)
      if (same(*Here[I].Of, *Here[J].Of)) {
        if (stateLines(*Here[J].Of).size() < stateLines(*Here[I].Of).size())
          std::swap(Here[I], Here[J]);
        Here[I].Changed = Here[I].Changed ? Here[I].Changed : Here[J].Changed;
        Here.erase(Here.begin() + J);
      } else {
        ++J;
      }
}

std::vector<Remark> worthSaying(std::vector<Remark> Here) {
  withoutWeaker(Here);
  withoutSame(Here);
  return Here;
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
      if (Asks && Left + 1 < Here.size() && Extents[I].Places < LeastForOthers)
        continue;
      Text = told(Here, Left, Extents[I], MostLines, Under);
      if (lineCount(Text) <= MostLines)
        return Text;
    }
  return cut(Text, MostLines);
}

} // namespace kverdict
