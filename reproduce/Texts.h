// The files that `kverdict reproduce` writes.
#pragma once

#include "core/Finding.h"
#include "kbuild/CompileCommand.h"
#include "reproduce/Recipe.h"

#include <set>
#include <string>

namespace kverdict {

/// What is reproduced.
struct Reproduced {
  const Finding &Of;
  const Recipe &How;
  std::string Source;  ///< the name of the file under test in its directory: "memory.c"
  const Run &Ran;      ///< by the simulator, in the state
  std::string Premise; ///< of the contract, in C; may be empty
};

/// A text, or why there is none.
struct Made {
  std::string Text;
  std::string Unmade;
};

/// A KUnit test that includes the file under test. Left are the numbers of settings that it does without: where things
/// lie in memory.
Made kunitTest(const Reproduced &, const std::set<size_t> &Left);

/// A program of two halves. The first, compiled as the kernel is, includes the file under test, makes the state and
/// calls the function; the second, compiled as any program, gives it memory and stands in for what is not linked.
Made harness(const Reproduced &, const Lacking &);
/// Its first half alone, for a compiler to look at.
std::string kernelHalf(const Reproduced &);

/// A shell script that builds and runs the harness, or compiles the KUnit test. Directory holds the source, unless the
/// script's own does (Copied).
std::string runScript(const Reproduced &, const CompileCommand &, const std::string &Directory, bool Copied);

/// The name of the function that the harness begins with.
inline constexpr const char HarnessEntry[] = "kv_run";

} // namespace kverdict
