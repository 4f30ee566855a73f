// Names of the functions that kverdict compiles into a unit. In the program they begin with `__kverdict_`; in C they
// have letters in that place that are made anew for each run, of the same number, so that no source can hold such a
// name. They are never shown.
#pragma once

#include <string>

namespace kverdict {

/// The name in C; other names stay what they are.
std::string nameInC(const std::string &Name);

/// The text with the program's names in place of those in C.
std::string withOwnNames(std::string TextOfC);

/// A word of the same kind, for the pragma at the end of a text.
const std::string &ownPragma();

/// Whether a text happens to hold the letters of this run.
bool holdsOwnNames(const std::string &Text);

} // namespace kverdict
