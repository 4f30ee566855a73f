// What memory and builtins mean on each target: both engines, held against what Clang folds each function of targets.c
// to for that target.
#include "explore/Explorer.h"
#include "simulate/Simulator.h"
#include "testing/NativeBuild.h"

#include <gtest/gtest.h>

#include <llvm/ADT/StringRef.h>

#include <map>

namespace kverdict {
namespace {

std::string source() { return readFile(KVERDICT_SOURCE_DIR "/difftest/targets.c"); }

std::vector<std::string> flagsFor(const std::string &Target) {
  return {"-std=gnu11", "-fno-strict-aliasing", "-fwrapv", "--target=" + Target};
}

/// By function; those that Clang does not fold are left out.
std::map<std::string, std::int64_t> folded(const std::string &Target) {
  std::map<std::string, std::int64_t> Out;
  std::string Name;
  llvm::SmallVector<llvm::StringRef> Lines;
  const std::string Code = compiledTo("-emit-llvm", source(), flagsFor(Target));
  llvm::StringRef(Code).split(Lines, '\n');
  for (llvm::StringRef Line : Lines) {
    if (Line.starts_with("define "))
      Name = Line.split('@').second.split('(').first.str();
    std::int64_t Value;
    if (Line.trim().consume_front("ret i64 ") && !Line.trim().drop_front(8).getAsInteger(10, Value))
      Out[Name] = Value;
  }
  return Out;
}

class Targets : public testing::TestWithParam<std::string> {};

TEST_P(Targets, BothEnginesAgreeWithTheCompiler) {
  UnitRequest Request;
  Request.Command = {"/t/targets.c", "/t", flagsFor(GetParam())};
  Request.Text = source();
  Request.AllBodies = true;
  const std::unique_ptr<Unit> U = parseUnit(Request);
  const Rules R;
  Explorer Explore(*U, R);
  Simulator Simulate(*U, R.Models);
  const auto Wanted = folded(GetParam());
  EXPECT_GE(Wanted.size(), 50u);
  for (const auto &[Name, Value] : Wanted) {
    const kverdict::Run Ran = Simulate.run(Name, {});
    EXPECT_EQ(Ran.Reason, "") << Name;
    EXPECT_EQ(Ran.Result.asSigned(), Value) << "the simulator, in " << Name;
    const Table Found = Explore.table(Name);
    ASSERT_EQ(Found.Rows.size(), 1u) << Name;
    EXPECT_EQ(Found.Rows[0].Reason, "") << Name;
    EXPECT_EQ(Found.Rows[0].Result.asSigned(), Value) << "the explorer, in " << Name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Targets,
                         testing::Values("x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu", "arm-linux-gnueabi",
                                         "s390x-linux-gnu", "powerpc64-linux-gnu", "powerpc64le-linux-gnu",
                                         "riscv64-linux-gnu"),
                         [](const auto &Info) { return Info.param.substr(0, Info.param.find('-')); });

} // namespace
} // namespace kverdict
