// A mail in its own terms: the functions that it holds wholly, as C that can be compiled. What it does not define
// stands for itself.
#pragma once

#include "alone/Shown.h"
#include "core/Rules.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict::alone {

/// One file of a patch in the mail's own terms.
struct Terms {
  std::string Prelude;                        ///< C that declares what the mail does not define
  std::string Old, New;                       ///< the functions at their lines, and nothing between them
  std::set<std::string> Whole;                ///< the functions that are in Old or New
  std::set<std::string> Parts;                ///< those of them of which the mail shows only the end
  std::map<std::string, std::string> Refused; ///< functions that cannot be understood from the mail alone: why
  std::map<std::string, unsigned> Cut;        ///< functions of which it shows a part, and a line of that
  std::map<std::string, std::set<std::string>> Mentions; ///< the names in each of Whole
  std::set<std::string> Foreign; ///< functions that they call, and that the mail does not define
  std::set<std::string> Names;   ///< all that the mail mentions, in functions that are in Old or New

  /// Without what a function is no claim about it may be: "is_cow_mapping() may return anything, ...".
  std::map<std::string, std::string> Assumed;
};

/// Understands both versions of a file. Without are functions that are to be left out, each with the reason; Asked are
/// those of which the end is worth a look (they have contracts).
Terms termsOf(const ShownSide &Old, const ShownSide &New, const std::map<std::string, std::string> &Without,
              const std::set<std::string> &Asked);

} // namespace kverdict::alone
