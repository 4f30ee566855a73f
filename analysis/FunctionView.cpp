#include "analysis/FunctionView.h"

namespace kverdict {

const std::vector<Comment> &FunctionView::comments() const {
  if (!Comments)
    Comments = commentsOf(Text.Body, Text.At.File, Text.At.Line);
  return *Comments;
}

const Table &FunctionView::table() {
  if (!Paths)
    Paths = X->table(name());
  return *Paths;
}

} // namespace kverdict
