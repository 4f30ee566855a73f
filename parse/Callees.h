// How the call of a function is treated. The explorer and the simulator both ask here, so that they agree on
// which calls are part of a state; neither evaluates anything with it.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <map>
#include <optional>
#include <string>

namespace kverdict {

enum class CalleeKind {
  Inline,   ///< its body (or the body of its model) is executed
  Builtin,  ///< a compiler builtin that both engines know: see knownBuiltin()
  Library,  ///< a function of the C library without a body here, with C's meaning: see libraryFunction()
  Pure,     ///< opaque; writes nothing, and the same arguments in an unchanged state give the same result
  Event,    ///< the same, but others see the call
  Sync,     ///< the same, and what is read behind the call, others may have written
  Havoc,    ///< opaque; may write whatever its non-const arguments reach
  NoReturn, ///< ends the run
  /// A compile-time assertion: the build is known to have no such call, so one that is met is one that only an
  /// optimising compiler can tell away.
  Assertion,
  Unknown, ///< a compiler builtin without a meaning here: what comes to it is undecided, unless Clang says its value
};

/// Functions that C defines, whether the compiler calls them builtins or the kernel brings its own.
enum class LibraryFunction { Memset, Memcpy, Memmove, Memcmp, Memchr, Strlen, Strcmp, Strncmp, Strchr };

/// Whether it is opaque and writes nothing that the function itself reads.
inline bool leavesMemory(CalleeKind K) {
  return K == CalleeKind::Pure || K == CalleeKind::Event || K == CalleeKind::Sync;
}

/// Why a body that is at hand is not executed. What such a callee answers is no free choice of a state: the tree
/// settles it.
enum class Unfollowed { No, TooLarge, TooDeep, Variadic, Unread };

struct Callee {
  CalleeKind Kind = CalleeKind::Havoc;
  const clang::FunctionDecl *Body = nullptr; ///< if Inline: what to execute (a definition)
  Unfollowed Why = Unfollowed::No;
  LibraryFunction Which = {}; ///< if Library
  bool NullIsNothing = false; ///< as in Model
  bool ZeroIsNothing = false; ///< as in Model
  std::vector<unsigned> Zeroed = {};
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
  std::optional<Callee> modelled(const Model &, const clang::FunctionDecl *) const;
  bool small(const clang::FunctionDecl *) const;
  Unfollowed unfollowed(const clang::FunctionDecl *, unsigned Depth) const;
  const Unit &U;
  std::map<std::string, const Model *> ModelOf;
  mutable std::map<const clang::FunctionDecl *, bool> Small;
};

/// "its body is too large to look into"; empty for No.
std::string reasonOf(Unfollowed);

/// Whether a callee without a body may answer otherwise each time it is asked, in whatever state: an allocation, a
/// random number, an attempt, the next of something. Others answer the same question in one state in one way.
bool answersAnew(const clang::FunctionDecl *);

/// Builtins that both engines evaluate as Clang defines them, by name. What depends on how much the optimizer sees
/// (__builtin_constant_p, see parse/Constancy.h; __builtin_object_size) is what Clang's constant evaluator says of it,
/// or else what Clang gives where nothing is known. Of other builtins, a call that Clang evaluates to an integer
/// constant is that constant.
bool knownBuiltin(const std::string &Name);

/// The declaration of a function, with or without a body; null if the file has none.
const clang::FunctionDecl *declared(const Unit &, const std::string &Name);

/// memset() and its like by name, also as __builtin_memset() or __memset(), if the declaration is C's.
std::optional<LibraryFunction> libraryFunction(const clang::FunctionDecl *);

} // namespace kverdict
