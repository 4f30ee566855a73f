// A state as a person writes it: `PLACE=EXPRESSION`, both in C.
#pragma once

#include "parse/Unit.h"
#include "simulate/Simulator.h"

#include <string>
#include <vector>

namespace kverdict {

/// One setting, taken apart.
struct ByHand {
  std::string Place;
  std::string Value;
  std::string Text; ///< as it was written
};

/// Takes a text apart. Throws Error (Usage).
ByHand splitSetting(const std::string &Text);

/// What has to be compiled into the unit to make the settings in a function's state. Time tells the extras of several
/// states in one unit apart.
std::vector<Extra> extrasOf(const std::string &Function, const std::vector<ByHand> &, unsigned Time = 0);

/// The settings of a unit with those extras. Throws Error (Usage) for what is not C of the file.
std::vector<Simulator::Setting> givenIn(const Unit &, const std::string &Function, const std::vector<ByHand> &,
                                        unsigned Time = 0);

} // namespace kverdict
