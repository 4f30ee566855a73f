// The report as SARIF 2.1.0, for GitHub's code scanning, editors and viewers.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// One run. Everything is in it, also what a baseline or the version before the patch had already (baselineState) and
/// what was silenced (suppressions). The way through the function is a code flow, what was not decided is a result of
/// the kind "open" or a notification, and contracts that did not apply are notifications. Columns count characters.
/// Problems are files and patches that could not be looked at: notifications of an invocation that did not succeed.
std::string renderSarif(const std::vector<FileReport> &, const SourceLine &, const std::vector<RuleInfo> &,
                        const std::vector<std::string> &Problems = {});

} // namespace kverdict
