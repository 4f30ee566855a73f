// A record of any bytes, read back.
#include "core/Error.h"
#include "report/record/Jsonl.h"

using namespace kverdict;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  try {
    readJsonl(std::string(reinterpret_cast<const char *>(Data), Size), "record.jsonl");
  } catch (const Error &) {
  }
  return 0;
}
