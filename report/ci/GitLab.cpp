#include "report/ci/GitLab.h"

#include "core/Hash.h"
#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "report/ChangeRemark.h"
#include "report/Story.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace kverdict {

using Json = nlohmann::ordered_json;

static const char *severity(const Finding &Of) {
  if (Of.status() == Status::Undecided || Of.Level == Severity::Note)
    return "info";
  return Of.Level == Severity::Error ? "critical" : "minor";
}

namespace {

struct QualityWriter {
  Json All = Json::array();
  std::map<std::string, unsigned> Seen; // fingerprints, and how many there are of each

  void add(const std::string &Text, const std::string &Check, std::string Fingerprint, const char *Severity,
           const SourcePlace &At) {
    if (const unsigned Number = ++Seen[Fingerprint]; Number > 1)
      Fingerprint += "-" + std::to_string(Number);
    All.push_back({{"description", withLookAlikesMarked(Text)},
                   {"check_name", visible(Check)},
                   {"fingerprint", Fingerprint},
                   {"severity", Severity},
                   {"location", {{"path", At.File}, {"lines", {{"begin", std::max(At.Line, 1u)}}}}}});
  }

  void finding(const Finding &Of) {
    const std::string Evidence = evidence(Of);
    const std::string Open = Of.status() == Status::Undecided ? " (not decided: " + visible(Of.Reason) + ")" : "";
    add(visible(Of.Message) + Open + (Evidence.empty() ? "" : " (" + Evidence + ")"), Of.Rule, Of.Fingerprint,
        severity(Of), Of.At);
  }
};

} // namespace

std::string renderGitLab(const std::vector<FileReport> &Reports) {
  QualityWriter To;
  for (const Finding *Of : ordered(Reports))
    if (shown(*Of))
      To.finding(*Of);
  for (const ChangeRemark &Each : changeRemarks(Reports))
    To.add(Each.Text, Each.Of->Rule, Each.Of->Fingerprint, "info", Each.Of->At);
  for (const Incomplete &Gap : orderedGaps(Reports))
    To.add("Not decided: " + gapWords(Gap), "not-decided", gapFingerprint(Gap), "info", Gap.At);
  for (const Notice &Each : orderedNotices(Reports))
    To.add(visible(Each.Text), "kverdict-ignore", hashed("notice\n" + Each.At.File + "\n" + Each.Text), "info",
           Each.At);
  return To.All.dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
