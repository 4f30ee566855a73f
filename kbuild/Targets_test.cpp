#include "kbuild/Targets.h"

#include <gtest/gtest.h>

namespace kverdict {
namespace {

TEST(Targets, KnowsTheKernelsArchitectures) {
  for (const char *Name : {"x86_64-unknown-linux-gnu", "i386-unknown-linux-gnu", "aarch64-unknown-linux-gnu",
                           "arm-unknown-linux-gnueabi", "s390x-unknown-linux-gnu", "powerpc64-unknown-linux-gnu",
                           "powerpc64le-unknown-linux-gnu", "riscv64-unknown-linux-gnu"})
    EXPECT_TRUE(isSupportedTarget(Name)) << Name;
}

TEST(Targets, RefusesWhatItWouldGetWrong) {
  for (const char *Name :
       {"avr", "x86_64-unknown-linux-gnux32", "aarch64_be-unknown-linux-gnu", "msp430", "mips-linux-gnu", ""})
    EXPECT_FALSE(isSupportedTarget(Name)) << Name;
}

} // namespace
} // namespace kverdict
