#include "review/Placing.h"

#include "analysis/Differing.h"
#include "checks/Checks.h"
#include "review/Claim.h"

#include <llvm/ADT/StringRef.h>

using llvm::StringRef;

namespace kverdict {
namespace {

/// Whether a line of a text begins with a return.
bool isReturn(StringRef Text, unsigned Line) {
  StringRef Rest = Text;
  for (unsigned I = 1; I < Line; ++I)
    Rest = Rest.split('\n').second;
  return Rest.ltrim(" \t").starts_with("return");
}

} // namespace

void placeUnderChange(Finding &F, const StepVersions &In) {
  const bool Found =
      F.From == Origin::Introduced && F.By != Evidence::Compiler && F.At.File == In.step().Path && !In.files().empty();
  const bool Claimed = F.Rule == noFunctionalChange().Id;
  if (!Found || !(Claimed || isReturn(In.step().New.Text, F.At.Line)))
    return;
  if (F.Repair && F.Repair->Verified && F.Repair->Span.Begin == F.Repair->Span.End &&
      F.Repair->Span.Begin.Column <= 1) { // where lines are gone, and not at what is there
    F.At = F.Repair->Span.Begin;
    if (StringRef Rest = F.Message; Rest.consume_front("Shouldn't this ") && !Rest.starts_with("be "))
      F.Message = "Shouldn't " + F.Function + "() " + Rest.str();
    return;
  }
  const std::set<unsigned> Lines = Claimed ? In.files()[0].commented() : In.files()[0].numbers(false);
  if (const auto Text = functionNamed(F.Function, In.apart(true)))
    F.At = commentPlace(*Text, Lines, F.At, F.Trace);
}

void lowerUnlessReached(Finding &F, const FileReport &Report) {
  if (F.From != Origin::Introduced || F.By != Evidence::Run)
    return;
  for (const Comparison &C : Report.Changes)
    if (C.Function == F.Function && C.CalledBy && C.CalledBy->none()) {
      F.Level = F.Level == Severity::Error ? Severity::Warning : Severity::Note;
      F.Message += " No caller leads to such a state.";
    }
}

} // namespace kverdict
