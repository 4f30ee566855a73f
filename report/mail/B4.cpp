#include "report/mail/B4.h"

#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "report/terminal/Text.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <nlohmann/json.hpp>

namespace kverdict {

using Json = nlohmann::ordered_json;

static std::string summary(size_t Errors, size_t Warnings, size_t Notes, size_t Open, bool Incomplete) {
  std::vector<std::string> Parts;
  if (Errors)
    Parts.push_back(counted(Errors, "error"));
  if (Warnings)
    Parts.push_back(counted(Warnings, "warning"));
  if (Notes)
    Parts.push_back(counted(Notes, "note"));
  if (Open)
    Parts.push_back(std::to_string(Open) + " not decided");
  if (Incomplete)
    Parts.push_back("incomplete");
  return Parts.empty() ? "no findings" : llvm::join(Parts, ", ");
}

std::string renderB4(const std::vector<FileReport> &Reports, const SourceLine &Source,
                     const std::vector<std::string> &Problems) {
  if (Reports.empty() && Problems.empty())
    return "[]\n";
  const auto Findings = ordered(Reports);
  auto Count = [&](Severity Level) -> size_t {
    return llvm::count_if(Findings, [&](const Finding *Of) { return shownAsDefect(*Of) && Of->Level == Level; });
  };
  const size_t Errors = Count(Severity::Error), Warnings = Count(Severity::Warning);
  const size_t Open =
      orderedGaps(Reports).size() + llvm::count_if(Findings, [](const Finding *Of) { return isOpen(*Of); });
  std::string Details = Reports.empty() ? "" : renderText(Reports, Source, {});
  for (const std::string &Problem : Problems)
    Details += "not reviewed: " + visible(Problem) + "\n";
  const bool Warn = Warnings || Open || !Problems.empty() || !orderedNotices(Reports).empty();
  const Json Entry = {{"tool", "kverdict"},
                      {"status", Errors ? "fail"
                                 : Warn ? "warn"
                                        : "pass"},
                      {"summary", summary(Errors, Warnings, Count(Severity::Note), Open, !Problems.empty())},
                      {"details", withLookAlikesMarked(Details)}};
  return Json::array({Entry}).dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
