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
/// flag without its value, and an empty command line.
std::vector<std::string> analysisFlags(const std::vector<std::string> &CommandLine, const std::string &Origin);

/// Whether the compiler of a command line is clang, as far as its name tells.
bool isClang(const std::vector<std::string> &CommandLine);

/// The source file that a command line compiles, as it is written there; empty if there is none.
std::string sourceOf(const std::vector<std::string> &CommandLine);

/// Splits a line as a shell would (quotes, backslashes), and cuts it before the first `;`, `&&` or `|`: kbuild puts
/// other programs behind the compiler.
std::vector<std::string> splitCommandLine(const std::string &Line);

} // namespace kverdict
