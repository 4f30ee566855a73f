#include "analysis/Origins.h"

#include <algorithm>

namespace kverdict {

void tellOrigins(FileReport &New, const FileReport *Old) {
  auto has = [](const FileReport &Report, const Finding &F) {
    return std::any_of(Report.Findings.begin(), Report.Findings.end(),
                       [&](const Finding &Other) { return Other.Fingerprint == F.Fingerprint; });
  };
  for (Finding &F : New.Findings)
    F.From = Old && has(*Old, F) ? Origin::PreExisting : Origin::Introduced;
  for (Finding F : Old ? Old->Findings : std::vector<Finding>())
    if (!has(New, F)) {
      F.From = Origin::Fixed;
      New.Findings.push_back(std::move(F));
    }
}

} // namespace kverdict
