// A patch lets a state come by a WARN_ON() or the like that it did not come by before.
//
//   -	if (!folio_ref_count(folio))
//   -		return -EAGAIN;
//    	return try_grab_folio(folio);    <- WARN_ON_ONCE(folio_ref_count(folio) <= 0) fires in try_grab_folio()
//
// What such a macro tests is what the function takes for granted. lockdep_assert_held() is nothing without
// CONFIG_LOCKDEP; for what CONFIG_DEBUG_VM tests, a review asks again with that (review/StepJudge.h).
#include "analysis/Check.h"
#include "analysis/Differing.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <optional>

namespace kverdict {
namespace {

bool isPremise(const TraceStep &Step) {
  static const llvm::Regex Macro("^!*(VM_|RCU_LOCKDEP_|DEBUG_LOCKS_)?(WARN|BUG)(_ON)?[A-Z_]*\\(");
  return Step.What == TraceStep::Kind::Branch && Step.Outcome == "true" && Macro.match(Step.Text);
}

bool sameTest(const TraceStep &A, const TraceStep &B) { return A.Function == B.Function && A.Text == B.Text; }

/// The first premise that only the new version breaks; one of its own must be older than the patch.
std::optional<TraceStep> broken(const FunctionView &F, const std::vector<TraceStep> &Old,
                                const std::vector<TraceStep> &New) {
  for (const TraceStep &Each : New) {
    if (!isPremise(Each) || std::any_of(Old.begin(), Old.end(), [&](const TraceStep &Before) {
          return isPremise(Before) && sameTest(Before, Each);
        }))
      continue;
    if (Each.Depth > 0 || (F.before() && llvm::StringRef(F.before()->Body).contains(Each.Text)))
      return Each;
  }
  return std::nullopt;
}

class BrokenPremise : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "broken-premise",
        .About = "a WARN_ON() that a patch lets fire",
        .Level = Severity::Warning,
        .Precision = "",
        .OfPatches = true,
        .OnByDefault = false,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    for (const Difference &D : C.Differences)
      if (const auto Step = broken(F, D.OldTrace, D.Trace))
        return Into.push_back(candidate(F, *Step, suspected(info(), F, C, D)));
    for (const EffectDifference &D : C.Effects)
      if (const auto Step = broken(F, D.OldTrace, D.Trace))
        return Into.push_back(candidate(F, *Step, suspected(info(), F, C, D)));
  }

private:
  static Candidate candidate(const FunctionView &F, const TraceStep &Fires, Candidate Of) {
    Of.What.Message = "With this, `" + Fires.Text + "`" +
                      (Fires.Depth ? " in " + Fires.Function + "()" : " of " + F.name() + "()") +
                      " fires; before, it did not.";
    Of.Code = Fires.Function + " " + Fires.Text;
    return Of;
  }
};

} // namespace

std::shared_ptr<const Check> makeBrokenPremise() { return std::make_shared<BrokenPremise>(); }

} // namespace kverdict
