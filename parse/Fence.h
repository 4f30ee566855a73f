// What a source may read, and have Clang do. A patch comes from a stranger: it must not bring a file of this machine
// into a reply, wait for a device, or make Clang write, load or crash.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <string>
#include <vector>

namespace clang {
class CompilerInstance;
class Preprocessor;
} // namespace clang

namespace kverdict {

/// Regular files below these directories can be read; others are not there. It begins open, for Clang's driver. All
/// that is asked of it is noted (cache/Reads.h).
class Fence : public llvm::vfs::ProxyFileSystem {
public:
  explicit Fence(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) : ProxyFileSystem(std::move(Base)) {}

  /// From now on. Links are followed for the directories, and then once more for each file that is read.
  void close(const std::vector<std::string> &Directories);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Directory, std::error_code &) override;
  std::error_code getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) override;

  /// Whether something was asked for that is there, and may not be read, since the last settle().
  bool touched() const { return Touched; }
  void settle() { Touched = false; }

private:
  bool within(llvm::StringRef Path) const;
  bool known(const llvm::Twine &Path);
  llvm::ErrorOr<llvm::vfs::Status> stated(const llvm::Twine &Path);
  std::error_code refuse();

  bool Closed = false, Touched = false;
  std::vector<std::string> Roots;
};

/// The first thing that a source wanted and did not get.
struct Refusal {
  std::string Place; ///< "mm/memory.c:3"
  std::string What;  ///< "a file that is not ..."
};

inline constexpr const char *OutsideTheFence = "a file that is none of the tree, of the build or of the include path";

/// Watches the directives of a preprocessor, and takes pragmas away that are commands to Clang. Into gets what is
/// refused; its Place is that of the directive as it stands in the file.
void watchDirectives(clang::Preprocessor &, Fence &, Refusal &Into);

/// The directories that a source may read from: those of the include path, of the tree and of the build.
std::vector<std::string> readable(const clang::CompilerInstance &, const std::vector<std::string> &Tree);

} // namespace kverdict
