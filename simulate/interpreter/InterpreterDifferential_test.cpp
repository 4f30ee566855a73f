// Holds the simulator against the compiler: every function of differential.c, on many arguments, run natively in
// three builds and simulated.
#include "simulate/Simulator.h"
#include "simulate/interpreter/Arithmetic.h"
#include "testing/NativeBuild.h"

#include <gtest/gtest.h>

#include <random>

using namespace clang;

namespace kverdict {
namespace {

using simulation::Shape;
using simulation::shapeOf;
using simulation::truncate;

using Tuple = std::array<std::int64_t, 3>;

std::string source() { return readFile(KVERDICT_SOURCE_DIR "/simulate/interpreter/differential.c"); }

/// The arguments that a function is run with: the ends of every width, and what lies between.
std::vector<Tuple> tuples(unsigned Parameters) {
  static const std::vector<std::int64_t> Corners = {0,
                                                    1,
                                                    2,
                                                    3,
                                                    4,
                                                    5,
                                                    6,
                                                    7,
                                                    15,
                                                    31,
                                                    32,
                                                    63,
                                                    64,
                                                    100,
                                                    127,
                                                    128,
                                                    200,
                                                    255,
                                                    256,
                                                    0x7fff,
                                                    -1,
                                                    -2,
                                                    -3,
                                                    -7,
                                                    -128,
                                                    -129,
                                                    -64,
                                                    999,
                                                    1000,
                                                    0x8000,
                                                    65535,
                                                    0x7fffffff,
                                                    0x80000000,
                                                    -2147483648ll,
                                                    0x12345678,
                                                    0xffffffff,
                                                    1ll << 32,
                                                    INT64_MIN,
                                                    INT64_MAX,
                                                    0x0123456789abcdef,
                                                    -0x123456789abcdefll};
  std::vector<Tuple> Result;
  if (Parameters == 1) {
    for (std::int64_t C : Corners)
      Result.push_back({C, 0, 0});
    return Result;
  }
  std::mt19937 Random(Parameters); // always the same
  auto Pick = [&] { return Corners[Random() % Corners.size()]; };
  for (unsigned I = 0; I != 150; ++I)
    Result.push_back({Pick(), Pick(), Pick()});
  return Result;
}

class Differential : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    UnitRequest Request;
    Request.Command = {"/t/differential.c", "/", {"-std=gnu11"}};
    Request.Text = source();
    Request.AllBodies = true;
    U = parseUnit(Request).release();
    for (const std::string &Name : U->functions())
      if (Name.rfind("f_", 0) == 0)
        Functions.push_back(Name);
  }
  static void TearDownTestSuite() {
    delete U;
    Functions.clear();
  }

  /// What each function returns for each of its tuples: a number, or U where it is undefined.
  static std::vector<std::string> simulated();
  static std::vector<std::string> native(const std::vector<std::string> &Flags);
  static std::vector<std::string> labels();

  static inline Unit *U = nullptr;
  static inline std::vector<std::string> Functions;
};

std::vector<Cell> argument(std::int64_t V, QualType T, const ASTContext &Context) {
  Shape S = *shapeOf(T, Context);
  Cell C;
  C.Width = S.Storage;
  C.Value = S.Bool ? V != 0 : static_cast<std::uint64_t>(truncate(static_cast<std::uint64_t>(V), S.Width));
  return {C};
}

std::vector<std::string> Differential::labels() {
  std::vector<std::string> Result;
  for (const std::string &Name : Functions)
    for (const Tuple &T : tuples(U->definition(Name)->getNumParams()))
      Result.push_back(Name + "(" + std::to_string(T[0]) + ", " + std::to_string(T[1]) + ", " + std::to_string(T[2]) +
                       ")");
  return Result;
}

std::vector<std::string> Differential::simulated() {
  std::vector<std::string> Result;
  const std::vector<Model> NoModels;
  Simulator Sim(*U, NoModels);
  for (const std::string &Name : Functions) {
    const FunctionDecl *F = U->definition(Name);
    for (const Tuple &T : tuples(F->getNumParams())) {
      Witness W;
      for (unsigned I = 0; I != F->getNumParams(); ++I)
        W.Start.Arguments.push_back(argument(T[I], F->getParamDecl(I)->getType(), U->context()));
      kverdict::Run R = Sim.run(Name, W);
      bool Known = R.End == RunEnd::Returned || R.End == RunEnd::Undefined;
      Result.push_back(!Known ? R.Reason : R.End == RunEnd::Returned ? std::to_string(R.Result.asSigned()) : "U");
    }
  }
  return Result;
}

/// A program that prints one line for each function and tuple, and U where the processor or the sanitizer trapped.
std::string program(const std::vector<std::string> &Functions, const Unit &U) {
  std::string Text = source() +
                     "\n#include <setjmp.h>\n#include <signal.h>\n#include <stdio.h>\n"
                     "static sigjmp_buf back;\n"
                     "static void trapped(int n) { siglongjmp(back, 1); }\n"
                     "#define RUN(call) if (sigsetjmp(back, 1)) puts(\"U\"); else printf(\"%ld\\n\", call)\n";
  std::string Calls;
  for (const std::string &Name : Functions) {
    unsigned Count = U.definition(Name)->getNumParams();
    std::string Row = "t_" + Name;
    std::string Values;
    for (const Tuple &T : tuples(Count))
      for (std::int64_t V : T)
        Values += std::to_string(static_cast<std::uint64_t>(V)) + "ul,";
    Text += "static const unsigned long " + Row + "[][3] = {" + Values + "};\n";
    std::string Arguments;
    for (unsigned I = 0; I != Count; ++I)
      Arguments += std::string(I ? ", " : "") + "(long)" + Row + "[i][" + std::to_string(I) + "]";
    Text += "static __attribute__((noinline)) void r_" + Name +
            "(void) { for (volatile unsigned long i = 0; i < sizeof(" + Row + ") / 24; i++) { RUN(" + Name + "(" +
            Arguments + ")); } }\n";
    Calls += "r_" + Name + "();\n";
  }
  return Text + "int main(void) { signal(SIGILL, trapped); signal(SIGFPE, trapped); signal(SIGTRAP, trapped);\n" +
         Calls + "return 0; }\n";
}

std::vector<std::string> Differential::native(const std::vector<std::string> &Flags) {
  NativeBuild Program({program(Functions, *U)}, Flags);
  EXPECT_TRUE(Program.built()) << Program.log();
  int Status = -1;
  std::vector<std::string> Lines = Program.run("", &Status);
  EXPECT_EQ(Status, 0);
  return Lines;
}

TEST_F(Differential, HasEnoughToCompare) {
  EXPECT_GE(Functions.size(), 40u);
  EXPECT_GE(labels().size(), 5000u);
}

// The sanitizer traps where the simulator must say "undefined", and nowhere else.
TEST_F(Differential, AgreesWithTheSanitizedBuildOnEveryState) {
  std::vector<std::string> Labels = labels(), Ours = simulated();
  std::vector<std::string> Theirs = native(
      {"-O0", "-fsanitize=signed-integer-overflow,shift-exponent,integer-divide-by-zero", "-fsanitize-trap=all"});
  ASSERT_EQ(Theirs.size(), Labels.size());
  unsigned Undefined = 0;
  for (size_t I = 0; I != Labels.size(); ++I) {
    EXPECT_EQ(Ours[I], Theirs[I]) << Labels[I];
    Undefined += Theirs[I] == "U";
  }
  EXPECT_GE(Undefined, 100u);
  EXPECT_LE(Undefined, Labels.size() / 4);
}

TEST_F(Differential, AgreesWithTheOptimizedBuildWhereDefined) {
  std::vector<std::string> Labels = labels(), Ours = simulated();
  std::vector<std::string> Theirs = native({"-O2"});
  ASSERT_EQ(Theirs.size(), Labels.size());
  for (size_t I = 0; I != Labels.size(); ++I)
    if (Ours[I] != "U") {
      EXPECT_EQ(Ours[I], Theirs[I]) << Labels[I];
    }
}

} // namespace
} // namespace kverdict
