#include "reproduce/StandIns.h"
#include "reproduce/Texts.h"

#include <llvm/ADT/StringRef.h>

namespace kverdict {
namespace {

class Test {
public:
  Test(const Reproduced &R, const std::set<size_t> &Left) : R(R), Left(Left) {}

  Made write() {
    const std::string Wanted = expectation();
    for (const MakeStep &Each : R.How.Steps)
      step(Each);
    if (!Unmade.empty())
      return {"", Unmade};
    return {head() + "static void " + name() + "(struct kunit *test)\n{\n" + declarations() + "\n" + Body + premise() +
                "\n\tresult = " + call(R.How) + ";\n" + Wanted + "}\n" + tail(),
            ""};
  }

private:
  std::string name() const { return R.How.Function + "_reproduced"; }

  std::string head() const {
    return "// SPDX-License-Identifier: GPL-2.0\n" + about(R) +
           " *\n * A KUnit test. It includes the file under test, as tests of static functions do: compile it beside "
           "that.\n"
           " */\n" +
           renames(R.How) + "#include \"" + R.Source + "\"\n#include <kunit/test.h>\n\n" + standIns(R.How);
  }

  std::string declarations() const {
    std::string Out;
    for (const std::string &Each : R.How.Declarations)
      Out += "\t" + Each + ";\n";
    return Out + "\t" + R.How.Result + ";\n";
  }

  void fail(const std::string &Why) {
    if (Unmade.empty())
      Unmade = Why;
  }

  void step(const MakeStep &S) {
    if (Left.count(S.Setting)) {
      if (S.What == MakeStep::Kind::Set)
        return;
    }
    if (S.Running)
      return fail("the state has values in the running task, which a test is not to change");
    if (S.What == MakeStep::Kind::Address)
      return fail("the state needs an object at the address " + S.Place);
    if (S.Global)
      return fail("the state sets " + S.Place + ", which belongs to the running kernel");
    if (S.What == MakeStep::Kind::Object)
      return object(S);
    Body += made(S);
    Given.insert(S.Place);
  }

  void object(const MakeStep &S) {
    if (Given.count(S.Place))
      return;
    Body += "\t" + S.Place + " = kunit_kzalloc(test, " + S.Size + ", GFP_KERNEL);\n\tKUNIT_ASSERT_NOT_NULL(test, " +
            S.Place + ");\n";
  }

  std::string expectation() {
    const Finding &F = R.Of;
    if (!F.Expected.empty())
      return "\t/* the contract " + (F.Contracts.empty() ? "" : F.Contracts[0]) + " */\n\tKUNIT_EXPECT_TRUE(test, " +
             F.Expected + ");\n";
    llvm::StringRef Was = F.Before;
    if (!Was.consume_front("returned ")) {
      fail(F.Before.empty() ? "no contract and no older version says what it should return"
                            : "the old version did not return in this state, either");
      return "";
    }
    const std::string Value = Was.str();
    if (R.How.PointerResult)
      return "\t/* as before the patch */\n\tKUNIT_EXPECT_PTR_EQ(test, (const void *)result, (const void *)(" + Value +
             "));\n";
    return "\t/* as before the patch */\n\tKUNIT_EXPECT_EQ(test, result, " + Value + ");\n";
  }

  /// Another state than the contract speaks of is none that it fails in.
  std::string premise() const {
    if (R.Of.Expected.empty() || R.Premise.empty())
      return "";
    return "\tif (!(" + R.Premise + "))\n\t\tkunit_skip(test, \"the contract does not speak of this state\");\n";
  }

  std::string tail() const {
    return "\nstatic struct kunit_case kv_cases[] = {\n\tKUNIT_CASE(" + name() +
           "),\n\t{}\n};\n\nstatic struct kunit_suite kv_suite = {\n\t.name = \"kverdict-" + R.Of.Fingerprint +
           "\",\n\t.test_cases = kv_cases,\n};\nkunit_test_suite(kv_suite);\n\nMODULE_DESCRIPTION(\"" + R.How.Function +
           "() in one state\");\nMODULE_LICENSE(\"GPL\");\n";
  }

  const Reproduced &R;
  const std::set<size_t> &Left;
  std::string Body, Unmade;
  std::set<std::string> Given;
};

} // namespace

Made kunitTest(const Reproduced &R, const std::set<size_t> &Left) { return Test(R, Left).write(); }

} // namespace kverdict
