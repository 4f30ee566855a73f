// From what the user names to patches on a base: the one call that a review begins with.
#pragma once

#include "input/mail/Answers.h"
#include "input/patch/Apply.h"
#include "input/patch/Patch.h"
#include "input/tree/Tree.h"

#include <string>
#include <vector>

namespace kverdict {

/// What the user asked for.
struct SeriesRequest {
  std::vector<std::string> Inputs;     ///< mailbox, directory of them, -, revision, a..b, or -N
  std::string Tree = ".";              ///< --tree
  std::string Base;                    ///< --base; empty: chosen
  std::string Series;                  ///< --series: a number, or a part of the version or the title; empty: the newest
  std::vector<std::string> Trees = {}; ///< --trees: in place of Tree, the one of these that the patches are for
  std::vector<std::string> Archives = {}; ///< --archive: where patches are looked for that these need before them
  std::vector<std::string> Answered = {}; ///< --answered: mailboxes with answers to findings
  std::vector<std::string> Heads = {};    ///< the commits that stand for HEAD of the tree, or of each of Trees; or none
};

/// What there is to review.
struct Work {
  Series Patches;       ///< in their order, applied; see Patch::Applied
  Tree Base;            ///< the tree at the chosen base
  std::string BaseWord; ///< which base was chosen and why: "base: 1a2b3c4d5e6f (HEAD of the tree)"
  std::vector<InputProblem> Problems;
  std::vector<Answer> Answers = {}; ///< to findings: in the messages, in replies to them, and in Answered
  bool Quoted = false;              ///< the patches are what replies quote of them: they are applied to nothing
  std::string OnTop = "";           ///< the diffs that Base has on top of its commit: those of prerequisites
};

/// Finds the series, chooses the base and applies the patches to it, in memory. What is wrong with one patch becomes
/// a problem. Throws Error if there is nothing to review at all.
Work openWork(const SeriesRequest &);

} // namespace kverdict
