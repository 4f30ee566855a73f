#include "kbuild/Targets.h"

#include <llvm/TargetParser/Triple.h>

namespace kverdict {

bool isSupportedTarget(llvm::StringRef Name) {
  const llvm::Triple Target(Name);
  switch (Target.getArch()) {
  case llvm::Triple::x86:
  case llvm::Triple::aarch64:
  case llvm::Triple::arm:
  case llvm::Triple::thumb:
  case llvm::Triple::systemz:
  case llvm::Triple::ppc64:
  case llvm::Triple::ppc64le:
  case llvm::Triple::riscv64:
  case llvm::Triple::loongarch64:
    return true;
  case llvm::Triple::x86_64: // the address space of x32 has 32 bits, and its registers 64
    return !Target.isX32();
  default:
    return false;
  }
}

} // namespace kverdict
