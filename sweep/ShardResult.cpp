#include "sweep/ShardResult.h"

#include "sweep/JsonLines.h"

#include "llvm/ADT/StringRef.h"

namespace kverdict {

std::string renderResult(const ShardResult &Of) {
  Json Head = {{"type", "result"}, {"shard", Of.Shard}, {"code", static_cast<int>(Of.Code)}, {"notes", Of.Notes}};
  if (Of.Failed)
    Head["failed"] = true;
  return jsonLine(Head) + Of.Record;
}

ShardResult readResult(const std::string &Text, const std::string &File) {
  ShardResult Made;
  const auto [Head, Record] = llvm::StringRef(Text).split('\n');
  readJsonLines(Head.str(), File, "a result of kverdict sweep", [&](const Json &Line, size_t) {
    Line.at("shard").get_to(Made.Shard);
    Made.Code = static_cast<ExitCode>(Line.at("code").get<int>());
    Line.at("notes").get_to(Made.Notes);
    Made.Failed = Line.value("failed", false);
  });
  Made.Record = Record.str();
  return Made;
}

} // namespace kverdict
