#include "simulate/interpreter/Jumps.h"

namespace kverdict::simulation {

using namespace clang;

// With a stack of its own: how deep a stranger nests his code must not matter to ours.
void Jumps::learn(const Stmt *Body) {
  std::vector<const Stmt *> Open{Body};
  while (!Open.empty()) {
    const Stmt *S = Open.back();
    Open.pop_back();
    for (const Stmt *Child : S->children())
      if (Child && Parent.emplace(Child, S).second)
        Open.push_back(Child);
  }
}

bool Jumps::contains(const FunctionDecl *Function, const Stmt *Outer, const Stmt *Inner) {
  if (Known.insert(Function).second)
    learn(Function->getBody());
  for (const Stmt *S = Inner; S;) {
    if (S == Outer)
      return true;
    auto Found = Parent.find(S);
    S = Found == Parent.end() ? nullptr : Found->second;
  }
  return false;
}

} // namespace kverdict::simulation
