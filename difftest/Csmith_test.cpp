// Programs of a generator that we did not write: csmith. Its functions work through pointers, arrays and loops and are
// far too large for a table of rows, so the simulator is held against the compiler alone. They have no globals: csmith
// takes care that the order of evaluation makes no difference only for the values that its own globals begin with.
#include "difftest/CrossCheck.h"
#include "difftest/NativeUnit.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

namespace kverdict {
namespace {

/// What the programs need of csmith's own header, which Debian does not install beside the program.
const char *const Header = "typedef signed char int8_t; typedef unsigned char uint8_t; typedef short int16_t;\n"
                           "typedef unsigned short uint16_t; typedef int int32_t; typedef unsigned int uint32_t;\n"
                           "typedef long int64_t; typedef unsigned long uint64_t;\n";

std::string generated(unsigned Seed) {
  // csmith leaves a file where it runs.
  const std::string Command = "home=$(mktemp -d) && cd $home && " + std::string(KVERDICT_CSMITH) + " --seed " +
                              std::to_string(Seed) +
                              " --nomain --no-argc --no-checksum --no-volatiles --no-safe-math --no-global-variables"
                              " --concise --max-funcs 4 --max-block-depth 3 --max-array-dim 2"
                              " --max-array-len-per-dim 4; rm -rf $home";
  std::unique_ptr<FILE, int (*)(FILE *)> Out(popen(Command.c_str(), "r"), pclose);
  std::string Text;
  char Buffer[4096];
  for (size_t Count; Out && (Count = fread(Buffer, 1, sizeof Buffer, Out.get())) > 0;)
    Text.append(Buffer, Count);
  const std::string Include = "#include \"csmith.h\"";
  const size_t At = Text.find(Include);
  return At == std::string::npos ? "" : Text.replace(At, Include.size(), Header);
}

TEST(Csmith, SimulatorAndCompilerAgree) {
  Tally T;
  for (unsigned Seed = 1; Seed <= 80; ++Seed) {
    const std::string Text = generated(Seed);
    ASSERT_FALSE(Text.empty()) << KVERDICT_CSMITH << " made nothing for seed " << Seed;
    UnitRequest Request;
    Request.Command = {"/t/csmith.c", "/t", {"-std=gnu11"}};
    Request.Text = Text;
    Request.AllBodies = true;
    const std::unique_ptr<Unit> U = parseUnit(Request);
    if (!NativeUnit::callable(U->definition("func_1")))
      continue; // it returns a structure
    const Rules NoRules;
    CrossCheck C{*U, Text, NoRules, {"func_1"}, {}, {}, 1, Seed, true, false};
    for (const Disagreement &D : compare(C, T))
      ADD_FAILURE() << "seed " << Seed << ": " << D.Kind << " disagree: " << D.Text;
  }
  std::printf("%u pairs, %u natively, %u undefined\n", T.States, T.Native, T.Undefined);
  EXPECT_GE(T.Native, 40u);
  EXPECT_LT(T.Undefined, T.Native * 3 / 4) << "nothing but undefined behaviour was compared";
}

} // namespace
} // namespace kverdict
