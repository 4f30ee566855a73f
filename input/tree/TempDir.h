// A directory for scratch files that goes away with its owner.
#pragma once

#include <string>

namespace kverdict {

/// A fresh directory under TMPDIR, removed with all that is in it when the object dies.
class TempDir {
public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir &) = delete;
  TempDir &operator=(const TempDir &) = delete;

  const std::string &path() const { return Path; }
  /// The path of a file in the directory.
  std::string file(const std::string &Name) const { return Path + "/" + Name; }

private:
  std::string Path;
};

/// Writes a file. Throws Error if that is not possible.
void writeFile(const std::string &Path, const std::string &Text);

/// Reads a file. Throws Error, with Purpose in the message ("a patch"), if that is not possible.
std::string readFile(const std::string &Path, const std::string &Purpose);

} // namespace kverdict
