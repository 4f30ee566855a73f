#include "input/tree/GitDirectory.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/TempDir.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <set>

namespace fs = llvm::sys::fs;

namespace kverdict {

namespace {

/// Looks through directories that name each other.
class Search {
public:
  void look(const std::string &GitDir) {
    if (!Seen.insert(GitDir).second || Seen.size() > MostDirectories)
      return;
    std::string Directory = GitDir;
    if (const std::string Named = firstLine(GitDir); llvm::StringRef(Named).starts_with("gitdir: "))
      Directory = joined(llvm::sys::path::parent_path(GitDir), Named.substr(8));
    walk(Directory);
    if (const std::string Common = firstLine(Directory + "/commondir"); !Common.empty())
      look(joined(Directory, Common));
    lookAtAlternates(Directory + "/objects");
  }

private:
  void lookAtAlternates(const std::string &Objects) {
    const std::string Text = text(Objects + "/info/alternates");
    for (llvm::StringRef Rest = Text; !Rest.empty() && Seen.size() <= MostDirectories; Rest = Rest.split('\n').second)
      if (const std::string Other = joined(Objects, Rest.split('\n').first.str()); Seen.insert(Other).second) {
        walk(Other);
        lookAtAlternates(Other);
      }
  }

  // Links are followed, as git does; the bound ends the walk where they lead in a circle.
  void walk(const std::string &Directory) {
    std::error_code Bad;
    for (fs::recursive_directory_iterator It(Directory, Bad, /*follow_symlinks=*/true), End; It != End;
         It.increment(Bad)) {
      check(It->path(), It->type());
      if (++Entries > MostEntries)
        throw Error(ExitCode::Incomplete, visible(Directory) + ": a git directory of more than " +
                                              std::to_string(MostEntries) + " files; run 'git gc' in it");
      Bad = {};
    }
    check(Directory, fs::get_file_type(Directory));
  }

  static void check(const std::string &Path, fs::file_type Type) {
    if (Type == fs::file_type::symlink_file || Type == fs::file_type::type_unknown)
      Type = fs::get_file_type(Path);
    const char *What = Type == fs::file_type::fifo_file                                             ? "a pipe"
                       : Type == fs::file_type::socket_file                                         ? "a socket"
                       : Type == fs::file_type::block_file || Type == fs::file_type::character_file ? "a device"
                                                                                                    : nullptr;
    if (What)
      throw Error(ExitCode::Incomplete, visible(Path) + ": " + What +
                                            " in a git directory, on which git would hang; "
                                            "remove it, or give another tree with --tree");
  }

  static std::string text(const std::string &Path) {
    static constexpr std::uint64_t MostBytes = 1 << 20;
    std::uint64_t Size = 0;
    if (!fs::is_regular_file(Path) || fs::file_size(Path, Size) || Size > MostBytes)
      return "";
    return readFile(Path, "a git directory that can be read");
  }

  static std::string firstLine(const std::string &Path) {
    const std::string Text = text(Path);
    return llvm::StringRef(Text).split('\n').first.str();
  }

  static std::string joined(llvm::StringRef Directory, const std::string &Name) {
    if (llvm::sys::path::is_absolute(Name))
      return Name;
    llvm::SmallString<256> Path(Directory);
    llvm::sys::path::append(Path, Name);
    return Path.str().str();
  }

  static constexpr size_t MostDirectories = 32, MostEntries = 2'000'000;
  std::set<std::string> Seen;
  size_t Entries = 0;
};

} // namespace

void checkGitDirectory(const std::string &GitDir) { Search().look(GitDir); }

} // namespace kverdict
