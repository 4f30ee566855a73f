#include "simulate/Confirm.h"

#include <algorithm>

namespace kverdict {
namespace {

std::uint64_t masked(std::uint64_t Bits, unsigned Width) {
  return Width >= 64 ? Bits : Bits & ((std::uint64_t(1) << Width) - 1);
}

bool sameValue(const Value &A, const Value &B) {
  const unsigned Width = std::min(A.Width, B.Width);
  if (std::max(A.Width, B.Width) > 64)
    return false; // half of it is not known
  return masked(A.Bits, Width) == masked(B.Bits, Width) && (Width != 0 || A.Width == B.Width);
}

/// Whether the function that was started left by a return on this line.
bool leftAt(const Run &Ran, const SourcePlace &At) {
  const auto Last = std::find_if(Ran.Trace.rbegin(), Ran.Trace.rend(),
                                 [](const TraceStep &S) { return S.Depth == 0 && S.What == TraceStep::Kind::Return; });
  return Last != Ran.Trace.rend() && Last->At.File == At.File && Last->At.Line == At.Line;
}

} // namespace

bool bearsOut(const Run &Ran, const Expectation &Wanted) {
  if (Ran.End != Wanted.End)
    return false;
  if (Ran.End == RunEnd::Undefined)
    return Wanted.Why == UndefinedKind::None || Ran.Why == Wanted.Why;
  if (Ran.End != RunEnd::Returned)
    return true;
  return (!Wanted.Result || sameValue(Ran.Result, *Wanted.Result)) && (!Wanted.At.valid() || leftAt(Ran, Wanted.At));
}

bool gaveUp(const Run &Ran) { return Ran.End == RunEnd::Budget || Ran.End == RunEnd::Unsupported; }

} // namespace kverdict
