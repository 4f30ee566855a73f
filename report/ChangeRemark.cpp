#include "report/ChangeRemark.h"

#include "report/terminal/DiffText.h"

namespace kverdict {

std::vector<ChangeRemark> changeRemarks(const std::vector<FileReport> &Reports) {
  std::vector<ChangeRemark> Out;
  for (const FileReport &Report : Reports)
    for (const Finding &Each : Report.Remarks)
      for (const Comparison &C : Report.Changes)
        if (C.Function == Each.Function)
          Out.push_back({&Each, changeLine(C)});
  return Out;
}

} // namespace kverdict
