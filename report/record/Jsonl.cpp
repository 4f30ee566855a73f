#include "report/record/Jsonl.h"

#include "core/OwnTerms.h"
#include "report/Words.h"
#include "report/record/JsonClaim.h"
#include "report/record/JsonWords.h"
#include "report/terminal/DiffText.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace kverdict {

using Json = nlohmann::ordered_json;

// What is empty is left out.
static void add(Json &To, const char *Key, const std::string &Text) {
  if (!Text.empty())
    To[Key] = Text;
}

static void add(Json &To, const char *Key, const std::vector<std::string> &Texts) {
  if (!Texts.empty())
    To[Key] = Texts;
}

static void addPlace(Json &To, const SourcePlace &At) {
  add(To, "file", At.File);
  if (At.Line)
    To["line"] = At.Line;
  if (At.Line && At.Column)
    To["column"] = At.Column;
}

static Json stepRecord(const TraceStep &Step) {
  Json Made = {{"kind", wordOf(Step.What)}};
  addPlace(Made, Step.At);
  add(Made, "function", Step.Function);
  Made["depth"] = Step.Depth;
  add(Made, "text", Step.Text);
  add(Made, "outcome", Step.Outcome);
  add(Made, "values", Step.Values);
  return Made;
}

static Json fixRecord(const Fix &Of, const std::string &Tried) {
  Json Made = {{"file", Of.Span.Begin.File},   {"line", Of.Span.Begin.Line},       {"column", Of.Span.Begin.Column},
               {"end_line", Of.Span.End.Line}, {"end_column", Of.Span.End.Column}, {"text", Of.Text}};
  add(Made, "description", Of.Description);
  Made["verified"] = Of.Verified;
  add(Made, "tried", Tried);
  for (const Fix &Each : Of.With)
    Made["with"].push_back(fixRecord(Each, ""));
  return Made;
}

static void addEvidence(Json &To, const Finding &Of) {
  for (const Binding &Part : Of.Witness) {
    Json One{{"place", Part.Place}, {"value", Part.Value}};
    if (Part.Layout)
      One["layout"] = true;
    To["witness"].push_back(std::move(One));
  }
  add(To, "remarks", Of.Remarks);
  add(To, "calls", Of.Calls);
  for (const Binding &Each : Of.Replay)
    To["replay"].push_back({{"place", Each.Place}, {"value", Each.Value}});
  add(To, "not_replayed", Of.NotReplayed);
  add(To, "verdict", Of.Verdict);
  add(To, "expected", Of.Expected);
  add(To, "before", Of.Before);
  add(To, "patch", Of.Patch);
  add(To, "mended_by", Of.MendedBy);
  for (const TraceStep &Step : Of.Trace)
    To["trace"].push_back(stepRecord(Step));
  if (Of.Repair)
    To["fix"] = fixRecord(*Of.Repair, Of.Tried);
}

// What is confirmed so is not confirmed of a tree.
static bool isOfOwnTerms(const Finding &Of) { return Of.status() == Status::Confirmed && inOwnTerms(Of.Assumptions); }

static Json findingRecord(const Finding &Of) {
  Json Made = {{"type", "finding"}, {"rule", Of.Rule}};
  add(Made, "contracts", Of.Contracts);
  Made["severity"] = wordOf(Of.Level);
  Made["status"] = wordOf(Of.status()) + (isOfOwnTerms(Of) ? std::string(" ") + OwnTermsStatus : "");
  addClaim(Made, Of.By, Of.Assumptions);
  Made["origin"] = wordOf(Of.From);
  add(Made, "function", Of.Function);
  addPlace(Made, Of.At);
  add(Made, "message", Of.Message);
  add(Made, "why", Of.Why);
  add(Made, "premise", Of.Premise);
  add(Made, "reason", Of.Reason);
  addEvidence(Made, Of);
  add(Made, "spoken_for", Of.SpokenFor);
  add(Made, "references", Of.References);
  add(Made, "fingerprint", Of.Fingerprint);
  if (!Of.Silenced.empty()) {
    Json By = {{"reason", Of.Silenced}};
    addPlace(By, Of.SilencedAt);
    Made["silenced"] = By;
  }
  return Made;
}

static Json gapRecord(const Incomplete &Gap) {
  Json Made = {{"type", "gap"}};
  addPlace(Made, Gap.At);
  add(Made, "function", Gap.Function);
  Made["reason"] = Gap.Reason;
  add(Made, "patch", Gap.Patch);
  return Made;
}

static Json noticeRecord(const Notice &Of) {
  Json Made = {{"type", "notice"}};
  addPlace(Made, Of.At);
  Made["message"] = Of.Text;
  return Made;
}

static Json skippedRecord(const NotApplied &Skipped) {
  Json Made = {{"type", "not-applied"}, {"contract", Skipped.Contract}};
  add(Made, "function", Skipped.Function);
  Made["reason"] = Skipped.Reason;
  return Made;
}

static std::string line(const Json &Record) {
  return Record.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

static std::string lines(std::vector<std::string> Records) {
  std::sort(Records.begin(), Records.end());
  std::string Text;
  for (const std::string &Record : Records)
    Text += Record;
  return Text;
}

static std::string gapLines(const std::vector<FileReport> &Reports) {
  std::string Text;
  for (const Incomplete &Gap : orderedGaps(Reports))
    Text += line(gapRecord(Gap));
  return Text;
}

static std::string noticeLines(const std::vector<FileReport> &Reports) {
  std::string Text;
  for (const Notice &Each : orderedNotices(Reports))
    Text += line(noticeRecord(Each));
  return Text;
}

static std::string skippedLines(const std::vector<FileReport> &Reports) {
  std::vector<std::string> Records;
  for (const FileReport &Report : Reports)
    for (const NotApplied &Skipped : Report.Skipped)
      Records.push_back(line(skippedRecord(Skipped)));
  return lines(std::move(Records));
}

static Json lineRecord(const ChangedLine &L) {
  static const char *const Fates[] = {"compared", "equal", "not-compiled", "outside", "not-looked-at"};
  Json Made = {{"side", L.Old ? "old" : "new"}, {"line", L.Line}, {"fate", Fates[static_cast<int>(L.What)]}};
  add(Made, "name", L.Name);
  if (L.Outcome)
    Made["outcome"] = changeWord(*L.Outcome);
  if (L.OnlyHere)
    Made["only_here"] = true;
  add(Made, "renamed_from", L.Before);
  add(Made, "moved_from", L.From);
  add(Made, "reaches", L.Reaches);
  add(Made, "reason", L.Reason);
  return Made;
}

static std::string accountLines(const Accounts &Of) {
  std::string Text;
  for (const auto &[File, Changed] : Of) {
    Json Lines = Json::array();
    for (const ChangedLine &L : Changed)
      Lines.push_back(lineRecord(L));
    Text += line({{"type", "account"}, {"file", File}, {"lines", Lines}});
  }
  return Text;
}

static Json summaryRecord(const std::vector<FileReport> &Reports) {
  Json Files = Json::array(), Explored = Json::array();
  size_t Findings = 0, Skipped = 0;
  unsigned Refuted = 0;
  for (const FileReport &Report : Reports) {
    Files.push_back(Report.File);
    for (const std::string &Function : Report.Explored)
      Explored.push_back(Function);
    Findings += Report.Findings.size();
    Skipped += Report.Skipped.size();
    Refuted += Report.Refuted;
  }
  return {{"type", "summary"},      {"format", JsonlFormat}, {"files", Files},
          {"explored", Explored},   {"findings", Findings},  {"gaps", orderedGaps(Reports).size()},
          {"not_applied", Skipped}, {"refuted", Refuted}};
}

std::string renderJsonl(const std::vector<FileReport> &Reports, const Accounts &Changed) {
  std::string Text;
  for (const Finding *Of : ordered(Reports))
    Text += line(findingRecord(*Of));
  Text += gapLines(Reports) + noticeLines(Reports) + skippedLines(Reports);
  for (const FileReport &Report : Reports)
    for (const Comparison &Each : Report.Changes)
      Text += comparisonRecord(Each, Report.File);
  return Text + accountLines(Changed) + line(summaryRecord(Reports));
}

} // namespace kverdict
