// What a sweep is to do, written down before it begins.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kverdict {

/// What a sweep goes over.
enum class SweepKind {
  Archive, ///< the series of a list's archive
  Range,   ///< commits of the tree
  Files,   ///< files of the tree, as they stand
};

/// What was asked for: the same words ask for the same sweep.
struct SweepRequest {
  SweepKind What = SweepKind::Archive;
  std::vector<std::string> Inputs;        ///< archives and files by their absolute paths, ranges as they were given
  std::string Tree;                       ///< absolute
  std::string Base;                       ///< --base; may be empty
  std::string Database;                   ///< -p, absolute; may be empty
  std::vector<std::string> Rules;         ///< --rules
  std::vector<std::string> Asked;         ///< --check
  std::string Callers;                    ///< --callers
  std::string Program;                    ///< the version of kverdict
  std::vector<std::string> Answered = {}; ///< --answered, absolute
  std::vector<std::string> Trees = {};    ///< --trees, absolute; Tree is the first then
  bool SayClean = false;                  ///< --say-clean

  bool operator==(const SweepRequest &) const = default;
};

/// One piece of work: a series, a commit or a file.
struct Shard {
  unsigned Number = 0; ///< from 1
  std::string Title;
  std::string Author;              ///< the address; of files empty
  std::int64_t Time = 0;           ///< seconds since 1970; 0: not known
  unsigned Version = 1;            ///< of a series
  unsigned Patches = 0;            ///< of files 0
  std::vector<std::string> Inputs; ///< what it is of: files in the sweep's directory, a commit, or a file
};

/// What an archive has beside the series that are reviewed.
struct MailCounts {
  size_t Mails = 0;
  size_t Older = 0;     ///< versions of series of which a newer one is reviewed
  size_t Answers = 0;   ///< answers that have a diff
  size_t Copies = 0;    ///< patches that came twice
  size_t Patchless = 0; ///< mails without a patch
};

struct Manifest {
  SweepRequest Request;
  std::vector<std::string>
      Heads; ///< when it was planned, the commit of the tree, or of each; empty for a plain directory
  MailCounts Mails;
  std::vector<std::string> Problems; ///< what of the inputs could not be read
  std::vector<Shard> Shards;
};

/// A file name for a shard, without an ending: "00012".
std::string shardName(unsigned Number);

/// One JSON object a line: the request, then the shards.
std::string renderManifest(const Manifest &);

/// Reads a manifest. File is its name in messages. Throws Error (Usage) that names the line if it is none.
Manifest readManifest(const std::string &Text, const std::string &File);

/// The same of one shard alone, which is then the only one, whatever the others are. Throws Error (Usage) if there is
/// none of this number.
Manifest readManifestOf(unsigned Shard, const std::string &Text, const std::string &File);

/// "archive", "range", "files".
std::string wordOf(SweepKind);

} // namespace kverdict
