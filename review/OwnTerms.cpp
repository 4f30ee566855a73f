#include "review/OwnTerms.h"

#include "alone/Understood.h"
#include "core/OwnTerms.h"
#include "core/Visible.h"
#include "isolate/AtWork.h"
#include "review/Claim.h"
#include "review/OwnRules.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

using alone::ShownSide;
using alone::Terms;

constexpr size_t MostTold = 60; ///< functions that were not explored, by name
constexpr const char *Shortened = "the reply leaves out no line of it without a mark";

bool isC(const std::string &Path) { return Path.ends_with(".c") || Path.ends_with(".h"); }

std::set<std::string> subjects(const Rules &R) {
  std::set<std::string> Made;
  for (const Contract &C : R.Contracts)
    Made.insert(C.Function);
  return Made;
}

/// One file of a patch.
class OwnFile {
public:
  OwnFile(const FileChange &C, const ReviewRequest &Q, PatchReview &Of)
      : C(C), Q(Q), Of(Of), Path(C.path()), Old(alone::shownSide(C, true)), New(alone::shownSide(C, false)) {}

  void run() {
    try {
      Known = understood(Old, New, Path, subjects(Q.R));
      if (!Known.Whole.empty())
        look();
    } catch (const Failed &E) {
      Of.Problems.push_back(Path + ": " + E.what());
    }
    tellRest();
    giveAccount();
    Of.Texts[Path] = Known.New;
  }

  size_t whole() const { return Known.Whole.size() - Known.Parts.size(); }
  size_t parts() const { return Known.Parts.size(); }

private:
  FileStep step() const {
    FileStep S;
    S.Path = Path;
    S.Old = sourceOf(Known, Path, true);
    S.New = sourceOf(Known, Path, false);
    S.Added = Known.Old.empty();
    S.Deleted = Known.New.empty();
    return S;
  }

  void look() {
    OwnRules Own = ownRules(Q.R, Known);
    StepOutcome Found = review(Own);
    if (Found.RulesAreWrong) { // a rule that is C in a tree need not be C in a mail's own terms
      for (const Contract &Each : Own.Of.Contracts)
        Own.Skipped.push_back({Each.Id, Each.Function, "in the mail's own terms it does not compile"});
      Own.Of.Contracts.clear();
      Found = review(Own);
    }
    if (!Found.Problem.empty())
      Of.Problems.push_back(Path + ": " + Found.Problem);
    for (ChangedFile &Each : Found.Files)
      if (Each.Path == Path)
        for (ChangedLine &Line : Each.Lines)
          Lines.emplace(std::pair(Line.Old, Line.Line), Line);
    if (!Found.Report)
      Found.Report.emplace();
    FileReport &Report = *Found.Report;
    Report.File = Path;
    Report.Skipped.insert(Report.Skipped.end(), Own.Skipped.begin(), Own.Skipped.end());
    dropOthers(Report.Findings, Report);
    dropOthers(Report.Remarks, Report);
    for (std::vector<Finding> *All : {&Report.Findings, &Report.Remarks})
      for (Finding &Each : *All)
        assume(Each.Assumptions, Each.Function, Each.Contracts, Own);
    for (Comparison &Each : Report.Changes)
      assume(Each.Assumptions, Each.Function, {}, Own);
    Of.Reports.push_back(std::move(Report));
  }

  StepOutcome review(const OwnRules &Own) const {
    const auto Shared = std::make_shared<Versions>();
    return reviewFile(step(), Own.Of, Q.Known, Shared, CallersIn::None);
  }

  /// What the mail does not settle is not said.
  void dropOthers(std::vector<Finding> &All, FileReport &Report) const {
    std::erase_if(All, [&](const Finding &Each) {
      const bool Contract = !Each.Contracts.empty() && restsOnForeign(Each, Known);
      const bool Locks = Each.Rule == "lock-balance" && unlocksElsewhere(Each.Function);
      if (Contract || Locks)
        Report.Gaps.push_back({Each.At, Each.Function,
                               Each.Rule + ": it is so only if a function does that which the mail does not define"});
      return Contract || Locks;
    });
  }

  /// A function that the mail does not define may take or give back a lock, by its name.
  bool unlocksElsewhere(const std::string &Function) const {
    const auto Names = Known.Mentions.find(Function);
    return Names != Known.Mentions.end() &&
           std::any_of(Names->second.begin(), Names->second.end(), [&](const std::string &Each) {
             return Known.Foreign.count(Each) &&
                    (Each.find("lock") != std::string::npos || Each.find("put") != std::string::npos ||
                     Each.find("release") != std::string::npos);
           });
  }

  void assume(std::vector<Assumption> &To, const std::string &Function, const std::vector<std::string> &Contracts,
              const OwnRules &Own) const {
    const auto It = Known.Assumed.find(Function);
    To.push_back({Assumption::Kind::Other, It == Known.Assumed.end() ? OwnTermsWords : It->second, {}});
    for (const std::string &Id : Contracts)
      if (const auto If = Own.If.find(Id); If != Own.If.end())
        for (const std::string &Each : If->second)
          add(To, Each);
    if (Q.Quoted)
      add(To, Shortened);
  }

  static void add(std::vector<Assumption> &To, const std::string &Text) {
    if (std::none_of(To.begin(), To.end(), [&](const Assumption &Each) { return Each.Text == Text; }))
      To.push_back({Assumption::Kind::Other, Text, {}});
  }

  /// The functions of which nothing is said, with the reason.
  void tellRest() {
    if (Known.Refused.empty() && Known.Cut.empty() && Known.Parts.empty())
      return;
    FileReport &Report = reportOf();
    size_t Told = 0;
    for (const auto &[Name, Why] : Known.Refused)
      if (++Told <= MostTold)
        Report.Gaps.push_back({placeOf(Name), Name, "not explored in the mail's own terms: " + Why});
    if (Told > MostTold)
      Report.Gaps.push_back({{Path, 1, 1}, "", std::to_string(Told - MostTold) + " more functions were not explored"});
    for (const auto &[Name, Line] : Known.Cut)
      if (!Known.Refused.count(Name))
        Report.Gaps.push_back({{Path, Line, 1}, Name, "not explored: the mail shows only a part of it"});
    for (const std::string &Name : Known.Parts)
      Report.Gaps.push_back({placeOf(Name), Name, "only its end was held to its rules: the mail shows no more of it"});
  }

  FileReport &reportOf() {
    for (FileReport &Each : Of.Reports)
      if (Each.File == Path)
        return Each;
    Of.Reports.emplace_back().File = Path;
    return Of.Reports.back();
  }

  SourcePlace placeOf(const std::string &Function) const {
    for (const ShownSide *Side : {&New, &Old})
      for (const std::vector<alone::Piece> *All : {&Side->Pieces, &Side->Parts})
        for (const alone::Piece &Each : *All)
          if (Each.Name == Function && Each.What == alone::Piece::Kind::Function)
            return {Path, Each.First(), 1};
    return {Path, New.Lines.empty() ? 1 : New.Lines.begin()->first, 1};
  }

  void giveAccount() {
    Account All;
    for (const Hunk &Each : C.Hunks)
      for (const HunkLine &Line : Each.Lines)
        if (Line.Kind != LineKind::Context)
          All.push_back(fateOf(Line.Kind == LineKind::Removed, Line.OldLine + Line.NewLine));
    std::stable_sort(All.begin(), All.end(), [](const ChangedLine &A, const ChangedLine &B) { return A.Old > B.Old; });
    Of.Any |= std::any_of(All.begin(), All.end(), [](const ChangedLine &L) { return L.Decides || missed(L); });
    Of.Lines[Path] = std::move(All);
  }

  ChangedLine fateOf(bool InOld, unsigned Number) const {
    if (const auto It = Lines.find({InOld, Number}); It != Lines.end())
      return It->second;
    ChangedLine Made;
    Made.Old = InOld;
    Made.Line = Number;
    if (!(InOld ? Old : New).Code.count(Number)) {
      Made.What = Fate::SameTokens;
      return Made;
    }
    Made.Decides = true;
    Made.Reason = "it stands in no function that the mail holds wholly";
    return Made;
  }

  const FileChange &C;
  const ReviewRequest &Q;
  PatchReview &Of;
  const std::string Path;
  const ShownSide Old, New;
  Terms Known;
  std::map<std::pair<bool, unsigned>, ChangedLine> Lines; ///< those that the step looked at
};

std::string counted(size_t Count, const char *One) {
  return std::to_string(Count) + " " + One + (Count == 1 ? "" : "s");
}

std::string lookedAt(size_t Whole, size_t Parts) {
  if (!Whole && !Parts)
    return "the mail holds no function wholly that could be looked at without a tree";
  return "looked at in the mail's own terms alone: " + counted(Whole, "function") + " that it holds wholly" +
         (Parts ? ", and the end of " + counted(Parts, "other") : "") +
         ", where what it does not define stands for itself";
}

} // namespace

void reviewInOwnTerms(const Patch &P, const ReviewRequest &Q, PatchReview &Of) {
  size_t Whole = 0, Parts = 0;
  bool Any = false;
  PatchReview Own = Of;
  for (const FileChange &C : P.Files) {
    if (!C.isRead() || C.Hunks.empty() || (!isC(C.path()) && !Q.Quoted))
      continue;
    OwnFile File(C, Q, Own);
    File.run();
    Whole += File.whole();
    Parts += File.parts();
    Any = true;
  }
  if (!Any)
    return;
  if (Whole || Parts) // else there is nothing to offer in place of nothing
    Of = std::move(Own);
  const std::string Claim = claimsNoChange(P.Header.Subject + "\n\n" + P.Message);
  if (!Claim.empty())
    Of.Notes.push_back("the message says \"" + Claim + "\"; without a tree it is not held to it");
  Of.Problems.push_back(visible(P.At.File) + ":" + std::to_string(P.At.Line) + ": " + lookedAt(Whole, Parts) +
                        "; a tree that it fits (--tree) settles the rest");
}

} // namespace kverdict
