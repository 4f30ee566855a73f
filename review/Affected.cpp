#include "parse/text/Bodies.h"
#include "parse/text/TextScan.h"
#include "review/FileStep.h"

namespace kverdict {

std::vector<std::string> touched(const TakenApart &Old, const TakenApart &New) {
  std::map<std::string, std::vector<std::string>> Was;
  for (const FunctionText &F : Old.Functions)
    Was[F.Name].push_back(F.Head + F.Body);
  std::vector<std::string> Out;
  for (const FunctionText &F : New.Functions)
    if (auto It = Was.find(F.Name); It != Was.end() && It->second.size() == 1 && It->second[0] != F.Head + F.Body)
      Out.push_back(F.Name);
  return Out;
}

std::optional<std::set<std::string>> affected(const std::string &Patched, const TakenApart &Old,
                                              const TakenApart &New) {
  const auto Bodies = onlyBodiesDiffer(Old, New);
  if (!Bodies)
    return std::nullopt;
  std::set<std::string> Changed;
  for (const FunctionText &F : *Bodies)
    Changed.insert(F.Name);
  std::map<std::string, std::set<std::string>> MentionedBy;
  for (const auto &[Name, Mentioned] : scanText(Patched))
    for (const std::string &Each : Mentioned)
      MentionedBy[Each].insert(Name);
  for (const FunctionText &F : Old.Functions) // what a body mentioned before counts as well
    if (Changed.count(F.Name))
      for (const auto &[Name, Mentioned] : scanText("f() {" + F.Body + "}"))
        for (const std::string &Each : Mentioned)
          MentionedBy[Each].insert(F.Name);
  return reachable(MentionedBy, Changed);
}

} // namespace kverdict
