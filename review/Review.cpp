#include "review/Review.h"

#include "parse/Threads.h"
#include "review/Accounts.h"
#include "review/BuildCallers.h"
#include "review/OwnTerms.h"
#include "review/Plan.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kverdict {
namespace {

/// The steps of one file, in the order of the patches, share parses; files are independent of each other. Q.Remains
/// gets what the last file leaves.
std::vector<StepOutcome> runAll(const std::vector<FileStep> &Steps, const ReviewRequest &Q) {
  std::map<std::string, std::vector<size_t>> ByFile;
  for (size_t I = 0; I < Steps.size(); ++I)
    ByFile[Steps[I].New.Command.File].push_back(I);
  std::vector<const std::vector<size_t> *> Queue;
  for (const auto &[File, Indices] : ByFile)
    Queue.push_back(&Indices);
  std::vector<StepOutcome> Results(Steps.size());
  forEachFile(Q.Jobs, Queue.size(), [&](size_t I) {
    const auto Shared = std::make_shared<Versions>();
    for (size_t Index : *Queue[I])
      Shared->expect(needed(Steps[Index], *Shared, Q.Callers));
    for (size_t Index : *Queue[I])
      Results[Index] = reviewFile(Steps[Index], Q.R, Q.Known, Shared, Q.Callers);
    if (I + 1 == Queue.size())
      Q.Remains = Shared;
  });
  return Results;
}

std::string numbered(const Series &S, size_t Index) {
  const PatchTag &Tag = S.Patches[Index].Tag;
  if (Tag.Number)
    return "patch " + std::to_string(Tag.Number) + "/" + std::to_string(Tag.Total);
  return "patch " + std::to_string(Index + 1) + " of " + std::to_string(S.Patches.size());
}

FileReport &reportOf(PatchReview &Of, const std::string &File) {
  auto It = std::find_if(Of.Reports.begin(), Of.Reports.end(), [&](const FileReport &R) { return R.File == File; });
  if (It != Of.Reports.end())
    return *It;
  const auto Behind =
      std::find_if(Of.Reports.begin(), Of.Reports.end(), [&](const FileReport &R) { return File < R.File; });
  FileReport New;
  New.File = File;
  return *Of.Reports.insert(Behind, std::move(New));
}

/// What is true of one patch, and not of the series as a whole.
void addPassing(PatchReview &Whole, const std::vector<PatchReview> &Reviews, const Series &S) {
  std::set<std::string> Findings;
  std::set<std::tuple<std::string, std::vector<std::string>, std::string>> Kinds; // whatever the file is called
  auto kind = [](const Finding &F) { return std::tuple(F.Rule, F.Contracts, F.Function); };
  std::set<std::pair<std::string, std::string>> Gaps;
  for (const FileReport &R : Whole.Reports) {
    for (const Finding &F : R.Findings)
      if (F.From == Origin::Introduced) {
        Findings.insert(F.Fingerprint);
        Kinds.insert(kind(F));
      }
    for (const Incomplete &Gap : R.Gaps)
      Gaps.emplace(Gap.Function, Gap.Reason);
  }
  for (size_t I = 0; I < Reviews.size(); ++I)
    for (const FileReport &R : Reviews[I].Reports) {
      FileReport &To = reportOf(Whole, R.File);
      const bool Gone = !Whole.Texts.count(R.File);
      for (const Finding &F : R.Findings)
        if (F.From == Origin::Introduced && !Findings.count(F.Fingerprint) && !(Gone && Kinds.count(kind(F)))) {
          To.Findings.push_back(F);
          To.Findings.back().Patch = numbered(S, I);
        }
      for (const Incomplete &Gap : R.Gaps)
        if (Gaps.emplace(Gap.Function, Gap.Reason).second) {
          To.Gaps.push_back(Gap);
          To.Gaps.back().Patch = numbered(S, I);
        }
    }
}

/// What one patch introduces and a later one mends is worth less: it is said which one does.
void tellMended(std::vector<PatchReview> &Reviews, const Series &S) {
  std::map<std::string, size_t> Mended; ///< by fingerprint, seen from the end
  for (size_t I = Reviews.size(); I-- > 0;)
    for (FileReport &R : Reviews[I].Reports)
      for (Finding &F : R.Findings) {
        if (F.From == Origin::Fixed)
          Mended[F.Fingerprint] = I;
        else if (auto It = Mended.find(F.Fingerprint); F.From == Origin::Introduced && It != Mended.end())
          F.MendedBy = numbered(S, It->second);
      }
}

/// Of the series as a whole, the accounts are of the C files and headers.
void take(PatchReview &To, StepOutcome From) {
  To.RulesAreWrong |= From.RulesAreWrong;
  if (!From.Problem.empty())
    To.Problems.push_back(From.Problem);
  if (From.Report)
    To.Reports.push_back(std::move(*From.Report));
  for (ChangedFile &File : From.Files)
    To.Lines.try_emplace(File.Path, std::move(File.Lines));
}

void sortReports(PatchReview &Of) {
  std::sort(Of.Reports.begin(), Of.Reports.end(),
            [](const FileReport &A, const FileReport &B) { return A.File < B.File; });
}

} // namespace

SeriesReview reviewSeries(const ReviewRequest &Q) {
  const size_t Count = Q.Patches.Patches.size();
  SeriesReview Out;
  Out.Patches.resize(Count);
  if (Q.Callers == CallersIn::Build && Count && !namesFiles(Q))
    Out.Patches[0].Notes.push_back("no build names its files here, so callers are looked for in the file alone");
  std::vector<FileStep> Steps = planSeries(Q, Out);
  for (FileStep &Each : Steps)
    Each.Tables = Q.Tables && Each.Patch;
  std::vector<StepOutcome> Results = runAll(Steps, Q);
  if (Q.Callers == CallersIn::Build)
    askBuild(Q, Steps, Results);
  std::vector<std::vector<StepDone>> Done(Count);
  for (size_t I = 0; I < Steps.size(); ++I)
    if (Steps[I].Patch)
      Done[*Steps[I].Patch].push_back({&Steps[I], std::move(Results[I])});
    else
      take(Out.Whole, std::move(Results[I]));
  for (size_t I = 0; I < Count; ++I)
    if (Q.Patches.Patches[I].Applied)
      closeAccounts(Out.Patches[I], Q.Patches.Patches[I], std::move(Done[I]), Q.R, Q.Known);
    else
      reviewInOwnTerms(Q.Patches.Patches[I], Q, Out.Patches[I]);
  sortReports(Out.Whole);
  if (Q.Whole && Count == 1)
    Out.Whole = Out.Patches[0];
  tellMended(Out.Patches, Q.Patches);
  if (Q.Whole && Count > 1)
    addPassing(Out.Whole, Out.Patches, Q.Patches);
  return Out;
}

} // namespace kverdict
