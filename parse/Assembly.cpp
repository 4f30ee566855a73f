#include "parse/Assembly.h"

#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace kverdict {

std::string withoutLabels(const std::string &Assembly) {
  const llvm::StringRef Text = Assembly;
  std::string Out;
  for (size_t I = 0; I < Text.size();) {
    const size_t End = std::min(Text.size(), Text.find_first_not_of("0123456789", I));
    const bool Word = I > 0 && (llvm::isAlnum(Text[I - 1]) || llvm::StringRef("_$%.").contains(Text[I - 1]));
    const char Next = End < Text.size() ? Text[End] : 0;
    if (End > I && !Word && (Next == ':' || Next == 'b' || Next == 'f'))
      Out += "@";
    else
      Out += Text.slice(I, std::max(End, I + 1));
    I = std::max(End, I + 1);
  }
  return Out;
}

bool isWarning(const GCCAsmStmt *E) { return llvm::StringRef(E->getAsmString()).contains("__bug_table"); }

bool ordersMemory(const GCCAsmStmt *E) {
  for (unsigned I = 0; I < E->getNumClobbers(); ++I)
    if (E->getClobber(I) == "memory")
      return true;
  return false;
}

/// Its operands are constants, so it can only ask, not write.
static bool onlyAsks(const GCCAsmStmt *E) {
  if (!E->isAsmGoto() || E->getNumOutputs() || ordersMemory(E))
    return false;
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    if (E->getInputConstraint(I) != "i")
      return false;
  return true;
}

bool isEvent(const GCCAsmStmt *E) {
  return (E->isVolatile() || E->isAsmGoto() || E->getNumOutputs() == 0) && !onlyAsks(E);
}

std::string assemblyText(const GCCAsmStmt *E) {
  std::string Text = withoutLabels(E->getAsmString());
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    Text += (I ? ", " : " : ") + E->getOutputConstraint(I);
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    Text += (I ? ", " : " : ") + E->getInputConstraint(I);
  for (unsigned I = 0; I < E->getNumClobbers(); ++I)
    Text += (I ? ", " : " : ") + E->getClobber(I);
  return Text;
}

} // namespace kverdict
