// Which files of a series are looked at, in which two versions, and how they are compiled.
#pragma once

#include "review/Review.h"

namespace kverdict {

/// The steps of a series, patch by patch. What keeps a file from being looked at goes into the reviews, which has as
/// many patches as the series.
std::vector<FileStep> planSeries(const ReviewRequest &, SeriesReview &);

} // namespace kverdict
