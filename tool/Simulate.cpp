// kverdict simulate FILE --function F [--set PLACE=EXPRESSION ...]
#include "analysis/Compiled.h"
#include "explore/Explorer.h"
#include "explore/table/Decisions.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Complete.h"
#include "report/diagram/Dot.h"
#include "report/terminal/TableText.h"
#include "simulate/ByHand.h"
#include "simulate/Confirm.h"
#include "simulate/Simulator.h"
#include "tool/Absent.h"
#include "tool/Commands.h"
#include "tool/Directories.h"
#include "tool/Files.h"
#include "tool/Graphviz.h"
#include "tool/InChild.h"
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
      refuseAbsent(unit(), readFile(absolutePath(O.Inputs[0])), O.Inputs[0], O.Function);
  }

  Outcome run() {
    if (!O.Settings.empty())
      return once();
    return O.Format == "text" && !O.Verbose ? decisions() : table();
  }

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

  /// As few rows as tell the verdicts apart.
  Outcome decisions() {
    Decisions D = decisionsOf(unit(), R, O.Function);
    Outcome Result;
    bool Agree = true;
    for (Decision &Each : D.Rows) {
      if (!Each.Tried && !leadsThere(Each.Is))
        Each.Is.State.reset();
      Agree &= holds(Each.Is, Result.Notes);
    }
    Result.Output = renderDecisions(D);
    Result.Code = Agree && D.Complete ? ExitCode::Clean : ExitCode::Incomplete;
    return Result;
  }

  /// A row for each path.
  Outcome table() {
    const Table T = Explorer(unit(), R).table(O.Function);
    Outcome Result;
    bool Agree = true;
    for (const Row &Each : T.Rows)
      Agree &= holds(Each, Result.Notes);
    Result.Output = O.Format == "text" ? renderTable(T, assumedFor(unit(), R, O.Function)) : drawn(T);
    Result.Code = Agree && T.complete() ? ExitCode::Clean : ExitCode::Incomplete;
    return Result;
  }

  /// Whether a run from the state of a row ends as the row says, and at its place.
  bool leadsThere(const Row &Of) const {
    const Run Ran = Simulator(unit(), R.Models).run(O.Function, Of.State->Concrete);
    SourcePlace At = Ran.StoppedAt;
    for (const TraceStep &Each : Ran.Trace)
      if (Each.What == TraceStep::Kind::Return && Each.Depth == 0 && Ran.End == RunEnd::Returned)
        At = Each.At;
    return At.File == Of.At.File && At.Line == Of.At.Line &&
           bearsOut(Ran, {Of.End, Of.Result.Width ? std::optional(Of.Result) : std::nullopt});
  }

  /// Whether a run from the state of a row does what the row says; else Notes has why it may not.
  bool holds(const Row &Of, std::string &Notes) const {
    if (!Of.State)
      return true;
    const Run Ran = Simulator(unit(), R.Models).run(O.Function, Of.State->Concrete);
    if (bearsOut(Ran, {Of.End, Of.Result.Width ? std::optional(Of.Result) : std::nullopt}))
      return true;
    if (Ran.End == RunEnd::Budget)
      Notes += "kverdict: a row was not run to its end: " + Ran.Reason + "\n";
    else if (!Of.Approximations.empty())
      Notes += "kverdict: the run of a row does something else: " + Of.Approximations[0] + "\n";
    else
      Notes += "kverdict: the simulator does not confirm a row (" +
               (Ran.End == RunEnd::Returned ? showResult(unit(), O.Function, Ran.Result) : Ran.Reason) +
               "); this is a bug of kverdict\n";
    return false;
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
