#include "simulate/Simulator.h"

#include "core/Error.h"
#include "simulate/Settings.h"
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict {

Simulator::Simulator(const Unit &U, const std::vector<Model> &Models, SimulatorLimits Limits)
    : U(U), Models(Models), Limits(Limits) {}

Run Simulator::run(const std::string &Function, const Witness &W, Missing WhenMissing) {
  const FunctionDecl *Definition = U.definition(Function);
  if (!Definition) {
    Run Result;
    Result.End = RunEnd::Unsupported;
    Result.Reason = "this unit has no body of " + Function + "()";
    return Result;
  }
  Callees Kinds(U, Models);
  simulation::Interpreter One(U, Kinds, W, WhenMissing, Limits);
  One.stopBehind(Behind);
  return One.run(Definition);
}

Witness Simulator::build(const std::string &Function, const std::vector<Setting> &List) {
  const FunctionDecl *Definition = U.definition(Function);
  if (!Definition)
    throw Error(ExitCode::Usage, "this unit has no body of " + Function + "(): nothing can be set for it");
  Callees Kinds(U, Models);
  simulation::Settings Made(U, Kinds, Limits, Definition);
  for (const Setting &S : List)
    Made.apply(S);
  return Made.finish();
}

} // namespace kverdict
