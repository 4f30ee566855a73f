// A state in which the old version returned, and the new one follows a null pointer, reads what nothing has set, or
// does something else that C leaves undefined.
//
//   -	if (!dev->ops)
//   -		return -ENODEV;
//    	return dev->ops->start(dev);         <- dev->ops is NULL here in states that the old version knew of
//
// That callers never pass such a state is taken for granted unless the function itself asks for it: only what a branch
// kept apart counts, or what no state need be passed for.
#include "analysis/Check.h"
#include "analysis/Differing.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

/// The null pointer as a sentence about the function can name it: in its own words where it follows it itself, else by
/// where it comes from. Empty if it has no name.
std::string pointer(const Difference &D, llvm::StringRef Name) {
  const TraceStep *Stop = D.Trace.empty() ? nullptr : &D.Trace.back();
  llvm::StringRef Said = Stop ? llvm::StringRef(Stop->Text) : "";
  if (Stop && Stop->Depth == 0 &&
      (Said.consume_front("null dereference of ") || Said.consume_front("call through the null pointer ")))
    Name = Said;
  if (Name.contains('('))
    return "what " + Name.split('(').first.str() + "() returned";
  return Name == "a pointer" ? "" : Name.str();
}

bool callsIt(const Difference &D) {
  return !D.Trace.empty() && llvm::StringRef(D.Trace.back().Text).starts_with("call through the null pointer");
}

/// What it did, as a sentence goes on: "follows dev->ops when it is NULL". Empty if that is not for this check.
std::string deed(const Difference &D) {
  llvm::StringRef What = D.New;
  What.consume_front("undefined behaviour: ");
  switch (D.Why) {
  case UndefinedKind::NullDereference: {
    const std::string Name = What.consume_front("null dereference of ") ? pointer(D, What) : "";
    return (callsIt(D) ? "calls " : "follows ") + (Name.empty() ? "a null pointer" : Name + " when it is NULL");
  }
  case UndefinedKind::Uninitialised:
    return What.consume_front("a read of ") ? "reads " + What.str() : "uses what nothing has set: " + What.str();
  case UndefinedKind::OutOfBounds:
    return "reaches beyond an object: " + What.str();
  case UndefinedKind::Shift:
  case UndefinedKind::Division:
  case UndefinedKind::Overflow:
  case UndefinedKind::NoResult:
    return "does what C leaves undefined: " + What.str();
  default:
    return "";
  }
}

/// " -ENODEV"; nothing if the function returned nothing, or what has no value to show.
std::string returned(const std::string &Old) {
  const bool Named = llvm::StringRef(Old).contains('(') && !llvm::StringRef(Old).starts_with("ERR_PTR(");
  return Old == "nothing" || Named ? "" : " " + Old;
}

/// Whether somebody must be trusted to call the function in such a state: nobody need be to leave a local unset.
bool rests(const Difference &D) {
  return !D.Guarded && D.Why != UndefinedKind::Uninitialised && D.Why != UndefinedKind::NoResult;
}

class NewCrash : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "new-crash",
        .About = "a state in which a function returned before a patch, and has undefined behaviour with it",
        .Level = Severity::Warning,
        .Precision = "",
        .OfPatches = true,
        .OnByDefault = false,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    std::set<std::string> Told;
    for (const Difference &D : C.Differences) {
      const bool Ends = D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Undefined;
      if (const std::string Deed = Ends && !rests(D) ? deed(D) : ""; !Deed.empty() && Told.insert(Deed).second)
        Into.push_back(candidate(F, C, D, Deed));
    }
  }

private:
  Candidate candidate(const FunctionView &F, const Comparison &C, const Difference &D, const std::string &Deed) const {
    Candidate Out = suspected(info(), F, C, D);
    const bool Here = Out.What.At.Line == D.NewAt.Line && Out.What.At.File == D.NewAt.File;
    Out.What.Message = (Here ? "This " : "With this, " + F.name() + "() ") + Deed + "; before, " +
                       (Here ? F.name() + "()" : "it") + " returned" + returned(D.Old) + " there.";
    Out.Code = Deed;
    return Out;
  }
};

} // namespace

std::shared_ptr<const Check> makeNewCrash() { return std::make_shared<NewCrash>(); }

} // namespace kverdict
