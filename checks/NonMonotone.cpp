// Less is asked for, and the verdict turns from yes to no.
//
//    static bool cache_allowed(struct area *area)
//    {
//            if (!(area->flags & (WRITE | MAYWRITE)))
//                    return false;                <- with WRITE or MAYWRITE, the same area is allowed below
//            return area->ops && area->ops->mkwrite;
//    }
//
// What asks for less is data: `orders` in rules.yaml. A state that is accepted is changed in nothing but that.
#include "analysis/Check.h"
#include "checks/Verdict.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace kverdict {
namespace {

/// "VM_WRITE and VM_MAYWRITE".
std::string listed(const std::vector<std::string> &Names) {
  std::string Out;
  for (size_t I = 0; I < Names.size(); ++I)
    Out += (I == 0 ? "" : I + 1 == Names.size() ? " and " : ", ") + Names[I];
  return Out;
}

class NonMonotone : public Check {
public:
  const RuleInfo &info() const override {
    static const RuleInfo Info = {
        .Id = "non-monotone",
        .About = "a verdict that turns from yes to no where less is asked for",
        .Level = Severity::Warning,
        .Precision = "0 findings of 11 functions of 6.12 with orders for them",
        .OnByDefault = false,
    };
    return Info;
  }

  bool concerns(const FunctionView &F) const override {
    return F.rules() && std::any_of(F.rules()->Orders.begin(), F.rules()->Orders.end(),
                                    [&](const Order &Each) { return isOf(Each, F.name()); });
  }

  void look(FunctionView &F, std::vector<Candidate> &Into) const override {
    for (const Order &Each : F.rules()->Orders)
      if (const std::uint64_t Bits = isOf(Each, F.name()) && F.decl() ? bits(F.unit(), Each) : 0)
        suspect(F, Each, Bits, Into);
  }

private:
  static bool isOf(const Order &O, const std::string &Function) {
    return std::find(O.Functions.begin(), O.Functions.end(), Function) != O.Functions.end();
  }

  static std::uint64_t bits(const Unit &U, const Order &O) {
    std::uint64_t Out = 0;
    for (const std::string &Each : O.Less)
      Out |= U.constant(Each).value_or(0);
    return Out;
  }

  /// The state without the bits; nothing if it has none of them.
  static std::optional<Situation> withLess(const Situation &From, const Order &O, std::uint64_t Bits) {
    Situation Out = From;
    bool Had = false;
    auto drop = [&](Cell &Each) {
      if (Each.Place != O.Place || Each.BitOffset || !(Each.Value & Bits))
        return;
      Had = true;
      Each.Value &= ~Bits;
      Each.Shown = "0x" + llvm::utohexstr(Each.Value, true);
      for (Binding &B : Out.Shown)
        if (B.Place == O.Place)
          B.Value = Each.Value ? "(" + B.Value + ") & ~(" + llvm::join(O.Less, " | ") + ")" : "0";
    };
    for (Cell &Each : Out.Concrete.Start.Memory)
      drop(Each);
    for (std::vector<Cell> &Argument : Out.Concrete.Start.Arguments)
      for (Cell &Each : Argument)
        drop(Each);
    return Had ? std::optional(Out) : std::nullopt;
  }

  void suspect(FunctionView &F, const Order &O, std::uint64_t Bits, std::vector<Candidate> &Into) const {
    for (const Row &R : F.table().Rows) {
      if (R.End != RunEnd::Returned || !R.State || senseOf(R.Result) != Sense::Yes)
        continue;
      const auto Less = withLess(*R.State, O, Bits);
      const auto Is = Less ? F.result(Less->Concrete) : std::nullopt;
      if (Is && senseOf(*Is) == Sense::No)
        return Into.push_back(candidate(F, O, R, *Less, *Is));
    }
  }

  Candidate candidate(FunctionView &F, const Order &O, const Row &More, const Situation &Less, const Value &Is) const {
    Candidate C;
    C.What.Rule = info().Id;
    C.What.Level = info().Level;
    C.What.Function = F.name();
    C.What.At = F.row(Less.Concrete)->At;
    C.What.Verdict = "returns " + showResult(F.unit(), F.name(), Is);
    C.What.Message = "Shouldn't this be accepted? With more in " + O.Place + " (" + listed(O.Less) +
                     "), the same state is (it returns " + More.Verdict + ").";
    C.What.Why = O.Why;
    C.What.Witness = Less.Shown;
    C.What.Calls = Less.Calls;
    C.Code = O.Place + " " + C.What.Verdict;
    Does Claim{F.name(), Less, {RunEnd::Returned, Is}};
    Claim.Beside.push_back({F.name(), *More.State, {RunEnd::Returned, More.Result}});
    C.Is = std::move(Claim);
    return C;
  }
};

} // namespace

std::shared_ptr<const Check> makeNonMonotone() { return std::make_shared<NonMonotone>(); }

} // namespace kverdict
