// The command line.
#pragma once

#include "core/Error.h"
#include "core/Finding.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

enum class Command {
  Review,
  Check,
  CcCheck,
  Coverage,
  Diff,
  Simulate,
  Reproduce,
  RulesList,
  RulesCheck,
  Sweep,
  SweepShard,
  SweepMerge
};

struct Options {
  Command What = Command::Check;
  std::vector<std::string> Inputs;                    ///< files, patches
  std::string Database;                               ///< -p
  std::string Tree;                                   ///< --tree
  std::string Base;                                   ///< --base
  std::string Series;                                 ///< --series
  std::vector<std::string> RulesFiles;                ///< --rules: FILE instead of the usual rules, +FILE beside them
  std::string Format = "text";                        ///< -f
  std::string Baseline;                               ///< --baseline FILE.jsonl
  std::vector<std::string> Outputs;                   ///< --out FORMAT=FILE
  std::optional<Severity> FailOn = Severity::Warning; ///< --fail-on; none: never
  unsigned Jobs = 1;                                  ///< -j
  bool Verbose = false;
  bool Quiet = false;                ///< -q: no notes, no progress
  bool Colour = false;               ///< standard output is a terminal, and NO_COLOR is not set
  std::string From;                  ///< --from, of a reply
  unsigned MaxComments = 10;         ///< --max-comments, of a reply
  bool Changes = true;               ///< --findings-only, of a reply: false
  std::optional<unsigned> MaxLines;  ///< --max-lines, of a finding; none: what is usual for the format, or all with -v
  std::string Function;              ///< --function
  std::string Assume;                ///< --assume
  std::string Wanted;                ///< the fingerprint of a finding
  std::string Record;                ///< --record FILE.jsonl
  std::string Into;                  ///< -o DIR
  std::vector<std::string> Settings; ///< --set PLACE=EXPRESSION
  std::string Callers = "file";      ///< --callers
  std::vector<std::string> Asked;    ///< --check: rules that are not on by default
  std::vector<std::string> Trees;    ///< --trees, in place of --tree
  std::vector<std::string> Archives; ///< --archive
  std::vector<std::string> Answered; ///< --answered MBOX
  bool SayClean = false;             ///< --say-clean
  std::vector<std::string> Heads;    ///< of a shard: the commits that stand for HEAD of the tree, or of each of Trees
  bool Files = false;                ///< --files, of a sweep
  bool Slurm = false;                ///< --slurm
  bool DryRun = false;               ///< --dry-run
  bool RetryFailed = false;          ///< --retry-failed
  bool Cache = true;                 ///< --no-cache: false
  std::vector<std::string> Words;    ///< the command line as it was given, without the program
  std::string Program;               ///< the path of the program itself
  /// Prints what is known already: for commands that go on for a while. Null where nobody waits for it.
  void (*Print)(const std::string &Output) = nullptr;
  /// Prints how far it is, on the standard error, which is a terminal of so many columns, or none (0).
  void (*Tell)(const std::string &Progress) = nullptr;
  unsigned Columns = 0;
};

/// What a command has to say. Only main prints.
struct Outcome {
  std::string Output; ///< for the standard output
  std::string Notes;  ///< for the standard error
  ExitCode Code = ExitCode::Clean;
  std::shared_ptr<const void> Remains = nullptr; ///< memory that the end of the program may give back
};

/// Reads the command line. If it asks for help or the version, or is wrong, there is nothing to run: then Early holds
/// what to print and the code.
Options readOptions(int Argc, char **Argv, std::optional<Outcome> &Early);

} // namespace kverdict
