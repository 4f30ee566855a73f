// kverdict reproduce FINGERPRINT [INPUT...] -o DIR
#include "analysis/Analysis.h"
#include "analysis/Compiled.h"
#include "checks/Checks.h"
#include "core/ReplayedState.h"
#include "explore/Explorer.h"
#include "input/Inputs.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Complete.h"
#include "report/Replay.h"
#include "report/record/Jsonl.h"
#include "reproduce/Texts.h"
#include "review/Review.h"
#include "simulate/ByHand.h"
#include "simulate/Simulator.h"
#include "tool/Commands.h"
#include "tool/Directories.h"
#include "tool/Files.h"
#include "tool/InChild.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace kverdict {
namespace {

namespace path = llvm::sys::path;

/// A finding, and the file that it is about.
struct Found {
  Finding What;
  CompileCommand Command;
  std::string Text;
  bool Patched = false; ///< the text stands nowhere
};

/// Why something is not written.
struct CannotBe {
  std::string Why;
};

bool isMeant(const Finding &F, const Options &O) { return F.Fingerprint.starts_with(O.Wanted); }

/// The one that is meant of all that were found.
class Choice {
public:
  explicit Choice(const Options &O) : O(O) {}

  /// Whether it is this one.
  bool offer(const Finding &F) {
    if (!isMeant(F, O) || F.From == Origin::Fixed)
      return false;
    if (!Seen.empty() && Seen != F.Fingerprint)
      throw Error(ExitCode::Usage,
                  "'" + O.Wanted + "' is the beginning of several fingerprints: " + Seen + ", " + F.Fingerprint);
    const bool First = Seen.empty();
    Seen = F.Fingerprint;
    return First;
  }

private:
  const Options &O;
  std::string Seen;
};

Found required(std::optional<Found> F, const Options &O, const std::string &Where) {
  if (!F)
    throw Error(ExitCode::Usage, "no finding with the fingerprint '" + O.Wanted + "' in " + Where);
  return std::move(*F);
}

Found fromRecord(const Options &O) {
  std::optional<Found> Out;
  Choice One(O);
  for (const Finding &F : readJsonl(readFile(O.Record), O.Record).Findings)
    if (One.offer(F)) {
      if (llvm::StringRef(F.At.File).ends_with(".h"))
        throw CannotBe{"the record does not say by which file " + F.At.File + " was included: name that, or the patch"};
      llvm::SmallString<256> File(O.Tree);
      path::append(File, F.At.File);
      const std::string Path = absolutePath(File.str().str());
      Out = Found{F, findCommand(Path, O.Database), readFile(Path)};
    }
  return required(std::move(Out), O, O.Record);
}

Found fromFiles(const Options &O, const Rules &R) {
  std::optional<Found> Out;
  Choice One(O);
  const Checks With = checksWith(O.Asked);
  for (const std::string &Path : compiledSources(O).Paths) {
    FileVersion V;
    V.Text = readFile(Path);
    if (!hasSubject(V.Text, R, With))
      continue;
    V.Command = findCommand(Path, O.Database);
    for (const Finding &F : analyse(V, R, With).Findings)
      if (One.offer(F))
        Out = Found{F, V.Command, V.Text};
  }
  return required(std::move(Out), O, "what check finds in the files");
}

/// Headers that a patch changes would have to be where the compiler finds them.
void refuseHeaders(const Series &Of) {
  for (const Patch &P : Of.Patches)
    for (const FileChange &Each : P.Files)
      if (llvm::StringRef(Each.path()).ends_with(".h"))
        throw CannotBe{"the patch changes " + Each.path() + ": apply it to a tree, and use --record"};
}

Found fromPatches(const Options &O, const Rules &R) {
  const Work W = openWork({O.Inputs, O.Tree, O.Base, O.Series});
  std::shared_ptr<const void> Remains;
  const Checks With = checksWith(O.Asked);
  const SeriesReview All = reviewSeries({W.Patches, W.Base, R, O.Database, false, O.Jobs, Remains, With});
  std::optional<Found> Out;
  Choice One(O);
  for (const PatchReview &Each : All.Patches)
    for (const FileReport &Report : Each.Reports)
      for (const Finding &F : Report.Findings)
        if (One.offer(F)) {
          const std::string Root = W.Base.isBare() ? "" : W.Base.root();
          Out = Found{F, findTreeCommand(Root, Report.File, O.Database).Command, Each.Texts.at(Report.File), true};
        }
  Found Only = required(std::move(Out), O, "what review finds");
  refuseHeaders(W.Patches);
  return Only;
}

Found find(const Options &O, const Rules &R) {
  if (!O.Record.empty())
    return fromRecord(O);
  if (O.Inputs.empty())
    throw Error(ExitCode::Usage, "name what it was found in: C files, patches and --tree DIR, or --record FILE");
  return O.Tree.empty() ? fromFiles(O, R) : fromPatches(O, R);
}

class Reproduction {
public:
  Reproduction(const Options &O, const Rules &R, const Found &F) : O(O), R(R), F(F) {
    for (const Binding &Each : replayedState(F.What)) {
      if (Each.Layout)
        Layout.insert(State.size());
      State.push_back(splitSetting(Each.Place + "=" + Each.Value));
    }
    Directory = path::parent_path(F.Command.File).str();
    Source = path::filename(F.Command.File).str();
  }

  Outcome run() {
    if (F.What.By == Evidence::Compiler || (F.What.Verdict.empty() && F.What.Witness.empty()))
      throw CannotBe{"it names no state"};
    parse();
    try {
      Ran = simulated({});
      How = recipe(unit(), F.What.Function, State);
    } catch (const Error &NotC) {
      throw CannotBe{llvm::StringRef(NotC.what()).split('\n').first.str()};
    }
    if (const std::string Why = other(Ran); !Why.empty())
      throw CannotBe{Why};
    if (!How.Unmade.empty())
      throw CannotBe{How.Unmade};
    const Reproduced That{F.What, How, Source, Ran, premise()};
    if (O.Format != "harness")
      add("kunit.c", "KUnit test", kunit(That));
    if (O.Format != "kunit")
      add("harness.c", "program", program(That));
    return written(That);
  }

private:
  const Unit &unit() const { return **U; }

  void parse() {
    UnitRequest Q;
    Q.Command = F.Command;
    Q.Text = F.Text;
    Q.Extras = compileRules(R, Q.Text, {F.What.Function});
    for (Extra &Each : extrasOf(F.What.Function, State))
      Q.Extras.push_back(std::move(Each));
    Q.Opaque = modelled(R);
    Q.Wanted = {F.What.Function};
    U.emplace(std::move(Q));
    U->complete([this](Unit &Each) {
      if (Each.definition(F.What.Function))
        Explorer(Each, R).rowCount(F.What.Function);
    });
    if (!unit().definition(F.What.Function))
      throw CannotBe{F.What.At.File + " defines no function " + F.What.Function + "()"};
  }

  /// What the function does in the state, without some of its settings.
  Run simulated(const std::set<size_t> &Without) { return simulated(F.What.Function, Without); }

  Run simulated(const std::string &What, const std::set<size_t> &Without) {
    Simulator Sim(unit(), R.Models);
    std::vector<Simulator::Setting> Given = givenIn(unit(), F.What.Function, State);
    for (size_t I = Given.size(); I-- > 0;)
      if (Without.count(I))
        Given.erase(Given.begin() + static_cast<std::ptrdiff_t>(I));
    return Sim.run(What, Sim.build(F.What.Function, Given), Missing::IsZero);
  }

  /// Whether the contracts speak of a state that is left without some settings.
  bool required(const std::set<size_t> &Without) {
    return std::all_of(R.Contracts.begin(), R.Contracts.end(), [&](const Contract &C) {
      const auto &Broken = F.What.Contracts;
      const std::string Name = questionOf(R, C).Requires;
      if (Name.empty() || std::find(Broken.begin(), Broken.end(), C.Id) == Broken.end())
        return true;
      if (unit().problem(Name))
        return false;
      const Run Ran = simulated(Name, Without);
      return Ran.End == RunEnd::Returned && Ran.Result.Bits != 0;
    });
  }

  /// What the contract that the test expects to hold asks of a state.
  std::string premise() const {
    for (const Contract &C : R.Contracts)
      if (!F.What.Contracts.empty() && C.Id == F.What.Contracts[0])
        return C.Requires.Text;
    return "";
  }

  std::string word(const Run &Of) const {
    return Of.End == RunEnd::Returned ? "returns " + showResult(unit(), F.What.Function, Of.Result) : Of.Reason;
  }

  /// Why a run is not what the finding says; empty if it is.
  std::string other(const Run &Of) const {
    const bool Returns = F.What.Verdict.starts_with("returns ");
    const bool Same = Returns ? word(Of) == F.What.Verdict : Of.End == RunEnd::Undefined || Of.End == RunEnd::NoReturn;
    return Same ? ""
                : "in this state " + F.What.Function + "() of " + F.What.At.File + " does something else: " + word(Of) +
                      (F.Patched ? "" : " (is the patch applied?)");
  }

  /// A unit of a text that includes the file under test, as the compiler will see it beside that.
  std::optional<CompleteUnit> beside(const std::string &Text, const std::string &Wanted, std::string &Why) const {
    UnitRequest Q;
    Q.Command = F.Command;
    llvm::SmallString<256> File(Directory);
    path::append(File, "kverdict_reproduced.c");
    Q.Command.File = File.str().str();
    Q.Text = Text;
    Q.Overlay[F.Command.File] = F.Text;
    Q.Wanted = {Wanted};
    Q.AllBodies = true;
    try {
      return CompleteUnit(std::move(Q));
    } catch (const ParseError &E) {
      Why = "it does not compile: " + E.at().File + ":" + std::to_string(E.at().Line) + ": " + E.message();
    }
    return std::nullopt;
  }

  Made kunit(const Reproduced &That) {
    std::set<size_t> Left;
    if (!Layout.empty()) {
      Left = Layout;
      if (F.What.Contracts.empty() || !F.What.Remarks.empty() || !other(simulated(Left)).empty() || !required(Left))
        return {"", "the state says where things lie in memory, and a running kernel has its own places"};
    }
    Made Out = kunitTest(That, Left);
    if (Out.Unmade.empty())
      beside(Out.Text, F.What.Function, Out.Unmade);
    return Out;
  }

  Made program(const Reproduced &That) {
    if (!runsHere(unit()))
      return {"", "the build is for another machine"};
    Made Out;
    std::optional<CompleteUnit> Half = beside(kernelHalf(That), HarnessEntry, Out.Unmade);
    if (!Half)
      return Out;
    Lacking Needs;
    Half->complete([&](Unit &Each) { Needs = lacking(Each, HarnessEntry); });
    std::erase_if(Needs.Names, [](const Lacking::Name &Each) {
      return Each.Text == "kv_object" || Each.Text == "kv_made" || Each.Text == "kv_returned";
    });
    return harness(That, Needs);
  }

  void add(const std::string &Name, const std::string &What, const Made &Text) {
    if (Text.Unmade.empty())
      Files[Name] = Text.Text;
    else
      Result.Notes += "kverdict: no " + What + ": " + Text.Unmade + "\n", Result.Code = ExitCode::Incomplete;
  }

  Outcome written(const Reproduced &That) {
    if (Files.empty())
      return Result;
    Files["run"] = runScript(That, F.Command, Directory, F.Patched);
    if (F.Patched)
      Files[Source] = F.Text;
    std::map<std::string, std::string> Whole;
    for (const auto &[Name, Text] : Files) {
      llvm::SmallString<256> File(O.Into);
      path::append(File, Name);
      Whole[File.str().str()] = Text;
      Result.Output += "wrote " + File.str().str() + "\n";
    }
    if (const std::error_code Failed = llvm::sys::fs::create_directories(O.Into))
      throw Error(ExitCode::Usage, "cannot make " + O.Into + ": " + Failed.message());
    writeOutputs(Whole);
    return Result;
  }

  const Options &O;
  const Rules &R;
  const Found &F;
  std::string Directory, Source;
  std::vector<ByHand> State;
  std::set<size_t> Layout; ///< the settings that say where things lie
  std::optional<CompleteUnit> U;
  Run Ran;
  Recipe How;
  std::map<std::string, std::string> Files;
  Outcome Result;
};

Outcome reproduced(const Options &O) {
  const Rules R = findRules(O);
  try {
    const Found F = find(O, R);
    const AtWork Mark(F.What.At.File, F.What.Function);
    return Reproduction(O, R, F).run();
  } catch (const CannotBe &No) {
    return {"", "kverdict: it cannot be reproduced: " + No.Why + "\n", ExitCode::Incomplete};
  }
}

} // namespace

Outcome runReproduce(const Options &O) {
  return inChild(O, [&] { return reproduced(O); });
}

} // namespace kverdict
