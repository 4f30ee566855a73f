#include "review/AskCallers.h"

#include "compare/Callers.h"
#include "review/Callers.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What they may take (smt/Effort.h), each, and all of a file.
constexpr std::uint64_t EffortOfCaller = 250'000, EffortOfCallers = 600'000;

/// What stands under another configuration's #if.
void leaveOutUncompiled(CallersInText &Of, const Unit &In) {
  for (const std::string &Each : Of.Functions)
    if (!In.declares(Each) && Of.Others.empty())
      Of.Others = Each + "() is not compiled in this build";
  std::erase_if(Of.Functions, [&](const std::string &Each) { return !In.declares(Each); });
}

Callers calledBy(const StepVersions &In, const Rules &R, const std::string &Function, const CallersInText &Of,
                 VersionPair &Pair, std::uint64_t &Spent) {
  Callers Out;
  Out.Others = othersMayCall(Pair.newUnit(), Function);
  if (Out.Others.empty())
    Out.Others = Of.Others;
  for (const std::string &Each : Of.Functions)
    if (Out.Seen.size() < MostCallers && Spent < EffortOfCallers) {
      const bool Told = std::any_of(Out.Seen.begin(), Out.Seen.end(), [](const Caller &C) { return C.Own; });
      Out.Seen.push_back(askCaller(Pair, R, Each, Function, EffortOfCaller, Spent, !Told)); // one will do
      In.inNewNames(Out.Seen.back());
    } else {
      Out.PassedOver.push_back(In.nameNow(Each));
    }
  return Out;
}

} // namespace

void askCallers(const StepVersions &In, const Rules &R, Asked Of, std::vector<Comparison> &Changes) {
  std::map<Comparison *, CallersInText> Asking;
  const size_t Known = Of.Missing.size();
  for (Comparison &C : Changes) {
    const auto Fate = Of.Fates.find(In.nameBefore(C.Function));
    if (C.Differences.empty() || Fate == Of.Fates.end() || !Fate->second.Decides)
      continue;
    CallersInText &By = Asking[&C] = callersInText(In.patched(), In.apartByOldNames(), Fate->first);
    leaveOutUncompiled(By, Of.Pair->newUnit());
    for (size_t I = 0; I < By.Functions.size() && I < MostCallers; ++I)
      if (!Of.Pair->oldUnit().definition(By.Functions[I]) || !Of.Pair->newUnit().definition(By.Functions[I]))
        Of.Missing.insert(By.Functions[I]), Of.Names.push_back(By.Functions[I]);
  }
  if (Of.Missing.size() > Known)
    Of.Pair = In.pairOf(Of.Names, Of.Missing);
  std::uint64_t Spent = 0;
  for (auto &[C, By] : Asking)
    C->CalledBy = calledBy(In, R, In.nameBefore(C->Function), By, *Of.Pair, Spent);
}

} // namespace kverdict
