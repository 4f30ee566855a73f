// The C that a mail's functions lack: declarations of all that they use and the mail does not define.
#pragma once

#include "alone/Names.h"
#include "alone/Token.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict::alone {

struct Word;

/// Writes it. Words are the known words that it needs (wordsFor()). Heads are the heads of the mail's functions, as
/// tokens, for those that are declared before they are defined. Names must be settled; what is still unknown of them
/// becomes known.
std::string preludeOf(Names &, const std::vector<const Word *> &Words, const std::vector<std::vector<Token>> &Heads);

/// Those of the known words that the mentioned names ask for, with all that these ask for, in their order.
std::vector<const Word *> wordsFor(const std::set<std::string> &Mentioned, const Names &);

/// What a constant stands for that the mail does not define.
enum class Meaning { Bit, Number, Shift, Variable };
/// Families must be counted.
Meaning meaningOf(const std::string &Name, const Use &, const Names &);
} // namespace kverdict::alone
