// The functions of a unit, compiled by the host's clang and run natively in the states that the simulator runs in.
#pragma once

#include "core/State.h"
#include "parse/Unit.h"
#include "testing/NativeBuild.h"

#include <memory>
#include <string>
#include <vector>

namespace kverdict {

/// How a native run ended.
struct NativeEnd {
  enum class Kind {
    Returned,
    Trapped,  ///< by the sanitizer or the processor
    Mismatch, ///< other calls of functions without a body than the state lists
    NoReturn, ///< a function that does not return was called
    TooLong,
    NoState, ///< the state cannot be made natively
  };
  Kind What = Kind::NoState;
  std::uint64_t Bits = 0; ///< what it returned, zero-extended
};

/// One state to run a function in.
struct NativeRun {
  unsigned Function; ///< index into NativeUnit's functions
  const Witness *State;
};

/// The flags for a build in which undefined behaviour traps: what the kernel's compilers leave defined is left alone
/// (null is the processor's to find, see native_driver.c; shifts into and of the sign bit are shifts).
std::vector<std::string> trappingFlags();

class NativeUnit {
public:
  /// Text is the unit's. Functions without a body become stubs that do what the state says; calls through pointers
  /// and inline assembly cannot be made so, and states with them are not run.
  NativeUnit(const Unit &, const std::string &Text, const std::vector<std::string> &Functions,
             const std::vector<std::string> &Flags);

  bool built() const { return Build->built(); }
  const std::string &log() const { return Build->log(); }
  std::vector<NativeEnd> run(const std::vector<NativeRun> &) const;

  /// Whether a function can be called natively: its arguments are small, and its result is a number or a pointer.
  static bool callable(const clang::FunctionDecl *);

private:
  std::vector<std::string> Globals; ///< in the order of the driver's table
  std::unique_ptr<NativeBuild> Build;
};

} // namespace kverdict
