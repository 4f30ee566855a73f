#include "review/AskCallers.h"

#include "compare/Callers.h"
#include "parse/Namers.h"
#include "review/Callers.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What they may take (smt/Effort.h), each, and all of a file.
constexpr std::uint64_t EffortOfCaller = 250'000, EffortOfCallers = 600'000;

/// The callers of a function, as the parse has them.
class Resolving {
public:
  Resolving(const StepVersions &In, const std::string &Function, const Unit &U)
      : Function(Function), U(U), Lines(U.layout(In.step().New.Command.File)) {}

  Named run(const CallersInText &Of) {
    Out.Here = Of.Others;
    for (const SourcePlace &At : Of.Declarations)
      if (!skipped(At.Line) && !declaresHere(U, Function, At))
        other("it is named outside of the functions of the file");
    for (const NamingFunction &Each : Of.Functions)
      resolve(Each);
    Out.Others = othersMayCall(U, Function);
    if (Out.Others.empty())
      Out.Others = Out.Here;
    return std::move(Out);
  }

private:
  bool skipped(unsigned Line) const { return Lines && Lines->skippedBy(Line); }

  /// What stands under another configuration's #if may lead there in that one.
  void resolve(const NamingFunction &Of) {
    if (skipped(Of.Last))
      return other(Of.Name + "() is not compiled in this build");
    if (std::any_of(Of.Lines.begin(), Of.Lines.end(), [&](unsigned Line) { return skipped(Line); }))
      other("a call in " + Of.Name + "() is not compiled in this build");
    const unsigned Line = U.functionPlace(Of.Name).Line;
    if (Of.First <= Line && Line <= Of.Last)
      return add(Of.Name);
    const std::string Made = definedByMacro(U, Of.Name, Of.First, Of.Last);
    if (Made.empty())
      return other("what " + Of.Name + "() defines calls it");
    add(Made);
    Out.Heads.push_back(Of.Name);
  }

  void add(const std::string &Name) {
    if (Name != Function && std::find(Out.Functions.begin(), Out.Functions.end(), Name) == Out.Functions.end())
      Out.Functions.push_back(Name);
  }

  void other(const std::string &Why) {
    if (Out.Here.empty())
      Out.Here = Why;
  }

  const std::string &Function;
  const Unit &U;
  const std::optional<Layout> Lines;
  Named Out;
};

Callers calledBy(const StepVersions &In, const Rules &R, const std::string &Function, const Named &Of,
                 VersionPair &Pair, std::uint64_t &Spent) {
  Callers Out;
  Out.Others = Of.Others;
  for (const std::string &Each : Of.Functions)
    if (Out.Seen.size() < MostCallers && Spent < EffortOfCallers) {
      const bool Told = std::any_of(Out.Seen.begin(), Out.Seen.end(), [](const Caller &C) { return C.Own; });
      Out.Seen.push_back(askCaller(Pair, R, Each, Function, EffortOfCaller, Spent, !Told)); // one will do
      In.inNewNames(Out.Seen.back());
    } else {
      Out.PassedOver.push_back(In.nameNow(Each));
    }
  if (Out.none()) // it costs some milliseconds
    Out.Others = namedUnseen(Pair.newUnit(), In.patched(), Function);
  return Out;
}

} // namespace

Named namedIn(const StepVersions &In, const std::string &Function, const Unit &U) {
  return Resolving(In, Function, U).run(callersInText(In.patched(), In.apartByOldNames(), Function));
}

void askCallers(const StepVersions &In, const Rules &R, Asked Of, std::vector<Comparison> &Changes) {
  std::map<Comparison *, Named> Asking;
  const size_t Known = Of.Missing.size();
  for (Comparison &C : Changes) {
    const auto Fate = Of.Fates.find(In.nameBefore(C.Function));
    if (C.Differences.empty() || Fate == Of.Fates.end() || !Fate->second.Decides)
      continue;
    const Named &By = Asking[&C] = namedIn(In, Fate->first, Of.Pair->newUnit());
    bool Unread = false;
    for (size_t I = 0; I < By.Functions.size() && I < MostCallers; ++I)
      if (!Of.Pair->oldUnit().definition(By.Functions[I]) || !Of.Pair->newUnit().definition(By.Functions[I])) {
        Of.Missing.insert(By.Functions[I]), Of.Names.push_back(By.Functions[I]);
        Unread = true;
      }
    if (Unread) // a body behind a macro is kept by the name of the macro
      Of.Names.insert(Of.Names.end(), By.Heads.begin(), By.Heads.end());
  }
  if (Of.Missing.size() > Known)
    Of.Pair = In.pairOf(Of.Names, Of.Missing);
  std::uint64_t Spent = 0;
  for (auto &[C, By] : Asking)
    C->CalledBy = calledBy(In, R, In.nameBefore(C->Function), By, *Of.Pair, Spent);
}

} // namespace kverdict
