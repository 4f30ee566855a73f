// What a review prints and writes: some formats speak of each patch, others of the series.
#pragma once

#include "report/html/Page.h"
#include "report/terminal/SeriesText.h"
#include "review/Review.h"
#include "tool/Options.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// Whether a format is asked for that speaks of the series as a whole.
bool wantsWhole(const Options &, const std::vector<std::pair<std::string, std::string>> &Written);
/// Whether a page is asked for.
bool wantsPage(const Options &, const std::vector<std::pair<std::string, std::string>> &Written);

class ReviewOutputs {
public:
  /// Written is what --out asks for (tool/Reporting.h). All must outlive this.
  ReviewOutputs(const Options &, const std::vector<std::pair<std::string, std::string>> &Written, const Series &);

  /// Takes what came of the next patch, in the order of the series.
  void add(const PatchReview &);

  /// Writes the files, and gives what belongs on the standard output. Problems are what could not be reviewed.
  std::string finish(const PatchReview &Whole, const std::vector<std::string> &Problems);

  /// What stands in the head of a page: "Base" and which, and so on.
  void tell(const std::string &Name, const std::string &Value) { Shown.Facts.emplace_back(Name, Value); }
  /// Lists findings that somebody answered, a line each.
  void answered(const std::set<std::string> &Lines);
  /// There is nothing to report, and that is to be said: in a text, and as a reply to the cover letter or the first
  /// patch. To be called when all patches were taken.
  void sayClean();
  /// A problem of no patch.
  void problem(const std::string &Text) { Shown.Problems.push_back(Text); }

private:
  void addPage(const PatchReview &, const Patch &);
  void placePage();
  void add(const std::string &Format, const std::string &File, std::string &To, const PatchReview &, const Patch &);
  std::string block(const std::string &Text) const;
  void close(std::string &Text) const;
  void addInline(const std::string &Directory, const PatchReview &, const Patch &);
  void placeMails();
  void makeDirectories() const;

  const Options &O;
  const std::vector<std::pair<std::string, std::string>> &Written;
  const Series &Of;
  size_t Number = 0; ///< of the patch at hand, from 1
  SeriesSum Sum;
  CheckedSum Checked;
  std::string Said; ///< of the series, at the end of a text
  Page Shown;       ///< if one is asked for
  std::string Output;
  std::map<std::string, std::string> Files;
  std::map<std::string, std::vector<std::string>> Mails; ///< by the file that --out names; "" is the standard output
  std::vector<std::string> Stale;                        ///< files of a run before that would be taken for this one's
};

} // namespace kverdict
