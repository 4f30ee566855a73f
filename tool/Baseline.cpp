#include "tool/Baseline.h"

#include "core/Visible.h"
#include "report/record/Jsonl.h"
#include "tool/Files.h"

#include <algorithm>

namespace kverdict {

Baseline Baseline::of(const Options &O) {
  Baseline Made;
  if (O.Baseline.empty())
    return Made;
  Made.Given = true;
  Made.Review = O.What == Command::Review;
  Made.File = O.Baseline;
  for (Finding &F : readJsonl(readFile(O.Baseline), O.Baseline).Findings)
    if (F.From != Origin::Fixed)
      Made.Known[F.At.File].push_back(std::move(F));
  return Made;
}

void Baseline::mark(FileReport &Report) {
  if (!Given)
    return;
  std::vector<Finding> Left = Known[Report.File];
  for (Finding &F : Report.Findings) {
    if (F.From == Origin::Fixed)
      continue;
    const auto Same =
        std::find_if(Left.begin(), Left.end(), [&](const Finding &Old) { return Old.Fingerprint == F.Fingerprint; });
    if (Same != Left.end()) {
      F.From = Origin::PreExisting;
      Left.erase(Same); // two of a kind need two entries
    } else if (F.From == Origin::Unknown) {
      F.From = Origin::Introduced;
    }
  }
  // Where something was not decided, it may still be there; and a review does not look at all functions.
  std::erase_if(Left, [&](const Finding &Old) {
    auto concerns = [&](const auto &Each) { return Each.Function == Old.Function; };
    const bool Looked = std::count(Report.Explored.begin(), Report.Explored.end(), Old.Function) ||
                        std::any_of(Report.Skipped.begin(), Report.Skipped.end(), concerns);
    return !Looked || std::any_of(Report.Gaps.begin(), Report.Gaps.end(), concerns);
  });
  takeUp(Report, Left);
}

void Baseline::takeUp(FileReport &Report, const std::vector<Finding> &Gone) {
  Stale[Report.File] = Gone;
  if (Review)
    return;
  for (Finding Old : Gone) {
    const bool There = std::any_of(Report.Findings.begin(), Report.Findings.end(), [&](const Finding &F) {
      return F.From == Origin::Fixed && F.Fingerprint == Old.Fingerprint;
    });
    Old.From = Origin::Fixed;
    if (!There)
      Report.Findings.push_back(std::move(Old));
  }
}

std::string Baseline::notes() const {
  std::string Notes;
  for (const auto &[Name, Gone] : Stale)
    for (const Finding &Old : Gone)
      Notes += "kverdict: note: " + visible(File) + ": nothing matches its " + visible(Old.Rule) + " in " +
               visible(Old.Function) + "() (" + visible(Name) +
               ") any more; remove the entry, or make the file again\n";
  return Notes;
}

} // namespace kverdict
