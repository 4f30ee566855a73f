#include "compare/proof/Rounds.h"

#include "compare/Comparable.h"
#include "compare/sides/Effects.h"
#include "compare/sides/Side.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Locals at heads of loops: each is looked at whenever less is known than before.
constexpr size_t MostHeld = 10'000;

/// A local that both versions have.
struct Shared {
  const VarDecl *Old, *New;
};

std::string typeText(QualType Type) { return Type.getCanonicalType().getUnqualifiedType().getAsString(); }

class ByRounds {
public:
  ByRounds(const Unit &OldUnit, const Unit &NewUnit, const Rules &R, const std::string &Function,
           const ParameterMatch &Match, const CompareLimits &Limits, const AliasWorld &World, bool BehindTests)
      : R(R), Match(Match), Limits(Limits), BehindTests(BehindTests), S(Ctx, OldUnit.target()),
        Z(Ctx, ExploreLimits().SolverEffort), Old(OldUnit, R, OldUnit.definition(Function), S, Z),
        New(NewUnit, R, NewUnit.definition(Function), S, Z) {
    Z.chargeTo(Limits.Budget);
    World.suppose(S);
    if (World.Anything)
      Old.anyAlias(World.FirstAnew), New.anyAlias(World.FirstAnew);
    else if (World.LentWritten)
      Old.lentWritten(), New.lentWritten();
  }

  /// Whether one version has a loop that tests last, and the other may have it as one that tests first.
  bool testElsewhere() { return Old.testsLast() != New.testsLast(); }

  RoundsAnswer run() {
    if (prepare())
      compareAll();
    if (!Defined && !Undefined.empty()) // a proof would be about no state at all
      fail("each way through the old version ends in undefined behaviour: " + Undefined);
    if (Out.Why.empty())
      Out.Why = whyNotComparable(Old, New, R, Limits);
    Out.Same = Out.Why.empty();
    Meetings Met = Old.Facts.Met;
    Met.insert(New.Facts.Met.begin(), New.Facts.Met.end());
    Out.Supposed = S.supposed();
    Out.Aliases = aliases(S, Old.U.context(), Met);
    return std::move(Out);
  }

private:
  /// What one version's locals hold at a head, as far as is known.
  using Held = std::map<const VarDecl *, std::vector<z3::expr>>;

  /// A head, which locals are the same there, and what they hold.
  struct Hypothesis {
    bool Reached = false, Waiting = false;
    std::set<unsigned> Same;
    Held Old, New;
  };

  bool prepare() {
    Old.Facts.Parameters = Match.Names;
    for (unsigned Position : Match.OldOf)
      New.Facts.Parameters.push_back(Match.Names[Position]);
    for (const std::string &Name : Limits.Assumed)
      S.hold(Old.condition(Name));
    OldHeads = Old.heads(BehindTests), NewHeads = New.heads(BehindTests);
    if (!OldHeads || !NewHeads || OldHeads->size() != NewHeads->size())
      return fail("the versions do not have the same number of loops, or one of them inside an expression");
    matchLocals();
    if (OldHeads->size() * Locals.size() > MostHeld)
      return fail("the versions have " + std::to_string(OldHeads->size()) + " loops and " +
                  std::to_string(Locals.size()) + " locals, which is too much to hold each at the head of each");
    OldCuts = cuts(Old, *OldHeads, &Shared::Old);
    NewCuts = cuts(New, *NewHeads, &Shared::New);
    Heads.resize(OldHeads->size());
    for (Hypothesis &H : Heads)
      for (unsigned I = 0; I < Locals.size(); ++I)
        H.Same.insert(I);
    return true;
  }

  bool fail(const std::string &Why) {
    if (Out.Why.empty())
      Out.Why = Why;
    return false;
  }

  /// Parameters as the comparison matches them; other locals by name and type, then by type in the order of the text.
  void matchLocals() {
    const std::vector<const VarDecl *> Before = localsOf(Old.F), After = localsOf(New.F);
    std::set<const VarDecl *> Taken;
    auto pair = [&](const VarDecl *A, const VarDecl *B) {
      const auto Parts = partsOf(Old.U.context(), A->getType());
      Taken.insert(A), Taken.insert(B);
      if (!Parts.empty() && Parts == partsOf(New.U.context(), B->getType()))
        Locals.push_back({A, B});
    };
    for (unsigned J = 0; J < New.F->getNumParams(); ++J)
      if (Match.OldOf[J] < Old.F->getNumParams())
        pair(Old.F->getParamDecl(Match.OldOf[J]), New.F->getParamDecl(J));
    for (bool ByName : {true, false})
      for (const VarDecl *A : Before)
        for (const VarDecl *B : After)
          if (!Taken.count(A) && !Taken.count(B) && !isa<ParmVarDecl>(A) && !isa<ParmVarDecl>(B) &&
              (!ByName || A->getName() == B->getName()) && typeText(A->getType()) == typeText(B->getType()))
            pair(A, B);
  }

  CutPoints cuts(const Side &Version, const std::vector<const CFGBlock *> &At, const VarDecl *Shared::*Which) const {
    CutPoints C;
    for (unsigned I = 0; I < At.size(); ++I)
      C.Heads.emplace(At[I], I);
    for (unsigned I = 0; I < Locals.size(); ++I)
      C.Locals.emplace(Locals[I].*Which, I);
    C.All = localsOf(Version.F);
    return C;
  }

  void compareAll() {
    compareSegment(Old.segment(OldCuts, nullptr), New.segment(NewCuts, nullptr), 0);
    for (bool Any = true; Any && Out.Why.empty();) {
      Any = false;
      for (unsigned I = 0; I < Heads.size() && Out.Why.empty(); ++I)
        if (std::exchange(Heads[I].Waiting, false)) {
          Any = true;
          const HeadState Before{(*OldHeads)[I], I, "old", Heads[I].Same, Heads[I].Old},
              After{(*NewHeads)[I], I, "new", Heads[I].Same, Heads[I].New};
          compareSegment(Old.segment(OldCuts, &Before), New.segment(NewCuts, &After),
                         S.epoch("head:" + std::to_string(I)));
        }
    }
  }

  void compareSegment(const std::vector<Way> &Before, const std::vector<Way> &After, Epoch Start) {
    if (Limits.Budget && Limits.Budget->exhausted())
      return void(fail(TooMuchEffort));
    for (const std::vector<Way> *Ways : {&Before, &After})
      for (const Way &W : *Ways) {
        Out.ReadsLent |= W.Done.ReadsLent;
        if (!W.Done.exact())
          return void(fail(W.Done.Approximations.begin()->What));
      }
    for (const Way &A : Before)
      for (const Way &B : After)
        if (Out.Why.empty() && !contradictory(A, B))
          pair(A, B, Start);
  }

  bool possible(const Way &A, const Way &B, const std::vector<z3::expr> &More = {}) {
    if (++Asked > Limits.Pairs)
      return true;
    return Z.satisfiable(S.axioms(), together(A, B, More)) != Answer::No;
  }

  void pair(const Way &A, const Way &B, Epoch Start) {
    const PathEnd End = A.Done.End;
    if (End == PathEnd::Undefined) {
      if (Undefined.empty())
        Undefined = A.Done.Reason;
      if ((B.Done.End != End || (!A.Done.Premise && Limits.TellOfBoth)) && !Noted.count(A.Done.Reason) &&
          possible(A, B)) {
        Noted.insert(A.Done.Reason), Out.Assumed.push_back(A.Done.Reason);
        if (B.Done.End != End)
          Out.UndefinedBefore.push_back(A.Done.Reason);
      }
      return;
    }
    Defined = true;
    const std::string Why = difference(A, B);
    if (!Why.empty()) {
      if (possible(A, B))
        fail(Asked > Limits.Pairs ? "there are too many pairs of paths" : Why);
      return;
    }
    if (!possible(A, B))
      return;
    if (A.returned() && A.Done.Result &&
        (Match.Results != ResultForm::Same || A.Done.Result->id() != B.Done.Result->id())) {
      const auto [Was, Is] = Match.alike(*A.Done.Result, *B.Done.Result);
      if (possible(A, B, {Was != Is}))
        return void(fail("they may return different values"));
    }
    Effects Beside(S, Z, Old, New, false, Limits.Texts);
    Beside.compare(A, B, together(A, B), Start);
    if (!Beside.open().empty() || !Beside.found().empty())
      return void(fail(Beside.open().empty() ? "it " + Beside.found().begin()->first : Beside.open()));
    if (End == PathEnd::AtHead)
      arrive(A, B);
  }

  /// What differs whatever the values are.
  std::string difference(const Way &A, const Way &B) const {
    for (const Way *W : {&A, &B})
      if (W->Done.End == PathEnd::Undecided)
        return W->Done.Reason;
    if (A.Done.End != B.Done.End)
      return B.Done.End == PathEnd::Undefined ? "the new version may have undefined behaviour: " + B.Done.Reason
                                              : "one of them may leave a loop that the other one stays in";
    if (A.Done.End != PathEnd::AtHead)
      return "";
    if (A.Done.Arrived->Head != B.Done.Arrived->Head)
      return "they may come to different loops";
    if (A.Done.History != B.Done.History)
      return "a call before or in a loop may be made in another situation";
    return escaped(*A.Done.Arrived, *B.Done.Arrived) ? "" : "calls got the addresses of other locals";
  }

  /// Locals whose addresses calls got must be each other's counterparts, or be gone.
  bool escaped(const Arrival &A, const Arrival &B) const {
    if (A.Escaped.size() != B.Escaped.size())
      return false;
    auto shared = [&](const Arrival &At, RegionId Id, const VarDecl *Shared::*Which) -> int {
      for (const auto &[V, Own] : At.Locals)
        if (Own == Id) {
          for (unsigned I = 0; I < Locals.size(); ++I)
            if (Locals[I].*Which == V)
              return I;
          return -2;
        }
      return -1;
    };
    for (size_t I = 0; I < A.Escaped.size(); ++I) {
      const int X = shared(A, A.Escaped[I], &Shared::Old), Y = shared(B, B.Escaped[I], &Shared::New);
      if (X != Y || X == -2)
        return false;
    }
    return true;
  }

  /// Drops what is not so; then the head is looked at again.
  void arrive(const Way &A, const Way &B) {
    const Arrival &Left = *A.Done.Arrived, &Right = *B.Done.Arrived;
    Arrival Claimed = Right;
    for (const auto &[V, Id] : Claimed.Locals) // at the head before, it was what it is in the old version, if set there
      if (auto It = Claimed.Memory.Epochs.find(Id); It != Claimed.Memory.Epochs.end() && It->second)
        Claimed.Memory.Initialised.insert(Id);
    Hypothesis &H = Heads[Left.Head];
    const bool First = !std::exchange(H.Reached, true);
    H.Waiting |= First;
    H.Waiting |= std::erase_if(H.Same, [&](unsigned I) { return !same(Locals[I], A, B, Claimed); }) > 0;
    H.Waiting |= hold(H.Old, OldCuts, Old, Left, First);
    H.Waiting |= hold(H.New, NewCuts, New, Right, First);
  }

  /// What a local holds, part by part; nothing for what is not set. Empty if its parts are too many.
  std::vector<std::optional<z3::expr>> content(const Side &Version, const Arrival &At, const VarDecl *V) {
    std::vector<std::optional<z3::expr>> Out;
    const Memory M(S, Version.U.context(), true);
    auto Known = At.Locals.find(V);
    for (const auto &[Bit, Width] : partsOf(Version.U.context(), V->getType()))
      Out.push_back(Known == At.Locals.end() ? std::nullopt
                                             : M.peek(At.Memory, Known->second, Bit, Width, V->getNameAsString(), {}));
    return Out;
  }

  /// Returns whether less is known than before.
  bool hold(Held &Known, const CutPoints &Cuts, const Side &Version, const Arrival &At, bool First) {
    bool Less = false;
    for (const VarDecl *V : Cuts.All) {
      auto It = Known.find(V);
      if (!First && It == Known.end())
        continue;
      std::optional<std::vector<z3::expr>> Now = numbers(content(Version, At, V));
      if (!Now && &Version == &Old) // to read what is not set is undefined in the old version: anything may be there
        Now.emplace();
      if (First && Now)
        Known.emplace(V, std::move(*Now));
      else if (!First && !Now)
        Less = true, Known.erase(It);
      else if (!First && !It->second.empty() && !equal(It->second, *Now))
        Less = true, It->second.clear();
    }
    return Less;
  }

  static bool equal(const std::vector<z3::expr> &A, const std::vector<z3::expr> &B) {
    return std::equal(A.begin(), A.end(), B.begin(), B.end(),
                      [](const z3::expr &X, const z3::expr &Y) { return X.id() == Y.id(); });
  }

  /// Nothing if some part is not set; no numbers if some part is none.
  static std::optional<std::vector<z3::expr>> numbers(const std::vector<std::optional<z3::expr>> &Parts) {
    if (Parts.empty() || !std::all_of(Parts.begin(), Parts.end(), [](const auto &E) { return E.has_value(); }))
      return std::nullopt;
    std::vector<z3::expr> Out;
    for (const auto &E : Parts)
      if (E->is_numeral())
        Out.push_back(*E);
    if (Out.size() < Parts.size())
      Out.clear();
    return Out;
  }

  /// What is set in the old version must be set in the new one, to the same.
  bool same(const Shared &L, const Way &A, const Way &B, const Arrival &Claimed) {
    const auto X = content(Old, *A.Done.Arrived, L.Old), Y = content(New, Claimed, L.New);
    for (size_t I = 0; I < X.size(); ++I)
      if (X[I] && (!Y[I] || (X[I]->id() != Y[I]->id() && possible(A, B, {*X[I] != *Y[I]}))))
        return false;
    return true;
  }

  const Rules &R;
  const ParameterMatch &Match;
  const CompareLimits &Limits;
  const bool BehindTests; ///< loops are cut where their bodies begin
  z3::context Ctx;
  Symbols S;
  Solver Z;
  Side Old, New;
  std::optional<std::vector<const CFGBlock *>> OldHeads, NewHeads;
  CutPoints OldCuts, NewCuts;
  std::vector<Shared> Locals;
  std::vector<Hypothesis> Heads;
  std::set<std::string> Noted;
  bool Defined = false;  ///< some way of the old version ends otherwise than in undefined behaviour
  std::string Undefined; ///< why one of the others does
  unsigned Asked = 0;
  RoundsAnswer Out;
};

} // namespace

RoundsAnswer compareByRounds(const Unit &Old, const Unit &New, const Rules &R, const std::string &Function,
                             const ParameterMatch &Match, const CompareLimits &Limits, const AliasWorld &World) {
  ByRounds Plain(Old, New, R, Function, Match, Limits, World, false);
  RoundsAnswer Answer = Plain.run();
  if (Answer.Same || !Plain.testElsewhere())
    return Answer;
  RoundsAnswer Behind = ByRounds(Old, New, R, Function, Match, Limits, World, true).run();
  return Behind.Same ? Behind : Answer;
}

} // namespace kverdict
