// How a state is made in C, step by step: what the KUnit test and the harness have in common.
#pragma once

#include "parse/Unit.h"
#include "simulate/ByHand.h"

#include <string>
#include <vector>

namespace kverdict {

/// One step on the way to a state.
struct MakeStep {
  enum class Kind {
    Object,  ///< Place is a pointer that leads to an object of its own, or, if it was set, to one just there
    Address, ///< an object at the address that Place, an expression, has
    Set,     ///< Place becomes Value
    Answer,  ///< a call of the callee Place returns Value: the first its first, and so on; the last one stays
  };
  Kind What = Kind::Set;
  std::string Place;
  std::string Size;      ///< Object, Address: of the object, in C
  std::string Type = ""; ///< Set: to store it as, if the place is const or no plain value; else empty
  std::string Value = "";
  size_t Setting = 0;   ///< the number of the setting that it belongs to
  bool Global = false;  ///< the place belongs to the running system, not to an argument
  bool Running = false; ///< the place is the running task, or leads through it
};

/// A callee that is not looked into, and what stands in for it.
struct StandIn {
  std::string Callee;
  std::string Head; ///< of a function kv_CALLEE, without a body
  std::string Type; ///< a declaration of an array kv_CALLEE_returns of what it returns, without its bounds
  unsigned Answers = 0;
};

/// What a call of the function in a state takes.
struct Recipe {
  std::string Function;
  std::string Result;                    ///< a declaration of `result`
  bool PointerResult = false;            ///< it is a pointer
  bool TruthResult = false;              ///< it is a _Bool
  std::vector<std::string> Parameters;   ///< names
  std::vector<std::string> Declarations; ///< of them, each with a start value
  std::vector<MakeStep> Steps;
  std::vector<StandIn> StandIns;
  std::string Unmade; ///< why the state cannot be made in C; empty if it can
};

/// From settings to steps. Their extras are in the unit. Throws Error (Usage) for what is not C of the file.
Recipe recipe(const Unit &, const std::string &Function, const std::vector<ByHand> &);

/// What a function needs of other files to be linked.
struct Lacking {
  struct Name {
    std::string Text;
    std::uint64_t Size = 0; ///< of a variable
    bool Function = false, Returns = true;
  };
  std::vector<Name> Names; ///< by name
};
/// Of all that the function reaches. Bodies that are missing are noted in Unit::missed().
Lacking lacking(const Unit &, const std::string &Function);

/// Whether the unit is compiled for a machine that the harness is written for.
bool runsHere(const Unit &);

} // namespace kverdict
