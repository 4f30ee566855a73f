#include "compare/Deciding.h"

#include <clang/AST/Expr.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

bool contains(const Stmt *In, const Expr *E) {
  return In && (In == E ||
                std::any_of(In->child_begin(), In->child_end(), [&](const Stmt *Each) { return contains(Each, E); }));
}

/// The outermost expression that an expression is a part of: the whole condition of an `if`. Null if it is not in
/// there.
const Expr *wholeOf(const Stmt *Body, const Expr *E) {
  for (const Stmt *Each : Body->children()) {
    if (!contains(Each, E))
      continue;
    const auto *Whole = dyn_cast<Expr>(Each);
    return Whole ? Whole : wholeOf(Each, E);
  }
  return nullptr;
}

bool isOwn(const Literal &L) { return L.Code && !L.Depth; }

/// Of a row, what a way asks last; null if it asks none.
const Literal *lastOf(const Way &W, const std::vector<Literal> &All) {
  for (auto Asked = W.Literals.rbegin(); Asked != W.Literals.rend(); ++Asked)
    for (const Literal &L : All)
      if (isOwn(L) && L.Term.id() == Asked->Term.id())
        return &L;
  return nullptr;
}

std::ptrdiff_t ownCount(const Way &W) { return std::count_if(W.Literals.begin(), W.Literals.end(), isOwn); }

class Marker {
public:
  Marker(const Clash &C, const Stmt *OldBody, const Stmt *NewBody)
      : Bodies{OldBody, NewBody}, Short(ownCount(*C.Old) < ownCount(*C.New) ? *C.Old : *C.New),
        Long(&Short == C.Old ? *C.New : *C.Old) {}

  void mark(std::vector<Literal> &All) const {
    if (const Expr *Guard = partedWithin())
      for (Literal &L : All)
        L.Deciding = isOwn(L) && asks(Long, L) && !asks(Short, L) && guardOf(L) == Guard;
    const Literal *Last = lastOf(Short, All);
    if (!Last || std::any_of(All.begin(), All.end(), [](const Literal &L) { return L.Deciding; }))
      return;
    for (Literal &L : All)
      L.Deciding = isOwn(L) && guardOf(L) == guardOf(*Last);
  }

private:
  const Expr *guardOf(const Literal &L) const {
    for (const Stmt *Body : Bodies)
      if (const Expr *Whole = Body ? wholeOf(Body, L.Code) : nullptr)
        return Whole;
    return L.Code;
  }

  /// The guard of which both ways ask a part, and the longer one goes on to ask more; null if there is none.
  const Expr *partedWithin() const {
    const Literal *Before = nullptr;
    for (const Literal &L : Long.Literals) {
      if (!isOwn(L))
        continue;
      if (!asks(Short, L))
        return Before && guardOf(*Before) == guardOf(L) ? guardOf(L) : nullptr;
      Before = &L;
    }
    return nullptr;
  }

  const Stmt *Bodies[2];
  const Way &Short, &Long; ///< the way that asks less, and the other one
};

} // namespace

void markDeciding(const Clash &C, std::vector<Literal> &All, const Stmt *OldBody, const Stmt *NewBody) {
  if (std::none_of(All.begin(), All.end(), [](const Literal &L) { return L.Changed; }))
    Marker(C, OldBody, NewBody).mark(All);
}

} // namespace kverdict
