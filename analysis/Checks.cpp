#include "analysis/Checks.h"

#include <algorithm>

namespace kverdict {

bool Checks::looksFor(const std::string &Rule) const {
  return std::none_of(Rules.begin(), Rules.end(),
                      [&](const RuleInfo &Each) { return Each.Id == Rule && (Each.OfPatches || !Each.OnByDefault); });
}

std::vector<FunctionView> Checks::concerned(const TakenApart &Text, const kverdict::Rules &R,
                                            const std::string &Claim) const {
  std::vector<FunctionView> Out;
  if (Others.empty())
    return Out;
  for (const FunctionText &Each : Text.Functions) {
    FunctionView F(Each, Claim, &R);
    if (std::any_of(Others.begin(), Others.end(), [&](const auto &C) { return C->concerns(F); }))
      Out.push_back(std::move(F));
  }
  return Out;
}

Checks Checks::only(const std::set<std::string> &Asked) const {
  Checks Out = *this;
  std::erase_if(Out.Others,
                [&](const auto &Each) { return !Each->info().OnByDefault && !Asked.count(Each->info().Id); });
  for (RuleInfo &Each : Out.Rules)
    Each.OnByDefault |= Asked.count(Each.Id) != 0;
  return Out;
}

} // namespace kverdict
