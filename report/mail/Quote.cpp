#include "report/mail/Quote.h"

#include "core/Visible.h"

#include "llvm/ADT/StringRef.h"

#include <cctype>

namespace kverdict {

static char mark(LineKind Kind) { return Kind == LineKind::Added ? '+' : Kind == LineKind::Removed ? '-' : ' '; }

size_t QuotedDiff::add(Line Made) {
  Lines.push_back(std::move(Made));
  return Lines.size() - 1;
}

QuotedDiff::QuotedDiff(const Patch &Of) {
  for (const FileChange &File : Of.Files) {
    size_t FileLine = Lines.size();
    add({File.Header, &File, nullptr, nullptr, FileLine, FileLine});
    for (const Hunk &In : File.Hunks) {
      size_t HunkLine = Lines.size();
      add({In.Header, &File, &In, nullptr, FileLine, HunkLine});
      for (const auto &Content : In.Lines)
        add({mark(Content.Kind) + Content.Text, &File, &In, &Content, FileLine, HunkLine});
    }
  }
}

std::optional<size_t> QuotedDiff::find(const SourcePlace &At) const {
  for (size_t I = 0; I < Lines.size(); ++I)
    if (At.Line && Lines[I].Content && Lines[I].Content->NewLine == At.Line && Lines[I].File->NewPath == At.File)
      return I;
  return std::nullopt;
}

std::optional<size_t> QuotedDiff::changedBefore(size_t At) const {
  if (isAdded(At))
    return std::nullopt;
  size_t Before = At - 1;
  auto isBlank = [&](size_t Line) {
    return Lines[Line].Content && !isChanged(Line) && llvm::StringRef(Lines[Line].Content->Text).trim().empty();
  };
  while (isBlank(Before))
    --Before;
  return isChanged(Before) ? std::optional(Before) : std::nullopt;
}

// The first line of a function: it begins at the margin and names the function with its parameters.
bool QuotedDiff::opens(const Line &Of, const std::string &Function) const {
  llvm::StringRef Text = Of.Content ? llvm::StringRef(Of.Content->Text) : "";
  bool AtMargin = !Text.empty() && (std::isalpha(static_cast<unsigned char>(Text.front())) || Text.front() == '_');
  size_t Name = Text.find(Function + "(");
  bool Whole = Name == 0 || (Name != Text.npos && !std::isalnum(static_cast<unsigned char>(Text[Name - 1])) &&
                             Text[Name - 1] != '_');
  return AtMargin && Whole && !Function.empty() && Of.Content->Kind != LineKind::Removed && !Text.ends_with(";");
}

std::optional<QuotedDiff::Changed> QuotedDiff::nearest(const Finding &Of) const {
  std::optional<Changed> Best;
  std::pair<bool, unsigned> BestRank;
  unsigned NewLine = 0;
  bool Inside = false; // of the function
  for (size_t I = 0; I < Lines.size(); ++I) {
    const Line &Here = Lines[I];
    if (!Here.Content) {
      Inside = Here.In && !Of.Function.empty() && llvm::StringRef(Here.In->Heading).contains(Of.Function + "(");
      continue;
    }
    if (Here.File->NewPath != Of.At.File)
      continue;
    NewLine = Here.Content->NewLine ? Here.Content->NewLine : NewLine;
    Inside |= opens(Here, Of.Function);
    unsigned Distance = NewLine > Of.At.Line ? NewLine - Of.At.Line : Of.At.Line - NewLine;
    if (Here.Content->Kind != LineKind::Context)
      if (std::pair Rank(!Inside, Distance); !Best || !(BestRank < Rank)) // of several, under the last
        Best = {I, Inside}, BestRank = Rank;
    Inside &= Here.Content->Kind == LineKind::Removed || !llvm::StringRef(Here.Content->Text).starts_with("}");
  }
  return Best;
}

/// The last line that a fix concerns: it may end where the next one begins.
static unsigned lastOf(const SourceSpan &Span) {
  const bool Before = Span.End.Column <= 1 && Span.End.Line > Span.Begin.Line;
  return Before ? Span.End.Line - 1 : Span.End.Line;
}

/// Of what the patch added there, the line that the finding is about, or else the last, as where all of it is to go; or
/// what it took away.
std::optional<size_t> QuotedDiff::mended(const Fix &By, const SourcePlace &At) const {
  const SourcePlace &Begin = By.Span.Begin;
  std::optional<size_t> Last;
  for (unsigned Line = Begin.Line; Line <= lastOf(By.Span); ++Line)
    if (const auto Here = find({Begin.File, Line, 1}); Here && isAdded(*Here)) {
      Last = Here;
      if (At.File == Begin.File && At.Line == Line && !By.Text.empty())
        break;
    }
  const auto Here = find({Begin.File, Begin.Line, 1});
  if (Last || !Here || !(By.Span.End == Begin))
    return Last;
  return Begin.Column <= 1 ? changedBefore(*Here) : removedBehind(*Here);
}

/// The last of the lines that the patch removes right behind one.
std::optional<size_t> QuotedDiff::removedBehind(size_t At) const {
  size_t Last = At;
  while (Last + 1 < Lines.size() && isChanged(Last + 1) && !isAdded(Last + 1))
    ++Last;
  return Last == At ? std::nullopt : std::optional(Last);
}

/// A line that the patch leaves as it was, and that the fix alters.
std::optional<size_t> QuotedDiff::atFault(const Fix &By, const SourcePlace &At) const {
  const auto Here = find(At);
  const bool WholeLines = By.Span.End == By.Span.Begin && By.Span.Begin.Column <= 1;
  if (!Here || By.Span.Begin.Line != At.Line || By.Span.Begin.File != At.File || WholeLines)
    return std::nullopt;
  if (!By.Text.empty())
    return Here;
  const unsigned Last = lastOf(By.Span);
  const auto Behind = find({At.File, Last, 1});
  return Behind && Last >= At.Line && *Behind - *Here == Last - At.Line ? Behind : Here;
}

/// Whether what is asked is asked of a line that may have been there before.
static bool asksOfItsLine(const Finding &Of) { return Of.Rule == "blocking-guard"; }

/// The edit of a finding, or what the edit of the one that speaks for it has for its place; null if there is none.
static const Fix *repairOf(const Finding &Of, const Finding *By) {
  if (Of.Repair || !By || !By->Repair)
    return Of.Repair ? &*Of.Repair : nullptr;
  for (const Fix &Each : By->Repair->With)
    if (Each.Span.Begin.File == Of.At.File && Each.Span.Begin.Line <= Of.At.Line && Of.At.Line <= lastOf(Each.Span))
      return &Each;
  return nullptr;
}

/// The same, or the changed line above it if that is an empty one.
size_t QuotedDiff::withText(size_t At) const {
  while (isChanged(At) && isChanged(At - 1) && llvm::StringRef(Lines[At].Content->Text).trim().empty())
    --At;
  return At;
}

std::optional<size_t> QuotedDiff::commentLine(const Finding &Of, const Finding *By) const {
  const auto At = placeOf(Of, By);
  return At ? std::optional(withText(*At)) : std::nullopt;
}

std::optional<size_t> QuotedDiff::placeOf(const Finding &Of, const Finding *By) const {
  const auto At = find(Of.At);
  if (Of.By == Evidence::Compiler)
    return At;
  const Fix *Repair = repairOf(Of, By);
  if (const auto Mended = Repair && Repair->Verified ? mended(*Repair, Of.At) : std::nullopt)
    return Mended;
  if (const auto Fault = Repair ? atFault(*Repair, Of.At) : std::nullopt)
    return Fault;
  if (At && isAdded(*At))
    return At;
  if (const auto Gone = At ? changedBefore(*At) : std::nullopt)
    return Gone;
  if (At && asksOfItsLine(Of))
    return At;
  const auto Near = nearest(Of);
  return Near && Near->Inside ? std::optional(Near->At) : std::nullopt;
}

std::optional<size_t> QuotedDiff::beside(const Finding &Of) const {
  if (const auto Near = nearest(Of))
    return Near->At;
  std::set<size_t> Hunks;
  std::optional<size_t> Last;
  for (size_t I = 0; I < Lines.size(); ++I)
    if (isChanged(I)) {
      Hunks.insert(Lines[I].HunkStart);
      Last = I;
    }
  return Hunks.size() == 1 ? Last : std::nullopt;
}

std::set<size_t> QuotedDiff::window(size_t At, const std::string &Function) const {
  static constexpr size_t Most = 15, Few = 7;
  const Line &Last = Lines[At];
  size_t First = Last.HunkStart + 1, Head = At;
  while (Head > First && !opens(Lines[Head], Function))
    --Head;
  bool HasHead = opens(Lines[Head], Function);
  size_t Begin = At + 1 - std::min(At + 1 - First, Few);
  if (HasHead && At + 1 - Head <= Most)
    Begin = Head;
  else if (At + 1 - First <= Few + 3)
    Begin = First;
  std::set<size_t> Kept = {Last.FileLine, Last.HunkStart};
  if (HasHead)
    Kept.insert(Head);
  for (size_t I = Begin; I <= At; ++I)
    Kept.insert(I);
  return Kept;
}

// Mail servers refuse lines of more than 998 bytes.
std::string QuotedDiff::quoted(size_t At) const {
  static constexpr size_t Most = 900;
  std::string Text = visible(Lines[At].Text);
  if (Text.size() > Most) {
    size_t Size = Most;
    while ((Text[Size] & 0xc0) == 0x80)
      --Size;
    Text = Text.substr(0, Size) + " [cut]";
  }
  return llvm::StringRef("> " + Text).rtrim(' ').str() + "\n";
}

} // namespace kverdict
