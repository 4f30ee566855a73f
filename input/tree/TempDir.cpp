#include "input/tree/TempDir.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/ScratchRoot.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace kverdict {

TempDir::TempDir() : Path(makeScratchDirectory()) {}

TempDir::~TempDir() { removeScratchDirectory(Path); }

void writeFile(const std::string &Path, const std::string &Text) {
  std::error_code Bad;
  llvm::raw_fd_ostream Out(Path, Bad);
  if (!Bad) {
    Out << Text;
    Out.close();
    Bad = Out.error();
    Out.clear_error();
  }
  if (Bad)
    throw Error(ExitCode::Incomplete, visible(Path) + ": cannot write it: " + Bad.message());
}

std::string readFile(const std::string &Path, const std::string &Purpose) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Buffer)
    throw Error(ExitCode::Incomplete,
                visible(Path) + ": cannot read it: " + Buffer.getError().message() + "; give " + Purpose);
  return (*Buffer)->getBuffer().str();
}

} // namespace kverdict
