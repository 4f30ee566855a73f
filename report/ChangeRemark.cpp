#include "report/ChangeRemark.h"

#include "report/Words.h"
#include "report/terminal/DiffText.h"

#include "llvm/ADT/STLExtras.h"

namespace kverdict {

/// Whether a finding that the patch introduces speaks of the function.
static bool isTold(const FileReport &Report, const std::string &Function) {
  return llvm::any_of(Report.Findings,
                      [&](const Finding &Of) { return Of.Function == Function && shown(Of) && isNewDefect(Of); });
}

std::vector<ChangeRemark> changeRemarks(const std::vector<FileReport> &Reports) {
  std::vector<ChangeRemark> Out;
  for (const FileReport &Report : Reports)
    for (const Finding &Each : Report.Remarks)
      for (const Comparison &C : Report.Changes)
        if (C.Function == Each.Function && !isTold(Report, Each.Function))
          Out.push_back({&Each, changeLine(C)});
  return Out;
}

} // namespace kverdict
