// A rules file of any bytes.
#include "core/Error.h"
#include "rules/Loader.h"

using namespace kverdict;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  try {
    parseRules(std::string(reinterpret_cast<const char *>(Data), Size), "rules.yaml");
  } catch (const Error &) {
  }
  return 0;
}
