// For scripts/mailboxes: what kverdict makes of mailboxes, for somebody who holds it against git am.
//
// Usage: kverdict_result_tree TREE
// Reads lines "COMMIT MAILBOX" and prints a line of JSON for each: what the review says is wrong or left out, and of
// each path that the series touches the mode and the text's SHA-1 (as of a blob) behind it.
#include "core/Error.h"
#include "input/Inputs.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/SHA1.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <set>

using nlohmann::json;

namespace kverdict {
namespace {

std::string blobId(const std::string &Text) {
  llvm::SHA1 Hash;
  Hash.update("blob " + std::to_string(Text.size()));
  Hash.update(llvm::StringRef("", 1));
  Hash.update(Text);
  return llvm::toHex(Hash.final(), /*LowerCase=*/true);
}

/// What the patches leave behind: an id and a mode, null for a file that is gone, "unread" for one that was not
/// looked at. A mode that no patch speaks of is empty, or the path whose mode it is.
class Paths {
public:
  void take(const FileChange &Change) {
    if (!Change.isRead() || (!Change.NewPath.empty() && !Change.Patched)) {
      for (const std::string &Path : {Change.OldPath, Change.NewPath})
        if (!Path.empty())
          Made[Path] = "unread";
      return;
    }
    if (Change.What != FileChange::Kind::Copied && Change.OldPath != Change.NewPath && !Change.OldPath.empty() &&
        !Written.count(Change.OldPath))
      Made[Change.OldPath] = nullptr;
    if (Change.NewPath.empty())
      return;
    Written.insert(Change.NewPath);
    Made[Change.NewPath] = {{"id", blobId(*Change.Patched)}, {"mode", Change.NewMode}, {"mode of", Change.OldPath}};
  }
  void nextPatch() { Written.clear(); }

  json Made = json::object();

private:
  std::set<std::string> Written; ///< by this patch: two files may change places
};

json problems(const Work &W) {
  json All = json::array();
  for (const InputProblem &Problem : W.Problems)
    All.push_back(Problem.Message);
  return All;
}

json resultOf(const std::string &Tree, const std::string &Commit, const std::string &Mailbox) {
  SeriesRequest Request;
  Request.Inputs = {Mailbox};
  Request.Tree = Tree;
  Request.Base = Commit;
  const Work W = openWork(Request);
  json Steps = json::array();
  bool Merged = false;
  for (const Patch &P : W.Patches.Patches) {
    Paths Of;
    if (P.Applied)
      for (const FileChange &Change : P.Files)
        Of.take(Change);
    Merged |= P.Merged;
    Steps.push_back(Of.Made);
  }
  return {{"problems", problems(W)}, {"notes", W.Patches.Notes}, {"merged", Merged}, {"steps", Steps}};
}

json answer(const std::string &Tree, const std::string &Commit, const std::string &Mailbox) {
  try {
    return resultOf(Tree, Commit, Mailbox);
  } catch (const Error &E) {
    return {{"refused", E.what()}, {"code", static_cast<int>(E.code())}};
  }
}

} // namespace
} // namespace kverdict

int main(int Count, char **Arguments) {
  if (Count != 2)
    return 2;
  for (std::string Commit, Mailbox; std::cin >> Commit >> Mailbox;)
    std::cout << kverdict::answer(Arguments[1], Commit, Mailbox).dump(-1, ' ', true, json::error_handler_t::replace)
              << std::endl;
}
