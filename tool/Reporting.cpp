#include "tool/Reporting.h"

#include "report/Jsonl.h"
#include "report/Lkml.h"
#include "report/Text.h"

#include <algorithm>

namespace kverdict {

std::string render(const std::string &Format, const std::vector<FileReport> &Reports, const Patch *Under,
                   const SourceLine &Lines, const Options &O) {
  if (Format == "jsonl")
    return renderJsonl(Reports);
  if (Format == "lkml" && Under)
    return renderLkml(Reports, *Under, Lines, {O.From});
  return renderText(Reports, Lines, {O.Colour, O.Verbose});
}

std::vector<std::pair<std::string, std::string>> outputs(const Options &O, const std::vector<std::string> &Formats) {
  std::vector<std::pair<std::string, std::string>> Result;
  for (const std::string &Each : O.Outputs) {
    const size_t At = Each.find('=');
    const std::string Format = Each.substr(0, At);
    if (At == std::string::npos || At + 1 == Each.size() ||
        std::find(Formats.begin(), Formats.end(), Format) == Formats.end())
      throw Error(ExitCode::Usage, "--out wants FORMAT=FILE with a format that this command knows, not '" + Each + "'");
    Result.push_back({Format, Each.substr(At + 1)});
  }
  return Result;
}

static bool counts(const Finding &F, const Options &O) {
  return F.State == Status::Confirmed && F.From != Origin::Fixed && F.From != Origin::PreExisting && O.FailOn &&
         F.Level >= *O.FailOn;
}

ExitCode judge(const std::vector<FileReport> &Reports, const Options &O) {
  bool Open = false;
  for (const FileReport &R : Reports) {
    for (const Finding &F : R.Findings) {
      if (counts(F, O))
        return ExitCode::Findings;
      Open |= F.State == Status::Undecided;
    }
    Open |= !R.Gaps.empty();
  }
  return Open ? ExitCode::Incomplete : ExitCode::Clean;
}

} // namespace kverdict
