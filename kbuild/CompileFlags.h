// Which flags of a compiler's command line are used to analyse the file.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// Takes a compiler's command line (the compiler first, clang's or gcc's) and keeps what shapes the meaning of the
/// source: macros, include paths, the language, the target. It is an allow-list, because command lines come from
/// strangers and because gcc has flags that clang rejects: whatever is not known here is left out, and so is all
/// that could make Clang write a file or load code. Warnings are off (`-w`, last). The target of a gcc is told by
/// the compiler's prefix (aarch64-linux-gnu-gcc), else by the kernel's `arch/` include path, else the host's.
/// Origin names the place of the command line in messages. Throws Error (Usage) for a response file (`@file`), a
/// flag without its value, an empty command line, and one that does not run a compiler.
std::vector<std::string> analysisFlags(const std::vector<std::string> &CommandLine, const std::string &Origin);

/// Whether the compiler of a command line is clang, as far as its name tells.
bool isClang(const std::vector<std::string> &CommandLine);

/// The source file that a command line compiles, as it is written there; empty if there is none.
std::string sourceOf(const std::vector<std::string> &CommandLine);

/// A program that a line of a shell runs.
struct ShellCommand {
  std::string Directory; ///< that the line changes to before (`cd D && gcc ...`); empty if it does not
  std::vector<std::string> Words;
};

/// The compiler's command in a line of a shell: of the commands between `;`, `&&` and `|` the first that names a C
/// file, also in what `sh -c` is given, else the first that is not `cd`. Nothing is run or substituted.
ShellCommand compilerIn(const std::string &Line);

/// The same for words: `sh -c` with a line is what that line runs.
ShellCommand withoutShell(std::vector<std::string> Words);

/// Its words alone.
std::vector<std::string> splitCommandLine(const std::string &Line);

} // namespace kverdict
