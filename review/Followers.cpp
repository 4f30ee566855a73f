#include "review/Followers.h"

#include "analysis/Differing.h"
#include "analysis/Gate.h"
#include "compare/Callers.h"
#include "review/Callers.h"

#include <algorithm>

namespace kverdict {
namespace {

/// Callers of one function that are compared.
constexpr size_t MostFollowers = 8;

/// Those that the patch leaves as they are.
std::vector<std::string> untouchedCallers(const StepVersions &In, const std::string &Function) {
  std::vector<std::string> Out;
  for (const NamingFunction &Each : callersInText(In.patched(), In.apartByOldNames(), Function).Functions)
    if (std::find(In.touched().begin(), In.touched().end(), Each.Name) == In.touched().end() && Each.Name != Function &&
        Out.size() < MostFollowers)
      Out.push_back(Each.Name);
  return Out;
}

} // namespace

void askFollowers(const StepVersions &In, const Rules &R, const Checks &Known, const std::string &Function,
                  FileReport &Report) {
  const auto Check = std::find_if(Known.Others.begin(), Known.Others.end(),
                                  [](const auto &Each) { return Each->info().Id == "verdict-type"; });
  const std::vector<std::string> Callers = untouchedCallers(In, Function);
  if (Check == Known.Others.end() || Callers.empty())
    return;
  const auto Pair = In.pairOf(Callers, {Callers.begin(), Callers.end()});
  CompareLimits Limits;
  Limits.PerDirection = 1;
  Limits.EffectsBeside = false;
  for (const std::string &Each : Callers) {
    const auto Text = In.textOf(Each, In.files()[0], false);
    if (!Text || !Pair->newUnit().definition(Each) || !Pair->oldUnit().definition(Each))
      continue;
    const Comparison C = Pair->compare(Each, Limits);
    const auto Other = std::find_if(C.Differences.begin(), C.Differences.end(), [](const Difference &D) {
      return D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Returned;
    });
    if (Other == C.Differences.end())
      continue;
    FunctionView View(*Text);
    View.parsed(Pair->newUnit(), std::set<unsigned>());
    Candidate Of = suspected((*Check)->info(), View, C, *Other);
    Of.What.At = Pair->newUnit().functionPlace(Function);
    Of.What.Message = Function + "() returned " + returnType(Pair->oldUnit(), Function) + ", and returns " +
                      returnType(Pair->newUnit(), Function) + " now. Does " + Each +
                      "(), which stays as it was, still ask what is meant? It returns " + Other->New +
                      " where it returned " + Other->Old + ".";
    Of.Code = Function + " " + Each;
    In.inNewNames(Of.What);
    Gate(Pair->newUnit(), R).admit(Of, Report);
  }
}

} // namespace kverdict
