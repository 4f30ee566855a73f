// The commands, each in a file of its name. They throw Error for what keeps them from starting.
#pragma once

#include "tool/Options.h"

namespace kverdict {

Outcome runReview(const Options &);
Outcome runCheck(const Options &);
Outcome runCcCheck(const Options &);
Outcome runCoverage(const Options &);
Outcome runDiff(const Options &);
Outcome runReproduce(const Options &);
Outcome runSimulate(const Options &);
Outcome runRulesList(const Options &);
Outcome runRulesCheck(const Options &);
Outcome runSweep(const Options &);
Outcome runSweepShard(const Options &);
Outcome runSweepMerge(const Options &);

} // namespace kverdict
