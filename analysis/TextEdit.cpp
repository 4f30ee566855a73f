#include "analysis/TextEdit.h"

#include <cctype>

namespace kverdict {
namespace {

size_t offsetOf(const SourcePlace &P, const std::string &Text) {
  size_t At = 0;
  for (unsigned Line = 1; Line < P.Line && At < Text.size(); ++Line) {
    size_t End = Text.find('\n', At);
    At = End == std::string::npos ? Text.size() : End + 1;
  }
  return std::min(At + P.Column - 1, Text.size());
}

bool blank(const std::string &Text, size_t From, size_t To) {
  for (; From < To; ++From)
    if (!isspace(static_cast<unsigned char>(Text[From])))
      return false;
  return true;
}

} // namespace

std::string applyFix(const Fix &F, const std::string &Text) {
  const size_t Begin = offsetOf(F.Span.Begin, Text), End = offsetOf(F.Span.End, Text);
  return Text.substr(0, Begin) + F.Text + Text.substr(End);
}

Fix wholeLines(Fix F, const std::string &Text) {
  if (!F.Text.empty())
    return F;
  const size_t Begin = offsetOf(F.Span.Begin, Text), End = offsetOf(F.Span.End, Text);
  const size_t Next = Text.find('\n', End);
  if (Next == std::string::npos || !blank(Text, Begin - (F.Span.Begin.Column - 1), Begin) || !blank(Text, End, Next))
    return F;
  F.Span.Begin.Column = 1;
  F.Span.End.Line += 1;
  F.Span.End.Column = 1;
  return F;
}

} // namespace kverdict
