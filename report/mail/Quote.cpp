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

bool QuotedDiff::isOldReturn(size_t At) const {
  const HunkLine &Line = *Lines[At].Content;
  return Line.Kind == LineKind::Context && llvm::StringRef(Line.Text).ltrim().starts_with("return");
}

std::optional<size_t> QuotedDiff::removedBefore(size_t At) const {
  if (Lines[At].Content->Kind != LineKind::Context)
    return std::nullopt;
  size_t Before = At - 1;
  auto isBlank = [](const HunkLine &L) {
    return L.Kind == LineKind::Context && llvm::StringRef(L.Text).trim().empty();
  };
  while (Lines[Before].Content && isBlank(*Lines[Before].Content))
    --Before;
  const HunkLine *Gone = Lines[Before].Content;
  return Gone && Gone->Kind == LineKind::Removed ? std::optional(Before) : std::nullopt;
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

std::optional<size_t> QuotedDiff::commentLine(const Finding &Of) const {
  auto At = find(Of.At);
  if (const auto Near = nearest(Of); Near && Near->Inside && Of.By != Evidence::Compiler)
    if (!At || isOldReturn(*At)) // the patch changed something before it
      return Near->At;
  if (const auto Gone = At ? removedBefore(*At) : std::nullopt;
      Gone && (!Of.Repair || Of.Repair->Span.Begin.Line != Of.At.Line))
    return Gone; // it stands there for the lines that are gone
  if (!At || !Of.Repair || !Of.Repair->Text.empty() || Of.Repair->Span.Begin.Line != Of.At.Line)
    return At;
  const SourcePlace &End = Of.Repair->Span.End;
  const unsigned Last = End.Column <= 1 ? End.Line - 1 : End.Line;
  auto Behind = find({Of.At.File, Last, 1});
  return Behind && Last >= Of.At.Line && *Behind - *At == Last - Of.At.Line ? Behind : At;
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
