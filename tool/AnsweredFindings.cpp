#include "tool/AnsweredFindings.h"

#include "core/Visibility.h"
#include "core/Visible.h"

namespace kverdict {

static std::string line(const Finding &F) {
  return "answered: " + visible(F.At.File) + ": " + visible(F.Function) + "(): " + visible(F.Message) + " [" +
         visible(F.Rule) + "] (" + F.Fingerprint + "): " + F.Silenced + "\n";
}

void AnsweredFindings::mark(FileReport &Report) {
  for (Finding &F : Report.Findings) {
    if (!shown(F) || F.Fingerprint.empty())
      continue;
    for (const Answer &Each : All)
      if (F.Fingerprint.starts_with(Each.Fingerprint)) {
        Used.insert(&Each);
        F.Silenced = Each.Reason + (Each.By.empty() ? "" : " (" + visible(Each.By) + ")");
        F.SilencedAt = Each.At;
      }
    if (!F.Silenced.empty())
      Lines.insert(line(F));
  }
}

std::string AnsweredFindings::notes() const {
  std::string Notes;
  for (const Answer &Each : All)
    if (!Used.count(&Each))
      Notes += "kverdict: note: " + visible(Each.At.File) + ": the answer 'Kverdict: " + Each.Fingerprint +
               "' fits no finding here\n";
  return Notes;
}

} // namespace kverdict
