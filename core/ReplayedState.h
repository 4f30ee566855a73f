// A witness as somebody sets it by hand: `kverdict simulate --set PLACE=VALUE`.
#pragma once

#include "core/Finding.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <set>
#include <vector>

namespace kverdict {
namespace replay {

/// What memory holds behind a call, `x->y = 1 (after f())`, it may hold from the start, unless the state says
/// otherwise.
inline std::optional<Binding> behindCall(llvm::StringRef Text, const Statement &Of) {
  const size_t End = Text.rfind(" (after ");
  const auto [Place, Value] = Text.take_front(End).split(" = ");
  if (End == llvm::StringRef::npos || Value.empty() ||
      llvm::any_of(Of.Witness, [&, Place = Place](const Binding &Each) { return Each.Place == Place; }))
    return std::nullopt;
  return Binding{Place.str(), Value.str()};
}

inline std::vector<Binding> settings(const Statement &Of) {
  std::vector<Binding> All = Of.Witness;
  for (llvm::StringRef Call : Of.Calls)
    if (auto [Place, Value] = Call.rsplit(" returned "); Value.consume_back(", the first time"))
      All.insert(All.end(), {{Place.str(), Value.str()}, {Place.str(), "0"}});
    else if (!Value.empty())
      All.push_back({Place.str(), Value.str()});
    else if (std::optional<Binding> Behind = behindCall(Call, Of))
      All.push_back(std::move(*Behind));
  return All;
}

/// Whether a run asked for the running task, and nothing of the state makes one.
inline bool lacksCurrent(const Statement &Of, const std::vector<Binding> &All) {
  auto asks = [](const TraceStep &Step) { return Step.What == TraceStep::Kind::Call && Step.Text == "current"; };
  auto makes = [](const Binding &Each) {
    const llvm::StringRef Place = Each.Place;
    return Place.starts_with("current->") || Place.starts_with("(get_current())->") || Place == "get_current()" ||
           Place == "current";
  };
  return llvm::any_of(Of.Trace, asks) && llvm::none_of(All, makes);
}

} // namespace replay

/// The state of a finding with what calls return, in the order in which it can be set: what a call returns stands
/// before what lies behind that.
inline std::vector<Binding> replayedState(const Statement &Of) {
  std::vector<Binding> All = replay::settings(Of);
  if (replay::lacksCurrent(Of, All))
    All.push_back({"current->flags", "0"});
  std::vector<Binding> Out;
  std::set<size_t> Done; // the same may be there twice: what a callee returns each time
  auto Add = [&](size_t I) {
    if (Done.insert(I).second)
      Out.push_back(All[I]);
  };
  for (size_t I = 0; I < All.size(); ++I) {
    for (size_t J = 0; J < All.size(); ++J)
      if (All[J].Place.back() == ')' && All[I].Place.size() > All[J].Place.size() &&
          All[I].Place.find(All[J].Place) != std::string::npos)
        Add(J);
    Add(I);
  }
  return Out;
}

} // namespace kverdict
