// From reports to what a command prints and writes.
#pragma once

#include "core/Finding.h"
#include "input/Patch.h"
#include "report/Words.h"
#include "tool/Options.h"

namespace kverdict {

/// Renders one format.
std::string render(const std::string &Format, const std::vector<FileReport> &, const Patch *, const SourceLine &,
                   const Options &);

/// What --out asks for: formats and files. Throws Error (Usage) for anything but FORMAT=FILE with a known format.
std::vector<std::pair<std::string, std::string>> outputs(const Options &, const std::vector<std::string> &Formats);

/// The exit code of these reports: findings that a patch mends, or that it found already, do not count.
ExitCode judge(const std::vector<FileReport> &, const Options &);

} // namespace kverdict
