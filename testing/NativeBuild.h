// For tests: C that is compiled by the host's clang and run natively, in a directory of its own that ends with it.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// The content of a file, or nothing.
std::string readFile(const std::string &Path);

/// What the host's clang makes of a text with these flags and -O2, in a form like "-emit-llvm"; empty if it fails.
std::string compiledTo(const std::string &Form, const std::string &Text, const std::vector<std::string> &Flags);

class NativeBuild {
public:
  /// Compiles the texts and links them. The log says why if that failed.
  NativeBuild(const std::vector<std::string> &Texts, const std::vector<std::string> &Flags);
  ~NativeBuild();
  NativeBuild(const NativeBuild &) = delete;
  NativeBuild &operator=(const NativeBuild &) = delete;

  bool built() const { return Built; }
  const std::string &log() const { return Log; }
  /// Runs the program with this as its input; the lines that it printed. Seconds bounds its time. Status, if asked
  /// for, is its exit code (negative if it was ended by a signal or ran out of time).
  std::vector<std::string> run(const std::string &Input = "", int *Status = nullptr, unsigned Seconds = 60) const;

private:
  std::string Directory;
  bool Built = false;
  std::string Log;
};

} // namespace kverdict
