#include "report/ci/SarifResult.h"

#include "core/LookAlikes.h"
#include "core/OwnTerms.h"
#include "core/Visible.h"
#include "report/CallersText.h"
#include "report/Region.h"
#include "report/Story.h"

namespace kverdict {

using Json = nlohmann::ordered_json;

// Where a bracket closes right before a parenthesis, it and the one that it belongs to would make a link.
static std::string withoutLinks(const std::string &Text) {
  std::string Safe = Text;
  for (size_t At = Safe.find("]("); At != std::string::npos; At = Safe.find("](", At + 3)) {
    Safe.insert(At, "\\");
    if (const size_t Open = Safe.rfind('[', At); Open != std::string::npos && (!Open || Safe[Open - 1] != '\\')) {
      Safe.insert(Open, "\\");
      ++At;
    }
  }
  return Safe;
}

Json sarifMessage(const std::string &Text) {
  std::string Safe;
  for (char Next : withoutLinks(withLookAlikesMarked(Text)))
    Safe += Next == '{' || Next == '}' ? std::string(2, Next) : std::string(1, Next);
  return {{"text", Safe}};
}

static Json artifact(const std::string &File) {
  Json Made = {{"uri", uriOf(File)}};
  if (!File.starts_with("/"))
    Made["uriBaseId"] = "%SRCROOT%";
  return Made;
}

static Json logical(const std::string &Function) {
  const Json Made = {{"name", visible(Function)}, {"kind", "function"}};
  return Json::array({Made});
}

static Json suppression(const Finding &Of) {
  const char *Kind = Of.SilencedAt.File == Of.At.File ? "inSource" : "external";
  return {{"kind", Kind}, {"status", "accepted"}, {"justification", withLookAlikesMarked(visible(Of.Silenced))}};
}

static Json region(const SourceSpan &Span, const SourceLine &Source) {
  const SourcePlace Begin = inCharacters(Span.Begin, Source), End = inCharacters(Span.End, Source);
  Json Made = {{"startLine", Begin.Line}};
  if (Begin.Column)
    Made["startColumn"] = Begin.Column;
  Made["endLine"] = End.Line;
  if (End.Column)
    Made["endColumn"] = End.Column;
  return Made;
}

Json sarifLocation(const SourcePlace &At, const std::string &Message, const SourceLine &Source) {
  Json Made = Json::object();
  if (!At.File.empty())
    Made["physicalLocation"] = {{"artifactLocation", artifact(At.File)}};
  if (!At.File.empty() && At.valid())
    Made["physicalLocation"]["region"] = region(regionOf(At, Source), Source);
  if (!Message.empty())
    Made["message"] = sarifMessage(Message);
  return Made;
}

const char *sarifLevel(Severity Level) {
  return Level == Severity::Error ? "error" : Level == Severity::Warning ? "warning" : "note";
}

// The words that the standard has for steps of a thread flow.
static Json kindsOf(const TraceStep &Step) {
  switch (Step.What) {
  case TraceStep::Kind::Branch:
    return Step.Outcome == "true" || Step.Outcome == "false" ? Json::array({"branch", Step.Outcome})
                                                             : Json::array({"branch"});
  case TraceStep::Kind::Switch:
    return Json::array({"branch"});
  case TraceStep::Kind::Assignment:
    return Json::array({"value"});
  case TraceStep::Kind::Call:
    return Json::array({"call", "function"});
  case TraceStep::Kind::Return:
    return Json::array({"return", "function"});
  case TraceStep::Kind::Stop:
    return Json::array({"danger"});
  }
  return Json::array();
}

static Json step(const TraceStep &Step, size_t Order, const SourceLine &Source) {
  const std::string Words = stepText(Step) + (Step.Values.empty() ? "" : " (" + visible(Step.Values) + ")");
  Json Made = {{"location", sarifLocation(Step.At, Words, Source)},
               {"kinds", kindsOf(Step)},
               {"nestingLevel", Step.Depth},
               {"executionOrder", Order}};
  if (!Step.Function.empty())
    Made["location"]["logicalLocations"] = logical(Step.Function);
  return Made;
}

// The way through the function, from the state in which it goes wrong.
static Json codeFlow(const Finding &Of, const SourceLine &Source) {
  Json Thread = {{"message", sarifMessage(evidence(Of).empty() ? "The way through the function" : evidence(Of))}};
  for (const Binding &Part : Of.Witness)
    if (!Part.Layout)
      Thread["initialState"][withLookAlikesMarked(visible(Part.Place))] = sarifMessage(visible(Part.Value));
  Thread["locations"] = Json::array();
  for (const TraceStep &Step : Of.Trace)
    Thread["locations"].push_back(step(Step, Thread["locations"].size() + 1, Source));
  return {{"threadFlows", Json::array({Thread})}};
}

static Json replacement(const Fix &Of, const SourceLine &Source) {
  return {{"deletedRegion", region(Of.Span, Source)}, {"insertedContent", {{"text", Of.Text}}}};
}

static Json fix(const Fix &Of, const SourceLine &Source) {
  Json Replacements = Json::array({replacement(Of, Source)});
  for (const Fix &Each : Of.With)
    Replacements.push_back(replacement(Each, Source));
  const Json Change = {{"artifactLocation", artifact(Of.Span.Begin.File)}, {"replacements", Replacements}};
  return {{"description", sarifMessage(visible(Of.Description))}, {"artifactChanges", Json::array({Change})}};
}

// What is not a failure has no level there.
static void addKind(Json &To, const Finding &Of) {
  To["kind"] = Of.status() == Status::Undecided ? "open" : "fail";
  To["level"] = Of.status() == Status::Undecided ? "none" : sarifLevel(Of.Level);
}

static const char *baselineState(Origin From) {
  return From == Origin::PreExisting ? "unchanged" : From == Origin::Fixed ? "absent" : "new";
}

static void addProperties(Json &To, const Finding &Of) {
  Json Properties = Json::object();
  if (Of.By != Evidence::None)
    Properties["evidence"] = evidenceWord(Of.By);
  if (Of.status() == Status::Confirmed && inOwnTerms(Of.Assumptions))
    Properties["status"] = std::string("confirmed ") + OwnTermsStatus;
  for (const Assumption &Each : Of.Assumptions)
    Properties["assumptions"].push_back(withLookAlikesMarked(visible(Each.Text)));
  if (!Of.Contracts.empty())
    Properties["contracts"] = Of.Contracts;
  if (!Properties.empty())
    To["properties"] = Properties;
}

static void addMore(Json &To, const Finding &Of, const SourceLine &Source) {
  if (!Of.Trace.empty())
    To["codeFlows"] = Json::array({codeFlow(Of, Source)});
  // One that was not tried is not for a machine to apply.
  if (Of.Repair && Of.Repair->Verified)
    To["fixes"] = Json::array({fix(*Of.Repair, Source)});
  if (!Of.Fingerprint.empty())
    To["partialFingerprints"] = {{"kverdict/v1", Of.Fingerprint}};
  if (Of.From != Origin::Unknown)
    To["baselineState"] = baselineState(Of.From);
  if (!Of.Silenced.empty())
    To["suppressions"] = Json::array({suppression(Of)});
  addProperties(To, Of);
}

// The callers that lead to such a state, each at its call.
static Json callers(const Callers &All, const SourceLine &Source) {
  Json Made = Json::array();
  for (const Caller &Each : All.Seen)
    if (Each.What == Caller::Kind::Reaches && Each.There) {
      Json Location = sarifLocation(Each.There->NewAt, reachWords(Each), Source);
      Location["logicalLocations"] = logical(Each.Function);
      Made.push_back(std::move(Location));
    }
  return Made;
}

Json sarifResult(const Finding &Of, const Comparison *Changed, size_t RuleIndex, const SourceLine &Source) {
  Json Made = {{"ruleId", Of.Rule}, {"ruleIndex", RuleIndex}};
  addKind(Made, Of);
  Made["message"] = sarifMessage(story(Of));
  Json Location = sarifLocation(Of.At, "", Source);
  if (!Of.Function.empty())
    Location["logicalLocations"] = logical(Of.Function);
  Made["locations"] = Json::array({Location});
  if (const Json By = Changed && Changed->CalledBy ? callers(*Changed->CalledBy, Source) : Json(); !By.empty())
    Made["relatedLocations"] = By;
  addMore(Made, Of, Source);
  return Made;
}

} // namespace kverdict
