#include "analysis/Fingerprint.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/MD5.h>

namespace kverdict {

static std::string folded(const std::string &Code) {
  std::string Out;
  for (char C : Code)
    if (!isspace(static_cast<unsigned char>(C)))
      Out += C;
  return Out;
}

std::string fingerprint(const Finding &F, const std::string &Code) {
  std::string Text = F.Rule + "\n" + F.At.File + "\n" + F.Function + "\n" + folded(Code);
  for (const std::string &Id : F.Contracts)
    Text += "\n" + Id;
  llvm::MD5 Hash;
  Hash.update(Text);
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return std::string(Result.digest()).substr(0, 16);
}

} // namespace kverdict
