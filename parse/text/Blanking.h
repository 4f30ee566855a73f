// Clang skips a function body by lexing it, macros and all, and that is a good part of what a kernel file costs. So
// the bodies that nobody wants are made blank before Clang reads them. Every line and column stays where it is.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace kverdict {

/// The text with the bodies of functions outside Keep made blank. Only bodies in the kernel's style are touched: both
/// braces in the first column, a parenthesis before the first, and no preprocessor line inside. Those with one of these
/// lines are kept too.
std::string blankBodies(const std::string &Text, const std::set<std::string> &Keep,
                        const std::set<unsigned> &Lines = {});

/// What the blanked files hold really, by the name under which they were opened.
using Originals = std::map<std::string, std::unique_ptr<llvm::MemoryBuffer>>;

/// A file system that gives headers (`.h`) with blanked bodies. Keep and the originals must outlive it.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> blankHeaders(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base,
                                                             const std::set<std::string> &Keep, Originals &);

} // namespace kverdict
