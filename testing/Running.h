// For tests: runs the built program as a user does, and looks at what it prints.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// What came of one process.
struct Ran {
  int Code = -1;
  std::string Out;
  std::string Err;
};

/// Runs a program by its path with these arguments in this directory, without a shell.
Ran runProgram(const std::string &Path, std::vector<std::string> Arguments, const std::string &Directory = ".");

/// Runs kverdict.
Ran kverdictIn(const std::string &Directory, std::vector<std::string> Arguments);
inline Ran kverdict(std::vector<std::string> Arguments) { return kverdictIn(".", std::move(Arguments)); }

/// A directory that is removed at the end of the test.
class Scratch {
public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch &) = delete;

  const std::string &path() const { return Path; }
  std::string path(const std::string &Name) const { return Path + "/" + Name; }
  /// Writes a file, with the directories above it; returns its path.
  std::string write(const std::string &Name, const std::string &Text) const;

private:
  std::string Path;
};

std::string textOf(const std::string &Path);
std::vector<std::string> linesOf(const std::string &Text);
/// The number of the first line with this text, from 1; 0 if there is none. From says where to begin to look.
unsigned lineWith(const std::string &Text, const std::string &What, unsigned From = 1);

/// A prepared kernel tree. If there is none, the test fails and says what to run.
std::string kernel(const std::string &Version);

/// The mail that scripts/v1-patch makes for Linux 6.12, in the scratch directory.
std::string v1Mail(const Scratch &, std::vector<std::string> Options = {});

/// The words of a command as a shell takes them, for the quoting that kverdict itself uses.
std::vector<std::string> shellWords(const std::string &Command);

/// Size and time of change of everything below a directory, by path.
std::map<std::string, std::string> contentsOf(const std::string &Directory);

} // namespace kverdict
