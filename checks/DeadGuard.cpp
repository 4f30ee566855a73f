// A guard that a patch leaves without effect: no state is refused by it any more, or none gets past it.
//
//    	if (!(flags & READABLE))
//    		return -EACCES;
//   -	if (flags & LOCKED)
//   +	if (!(flags & (READABLE | LOCKED)))  <- never true here
//    		return -EBUSY;
//
// What the configuration alone settles is no guard that is dead: of tests that were not there before, only what the
// text leaves open counts.
#include "analysis/Check.h"
#include "analysis/Differing.h"

#include <algorithm>

namespace kverdict {
namespace {

/// "it is never true here".
std::string fate(const IdleTest &T) {
  switch (T.What) {
  case IdleTest::Kind::Never:
    return "is never true when this is reached";
  case IdleTest::Kind::Always:
    return "is always true when this is reached";
  case IdleTest::Kind::Unmade:
    return "is never reached";
  }
  return "";
}

class DeadGuard : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "dead-guard",
        .About = "a guard that decides nothing with a patch, in any state",
        .Level = Severity::Warning,
        .By = Evidence::Proof,
        .Precision = "0 findings in 120 edits of mm/ of Linux 6.12 that change nothing",
        .OfPatches = true,
        .OnByDefault = false,
    };
    return Info;
  }

  /// What is never reached because of a test that always comes out true is said with that test.
  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    bool Covered = false;
    for (const IdleTest &T : C.Idle) {
      if (T.What != IdleTest::Kind::Unmade || !Covered)
        Into.push_back(candidate(F, T));
      Covered |= T.What != IdleTest::Kind::Never;
    }
  }

private:
  Candidate candidate(const FunctionView &F, const IdleTest &T) const {
    Candidate Out;
    Out.What.Rule = info().Id;
    Out.What.Level = info().Level;
    Out.What.Function = F.name();
    Out.What.At = commentPlace(F, T.At, {});
    const bool Here = Out.What.At.Line == T.At.Line;
    Out.What.Message = std::string(Here ? "" : "With this, ") + "`" + T.Text + "` " + fate(T) +
                       ", so it decides nothing" + (T.Before ? "; before, it did." : ".");
    if (!T.Guards.empty())
      Out.What.Verdict = (T.What == IdleTest::Kind::Always ? "gets no further than `" : "goes past `") + T.Guards + "`";
    Out.Code = T.Text;
    Out.Is = DecidesNothing{};
    return Out;
  }
};

} // namespace

std::shared_ptr<const Check> makeDeadGuard() { return std::make_shared<DeadGuard>(); }

} // namespace kverdict
