#include "explore/loops/Widening.h"

namespace kverdict {
namespace {

bool sameStep(const Step &A, const Step &B) {
  return A.What == B.What && A.Code == B.Code && A.Depth == B.Depth && A.Taken == B.Taken && A.Text == B.Text;
}

/// Steps of both that are the same, by their numbers.
using Aligned = std::vector<std::pair<size_t, size_t>>;

/// The steps of a path must be those of the way, with any rounds where the way stands for them.
bool align(const std::vector<Step> &Way, size_t I, const std::vector<Step> &Walked, size_t J, Aligned &Out) {
  const size_t Before = Out.size();
  for (; I < Way.size() && !standsForRounds(Way[I]); ++I, ++J) {
    if (J == Walked.size() || !sameStep(Way[I], Walked[J])) {
      Out.resize(Before);
      return false;
    }
    Out.emplace_back(I, J);
  }
  if (I == Way.size()) {
    if (J != Walked.size())
      Out.resize(Before);
    return J == Walked.size();
  }
  for (; J <= Walked.size(); ++J) {
    if (align(Way, I + 1, Walked, J, Out))
      return true;
    if (J < Walked.size() && Walked[J].Depth < Way[I].Depth)
      break; // out of the function of the loop
  }
  Out.resize(Before);
  return false;
}

class Leading {
public:
  Leading(Symbols &S, Solver &Z, const Path &Way, const Path &Walked, const RoundFacts &Facts)
      : S(S), Z(Z), A(Way), B(Walked), Facts(Facts) {}

  std::optional<std::set<unsigned>> run() {
    Aligned Both;
    if (A.End == PathEnd::Undefined && A.Premise)
      return samePremise();
    if (!sameEnd())
      return std::nullopt;
    if (A.StoppedAt != B.StoppedAt || A.StoppedFrom != B.StoppedFrom || !align(A.Steps, 0, B.Steps, 0, Both))
      return std::nullopt;
    if (B.Result)
      bind(*B.Result, *A.Result);
    for (const auto &[I, J] : Both)
      if (A.Steps[I].Condition >= 0 && B.Steps[J].Condition >= 0)
        bind(B.Conditions[B.Steps[J].Condition], A.Conditions[A.Steps[I].Condition]);
    bindOthers();
    release();
    if (!sameResult() || carries() || sumDecides(Both))
      return std::nullopt;
    if (!Released.empty() && Z.satisfiable(S.axioms(), B.Conditions) != Answer::Yes)
      return std::nullopt;
    return otherwise();
  }

private:
  bool sameEnd() const {
    return A.End == B.End && A.Premise == B.Premise && A.Reason == B.Reason &&
           A.Result.has_value() == B.Result.has_value() &&
           (!A.Result || A.Result->get_sort().bv_size() == B.Result->get_sort().bv_size());
  }

  /// That a pointer is null which the function never tests is told once, wherever it is followed; and of each place
  /// once, whatever the pointer is called.
  std::optional<std::set<unsigned>> samePremise() {
    auto what = [](const Path &Of) { return Of.Reason.substr(0, Of.Reason.find(" of ")); };
    if (B.End != PathEnd::Undefined || !B.Premise || what(A) != what(B) ||
        (A.Reason != B.Reason && A.StoppedAt != B.StoppedAt))
      return std::nullopt;
    for (const z3::expr &Each : B.Conditions)
      collectSymbols(Each, Released);
    if (Z.satisfiable(S.axioms(), B.Conditions) != Answer::Yes)
      return std::nullopt;
    return Released;
  }

  /// Terms of the walked path that are to be the same as those of the way.
  void bind(const z3::expr &Walked, const z3::expr &Way) {
    const size_t Before = Bound.size();
    if (match(Walked, Way))
      return;
    for (; Bound.size() > Before; Bound.pop_back())
      StandsFor.erase(Bound.back());
  }

  bool match(const z3::expr &Walked, const z3::expr &Way) {
    if (!Walked.is_app() || !Way.is_app() || Walked.is_numeral())
      return Walked.id() == Way.id();
    if (const Symbol *Sym = S.find(Walked)) {
      const bool Fixed = Sym->What == Symbol::Kind::Argument || Sym->Pure;
      if (!z3::eq(Walked.get_sort(), Way.get_sort()) || (Fixed && Walked.id() != Way.id()) ||
          speaksOf(Way, Facts.Sums) || speaksOf(Way, Facts.Counts))
        return false;
      const auto [It, New] = StandsFor.try_emplace(Walked.id(), Way);
      if (New)
        Bound.push_back(Walked.id());
      return It->second.id() == Way.id();
    }
    if (Walked.num_args() == 0 || Walked.num_args() != Way.num_args() || !z3::eq(Walked.decl(), Way.decl()))
      return Walked.id() == Way.id();
    for (unsigned I = 0; I < Walked.num_args(); ++I)
      if (!match(Walked.arg(I), Way.arg(I)))
        return false;
    return true;
  }

  /// Conditions that no branch of both has asked, of the same form.
  void bindOthers() {
    for (const z3::expr &Each : B.Conditions) {
      if (follows(here(Each)))
        continue;
      for (size_t I = A.Conditions.size(); I-- > 0;) {
        const size_t Before = Bound.size();
        bind(Each, A.Conditions[I]);
        if (Bound.size() > Before)
          break;
      }
    }
  }

  bool releases(const std::vector<unsigned> &Ids) const {
    return std::any_of(Ids.begin(), Ids.end(), [&](unsigned Id) { return Released.count(Id) != 0; });
  }

  /// A term of the walked path, as it is on the way.
  z3::expr here(const z3::expr &Term) {
    z3::expr_vector From(S.z3()), To(S.z3());
    for (unsigned Id : Z.symbols(Term))
      if (auto It = StandsFor.find(Id); It != StandsFor.end() && It->second.id() != Id) {
        From.push_back(S.find(Id)->Term);
        To.push_back(It->second);
      }
    return From.empty() ? Term : S.tidy(z3::expr(Term).substitute(From, To));
  }

  bool follows(const z3::expr &Now) {
    return Now.is_true() ||
           std::any_of(A.Conditions.begin(), A.Conditions.end(),
                       [&](const z3::expr &Each) { return Each.id() == Now.id(); }) ||
           Z.satisfiable(S.axioms(), A.Conditions, S.tidy(!Now)) == Answer::No;
  }

  /// Where a condition of the walked path does not follow on the way, what it is about is otherwise there; and so is
  /// whatever other conditions hold against that. The path shows that there are values for all of these.
  void release() {
    std::vector<z3::expr> All = B.Conditions;
    for (const z3::expr &Each : S.axioms())
      All.push_back(Each);
    std::vector<bool> Shown(All.size());
    for (bool Changed = true; Changed;) {
      Changed = releaseMoved();
      for (size_t I = 0; I < All.size(); ++I) {
        const std::vector<unsigned> Ids = Z.symbols(All[I]);
        const bool Axiom = I >= B.Conditions.size();
        const bool Renamed = std::any_of(Ids.begin(), Ids.end(), [&](unsigned Id) { return StandsFor.count(Id); });
        if (!releases(Ids) && (Shown[I] || (Axiom && !Renamed) || follows(here(All[I])))) {
          Shown[I] = true;
          continue;
        }
        for (unsigned Id : Ids) {
          Changed |= Released.insert(Id).second;
          StandsFor.erase(Id);
        }
      }
    }
  }

  /// Memory that lies elsewhere since what says where is otherwise. Returns whether there was some.
  bool releaseMoved() {
    std::set<unsigned> Own, Gone;
    for (const z3::expr &Each : B.Conditions)
      collectSymbols(Each, Own);
    if (B.Result)
      collectSymbols(*B.Result, Own);
    for (unsigned Id : Own) {
      const Symbol *Sym = S.find(Id);
      if (!Sym || Sym->What != Symbol::Kind::Memory || Released.count(Id) || StandsFor.count(Id))
        continue;
      const std::vector<unsigned> &Base = Z.symbols(S.region(Sym->Region).Base);
      if (std::any_of(Base.begin(), Base.end(), [&](unsigned Each) {
            const auto It = StandsFor.find(Each);
            return Released.count(Each) || (It != StandsFor.end() && It->second.id() != Each);
          }))
        Gone.insert(Id);
    }
    Released.insert(Gone.begin(), Gone.end());
    return !Gone.empty();
  }

  bool sameResult() {
    if (!B.Result)
      return true;
    if (releases(Z.symbols(*B.Result)))
      return false;
    const z3::expr Now = here(*B.Result);
    return Now.id() == A.Result->id() || follows(S.tidy(Now == *A.Result));
  }

  bool speaksOf(const z3::expr &Term, const std::set<unsigned> &These) {
    const std::vector<unsigned> &Ids = Z.symbols(Term);
    return std::any_of(Ids.begin(), Ids.end(), [&](unsigned Id) { return These.count(Id) != 0; });
  }

  /// Whether the way asks something of a sum that the path answers for another state.
  bool sumDecides(const Aligned &Both) {
    for (const auto &[I, J] : Both) {
      const Step &Way = A.Steps[I], &Walked = B.Steps[J];
      if (Way.Condition < 0 || Walked.Condition < 0 || Facts.Conditions.count(Way.Code) ||
          !releases(Z.symbols(B.Conditions[Walked.Condition])))
        continue;
      const z3::expr &Asked = A.Conditions[Way.Condition];
      if (speaksOf(Asked, Facts.Sums) || (speaksOf(Asked, Facts.Counts) && !Facts.Exits.count(Way.Code)))
        return true;
    }
    return false;
  }

  /// Whether memory at entry would have to be what rounds made of it.
  bool carries() const {
    auto changed = [&](const Symbol &Sym) {
      const BitRange Place{Sym.Region, Sym.Bit, Sym.Bit + Sym.Term.get_sort().bv_size()};
      return Sym.What == Symbol::Kind::Memory && Sym.When == 0 &&
             std::any_of(Facts.Carried.begin(), Facts.Carried.end(),
                         [&](const BitRange &Each) { return Each.overlaps(Place); });
    };
    for (unsigned Id : Released)
      if (const Symbol *Sym = S.find(Id); Sym && changed(*Sym))
        return true;
    for (const auto &[Id, Term] : StandsFor) {
      const Symbol &Sym = *S.find(Id);
      if (Term.id() == Id || !changed(Sym))
        continue;
      for (unsigned Each : Z.symbols(Term))
        if (const Symbol *Now = S.find(Each); Now && Now->What == Symbol::Kind::Memory && Now->Region == Sym.Region)
          return true;
    }
    return false;
  }

  /// All that is not what it was at entry: also what a call gave that may be another one of that name here.
  std::set<unsigned> otherwise() {
    std::set<unsigned> Out = Released;
    for (const auto &[Id, Term] : StandsFor)
      if (Term.id() != Id)
        Out.insert(Id);
    std::set<unsigned> Ids;
    for (const z3::expr &Each : B.Conditions)
      collectSymbols(Each, Ids);
    if (B.Result)
      collectSymbols(*B.Result, Ids);
    for (unsigned Id : Ids)
      if (const Symbol *Sym = S.find(Id); Sym && Sym->What == Symbol::Kind::CallResult && !Sym->Pure)
        Out.insert(Id);
    return Out;
  }

  Symbols &S;
  Solver &Z;
  const Path &A, &B;
  const RoundFacts &Facts;
  std::map<unsigned, z3::expr> StandsFor; ///< by Z3's id of a symbol of the walked path: its value on the way
  std::vector<unsigned> Bound;            ///< in their order
  std::set<unsigned> Released;
};

} // namespace

std::optional<std::set<unsigned>> leadsThere(Symbols &S, Solver &Z, const Path &Way, const Path &Walked,
                                             const RoundFacts &Facts) {
  return Leading(S, Z, Way, Walked, Facts).run();
}

} // namespace kverdict
