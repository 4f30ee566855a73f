// Most of a kernel file's cost is the inline functions of its headers, and a policy function reaches only a few of
// them. So their bodies are skipped, and the ones that turn out to be needed are read again at the end of the unit:
// the same text, under another name. That is the same function only if every macro in it still means what it meant
// there; where that is not so, the body stays skipped, and the unit is parsed again with it (see Unit::missed).
#pragma once

#include "parse/Unit.h"
#include "parse/text/Blanking.h"

#include <clang/Basic/SourceLocation.h>

namespace clang {
class Preprocessor;
}

namespace kverdict {

/// The prefix of the functions made from late bodies. Those of other versions have a number before the last `_`.
inline const std::string LateBodyPrefix = "__kverdict_body_";

/// Whether all macros that a body mentions mean at the end of the unit what they meant at this place.
bool readsTheSame(clang::ASTContext &, clang::Preprocessor &, const std::string &Body, clang::SourceLocation At);

/// Extras of kind Body for all skipped functions that can be reached from Names without passing one of Opaque. The
/// originals are those of the files that were blanked.
std::vector<Extra> lateBodies(clang::ASTContext &, clang::Preprocessor &, const std::set<std::string> &Names,
                              const std::set<std::string> &Opaque, const Originals &);

} // namespace kverdict
