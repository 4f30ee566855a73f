#include "analysis/Misnamed.h"

#include "core/Error.h"
#include "core/Spelling.h"
#include "parse/text/Bodies.h"
#include "parse/text/TextScan.h"

namespace kverdict {
namespace {

bool isAt(llvm::StringRef Path, const std::string &InTree) { return Path == InTree || Path.ends_with("/" + InTree); }

/// The contracts that are about this file, by functions that it does not name.
std::vector<const Contract *> withoutSubject(const Rules &R, const std::string &Text, const std::string &Path) {
  std::vector<const Contract *> Out;
  for (const Contract &C : R.Contracts)
    if (expectedIn(C, Path) && (Out.empty() || Out.back()->Function != C.Function) && !mentionsName(Text, C.Function))
      Out.push_back(&C);
  return Out;
}

[[noreturn]] void refuse(const Contract &C, const std::string &Path, const std::string &Meant) {
  throw Error(ExitCode::Usage, C.At.File + ":" + std::to_string(C.At.Line) + ": contract '" + C.Id + "': " + Path +
                                   " has no " + C.Function + "(); did you mean " + Meant + "()?" +
                                   (C.Files.empty() ? " If another file has it, name that file: 'file: mm/x.c'" : ""));
}

} // namespace

bool expectedIn(const Contract &C, const std::string &Path) {
  return C.Files.empty() || llvm::any_of(C.Files, [&](const std::string &Each) { return isAt(Path, Each); });
}

bool toldIn(const Contract &C, const std::string &Path) { return C.Files.empty() || isAt(Path, C.Files.front()); }

void refuseMisnamed(const Rules &R, const std::string &Text, const std::string &Path) {
  const std::vector<const Contract *> Suspects = withoutSubject(R, Text, Path);
  if (Suspects.empty())
    return;
  for (const FunctionText &Each : takeApart(Text, Path).Functions)
    for (const Contract *C : Suspects)
      if (isSlipOf(C->Function, Each.Name))
        refuse(*C, Path, Each.Name);
}

} // namespace kverdict
