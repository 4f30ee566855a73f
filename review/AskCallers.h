// Whether callers of the functions that decide otherwise lead to a state in which they do.
#pragma once

#include "review/LineFates.h"
#include "review/StepVersions.h"

namespace kverdict {

/// Of the callers of one function, those that are asked.
constexpr size_t MostCallers = 8;

/// Those who call a function, as a parse has them.
struct Named {
  std::vector<std::string> Functions;
  std::vector<std::string> Heads; ///< macros that make the heads of some of them
  std::string Others;             ///< as in Callers
  std::string Here;               ///< why there may be others whatever other files do
};
/// By the patched text of a step, and what a parse of it knows.
Named namedIn(const StepVersions &, const std::string &Function, const Unit &);

/// The functions that were compared, and the parse of both versions in which that was done.
struct Asked {
  const std::map<std::string, FunctionFate> &Fates;
  std::vector<std::string> Names; ///< the functions whose bodies were read
  std::set<std::string> Missing;  ///< those of them that an earlier parse had left out
  std::unique_ptr<VersionPair> &Pair;
};

/// Asks for each change of the report. Where the bodies of callers were not read yet, that takes another parse, which
/// takes the place of the one that was given.
void askCallers(const StepVersions &, const Rules &, Asked, std::vector<Comparison> &Changes);

} // namespace kverdict
