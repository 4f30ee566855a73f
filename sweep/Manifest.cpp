#include "sweep/Manifest.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "sweep/JsonLines.h"

#include "llvm/Support/FormatVariadic.h"

#include <optional>

namespace kverdict {

namespace {

constexpr const char *Format = "kverdict-sweep/2";

Json requestRecord(const Manifest &Of) {
  const SweepRequest &R = Of.Request;
  return {{"type", "sweep"},
          {"format", Format},
          {"kind", wordOf(R.What)},
          {"inputs", R.Inputs},
          {"tree", R.Tree},
          {"base", R.Base},
          {"database", R.Database},
          {"rules", R.Rules},
          {"checks", R.Asked},
          {"callers", R.Callers},
          {"answered", R.Answered},
          {"trees", R.Trees},
          {"say_clean", R.SayClean},
          {"program", R.Program},
          {"heads", Of.Heads},
          {"mails", Of.Mails.Mails},
          {"older", Of.Mails.Older},
          {"answers", Of.Mails.Answers},
          {"copies", Of.Mails.Copies},
          {"patchless", Of.Mails.Patchless},
          {"problems", Of.Problems},
          {"shards", Of.Shards.size()}};
}

Json shardRecord(const Shard &Of) {
  return {{"type", "shard"}, {"shard", Of.Number},    {"title", Of.Title},     {"author", Of.Author},
          {"time", Of.Time}, {"version", Of.Version}, {"patches", Of.Patches}, {"inputs", Of.Inputs}};
}

SweepKind kindOf(const std::string &Word) {
  for (SweepKind Each : {SweepKind::Archive, SweepKind::Range, SweepKind::Files})
    if (wordOf(Each) == Word)
      return Each;
  throw BadLine{"'kind' is '" + visible(Word) + "'"};
}

size_t takeRequest(const Json &From, Manifest &Into) {
  if (From.at("format").get<std::string>() != Format)
    throw BadLine{std::string("this version of kverdict reads ") + Format};
  SweepRequest &R = Into.Request;
  R.What = kindOf(From.at("kind").get<std::string>());
  From.at("inputs").get_to(R.Inputs);
  From.at("tree").get_to(R.Tree);
  From.at("base").get_to(R.Base);
  From.at("database").get_to(R.Database);
  From.at("rules").get_to(R.Rules);
  From.at("checks").get_to(R.Asked);
  From.at("callers").get_to(R.Callers);
  From.at("answered").get_to(R.Answered);
  From.at("trees").get_to(R.Trees);
  From.at("say_clean").get_to(R.SayClean);
  From.at("program").get_to(R.Program);
  From.at("heads").get_to(Into.Heads);
  From.at("mails").get_to(Into.Mails.Mails);
  From.at("older").get_to(Into.Mails.Older);
  From.at("answers").get_to(Into.Mails.Answers);
  From.at("copies").get_to(Into.Mails.Copies);
  From.at("patchless").get_to(Into.Mails.Patchless);
  From.at("problems").get_to(Into.Problems);
  return From.at("shards").get<size_t>();
}

Shard shardOf(const Json &From) {
  Shard Made;
  From.at("shard").get_to(Made.Number);
  From.at("title").get_to(Made.Title);
  From.at("author").get_to(Made.Author);
  From.at("time").get_to(Made.Time);
  From.at("version").get_to(Made.Version);
  From.at("patches").get_to(Made.Patches);
  From.at("inputs").get_to(Made.Inputs);
  return Made;
}

} // namespace

std::string wordOf(SweepKind What) {
  static const char *const Words[] = {"archive", "range", "files"};
  return Words[static_cast<int>(What)];
}

std::string shardName(unsigned Number) { return llvm::formatv("{0:D5}", Number).str(); }

std::string renderManifest(const Manifest &Of) {
  std::string Text = jsonLine(requestRecord(Of));
  for (const Shard &Each : Of.Shards)
    Text += jsonLine(shardRecord(Each));
  return Text;
}

Manifest readManifest(const std::string &Text, const std::string &File) {
  Manifest Made;
  size_t Wanted = 0;
  readJsonLines(Text, File, "a manifest of kverdict sweep", [&](const Json &Line, size_t Number) {
    if (Number == 1)
      Wanted = takeRequest(Line, Made);
    else
      Made.Shards.push_back(shardOf(Line));
    if (Number > 1 && Made.Shards.back().Number != Number - 1)
      throw BadLine{"the shards are not numbered one by one"};
  });
  if (Text.empty() || Made.Shards.size() != Wanted)
    throw Error(ExitCode::Usage, visible(File) + ": not a manifest of kverdict sweep: it was cut; remove the sweep's "
                                                 "directory and begin anew");
  return Made;
}

/// A line of a text, from 0; nothing if it has not so many.
static std::optional<llvm::StringRef> lineOf(llvm::StringRef Text, unsigned Number) {
  for (; Number && !Text.empty(); --Number)
    Text = Text.split('\n').second;
  return Text.empty() ? std::nullopt : std::optional(Text.split('\n').first);
}

Manifest readManifestOf(unsigned Number, const std::string &Text, const std::string &File) {
  const auto Head = lineOf(Text, 0), Line = Number ? lineOf(Text, Number) : std::nullopt;
  if (!Head || !Line)
    throw Error(ExitCode::Usage, visible(File) + ": the sweep has no shard " + std::to_string(Number));
  Manifest Made;
  readJsonLines(Head->str() + "\n" + Line->str(), File, "a manifest of kverdict sweep",
                [&](const Json &Of, size_t Which) {
                  if (Which == 1)
                    takeRequest(Of, Made);
                  else
                    Made.Shards.push_back(shardOf(Of));
                });
  return Made;
}

} // namespace kverdict
