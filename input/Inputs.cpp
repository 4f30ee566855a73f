#include "input/Inputs.h"

#include "core/Visible.h"
#include "input/Given.h"
#include "input/tree/BaseChoice.h"
#include "input/tree/TreeChoice.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

static std::string baseWord(const BaseChoice &Chosen) {
  const Tree &Base = Chosen.Base;
  return "base: " + (Base.isGit() ? Base.commit().substr(0, 12) : Base.describe()) + " (" + Chosen.Why + ")";
}

Work openWork(const SeriesRequest &Request) {
  const Tree Opened = Tree::open(Request.Trees.empty() ? Request.Tree : Request.Trees.front());
  const Tree First = Request.Heads.empty() || Request.Heads.front().empty() ? Opened : Opened.at(Request.Heads.front());
  Given Found = readGiven(Request.Inputs, Request.Series, First);
  const TreeChoice Head =
      Request.Trees.size() < 2 ? TreeChoice{First, ""} : chooseTree(Request.Trees, Found, Request.Heads);
  BaseChoice Chosen = chooseBase(Head.Chosen, Request.Base, Found, Request.Archives);
  if (!Head.Why.empty())
    Chosen.Why += "; " + Head.Why;
  Work Made{std::move(Found.Patches), Chosen.Base, baseWord(Chosen), std::move(Found.Problems)};
  llvm::append_range(Made.Patches.Notes, Chosen.Notes);
  Made.Answers = std::move(Found.Answers);
  for (const std::string &Each : Request.Answered) {
    ReadAnswers More = readAnswersIn(Each);
    llvm::append_range(Made.Answers, std::move(More.Each));
    llvm::append_range(Made.Patches.Notes, std::move(More.Problems));
  }
  Made.Quoted = Found.Quoted;
  Made.OnTop = Chosen.OnTop;
  if (!Made.Quoted)
    llvm::append_range(Made.Problems, applyAll(Made.Patches, Made.Base));
  llvm::sort(Made.Problems, [](const InputProblem &A, const InputProblem &B) {
    return std::tie(A.Patch, A.Message) < std::tie(B.Patch, B.Message);
  });
  return Made;
}

} // namespace kverdict
