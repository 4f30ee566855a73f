// Which parameter of the new version is which of the old one. Internal to compare/.
#pragma once

#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
}

namespace kverdict {

struct ParameterMatch {
  std::vector<unsigned> OldOf;    ///< for each parameter of the new version, its position in the old one
  std::vector<std::string> Names; ///< of the old version's parameters
  std::string Problem;            ///< why the two cannot be compared; empty if they can
};

/// By name, then by type and position; the types must be the same.
ParameterMatch matchParameters(const clang::FunctionDecl *Old, const clang::FunctionDecl *New);

} // namespace kverdict
