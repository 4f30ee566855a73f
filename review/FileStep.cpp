#include "review/FileStep.h"

#include "analysis/Compiled.h"
#include "analysis/Fingerprint.h"
#include "compare/Pair.h"
#include "core/Error.h"
#include "parse/text/TextScan.h"
#include "simulate/Simulator.h"

#include <algorithm>

namespace kverdict {
namespace {

std::set<std::string> namesIn(const std::string &C) {
  std::set<std::string> Out;
  for (const auto &[Name, Mentioned] : scanText("f() {" + C + "}"))
    Out.insert(Mentioned.begin(), Mentioned.end());
  return Out;
}

bool meet(const std::set<std::string> &A, const std::set<std::string> &B) {
  return std::any_of(A.begin(), A.end(), [&](const std::string &Each) { return B.count(Each); });
}

/// Each finding of the new version is introduced unless the old version had it; what only the old version had is fixed.
void tellOrigins(FileReport &New, const FileReport *Old) {
  auto has = [](const FileReport &Report, const Finding &F) {
    return std::any_of(Report.Findings.begin(), Report.Findings.end(),
                       [&](const Finding &Other) { return Other.Fingerprint == F.Fingerprint; });
  };
  for (Finding &F : New.Findings)
    F.From = Old && has(*Old, F) ? Origin::PreExisting : Origin::Introduced;
  for (Finding F : Old ? Old->Findings : std::vector<Finding>())
    if (!has(New, F)) {
      F.From = Origin::Fixed;
      New.Findings.push_back(std::move(F));
    }
}

std::string shown(const SourcePlace &At) {
  return At.valid() ? At.File + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Column) + ": " : "";
}

class StepReviewer {
public:
  StepReviewer(const FileStep &S, const Rules &R, const std::shared_ptr<Versions> &Shared)
      : S(S), R(R), Shared(Shared) {
    if (S.Base && S.Header.empty())
      Touched = touched(apart(false), apart(true));
  }

  StepOutcome run() {
    try {
      analyseBoth();
      compareTouched();
    } catch (const ParseError &E) {
      broken(E);
    } catch (const Error &E) {
      Out.Problem = E.what();
      Out.RulesAreWrong = E.code() == ExitCode::Usage;
    }
    if (Out.Report)
      Out.Report->File = S.Path;
    return std::move(Out);
  }

private:
  /// The functions whose contracts the patch can have broken or mended.
  std::set<std::string> subjects() const {
    std::optional<std::set<std::string>> Changed;
    if (S.Base && S.Header.empty())
      Changed = affected(S.Patched, apart(false), apart(true));
    std::set<std::string> Out;
    for (const Contract &C : R.Contracts) {
      const bool Named = mentionsName(S.Patched, C.Function) || (S.Base && mentionsName(*S.Base, C.Function));
      if (Named && (!Changed || Changed->count(C.Function) || meet(namesIn(C.Requires.Text), *Changed) ||
                    meet(namesIn(C.Ensures.Text), *Changed)))
        Out.insert(C.Function);
    }
    return Out;
  }

  const TakenApart &apart(bool Patched) const {
    return Shared->apart(Patched ? S.Patched : *S.Base, Patched ? S.Command.File : S.OldCommand.File);
  }

  FileVersion version(bool Patched) const {
    FileVersion V;
    V.Command = Patched ? S.Command : S.OldCommand;
    V.Text = Patched ? S.Patched : *S.Base;
    V.Overlay = Patched ? S.PatchedOverlay : S.BaseOverlay;
    V.Touched.insert(Touched.begin(), Touched.end());
    V.Shared = Shared;
    return V;
  }

  void analyseBoth() {
    AnalysisOptions O;
    O.Functions = subjects();
    if (O.Functions.empty())
      return;
    FileReport New = analyse(version(true), R, O);
    std::optional<FileReport> Old;
    if (S.Base) {
      O.VerifyFixes = false;
      Old = analyse(version(false), R, O);
    }
    tellOrigins(New, Old ? &*Old : nullptr);
    Out.Report = std::move(New);
  }

  /// What is compared: where the message claims that nothing changes, all that the patch touches; else the functions
  /// that the rules speak of.
  std::vector<std::string> compared() const {
    std::vector<std::string> Names = Touched;
    if (S.Claim.empty())
      std::erase_if(Names, [&](const std::string &Name) {
        return std::none_of(R.Contracts.begin(), R.Contracts.end(),
                            [&](const Contract &C) { return C.Function == Name; });
      });
    return Names;
  }

  UnitRequest request(bool Patched, const std::vector<std::string> &Names) const {
    const FileVersion V = version(Patched);
    UnitRequest Q;
    Q.Command = V.Command;
    Q.Text = V.Text;
    Q.Overlay = V.Overlay;
    Rules Models;
    Models.Models = R.Models;
    Q.Extras = compileRules(Models, Q.Text, {});
    Q.Opaque = modelled(R);
    Q.Read = V.Touched;
    Q.Wanted.insert(Names.begin(), Names.end());
    return Q;
  }

  void compareTouched() {
    const std::vector<std::string> Names = compared();
    if (Names.empty())
      return;
    VersionPair Pair(request(false, Names), request(true, Names), R, Shared.get());
    CompareLimits Limits;
    Limits.PerDirection = 1; // an example of each will do for a comment
    for (const std::string &Name : Names)
      if (Pair.oldUnit().definition(Name) && Pair.newUnit().definition(Name))
        add(Pair.compare(Name, Limits), Pair);
  }

  void add(Comparison C, const VersionPair &Pair) {
    if (!Out.Report)
      Out.Report.emplace();
    if (!S.Claim.empty())
      judgeClaim(C, Pair.newUnit());
    Out.Report->Refuted += C.Refuted;
    Out.Report->Changes.push_back(std::move(C));
  }

  void judgeClaim(const Comparison &C, const Unit &New) {
    if (C.What == Change::Equivalent)
      return Out.Unchanged.push_back(C.Function);
    if (C.What != Change::Undecided)
      return Out.Report->Findings.push_back(claimBroken(C, New));
    const SourcePlace At = C.ReasonAt.valid() ? C.ReasonAt : New.functionPlace(C.Function);
    Out.Report->Gaps.push_back({At, C.Function, "the message says \"" + S.Claim + "\": " + C.Reason});
  }

  Finding claimBroken(const Comparison &C, const Unit &New) {
    Finding F;
    F.Rule = "no-functional-change";
    F.Level = Severity::Warning;
    F.From = Origin::Introduced;
    F.Function = C.Function;
    F.At = New.functionPlace(C.Function);
    F.Message = "The commit message says \"" + S.Claim + "\". Doesn't this change what " + C.Function + "() does?";
    if (C.Differences.empty()) {
      F.State = Status::Undecided;
      F.Reason = C.Effects.empty() ? C.Reason : C.Effects[0];
    } else {
      const Difference &D = C.Differences[0];
      if (D.NewAt.valid())
        F.At = D.NewAt;
      F.Witness = D.NewState.Shown;
      F.Calls = D.NewState.Calls;
      F.Verdict = D.New.starts_with("undefined") ? "has " + D.New : "returns " + D.New;
      F.Before = D.Old.starts_with("undefined") ? "had " + D.Old : "returned " + D.Old;
      F.Trace = Simulator(New, R.Models).run(C.Function, D.NewState.Concrete).Trace;
    }
    F.Fingerprint = fingerprint(F, "");
    return F;
  }

  /// The function of the patched text that a place of it is in; empty if there is none.
  std::string functionAt(const SourcePlace &At) const {
    for (const FunctionText &Each : apart(true).Functions)
      if (At.File == S.Path && Each.Line - Each.HeadLines <= At.Line && At.Line <= lastLine(Each))
        return Each.Name;
    return "";
  }

  void baseIsBroken(const std::string &Why) {
    Out.Problem = S.Path +
                  ": the version before the patch does not build, so what the patch changes cannot be told: " + Why +
                  " (is it the base of this patch, and is the tree configured and prepared: make defconfig && " +
                  "make prepare?)";
  }

  /// The patched version does not parse. If the base does, that is the patch's doing.
  void broken(const ParseError &E) {
    if (S.Base)
      try {
        UnitRequest Base = request(false, {});
        Base.Extras.clear();
        parseUnit(Base);
      } catch (const ParseError &Old) {
        return baseIsBroken(shown(Old.at()) + Old.message());
      } catch (const Error &Old) {
        return baseIsBroken(Old.what());
      }
    Finding F;
    F.Rule = "does-not-compile";
    F.Level = Severity::Error;
    F.From = Origin::Introduced;
    F.At = E.at().valid() ? E.at() : SourcePlace{S.Path, 1, 1};
    F.Function = functionAt(F.At);
    F.Message = "This does not compile: " + E.message();
    F.Fingerprint = fingerprint(F, E.message());
    Out.Report.emplace();
    Out.Report->Gaps.push_back({F.At, "", "the patched file does not parse, so it was not analysed"});
    Out.Report->Findings.push_back(std::move(F));
  }

  const FileStep &S;
  const Rules &R;
  const std::shared_ptr<Versions> &Shared;
  std::vector<std::string> Touched; ///< functions that stand in both versions, and not the same
  StepOutcome Out;
};

} // namespace

StepOutcome reviewFile(const FileStep &S, const Rules &R, const std::shared_ptr<Versions> &Shared) {
  return StepReviewer(S, R, Shared).run();
}

} // namespace kverdict
