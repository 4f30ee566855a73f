// From reports to what a command prints and writes.
#pragma once

#include "core/Account.h"
#include "core/Finding.h"
#include "input/patch/Patch.h"
#include "report/Words.h"
#include "tool/Options.h"

namespace kverdict {

/// The formats that `check` or `review` knows, in the order in which its help names them.
std::vector<std::string> formatsOf(Command);

/// Whether a format makes one document of the whole run, however many patches there are: it is rendered once, without
/// a patch. The others are rendered for each patch.
bool isWhole(const std::string &Format);

/// Renders one format. Give it everything: it leaves out what the format does not show (findings that were there before
/// the patch or stand in the baseline, that the patch mends, or that are silenced). Problems are files and patches that
/// could not be looked at, for the formats that have a place for them.
std::string render(const std::string &Format, const std::vector<FileReport> &, const Patch *, const SourceLine &,
                   const Options &, const std::vector<std::string> &Problems = {}, const Accounts &Changed = {});

/// The reports without what most formats leave out.
std::vector<FileReport> withoutHidden(std::vector<FileReport>);

/// A note for each kind of finding that is left out because it is old, mended or silenced: how many, and how to see
/// them. Empty if nothing is left out. Name is what each begins with.
std::string notesOnHidden(const std::vector<FileReport> &, const Options &, const std::string &Name = "");

/// What --out asks for: formats and files. Throws Error (Usage) for anything but FORMAT=FILE with a
/// known format, or FORMAT=DIR/ with one that makes a file for each patch.
std::vector<std::pair<std::string, std::string>> outputs(const Options &, const std::vector<std::string> &Formats);

/// The exit code of these reports: findings that a patch mends, that it found already, that stand in the baseline, or
/// that are silenced do not count.
ExitCode judge(const std::vector<FileReport> &, const Options &);

} // namespace kverdict
