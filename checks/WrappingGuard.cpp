// Arithmetic in a guard that wraps in a state that the function then accepts.
//
//   static int read_range(u64 off, u64 len, u64 size)
//   {
//           if (off + len > size)       <- with off = 1 and len = ~0, this is 0
//                   return -EINVAL;
//
// The same of a product, also as an argument (`access_ok(ptr, n * size)`), and of a value of which a conversion cuts
// off bits, or changes the sign (`int n = len; if (n > max)`).
//
// A state is made of one that passes the guard: the operands are made so large that they wrap, and what they make is
// what it was. It is told only if the function still accepts that state, and refuses one in which an operand is
// smaller. Whether a caller can bring such values is not looked at.
#include "analysis/Check.h"
#include "checks/Deciding.h"
#include "checks/Verdict.h"
#include "checks/WrappingStates.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

#include <algorithm>

using namespace clang;
using llvm::StringRef;

namespace kverdict {
namespace {

class WrappingGuard : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "wrapping-guard",
        .About = "arithmetic in a guard that wraps in a state that the function then accepts",
        .Level = Severity::Warning,
        .Precision = "8 findings in 433 files of 6.12, all so, and harmless",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    static const llvm::Regex Compares("(if \\(|return )[^;{]*[<>]"), Product("if \\([^;{]*\\([^;{]* [*] ");
    const StringRef Body = F.text().Body;
    return Body.contains("return ") && (Compares.match(Body) || (Body.contains(" * ") && Product.match(Body)));
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    const FunctionDecl *Decl = F.decl();
    if (!Decl || !canDecide(Decl))
      return;
    constexpr size_t MostRows = 1500; // of all guards together
    size_t Rows = 0;
    for (const ComputedGuard &Each : computedGuards(F))
      if ((Rows += F.paths()) <= MostRows)
        suspect(F, Each, Into);
      else if (Into.empty())
        return Into.push_back(open(F, Each));
  }

private:
  static bool holds(const ComputedGuard &, const Row &R, const std::string &Condition) {
    return std::count(R.Conditions.begin(), R.Conditions.end(), Condition);
  }

  /// What a callee tests has conditions of its own.
  static bool fails(const ComputedGuard &G, const Row &R, const std::string &Condition) {
    return !isa<BinaryOperator>(G.Tested) ||
           std::any_of(R.Conditions.begin(), R.Conditions.end(), [&](const std::string &Each) {
             return Each.starts_with("!(") && Each.find(Condition) != std::string::npos;
           });
  }

  /// Whether a row leads by the guard to where it refuses: to its return; behind a jump, that the condition was so; or
  /// past a return that accepts.
  static bool leaves(const FunctionView &F, const ComputedGuard &G, const Row &R, const std::string &Condition) {
    if (G.Accepts)
      return fails(G, R, Condition);
    if (!G.Refuses)
      return holds(G, R, Condition);
    const SourcePlace At = F.unit().place(G.Refuses->getBeginLoc());
    return R.At.File == At.File && R.At.Line == At.Line;
  }

  /// And to where it accepts.
  static bool passes(const ComputedGuard &G, const Row &R, const std::string &Condition) {
    return G.Accepts ? holds(G, R, Condition) : fails(G, R, Condition);
  }

  /// Behind a jump, only an error is a refusal; of a pointer, an error or null; where a return accepts, what says no.
  static bool refused(const FunctionView &F, const ComputedGuard &G, const Row &R, const std::string &Condition) {
    if (R.End != RunEnd::Returned || !R.State || !R.Result.Width || !leaves(F, G, R, Condition))
      return false;
    return G.Accepts || R.Result.Pointer ? senseOf(R.Result) == Sense::No : G.Refuses || isError(R.Result);
  }

  static bool isError(const Value &Is) {
    return (Is.Pointer || Is.Signed) && Is.asSigned() < 0 && Is.asSigned() >= -4095;
  }

  /// A verdict that is no error, no null, and not what a guard says that refuses.
  static bool accepted(const ComputedGuard &G, const Row &R, const std::vector<const Row *> &Refused) {
    if (R.End != RunEnd::Returned || !R.State || !R.Result.Width || (G.Accepts && senseOf(R.Result) != Sense::Yes) ||
        std::any_of(Refused.begin(), Refused.end(), [&](const Row *Each) { return Each->Result == R.Result; }))
      return false;
    return R.Result.Pointer ? !isError(R.Result) && R.Result.asSigned() : !R.Result.Signed || R.Result.asSigned() >= 0;
  }

  void suspect(FunctionView &F, const ComputedGuard &G, std::vector<Candidate> &Into) const {
    const std::string Condition = F.unit().text(G.Tested->getSourceRange());
    const auto Wanted = [&](const Row &R) {
      return R.End == RunEnd::Returned && (leaves(F, G, R, Condition) || passes(G, R, Condition));
    };
    const Table All = F.table(Wanted, [](const Row &) { return false; });
    std::vector<const Row *> Refused;
    for (const Row &R : All.Rows)
      if (refused(F, G, R, Condition))
        Refused.push_back(&R);
    for (const Row &R : All.Rows)
      if (!Refused.empty() && accepted(G, R, Refused) && passes(G, R, Condition))
        for (const std::uint64_t Large : {0x1ull, 0x1000ull, 0x200000ull})
          if (const auto In = wrapped(F, G, *R.State, Large);
              In && F.returns(In->Concrete, R.Result) && tell(F, G, R, *In, Refused, Into))
            return;
    if (F.spent() && Into.empty())
      Into.push_back(open(F, G));
  }

  Candidate candidate(const FunctionView &F, const ComputedGuard &G) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.unit().place(G.at());
    C.Code = F.unit().text(G.Tested->getSourceRange());
    return C;
  }

  Candidate open(const FunctionView &F, const ComputedGuard &G) const {
    Candidate C = candidate(F, G);
    C.What.Message = "Can `" + F.unit().text(G.Computed->getSourceRange()) + "` wrap?";
    C.Is = Open{"the function has too many paths to be asked in which states it does"};
    return C;
  }

  static std::string question(const FunctionView &F, const ComputedGuard &G) {
    const std::string Text = F.unit().text(G.Computed->getSourceRange());
    if (G.arithmetic())
      return "Can `" + Text + "` wrap? It does in this state, which is accepted; with ";
    std::string Type = G.As.getUnqualifiedType().getAsString();
    if (StringRef(Type).starts_with("__")) // of sizeof
      Type = G.As.getCanonicalType().getUnqualifiedType().getAsString();
    const bool Vowel = StringRef(Type).starts_with("un") || StringRef(Type).starts_with("i");
    return "Is `" + Text + "` always the same as " + (Vowel ? "an " : "a ") + Type +
           "? Not in this state, which is accepted; with ";
  }

  /// Not if what does not wrap passes as well.
  bool tell(FunctionView &F, const ComputedGuard &G, const Row &R, const Situation &In,
            const std::vector<const Row *> &Refused, std::vector<Candidate> &Into) const {
    Binding Told;
    const auto Less = straight(F, G, In, Told);
    const Row *No = Less ? F.row(Less->Concrete) : nullptr;
    if (!No || std::none_of(Refused.begin(), Refused.end(), [&](const Row *Each) { return Each->Path == No->Path; }))
      return false;
    Candidate C = candidate(F, G);
    C.What.Message = question(F, G) + Told.Place + " = " + Told.Value + " it " + (G.arithmetic() ? "does not" : "is") +
                     ", and " + F.name() + "() returns " + No->Verdict + ".";
    C.What.Witness = In.Shown;
    C.What.Calls = In.Calls;
    C.What.Verdict = "returns " + R.Verdict;
    Does Claim{F.name(), In, {RunEnd::Returned, R.Result}};
    Claim.Beside.push_back({F.name(), *Less, {RunEnd::Returned, No->Result}});
    C.Is = std::move(Claim);
    Into.push_back(std::move(C));
    return true;
  }
};

} // namespace

std::shared_ptr<const Check> makeWrappingGuard() { return std::make_shared<WrappingGuard>(); }

} // namespace kverdict
