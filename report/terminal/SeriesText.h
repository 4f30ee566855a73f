// What the text report says of a series: which patch a block is of, and what came of all of them.
#pragma once

#include "core/Finding.h"
#include "input/patch/Patch.h"

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// "patch 2/10", by its number in the subject, or by its place (from 0) in the series.
std::string patchName(const Series &, size_t Index);

/// The line above the block of a patch: "patch 2/10: mm/memory: accept it again".
std::string patchHeading(const Series &, size_t Index);

/// The last line of a series. A function counts once, with the worst that came of it in any patch.
class SeriesSum {
public:
  /// Takes what came of the next patch.
  void add(const std::vector<FileReport> &);
  /// "12 patches, 31 functions: 1 defect, 2 warnings, 4 changed, 23 proved equal, 1 undecided": a defect is what the
  /// report calls an error.
  std::string line() const;

  /// How many functions have come to what.
  struct Counts {
    size_t Functions = 0, Defects = 0, Warnings = 0, Notes = 0, Changed = 0, Equal = 0, Undecided = 0;
  };
  Counts counts() const;

private:
  enum class Fate { Equal, Undecided, Changed, Noted, Warned, Defect };
  static Fate fateOf(Severity);
  void note(const FileReport &, const std::string &Function, Fate);
  unsigned Patches = 0;
  std::map<std::pair<std::string, std::string>, Fate> Worst; ///< by file and function
};

/// What was looked at in a series of which nothing is to be said.
class CheckedSum {
public:
  /// Takes what came of the next patch.
  void add(const std::vector<FileReport> &);
  /// "31 functions checked, 25 proved equal".
  std::string line() const;

private:
  std::map<std::pair<std::string, std::string>, bool> Equal; ///< by file and function: in all patches
};

} // namespace kverdict
