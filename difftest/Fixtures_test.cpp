// Every function of every fixture: what the explorer's table says of the state of each row is what the simulator and
// the compiler do in it.
#include "difftest/CrossCheck.h"
#include "difftest/NativeUnit.h"
#include "parse/Complete.h"
#include "testing/Fixtures.h"

#include <clang/AST/Decl.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace kverdict {
namespace {

namespace fs = std::filesystem;

const fs::path Home = fs::path(KVERDICT_SOURCE_DIR) / "testdata";

/// A function with more rows costs a minute; those are the ones that inline all the others.
constexpr unsigned MostRows = 60;

CompleteUnit parsed(const std::string &Text, const std::string &Name, const std::vector<std::string> &Flags) {
  UnitRequest Request;
  Request.Command = {(Home / Name).string(), Home.string(), Flags};
  Request.Text = Text;
  Request.AllBodies = true;
  const auto First = parseUnit(Request);
  Request.Wanted.insert(First->functions().begin(), First->functions().end());
  CompleteUnit U(Request);
  U.complete([](Unit &Each) {
    const Rules NoRules;
    Explorer E(Each, NoRules);
    for (const std::string &Function : Each.functions())
      if (Each.definition(Function))
        E.rowCount(Function);
  });
  return U;
}

class Fixture : public testing::TestWithParam<std::string> {};

TEST_P(Fixture, ExplorerSimulatorAndCompilerAgree) {
  const std::string Text = readFile((Home / GetParam()).string());
  const std::string Directory = (Home / GetParam()).parent_path().string();
  const std::vector<std::string> Flags = {"-std=gnu11", "-I" + (Home / "include").string(), "-I" + Directory};
  const CompleteUnit U = parsed(Text, GetParam(), Flags);
  const Rules NoRules;
  CrossCheck C{*U, Text, NoRules, {}, {}, Flags, 0, 1, true};
  Explorer Counting(*U, NoRules);
  for (const std::string &Name : U->functions())
    if (const clang::FunctionDecl *F = U->definition(Name); F && NativeUnit::callable(F)) {
      if (Counting.rowCount(Name) <= MostRows)
        C.Functions.push_back(Name);
      else
        std::printf("left out: %s() with %u rows\n", Name.c_str(), Counting.rowCount(Name));
    }
  ASSERT_FALSE(C.Functions.empty());
  Tally T;
  for (const Disagreement &D : compare(C, T))
    ADD_FAILURE() << D.Function << ": " << D.Kind << " disagree: " << D.Text;
  EXPECT_GT(T.States, 0u);
  EXPECT_EQ(T.Unsolved, 0u);
  RecordProperty("pairs", T.States);
  RecordProperty("native", T.Native);
  std::printf("%u pairs, %u natively, %u rows\n", T.States, T.Native, T.Rows);
}

INSTANTIATE_TEST_SUITE_P(All, Fixture, testing::ValuesIn(fixtures()), fixtureName);

} // namespace
} // namespace kverdict
