#include "input/patch/HunkParser.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/TreePath.h"

#include <algorithm>

namespace kverdict {

DiffLines::DiffLines(const DiffText &From) : From(From) {
  for (llvm::StringRef Rest = From.Text; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Lines.push_back(Line);
    Rest = After;
  }
}

llvm::StringRef DiffLines::peek(unsigned Ahead) const {
  return Next + Ahead < Lines.size() ? Lines[Next + Ahead] : llvm::StringRef();
}

llvm::StringRef DiffLines::take() { return Lines[Next++]; }

SourcePlace DiffLines::place(unsigned Back) const {
  return {From.File, From.Exact ? From.FirstLine + Next - std::min(Back, Next) : From.FirstLine, 0};
}

// "12,7" or "12", which means "12,1".
static bool takeRange(llvm::StringRef &Rest, unsigned &Start, unsigned &Count) {
  Count = 1;
  if (Rest.consumeInteger(10, Start))
    return false;
  return !Rest.consume_front(",") || !Rest.consumeInteger(10, Count);
}

// More lines than any source file has; the sums of what follows stay far from overflowing.
static constexpr unsigned MaxLine = 10'000'000;

static Hunk takeHeader(DiffLines &Lines) {
  Hunk Made;
  Made.At = Lines.place();
  llvm::StringRef Rest = Lines.take();
  Made.Header = Rest.str();
  bool Good = Rest.consume_front("@@ -") && takeRange(Rest, Made.OldStart, Made.OldCount) && Rest.consume_front(" +") &&
              takeRange(Rest, Made.NewStart, Made.NewCount) && Rest.consume_front(" @@");
  if (!Good || std::max({Made.OldStart, Made.OldCount, Made.NewStart, Made.NewCount}) > MaxLine)
    throw Error(ExitCode::Incomplete, shown(Made.At) + ": '" + visible(Made.Header) +
                                          "' is no hunk header (@@ -line,count +line,count @@); get the patch again");
  Made.Heading = Rest.trim().str();
  return Made;
}

// What a line of a hunk is, by its first character. A mail client may have cut the space of an empty line.
static bool lineKind(llvm::StringRef Line, LineKind &Kind) {
  char First = Line.empty() || Line == "\r" ? ' ' : Line.front();
  Kind = First == '+' ? LineKind::Added : First == '-' ? LineKind::Removed : LineKind::Context;
  return First == '+' || First == '-' || First == ' ' || First == '\t';
}

[[noreturn]] static void cutShort(const Hunk &Of, const SourcePlace &At, unsigned OldLeft, unsigned NewLeft) {
  throw Error(ExitCode::Incomplete,
              shown(At) + ": the patch ends in the middle of the hunk '" + visible(Of.Header) + "' of line " +
                  std::to_string(Of.At.Line) + ": " + std::to_string(OldLeft) + " old and " + std::to_string(NewLeft) +
                  " new lines are missing; the mail was cut or its lines were wrapped, get it again");
}

static void takeNoNewline(DiffLines &Lines, Hunk &Into) {
  if (!Lines.peek().starts_with("\\ ") || Into.Lines.empty())
    return;
  Into.Lines.back().NoNewline = true;
  Lines.take();
}

static void takeBody(DiffLines &Lines, Hunk &Into) {
  unsigned OldLine = Into.OldStart, NewLine = Into.NewStart;
  unsigned OldLeft = Into.OldCount, NewLeft = Into.NewCount;
  while (OldLeft || NewLeft) {
    HunkLine Made;
    Made.At = Lines.place();
    bool Fits = !Lines.atEnd() && lineKind(Lines.peek(), Made.Kind) && (Made.Kind == LineKind::Added || OldLeft) &&
                (Made.Kind == LineKind::Removed || NewLeft);
    if (!Fits)
      cutShort(Into, Made.At, OldLeft, NewLeft);
    llvm::StringRef Text = Lines.take();
    Made.Text = (Text.starts_with("\t") ? Text : Text.drop_front(!Text.empty())).str();
    if (Made.Kind != LineKind::Added)
      Made.OldLine = OldLine++, --OldLeft;
    if (Made.Kind != LineKind::Removed)
      Made.NewLine = NewLine++, --NewLeft;
    Into.Lines.push_back(std::move(Made));
    takeNoNewline(Lines, Into);
  }
}

// A line that looks as if it belonged to the hunk. "-- " begins a signature and "--- " the next file.
static void refuseMore(const DiffLines &Lines, const Hunk &Of) {
  llvm::StringRef Line = Lines.peek();
  if (Line.starts_with("+") || Line.starts_with(" ") || (Line.starts_with("-") && !Line.starts_with("--")))
    throw Error(ExitCode::Incomplete,
                shown(Lines.place()) + ": the hunk '" + visible(Of.Header) + "' of line " + std::to_string(Of.At.Line) +
                    " is longer than its header says; the patch was edited by hand, make it again");
}

Hunk takeHunk(DiffLines &Lines) {
  Hunk Made = takeHeader(Lines);
  takeBody(Lines, Made);
  refuseMore(Lines, Made);
  return Made;
}

} // namespace kverdict
