// How much of a function can be explored: its paths are walked and counted, no state is made of them.
#pragma once

#include "core/Coverage.h"
#include "core/Rules.h"
#include "parse/Unit.h"

#include <memory>

namespace kverdict {

class Surveyor {
public:
  /// Unit and rules (for their models) must outlive this.
  Surveyor(const Unit &, const Rules &);
  ~Surveyor();

  /// With all callees looked into; if that does not end in an exact exploration, with fewer and fewer. Each function
  /// is explored in a world of its own, so that the answer does not depend on those before it, and memory is bounded.
  FunctionCoverage survey(const std::string &Function);

private:
  struct Parts;
  std::unique_ptr<Parts> P;
};

} // namespace kverdict
