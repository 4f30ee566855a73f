#include "report/ci/Sarif.h"

#include "core/Version.h"
#include "core/Visible.h"
#include "report/ChangeRemark.h"
#include "report/Story.h"
#include "report/ci/SarifResult.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

namespace kverdict {

using Json = nlohmann::ordered_json;

static std::string sentence(std::string Text) {
  if (!Text.empty() && Text[0] >= 'a' && Text[0] <= 'z')
    Text[0] = static_cast<char>(Text[0] - 'a' + 'A');
  return Text.empty() || Text.ends_with(".") ? Text : Text + ".";
}

/// What a finding of the rule rests on.
static std::string borneOutBy(Evidence By) {
  switch (By) {
  case Evidence::Run:
    return " A finding is confirmed: an interpreter started the function in the state that is shown, and it did what "
           "is said. The command behind \"To replay\" does it again.";
  case Evidence::Proof:
    return " A finding is confirmed: it was shown for all states of this build.";
  case Evidence::Compiler:
    return " It is the compiler that says so; nothing was run.";
  case Evidence::None:
    break;
  }
  return "";
}

static Json ruleRecord(const RuleInfo &Of) {
  const std::string About = sentence(Of.About.empty() ? Of.Id : Of.About);
  const std::string Long = About + borneOutBy(Of.By);
  Json Properties = {{"tags", Json::array({"correctness"})}};
  if (!Of.Precision.empty())
    Properties["precision"] = "very-high";
  return {{"id", Of.Id},
          {"shortDescription", sarifMessage(About)},
          {"fullDescription", sarifMessage(Long)},
          {"help", sarifMessage(Long + (Of.Precision.empty() ? "" : " " + sentence("Measured: " + Of.Precision)))},
          {"defaultConfiguration", {{"level", sarifLevel(Of.Level)}}},
          {"properties", Properties}};
}

namespace {

// The log while it is made.
struct SarifLog {
  const std::vector<FileReport> &Reports;
  const SourceLine &Source;
  std::vector<RuleInfo> Rules;
  const std::vector<std::string> &Problems;

  size_t indexOf(const std::string &Rule) {
    const auto Found = llvm::find_if(Rules, [&](const RuleInfo &Known) { return Known.Id == Rule; });
    const size_t Index = Found - Rules.begin();
    if (Index == Rules.size()) {
      Rules.emplace_back(); // one that nobody has described
      Rules.back().Id = Rule;
      Rules.back().By = Evidence::None;
    }
    return Index;
  }

  Json results() {
    Json All = Json::array();
    for (const Finding *Of : ordered(Reports))
      All.push_back(sarifResult(*Of, changeOf(*Of), indexOf(Of->Rule), Source));
    for (const ChangeRemark &Each : changeRemarks(Reports))
      All.push_back(remark(Each));
    return All;
  }

  /// Nothing fails: it is information.
  Json remark(const ChangeRemark &Said) {
    if (llvm::none_of(Rules, [&](const RuleInfo &Known) { return Known.Id == Said.Of->Rule; })) {
      Rules.emplace_back();
      Rules.back().Id = Said.Of->Rule;
      Rules.back().About = "what a patch makes a function decide otherwise; nothing says that it is wrong";
      Rules.back().Level = Severity::Note;
      Rules.back().By = Evidence::None;
    }
    return {{"ruleId", Said.Of->Rule},
            {"ruleIndex", indexOf(Said.Of->Rule)},
            {"kind", "informational"},
            {"level", "none"},
            {"message", sarifMessage(Said.Text)},
            {"locations", Json::array({sarifLocation(Said.Of->At, Said.Of->Function, Source)})},
            {"partialFingerprints", {{"kverdict/v1", Said.Of->Fingerprint}}}};
  }

  const Comparison *changeOf(const Finding &Of) const {
    for (const FileReport &Report : Reports)
      for (const Comparison &Each : Report.Changes)
        if (Of.From == Origin::Introduced && Each.Function == Of.Function && Report.File == Of.At.File)
          return &Each;
    return nullptr;
  }

  Json note(const SourcePlace &At, const char *Level, const std::string &Text) const {
    Json Made = {{"level", Level}, {"message", sarifMessage(Text)}};
    if (!At.File.empty())
      Made["locations"] = Json::array({sarifLocation(At, "", Source)});
    return Made;
  }

  Json executionNotes() const {
    Json All = Json::array();
    for (const std::string &Problem : Problems)
      All.push_back(note({}, "error", visible(Problem)));
    for (const Incomplete &Gap : orderedGaps(Reports)) {
      All.push_back(note(Gap.At, "warning", "Not decided: " + gapWords(Gap)));
      All.back()["properties"] = {{"kverdict/v1", gapFingerprint(Gap)}}; // a notification has no partialFingerprints
    }
    return All;
  }

  Json configurationNotes() const {
    Json All = Json::array();
    for (const Notice &Each : orderedNotices(Reports))
      All.push_back(note(Each.At, "warning", visible(Each.Text)));
    std::set<std::pair<std::string, std::string>> Skipped;
    for (const FileReport &Report : Reports)
      for (const NotApplied &Each : Report.Skipped)
        Skipped.emplace(Report.File, visible("The contract " + Each.Contract + " did not apply: " + Each.Reason));
    for (const auto &[File, Text] : Skipped)
      All.push_back(note({File, 0, 0}, "note", Text));
    return All;
  }

  Json run() {
    Json Results = results(); // first: they may add to the rules
    Json Driver = {{"name", "kverdict"}, {"semanticVersion", Version}, {"rules", Json::array()}};
    for (const RuleInfo &Rule : Rules)
      Driver["rules"].push_back(ruleRecord(Rule));
    Json Invocation = {{"executionSuccessful", Problems.empty()},
                       {"toolExecutionNotifications", executionNotes()},
                       {"toolConfigurationNotifications", configurationNotes()}};
    return {{"tool", {{"driver", Driver}}},
            {"invocations", Json::array({Invocation})},
            {"originalUriBaseIds", {{"%SRCROOT%", {{"description", {{"text", "The root of the tree."}}}}}}},
            {"columnKind", "unicodeCodePoints"},
            {"results", Results}};
  }
};

} // namespace

std::string renderSarif(const std::vector<FileReport> &Reports, const SourceLine &Source,
                        const std::vector<RuleInfo> &Rules, const std::vector<std::string> &Problems) {
  const Json Log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({SarifLog{Reports, Source, Rules, Problems}.run()})}};
  return Log.dump(2, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
