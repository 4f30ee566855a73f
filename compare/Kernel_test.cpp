// The policy functions of a real tree: each equivalent to itself, and the first version of the series against the
// merged one.
#include "kbuild/CompileCommands.h"
#include "rules/Loader.h"
#include "testing/Comparisons.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace kverdict {
namespace {

using testing::ElementsAre;

fs::path memory() {
  const char *Named = std::getenv("KVERDICT_KERNELS");
  return fs::path(Named ? Named : KVERDICT_SOURCE_DIR "/build/kernels") / "linux-6.12/mm/memory.c";
}

std::string merged() {
  std::stringstream Text;
  Text << std::ifstream(memory()).rdbuf();
  return Text.str();
}

/// The merged text with one of its texts replaced, which must be there once.
std::string replaced(std::string Text, const std::string &From, const std::string &To) {
  const size_t At = Text.find(From);
  EXPECT_NE(At, std::string::npos) << "run scripts/kernel 6.12";
  EXPECT_EQ(Text.find(From, At + 1), std::string::npos);
  return At == std::string::npos ? Text : Text.replace(At, From.size(), To);
}

Rules rules() {
  Rules R = loadRules(KVERDICT_SOURCE_DIR "/rules.yaml");
  R.Contracts.clear();
  return R;
}

/// The models that are C, as checks/ compiles them: only it knows more of the rules.
std::vector<Extra> bodies(const Rules &R) {
  std::vector<Extra> Out;
  for (const Model &M : R.Models)
    if (M.What == Model::Kind::Body) {
      Extra E;
      E.What = Extra::Kind::Body;
      E.Name = "__kverdict_model_" + M.Function;
      E.Function = M.Function;
      E.Text = M.Body;
      Out.push_back(std::move(E));
    }
  return Out;
}

UnitRequest request(const std::string &Text, const std::string &Function) {
  UnitRequest Q;
  Q.Command = findCommand(memory().string(), "");
  Q.Text = Text;
  Q.Wanted = {Function};
  const Rules R = rules();
  Q.Extras = bodies(R);
  for (const Model &M : R.Models)
    Q.Opaque.insert(M.Function);
  return Q;
}

Comparison against(const std::string &Old, const std::string &New, const std::string &Function) {
  const Rules R = rules();
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  return VersionPair(request(Old, Function), request(New, Function), R).compare(Function, Limits);
}

class PolicyFunction : public testing::TestWithParam<const char *> {};

TEST_P(PolicyFunction, IsEquivalentToItself) {
  const Comparison C = against(merged(), "\n\n" + merged(), GetParam());
  EXPECT_EQ(changeWord(C.What), "equivalent") << shown(C);
}

INSTANTIATE_TEST_SUITE_P(Memory, PolicyFunction,
                         testing::Values("vm_mixed_zeropage_allowed", "validate_page_before_insert", "vm_mixed_ok",
                                         "insert_page_into_pte_locked", "insert_page_in_batch_locked", "insert_pages",
                                         "vm_insert_pages", "vm_insert_page", "vm_map_pages", "__vm_insert_mixed",
                                         "vmf_insert_mixed"));

TEST(FirstVersion, RefusesJustTheNeverWritable) {
  const std::string Guard = "\tif (!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE)))\n\t\treturn ";
  const std::string First = replaced(merged(), Guard + "true;", Guard + "false;");
  const Comparison C = against(merged(), First, "vm_mixed_zeropage_allowed");
  EXPECT_EQ(changeWord(C.What), "stricter") << shown(C);
  ASSERT_EQ(C.Differences.size(), 1u) << shown(C);
  EXPECT_THAT(C.Differences[0].Conditions, ElementsAre("!(vma->vm_flags & (VM_WRITE | VM_MAYWRITE))"));
  EXPECT_EQ(C.Differences[0].Old, "true");
  EXPECT_EQ(C.Differences[0].New, "false");
  EXPECT_EQ(changeWord(against(First, merged(), "vm_mixed_zeropage_allowed").What), "laxer");
}

/// With the models that are C the verdict is the same, and the count is read once more; without them there are more
/// paths than are followed.
TEST(FirstVersion, GuardOnTopOfTheValidatorOnlyReads) {
  const std::string Call = "\terr = validate_page_before_insert(vma, page);\n\tif (err)\n\t\treturn err;\n"
                           "\treturn insert_page_into_pte_locked";
  const std::string New = replaced(merged(), Call, "\tif (!page_count(page))\n\t\treturn -EINVAL;\n" + Call);
  const Comparison C = against(merged(), New, "insert_page_in_batch_locked");
  EXPECT_THAT(C.Differences, testing::IsEmpty()) << shown(C);
  EXPECT_THAT(changeWord(C.What), testing::AnyOf("different", "undecided")) << shown(C);
  EXPECT_THAT(effects(C), testing::Each(testing::StartsWith("reads "))) << shown(C);
}

} // namespace
} // namespace kverdict
