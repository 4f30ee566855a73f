#include "review/Premises.h"

#include "parse/IncludedText.h"

#include <llvm/ADT/StringRef.h>

using llvm::StringRef;

namespace kverdict {
namespace {

constexpr const char *Assertions[] = {"lockdep_assert_held", "lockdep_assert_held_read", "lockdep_assert_held_write",
                                      "lockdep_assert_held_once", "lockdep_assert_not_held"};

/// A macro that does nothing becomes a call of a function of its name.
std::string asCalls(std::string Text) {
  bool Any = false;
  for (const std::string Name : Assertions) {
    const std::string Head = "#define " + Name + "(l)";
    for (size_t At = Text.find(Head); At != std::string::npos; At = Text.find(Head, At + 1)) {
      size_t End = Text.find('\n', At);
      const StringRef Body = StringRef(Text).slice(At + Head.size(), End).trim();
      if (End == std::string::npos || Body != "do { (void)(l); } while (0)")
        continue;
      const std::string Function = "extern void (" + Name + ")(const volatile void *);\n";
      Text.replace(At, End - At, Function + Head + " (" + Name + ")(l)");
      At += Function.size();
      Any = true;
    }
  }
  return Any ? Text : "";
}

std::string tested(std::string Text) {
  const std::string Guard = "#ifdef CONFIG_DEBUG_VM\n";
  const size_t At = Text.find(Guard);
  return At == std::string::npos ? "" : Text.replace(At, Guard.size(), "#if 1\n");
}

} // namespace

Overlay withPremises(const Unit &U) {
  Overlay Out;
  const std::pair<const char *, std::string (*)(std::string)> Headers[] = {{"linux/mmdebug.h", tested},
                                                                           {"linux/lockdep.h", asCalls}};
  for (const auto &[Header, Change] : Headers)
    if (auto Is = includedText(U, Header))
      if (std::string Text = Change(Is->second); !Text.empty())
        Out.emplace(Is->first, std::move(Text));
  return Out;
}

Rules withAssertions(Rules R) {
  for (const char *Each : Assertions)
    R.Models.push_back({Each, Model::Kind::Event, {}, ""});
  for (const char *Each : {"rwsem_assert_held", "rwsem_assert_held_write"})
    R.Models.push_back({Each, Model::Kind::Event, {}, ""});
  return R;
}

} // namespace kverdict
