// For tests: a small git tree in which kverdict reviews, as its users have one.
#pragma once

#include "testing/Running.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace kverdict {

/// A git tree `t` in a scratch directory, with kverdict in the PATH and nothing of the user's configuration. There is
/// no commit yet.
class Repository {
public:
  Repository() {
    S.write("t/compile_flags.txt", "-std=gnu11\n-I" KVERDICT_SOURCE_DIR "/testdata/include\n");
    S.write(".gitconfig", "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n");
    std::filesystem::create_directory(S.path("bin"));
    std::filesystem::create_symlink(KVERDICT_BINARY_DIR "/kverdict", S.path("bin/kverdict"));
    sh("git init -q .");
  }

  /// The text of a fixture.
  static std::string fixture(const std::string &Name) {
    return textOf(KVERDICT_SOURCE_DIR "/testdata/zeropage/" + Name);
  }

  /// Writes a file of the tree, and commits everything.
  void commit(const std::string &File, const std::string &Text, const std::string &Message) const {
    S.write("t/" + File, Text);
    sh("git add -A . && git commit -qm '" + Message + "'");
  }

  /// Runs a command in the tree. The rules stand beside the program that the link in bin/ points to.
  Ran run(const std::string &Command) const {
    return runProgram("/usr/bin/env",
                      {"HOME=" + S.path(), "GIT_CONFIG_NOSYSTEM=1", "PATH=" + S.path("bin") + ":/usr/bin:/bin", "bash",
                       "-c", Command},
                      S.path("t"));
  }

  /// The same for one that must succeed; what it printed.
  std::string sh(const std::string &Command) const {
    const Ran R = run(Command);
    EXPECT_EQ(R.Code, 0) << Command << "\n" << R.Out << R.Err;
    return R.Out;
  }

  Scratch S;
};

} // namespace kverdict
