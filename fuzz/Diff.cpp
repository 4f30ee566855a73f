// A diff of any bytes.
#include "core/Error.h"
#include "input/patch/DiffParser.h"

using namespace kverdict;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  try {
    DiffText Text;
    Text.Text.assign(reinterpret_cast<const char *>(Data), Size);
    Text.File = "in";
    parseDiff(Text);
  } catch (const Error &) {
  }
  return 0;
}
