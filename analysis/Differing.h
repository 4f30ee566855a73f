// From a difference of two versions of a function to a candidate: what checks that compare have in common.
#pragma once

#include "analysis/FunctionView.h"
#include "analysis/Gate.h"
#include "core/Rule.h"

namespace kverdict {

/// Whether a WARN_ON() or the like fires in this step of a run.
bool fires(const TraceStep &);

/// Says which of the tree's own tests exclude the state, if no other serves.
void tellOfExcluded(const Situation &, Statement &);

/// The statement gets the state, and what both versions did in it.
void tell(const Difference &, Statement &);

/// Where a person would comment on what a function does at a place of its file: there, if the patch changed that line;
/// else the last of the changed lines that it came by, or one before. Without any, there.
SourcePlace commentPlace(const FunctionText &, const std::set<unsigned> &Changed, const SourcePlace &At,
                         const std::vector<TraceStep> &Way);
SourcePlace commentPlace(const FunctionView &, const Difference &);
/// What the function does in a state, without a word of whether that is right: for a state that a check makes itself.
/// The view must know the rules.
Run runIn(const FunctionView &, const Witness &);

/// The same of a difference that is not one of verdicts.
SourcePlace commentPlace(const FunctionView &, const SourcePlace &At, const std::vector<TraceStep> &Way);

/// All but the message, and the code that is at fault.
Candidate suspected(const RuleInfo &, const FunctionView &, const Comparison &, const Difference &);
Candidate suspected(const RuleInfo &, const FunctionView &, const Comparison &, const EffectDifference &);

} // namespace kverdict
