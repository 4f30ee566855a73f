// What lies where in an object, as C says it.
#pragma once

#include <clang/AST/Type.h>

#include <cstdint>
#include <string>

namespace kverdict {

/// The access path of what lies so far in an object: ".next.flags", ".limit[8]"; empty if no member or element does
/// just there. Records: also of a whole struct.
std::string memberAt(clang::QualType, std::uint64_t Bit, unsigned Width, bool Records);

} // namespace kverdict
