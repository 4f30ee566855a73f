// In one state, one question has one answer: what several runs from one state asked and were told is held against that.
#pragma once

#include "core/Evidence.h"
#include "core/Run.h"

#include <vector>

namespace kverdict {

/// The callees that answered one question in two ways, in one of these runs or in two of them. All began in one state.
std::vector<Assumption> twoAnswers(const std::vector<const Run *> &);

} // namespace kverdict
