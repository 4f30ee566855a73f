// What the bare text of a C file tells before Clang has seen it: which functions it defines and which names each
// of them mentions. It knows no preprocessor, so it may name too much; a parse that finds something missing is
// repeated, so it may also name too little.
#pragma once

#include <map>
#include <set>
#include <string>

namespace kverdict {

/// For each function (and function-like or object-like macro) that the text defines: the identifiers in its body.
using Mentions = std::map<std::string, std::set<std::string>>;

/// Scans C source text.
Mentions scanText(const std::string &Text);

/// All names that can be reached from Wanted by following Mentions, Wanted included.
std::set<std::string> reachable(const Mentions &, const std::set<std::string> &Wanted);

/// True if Name stands in Text as a whole identifier. Much cheaper than a scan.
bool mentionsName(const std::string &Text, const std::string &Name);

/// Those of the names that the text may define as functions: what only calls or declares a name does not, `name(...)`
/// with anything behind it that cannot stand before a body. One pass, whatever the number of names.
std::set<std::string> mayDefine(const std::string &Text, const std::set<std::string> &Names);

} // namespace kverdict
