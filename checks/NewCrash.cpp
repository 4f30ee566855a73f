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

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <set>

namespace kverdict {
namespace {

llvm::StringRef firstWord(llvm::StringRef Text) {
  return Text.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
}

/// Whether the parenthesis that a text begins with closes at its end.
bool wrapped(llvm::StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size() && Text[0] == '('; ++I)
    if ((Depth += (Text[I] == '(') - (Text[I] == ')')) == 0)
      return I + 1 == Text.size();
  return false;
}

/// Whether a text is a call of what stands before its first parenthesis.
bool calls(llvm::StringRef Text, llvm::StringRef Callee) {
  return Callee.size() < Text.size() && !Callee.empty() && (llvm::isAlnum(Callee.back()) || Callee.back() == '_');
}

/// What a run says of an ERR_PTR() that it followed, before the pointer.
constexpr llvm::StringLiteral ErrorPointer = "dereference of the error pointer ";

/// The null pointer as a sentence about the function can name it: in its own words where it follows it itself, else by
/// where it comes from. Empty if only a callee has a name for it.
std::string pointer(const FunctionView &F, const TraceStep &Stop, llvm::StringRef Name) {
  llvm::StringRef Said = Stop.Text;
  if (Stop.Depth == 0 && (Said.consume_front("null dereference of ") || Said.consume_front(ErrorPointer) ||
                          Said.consume_front("call through the null pointer ")))
    Name = Said;
  while (wrapped(Name))
    Name = Name.drop_front().drop_back();
  if (const llvm::StringRef Callee = Name.take_front(Name.find('(')); calls(Name, Callee))
    return "what " + Callee.str() + "() returned";
  const llvm::Regex Own("(^|[^a-zA-Z_0-9])" + llvm::Regex::escape(firstWord(Name.ltrim("(*&"))) + "([^a-zA-Z_0-9]|$)");
  return Name == "a pointer" || !Own.match(F.text().Head + F.text().Body) ? "" : Name.str();
}

/// "follows dev->ops when it is NULL", "follows a null pointer in set_pte()".
std::string following(const FunctionView &F, const Difference &D, llvm::StringRef Name) {
  if (D.Trace.empty())
    return "follows a null pointer";
  const TraceStep &Stop = D.Trace.back();
  const std::string Own = pointer(F, Stop, Name);
  const std::string Verb =
      llvm::StringRef(Stop.Text).starts_with("call through the null pointer") ? "calls " : "follows ";
  const bool Error = llvm::StringRef(Stop.Text).starts_with(ErrorPointer);
  return Verb +
         (Own.empty() ? (Error ? "an error pointer" : "a null pointer")
                      : Own + (Error ? " when it is an error pointer" : " when it is NULL")) +
         (Own.empty() && Stop.Depth > 0 ? " in " + Stop.Function + "()" : "");
}

/// " in add_element()" of what happened in a callee.
std::string within(const Difference &D) {
  return !D.Trace.empty() && D.Trace.back().Depth > 0 ? " in " + D.Trace.back().Function + "()" : "";
}

/// What it did, as a sentence goes on: "follows dev->ops when it is NULL". Empty if that is not for this check.
std::string deed(const FunctionView &F, const Difference &D) {
  llvm::StringRef What = D.New;
  What.consume_front("undefined behaviour: ");
  switch (D.Why) {
  case UndefinedKind::NullDereference:
    if (!What.consume_front(ErrorPointer))
      What.consume_front("null dereference of ");
    return following(F, D, What);
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

/// Whether it ends in BUG() where the old version gave an error, or where a callee asserts what a test kept apart
/// before. Where that one went on, an assertion in the function itself may be what the patch is for.
bool panics(const Difference &D) {
  const llvm::StringRef Old = D.Old;
  const bool Error = Old.starts_with("-E") || Old.starts_with("ERR_PTR(-E");
  const bool OfACallee = D.Guarded && !within(D).empty();
  return D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::NoReturn && llvm::StringRef(D.New).contains("BUG()") &&
         (Error || OfACallee);
}

class NewCrash : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "new-crash",
        .About = "a state in which a function returned before a patch, and has undefined behaviour, or BUG(), with it",
        .Level = Severity::Warning,
        .Precision =
            "0 findings in 180 edits of mm/ of Linux 6.12 that change nothing; of 60 tests for null that were dropped, "
            "inverted or misjoined there, 22 are told",
        .OfPatches = true,
    };
    return Info;
  }

  void compare(const FunctionView &F, const Comparison &C, std::vector<Candidate> &Into) const override {
    std::set<std::string> Told;
    for (const Difference &D : C.Differences) {
      const bool Ends = D.OldEnd == RunEnd::Returned && D.NewEnd == RunEnd::Undefined;
      const std::string Deed = Ends && !rests(D) ? deed(F, D) : panics(D) ? "runs into BUG()" + within(D) : "";
      if (!Deed.empty() && Told.insert(Deed).second)
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
