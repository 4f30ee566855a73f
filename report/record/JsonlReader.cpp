#include "core/Error.h"
#include "core/OwnTerms.h"
#include "core/Visible.h"
#include "report/record/JsonLine.h"
#include "report/record/JsonWords.h"
#include "report/record/Jsonl.h"

#include "llvm/ADT/StringRef.h"

#include <nlohmann/json.hpp>

namespace kverdict {

using Json = nlohmann::ordered_json;

// What is wrong with a record; readJsonl() adds the line.
struct BadRecord {
  std::string Reason;
};

static std::string text(const Json &From, const char *Key) { return From.value(Key, std::string()); }

static std::vector<std::string> texts(const Json &From, const char *Key) {
  return From.value(Key, std::vector<std::string>());
}

template <typename Enum> static Enum word(const Json &From, const char *Key, Enum Last) {
  std::string Word = From.at(Key).get<std::string>();
  if (auto Known = fromWord(Word, Last))
    return *Known;
  throw BadRecord{std::string("'") + Key + "' is '" + visible(Word) +
                  "', which this version of kverdict does not know"};
}

static SourcePlace place(const Json &From) {
  return {text(From, "file"), From.value("line", 0u), From.value("column", 0u)};
}

static TraceStep step(const Json &From) {
  TraceStep Made;
  Made.What = word(From, "kind", TraceStep::Kind::Stop);
  Made.At = place(From);
  Made.Function = text(From, "function");
  Made.Depth = From.value("depth", 0u);
  Made.Text = text(From, "text");
  Made.Outcome = text(From, "outcome");
  Made.Values = text(From, "values");
  return Made;
}

static Fix fix(const Json &From) {
  Fix Made;
  Made.Span.Begin = place(From);
  Made.Span.End = {Made.Span.Begin.File, From.at("end_line").get<unsigned>(), From.at("end_column").get<unsigned>()};
  Made.Text = From.at("text").get<std::string>();
  Made.Description = text(From, "description");
  Made.Verified = From.at("verified").get<bool>();
  for (const Json &Each : From.value("with", Json::array()))
    Made.With.push_back(fix(Each));
  return Made;
}

static Assumption assumption(const Json &From) {
  return {word(From, "kind", Assumption::Kind::Other), From.at("text").get<std::string>(), place(From)};
}

static void takeEvidence(const Json &From, Statement &Into) {
  if (From.contains("evidence"))
    Into.By = word(From, "evidence", Evidence::Compiler);
  for (const Json &Part : From.value("assumptions", Json::array()))
    Into.Assumptions.push_back(assumption(Part));
  for (const Json &Part : From.value("witness", Json::array()))
    Into.Witness.push_back(
        {Part.at("place").get<std::string>(), Part.at("value").get<std::string>(), Part.value("layout", false)});
  Into.Remarks = texts(From, "remarks");
  Into.Calls = texts(From, "calls");
  for (const Json &Part : From.value("replay", Json::array()))
    Into.Replay.push_back({Part.at("place").get<std::string>(), Part.at("value").get<std::string>()});
  Into.NotReplayed = text(From, "not_replayed");
  Into.Verdict = text(From, "verdict");
  Into.Expected = text(From, "expected");
  Into.Before = text(From, "before");
  Into.Patch = text(From, "patch");
  Into.MendedBy = text(From, "mended_by");
  for (const Json &Part : From.value("trace", Json::array()))
    Into.Trace.push_back(step(Part));
  if (From.contains("fix")) {
    Into.Repair = fix(From.at("fix"));
    Into.Tried = text(From.at("fix"), "tried");
  }
}

/// What a mail's own terms confirm says so in its assumptions, too.
static Json withPlainStatus(const Json &From) {
  const llvm::StringRef Word = From.at("status").get_ref<const std::string &>();
  return {{"status", Word.split(std::string(" ") + OwnTermsStatus).first.str()}};
}

/// What the gate said when the record was made.
static Status statusOfRecord(const Json &From) { return word(withPlainStatus(From), "status", Status::Undecided); }

static Finding finding(const Json &From) {
  Statement Made;
  Made.Rule = From.at("rule").get<std::string>();
  Made.Contracts = texts(From, "contracts");
  Made.Level = word(From, "severity", Severity::Error);
  Made.From = word(From, "origin", Origin::Fixed);
  Made.Function = text(From, "function");
  Made.At = place(From);
  Made.Message = text(From, "message");
  Made.Why = text(From, "why");
  Made.Premise = text(From, "premise");
  Made.Reason = text(From, "reason");
  takeEvidence(From, Made);
  Made.SpokenFor = text(From, "spoken_for");
  Made.References = texts(From, "references");
  Made.Fingerprint = text(From, "fingerprint");
  if (From.contains("silenced")) {
    Made.Silenced = From.at("silenced").at("reason").get<std::string>();
    Made.SilencedAt = place(From.at("silenced"));
  }
  return {std::move(Made), statusOfRecord(From)};
}

static void takeSummary(const Json &From, JsonlRecord &Into) {
  std::string Format = From.at("format").get<std::string>();
  if (Format != JsonlFormat)
    throw BadRecord{"the format is '" + visible(Format) + "', and this version of kverdict reads " + JsonlFormat};
  Into.Files = texts(From, "files");
  Into.Explored = texts(From, "explored");
  Into.Refuted = From.value("refuted", 0u);
}

// True for the summary, which ends the record.
static bool takeRecord(const Json &From, JsonlRecord &Into) {
  std::string Type = From.at("type").get<std::string>();
  if (Type == "finding")
    Into.Findings.push_back(finding(From));
  else if (Type == "gap")
    Into.Gaps.push_back({place(From), text(From, "function"), text(From, "reason"), text(From, "patch")});
  else if (Type == "notice")
    Into.Notices.push_back({place(From), From.at("message").get<std::string>()});
  else if (Type == "not-applied")
    Into.Skipped.push_back({From.at("contract").get<std::string>(), text(From, "function"), text(From, "reason")});
  else if (Type == "comparison" || Type == "account" || Type == "sweep" || Type == "shard")
    return false; // nothing is built from it again
  else if (Type == "summary")
    takeSummary(From, Into);
  else
    throw BadRecord{"'type' is '" + visible(Type) + "', which this version of kverdict does not know"};
  return Type == "summary";
}

static bool takeLine(llvm::StringRef Line, JsonlRecord &Into) {
  try {
    return takeRecord(parsedJsonLine(Line), Into);
  } catch (const Json::exception &Bad) {
    throw BadRecord{visible(Bad.what())};
  }
}

JsonlRecord readJsonl(const std::string &Text, const std::string &File) {
  JsonlRecord Made;
  unsigned Number = 0;
  bool Complete = false;
  auto Refuse = [&](const std::string &Reason) {
    throw Error(ExitCode::Usage, visible(File) + ":" + std::to_string(Number) + ": not a kverdict record: " + Reason +
                                     "; make it again with -f jsonl");
  };
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    ++Number;
    if (Complete)
      Refuse("there is more after the summary");
    try {
      Complete = takeLine(Line, Made);
    } catch (const BadRecord &Bad) {
      Refuse(Bad.Reason);
    }
  }
  if (!Complete)
    Refuse("the summary is missing, the file was cut");
  return Made;
}

} // namespace kverdict
