// A short name for a text.
#pragma once

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MD5.h"

#include <string>

namespace kverdict {

/// The same for the same text, on every machine: 32 hexadecimal digits.
inline std::string hashed(llvm::StringRef Text) {
  llvm::MD5 Hash;
  Hash.update(Text);
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return std::string(Result.digest());
}

} // namespace kverdict
