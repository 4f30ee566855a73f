// What a series did: for each patch, on top of the ones before, what it introduces, what it mends, and how the
// functions that it touches decide since.
#pragma once

#include "core/Error.h"
#include "review/FileStep.h"

namespace kverdict {

struct ReviewRequest {
  const Series &Patches;
  const Tree &Base;
  const Rules &R;
  std::string Database; ///< -p
  bool Whole = false;   ///< what the series did as a whole is wanted too
  unsigned Jobs = 1;    ///< files at a time; the result is the same for any number
  /// Gets what was parsed last. To take it to pieces takes longer than to end the program.
  std::shared_ptr<const void> &Remains;
  const Checks &Known; ///< what is looked for
  bool Tables = false; ///< PatchReview::Tables are wanted
  CallersIn Callers = CallersIn::File;
  bool Quoted = false; ///< the patches are what replies quote of them
};

/// What came of one patch.
struct PatchReview {
  std::vector<FileReport> Reports;          ///< by file
  Accounts Lines;                           ///< what became of each changed line
  std::map<std::string, std::string> Texts; ///< the patched files, for quoting
  /// If they are wanted: of functions that changed, by the file and the name.
  std::map<std::pair<std::string, std::string>, TablePair> Tables;
  std::vector<std::string> Unchanged; ///< functions for which a claim of no functional change was proved
  std::vector<std::string> Problems;  ///< why files could not be reviewed, each with what to do
  std::vector<std::string> Notes;
  std::string Claim;          ///< review/Claim.h: what the message claims; empty if it claims nothing
  std::string Tidying;        ///< the same: the word for it, if it speaks of tidying alone
  bool More = false;          ///< other files than those that were looked at include its headers
  bool Verified = false;      ///< what it claims is so: each changed line is the same, or in a function that is
  bool Any = false;           ///< a changed line belongs to a function that decides, or something is claimed
  bool RulesAreWrong = false; ///< one of the problems is a mistake in the rules
};

/// What came of a series.
struct SeriesReview {
  /// One for each patch of the series, in its order. A finding that a later patch mends names that patch.
  std::vector<PatchReview> Patches;
  /// If it was asked for: the last version of each file against the base, and what is true of one patch alone (it is
  /// mended later, or its message claims what is not so), which names that patch: its places are in the file as that
  /// patch leaves it.
  PatchReview Whole;

  /// The review of one patch by its index, or that of the series as a whole.
  PatchReview &of(std::optional<size_t> Patch) { return Patch ? Patches[*Patch] : Whole; }
};

SeriesReview reviewSeries(const ReviewRequest &);

} // namespace kverdict
