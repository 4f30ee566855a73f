#include "explore/state/Path.h"

#include "parse/Unit.h"

namespace kverdict {

std::vector<std::pair<SourcePlace, std::string>> placed(const Unit &U, const std::set<Approximation> &All) {
  std::vector<std::pair<SourcePlace, std::string>> Out;
  for (const Approximation &Each : All)
    Out.emplace_back(U.place(Each.At), Each.What);
  std::sort(Out.begin(), Out.end());
  return Out;
}

} // namespace kverdict
