// A concrete interpreter for one function of a parsed unit. It has its own memory, in which every object has
// bounds, and shares no evaluation code with the explorer, so that a mistake in one shows as a disagreement.
// It never runs native code.
#pragma once

#include "core/Rules.h"
#include "core/Run.h"
#include "core/State.h"
#include "parse/Unit.h"

namespace kverdict {

/// Bounds of one run.
struct SimulatorLimits {
  unsigned Steps = 200'000; ///< evaluated expressions and statements
  unsigned Depth = 64;      ///< nested calls
  unsigned Objects = 4096;
};

/// How a run treats what its witness does not say.
enum class Missing {
  IsMismatch, ///< confirming a witness: an opaque call that is not the next of Witness.Calls ends the run
  IsZero,     ///< a state given by hand: opaque calls return what Witness.Calls has for them, or 0, and pointers get a
              ///< fresh object
};

class Simulator {
public:
  /// Models of kind Pure, NoReturn and Havoc make their functions opaque (NoReturn ends the run); Unit has the
  /// bodies of the others. The unit and the models must outlive the simulator.
  Simulator(const Unit &, const std::vector<Model> &, SimulatorLimits = {});

  Simulator(const Unit &, std::vector<Model> &&, SimulatorLimits = {}) = delete;

  /// Runs a function. Input that the witness does not set reads as 0 and is listed in Run::Defaulted.
  Run run(const std::string &Function, const Witness &, Missing = Missing::IsMismatch);
  /// Runs end where the first call of this function comes back, and return what it returned.
  void stopBehind(const std::string &Callee) { Behind = Callee; }

  /// Makes a state from settings given by hand. Each setting is a pair of Extras in the unit, of kind Place and
  /// Value, over the parameters of Function; or the name of a parameter and an Extra of kind Value. They are
  /// evaluated in order, each in the state that the ones before have made. Pointers on the way to a place that
  /// nothing has set get an object of their own; one that was set to a number gets an object there. Of several
  /// results of one callee, its first call returns the first, and so on; the last one stays.
  struct Setting {
    std::string Parameter;  ///< or empty
    std::string PlaceExtra; ///< if Parameter and Callee are empty; of kind Value for a bit-field
    std::string ValueExtra;
    std::string Text;     ///< as the user wrote it, for messages
    std::string Callee{}; ///< or empty: a callee that is not looked into, whose result this is
  };
  Witness build(const std::string &Function, const std::vector<Setting> &);

private:
  const Unit &U;
  const std::vector<Model> &Models;
  SimulatorLimits Limits;
  std::string Behind;
};

} // namespace kverdict
