// From a place in the source to the range that other programs ask for.
#pragma once

#include "report/Words.h"

#include <string>

namespace kverdict {

/// The range that a finding at this place covers: to the end of its line. Without the text of the line, or without a
/// column, it is the place alone.
SourceSpan regionOf(const SourcePlace &, const SourceLine &);

/// A place whose column counts characters (Unicode code points) instead of bytes. Without the text of its line it is
/// left as it is.
SourcePlace inCharacters(const SourcePlace &, const SourceLine &);

/// Where a place is in the text of its file, counted in bytes from 0; nothing if the text has no such place.
std::optional<size_t> offsetOf(const SourcePlace &, const SourceLine &);

/// The path of a file as a URI: relative if the path is, with all but harmless characters escaped.
std::string uriOf(const std::string &File);

} // namespace kverdict
