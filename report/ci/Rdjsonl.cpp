#include "report/ci/Rdjsonl.h"

#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "report/ChangeRemark.h"
#include "report/Region.h"
#include "report/Story.h"

#include <nlohmann/json.hpp>

namespace kverdict {

using Json = nlohmann::ordered_json;

static Json position(const SourcePlace &At) {
  Json Made = {{"line", At.Line}};
  if (At.Column)
    Made["column"] = At.Column;
  return Made;
}

static Json range(const SourceSpan &Span) {
  Json Made = {{"start", position(Span.Begin)}};
  if (!(Span.End == Span.Begin))
    Made["end"] = position(Span.End);
  return Made;
}

static Json location(const SourcePlace &At, const SourceLine &Source) {
  Json Made = {{"path", At.File}};
  if (At.valid())
    Made["range"] = range(regionOf(At, Source));
  return Made;
}

static const char *severity(const Finding &Of) {
  if (Of.status() == Status::Undecided || Of.Level == Severity::Note)
    return "INFO";
  return Of.Level == Severity::Error ? "ERROR" : "WARNING";
}

static Json diagnostic(const std::string &Message, const SourcePlace &At, const char *Severity, const std::string &Code,
                       const SourceLine &Source) {
  return {{"message", withLookAlikesMarked(Message)},
          {"location", location(At, Source)},
          {"severity", Severity},
          {"source", {{"name", "kverdict"}}},
          {"code", {{"value", Code}}}};
}

static std::string stepWords(const TraceStep &Step) {
  return withLookAlikesMarked((Step.Depth ? visible(Step.Function) + "(): " : "") + stepText(Step) +
                              (Step.Values.empty() ? "" : " (" + visible(Step.Values) + ")"));
}

static Json suggestion(const Fix &Of) {
  const Json Range = {{"start", position(Of.Span.Begin)}, {"end", position(Of.Span.End)}};
  return {{"range", Range}, {"text", Of.Text}};
}

static Json finding(const Finding &Of, const SourceLine &Source) {
  Json Made = diagnostic(story(Of), Of.At, severity(Of), visible(Of.Rule), Source);
  for (llvm::StringRef Reference : Of.References)
    if (Reference.starts_with("https://") && !Made["code"].contains("url"))
      Made["code"]["url"] = Reference;
  if (Of.Repair && Of.Repair->Verified && Of.Repair->With.empty()) // each suggestion there is one edit
    Made["suggestions"] = Json::array({suggestion(*Of.Repair)});
  for (const TraceStep &Step : tellingSteps(Of))
    if (Step.At.valid())
      Made["related_locations"].push_back({{"message", stepWords(Step)}, {"location", location(Step.At, Source)}});
  return Made;
}

static std::string line(const Json &Record) {
  return Record.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

std::string renderRdjsonl(const std::vector<FileReport> &Reports, const SourceLine &Source) {
  std::string Text;
  for (const Finding *Of : ordered(Reports))
    if (shown(*Of))
      Text += line(finding(*Of, Source));
  for (const ChangeRemark &Each : changeRemarks(Reports))
    Text += line(diagnostic(Each.Text, Each.Of->At, "INFO", Each.Of->Rule, Source));
  for (const Incomplete &Gap : orderedGaps(Reports))
    Text += line(diagnostic("Not decided: " + gapWords(Gap), Gap.At, "INFO", "not-decided", Source));
  for (const Notice &Each : orderedNotices(Reports))
    Text += line(diagnostic(visible(Each.Text), Each.At, "WARNING", "kverdict-ignore", Source));
  return Text;
}

} // namespace kverdict
