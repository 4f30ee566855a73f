#include "report/ci/GitHub.h"

#include "core/Hash.h"
#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "report/ChangeRemark.h"
#include "report/Region.h"
#include "report/Story.h"
#include "report/terminal/Text.h"

#include "llvm/ADT/StringRef.h"

namespace kverdict {

// As the runner's own toolkit escapes the text behind the last `::`, and the values before it.
static std::string escaped(llvm::StringRef Text, bool Property) {
  std::string Out;
  for (char Next : Text) {
    if (Next == '%')
      Out += "%25";
    else if (Next == '\r')
      Out += "%0D";
    else if (Next == '\n')
      Out += "%0A";
    else if (Property && Next == ':')
      Out += "%3A";
    else if (Property && Next == ',')
      Out += "%2C";
    else
      Out += Next;
  }
  return Out;
}

static std::string command(const char *Kind, const SourceSpan &At, const std::string &Title, const std::string &Text) {
  std::string Line = std::string("::") + Kind + " file=" + escaped(visible(At.Begin.File), true);
  auto Add = [&](const char *Key, unsigned Value) {
    Line += Value ? "," + std::string(Key) + "=" + std::to_string(Value) : "";
  };
  Add("line", At.Begin.Line);
  Add("endLine", At.End.Line);
  Add("col", At.Begin.Column);
  Add("endColumn", At.End.Column);
  return Line + ",title=" + escaped("kverdict: " + withLookAlikesMarked(visible(Title)), true) +
         "::" + escaped(withLookAlikesMarked(Text), false) + "\n";
}

// Here columns are inclusive, and it is not said what they count; characters, then.
static SourceSpan annotated(const SourcePlace &At, const SourceLine &Source) {
  SourceSpan Region = regionOf(At, Source);
  Region = {inCharacters(Region.Begin, Source), inCharacters(Region.End, Source)};
  if (Region.End.Column > Region.Begin.Column)
    --Region.End.Column;
  return Region;
}

static const char *kindOf(const Finding &Of) {
  if (Of.status() == Status::Undecided || Of.Level == Severity::Note)
    return "notice";
  return Of.Level == Severity::Error ? "error" : "warning";
}

// Nobody can put the word that ends the quotation into the text, because it is made from the text.
static std::string quoted(const std::string &Text) {
  const std::string Word = "kverdict-" + hashed(Text);
  return "::stop-commands::" + Word + "\n" + Text + "::" + Word + "::\n";
}

std::string renderGitHub(const std::vector<FileReport> &Reports, const SourceLine &Source) {
  std::string Text = quoted(withLookAlikesMarked(renderText(Reports, Source, {})));
  for (const Finding *Of : ordered(Reports))
    if (shown(*Of))
      Text += command(kindOf(*Of), annotated(Of->At, Source), Of->Rule, story(*Of));
  for (const ChangeRemark &Each : changeRemarks(Reports))
    Text += command("notice", annotated(Each.Of->At, Source), Each.Of->Rule, Each.Text);
  for (const Incomplete &Gap : orderedGaps(Reports))
    Text += command("notice", annotated(Gap.At, Source), "not decided", gapWords(Gap));
  for (const Notice &Each : orderedNotices(Reports))
    Text += command("warning", annotated(Each.At, Source), "ignore", visible(Each.Text));
  return Text;
}

} // namespace kverdict
