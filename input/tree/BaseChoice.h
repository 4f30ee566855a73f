// Which commit a series is applied to.
#pragma once

#include "input/Given.h"
#include "input/tree/Tree.h"

#include <string>
#include <vector>

namespace kverdict {

/// The base and how it came to be.
struct BaseChoice {
  Tree Base;
  std::string Why;                ///< "base-commit: of the patches"
  std::vector<std::string> Notes; ///< what the patches ask for and the tree does not have
  std::string OnTop = "";         ///< the diffs of the prerequisites that Base has on top of its commit
};

/// Chooses the base: Wanted (--base) if it is not empty, the commit below commits of the tree, the `base-commit:` that
/// the mails name with what their `prerequisite-` lines name on top (input/tree/Prerequisites.h: Archives are for
/// these), or the tree as it is. Throws Error (Usage) if the tree has no commit Wanted.
BaseChoice chooseBase(const Tree &, const std::string &Wanted, const Given &,
                      const std::vector<std::string> &Archives = {});

/// The values of the lines "Name: value" in a text.
std::vector<std::string> trailers(const std::string &Text, const std::string &Name);

} // namespace kverdict
