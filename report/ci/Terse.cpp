#include "report/ci/Terse.h"

#include "core/Visible.h"
#include "report/Story.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace kverdict {

// "inverted-return" as checkpatch spells its types: "INVERTED_RETURN".
static std::string typeWord(llvm::StringRef Rule) {
  std::string Word = visible(Rule.upper());
  std::replace(Word.begin(), Word.end(), '-', '_');
  return Word;
}

namespace {

// The lines, and how many of each kind there are.
struct TerseWriter {
  std::string Text;
  size_t Errors = 0, Warnings = 0, Checks = 0;

  void line(const SourcePlace &At, const char *Kind, const std::string &Type, const std::string &Message) {
    // A line of 0 would be taken for a place that nobody has; what concerns a whole file is said of its first line.
    Text += visible(At.File) + ":" + std::to_string(std::max(At.Line, 1u)) + ": " + Kind + ":" + Type + ": " +
            visible(Message) + "\n";
  }

  void finding(const Finding &Of) {
    const std::string Evidence = evidence(Of);
    const std::string Message = Of.Message + (Evidence.empty() ? "" : " (" + Evidence + ")");
    if (!shown(Of))
      return;
    if (Of.status() == Status::Undecided) {
      ++Checks;
      line(Of.At, "CHECK", "UNDECIDED", Of.Message + " (not decided: " + Of.Reason + ")");
    } else if (Of.Level == Severity::Error) {
      ++Errors;
      line(Of.At, "ERROR", typeWord(Of.Rule), Message);
    } else if (Of.Level == Severity::Warning) {
      ++Warnings;
      line(Of.At, "WARNING", typeWord(Of.Rule), Message);
    } else {
      ++Checks;
      line(Of.At, "CHECK", typeWord(Of.Rule), Message);
    }
  }

  std::string total(size_t Lines) const {
    return "total: " + std::to_string(Errors) + " errors, " + std::to_string(Warnings) + " warnings, " +
           (Checks ? std::to_string(Checks) + " checks, " : "") + std::to_string(Lines) + " lines checked\n";
  }
};

} // namespace

std::string renderTerse(const std::vector<FileReport> &Reports, size_t Lines) {
  TerseWriter To;
  for (const Finding *Of : ordered(Reports))
    To.finding(*Of);
  for (const Incomplete &Gap : orderedGaps(Reports)) {
    ++To.Checks;
    To.line(Gap.At, "CHECK", "UNDECIDED", "not decided: " + gapWords(Gap));
  }
  for (const Notice &Each : orderedNotices(Reports)) {
    ++To.Checks;
    To.line(Each.At, "CHECK", "KVERDICT", Each.Text);
  }
  return To.Text + To.total(Lines);
}

} // namespace kverdict
