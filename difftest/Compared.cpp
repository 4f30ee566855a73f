#include "difftest/Compared.h"

#include "compare/Comparing.h"
#include "compare/Pair.h"
#include "difftest/RandomState.h"
#include "difftest/Trial.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {
namespace {

/// The pieces of a function, the outer ones first.
void collect(Fragment &At, std::vector<Fragment *> &Out) {
  Out.push_back(&At);
  for (Fragment &Part : At.Parts)
    collect(Part, Out);
}

/// Another operator of the same kind, or the same text.
std::string otherOperator(std::string Text, Random &R) {
  static const std::vector<std::vector<std::string>> Kinds = {
      {" < ", " <= ", " > ", " >= ", " == ", " != "}, {" && ", " || "}, {" & ", " | ", " ^ ", " + ", " - "}};
  for (const auto &Kind : Kinds)
    for (const std::string &Operator : Kind)
      if (size_t At = Text.find(Operator); At != Text.npos)
        return Text.replace(At, Operator.size(), R.pick(Kind));
  return Text;
}

/// The function with one place changed: something smaller in its stead, or another operator.
GeneratedFunction changed(GeneratedFunction F, Random &R) {
  std::vector<Fragment *> Pieces;
  for (Fragment &Function : F.Root.Parts)
    for (Fragment &Body : Function.Parts)
      collect(Body, Pieces);
  Fragment &At = *R.pick(Pieces);
  const std::vector<Fragment> Ways = smaller(At);
  if (!Ways.empty() && R.chance(60))
    At = Fragment(R.pick(Ways));
  else
    At.Text = otherOperator(At.Text, R);
  return F;
}

class Comparer {
public:
  Comparer(const PairTrial &Size, PairTally &T) : Size(Size), T(T) {}

  std::vector<std::string> take() { return std::move(Reports); }

  void compare(const GeneratedFunction &Old, const GeneratedFunction &New, std::uint64_t Seed) {
    const std::string Both = "\n" + Old.text() + "--- against\n" + New.text();
    VersionPair Pair(request(Old), request(New), NoRules);
    const Comparison C = Pair.compare(Old.Name);
    ++T.Pairs;
    T.Undecided += C.What == Change::Undecided;
    if (meets(Pair, Old.Name)) {
      ++T.Met;
      const bool Differs = C.What != Change::Equivalent && C.What != Change::Undecided;
      const std::string Says =
          Differs ? "one way after the other, it is " + changeWord(C.What) : differ(Pair, C, Old, Seed);
      if (!Says.empty())
        Reports.push_back("seed " + std::to_string(Seed) + ": proved the same where ways meet, but " + Says + Both);
    }
    if (C.Refuted)
      Reports.push_back("seed " + std::to_string(Seed) + ": the simulator does not confirm a difference" + Both);
    if (C.What != Change::Equivalent) {
      T.Changed += C.What != Change::Undecided;
      return;
    }
    ++T.Equivalent;
    if (std::string Says = differ(Pair, C, Old, Seed); !Says.empty())
      Reports.push_back("seed " + std::to_string(Seed) + ": called equivalent, but " + Says + Both);
  }

private:
  /// Whether the two are proved the same by ways that meet again, which few functions as small as these need.
  bool meets(const VersionPair &Pair, const std::string &Name) {
    CompareLimits Limits;
    Effort Budget(Limits.MostEffort);
    Limits.Budget = &Budget;
    return Comparing(Pair.oldUnit(), Pair.newUnit(), NoRules, Name, Limits).runMeeting().What == Change::Equivalent;
  }

  static UnitRequest request(const GeneratedFunction &F) {
    UnitRequest Q;
    Q.Command = {"/t/generated.c", "/t", {"-std=gnu11"}};
    Q.Text = fileText({F});
    Q.AllBodies = true;
    return Q;
  }

  static std::map<std::string, std::uint64_t> addresses(const Unit &U) {
    std::map<std::string, std::uint64_t> Out;
    for (const Decl *D : U.context().getTranslationUnitDecl()->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        Out.try_emplace(V->getNameAsString(), 0x200000000000 + 0x10000 * Out.size());
    return Out;
  }

  static std::string shown(const Run &R) {
    return R.End == RunEnd::Returned ? std::to_string(R.Result.asSigned()) : R.Reason;
  }

  /// Empty, or the state in which the two do not do the same.
  std::string differ(const VersionPair &Pair, const Comparison &C, const GeneratedFunction &Old, std::uint64_t Seed) {
    const Unit &A = Pair.oldUnit();
    Simulator OldSim(A, NoRules.Models), NewSim(Pair.newUnit(), NoRules.Models);
    Random R(Seed);
    const auto Addresses = addresses(A);
    RandomState Maker(A, R, Addresses, !Old.Writes && !Old.Opaque);
    for (unsigned N = 0; N < Size.States; ++N) {
      Witness W = Maker.make(A.definition(Old.Name));
      Run First;
      if (!runWithCalls(A, OldSim, Old.Name, Maker, W, First) || First.End != RunEnd::Returned)
        continue; // of undefined behaviour nothing is said
      const Run Second = NewSim.run(Old.Name, W);
      if (Second.End == RunEnd::Undefined && !C.Assumed.empty())
        continue;
      ++T.States;
      if (Second.End != RunEnd::Returned || Second.Result.Bits != First.Result.Bits)
        return "one does " + shown(First) + ", the other " + shown(Second) + "\n" + show(W);
    }
    return "";
  }

  const PairTrial &Size;
  PairTally &T;
  const Rules NoRules;
  std::vector<std::string> Reports;
};

} // namespace

std::vector<std::string> comparePairs(const PairTrial &Size, std::uint64_t Seed, PairTally &T) {
  Comparer All(Size, T);
  Random R(Seed);
  for (unsigned I = 0; I < Size.Functions; ++I) {
    Generator G(Seed * 100'000 + I, I % 3 == 0);
    const GeneratedFunction F = G.function("f");
    for (unsigned J = 0; J < Size.Changes; ++J) {
      const GeneratedFunction New = changed(F, R);
      try {
        if (New.text() != F.text())
          All.compare(F, New, Seed * 100'000 + I);
      } catch (const ParseError &) {
        // What was left is no C.
      }
    }
  }
  return All.take();
}

} // namespace kverdict
