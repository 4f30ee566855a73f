// Callers of a function in the other files of the build.
#pragma once

#include "review/FileStep.h"
#include "review/Review.h"

namespace kverdict {

/// Asks whether they lead to a state in which the function decides otherwise: for each change of an outcome whose
/// function others may call. Each file that names it is parsed, with both versions of the function, and what these
/// need of their file, behind its text. Steps and outcomes are those of the series, in the order of its patches.
void askBuild(const ReviewRequest &, const std::vector<FileStep> &, std::vector<StepOutcome> &);

/// Whether the build names its files.
bool namesFiles(const ReviewRequest &);

} // namespace kverdict
