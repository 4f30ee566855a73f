// What inline assembly says of itself. The explorer and the simulator both ask here, so that they agree on which of it
// others can see.
#pragma once

#include <clang/AST/Stmt.h>

#include <string>

namespace kverdict {

/// Assembly without what changes whenever the text around it does: numbered labels, which the kernel makes from
/// __COUNTER__, become `@0`, `@1` in the order of the text.
std::string withoutLabels(const std::string &Assembly);

/// Whether this is a WARN() or BUG(): among its operands are the file and the line.
bool isWarning(const clang::GCCAsmStmt *);

/// Whether an input only tells where the assembly stands: the file and the line of a warning, a number that is counted.
bool tellsPlace(const clang::ASTContext &, const clang::GCCAsmStmt *, const clang::Expr *Input);

/// Whether a __builtin_unreachable() is the end of a BUG(): what stands before it stops the machine.
bool isBug(const clang::ASTContext &, const clang::CallExpr *);

/// Whether it has the clobber "memory": no access of memory is moved over it.
bool ordersMemory(const clang::GCCAsmStmt *);

/// Whether it is one instruction of x86 that changes memory atomically, and tells what was there, or one flag of that:
/// `lock xadd`, `xchg`, `lock decl` with the flag for zero. What others have written there since is not known, so any
/// answer is one that it can give. A `cmpxchg` has two that depend on each other, and is none of these.
bool isSharedUpdate(const clang::GCCAsmStmt *);

/// Whether others can see that it ran: it is volatile, said or not. A jump that asks nothing but constants is none: it
/// is how a static key or a feature of the CPU is asked for.
bool isEvent(const clang::GCCAsmStmt *);

/// What it is, apart from the values of its operands: its text, their constraints and registers, its clobbers.
std::string assemblyText(const clang::GCCAsmStmt *);

} // namespace kverdict
