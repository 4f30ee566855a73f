#include "parse/text/Bodies.h"
#include "parse/text/LineTokens.h"
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

/// What stands before the last parenthesis may be an annotation or a macro: then the name is one of those before, or in
/// the parentheses.
static void addNames(const FunctionText &F, std::set<std::string> &Out) {
  Out.insert(F.Name);
  const llvm::StringRef Head = llvm::StringRef(F.Head).ltrim();
  const LineTokens Tokens(F.Head);
  for (llvm::StringRef Name : Tokens.names(1, ~0u))
    if (Head.starts_with(F.Name) ||
        llvm::StringRef(F.Head).drop_front(Name.end() - F.Head.data()).ltrim().starts_with("("))
      Out.insert(Name.str());
}

std::optional<std::set<std::string>> affected(const std::string &Patched, const TakenApart &Old,
                                              const TakenApart &New) {
  const auto Bodies = onlyBodiesDiffer(Old, New);
  if (!Bodies)
    return std::nullopt;
  std::set<std::string> Changed;
  for (const FunctionText &F : *Bodies)
    addNames(F, Changed);
  std::map<std::string, std::set<std::string>> MentionedBy;
  const Mentions All = scanText(Patched);
  for (const auto &[Name, Mentioned] : All)
    for (const std::string &Each : Mentioned)
      if (All.count(Each) || Changed.count(Each)) // other words lead nowhere
        MentionedBy[Each].insert(Name);
  for (const FunctionText &F : Old.Functions) // what a body mentioned before counts as well
    if (Changed.count(F.Name))
      for (const auto &[Name, Mentioned] : scanText("f() {" + F.Body + "}"))
        for (const std::string &Each : Mentioned)
          MentionedBy[Each].insert(F.Name);
  return reachable(MentionedBy, Changed);
}

} // namespace kverdict
