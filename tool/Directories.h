// A directory where a C file is taken: which of its files are meant.
#pragma once

#include "tool/Options.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// C files that are named, and of directories those below them that the build compiles.
struct CompiledSources {
  std::set<std::string> Paths; ///< absolute
  std::string Notes;           ///< how many were left out
};

/// Throws Error: Usage if a directory cannot be read, or the build's description is none.
CompiledSources compiledSources(const Options &);

/// The file that is meant by a file or a directory in which a function is to be: of a directory, the one C file below
/// it whose text defines the function; of several the one with a compile command. Throws Error (Usage) that says what
/// to name where there is none, or more than one.
std::string fileDefining(const std::string &Function, const std::string &Path, const std::string &Database);

/// What two directories have to be compared.
struct DirectoryPair {
  std::vector<std::string> Both;    ///< C files of one name below both, whose texts differ
  std::vector<std::string> Old;     ///< C files that only the old one has
  std::vector<std::string> New;     ///< C files that only the new one has
  std::vector<std::string> Headers; ///< that differ, or that only one has
  unsigned Same = 0;                ///< C files with the same text in both
};

/// What is below a directory: the texts of its files by their names there, or something else that tells them apart.
struct SourcesBelow {
  std::map<std::string, std::string> C, Headers;
};

/// Of a directory on disk. Throws Error (Usage) if it cannot be read.
SourcesBelow sourcesBelow(const std::string &Directory);

/// Names are relative to the directories, and sorted.
DirectoryPair pairOf(const SourcesBelow &Old, const SourcesBelow &New);

} // namespace kverdict
