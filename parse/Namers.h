// Who names a function where the text of its file does not show it: the macros of headers, names that `##` makes, files
// that are included behind it, and functions whose heads a macro makes.
#pragma once

#include "parse/Unit.h"

namespace kverdict {

/// Why a static function may be named where Text, its file, has no such word; empty if it is not.
std::string namedUnseen(const Unit &, const std::string &Text, const std::string &Function);

/// Whether a function of the file is declared, or defined, by the name that stands here.
bool declaresHere(const Unit &, const std::string &Function, const SourcePlace &);

/// The function whose head a macro makes on these lines of the file, in front of a body that is text: what
/// `SYSCALL_DEFINE0(f)` defines. Empty if there is none.
std::string definedByMacro(const Unit &, const std::string &Macro, unsigned First, unsigned Last);

} // namespace kverdict
