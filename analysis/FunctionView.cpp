#include "analysis/FunctionView.h"

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

bool FunctionView::returns(const Witness &From, const Value &Is) {
  const std::vector<Match> All = X->matching(name(), From);
  return !All.empty() && std::all_of(All.begin(), All.end(), [&](const Match &Each) {
    return Each.End == RunEnd::Returned && Each.Result == Is;
  });
}

} // namespace kverdict
