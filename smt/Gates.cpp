#include "smt/Gates.h"

#include "smt/Evaluator.h"
#include "smt/Tidy.h"

#include <algorithm>
#include <set>

namespace kverdict {

/// What is wider than 64 bits takes Z3 far longer than its gates say.
static unsigned slowness(std::uint64_t Width) { return Width > 64 ? 8 : 1; }

static std::uint64_t gates(const z3::expr &E, std::set<unsigned> &Seen) {
  if (!E.is_app() || !Seen.insert(idOf(E)).second)
    return 0;
  std::uint64_t Sum = 0;
  unsigned Open = 0; // a factor that is a number takes little, and -1 nothing
  for (unsigned I = 0; I < E.num_args(); ++I) {
    Sum += gates(E.arg(I), Seen);
    Open += !E.arg(I).is_numeral();
  }
  const std::uint64_t Width = E.is_bv() ? E.get_sort().bv_size() : 0;
  switch (E.decl().decl_kind()) {
  case Z3_OP_BMUL:
    return Sum + (Open > 1 ? (Open - 1) * Width * Width * slowness(Width) : 0);
  case Z3_OP_BUDIV:
  case Z3_OP_BUREM:
  case Z3_OP_BSDIV:
  case Z3_OP_BSREM:
  case Z3_OP_BUDIV_I:
  case Z3_OP_BUREM_I:
  case Z3_OP_BSDIV_I:
  case Z3_OP_BSREM_I:
    return Sum + 3 * Width * Width * slowness(Width);
  default:
    return Sum;
  }
}

std::uint64_t gates(const z3::expr &E) {
  std::set<unsigned> Seen;
  return gates(E, Seen);
}

} // namespace kverdict
