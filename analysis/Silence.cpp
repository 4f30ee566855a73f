#include "analysis/Silence.h"

#include "analysis/IgnoreComment.h"
#include "parse/text/TextScan.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <set>

namespace kverdict {
namespace {

/// One report while it is gone through.
class Silencing {
public:
  Silencing(FileReport &Report, const Rules &R, const Checks &All, bool Whole)
      : Report(Report), All(All), Whole(Whole) {
    for (const RuleInfo &Each : All.Rules)
      Known.insert(Each.Id);
    for (const Contract &C : R.Contracts)
      Known.insert(C.Id);
  }

  void comment(const IgnoreComment &C) {
    if (!C.Problem.empty())
      return notice(C.At, C.Problem);
    if (!allKnown(C.Names, C.At))
      return;
    bool Used = false;
    for (Finding &F : Report.Findings)
      if (F.At.File == C.At.File && C.covers(F.At.Line) && names(C.Names, F))
        Used |= mark(F, C.Reason, C.At);
    if (!Used && Report.Gaps.empty() && applies(C.Names))
      notice(C.At, "this comment silences nothing: kverdict has no " + llvm::join(C.Names, " or ") +
                       " to report here; remove it");
  }

  void entry(const Ignore &I, const std::string &Text) {
    const bool Here = I.File.empty() || I.File == Report.File;
    if (I.File == Report.File && !mentionsName(Text, I.Function))
      return notice(I.At, "this entry silences nothing: " + I.File + " has no " + I.Function +
                              "(); remove it, or name the function as it is called now");
    if (!Here || !llvm::is_contained(Report.Explored, I.Function) || !allKnown({I.Rule}, I.At))
      return;
    bool Used = false;
    for (Finding &F : Report.Findings)
      if (F.Function == I.Function && names({I.Rule}, F))
        Used |= mark(F, I.Reason, I.At);
    const bool Open = llvm::any_of(Report.Gaps, [&](const Incomplete &Gap) { return Gap.Function == I.Function; });
    if (!Used && !Open && applies({I.Rule}))
      notice(I.At, "this entry silences nothing: kverdict has no " + I.Rule + " to report in " + I.Function +
                       "(); remove it");
  }

private:
  static bool names(const std::vector<std::string> &Names, const Finding &F) {
    auto Named = [&](const std::string &Name) { return llvm::is_contained(Names, Name); };
    return Named(F.Rule) || (!F.Contracts.empty() && llvm::all_of(F.Contracts, Named));
  }

  static bool mark(Finding &F, const std::string &Reason, const SourcePlace &At) {
    F.Silenced = Reason;
    F.SilencedAt = At;
    return true;
  }

  void notice(const SourcePlace &At, const std::string &Text) { Report.Notices.push_back({At, Text}); }

  bool allKnown(const std::vector<std::string> &Names, const SourcePlace &At) {
    for (const std::string &Name : Names)
      if (!Known.count(Name)) {
        notice(At, "there is no rule and no contract '" + Name + "'" + suggestion(Name) +
                       "; this silences nothing ('kverdict rules list' names them)");
        return false;
      }
    return true;
  }

  std::string suggestion(llvm::StringRef Name) const {
    const auto Nearest = llvm::min_element(
        Known, [&](llvm::StringRef A, llvm::StringRef B) { return Name.edit_distance(A) < Name.edit_distance(B); });
    return Nearest != Known.end() && Name.edit_distance(*Nearest) <= 3 ? "; did you mean '" + *Nearest + "'?" : "";
  }

  /// Whether all that these names can silence was looked for: not so if one is a contract that was not used in this
  /// file, or a rule that speaks of patches alone.
  bool applies(const std::vector<std::string> &Names) const {
    return Whole && llvm::all_of(Names, [&](const std::string &Name) { return All.looksFor(Name); }) &&
           llvm::none_of(Report.Skipped,
                         [&](const NotApplied &Each) { return llvm::is_contained(Names, Each.Contract); });
  }

  FileReport &Report;
  const Checks &All;
  const bool Whole;
  std::set<std::string> Known;
};

} // namespace

void silence(FileReport &Report, const std::string &Text, const Rules &R, const Checks &All, bool Whole) {
  Silencing S(Report, R, All, Whole);
  for (const IgnoreComment &Each : ignoreComments(Text, Report.File))
    S.comment(Each);
  for (const Ignore &Each : R.Ignores)
    S.entry(Each, Text);
}

} // namespace kverdict
