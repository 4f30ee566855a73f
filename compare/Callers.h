// Does a caller of a function that decides otherwise now lead to a state in which it does?
#pragma once

#include "compare/Pair.h"

namespace kverdict {

/// Follows a caller, in both versions, to its first call of the callee, whose verdict differs in some states. What it
/// costs is added to Spent; MostEffort is for this caller. Verdict: what the caller itself decides there is wanted,
/// too.
Caller askCaller(VersionPair &, const Rules &, const std::string &Caller, const std::string &Callee,
                 std::uint64_t MostEffort, std::uint64_t &Spent, bool Verdict = true);

inline constexpr const char *OtherFiles = "other files may call it";

/// OtherFiles if functions of other files may call this one; empty if they cannot.
std::string othersMayCall(const Unit &, const std::string &Function);

/// Whether a function returned a truth value in one version, and returns a number with a sign in the other.
bool turnsAround(const Unit &Old, const Unit &New, const std::string &Function);

/// The type of its result, of a function whose body is there.
std::string returnType(const Unit &, const std::string &Function);

} // namespace kverdict
