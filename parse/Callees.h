// How the call of a function is treated. The explorer and the simulator both ask here, so that they agree on
// which calls are part of a state; neither evaluates anything with it.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <map>
#include <string>

namespace kverdict {

enum class CalleeKind {
  Inline,   ///< its body (or the body of its model) is executed
  Builtin,  ///< a compiler builtin or library function that both engines know: see knownBuiltin()
  Pure,     ///< opaque; writes nothing, and the same arguments in an unchanged state give the same result
  Havoc,    ///< opaque; may write whatever its non-const arguments reach
  NoReturn, ///< ends the run
  /// A compile-time assertion: the build is known to have no such call, so one that is met is one that only an
  /// optimising compiler can tell away.
  Assertion,
};

struct Callee {
  CalleeKind Kind = CalleeKind::Havoc;
  const clang::FunctionDecl *Body = nullptr; ///< if Inline: what to execute (a definition)
  bool operator==(const Callee &) const = default;
};

class Callees {
public:
  /// The unit and the models must outlive this.
  Callees(const Unit &, const std::vector<Model> &);

  /// Depth is the number of calls between the function that was started and the call (0 in the function itself).
  /// A call that is too deep, or of a body that is too large, is opaque (Havoc).
  Callee classify(const clang::FunctionDecl *, unsigned Depth) const;

  static constexpr unsigned MaxDepth = 12;
  static constexpr unsigned MaxStatements = 1500; ///< statements and expressions in an inlined body

private:
  bool small(const clang::FunctionDecl *) const;
  const Unit &U;
  std::map<std::string, const Model *> ModelOf;
  mutable std::map<const clang::FunctionDecl *, bool> Small;
};

/// Builtins that both engines evaluate, by name: __builtin_expect, __builtin_expect_with_probability,
/// __builtin_constant_p (parse/Constancy.h), __builtin_unreachable
/// and __builtin_trap (undefined, stop), __builtin_{bswap16,bswap32,bswap64,ffs,ffsl,ffsll,clz,clzl,clzll,ctz,ctzl,
/// ctzll,popcount,popcountl,popcountll}, __builtin_{add,sub,mul}_overflow, __builtin_assume (nothing). Every other
/// builtin whose call Clang evaluates to an integer constant is that constant; the rest are opaque calls.
bool knownBuiltin(const std::string &Name);

} // namespace kverdict
