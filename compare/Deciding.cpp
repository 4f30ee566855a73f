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

bool asks(const Way &W, const Literal &L) {
  return std::any_of(W.Literals.begin(), W.Literals.end(),
                     [&](const Literal &Each) { return Each.Term.id() == L.Term.id(); });
}

bool isOwn(const Literal &L) { return L.Code && !L.Depth; }

/// Of a row, what the new way asks last; null if it asks none.
const Literal *lastOf(const Way &New, const std::vector<Literal> &All) {
  for (auto Asked = New.Literals.rbegin(); Asked != New.Literals.rend(); ++Asked)
    for (const Literal &L : All)
      if (isOwn(L) && L.Term.id() == Asked->Term.id())
        return &L;
  return nullptr;
}

} // namespace

void markDeciding(const Clash &C, std::vector<Literal> &All, const Stmt *OldBody, const Stmt *NewBody) {
  auto ofOneAlone = [&](const Literal &L) { return isOwn(L) && asks(*C.Old, L) != asks(*C.New, L); };
  if (std::any_of(All.begin(), All.end(), [](const Literal &L) { return L.Changed; }))
    return;
  const auto Alone = std::find_if(All.begin(), All.end(), ofOneAlone);
  const Literal *First = Alone != All.end() ? &*Alone : lastOf(*C.New, All);
  auto guardOf = [&](const Literal &L) {
    for (const Stmt *Body : {OldBody, NewBody})
      if (const Expr *Whole = Body ? wholeOf(Body, L.Code) : nullptr)
        return Whole;
    return L.Code;
  };
  if (!First)
    return;
  const Expr *Guard = guardOf(*First);
  for (Literal &L : All)
    L.Deciding = isOwn(L) && guardOf(L) == Guard && (Alone == All.end() || ofOneAlone(L));
}

} // namespace kverdict
