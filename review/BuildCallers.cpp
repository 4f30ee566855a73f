#include "review/BuildCallers.h"

#include "compare/Callers.h"
#include "core/Error.h"
#include "isolate/AtWork.h"
#include "kbuild/TreeBuild.h"
#include "parse/Bindings.h"
#include "parse/text/Heads.h"
#include "parse/text/LineTokens.h"
#include "parse/text/TextScan.h"
#include "review/AskCallers.h"
#include "review/Callers.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>

namespace kverdict {
namespace {

/// Of one function: the files that are parsed, and the callers in them that are asked.
constexpr size_t MostFiles = 12, MostOfBuild = 16;
/// As that of the callers in a file (smt/Effort.h): each, and all of one function.
constexpr std::uint64_t EffortOfCaller = 250'000, EffortOfBuild = 2'400'000;
/// What a function needs of its file is put behind another one, up to so many functions.
constexpr size_t MostNeeded = 30;

/// The files of the build, by their paths in the tree.
std::vector<std::string> pathsOfBuild(const ReviewRequest &Q) {
  std::vector<std::string> Out;
  for (const std::string &File : filesOfBuild(Q.Base.root(), Q.Database)) {
    const std::string Built = Q.Database.empty() ? "" : kernelRoot(File); // -p may name another tree
    llvm::StringRef Path = File;
    if (Path.consume_front(Built.empty() ? Q.Base.root() : Built) && Path.consume_front("/"))
      Out.push_back(Path.str());
  }
  std::sort(Out.begin(), Out.end());
  Out.erase(std::unique(Out.begin(), Out.end()), Out.end());
  return Out;
}

/// What a changed function needs to stand in another file, in both versions. Where it is in a header, that is nothing:
/// the file includes it.
struct Transplant {
  std::vector<std::string> Functions; ///< in their order
  std::string Old, New;               ///< their texts
  std::set<std::string> Macros;       ///< that the file defines, or takes back, and they mention
  bool TooMany = false;               ///< it needs more than are taken along
};

std::set<std::string> macrosOf(const std::string &Text) {
  std::set<std::string> Out;
  const LineTokens Tokens(Text);
  for (const Directive &Each : Tokens.directives())
    if (Each.Keyword == "define" || Each.Keyword == "undef")
      Out.insert(Each.Name);
  return Out;
}

std::set<std::string> namesIn(const std::string &C) {
  std::set<std::string> Out;
  for (const auto &[Name, Mentioned] : scanText("f() {" + C + "}"))
    Out.insert(Mentioned.begin(), Mentioned.end());
  return Out;
}

class Cutting {
public:
  Cutting(const std::string &Old, const std::string &New)
      : OldText(Old), NewText(New), Before(takeApart(Old, "")), After(takeApart(New, "")) {
    Macros = macrosOf(Old);
    Macros.merge(macrosOf(New));
  }

  Transplant run(const std::string &Function) {
    std::vector<std::string> Work{Function};
    std::set<std::string> Taken{Function};
    while (!Work.empty() && Taken.size() <= MostNeeded) {
      const std::string Name = Work.back();
      Work.pop_back();
      for (const TakenApart *Of : {&Before, &After})
        for (const FunctionText &Each : Of->Functions)
          if (Each.Name == Name)
            for (const std::string &Needed : namesIn(Each.Head + " " + Each.Body))
              need(Needed, Taken, Work);
    }
    Out.TooMany = Taken.size() > MostNeeded;
    for (const FunctionText &Each : After.Functions)
      if (Taken.count(Each.Name))
        Out.Functions.push_back(Each.Name);
    Out.Old = textOf(OldText, Before, Taken);
    Out.New = textOf(NewText, After, Taken);
    return std::move(Out);
  }

private:
  void need(const std::string &Name, std::set<std::string> &Taken, std::vector<std::string> &Work) {
    if (Macros.count(Name))
      Out.Macros.insert(Name);
    const bool Has = std::any_of(After.Functions.begin(), After.Functions.end(),
                                 [&](const FunctionText &F) { return F.Name == Name; });
    if (Has && Taken.insert(Name).second)
      Work.push_back(Name);
  }

  /// Declared first, whatever their order.
  static std::string textOf(const std::string &Text, const TakenApart &Of, const std::set<std::string> &Taken) {
    std::string Heads, Bodies;
    for (const FunctionText &Each : Of.Functions)
      if (Taken.count(Each.Name)) {
        const std::string Head = headOf(Text, Each);
        Heads += Head + ";\n";
        Bodies += Head + "\n{" + Each.Body + "}\n\n";
      }
    return "\n" + Heads + "\n" + Bodies;
  }

  /// Its lines, without the directives that stand in front of it.
  static std::string headOf(llvm::StringRef Text, const FunctionText &Of) {
    for (unsigned Line = 1; Line < Of.Line - Of.HeadLines; ++Line)
      Text = Text.split('\n').second;
    std::string Out;
    for (unsigned I = 0; I <= Of.HeadLines; ++I) {
      auto [Line, Rest] = Text.split('\n');
      Text = Rest;
      if (!Out.empty() || !(Line.ltrim().empty() || Line.starts_with("#")))
        Out += (Out.empty() ? "" : "\n") + Line.str();
    }
    return Out;
  }

  const std::string &OldText, &NewText;
  const TakenApart Before, After;
  std::set<std::string> Macros;
  Transplant Out;
};

/// The text of a file of the tree as it is after a patch of the series; nothing if it is gone.
class TextsNow {
public:
  TextsNow(const ReviewRequest &Q, const std::vector<FileStep> &Steps, std::optional<size_t> Patch)
      : Q(Q), Steps(Steps), Patch(Patch) {}

  std::optional<std::string> of(const std::string &Path) const {
    const FileStep *Last = nullptr;
    for (const FileStep &Each : Steps)
      if (Each.Path == Path && (!Patch ? !Each.Patch : Each.Patch && *Each.Patch <= *Patch))
        Last = &Each;
    if (Last)
      return Last->Deleted ? std::nullopt : std::optional(Last->New.Text);
    return Q.Base.read(Path);
  }

private:
  const ReviewRequest &Q;
  const std::vector<FileStep> &Steps;
  const std::optional<size_t> Patch;
};

/// One function that changed.
class AskingBuild {
public:
  AskingBuild(const ReviewRequest &Q, TreeBuild &Build, const std::vector<std::string> &Files, const FileStep &S,
              const TextsNow &Now, const std::string &Function, const std::optional<Transplant> &Moved, Callers &Into)
      : Q(Q), Build(Build), Files(Files), S(S), Now(Now), Function(Function), Moved(Moved), Into(Into) {}

  void run() {
    notKnown(S.Path, callersInText(S.New.Text, takeApart(S.New.Text, S.Path), Function).Others);
    for (const std::string &Path : Files)
      if (Path != S.Path)
        if (const auto Text = Now.of(Path); Text && mentionsName(*Text, Function))
          look(Path, *Text);
    Into.Files = Files.size();
    if (Into.Others == OtherFiles)
      Into.Others = !Elsewhere.empty() ? Elsewhere
                                       : "no other caller was found by its name in the " +
                                             std::to_string(Files.size()) + " files of the build";
  }

private:
  void look(const std::string &Path, const std::string &Text) {
    const std::vector<std::string> Names = callersInText(Text, takeApart(Text, Path), Function).names();
    if (Names.empty() && !hasIdentifier(Text, Function))
      return; // in a comment
    if (Parsed++ >= MostFiles || Asked >= MostOfBuild || Spent >= EffortOfBuild)
      return passOver(Path, Names);
    try {
      const AtWork Mark(Path, Function, "callers in " + Text);
      ask(Path, Text);
    } catch (const Error &E) {
      leaveOpen(Path, Names, firstLine(E));
    }
  }

  static std::string firstLine(const Error &E) {
    if (const auto *P = dynamic_cast<const ParseError *>(&E))
      return "it does not compile there: " + P->message();
    return llvm::StringRef(E.what()).split('\n').first.str();
  }

  void notKnown(const std::string &Path, const std::string &Why) {
    if (Elsewhere.empty() && !Why.empty())
      Elsewhere = Path + ": " + Why;
  }

  void passOver(const std::string &Path, const std::vector<std::string> &Names) {
    if (Names.empty())
      notKnown(Path, "it was not looked at");
    for (const std::string &Each : Names)
      Into.PassedOver.push_back(Each + "() of " + Path);
  }

  void leaveOpen(const std::string &Path, const std::vector<std::string> &Names, const std::string &Why) {
    if (Names.empty())
      notKnown(Path, Why);
    for (const std::string &Each : Names) {
      Caller Open;
      Open.Function = Each;
      Open.File = Path;
      Open.Reason = Why;
      Into.Seen.push_back(std::move(Open));
    }
  }

  FileStep step(const std::string &Path, const std::string &Text) {
    FileStep Out;
    Out.Path = Path;
    Out.New.Command = Out.Old.Command = Build.command(Path);
    Out.New.Text = Text + (Moved ? Moved->New : "");
    Out.Old.Text = Text + (Moved ? Moved->Old : "");
    Out.New.Overlay = Build.overlay(Out.New.Command, {Text});
    Out.Old.Overlay = Out.New.Overlay;
    for (auto [Of, To] : {std::pair(&S.New, &Out.New), std::pair(&S.Old, &Out.Old)})
      for (const auto &[Place, Other] : Of->Overlay)
        if (Place != Out.New.Command.File && Place != Of->Command.File)
          To->Overlay[Place] = Other;
    Out.Headers = S.Headers;
    return Out;
  }

  void ask(const std::string &Path, const std::string &Text) {
    std::vector<std::string> Names = callersInText(Text, takeApart(Text, Path), Function).names();
    if (const std::string Why = Moved ? otherMacros(Text) : ""; !Why.empty())
      return leaveOpen(Path, Names, Why);
    const FileStep Other = step(Path, Text);
    const auto Shared = std::make_shared<Versions>();
    const StepVersions In(Other, Q.R, Shared);
    const std::vector<std::string> ByText = Names;
    Names.push_back(Function);
    Shared->expect(Names);
    auto Pair = In.pairOf(Names);
    if (const std::string Why = Moved ? otherNames(Text, *Pair) : ""; !Why.empty())
      return leaveOpen(Path, ByText, Why);
    const Named By = namedIn(In, Function, Pair->newUnit());
    Names.insert(Names.end(), By.Functions.begin(), By.Functions.end());
    std::set<std::string> Missing;
    for (const std::string &Each : By.Functions)
      if (!Pair->oldUnit().definition(Each) || !Pair->newUnit().definition(Each))
        Missing.insert(Each);
    if (!Missing.empty())
      Pair = In.pairOf(Names, Missing);
    askEach(Path, By, *Pair);
  }

  void askEach(const std::string &Path, const Named &By, VersionPair &Pair) {
    for (const std::string &Each : By.Functions) {
      if (Moved && std::find(Moved->Functions.begin(), Moved->Functions.end(), Each) != Moved->Functions.end())
        continue;
      if (Asked++ >= MostOfBuild || Spent >= EffortOfBuild) {
        passOver(Path, {Each});
        continue;
      }
      const bool Told = std::any_of(Into.Seen.begin(), Into.Seen.end(), [](const Caller &C) { return C.Own; });
      Into.Seen.push_back(askCaller(Pair, Q.R, Each, Function, EffortOfCaller, Spent, !Told));
      Into.Seen.back().File = Path;
    }
    notKnown(Path, By.Here);
  }

  /// Why the function, in that file, may not be what it is in its own: by macros.
  std::string otherMacros(const std::string &Text) const {
    if (Moved->TooMany)
      return Function + "() needs more than " + std::to_string(MostNeeded) + " functions of " + S.Path;
    if (!Moved->Macros.empty())
      return Function + "() uses " + *Moved->Macros.begin() + ", which " + S.Path + " defines";
    std::set<std::string> Mentioned = namesIn(Moved->Old);
    Mentioned.merge(namesIn(Moved->New));
    for (const std::string &Each : macrosOf(Text))
      if (Mentioned.count(Each))
        return "it has a macro of its own, " + Each + ", which " + Function + "() mentions";
    return "";
  }

  /// The same by what stands in that file.
  std::string otherNames(const std::string &Text, const VersionPair &Pair) const {
    const unsigned Lines = std::count(Text.begin(), Text.end(), '\n') + 1;
    for (const Unit *U : {&Pair.oldUnit(), &Pair.newUnit()})
      if (const std::string Name = boundAbove(*U, Moved->Functions, Lines); !Name.empty())
        return "it has its own " + Name + ", which " + Function + "() mentions";
    return "";
  }

  const ReviewRequest &Q;
  TreeBuild &Build;
  const std::vector<std::string> &Files;
  const FileStep &S;
  const TextsNow &Now;
  const std::string &Function;
  const std::optional<Transplant> &Moved;
  Callers &Into;
  std::string Elsewhere; ///< why others than these may call it
  size_t Parsed = 0, Asked = 0;
  std::uint64_t Spent = 0;
};

/// The file of an outcome that has this function in both versions.
const ChangedFile *fileOf(const std::string &Function, const StepOutcome &Of) {
  for (const ChangedFile &Each : Of.Files)
    if (hasIdentifier(Each.Old, Function) && hasIdentifier(Each.New, Function) &&
        mayDefine(Each.New, {Function}).size())
      return &Each;
  return nullptr;
}

} // namespace

bool namesFiles(const ReviewRequest &Q) { return !filesOfBuild(Q.Base.root(), Q.Database).empty(); }

void askBuild(const ReviewRequest &Q, const std::vector<FileStep> &Steps, std::vector<StepOutcome> &Outcomes) {
  const std::vector<std::string> Files = pathsOfBuild(Q);
  if (Files.empty())
    return;
  TreeBuild Build(Q.Base, Q.Database);
  std::set<std::pair<std::optional<size_t>, std::string>> Done; // a header's function stands in several outcomes
  for (size_t I = 0; I < Steps.size(); ++I) {
    if (!Outcomes[I].Report)
      continue;
    const TextsNow Now(Q, Steps, Steps[I].Patch);
    for (Comparison &C : Outcomes[I].Report->Changes) {
      const ChangedFile *In = fileOf(C.Function, Outcomes[I]);
      if (!C.CalledBy || C.CalledBy->Others != OtherFiles || Steps[I].Renamed.count(C.Function) || !In)
        continue;
      const bool Own = In->Path == Steps[I].Path;
      if (!Own && !Done.emplace(Steps[I].Patch, C.Function).second)
        continue;
      const auto Moved = Own ? std::optional(Cutting(In->Old, In->New).run(C.Function)) : std::nullopt;
      AskingBuild(Q, Build, Files, Steps[I], Now, C.Function, Moved, *C.CalledBy).run();
    }
  }
}

} // namespace kverdict
