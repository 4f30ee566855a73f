#include "report/Words.h"

#include "core/OwnTerms.h"
#include "core/Visible.h"
#include "report/LocalNames.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kverdict {

SourceLine sourceLines(const std::map<std::string, std::string> &Texts) {
  std::map<std::string, std::vector<std::string>> Lines;
  for (const auto &[File, Text] : Texts) {
    llvm::SmallVector<llvm::StringRef, 0> Parts;
    llvm::StringRef(Text).split(Parts, '\n');
    if (Parts.back().empty())
      Parts.pop_back();
    Lines[File].assign(Parts.begin(), Parts.end());
  }
  return [Lines = std::move(Lines)](const std::string &File, unsigned Line) -> std::optional<std::string> {
    auto Found = Lines.find(File);
    if (Found == Lines.end() || Line == 0 || Line > Found->second.size())
      return std::nullopt;
    return Found->second[Line - 1];
  };
}

std::string counted(size_t Count, const std::string &Noun) {
  return std::to_string(Count) + " " + Noun + (Count == 1 ? "" : "s");
}

static std::string returnText(const TraceStep &Step) {
  llvm::StringRef Value = Step.Text;
  if (Value.consume_front("return"))
    Value = Value.trim(" ;");
  std::string Text = Value.empty() ? "return" : "return " + Value.str();
  return Step.Outcome.empty() || Step.Outcome == Value ? Text : Text + ", which is " + Step.Outcome;
}

static std::string plainStepText(const TraceStep &Step) {
  bool HasOutcome = !Step.Outcome.empty();
  switch (Step.What) {
  case TraceStep::Kind::Branch:
    return Step.Text + " is " + Step.Outcome;
  case TraceStep::Kind::Switch:
    return "switch (" + Step.Text + ") takes " + Step.Outcome;
  case TraceStep::Kind::Assignment:
    return Step.Text + (HasOutcome && !llvm::StringRef(Step.Text).rtrim(" ;").ends_with("= " + Step.Outcome)
                            ? ", which is " + Step.Outcome
                            : "");
  case TraceStep::Kind::Call:
    return Step.Text + (HasOutcome ? " returns " + Step.Outcome : " is called");
  case TraceStep::Kind::Return:
    return returnText(Step);
  case TraceStep::Kind::Stop:
    return Step.Text + (HasOutcome ? ": " + Step.Outcome : "");
  }
  return Step.Text;
}

/// What stands in for a callee is of the rules, and no code of the tree.
static bool isOfModel(const TraceStep &Step) { return llvm::StringRef(Step.At.File).ends_with(".yaml"); }

/// Where an object happens to lie tells nothing.
static bool givesAddress(const TraceStep &Step) {
  constexpr std::uint64_t FirstObject = 0x100000000000;
  std::uint64_t Value = 0;
  return Step.What == TraceStep::Kind::Call && !llvm::StringRef(Step.Outcome).getAsInteger(0, Value) &&
         Value >= FirstObject && Value < 2 * FirstObject;
}

static bool tells(const TraceStep &Step, const Finding &Of) {
  if (isOfModel(Step) || givesAddress(Step))
    return false;
  if (Step.Depth == 0)
    return true;
  if (Step.Depth == 1)
    return Step.What != TraceStep::Kind::Return || !Step.Values.empty();
  return std::any_of(Of.Witness.begin(), Of.Witness.end(), [&](const Binding &Part) {
    return !Part.Layout && Step.Values.find(Part.Place + " = ") != std::string::npos;
  });
}

std::vector<TraceStep> tellingSteps(const Finding &Of) {
  std::vector<TraceStep> Steps;
  for (const TraceStep &Step : Of.Trace)
    if (tells(Step, Of))
      Steps.push_back(Step);
  return Steps;
}

void shorten(std::vector<std::string> &Lines) {
  static constexpr size_t Most = 12, First = 4;
  if (Lines.size() <= Most)
    return;
  Lines.erase(Lines.begin() + First, Lines.end() - (Most - First - 1));
  Lines.insert(Lines.begin() + First, "...");
}

std::string valuesText(const TraceStep &Step) {
  std::string Text;
  for (const llvm::StringRef Each : llvm::split(Step.Values, ", "))
    if (!Each.empty() && !Each.contains("(void *)0x"))
      Text += (Text.empty() ? "" : ", ") + visible(spoken(Each.str()));
  return Text;
}

std::string stepText(const TraceStep &Step) { return visible(plainStepText(Step)); }

/// Puts one text in the place of another, wherever that stands as a word of its own.
static void replaceAll(std::string &In, llvm::StringRef From, llvm::StringRef To) {
  for (size_t At = In.find(From); At != std::string::npos; At = In.find(From, At + To.size()))
    if (At == 0 || !(llvm::isAlnum(In[At - 1]) || In[At - 1] == '_'))
      In.replace(At, From.size(), To);
}

/// Where an object happens to lie.
static bool isAddress(llvm::StringRef Value) {
  std::uint64_t Address = 0;
  return Value.consume_front("(void *)") && !Value.getAsInteger(0, Address);
}

/// `current->signal->rlim[8].rlim_cur`, without the casts that a place in the record has.
static void shortenLimit(std::string &Line) {
  for (const llvm::StringRef Long :
       {"((struct rlimit *)((current->signal)->rlim))[", "((struct rlimit *)(current->signal->rlim))["})
    if (const size_t At = Line.find(Long.str()); At != std::string::npos)
      Line.replace(At, Long.size(), "current->signal->rlim[");
}

/// `a->b->c` for `(a->b)->c`.
static void withoutBrackets(std::string &Line) {
  auto isOfAPath = [](char C) { return llvm::isAlnum(C) || llvm::StringRef("_->.").contains(C); };
  for (size_t At = Line.find('('); At != std::string::npos; At = Line.find('(', At + 1)) {
    const llvm::StringRef Inner = llvm::StringRef(Line).substr(At + 1).take_while(isOfAPath);
    const bool Call = At > 0 && (llvm::isAlnum(Line[At - 1]) || llvm::StringRef("_)]").contains(Line[At - 1]));
    if (Call || !Inner.contains("->") || !llvm::StringRef(Line).substr(At + 1 + Inner.size()).starts_with(")->"))
      continue;
    Line.erase(At + 1 + Inner.size(), 1);
    Line.erase(At, 1);
  }
}

std::string spoken(std::string Line) {
  replaceAll(Line, "(get_current())->", "current->");
  replaceAll(Line, "get_current()->", "current->");
  shortenLimit(Line);
  withoutBrackets(Line);
  if (const auto [Call, Value] = llvm::StringRef(Line).rsplit(" returned "); isAddress(Value))
    return (Call + " did not return NULL").str();
  const auto [Place, Rest] = llvm::StringRef(Line).split(" = ");
  const size_t Behind = Rest.find(" (");
  if (isAddress(Rest.take_front(Behind)))
    return (Place + " is not NULL" + Rest.substr(std::min(Behind, Rest.size()))).str();
  return Line;
}

namespace {

/// `P[3] = 7`
struct Element {
  std::string Array, Value;
  unsigned Index = 0;
};

} // namespace

static std::optional<Element> element(llvm::StringRef Line) {
  const auto [Place, Value] = Line.split(" = ");
  const size_t Open = Place.rfind('[');
  unsigned Index = 0;
  if (Value.empty() || Open == llvm::StringRef::npos || !Place.ends_with("]") ||
      Place.substr(Open + 1).drop_back().getAsInteger(10, Index))
    return std::nullopt;
  return Element{Place.take_front(Open).str(), Value.str(), Index};
}

/// The text that bytes of an array make from its start to a zero; nothing if it is none.
static std::optional<std::string> textOf(const std::vector<Element> &All) {
  constexpr size_t Shortest = 3;
  std::string Text;
  for (const Element &Each : All) {
    unsigned Byte = 0;
    if (Each.Index != Text.size() || llvm::StringRef(Each.Value).getAsInteger(10, Byte))
      return std::nullopt;
    if (Byte == 0)
      return Text.size() >= Shortest && &Each == &All.back() ? std::optional(Text) : std::nullopt;
    if (Byte >= 0x7f || !llvm::isPrint(Byte) || Byte == '"' || Byte == '\\')
      return std::nullopt;
    Text += static_cast<char>(Byte);
  }
  return std::nullopt;
}

/// Elements of one array that follow each other in one line, if they are a text or all the same.
static std::vector<std::string> arrayLines(const std::vector<Element> &All) {
  constexpr size_t Few = 3;
  if (const std::optional<std::string> Text = textOf(All))
    return {All[0].Array + " = \"" + *Text + "\""};
  const bool Same = llvm::all_of(All, [&](const Element &Each) { return Each.Value == All[0].Value; });
  if (Same && All.size() >= Few)
    return {All[0].Array + "[" + std::to_string(All[0].Index) + " ... " + std::to_string(All.back().Index) +
            "] = " + All[0].Value};
  std::vector<std::string> Lines;
  for (const Element &Each : All)
    Lines.push_back(Each.Array + "[" + std::to_string(Each.Index) + "] = " + Each.Value);
  return Lines;
}

/// `s[0]`, for `*s` where other elements of it are told of.
static std::string firstElement(const std::string &Line, const std::vector<std::string> &All) {
  const auto [Place, Value] = llvm::StringRef(Line).split(" = ");
  if (Value.empty() || !Place.starts_with("*"))
    return Line;
  const std::string Array = Place.drop_front().str(), Second = Array + "[1] = ";
  const bool Named =
      llvm::all_of(Array, [](char C) { return llvm::isAlnum(C) || llvm::StringRef("_->.").contains(C); });
  const bool More = llvm::any_of(All, [&](llvm::StringRef Each) { return Each.starts_with(Second); });
  return Named && More ? Array + "[0] = " + Value.str() : Line;
}

std::vector<std::string> withArrays(const std::vector<std::string> &All) {
  std::vector<std::string> Out, Lines;
  for (const std::string &Line : All)
    Lines.push_back(firstElement(Line, All));
  std::vector<Element> Open;
  auto close = [&] {
    const std::vector<std::string> Made = Open.empty() ? std::vector<std::string>() : arrayLines(Open);
    Out.insert(Out.end(), Made.begin(), Made.end());
    Open.clear();
  };
  for (const std::string &Line : Lines) {
    const std::optional<Element> Next = element(Line);
    if (!Next || (!Open.empty() && (Next->Array != Open[0].Array || Next->Index != Open.back().Index + 1)))
      close();
    Next ? Open.push_back(*Next) : Out.push_back(Line);
  }
  close();
  return Out;
}

bool isZeroLine(llvm::StringRef Line) {
  for (const char *End : {" = 0", " = NULL", " = false", " returned 0", " returned NULL", " returned false"})
    if (Line.ends_with(End))
      return true;
  return false;
}

std::vector<std::string> callLines(const std::vector<std::string> &Calls, const LocalNames &Own) {
  std::vector<std::string> Lines;
  std::map<std::string, std::pair<size_t, std::string>> Seen; ///< the line of a call, and what it returned last
  for (const std::string &Each : Calls) {
    const std::string Line = visible(spoken(Own.ofCall(Each)));
    const auto [Call, Value] = llvm::StringRef(Line).rsplit(" returned ");
    const auto [It, New] = Seen.try_emplace(Value.empty() ? Line : Call.str(), Lines.size(), Value.str());
    if (New)
      Lines.push_back(Line);
    else if (It->second.second != Value)
      Lines[It->second.first] += ", then " + (It->second.second = Value.str());
  }
  return Lines;
}

/// The limits that a run has asked for: `rlimit(RLIMIT_STACK)`.
static std::set<std::string> limitsAskedIn(const std::vector<TraceStep> &Trace) {
  constexpr llvm::StringLiteral Call = "rlimit(RLIMIT_";
  std::set<std::string> Asked;
  for (const TraceStep &Step : Trace)
    for (size_t At = Step.Text.find(Call); At != std::string::npos; At = Step.Text.find(Call, At + 1))
      if (const size_t End = Step.Text.find(')', At);
          At == 0 || !(llvm::isAlnum(Step.Text[At - 1]) || Step.Text[At - 1] == '_'))
        Asked.insert(Step.Text.substr(At, End + 1 - At));
  return Asked;
}

static constexpr llvm::StringLiteral LimitPlace = "current->signal->rlim[";

static bool isOfLimit(llvm::StringRef Line) { return Line.contains(LimitPlace); }

/// By its name, if it is the one limit that the run has asked for.
static void nameLimit(std::string &Line, const std::vector<TraceStep> &Trace) {
  constexpr llvm::StringLiteral Member = "].rlim_cur";
  const size_t Begin = Line.find(LimitPlace), End = Line.find(Member, Begin);
  if (Begin == std::string::npos || End == std::string::npos)
    return;
  if (const std::set<std::string> Asked = limitsAskedIn(Trace); Asked.size() == 1)
    Line.replace(Begin, End + Member.size() - Begin, *Asked.begin());
}

std::vector<std::string> stateLines(const Finding &Of) {
  std::vector<std::string> Lines;
  for (const std::string &Remark : Of.Remarks)
    Lines.push_back(visible(Remark));
  const LocalNames Own(Of.Trace);
  for (const Binding &Part : Of.Witness)
    if (!Part.Layout)
      Lines.push_back(visible(spoken(Own.in(Part.Place + " = " + Part.Value))));
  for (const std::string &Call : callLines(Of.Calls, Own))
    Lines.push_back(Call);
  if (llvm::count_if(Lines, isOfLimit) == 1)
    for (std::string &Line : Lines)
      nameLimit(Line, Of.Trace);
  return withArrays(Lines);
}

std::string triedText(const Finding &Of) {
  if (!Of.Repair || !Of.Repair->Verified)
    return "not tried";
  return "tried: " + (Of.Tried.empty() ? "all contracts of the function hold then" : visible(Of.Tried));
}

std::string resultText(const std::string &Shown, bool Varies, const std::vector<TraceStep> &Run) {
  return (Varies ? "for instance " : "") + visible(LocalNames(Run).in(Shown));
}

std::string heldText(const Finding &Of, const std::string &Plain) {
  const std::string Confirmed = Plain[0] == 'T' ? "Confirmed " : "confirmed ";
  return inOwnTerms(Of.Assumptions) && Of.status() == Status::Confirmed
             ? Confirmed + OwnTermsStatus + " alone: it holds if "
             : Plain;
}

std::string restsOnText(const Finding &Of) {
  const std::string Text = assumedText(Of.Assumptions);
  const bool Said = Of.status() == Status::Undecided && Of.Reason.find(Text) != std::string::npos;
  return Said ? "" : Text;
}

std::string verdictText(const Finding &Of) {
  return visible(Of.Function + "() " +
                 (Of.Verdict.empty() ? "breaks its contract" : LocalNames(Of.Trace).in(Of.Verdict)));
}

std::vector<const Finding *> ordered(const std::vector<FileReport> &Reports) {
  std::vector<const Finding *> All;
  for (const FileReport &Report : Reports)
    for (const Finding &Of : Report.Findings)
      All.push_back(&Of);
  std::sort(All.begin(), All.end(), [](const Finding *A, const Finding *B) {
    return std::tie(A->At, A->Rule, A->Message, A->Fingerprint) < std::tie(B->At, B->Rule, B->Message, B->Fingerprint);
  });
  return All;
}

const Finding *speakerOf(const Finding &Of, const std::vector<FileReport> &All) {
  for (const FileReport &Report : All)
    for (const Finding &Each : Report.Findings)
      if (!Of.SpokenFor.empty() && Each.Fingerprint == Of.SpokenFor && Each.At.File == Of.At.File &&
          shownAsDefect(Each))
        return &Each;
  return nullptr;
}

// Sorted by Key, without doubles.
template <typename T, typename KeyOf>
static std::vector<T> sortedOnce(const std::vector<FileReport> &Reports, std::vector<T> FileReport::*List, KeyOf Key) {
  std::vector<T> All;
  for (const FileReport &Report : Reports)
    All.insert(All.end(), (Report.*List).begin(), (Report.*List).end());
  std::sort(All.begin(), All.end(), [&](const T &A, const T &B) { return Key(A) < Key(B); });
  All.erase(std::unique(All.begin(), All.end(), [&](const T &A, const T &B) { return Key(A) == Key(B); }), All.end());
  return All;
}

std::vector<Incomplete> orderedGaps(const std::vector<FileReport> &Reports) {
  return sortedOnce(Reports, &FileReport::Gaps,
                    [](const Incomplete &Gap) { return std::tie(Gap.At, Gap.Function, Gap.Reason); });
}

std::vector<Notice> orderedNotices(const std::vector<FileReport> &Reports) {
  return sortedOnce(Reports, &FileReport::Notices, [](const Notice &Each) { return std::tie(Each.At, Each.Text); });
}

} // namespace kverdict
