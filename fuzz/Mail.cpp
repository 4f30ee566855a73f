// A mailbox of any bytes, read and decoded as `kverdict review` does.
#include "core/Error.h"
#include "input/mail/Mailbox.h"

using namespace kverdict;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  try {
    Mailbox Box;
    Box.readText(std::string(reinterpret_cast<const char *>(Data), Size), "in");
    for (const RawMail &Each : Box.mails()) {
      Patch P;
      try {
        Box.decode(Each, P);
      } catch (const Error &) { // damage, which is told
      }
    }
  } catch (const Error &) {
  }
  return 0;
}
