#include "review/Accounts.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kverdict {
namespace {

bool isC(const std::string &Path) { return Path.ends_with(".c") || Path.ends_with(".h"); }

bool isCompared(const ChangedLine &L) { return L.What == Fate::Compared || L.What == Fate::Reaching; }

/// How much is known of a line: a header is seen from several files.
int known(const ChangedLine &L) {
  if (L.What == Fate::SameTokens)
    return 5;
  if (isCompared(L) && L.Outcome)
    return *L.Outcome == Change::Equivalent ? 3 : 4;
  return isCompared(L) ? 2 : L.What == Fate::NotCompiled ? 1 : 0;
}

/// The same lines, seen from one more file.
void merge(Account &Into, const Account &Other) {
  if (Into.empty())
    Into = Other;
  for (size_t I = 0; I < std::min(Into.size(), Other.size()); ++I)
    if (known(Other[I]) > known(Into[I]))
      Into[I] = Other[I];
}

class Closing {
public:
  Closing(PatchReview &Of, const Patch &P, std::vector<StepDone> Done, const Rules &R, const Checks &Known)
      : Of(Of), P(P), Done(std::move(Done)), R(R), Known(Known) {}

  void run() {
    followMoved();
    for (StepDone &Each : Done) {
      if (Each.Step->Follows)
        Following.insert(Each.Step->Path);
      take(Each.Outcome);
    }
    for (const FileChange &C : P.Files)
      if (C.isRead())
        giveAccount(C);
    dropFoundElsewhere();
    dropRepeated();
    holdToClaim();
    sortReports();
  }

private:
  void followMoved() {
    for (StepDone &From : Done)
      for (const std::string &Name : From.Outcome.Gone)
        for (StepDone &To : Done)
          if (&To != &From && To.Outcome.Come.count(Name))
            follow(From, To, Name);
  }

  void follow(StepDone &From, StepDone &To, const std::string &Name) {
    std::optional<Change> Outcome;
    try {
      Outcome = reviewMoved(*From.Step, *To.Step, Name, R, Known, To.Outcome);
    } catch (const Error &E) {
      Of.Problems.push_back(E.what());
    }
    std::string Now = Name;
    for (const auto &[New, Old] : To.Step->Renamed)
      if (Old == Name)
        Now = New;
    for (StepOutcome *Each : {&From.Outcome, &To.Outcome})
      for (ChangedFile &File : Each->Files)
        for (ChangedLine &L : File.Lines)
          if (Outcome && L.Name == (L.Old ? Name : Now) && L.OnlyHere) {
            L.OnlyHere = false;
            L.Reason.clear();
            if (Now != Name)
              L.Before = Name;
            if (!L.Old)
              L.From = From.Step->Path;
            L.What = Fate::Compared;
            L.Outcome = Outcome;
            L.Decides = true;
          }
  }

  void take(StepOutcome &From) {
    Of.RulesAreWrong |= From.RulesAreWrong;
    if (!From.Problem.empty())
      Of.Problems.push_back(From.Problem);
    Of.Unchanged.insert(Of.Unchanged.end(), From.Unchanged.begin(), From.Unchanged.end());
    for (auto &[Function, Both] : From.Tables)
      if (From.Report)
        Of.Tables[{From.Report->File, Function}] = std::move(Both);
    if (From.Report)
      Of.Reports.push_back(std::move(*From.Report));
    for (ChangedFile &File : From.Files)
      merge(Seen[File.Path], File.Lines);
  }

  void giveAccount(const FileChange &C) {
    const std::string Old = C.Base.value_or(""), New = C.Patched.value_or("");
    if (Old == New)
      return;
    Account Lines;
    if (!isC(C.path()))
      Lines = ChangedFile::ofAnotherKind(C.path(), Old, New);
    else if (auto It = Seen.find(C.path()); It != Seen.end())
      Lines = std::move(It->second);
    else
      Lines = ChangedFile(C.path(), "", "", Old, New).Lines;
    for (ChangedLine &L : Lines)
      if (isC(C.path()) && L.What == Fate::NotLookedAt && L.Reason.empty()) {
        L.Decides = true;
        L.Reason = C.path().ends_with(".h") ? "no file of the build that was looked at includes it"
                                            : "the file could not be analysed";
      }
    for (ChangedLine &L : Lines)
      if (Of.More && C.path().ends_with(".h") && L.What == Fate::Reaching && L.Outcome == Change::Equivalent) {
        L.Outcome.reset();
        L.Reason = "more files include it than were looked at";
      }
    Of.Any |= std::any_of(Lines.begin(), Lines.end(), [](const ChangedLine &L) { return L.Decides || missed(L); });
    Of.Lines[C.path()] = std::move(Lines);
  }

  FileReport &reportOf(const std::string &File) {
    for (FileReport &Each : Of.Reports)
      if (Each.File == File)
        return Each;
    Of.Reports.emplace_back().File = File;
    return Of.Reports.back();
  }

  /// A contract whose function has moved is asked where the function is now.
  void dropFoundElsewhere() {
    for (FileReport &Each : Of.Reports)
      std::erase_if(Each.Gaps, [&](const Incomplete &Gap) {
        return Gap.Reason.starts_with("contract '") && explored(Gap.Function);
      });
  }

  /// A function of a header is compared in each file that includes it: files that are here for that alone tell only
  /// what no other has told.
  void dropRepeated() {
    Told Before;
    for (FileReport &Each : Of.Reports)
      if (!Following.count(Each.File))
        Before.tell(Each, false);
    for (FileReport &Each : Of.Reports)
      if (Following.count(Each.File))
        Before.tell(Each, true);
    std::set<std::string> Once;
    std::erase_if(Of.Unchanged, [&](const std::string &Name) { return !Once.insert(Name).second; });
  }

  static std::vector<std::string> wordsOf(const std::vector<EffectDifference> &Effects) {
    std::vector<std::string> Out;
    for (const EffectDifference &Each : Effects)
      for (const EventChange &E : Each.Changes)
        Out.push_back(E.What);
    return Out;
  }

  /// What reports have said so far.
  struct Told {
    std::set<std::tuple<std::string, std::string, SourcePlace>> Findings, Gaps;
    std::set<std::tuple<std::string, Change, std::string, std::vector<std::string>>> Changes;

    void tell(FileReport &R, bool Drop) {
      std::erase_if(R.Findings, [&](const Finding &F) {
        return F.Contracts.empty() && !Findings.emplace(F.Rule, F.Function, F.At).second && Drop;
      });
      std::erase_if(R.Gaps, [&](const Incomplete &G) {
        return !G.Function.empty() && !Gaps.emplace(G.Function, G.Reason, G.At).second && Drop;
      });
      std::erase_if(R.Changes, [&](const Comparison &C) {
        return !Changes.emplace(C.Function, C.What, C.Reason, wordsOf(C.Effects)).second && Drop;
      });
    }
  };

  bool explored(const std::string &Function) const {
    return !Function.empty() && std::any_of(Of.Reports.begin(), Of.Reports.end(), [&](const FileReport &Each) {
      return std::find(Each.Explored.begin(), Each.Explored.end(), Function) != Each.Explored.end();
    });
  }

  void sortReports() {
    std::sort(Of.Reports.begin(), Of.Reports.end(),
              [](const FileReport &A, const FileReport &B) { return A.File < B.File; });
  }

  /// What is said of a line that was not held to the claim; nothing if it was, or a comparison has said why not.
  static std::string notHeld(const ChangedLine &L) {
    if (L.same() || (isCompared(L) && L.Outcome))
      return "";
    if (L.What == Fate::NotCompiled)
      return "it is not compiled in this build (" + L.Reason + ")";
    return (L.What == Fate::Reaching ? L.Name + ": " : "") + L.Reason;
  }

  void holdToClaim() {
    if (Of.Claim.empty())
      return Of.Unchanged.clear();
    Of.Any = true;
    bool All = Of.Problems.empty();
    for (const auto &[File, Lines] : Of.Lines) {
      std::map<std::string, const ChangedLine *> First; // of those that have the same reason
      for (const ChangedLine &L : Lines) {
        All &= L.same();
        if (const std::string Why = notHeld(L); !Why.empty())
          if (auto [It, New] = First.try_emplace(Why, &L); !New && It->second->Old && !L.Old)
            It->second = &L;
      }
      for (const auto &[Why, L] : First)
        reportOf(File).Gaps.push_back({{File, L->Line, 0},
                                       "",
                                       "the message says \"" + Of.Claim + "\", and " +
                                           (L->Old ? "an old line" : "this line") + " was not held to it: " + Why});
    }
    for (const FileChange &C : P.Files)
      if (!C.isRead() || (!C.NewPath.empty() && !C.Patched)) // or it is a link
        reportOf(C.path()).Gaps.push_back(
            {{C.path(), 1, 0},
             "",
             "the message says \"" + Of.Claim + "\", and this file was not held to it: it was not read"});
    for (const FileReport &Each : Of.Reports)
      All &= Each.Gaps.empty();
    Of.Verified = All;
    if (!All)
      Of.Unchanged.clear();
  }

  PatchReview &Of;
  const Patch &P;
  std::vector<StepDone> Done;
  const Rules &R;
  const Checks &Known;
  Accounts Seen;                   ///< of C files and headers
  std::set<std::string> Following; ///< files that are here because of headers alone
};

} // namespace

void closeAccounts(PatchReview &Of, const Patch &P, std::vector<StepDone> Done, const Rules &R, const Checks &Known) {
  Closing(Of, P, std::move(Done), R, Known).run();
}

} // namespace kverdict
