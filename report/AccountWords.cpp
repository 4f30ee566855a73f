#include "report/AccountWords.h"

#include "core/Visible.h"

#include <map>
#include <set>

namespace kverdict {
namespace {

constexpr size_t MostReasons = 3, MostNames = 20;

struct Sum {
  unsigned Lines = 0;
  std::set<std::string> Reasons;
};

std::string reasonOf(const ChangedLine &L) {
  if (L.What != Fate::Reaching)
    return L.Reason;
  if (!L.Outcome || L.Reaches.empty())
    return L.Name + (L.Reason.empty() ? ": no function uses it" : ": " + L.Reason);
  std::string Out = L.Name + " reaches ";
  for (size_t I = 0; I < std::min(L.Reaches.size(), MostReasons); ++I)
    Out += (I ? ", " : "") + L.Reaches[I] + "()";
  return Out +
         (L.Reaches.size() > MostReasons ? " and " + std::to_string(L.Reaches.size() - MostReasons) + " more" : "");
}

std::string words(const Sum &S, const std::string &What) {
  if (S.Lines == 0)
    return "";
  std::string Reasons;
  size_t Count = 0;
  for (const std::string &Each : S.Reasons)
    if (!Each.empty() && ++Count <= MostReasons)
      Reasons += (Reasons.empty() ? "" : "; ") + visible(Each);
  if (Count > MostReasons)
    Reasons += "; ...";
  return ", " + std::to_string(S.Lines) + " " + What + (Reasons.empty() ? "" : " (" + Reasons + ")");
}

/// "a(), b() and 3 more"
std::string listed(const std::set<std::string> &All) {
  std::string Out;
  size_t Count = 0;
  for (const std::string &Each : All)
    if (++Count <= MostNames)
      Out += (Out.empty() ? "" : ", ") + visible(Each);
  return Out + (Count > MostNames ? " and " + std::to_string(Count - MostNames) + " more" : "");
}

} // namespace

std::string namesText(const Accounts &Of) {
  std::map<std::string, std::set<std::string>> All;
  for (const auto &[File, Lines] : Of)
    for (const ChangedLine &L : Lines) {
      if (!L.Before.empty() && !L.Old)
        All["renamed: "].insert(L.Before + "() is " + L.Name + "() now");
      if (!L.From.empty() && !L.Old)
        All["moved: "].insert(L.Name + "() from " + L.From + " to " + File);
      if (L.OnlyHere)
        All[L.Old ? "removed: " : "added: "].insert(L.Name + "()");
    }
  std::string Out;
  for (const auto &[What, Names] : All)
    Out += What + listed(Names) + "\n";
  return Out;
}

std::string accountText(const Accounts &Of) {
  std::map<Fate, Sum> Sums;
  unsigned All = 0;
  for (const auto &[File, Lines] : Of)
    for (const ChangedLine &L : Lines) {
      ++All;
      ++Sums[L.What].Lines;
      if (L.What != Fate::Compared)
        Sums[L.What].Reasons.insert(reasonOf(L));
    }
  if (All == 0)
    return "";
  const std::string Parts = words(Sums[Fate::Compared], "compared") + words(Sums[Fate::SameTokens], "equal") +
                            words(Sums[Fate::Reaching], "outside of functions") +
                            words(Sums[Fate::NotCompiled], "not compiled here") +
                            words(Sums[Fate::NotLookedAt], "not looked at");
  return std::to_string(All) + (All == 1 ? " changed line: " : " changed lines: ") + Parts.substr(2) + "\n";
}

} // namespace kverdict
