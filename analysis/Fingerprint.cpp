#include "analysis/Fingerprint.h"

#include "core/Hash.h"

namespace kverdict {

static std::string folded(const std::string &Code) {
  std::string Out;
  for (char C : Code)
    if (!isspace(static_cast<unsigned char>(C)))
      Out += C;
  return Out;
}

std::string fingerprint(const Statement &F, const std::string &Code) {
  std::string Text = F.Rule + "\n" + F.At.File + "\n" + F.Function + "\n" + folded(Code);
  for (const std::string &Id : F.Contracts)
    Text += "\n" + Id;
  return hashed(Text).substr(0, 16);
}

} // namespace kverdict
