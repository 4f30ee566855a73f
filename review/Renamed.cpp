#include "review/Renamed.h"

#include "parse/text/Heads.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

constexpr size_t MostPairs = 10'000; ///< that are held against each other
constexpr double Alike = 0.7;
constexpr size_t Short = 16; ///< tokens of a body of which many are the same by chance

using Functions = std::map<std::string, FunctionTokens>;

/// The functions of all texts; without those of which there are two.
Functions functionsOf(const std::vector<TextPair> &Files, bool Old) {
  Functions Out;
  std::set<std::string> Twice;
  for (const TextPair &Each : Files)
    for (FunctionTokens &F : functionTokens(Old ? Each.first : Each.second)) {
      const std::string Name = F.Name;
      if (!Out.emplace(Name, std::move(F)).second)
        Twice.insert(Name);
    }
  for (const std::string &Each : Twice)
    Out.erase(Each);
  return Out;
}

std::vector<const FunctionTokens *> without(const Functions &All, const Functions &Others) {
  std::vector<const FunctionTokens *> Out;
  for (const auto &[Name, F] : All)
    if (!Others.count(Name))
      Out.push_back(&F);
  return Out;
}

/// The pairs of neighbours among tokens. A function's own name is none of what it does.
std::multiset<std::string> neighbours(const FunctionTokens &F) {
  std::multiset<std::string> Out;
  std::string Last;
  auto add = [&](const std::vector<std::string> &Tokens) {
    for (const std::string &Each : Tokens) {
      const std::string Now = Each == F.Name ? "" : Each;
      Out.insert(Last + " " + Now);
      Last = Now;
    }
  };
  add(F.Head);
  add(F.Body);
  return Out;
}

/// From 0 to 1.
double likeness(const std::multiset<std::string> &A, const std::multiset<std::string> &B) {
  std::vector<std::string> Both;
  std::set_intersection(A.begin(), A.end(), B.begin(), B.end(), std::back_inserter(Both));
  return A.empty() ? 0 : 2.0 * Both.size() / (A.size() + B.size());
}

struct Pair {
  double Likeness;
  const FunctionTokens *Old, *New;
};

/// Of little text, all must be the same.
bool enough(const Pair &P) {
  const bool Little = std::min(P.Old->Body.size(), P.New->Body.size()) < Short;
  return P.Likeness >= (Little ? 0.99 : Alike);
}

std::vector<Pair> pairs(const std::vector<const FunctionTokens *> &Gone,
                        const std::vector<const FunctionTokens *> &Come) {
  std::vector<Pair> Out;
  if (Gone.size() * Come.size() > MostPairs)
    return Out;
  for (const FunctionTokens *Old : Gone) {
    const auto Was = neighbours(*Old);
    for (const FunctionTokens *New : Come)
      if (const Pair P{likeness(Was, neighbours(*New)), Old, New}; enough(P))
        Out.push_back(P);
  }
  return Out;
}

/// Whether another pair with one of its functions is as much alike.
bool ambiguous(const Pair &P, const std::vector<Pair> &All) {
  return std::any_of(All.begin(), All.end(), [&](const Pair &Other) {
    return (Other.Old == P.Old) != (Other.New == P.New) && Other.Likeness >= P.Likeness;
  });
}

/// Whether one name stands for the other in all of the texts.
bool replaces(const Pair &P, const std::vector<TextPair> &Files) {
  return std::none_of(Files.begin(), Files.end(), [&](const TextPair &Each) {
    return hasIdentifier(Each.second, P.Old->Name) || hasIdentifier(Each.first, P.New->Name);
  });
}

} // namespace

std::map<std::string, std::string> renamedFunctions(const std::vector<TextPair> &Files) {
  const Functions Old = functionsOf(Files, true), New = functionsOf(Files, false);
  const std::vector<Pair> All = pairs(without(Old, New), without(New, Old));
  std::map<std::string, std::string> Out;
  for (const Pair &Each : All)
    if (!ambiguous(Each, All) && replaces(Each, Files))
      Out[Each.New->Name] = Each.Old->Name;
  return Out;
}

bool removesHead(const FileChange &C) {
  for (const Hunk &H : C.Hunks)
    for (const HunkLine &L : H.Lines)
      if (L.Kind == LineKind::Removed && L.Text.find('(') != std::string::npos &&
          std::string("#/*{}").find(L.Text[0]) == std::string::npos)
        return true;
  return C.What != FileChange::Kind::Modified;
}

} // namespace kverdict
