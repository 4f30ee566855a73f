// kverdict simulate FILE --function F [--set PLACE=EXPRESSION ...]
#include "analysis/Compiled.h"
#include "explore/Explorer.h"
#include "isolate/AtWork.h"
#include "kbuild/CompileCommands.h"
#include "parse/Complete.h"
#include "report/terminal/TableText.h"
#include "simulate/Confirm.h"
#include "simulate/Simulator.h"
#include "tool/Commands.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Near.h"

#include <algorithm>

namespace kverdict {
namespace {

/// One --set, taken apart.
struct Setting {
  std::string Place;
  std::string Value;
  std::string Text;
};

Setting split(const std::string &Text) {
  // The first `=` that is no part of `==`, `<=`, `>=` or `!=`, and stands outside brackets.
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    const char C = Text[I], Next = I + 1 < Text.size() ? Text[I + 1] : 0;
    Depth += (C == '(' || C == '[') - (C == ')' || C == ']');
    if (C == '=' && Next != '=' && Depth == 0 && I > 0 && I + 1 < Text.size())
      return {Text.substr(0, I), Text.substr(I + 1), Text};
  }
  throw Error(ExitCode::Usage, "--set wants PLACE=EXPRESSION, both in C, not '" + Text + "'");
}

class Simulation {
public:
  explicit Simulation(const Options &O) : O(O), R(findRules(O)) {
    for (const std::string &Text : O.Settings)
      Settings.push_back(split(Text));
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
    for (size_t I = 0; I < Settings.size(); ++I) {
      Request.Extras.push_back(extra(Extra::Kind::Place, placeName(I), Settings[I].Place));
      Request.Extras.push_back(extra(Extra::Kind::Value, bitsName(I), Settings[I].Place));
      Request.Extras.push_back(extra(Extra::Kind::Value, valueName(I), Settings[I].Value));
    }
    U.emplace(std::move(Request));
    U->complete([this](Unit &Each) {
      if (Each.definition(O.Function))
        Explorer(Each, R).rowCount(O.Function); // follows the paths, and so finds what is called
    });
  }

  const Unit &unit() const { return **U; }

  static std::string placeName(size_t I) { return "__kverdict_place_" + std::to_string(I); }
  /// The place again, read: C gives no address of a bit-field.
  static std::string bitsName(size_t I) { return "__kverdict_bits_" + std::to_string(I); }
  static std::string valueName(size_t I) { return "__kverdict_value_" + std::to_string(I); }

  Extra extra(Extra::Kind What, const std::string &Name, const std::string &Text) {
    Extra E;
    E.What = What;
    E.Name = Name;
    E.Function = O.Function;
    E.Text = {Text, {"--set", 1, 1}};
    return E;
  }

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
    Result.Output = renderTable(T);
    Result.Code = Disagree || !T.complete() ? ExitCode::Incomplete : ExitCode::Clean;
    return Result;
  }

  Outcome once() {
    Simulator Sim(unit(), R.Models);
    std::vector<Simulator::Setting> Given;
    for (size_t I = 0; I < Settings.size(); ++I)
      Given.push_back(given(I));
    const Witness W = Sim.build(O.Function, Given);
    const Run Ran = Sim.run(O.Function, W, Missing::IsZero);
    Outcome Result;
    Result.Output = renderRun(O.Function, Ran, showResult(unit(), O.Function, Ran.Result));
    Result.Code = Ran.End == RunEnd::Returned ? ExitCode::Clean : ExitCode::Incomplete;
    return Result;
  }

  /// `foo` for a place `foo(vma)`, which is no place in memory but what a call returns.
  std::string calleeOf(size_t I) const {
    const std::string &Place = Settings[I].Place;
    const size_t At = Place.find('(');
    const bool Call = At != std::string::npos && At > 0 && Place.back() == ')' && unit().problem(placeName(I));
    const size_t Name = Place.starts_with("*") ? 1 : 0; // a call through a pointer
    const bool Named = Call && At > Name && (isalpha(static_cast<unsigned char>(Place[Name])) || Place[Name] == '_');
    return Named ? Place.substr(0, At) : "";
  }

  Simulator::Setting given(size_t I) const {
    check(I, valueName(I));
    const std::vector<std::string> Parameters = unit().parameters(O.Function);
    Simulator::Setting Made{"", "", valueName(I), Settings[I].Text, ""};
    if (std::find(Parameters.begin(), Parameters.end(), Settings[I].Place) != Parameters.end())
      Made.Parameter = Settings[I].Place;
    else if (Made.Callee = calleeOf(I); Made.Callee.empty())
      Made.PlaceExtra = unit().problem(placeName(I)) && !unit().problem(bitsName(I)) ? bitsName(I) : placeName(I);
    if (!Made.PlaceExtra.empty())
      check(I, Made.PlaceExtra);
    return Made;
  }

  void check(size_t I, const std::string &Extra) const {
    if (const Unit::ExtraProblem *Problem = unit().problem(Extra))
      throw Error(ExitCode::Usage, "--set '" + Settings[I].Text + "' is not C that compiles in this file:\n" +
                                       (Problem->Diagnostic.empty() ? Problem->Reason : Problem->Diagnostic));
  }

  const Options &O;
  Rules R;
  std::vector<Setting> Settings;
  std::optional<CompleteUnit> U;
};

} // namespace

Outcome runSimulate(const Options &O) {
  return inChild([&] {
    const AtWork Mark(O.Inputs[0], O.Function);
    return Simulation(O).run();
  });
}

} // namespace kverdict
