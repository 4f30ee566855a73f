#include "report/terminal/CcText.h"

#include "core/Visible.h"
#include "report/Story.h"

#include <algorithm>

namespace kverdict {

static std::string line(const SourcePlace &At, const char *Kind, const std::string &Text) {
  return visible(At.File) + ":" + std::to_string(std::max(At.Line, 1u)) + ":" +
         std::to_string(std::max(At.Column, 1u)) + ": " + Kind + ": " + Text + "\n";
}

static std::string finding(const Finding &Of) {
  const std::string Evidence = evidence(Of, 6);
  if (Of.status() == Status::Undecided)
    return line(Of.At, "note", "not decided: " + visible(Of.Message) + " (" + visible(Of.Reason) + ")");
  std::string Text = line(Of.At, "warning", visible(Of.Message) + " [" + visible(Of.Rule) + "]");
  Text += Evidence.empty() ? "" : line(Of.At, "note", Evidence);
  Text += Of.Premise.empty() ? "" : line(Of.At, "note", "this assumes: " + visible(Of.Premise));
  if (Of.Repair && Of.Repair->Verified)
    Text += line(Of.Repair->Span.Begin, "note", "fix: " + visible(Of.Repair->Description));
  return Text;
}

std::string renderCc(const std::vector<FileReport> &Reports) {
  std::string Text;
  for (const Finding *Of : ordered(Reports))
    if (shown(*Of))
      Text += finding(*Of);
  for (const Incomplete &Gap : orderedGaps(Reports))
    Text += line(Gap.At, "note", "not decided: " + gapWords(Gap));
  for (const Notice &Each : orderedNotices(Reports))
    Text += line(Each.At, "warning", visible(Each.Text));
  return Text;
}

} // namespace kverdict
