// A diff of any bytes, applied to a small tree. Nothing of the tree may change, and what is looked at afterwards is
// what the hunks say: each line that a hunk adds stands where it says.
#include "input/patch/Apply.h"
#include "core/Error.h"
#include "input/mail/Mailbox.h"
#include "input/tree/TempDir.h"
#include "input/tree/Tree.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace kverdict;

namespace {

const char Policy[] = "int a;\nint b;\nint f(int n)\n{\n\tif (n > 3)\n\t\treturn -22;\n\treturn 0;\n}\nint c;\n";

std::string content(const std::string &Path) {
  std::ifstream In(Path);
  return {std::istreambuf_iterator<char>(In), {}};
}

/// The tree, made once.
struct Small {
  Small() {
    std::ofstream(Root.path() + "/a.c") << Policy;
    std::ofstream(Root.path() + "/b.c") << Policy << "int d;\n";
  }
  bool unchanged() const {
    return content(Root.path() + "/a.c") == Policy && content(Root.path() + "/b.c") == std::string(Policy) + "int d;\n";
  }
  TempDir Root;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  static const Small Files;
  try {
    Mailbox Box;
    Box.readText("Subject: [PATCH] x\n\n---\n" + std::string(reinterpret_cast<const char *>(Data), Size), "in");
    const Tree From = Tree::open(Files.Root.path());
    Applier Onto(From);
    for (const RawMail &Each : Box.mails()) {
      Patch P;
      Box.decode(Each, P);
      Onto.apply(P);
    }
  } catch (const Error &) {
  }
  if (!Files.unchanged())
    std::abort();
  return 0;
}
