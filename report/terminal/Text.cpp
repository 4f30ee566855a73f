#include "report/terminal/Text.h"
#include "report/Asides.h"

#include "core/Visible.h"
#include "report/Asides.h"
#include "report/CallersText.h"
#include "report/FixLines.h"
#include "report/LocalNames.h"
#include "report/Replay.h"
#include "report/terminal/DiffText.h"
#include "report/terminal/Paint.h"
#include "report/terminal/Summary.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

#include <algorithm>

namespace kverdict {

// One report while it is written.
struct Writer {
  llvm::raw_string_ostream &Out;
  const SourceLine &Source;
  Paint Colours;
  bool Verbose;
  size_t MostLines;
  const std::vector<FileReport> &All;

  void finding(const Finding &);
  void claim(const Finding &);
  void more(const Finding &);
  void excerpt(const SourcePlace &);
  void note(const std::string &Text) { Out << Colours.note("note: ") << visible(Text) << "\n"; }
  void state(const Finding &);
  void trace(const Finding &);
  void fix(const Finding &);
  void edit(const Fix &);
  void change(const Comparison &);
};

/// On one line: what contracts ask for may be written on several.
static std::string folded(llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef> Words;
  llvm::SplitString(Text, Words);
  return llvm::join(Words, " ");
}

static std::string placeText(const SourcePlace &At) {
  std::string Text = visible(At.File);
  Text += At.Line ? ":" + std::to_string(At.Line) : "";
  return Text + (At.Line && At.Column ? ":" + std::to_string(At.Column) : "");
}

static std::string levelText(const Finding &Of, const Paint &Colours) {
  if (Of.status() == Status::Undecided)
    return Colours.warning("undecided: ");
  switch (Of.Level) {
  case Severity::Error:
    return Colours.error("error: ");
  case Severity::Warning:
    return Colours.warning("warning: ");
  case Severity::Note:
    return Colours.note("note: ");
  }
  return "";
}

static std::string tagText(const Finding &Of) {
  const char *Origin = Of.From == Origin::PreExisting ? ", pre-existing" : Of.From == Origin::Fixed ? ", fixed" : "";
  return " [" + visible(Of.Rule) + Origin + (Of.Silenced.empty() ? "" : ", silenced") + "]";
}

// What stands before the column, as wide as it is shown: tabs stay, and a character of several bytes is one.
static std::string indentTo(const std::string &Line, unsigned Column) {
  std::string Indent;
  for (unsigned I = 0; I + 1 < Column && I < Line.size(); ++I)
    if ((Line[I] & 0xc0) != 0x80)
      Indent += Line[I] == '\t' ? '\t' : ' ';
  return Indent;
}

void Writer::excerpt(const SourcePlace &At) {
  auto Line = At.valid() ? Source(At.File, At.Line) : std::nullopt;
  if (!Line)
    return;
  Out << llvm::format("%5u | ", At.Line) << visible(*Line) << "\n";
  if (At.Column)
    Out << "      | " << indentTo(*Line, At.Column) << Colours.caret("^") << "\n";
}

void Writer::state(const Finding &Of) {
  std::vector<std::string> Lines = stateLines(Of);
  if (!Verbose)
    leaveOutAsides(Lines, Of.Trace);
  constexpr size_t Longest = 100;
  const std::string Expected = folded(Of.Expected);
  std::string Contract = Expected.empty()                        ? ""
                         : Verbose || Expected.size() <= Longest ? ", but its contract asks for `" + Expected + "`"
                                                                 : ", but its contract asks for something else";
  if (!Of.Before.empty() && "returns" + Of.Before.substr(std::min(Of.Before.find(' '), Of.Before.size())) != Of.Verdict)
    Contract = "; before the patch it " + LocalNames(Of.Trace).in(Of.Before);
  if (Lines.empty() && Of.Verdict.empty())
    return;
  note(verdictText(Of) + (Lines.empty() ? " in every state" : " in this state") + Contract +
       (Lines.empty() ? "" : ":"));
  const size_t Most = MostLines ? std::max<size_t>(MostLines / 2, 3) : Lines.size();
  for (size_t I = 0; I < Lines.size() && I < Most; ++I)
    Out << "        " << Lines[I] << "\n";
  if (Lines.size() > Most)
    Out << "        (and " << Lines.size() - Most << " more; -v shows them)\n";
}

void Writer::trace(const Finding &Of) {
  if (Of.Trace.empty())
    return;
  note("the way through the function:");
  std::vector<std::string> Lines;
  for (const TraceStep &Step : Verbose ? Of.Trace : tellingSteps(Of)) {
    const std::string Values = Verbose ? visible(Step.Values) : valuesText(Step);
    Lines.push_back(placeText({Step.At.File, Step.At.Line, 0}) + ": " + std::string(2 * Step.Depth, ' ') +
                    (Step.Depth ? visible(Step.Function) + "(): " : "") + stepText(Step) +
                    (Values.empty() ? "" : " (" + Values + ")"));
  }
  if (!Verbose)
    shorten(Lines);
  for (const std::string &Line : Lines)
    Out << "        " << Line << "\n";
}

void Writer::fix(const Finding &Of) {
  note("fix: " + Of.Repair->Description + " (" + triedText(Of) + ")");
  edit(*Of.Repair);
  for (const Fix &Each : Of.Repair->With) {
    Out << "        " << placeText({Each.Span.Begin.File, Each.Span.Begin.Line, 0}) << ":\n";
    edit(Each);
  }
}

void Writer::edit(const Fix &Of) {
  const FixLines Lines = fixLines(Of, Source);
  for (const std::string &Line : Lines.Old)
    Out << "        " << Colours.removed("-" + visible(Line)) << "\n";
  for (const std::string &Line : Lines.New)
    Out << "        " << Colours.added("+" + visible(Line)) << "\n";
}

/// What became of a function: the line that says it, what was left out, and with -v the table of the states that
/// changed.
void Writer::change(const Comparison &Of) {
  Out << Colours.note("change: ")
      << (Verbose ? renderComparison(Of, false) : changeLine(Of) + "\n" + leftOutInALine(Of));
  if (const std::string By = Of.CalledBy ? callersLine(*Of.CalledBy, Verbose) : ""; !By.empty())
    Out << "  callers: " << By << "\n";
}

/// What is said, what it rests on, and how to try it: the edit first.
void Writer::claim(const Finding &Of) {
  Out << Colours.place(placeText(Of.At) + ": ") << levelText(Of, Colours) << Colours.message(visible(Of.Message))
      << tagText(Of) << "\n";
  if (!Of.Repair ||
      !(Of.Repair->Span.Begin == Of.At && Of.Repair->Span.End == Of.At)) // the lines that are gone tell it
    excerpt(Of.At);
  if (Of.status() == Status::Undecided)
    note("not decided: " + Of.Reason);
  if (Of.Repair)
    fix(Of);
  if (const Finding *By = speakerOf(Of, All))
    note("the change at " + placeText({By->At.File, By->At.Line, 0}) + " is its cause, too: the fix stands there");
  state(Of);
  if (!Of.Premise.empty())
    note("this assumes: " + Of.Premise);
  if (const std::string If = restsOnText(Of); !If.empty())
    note(heldText(Of, "this holds if ") + If);
  if (!Of.MendedBy.empty())
    note(Of.MendedBy + " of the series mends it");
  if (!Of.Silenced.empty())
    note("silenced: " + Of.Silenced);
  if (isReplayed(Of))
    note("to replay: " + replayLine(Of));
  else if (!Of.NotReplayed.empty() && Verbose)
    note("not to be replayed by hand: " + Of.NotReplayed);
}

/// What helps to understand it.
void Writer::more(const Finding &Of) {
  trace(Of);
  if (!Of.Why.empty())
    note(Of.Why);
  if (!Of.Contracts.empty())
    note((Of.Contracts.size() == 1 ? "contract: " : "contracts: ") + llvm::join(Of.Contracts, ", "));
  for (const std::string &Reference : Of.References)
    note("see " + Reference);
}

/// The first lines of a text, as many as there is room for behind what stands there already.
static std::string room(llvm::StringRef Text, size_t Taken, size_t Most) {
  const size_t Room = Most > Taken ? Most - Taken : 0, All = Text.count('\n');
  if (!Most || All <= Room)
    return Text.str();
  std::string Shown;
  for (size_t I = 0; I + 1 < Room; ++I) {
    Shown += Text.split('\n').first.str() + "\n";
    Text = Text.split('\n').second;
  }
  while (llvm::StringRef(Shown).ends_with(":\n")) // a heading of what is no longer there
    Shown.resize(llvm::StringRef(Shown).drop_back().rfind('\n') + 1);
  return Shown;
}

void Writer::finding(const Finding &Of) {
  std::string First, Rest;
  llvm::raw_string_ostream Into(First), Behind(Rest);
  Writer{Into, Source, Colours, Verbose, MostLines, All}.claim(Of);
  Writer{Behind, Source, Colours, Verbose, MostLines, All}.more(Of);
  const std::string Shown = room(Rest, llvm::StringRef(First).count('\n'), MostLines);
  Out << First << Shown;
  if (const size_t Left = llvm::StringRef(Rest).count('\n') - llvm::StringRef(Shown).count('\n'))
    note(std::to_string(Left) + " more lines with -v");
}

std::string renderText(const std::vector<FileReport> &Reports, const SourceLine &Source, const TextOptions &Options) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Writer To{Out, Source, Paint(Options.Colour), Options.Verbose, Options.MostLines, Reports};
  for (const Finding *Of : ordered(Reports)) {
    To.finding(*Of);
    Out << "\n";
  }
  for (const FileReport &Report : Reports)
    for (const Comparison &Each : Report.Changes)
      To.change(Each);
  Out << summaryText(Reports, Options.Verbose);
  return Text;
}

} // namespace kverdict
