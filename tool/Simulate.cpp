// kverdict simulate FILE --function F [--set PLACE=EXPRESSION ...]
#include "analysis/Compiled.h"
#include "explore/Explorer.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Complete.h"
#include "report/diagram/Dot.h"
#include "report/terminal/TableText.h"
#include "simulate/ByHand.h"
#include "simulate/Confirm.h"
#include "simulate/Simulator.h"
#include "tool/Commands.h"
#include "tool/Directories.h"
#include "tool/Files.h"
#include "tool/Graphviz.h"
#include "tool/InChild.h"
#include "tool/Near.h"
#include "tool/Remembered.h"

namespace kverdict {
namespace {

class Simulation {
public:
  explicit Simulation(const Options &O) : O(O), R(findRules(O, treeAround(O.Inputs.front()))) {
    for (const std::string &Text : O.Settings)
      Settings.push_back(splitSetting(Text));
    if (!Settings.empty() && O.Format != "text")
      throw Error(ExitCode::Usage, "-f " + O.Format + " draws the table of all states; --set asks for one run");
    parse();
    if (!unit().definition(O.Function))
      throw Error(ExitCode::Usage, O.Inputs[0] + " defines no function " + O.Function + "()" +
                                       didYouMean(unit().functions(), O.Function));
  }

  Outcome run() { return O.Settings.empty() ? table() : once(); }

private:
  void parse() {
    UnitRequest Request;
    const std::string Path = absolutePath(O.Inputs[0]);
    Request.Command = findCommand(Path, O.Database);
    Request.Text = readFile(Path);
    Rules Models;
    Models.Models = R.Models;
    Request.Extras = compileRules(Models, Request.Text, {});
    Request.Opaque = modelled(R);
    Request.Wanted = {O.Function};
    for (Extra &Each : extrasOf(O.Function, Settings))
      Request.Extras.push_back(std::move(Each));
    U.emplace(std::move(Request));
    U->complete([this](Unit &Each) {
      if (Each.definition(O.Function))
        Explorer(Each, R).rowCount(O.Function); // follows the paths, and so finds what is called
    });
  }

  const Unit &unit() const { return **U; }

  Outcome table() {
    Outcome Result;
    Table T = Explorer(unit(), R).table(O.Function);
    Simulator Sim(unit(), R.Models);
    unsigned Disagree = 0;
    for (Row &Each : T.Rows) {
      if (!Each.State)
        continue;
      const Run Ran = Sim.run(O.Function, Each.State->Concrete);
      if (bearsOut(Ran, {Each.End, Each.Result.Width ? std::optional(Each.Result) : std::nullopt}))
        continue;
      ++Disagree;
      if (Ran.End == RunEnd::Budget) {
        Result.Notes += "kverdict: a row was not run to its end: " + Ran.Reason + "\n";
        continue;
      }
      if (!Each.Approximations.empty()) {
        Result.Notes += "kverdict: the run of a row does something else: " + Each.Approximations[0] + "\n";
        continue;
      }
      Result.Notes += "kverdict: the simulator does not confirm a row (" +
                      (Ran.End == RunEnd::Returned ? showResult(unit(), O.Function, Ran.Result) : Ran.Reason) +
                      "); this is a bug of kverdict\n";
    }
    Result.Output = O.Format == "text" ? renderTable(T) : drawn(T);
    Result.Code = Disagree || !T.complete() ? ExitCode::Incomplete : ExitCode::Clean;
    return Result;
  }

  std::string drawn(const Table &T) const {
    const SourcePlace At = unit().functionPlace(O.Function);
    const std::string Path = absolutePath(O.Inputs[0]);
    const bool Here = Path.ends_with(At.File);
    const Diagram D = diagramOf(T, sourceLines(Here ? std::map<std::string, std::string>{{At.File, readFile(Path)}}
                                                    : std::map<std::string, std::string>{}));
    if (!D.Problem.empty())
      throw Error(ExitCode::Incomplete, O.Function + "() has no diagram: " + D.Problem);
    const std::string Graph = renderDot(D, O.Format != "html");
    if (O.Format == "dot")
      return Graph;
    const std::string Drawn = drawnByDot(Graph);
    return O.Format == "svg" ? svgFile(D, Drawn) : diagramPage(D, At.File + ":" + std::to_string(At.Line), Drawn);
  }

  Outcome once() {
    Simulator Sim(unit(), R.Models);
    const Witness W = Sim.build(O.Function, givenIn(unit(), O.Function, Settings));
    const Run Ran = Sim.run(O.Function, W, Missing::IsZero);
    Outcome Result;
    Result.Output = renderRun(O.Function, Ran, showResult(unit(), O.Function, Ran.Result));
    Result.Code = Ran.End == RunEnd::Returned ? ExitCode::Clean : ExitCode::Incomplete;
    return Result;
  }

  const Options &O;
  Rules R;
  std::vector<ByHand> Settings;
  std::optional<CompleteUnit> U;
};

} // namespace

Outcome runSimulate(const Options &O) {
  return remembered(O, "", [&] {
    return inChild(O, [&] {
      Options Of = O;
      Of.Inputs[0] = fileDefining(O.Function, O.Inputs[0], O.Database);
      const AtWork Mark(Of.Inputs[0], O.Function);
      Outcome Result = Simulation(Of).run();
      if (Of.Inputs[0] != O.Inputs[0])
        Result.Notes = "kverdict: note: " + O.Function + "() is that of " + Of.Inputs[0] + "\n" + Result.Notes;
      return Result;
    });
  });
}

} // namespace kverdict
