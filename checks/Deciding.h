// What checks ask of a function that decides: its own syntax tree, and a state that comes by a place of it.
#pragma once

#include "analysis/FunctionView.h"
#include "analysis/Gate.h"

#include <cstdint>
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class Expr;
class FunctionDecl;
class SourceLocation;
class Stmt;
} // namespace clang

namespace kverdict {

/// Whether what the function returns can be a verdict: a truth value, an error or 0, a pointer.
bool canDecide(const clang::FunctionDecl *);

/// Whether somebody wrote this code in the function: not in the macro that it comes from. The arguments of a macro are
/// the function's own.
bool writtenHere(const clang::ASTContext &, clang::SourceLocation);

/// The claim that the function, in a state of the table in which this condition is open, gives the verdict that the
/// table says; the statement gets the state. A condition that every state meets, or none, is in no row: Settled says
/// so, and a state will do in which the function returns behind the place of the statement. Open if the table is cut
/// short, nothing if no state gets there.
std::optional<Claim> passing(FunctionView &, const std::string &Condition, bool Settled, Statement &);

/// The claim that the function, in a state of the table that leads to the return on this line, and to this value if
/// there is one, returns there; the statement gets the state. Open if the table is cut short, nothing if no state leads
/// there.
std::optional<Claim> returning(FunctionView &, const SourcePlace &Return, std::optional<std::int64_t> Value,
                               Statement &);

} // namespace kverdict
