// What the KUnit test and the harness have in common.
#pragma once

#include "reproduce/Texts.h"

namespace kverdict {

/// The beginning of a comment that says what is reproduced.
std::string about(const Reproduced &);
/// Gives callees that something stands in for the name of that, in headers as well.
std::string renames(const Recipe &);
std::string standIns(const Recipe &);
/// The C that makes a step of kind Set or Answer.
std::string made(const MakeStep &);
/// `f(a, b)`.
std::string call(const Recipe &);

} // namespace kverdict
