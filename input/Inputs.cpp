#include "input/Inputs.h"

#include "core/Visible.h"
#include "input/Given.h"
#include "input/tree/BaseChoice.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

static std::string baseWord(const BaseChoice &Chosen) {
  const Tree &Base = Chosen.Base;
  return "base: " + (Base.isGit() ? Base.commit().substr(0, 12) : Base.describe()) + " (" + Chosen.Why + ")";
}

Work openWork(const SeriesRequest &Request) {
  const Tree Head = Tree::open(Request.Tree);
  Given Found = readGiven(Request.Inputs, Request.Series, Head);
  BaseChoice Chosen = chooseBase(Head, Request.Base, Found);
  Work Made{std::move(Found.Patches), Chosen.Base, baseWord(Chosen), std::move(Found.Problems)};
  llvm::append_range(Made.Patches.Notes, Chosen.Notes);
  Made.Quoted = Found.Quoted;
  if (!Made.Quoted)
    llvm::append_range(Made.Problems, applyAll(Made.Patches, Made.Base));
  llvm::sort(Made.Problems, [](const InputProblem &A, const InputProblem &B) {
    return std::tie(A.Patch, A.Message) < std::tie(B.Patch, B.Message);
  });
  return Made;
}

} // namespace kverdict
