// Another verdict, by a patch whose message speaks of tidying, and of nothing that a function might do otherwise.
//
//   Subject: [PATCH] dev: rework may_start()
//   It is easier to read.
//
//   -	if (dev->busy || dev->gone)
//   +	if (dev->busy)
//    		return -EBUSY;                   <- what is gone passes now
#include "analysis/Check.h"
#include "analysis/Differing.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What a reader wants to know first. Crashes rest on what callers pass, and are another check's.
constexpr Direction Order[] = {Direction::Laxer, Direction::Stricter, Direction::OtherError, Direction::OtherValue};

class UnsaidChange : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "unsaid-change",
        .About = "another verdict, by a patch whose message speaks of tidying and of nothing that might change",
        .Level = Severity::Warning,
        .Precision = "",
        .OfPatches = true,
        .OnByDefault = false,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    if (F.tidying().empty())
      return;
    for (const Direction Way : Order)
      for (const Difference &D : C.Differences)
        if (D.Way == Way && D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Returned)
          return Into.push_back(candidate(F, C, D));
  }

private:
  Candidate candidate(const FunctionView &F, const Comparison &C, const Difference &D) const {
    Candidate Out = suspected(info(), F, C, D);
    Out.What.Message = "The message says \"" + F.tidying() + "\", and " + F.name() + "() returns " + D.New +
                       " where it returned " + D.Old + ". Is that meant?";
    Out.Code = D.Old + " " + D.New;
    return Out;
  }
};

} // namespace

std::shared_ptr<const Check> makeUnsaidChange() { return std::make_shared<UnsaidChange>(); }

} // namespace kverdict
