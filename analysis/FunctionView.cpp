#include "analysis/FunctionView.h"

#include "simulate/Simulator.h"

#include <algorithm>

namespace kverdict {

const std::vector<Comment> &FunctionView::comments() const {
  if (!Comments)
    Comments = commentsOf(Text.Body, Text.At.File, Text.At.Line);
  return *Comments;
}

const Table &FunctionView::table() {
  if (Paths)
    return *Paths;
  if (Whole)
    return Paths.emplace(X->table(name()));
  X->rowCount(name());
  return Paths.emplace(Table{name(), {}});
}

Table FunctionView::table(const Explorer::RowTest &Wanted, const Explorer::RowTest &WillDo) {
  return Whole ? X->table(name(), Wanted, WillDo) : table();
}

size_t FunctionView::paths() { return X->rowCount(name()); }

Table FunctionView::tableOf(const std::string &Function) {
  if (!U->definition(Function)) {
    if (!Whole)
      U->missed().insert(Function);
    return {Function, {}};
  }
  constexpr size_t Most = 300; // a state for each of more takes seconds
  if (X->rowCount(Function) > Most || !Whole)
    return {Function, {}};
  return X->table(Function);
}

const Row *FunctionView::row(const Witness &From) {
  Looked += paths();
  const std::vector<Match> Found = spent() ? std::vector<Match>() : X->matching(name(), From);
  if (Found.size() != 1 || Found[0].End != RunEnd::Returned)
    return nullptr;
  const Row &Way = X->rows(name(), Found[0].Path)[0];
  return Way.State && Way.State->Concrete.Calls.empty() ? &Way : nullptr;
}

/// What another function's state does not say is 0 in a run: there it may follow a null pointer.
std::optional<Value> FunctionView::result(const Witness &From) {
  if (!row(From) || !R)
    return std::nullopt;
  const Run Ran = Simulator(*U, R->Models).run(name(), From);
  return Ran.End == RunEnd::Returned && returns(From, Ran.Result) ? std::optional(Ran.Result) : std::nullopt;
}

std::optional<Value> FunctionView::resultOf(const std::string &Function, const Witness &From) {
  Looked += Whole ? X->rowCount(Function) : 0;
  if (!Whole || spent() || !R)
    return std::nullopt;
  const std::vector<Match> Found = X->matching(Function, From);
  if (Found.size() != 1 || Found[0].End != RunEnd::Returned)
    return std::nullopt;
  const Run Ran = Simulator(*U, R->Models).run(Function, From);
  return Ran.End == RunEnd::Returned && Ran.Result == Found[0].Result ? std::optional(Ran.Result) : std::nullopt;
}

bool FunctionView::returns(const Witness &From, const Value &Is) {
  Looked += paths();
  const std::vector<Match> All = spent() ? std::vector<Match>() : X->matching(name(), From);
  return !All.empty() && std::all_of(All.begin(), All.end(), [&](const Match &Each) {
    return Each.End == RunEnd::Returned && Each.Result == Is;
  });
}

} // namespace kverdict
