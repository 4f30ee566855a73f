#include "smt/Z3Version.h"

#include <z3.h>

namespace kverdict {

std::string z3Version() {
  unsigned Major = 0, Minor = 0, Build = 0, Revision = 0;
  Z3_get_version(&Major, &Minor, &Build, &Revision);
  return std::to_string(Major) + "." + std::to_string(Minor) + "." + std::to_string(Build);
}

} // namespace kverdict
