#include "compare/proof/SameCode.h"

#include "compare/proof/CodeWriter.h"

namespace kverdict {

std::string codeOf(const Unit &U, const clang::FunctionDecl *F, const std::vector<Model> &Models) {
  return CodeWriter(U, Models).write(F);
}

} // namespace kverdict
