#include "review/Plan.h"

#include "kbuild/TreeBuild.h"
#include "review/Claim.h"
#include "review/Followed.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

bool isSource(const std::string &Path) { return Path.ends_with(".c"); }
bool isHeader(const std::string &Path) { return Path.ends_with(".h"); }

/// The texts that the series has changed so far, by path; without one, the file is gone.
using Texts = std::map<std::string, std::optional<std::string>>;

class Planner {
public:
  Planner(const ReviewRequest &Q, SeriesReview &Out) : Q(Q), Out(Out), Build(Q.Base, Q.Database) {}

  std::vector<FileStep> plan() {
    for (size_t I = 0; I < Q.Patches.Patches.size(); ++I)
      if (Q.Patches.Patches[I].Applied)
        planPatch(I);
    if (Q.Whole && Q.Patches.Patches.size() > 1)
      planWhole();
    if (!Out.Patches.empty())
      for (const std::string &Note : Build.notes())
        Out.Patches[0].Notes.push_back(Note);
    return std::move(Steps);
  }

private:
  void planPatch(size_t I) {
    const Patch &P = Q.Patches.Patches[I];
    const Texts Before = Now;
    for (const FileChange &C : P.Files)
      if (C.isRead())
        change(C);
    const std::string Claim = claimsNoChange(P.Header.Subject + "\n\n" + P.Message);
    std::vector<std::string> Headers;
    for (const FileChange &C : P.Files) {
      if (isHeader(C.path()) && !C.modeOnly())
        Headers.push_back(C.path());
      if (!C.Patched || !isSource(C.path()) || (C.Base && *C.Base == *C.Patched))
        continue;
      Out.Patches[I].Texts[C.path()] = *C.Patched;
      if (!Claim.empty() || hasSubject(*C.Patched, Q.R))
        add({.Patch = I, .Path = C.path(), .Base = C.Base, .Patched = *C.Patched, .Claim = Claim},
            C.OldPath.empty() ? C.NewPath : C.OldPath, Before);
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
  void planWhole() {
    std::vector<std::string> Headers;
    for (const auto &[Path, Text] : Now) {
      if (!Text || Text == First.at(Path).Text)
        continue;
      const Beginning &Was = First.at(Path);
      if (isHeader(Path))
        Headers.push_back(Path);
      if (!isSource(Path))
        continue;
      Out.Whole.Texts[Path] = *Text;
      if (hasSubject(*Text, Q.R))
        add({.Path = Path, .Base = Was.Text, .Patched = *Text}, Was.Path, {});
    }
    if (!Headers.empty())
      follow({}, Headers, {});
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
  void add(FileStep S, const std::string &OldPath, const Texts &Before) {
    PatchReview &Of = Out.of(S.Patch);
    Of.Any = true;
    try {
      S.Command = Build.command(S.Path);
      S.OldCommand = OldPath == S.Path ? S.Command : commandBefore(OldPath, S.Command);
      const auto Base = Build.overlay(S.Command, {S.Base.value_or(""), S.Patched});
      S.BaseOverlay = overlay(S.OldCommand, Before, S.Base.value_or(""), Base);
      S.PatchedOverlay = overlay(S.Command, Now, S.Patched, Base);
      Steps.push_back(std::move(S));
    } catch (const Error &E) {
      Of.Problems.push_back(E.what());
      Of.RulesAreWrong |= E.code() == ExitCode::Usage;
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
  void follow(std::optional<size_t> I, const std::vector<std::string> &Headers, const Texts &Before) {
    PatchReview &Of = Out.of(I);
    const std::string Root = Q.Base.root();
    unsigned Count = 0;
    for (const std::string &File : filesIncluding(Headers, Root, Q.Database, Q.R)) {
      const std::string Built = Q.Database.empty() ? "" : kernelRoot(File); // -p may name another tree
      const std::string From = Built.empty() ? Root : Built;
      llvm::StringRef Path = File;
      if (!Path.consume_front(From) || !Path.consume_front("/") || Of.Texts.count(Path.str()))
        continue;
      const auto Known = Before.find(Path.str());
      const std::optional<std::string> Text = Known != Before.end() ? Known->second : Q.Base.read(Path.str());
      if (!Text)
        continue;
      if (++Count > MostFollowed)
        break;
      Of.Texts[Path.str()] = *Text;
      add({.Patch = I, .Path = Path.str(), .Base = *Text, .Patched = *Text, .Header = Headers[0]}, Path.str(), Before);
    }
    std::string Names;
    for (const std::string &Each : Headers)
      Names += (Names.empty() ? "" : ", ") + Each;
    if (Count > MostFollowed)
      Of.Problems.push_back("of the files that include " + Names + ", only the first " + std::to_string(MostFollowed) +
                            " were looked at: check the others with the patch " + "applied (kverdict check FILE...)");
    else
      Of.Notes.push_back(Names + ": " + std::to_string(Count) + (Count == 1 ? " file" : " files") +
                         " of the build with policy functions " + (Count == 1 ? "includes" : "include") + " it");
  }

  static constexpr unsigned MostFollowed = 32;

  const ReviewRequest &Q;
  SeriesReview &Out;
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

} // namespace

std::vector<FileStep> planSeries(const ReviewRequest &Q, SeriesReview &Out) { return Planner(Q, Out).plan(); }

} // namespace kverdict
