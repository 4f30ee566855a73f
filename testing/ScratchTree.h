// For tests: trees in scratch directories, made with the real git.
#pragma once

#include "core/Error.h"
#include "input/tree/TempDir.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

namespace kverdict {

/// A directory with files, which may become a git repository.
class ScratchTree {
public:
  const std::string &path() const { return Dir.path(); }
  std::string file(const std::string &Name) const { return Dir.file(Name); }

  void write(const std::string &Path, const std::string &Text) {
    llvm::sys::fs::create_directories(llvm::sys::path::parent_path(file(Path)));
    writeFile(file(Path), Text);
  }
  std::string text(const std::string &Path) const { return readFile(file(Path), "a file"); }

  /// Runs a shell command in the directory.
  void sh(const std::string &Command) const {
    std::string Line = "cd '" + path() +
                       "' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 && export "
                       "GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM && { " +
                       Command + "; } >/dev/null 2>sh.err";
    ASSERT_EQ(std::system(Line.c_str()), 0) << Command << "\n" << text("sh.err");
    llvm::sys::fs::remove(file("sh.err"));
  }
  void init() const { sh("git init -q . && git config user.name 'A. Writer' && git config user.email a@writer.test"); }
  void commit(const std::string &Subject) const { sh("git add -A . && git commit -q -m '" + Subject + "'"); }

  /// Every file and directory with its text, mode and time: equal before and after if nothing was touched.
  std::map<std::string, std::string> snapshot() const {
    std::map<std::string, std::string> Seen;
    std::error_code Bad;
    for (llvm::sys::fs::recursive_directory_iterator It(path(), Bad, false), End; It != End; It.increment(Bad)) {
      auto Status = llvm::cantFail(llvm::errorOrToExpected(It->status()));
      std::string State = std::to_string(Status.permissions()) + " " +
                          std::to_string(Status.getLastModificationTime().time_since_epoch().count());
      if (Status.type() == llvm::sys::fs::file_type::regular_file)
        State += readFile(It->path(), "a file");
      Seen[It->path()] = State;
    }
    return Seen;
  }

private:
  TempDir Dir;
};

/// Runs something that must throw an Error and gives its message, which begins with the exit code: "3 p.mbox:1: ...".
template <typename Callable> std::string refusal(Callable Run) {
  try {
    Run();
  } catch (const Error &Bad) {
    return std::to_string(static_cast<int>(Bad.code())) + " " + Bad.what();
  }
  return "not refused";
}

} // namespace kverdict
