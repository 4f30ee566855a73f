// Which of several trees a series is for.
#pragma once

#include "input/Given.h"
#include "input/tree/Tree.h"

#include <string>
#include <vector>

namespace kverdict {

/// The tree, and why it is that one: "of 2 trees: 5 of 5 hunks apply there, 3 in ../net".
struct TreeChoice {
  Tree Chosen;
  std::string Why;
};

/// Chooses among trees: one that has the `base-commit:` of the patches, else the one in which the most hunks apply, of
/// several of these the one that MAINTAINERS (`T:`) names for a file of the patches, else the first. Directories are
/// what the user calls them. Heads are the commits that stand for the HEAD of each, in the same order: empty ones, and
/// those that the list lacks, are that of the tree. Throws Error (Usage) if a tree cannot be opened, or lacks its
/// commit.
TreeChoice chooseTree(const std::vector<std::string> &Directories, const Given &,
                      const std::vector<std::string> &Heads = {});

/// How many hunks of the patches apply to a tree, each patch on top of those before it: where the lines that a hunk
/// takes for granted follow each other somewhere in the file.
size_t hunksThatApply(const Series &, const Tree &);

} // namespace kverdict
