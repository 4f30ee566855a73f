#include "analysis/FunctionSubject.h"

#include <algorithm>

namespace kverdict {
namespace {

bool within(const Edit &E, const SourcePlace &At) { return At.Line >= E.At.Line && At.Line <= E.Change.Span.End.Line; }

bool isOn(const Run &Way, const Edit &E) {
  if (E.What == Edit::Kind::FlipConstant && !E.Returned)
    return true; // where it was assigned need not be in the trace
  const auto Wanted = E.Returned ? TraceStep::Kind::Return : TraceStep::Kind::Branch;
  return std::any_of(Way.Trace.begin(), Way.Trace.end(),
                     [&](const TraceStep &S) { return S.What == Wanted && S.Depth == 0 && within(E, S.At); });
}

/// Whether the edit is at the return that the function left by.
bool decided(const Run &Way, const Edit &E) {
  auto Last = std::find_if(Way.Trace.rbegin(), Way.Trace.rend(),
                           [](const TraceStep &S) { return S.What == TraceStep::Kind::Return && S.Depth == 0; });
  return Last != Way.Trace.rend() && (E.What == Edit::Kind::DropGuard || E.Returned) && within(E, Last->At);
}

} // namespace

FunctionSubject::FunctionSubject(Explorer &X, const std::string &Function, std::vector<Question> Asked, bool Trusting)
    : X(X), Asked(std::move(Asked)), All(X.edits(Function)), Trusting(Trusting) {}

void FunctionSubject::follow(const Run &Way) {
  Edits.clear();
  for (const bool AtReturn : {true, false}) {
    for (const Edit &E : All)
      if (isOn(Way, E) && decided(Way, E) == AtReturn)
        Edits.push_back(E);
    if (AtReturn)
      Likely = Edits.size();
  }
}

bool FunctionSubject::heals(const Edit &E) {
  if (Trusting && std::any_of(Edits.begin(), Edits.begin() + Likely, [&](const Edit &Each) { return &Each == &E; }))
    return true;
  auto [It, New] = Known.try_emplace({E.Change.Span.Begin, E.Change.Description}, false);
  if (New)
    It->second = std::all_of(Asked.begin(), Asked.end(), [&](const Question &Q) { return X.holds(Q, &E); });
  return It->second;
}

} // namespace kverdict
