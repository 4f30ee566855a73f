#include "review/Plan.h"

#include "kbuild/TreeBuild.h"
#include "review/Claim.h"
#include "review/Followed.h"
#include "review/Renamed.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <set>

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
    noteCover();
    if (Q.Whole && Q.Patches.Patches.size() > 1)
      planWhole();
    if (!Out.Patches.empty())
      for (const std::string &Note : Build.notes())
        Out.Patches[0].Notes.push_back(Note);
    return std::move(Steps);
  }

private:
  /// What a cover letter says of all is not said of each, whose message is what will stand in the history.
  void noteCover() {
    if (!Q.Patches.Cover)
      return;
    const std::string Text = Q.Patches.Cover->Subject + "\n\n" + Q.Patches.CoverMessage;
    const std::string Whole = claimsNoChange(Text), Claim = Whole.empty() ? claimsOfPart(Text) : Whole;
    if (!Claim.empty() &&
        std::any_of(Out.Patches.begin(), Out.Patches.end(), [](const PatchReview &Each) { return Each.Claim.empty(); }))
      Out.Patches[0].Notes.push_back("the cover letter says \"" + Claim +
                                     "\"; the patches that do not say so themselves are not held to it");
  }

  void planPatch(size_t I) {
    const Patch &P = Q.Patches.Patches[I];
    const Texts Before = Now;
    for (const FileChange &C : P.Files)
      if (C.isRead())
        change(C);
    PatchReview &Of = Out.Patches[I];
    Of.Claim = claimsNoChange(P.Header.Subject + "\n\n" + P.Message);
    Of.Tidying = speaksOfTidying(P.Header.Subject + "\n\n" + P.Message);
    if (const std::string Part = claimsOfPart(P.Header.Subject + "\n\n" + P.Message); Of.Claim.empty() && !Part.empty())
      Of.Notes.push_back("the message says \"" + Part +
                         "\", not of all of the patch as it seems: it is not held to it");
    Renamed = renamedIn(P);
    std::vector<ChangedHeader> Headers;
    std::set<std::string> Parts;
    for (const FileChange &C : P.Files) {
      if (!C.isRead() || C.Base.value_or("") == C.Patched.value_or(""))
        continue;
      if (C.Patched && isPart(C.path(), Of))
        Parts.insert(C.path());
      if (isHeader(C.path()) || Parts.count(C.path()))
        Headers.push_back({C.path(), C.Base.value_or(""), C.Patched.value_or("")});
    }
    for (const FileChange &C : P.Files) {
      const bool Deleted = C.What == FileChange::Kind::Deleted && C.Base;
      if (!isSource(C.path()) || !C.isRead() || (!C.Patched && !Deleted) ||
          C.Base.value_or("") == C.Patched.value_or("") || Parts.count(C.path()))
        continue;
      if (C.Patched)
        Of.Texts[C.path()] = *C.Patched;
      add({.Patch = I,
           .Path = C.path(),
           .Old = {.Text = C.Base.value_or("")},
           .New = {.Text = C.Patched.value_or("")},
           .Added = !C.Base,
           .Deleted = Deleted,
           .Claim = Of.Claim,
           .Tidying = Of.Tidying,
           .Headers = Headers},
          C.OldPath.empty() ? C.NewPath : C.OldPath, Before);
    }
    if (!Headers.empty())
      follow(I, Headers, Before);
  }

  /// A source that the build does not compile by itself, since another one includes it. It is followed as a header is.
  bool isPart(const std::string &Path, PatchReview &Of) {
    if (!isSource(Path) || isCompiled(Path))
      return false;
    const Followers All = filesIncluding({Path}, Q.Base, Q.Database, Q.R, MostOthers);
    if (All.Files.empty())
      return false;
    Of.Notes.push_back(Path + ": not compiled by itself; looked at as a part of " + All.Files.front().Path +
                       (All.Files.size() > 1 || All.More ? " and others" : "") + ", which the build compiles");
    return true;
  }

  bool isCompiled(const std::string &Path) {
    try {
      Build.command(Path);
      return true;
    } catch (const Error &E) {
      return E.code() != ExitCode::Incomplete; // what is wrong with it is told where it is needed
    }
  }

  static std::map<std::string, std::string> renamedIn(const Patch &P) {
    std::vector<TextPair> Texts;
    bool Any = false;
    for (const FileChange &C : P.Files)
      if ((isHeader(C.path()) || isSource(C.path())) && C.isRead()) {
        Texts.emplace_back(C.Base.value_or(""), C.Patched.value_or(""));
        Any |= removesHead(C);
      }
    return Any ? renamedFunctions(Texts) : std::map<std::string, std::string>();
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
    std::vector<TextPair> Texts;
    for (const auto &[Path, Text] : Now)
      if (isHeader(Path) || isSource(Path))
        Texts.emplace_back(First.count(Path) ? First.at(Path).Text.value_or("") : Q.Base.read(Path).value_or(""),
                           Text.value_or(""));
    Renamed = renamedFunctions(Texts);
    std::vector<ChangedHeader> Headers;
    std::set<std::string> Parts;
    for (const auto &[Path, Text] : Now) {
      if (!Text || Text == First.at(Path).Text)
        continue;
      if (isPart(Path, Out.Whole))
        Parts.insert(Path);
      if (isHeader(Path) || Parts.count(Path))
        Headers.push_back({Path, First.at(Path).Text.value_or(""), *Text});
    }
    for (const auto &[Path, Text] : Now) {
      if (!Text || !isSource(Path) || Text == First.at(Path).Text || Parts.count(Path))
        continue;
      const Beginning &Was = First.at(Path);
      Out.Whole.Texts[Path] = *Text;
      add({.Path = Path,
           .Old = {.Text = Was.Text.value_or("")},
           .New = {.Text = *Text},
           .Added = !Was.Text,
           .Headers = Headers},
          Was.Path, {});
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
    Of.Any |= !S.Claim.empty() || hasSubject(S.New.Text, Q.R);
    try {
      S.New.Command = Build.command(S.Path);
      S.Old.Command = OldPath == S.Path ? S.New.Command : commandBefore(OldPath, S.New.Command);
      const auto Base = Build.overlay(S.New.Command, {S.Old.Text, S.New.Text});
      S.Old.Overlay = overlay(S.Old.Command, Before, S.Old.Text, Base);
      S.New.Overlay = overlay(S.New.Command, Now, S.New.Text, Base);
      for (const ChangedHeader &H : S.Headers) {
        S.Old.Overlay[TreeBuild::place(S.Old.Command, H.Path)] = H.Old;
        S.New.Overlay[TreeBuild::place(S.New.Command, H.Path)] = H.New;
      }
      S.Renamed = Renamed;
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

  /// The files of the build that hold functions with contracts and include one of these headers, and a few more.
  void follow(std::optional<size_t> I, const std::vector<ChangedHeader> &Headers, const Texts &Before) {
    PatchReview &Of = Out.of(I);
    std::vector<std::string> Names;
    for (const ChangedHeader &H : Headers)
      Names.push_back(H.Path);
    unsigned Count = 0, Others = 0;
    const Followers All = filesIncluding(Names, Q.Base, Q.Database, Q.R, MostOthers);
    Of.More = All.More;
    for (const Follower &Each : All.Files) {
      if (Of.Texts.count(Each.Path) || (!Each.Subject && Others == MostOthers))
        continue;
      const auto Known = Before.find(Each.Path);
      const std::optional<std::string> Text = Known != Before.end() ? Known->second : Q.Base.read(Each.Path);
      if (!Text)
        continue;
      if (Each.Subject && ++Count > MostFollowed)
        break;
      Others += !Each.Subject;
      Of.Texts[Each.Path] = *Text;
      add({.Patch = I,
           .Path = Each.Path,
           .Old = {.Text = *Text},
           .New = {.Text = *Text},
           .Claim = Of.Claim,
           .Tidying = Of.Tidying,
           .Headers = Headers,
           .Follows = true},
          Each.Path, Before);
    }
    tellFollowed(Of, Names, Count);
  }

  static void tellFollowed(PatchReview &Of, const std::vector<std::string> &Headers, unsigned Count) {
    const std::string Names = llvm::join(Headers, ", ");
    if (Count > MostFollowed)
      Of.Problems.push_back("of the files that include " + Names + ", only the first " + std::to_string(MostFollowed) +
                            " were looked at: check the others with the patch " + "applied (kverdict check FILE...)");
    else
      Of.Notes.push_back(Names + ": " + std::to_string(Count) + (Count == 1 ? " file" : " files") +
                         " of the build with policy functions " + (Count == 1 ? "includes" : "include") + " it");
  }

  static constexpr unsigned MostFollowed = 32;
  static constexpr unsigned MostOthers = 2; ///< files without contracts, for the functions in the headers themselves

  const ReviewRequest &Q;
  SeriesReview &Out;
  /// A file before the series.
  struct Beginning {
    std::string Path;
    std::optional<std::string> Text; ///< none if it was not there
  };

  TreeBuild Build;
  Texts Now;
  std::map<std::string, Beginning> First;     ///< by the path that it has now
  std::map<std::string, std::string> Renamed; ///< of the patch that is planned, as FileStep::Renamed
  std::vector<FileStep> Steps;
};

} // namespace

std::vector<FileStep> planSeries(const ReviewRequest &Q, SeriesReview &Out) { return Planner(Q, Out).plan(); }

} // namespace kverdict
