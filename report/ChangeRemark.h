// What a patch makes functions decide otherwise, as remarks beside the findings.
#pragma once

#include "core/Finding.h"

#include <string>
#include <vector>

namespace kverdict {

/// A remark on one function that a patch changes: nothing says that it is wrong.
struct ChangeRemark {
  const Finding *Of; ///< where it stands, and a state
  std::string Text;  ///< one line, see changeLine()
};

/// In the order of the reports; of functions of which no finding speaks that the patch introduces.
std::vector<ChangeRemark> changeRemarks(const std::vector<FileReport> &);

} // namespace kverdict
