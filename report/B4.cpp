#include "report/B4.h"

#include "report/Text.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <nlohmann/json.hpp>

namespace kverdict {

using Json = nlohmann::ordered_json;

static std::string summary(size_t Errors, size_t Warnings, size_t Notes, size_t Open) {
  std::vector<std::string> Parts;
  if (Errors)
    Parts.push_back(counted(Errors, "error"));
  if (Warnings)
    Parts.push_back(counted(Warnings, "warning"));
  if (Notes)
    Parts.push_back(counted(Notes, "note"));
  if (Open)
    Parts.push_back(std::to_string(Open) + " not decided");
  return Parts.empty() ? "no findings" : llvm::join(Parts, ", ");
}

std::string renderB4(const std::vector<FileReport> &Reports, const SourceLine &Source) {
  if (Reports.empty())
    return "[]\n";
  const auto Findings = ordered(Reports);
  auto Count = [&](Severity Level) -> size_t {
    return llvm::count_if(Findings, [&](const Finding *Of) { return shownAsDefect(*Of) && Of->Level == Level; });
  };
  const size_t Errors = Count(Severity::Error), Warnings = Count(Severity::Warning);
  const size_t Open = orderedGaps(Reports).size() + llvm::count_if(Findings, [](const Finding *Of) {
                        return Of->State == Status::Undecided && shown(*Of);
                      });
  const bool Warn = Warnings || Open || !orderedNotices(Reports).empty();
  const Json Entry = {{"tool", "kverdict"},
                      {"status", Errors ? "fail"
                                 : Warn ? "warn"
                                        : "pass"},
                      {"summary", summary(Errors, Warnings, Count(Severity::Note), Open)},
                      {"details", renderText(Reports, Source, {})}};
  return Json::array({Entry}).dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
