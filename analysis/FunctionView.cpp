#include "analysis/FunctionView.h"

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

} // namespace kverdict
