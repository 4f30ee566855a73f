// Which functions decide something: those whose result is a verdict.
#pragma once

#include "parse/Unit.h"

#include <string>
#include <vector>

namespace kverdict {

/// By its type (bool, vm_fault_t, a pointer), or for an int by what it returns: 0, 1, a negative number or a truth
/// value somewhere, and nowhere a count, a sum or another constant.
bool returnsVerdict(const clang::FunctionDecl *);

/// The same, or a number of any type that is an error somewhere: an address or -ENOMEM, a count or -EINVAL.
bool decides(const clang::FunctionDecl *);

/// The functions of the main file that return a verdict and whose bodies are at hand, in the order of the file.
std::vector<std::string> verdictFunctions(const Unit &);

} // namespace kverdict
