// Running git on strangers' repositories: nothing that a repository or a user configures can run.
#pragma once

#include "input/tree/TempDir.h"

#include <string>
#include <vector>

namespace kverdict {

/// What one run of git gave.
struct GitResult {
  int Code = 0;
  std::string Out;
  std::string Err;
};

/// Runs git in a directory of its own, without a shell, with an environment of its own: no hooks, filters, pagers,
/// helpers, prompts or network, and no configuration but that of the repository it is pointed to.
class Git {
public:
  /// Throws Error if git is not installed.
  Git();

  /// Uses this repository (a bare repository, or the .git of a work tree) from now on.
  void use(const std::string &GitDir) { Repository = GitDir; }

  /// Runs git. Input is its standard input.
  GitResult run(const std::vector<std::string> &Arguments, const std::string &Input = "") const;

  /// The same, for what cannot fail but by a fault outside: throws Error with git's own words.
  std::string must(const std::vector<std::string> &Arguments, const std::string &Input = "") const;

  /// A path in git's scratch directory; relative paths in Arguments are relative to that directory too.
  std::string file(const std::string &Name) const { return Scratch.file(Name); }

private:
  std::vector<std::string> environment() const;
  std::string Program;
  std::string Repository;
  TempDir Scratch;
};

/// Git's messages on one line, safe to show.
std::string gitSays(const GitResult &);

} // namespace kverdict
