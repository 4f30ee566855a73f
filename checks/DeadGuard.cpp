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

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

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
    const std::string Guard = C.What == Change::Equivalent && F.before() && C.Idle.empty() ? added(F) : "";
    if (!Guard.empty())
      Into.push_back(needless(F, Guard));
  }

private:
  /// Whether a condition has a name that the configuration may give a value, or a call that it may.
  static bool mayBeSettled(llvm::StringRef Guard) {
    static const llvm::Regex Names("[A-Z][A-Z0-9_]+|[a-z_0-9]\\(");
    for (llvm::StringRef Condition = Guard.drop_front(3).rsplit(") ").first; !Condition.empty();) {
      llvm::SmallVector<llvm::StringRef> Found;
      if (!Names.match(Condition, &Found))
        return false;
      if (Found[0] != "NULL")
        return true;
      Condition = Condition.drop_front(Found[0].end() - Condition.begin());
    }
    return false;
  }

  /// The guard that is all that the patch adds to a function; empty if it does anything else. Where the same words
  /// stand on both sides of it, it may begin further left than the texts differ.
  static std::string added(const FunctionView &F) {
    static const llvm::Regex Guard("^if \\([^;{}]*\\) (\\{ )?(return( [^;{}]*)?|goto [A-Za-z_0-9]+);( \\})? ?$");
    const std::string Old = folded(F.before()->Body), New = folded(F.text().Body);
    if (New.size() <= Old.size() || llvm::StringRef(F.text().Body).contains("#if"))
      return "";
    size_t At = std::mismatch(Old.begin(), Old.end(), New.begin()).first - Old.begin();
    const size_t Size = New.size() - Old.size();
    if (New.substr(At + Size) != Old.substr(At))
      return "";
    for (;; --At) {
      if (const std::string Middle = New.substr(At, Size); Guard.match(Middle))
        return mayBeSettled(Middle) ? "" : llvm::StringRef(Middle).trim().str();
      if (!At || New[At - 1] != New[At + Size - 1])
        return "";
    }
  }

  /// The old version is the new one without it, and it is proved that both do the same.
  Candidate needless(const FunctionView &F, const std::string &Guard) const {
    Candidate Out;
    Out.What.Rule = info().Id;
    Out.What.Level = info().Level;
    Out.What.Function = F.name();
    Out.What.At = F.unit().functionPlace(F.name());
    if (!F.changed().empty())
      Out.What.At.Line = *F.changed().begin();
    Out.What.Message = "`" + Guard + "` decides nothing: without it, " + F.name() + "() does the same in every state.";
    Out.Code = Guard;
    Out.Is = DecidesNothing{};
    return Out;
  }

  /// How often a text stands in another.
  static size_t timesIn(llvm::StringRef All, llvm::StringRef Text) {
    size_t Count = 0;
    for (size_t At = All.find(Text); At != llvm::StringRef::npos; At = All.find(Text, At + Text.size()))
      ++Count;
    return Count;
  }

  /// "`return -EINVAL`", and which one, where the function has several: by the test, or else by the line of that.
  static std::string guarded(const FunctionView &F, const IdleTest &T) {
    const std::string Body = folded(F.text().Body), Jump = "`" + T.Guards + "`";
    if (timesIn(Body, T.Guards + ";") < 2)
      return Jump;
    return timesIn(Body, T.Text) == 1 ? "the " + Jump + " behind `" + T.Text + "`"
                                      : "the " + Jump + " behind line " + std::to_string(T.At.Line);
  }

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
      Out.What.Verdict = (T.What == IdleTest::Kind::Always ? "gets no further than " : "goes past ") + guarded(F, T);
    Out.Code = T.Text;
    Out.Is = DecidesNothing{};
    return Out;
  }
};

} // namespace

std::shared_ptr<const Check> makeDeadGuard() { return std::make_shared<DeadGuard>(); }

} // namespace kverdict
