#include "checks/Verdict.h"

namespace kverdict {

Sense senseOf(const Value &V) {
  constexpr std::int64_t MaxErrno = 4095;
  constexpr unsigned TruthWidth = 8;
  const std::int64_t Is = V.asSigned();
  if (V.Pointer)
    return Is <= 0 && Is >= -MaxErrno ? Sense::No : Sense::Yes;
  if (V.Width == TruthWidth && V.Bits <= 1)
    return V.Bits ? Sense::Yes : Sense::No;
  if (!V.Signed || V.Width < 32)
    return Sense::None;
  return Is == 0 ? Sense::Yes : Is < 0 && Is >= -MaxErrno ? Sense::No : Sense::None;
}

} // namespace kverdict
