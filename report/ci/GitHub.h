// The report as workflow commands of GitHub Actions.
#pragma once

#include "report/Words.h"

#include <string>
#include <vector>

namespace kverdict {

/// A command for each finding (`::error file=mm/memory.c,line=2010,...::message`), which GitHub shows beside the line.
/// What was not decided is a notice. Before them stands the text report, for the log, between stop-commands: it quotes
/// strangers' code, which could look like a command.
std::string renderGitHub(const std::vector<FileReport> &, const SourceLine &);

} // namespace kverdict
