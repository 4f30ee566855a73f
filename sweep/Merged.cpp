#include "sweep/Merged.h"

#include "report/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <ctime>

namespace kverdict {

std::string dateOf(std::int64_t Seconds) {
  if (Seconds <= 0)
    return "";
  const std::time_t Time = Seconds;
  std::tm Parts = {};
  char Text[32];
  return gmtime_r(&Time, &Parts) && std::strftime(Text, sizeof Text, "%Y-%m-%d", &Parts) ? Text : "";
}

namespace {

std::string unitOf(const Manifest &Of) {
  static const char *const Units[] = {"series", "commit", "file"};
  return Units[static_cast<int>(Of.Request.What)];
}

std::string text(const Json &From, const char *Key) { return From.value(Key, std::string()); }

/// Days for two months, months for five years.
size_t dateLength(const std::vector<Shard> &All) {
  constexpr std::int64_t Day = 24 * 60 * 60;
  std::int64_t First = 0, Last = 0;
  for (const Shard &Each : All) {
    if (Each.Time > 0 && (!First || Each.Time < First))
      First = Each.Time;
    Last = std::max(Last, Each.Time);
  }
  return Last - First <= 62 * Day ? 10 : Last - First <= 5 * 366 * Day ? 7 : 4;
}

/// The rows of a table, the worst first.
std::vector<SweepRow> rowsOf(const std::map<std::string, SweepTally> &From) {
  std::vector<SweepRow> Rows;
  for (const auto &[Name, Of] : From)
    Rows.push_back({Name, Of});
  auto rank = [](const SweepRow &Row) {
    return std::tuple(~Row.Of.Defects, ~Row.Of.Undecided, ~Row.Of.Changed, ~Row.Of.Series, Row.Name);
  };
  std::sort(Rows.begin(), Rows.end(), [&](const SweepRow &A, const SweepRow &B) { return rank(A) < rank(B); });
  return Rows;
}

/// A reason without the numbers and names that make it another one each time is not to be had: its first words will do.
std::string shortened(const std::string &Reason) {
  constexpr size_t Most = 160;
  return Reason.size() <= Most ? Reason : Reason.substr(0, Most) + "...";
}

} // namespace

Merged::Merged(const Manifest &Of) : Of(Of), DateLength(dateLength(Of.Shards)) {}

std::string Merged::periodOf(std::int64_t Time) const { return dateOf(Time).substr(0, DateLength); }

void Merged::takeFinding(const Json &From, Gathered &Into) {
  ++Findings;
  const std::string Origin = text(From, "origin"), File = text(From, "file"), Function = text(From, "function");
  if (Origin == "pre-existing" || Origin == "fixed" || From.contains("silenced"))
    return;
  const bool Confirmed = text(From, "status") == "confirmed";
  SweepTally &Check = Into.Checks[text(From, "rule")];
  ++(Confirmed ? Check.Defects : Check.Undecided);
  if (!Function.empty()) {
    const Fate Came = Confirmed ? Fate::Defect : Fate::Undecided;
    Fate &Known = Into.Functions.try_emplace({File, Function}, Came).first->second;
    Known = std::max(Known, Came);
  }
  if (Confirmed)
    Into.Entry.Findings.push_back({text(From, "severity"), text(From, "rule"), File, Function, text(From, "message"),
                                   text(From, "fingerprint"), From.value("line", 0u)});
  else
    Into.Entry.Problems.push_back(File + ": " + Function + "(): " + text(From, "rule") + ": " + text(From, "reason"));
}

void Merged::takeGap(const Json &From, Gathered &Into) {
  ++Gaps;
  const std::string File = text(From, "file"), Function = text(From, "function"), Reason = text(From, "reason");
  ++Reasons[shortened(Reason)];
  Into.Entry.Problems.push_back(File + ": " + (Function.empty() ? "" : Function + "(): ") + Reason);
  Into.Functions.try_emplace({File, Function}, Fate::Undecided);
}

/// Changed lines that nobody looked at, by reason.
void Merged::takeAccount(const Json &From, Gathered &Into) {
  std::map<std::string, size_t> Open;
  for (const Json &Line : From.at("lines"))
    if (const std::string Fate = text(Line, "fate"); Fate == "not-compiled" || Fate == "not-looked-at")
      ++Open[(Fate == "not-compiled" ? "not compiled in this build: " : "not looked at: ") + text(Line, "reason")];
  for (const auto &[Reason, Count] : Open) {
    ++Reasons[shortened(Reason)];
    Into.Entry.Problems.push_back(text(From, "file") + ": " + counted(Count, "changed line") + " " + Reason);
  }
}

/// What a review says beside its record and does not call a note keeps it from being complete.
void Merged::takeNotes(const ShardResult &Came, Gathered &Into) {
  if (Came.Code == ExitCode::Nothing)
    return;
  for (llvm::StringRef Rest = Came.Notes; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (!Line.consume_front("kverdict: ") || Line.starts_with("note: "))
      continue;
    Into.Entry.Problems.push_back(Line.str());
    if (Line.starts_with("inputs/")) // the place in the mail makes it another reason each time
      Line = Line.split(": ").second;
    ++Reasons[shortened(Line.str())];
  }
}

void Merged::takeSummary(const Json &From) {
  for (const Json &File : From.at("files"))
    Files.insert(File.get<std::string>());
  for (const Json &Function : From.at("explored"))
    Explored.push_back(Function.get<std::string>());
  Refuted += From.value("refuted", 0u);
}

/// The summary of a shard is not in the record: there is one of all.
void Merged::take(Json Line, Gathered &Into) {
  const std::string Type = Line.at("type").get<std::string>();
  if (Type == "summary")
    return takeSummary(Line);
  if (Type == "finding")
    takeFinding(Line, Into);
  else if (Type == "gap")
    takeGap(Line, Into);
  else if (Type == "account")
    takeAccount(Line, Into);
  else if (Type == "not-applied")
    ++Skipped;
  else if (Type == "comparison" && Line.contains("file")) {
    const std::string Verdict = text(Line, "verdict");
    const Fate Came = Verdict == "equivalent" ? Fate::Equal : Verdict == "undecided" ? Fate::Undecided : Fate::Changed;
    Fate &Known = Into.Functions.try_emplace({text(Line, "file"), text(Line, "function")}, Came).first->second;
    Known = std::max(Known, Came);
    if (Came == Fate::Undecided)
      ++Reasons[shortened(text(Line, "reason"))];
  }
  Line["shard"] = Into.Entry.Shard;
  Lines += jsonLine(Line);
}

void Merged::add(const Shard &S, const ShardResult &Came, const std::string &File) {
  Gathered Now;
  Now.Entry = {S.Number, S.Title, S.Author, dateOf(S.Time), {}, {}, {}};
  Json Head = {
      {"type", "shard"},        {"shard", S.Number},    {"title", S.Title},     {"author", S.Author},
      {"date", dateOf(S.Time)}, {"version", S.Version}, {"patches", S.Patches}, {"code", static_cast<int>(Came.Code)},
      {"notes", Came.Notes}};
  if (Came.Failed)
    Head["failed"] = true;
  Lines += jsonLine(Head);
  readJsonLines(Came.Record, File, "a record of kverdict", [&](const Json &Line, size_t) { take(Line, Now); });
  takeNotes(Came, Now);
  Codes.insert(Came.Code);
  ++Done;
  const SweepTally Sum = count(S, std::move(Now));
  if (Came.Code == ExitCode::Clean)
    Clean.add(Sum);
}

SweepTally Merged::count(const Shard &S, Gathered Now) {
  SweepTally Sum{.Series = 1, .Patches = S.Patches, .Defects = Now.Entry.Findings.size()};
  std::map<std::string, SweepTally> InFiles;
  for (const auto &[Place, Came] : Now.Functions) {
    SweepTally One;
    (Came == Fate::Equal ? One.Equal : Came == Fate::Undecided ? One.Undecided : One.Changed) += 1;
    Sum.add(One);
    InFiles[Place.first].add(One);
    One.Series = 1;
    One.Defects = llvm::count_if(
        Now.Entry.Findings, [&](const SweepFinding &F) { return F.File == Place.first && F.Function == Place.second; });
    if (!Place.second.empty())
      Functions[Place.first + ": " + Place.second + "()"].add(One);
  }
  for (const SweepFinding &F : Now.Entry.Findings)
    ++InFiles[F.File].Defects;
  for (auto &[File, Tally] : InFiles) {
    Tally.Series = 1;
    ByFile[File].add(Tally);
  }
  for (auto &[Rule, Tally] : Now.Checks) {
    Tally.Series = 1;
    Checks[Rule].add(Tally);
  }
  All.add(Sum);
  if (S.Time > 0)
    Growth[periodOf(S.Time)].add(Sum);
  if (!S.Author.empty())
    Authors[S.Author].add(Sum);
  if (!S.Author.empty())
    Single[S.Title + " (" + S.Author + ", " + dateOf(S.Time) + ", shard " + std::to_string(S.Number) + ")"].add(Sum);
  Now.Entry.Of = Sum;
  if (!Now.Entry.Findings.empty() || !Now.Entry.Problems.empty())
    Entries.push_back(std::move(Now.Entry));
  return Sum;
}

void Merged::miss(const Shard &S) { Missing.push_back(S.Number); }

std::string Merged::record() const {
  Json Head = {{"type", "sweep"},
               {"kind", wordOf(Of.Request.What)},
               {"shards", Of.Shards.size()},
               {"done", Done},
               {"mails", Of.Mails.Mails},
               {"older_versions", Of.Mails.Older},
               {"answers", Of.Mails.Answers},
               {"copies", Of.Mails.Copies},
               {"patchless", Of.Mails.Patchless}};
  if (!Missing.empty())
    Head["missing"] = Missing;
  if (!Of.Problems.empty())
    Head["problems"] = Of.Problems;
  const Json Summary = {{"type", "summary"},      {"format", "kverdict/1"}, {"files", Files},
                        {"explored", Explored},   {"findings", Findings},   {"gaps", Gaps},
                        {"not_applied", Skipped}, {"refuted", Refuted}};
  return jsonLine(Head) + Lines + jsonLine(Summary);
}

std::vector<std::pair<std::string, std::string>> Merged::facts() const {
  std::vector<std::pair<std::string, std::string>> Out;
  Out.emplace_back("Done", std::to_string(Done) + " of " + std::to_string(Of.Shards.size()) + " shards");
  for (const std::string &Head : Of.Heads)
    if (!Head.empty())
      Out.emplace_back("Tree", Head.substr(0, 12));
  if (Of.Request.What == SweepKind::Archive)
    Out.emplace_back("Mails", std::to_string(Of.Mails.Mails) + ", of these without a patch " +
                                  std::to_string(Of.Mails.Patchless) + ", diffs in answers " +
                                  std::to_string(Of.Mails.Answers) + ", patches that came twice " +
                                  std::to_string(Of.Mails.Copies) + "; older versions of series " +
                                  std::to_string(Of.Mails.Older) + " (the newest is reviewed)");
  if (Of.Request.SayClean)
    Out.emplace_back("Nothing to report", cleanWords());
  if (Of.Request.What == SweepKind::Files)
    Out.emplace_back("Functions", std::to_string(Explored.size()) + " whose contracts were checked");
  return Out;
}

SweepPage Merged::page() const {
  SweepPage Made;
  std::string Inputs;
  for (const std::string &Each : Of.Request.Inputs) {
    const llvm::StringRef Name = llvm::StringRef(Each).rtrim('/');
    Inputs += (Inputs.empty() ? "" : ", ") + Name.substr(Name.find_last_of('/') + 1).str();
  }
  Made.Title = "Sweep: " + Inputs;
  Made.Unit = unitOf(Of);
  Made.Facts = facts();
  Made.Problems = Of.Problems;
  if (!Missing.empty())
    Made.Problems.push_back(counted(Missing.size(), "shard") + " without a result: " + std::to_string(Missing.front()) +
                            (Missing.size() > 1 ? " and others" : "") + "; the same command goes on with them");
  Made.All = All;
  for (const auto &[Period, Tally] : Growth)
    Made.Growth.push_back({Period, Tally});
  Made.Checks = rowsOf(Checks);
  Made.Files = rowsOf(ByFile);
  Made.Functions = rowsOf(Functions);
  Made.Authors = rowsOf(Authors);
  Made.Single = rowsOf(Single);
  Made.Reasons.assign(Reasons.begin(), Reasons.end());
  llvm::sort(Made.Reasons, [](const auto &A, const auto &B) {
    return std::pair(~A.second, A.first) < std::pair(~B.second, B.first);
  });
  Made.Entries = Entries;
  return Made;
}

ExitCode Merged::code() const {
  if (Codes.count(ExitCode::Findings))
    return ExitCode::Findings;
  if (!Missing.empty() || !Of.Problems.empty() || Codes.count(ExitCode::Incomplete) || Codes.count(ExitCode::Usage))
    return ExitCode::Incomplete;
  return Codes == std::set<ExitCode>{ExitCode::Nothing} ? ExitCode::Nothing : ExitCode::Clean;
}

std::string Merged::cleanWords() const {
  const std::string Unit = unitOf(Of);
  return "of " + std::to_string(Clean.Series) + " " + Unit + (Unit == "series" ? "" : "s") + ": " +
         counted(Clean.Equal + Clean.Changed, "function") + " compared, " + std::to_string(Clean.Equal) +
         " proved equal";
}

std::string Merged::line() const {
  const std::string Unit = unitOf(Of);
  return std::to_string(Done) + " of " + std::to_string(Of.Shards.size()) + " " + Unit + (Unit == "series" ? "" : "s") +
         ", " + std::to_string(All.Patches) + " patches: " + std::to_string(All.Defects) +
         " findings; functions: " + std::to_string(All.Changed) + " changed, " + std::to_string(All.Equal) +
         " equal, " + std::to_string(All.Undecided) + " undecided\n" +
         (Of.Request.SayClean ? "nothing to report " + cleanWords() + "\n" : "");
}

} // namespace kverdict
