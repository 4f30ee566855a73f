// Finds out how a file is compiled.
#pragma once

#include "kbuild/CompileCommand.h"

#include <string>

namespace kverdict {

/// The compile command of a file (it need not exist on disk, its text may come from elsewhere). With
/// DatabaseDir (`-p DIR`) empty, it is looked for in compile_commands.json in the file's directory and
/// those above it, then in the `.NAME.o.cmd` that kbuild leaves beside the object, then in compile_flags.txt in the
/// file's directory and those above it, but not above a kernel. Otherwise only there: in DatabaseDir's
/// compile_commands.json or compile_flags.txt, or in the
/// `.o.cmd` files of the object tree DatabaseDir; if none names this very file, one that names the same place in
/// another copy of the tree will do.
/// Of several different commands for the file the one is taken that builds (its directory and the files of -include are
/// there, and its object was made), of these that for its own object; Note then gets a sentence about that.
/// Throws Error: Incomplete if there is no command, Usage if what is there is malformed.
CompileCommand findCommand(const std::string &File, const std::string &DatabaseDir, std::string *Note = nullptr);

/// The compile command of a file of a tree, by its path in the tree. With DatabaseDir it is the one for this path of
/// whatever source tree was built there, and File and Root are that tree's: it is there that the compiler finds the
/// other files. TreeRoot is empty if the tree has no files on disk (a bare repository). Note says what was assumed on
/// the way, if anything was. Throws Error as findCommand() does.
struct TreeCommand {
  CompileCommand Command;
  std::string Note;
};
TreeCommand findTreeCommand(const std::string &TreeRoot, const std::string &Path, const std::string &DatabaseDir);

/// The C files that the build has commands for, absolute: those that compile_commands.json in DatabaseDir (or, if that
/// is empty, in Tree) names, or else those with a `.o.cmd` file there. In no particular order.
std::vector<std::string> filesOfBuild(const std::string &Tree, const std::string &DatabaseDir);

/// The root of the kernel tree that a file or directory lies in, or empty.
std::string kernelRoot(const std::string &Path);

/// Whether a directory is the root of a kernel tree in which `make defconfig && make prepare` was not run: headers
/// that nearly every file includes are generated there.
bool looksLikeUnpreparedKernel(const std::string &Tree);

} // namespace kverdict
