// One file in one patch: what is looked at, in which two versions.
#pragma once

#include "analysis/Analysis.h"
#include "core/Table.h"
#include "input/patch/Patch.h"
#include "input/tree/Tree.h"
#include "parse/Unit.h"
#include "review/ChangedFile.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// A header that a patch changes, beside a file that may include it.
struct ChangedHeader {
  std::string Path;     ///< relative to the tree, after the patch
  std::string Old, New; ///< its texts
};

/// A body that the compiler refuses in the base: both versions are read without it.
struct BrokenBody {
  std::string Function; ///< as it is called after the patch
  std::string Before;   ///< and before it
  std::string Path;     ///< the file or a header, relative to the tree
  SourcePlace At;       ///< of the error, in the base
  std::string Message;  ///< the compiler's
};

struct FileStep {
  std::optional<size_t> Patch = {}; ///< its index in the series; none: the series as a whole
  std::string Path = {};            ///< the file, relative to the tree, as it is called after the patch
  SourceVersion Old = {};           ///< before the patch: its command is another if the file was renamed
  SourceVersion New = {};           ///< after it
  bool Added = false;               ///< Old is empty
  bool Deleted = false;             ///< the text of New is empty
  std::string Claim = {};           ///< review/Claim.h: what the message claims
  std::string Tidying = {};         ///< the same: the word for it, if it speaks of tidying alone
  std::vector<ChangedHeader> Headers = {};
  std::map<std::string, std::string> Renamed = {}; ///< what functions were called before, by their names since
  bool Follows = false;                            ///< it is here because of the headers alone
  bool Tables = false;                             ///< the tables of functions that changed are wanted too
  std::vector<BrokenBody> Broken = {};             ///< bodies that Old and New lack (review/BrokenBodies.h)
  std::string OldWhole = {}, NewWhole = {};        ///< the texts with these, if there are some
};

/// What a function decides, before the patch and after it.
struct TablePair {
  Table Old, New;
};

/// Of which callers of a function that decides otherwise it is asked whether they lead to such a state.
enum class CallersIn {
  None,
  File,
  Build, ///< also in the other files of the build
};

/// Says of the changed lines in such bodies why they are not looked at. Files are those of the step, in whole texts.
void markBroken(const std::vector<BrokenBody> &, std::vector<ChangedFile> &Files);

/// What came of a step.
struct StepOutcome {
  std::optional<FileReport> Report;   ///< absent if there was nothing to look at
  std::vector<std::string> Unchanged; ///< of a patch that claims no functional change: functions for which it is proved
  std::string Problem;                ///< why it could not be done; empty if it could
  bool RulesAreWrong = false;         ///< the problem is one of the rules
  std::optional<ParseError> Refused;  ///< one of the versions does not parse: it is not said yet what that means
  std::vector<ChangedFile> Files;     ///< the file and the headers, with their accounts
  std::map<std::string, TablePair> Tables; ///< if they are wanted: of functions that changed, unless they are large
  std::set<std::string> Gone, Come;        ///< functions that only one version has, by the names that they had before
};

/// The functions of a file that a patch can have changed: those with another text, and all that reach one of them
/// inside the file. Nothing if it can have changed all of them: a type or a macro is another.
std::optional<std::set<std::string>> affected(const std::string &Patched, const TakenApart &Old, const TakenApart &New);

/// The functions that stand in both texts with different bodies or heads.
std::vector<std::string> touched(const TakenApart &Old, const TakenApart &New);
/// Those of a step; none if it has no two versions of the file.
std::vector<std::string> touched(const FileStep &, Versions &);
/// The functions whose bodies the step is going to need.
std::vector<std::string> needed(const FileStep &, Versions &, CallersIn);

/// Analyses both versions and compares what the patch touches. Shared is for the versions of this file alone.
StepOutcome reviewFile(const FileStep &, const Rules &, const Checks &, const std::shared_ptr<Versions> &Shared,
                       CallersIn = CallersIn::File);

/// Compares a function that stood in one file with what it is in another, where the patch has moved it. Nothing if it
/// need not be.
std::optional<Change> reviewMoved(const FileStep &From, const FileStep &To, const std::string &Function, const Rules &,
                                  const Checks &, StepOutcome &Into);

} // namespace kverdict
