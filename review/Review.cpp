#include "review/Review.h"

#include "kbuild/TreeBuild.h"
#include "review/Claim.h"
#include "review/Followed.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <tuple>

namespace kverdict {
namespace {

bool isSource(const std::string &Path) { return Path.ends_with(".c"); }
bool isHeader(const std::string &Path) { return Path.ends_with(".h"); }

/// The texts that the series has changed so far, by path; without one, the file is gone.
using Texts = std::map<std::string, std::optional<std::string>>;

class Planner {
public:
  Planner(const ReviewRequest &Q, std::vector<PatchReview> &Reviews)
      : Q(Q), Reviews(Reviews), Build(Q.Base, Q.Database) {}

  std::vector<FileStep> plan() {
    for (size_t I = 0; I < Q.Patches.Patches.size(); ++I)
      if (Q.Patches.Patches[I].Applied)
        planPatch(I);
    if (Reviews.size() > Q.Patches.Patches.size())
      planWhole(Reviews.size() - 1);
    if (!Reviews.empty())
      for (const std::string &Note : Build.notes())
        Reviews[0].Notes.push_back(Note);
    return std::move(Steps);
  }

private:
  void planPatch(size_t I) {
    const Patch &P = Q.Patches.Patches[I];
    const Texts Before = Now;
    for (const FileChange &C : P.Files)
      change(C);
    const std::string Claim = claimsNoChange(P.Header.Subject + "\n\n" + P.Message);
    std::vector<std::string> Headers;
    for (const FileChange &C : P.Files) {
      if (isHeader(C.path()) && !C.modeOnly())
        Headers.push_back(C.path());
      if (!C.Patched || !isSource(C.path()) || (C.Base && *C.Base == *C.Patched))
        continue;
      Reviews[I].Texts[C.path()] = *C.Patched;
      if (!Claim.empty() || hasSubject(*C.Patched, Q.R))
        add(I, {I, C.path(), {}, {}, C.Base, *C.Patched, {}, {}, Claim, ""}, C.OldPath.empty() ? C.NewPath : C.OldPath,
            Before);
    }
    if (!Headers.empty())
      follow(I, Headers, Before);
  }

  void change(const FileChange &C) {
    const std::string &From = C.OldPath.empty() ? C.NewPath : C.OldPath;
    const auto Known = First.find(From);
    const Beginning Was = Known == First.end() ? Beginning{From, C.Base} : Known->second;
    if (!C.OldPath.empty() && C.What != FileChange::Kind::Copied)
      Now[C.OldPath] = std::nullopt;
    if (!C.NewPath.empty()) {
      Now[C.NewPath] = C.Patched;
      First.try_emplace(C.NewPath, Was);
    }
  }

  /// The last version of each file against the base.
  void planWhole(size_t I) {
    std::vector<std::string> Headers;
    for (const auto &[Path, Text] : Now) {
      if (!Text || Text == First.at(Path).Text)
        continue;
      const Beginning &Was = First.at(Path);
      if (isHeader(Path))
        Headers.push_back(Path);
      if (!isSource(Path))
        continue;
      Reviews[I].Texts[Path] = *Text;
      if (hasSubject(*Text, Q.R))
        add(I, {I, Path, {}, {}, Was.Text, *Text, {}, {}, "", ""}, Was.Path, {});
    }
    if (!Headers.empty())
      follow(I, Headers, {});
  }

  /// That of a file that was renamed. A build of the new version knows the new name alone: then its flags will do.
  CompileCommand commandBefore(const std::string &OldPath, const CompileCommand &Now) {
    try {
      return Build.command(OldPath);
    } catch (const Error &E) {
      if (E.code() == ExitCode::Usage)
        throw;
      return Now;
    }
  }

  /// Adds a step, or a problem if it is not known how the file is compiled.
  void add(size_t I, FileStep S, const std::string &OldPath, const Texts &Before) {
    Reviews[I].Any = true;
    try {
      S.Patch = I;
      S.Command = Build.command(S.Path);
      S.OldCommand = OldPath == S.Path ? S.Command : commandBefore(OldPath, S.Command);
      const auto Base = Build.overlay(S.Command, {S.Base.value_or(""), S.Patched});
      S.BaseOverlay = overlay(S.OldCommand, Before, S.Base.value_or(""), Base);
      S.PatchedOverlay = overlay(S.Command, Now, S.Patched, Base);
      Steps.push_back(std::move(S));
    } catch (const Error &E) {
      Reviews[I].Problems.push_back(E.what());
      Reviews[I].RulesAreWrong |= E.code() == ExitCode::Usage;
    }
  }

  /// The base's texts, and over them those of the files that the series has changed and that this one may include.
  static std::map<std::string, std::string> overlay(const CompileCommand &Command, const Texts &All,
                                                    const std::string &Text, std::map<std::string, std::string> Out) {
    for (const auto &[Path, Content] : All) {
      const std::string Name = llvm::StringRef(Path).rsplit('/').second.str();
      const bool Included = !isSource(Path) || Text.find(Name + "\"") != std::string::npos;
      if (Content && Included)
        Out[TreeBuild::place(Command, Path)] = *Content;
    }
    return Out;
  }

  /// The files of the build that hold policy functions and include one of these headers.
  void follow(size_t I, const std::vector<std::string> &Headers, const Texts &Before) {
    const std::string Root = Q.Base.root();
    unsigned Count = 0;
    for (const std::string &File : filesIncluding(Headers, Root, Q.Database, Q.R)) {
      const std::string Built = Q.Database.empty() ? "" : kernelRoot(File); // -p may name another tree
      const std::string From = Built.empty() ? Root : Built;
      llvm::StringRef Path = File;
      if (!Path.consume_front(From) || !Path.consume_front("/") || Reviews[I].Texts.count(Path.str()))
        continue;
      const auto Known = Before.find(Path.str());
      const std::optional<std::string> Text = Known != Before.end() ? Known->second : Q.Base.read(Path.str());
      if (!Text)
        continue;
      if (++Count > MostFollowed)
        break;
      Reviews[I].Texts[Path.str()] = *Text;
      add(I, {I, Path.str(), {}, {}, *Text, *Text, {}, {}, "", Headers[0]}, Path.str(), Before);
    }
    std::string Names;
    for (const std::string &Each : Headers)
      Names += (Names.empty() ? "" : ", ") + Each;
    if (Count > MostFollowed)
      Reviews[I].Problems.push_back("of the files that include " + Names + ", only the first " +
                                    std::to_string(MostFollowed) + " were looked at: check the others with the patch " +
                                    "applied (kverdict check FILE...)");
    else
      Reviews[I].Notes.push_back(Names + ": " + std::to_string(Count) + (Count == 1 ? " file" : " files") +
                                 " of the build with policy functions " + (Count == 1 ? "includes" : "include") +
                                 " it");
  }

  static constexpr unsigned MostFollowed = 32;

  const ReviewRequest &Q;
  std::vector<PatchReview> &Reviews;
  /// A file before the series.
  struct Beginning {
    std::string Path;
    std::optional<std::string> Text; ///< none if it was not there
  };

  TreeBuild Build;
  Texts Now;
  std::map<std::string, Beginning> First; ///< by the path that it has now
  std::vector<FileStep> Steps;
};

/// The steps of one file, in the order of the patches, share parses; files are independent of each other. Remains gets
/// what the last file leaves.
std::vector<StepOutcome> runAll(const std::vector<FileStep> &Steps, const Rules &R, unsigned Jobs,
                                std::shared_ptr<const void> &Remains) {
  std::map<std::string, std::vector<size_t>> ByFile;
  for (size_t I = 0; I < Steps.size(); ++I)
    ByFile[Steps[I].Command.File].push_back(I);
  std::vector<const std::vector<size_t> *> Queue;
  for (const auto &[File, Indices] : ByFile)
    Queue.push_back(&Indices);
  std::vector<StepOutcome> Results(Steps.size());
  std::atomic<size_t> Next = 0;
  auto work = [&] {
    for (size_t I; (I = Next++) < Queue.size();) {
      const auto Shared = std::make_shared<Versions>();
      for (size_t Index : *Queue[I])
        Results[Index] = reviewFile(Steps[Index], R, Shared);
      if (I + 1 == Queue.size())
        Remains = Shared;
    }
  };
  std::vector<std::thread> Others;
  for (size_t I = 1; I < std::min<size_t>(Jobs, Queue.size()); ++I)
    Others.emplace_back(work);
  work();
  for (std::thread &T : Others)
    T.join();
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

} // namespace

SeriesReview reviewSeries(const ReviewRequest &Q) {
  const size_t Count = Q.Patches.Patches.size();
  std::vector<PatchReview> Reviews(Count + (Q.Whole && Count > 1));
  const std::vector<FileStep> Steps = Planner(Q, Reviews).plan();
  std::vector<StepOutcome> Results = runAll(Steps, Q.R, Q.Jobs, Q.Remains);
  for (size_t I = 0; I < Steps.size(); ++I) {
    PatchReview &To = Reviews[Steps[I].Patch];
    StepOutcome &From = Results[I];
    To.RulesAreWrong |= From.RulesAreWrong;
    if (!From.Problem.empty())
      To.Problems.push_back(From.Problem);
    To.Unchanged.insert(To.Unchanged.end(), From.Unchanged.begin(), From.Unchanged.end());
    if (From.Report)
      To.Reports.push_back(std::move(*From.Report));
  }
  for (PatchReview &Each : Reviews)
    std::sort(Each.Reports.begin(), Each.Reports.end(),
              [](const FileReport &A, const FileReport &B) { return A.File < B.File; });
  SeriesReview Out;
  if (Reviews.size() > Count) {
    Out.Whole = std::move(Reviews.back());
    Reviews.pop_back();
  } else if (Q.Whole && Count == 1) {
    Out.Whole = Reviews[0];
  }
  tellMended(Reviews, Q.Patches);
  if (Q.Whole && Count > 1)
    addPassing(Out.Whole, Reviews, Q.Patches);
  Out.Patches = std::move(Reviews);
  return Out;
}

} // namespace kverdict
