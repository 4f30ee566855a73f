// What the meaning of memory depends on.
#pragma once

namespace kverdict {

/// Bits of memory are numbered so that what lies behind each other has ascending numbers: within a byte from its lowest
/// bit on where the lowest byte of a number comes first, and from its highest bit on where the highest byte does. A
/// value then fills one run of numbers on either kind of target, and so does a bit-field.
struct Target {
  bool BigEndian = false;
  unsigned PointerBits = 64;
};

} // namespace kverdict
