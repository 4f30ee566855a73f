#include "compare/Cubes.h"

namespace kverdict {
namespace {

z3::expr all(z3::context &Z, const std::vector<z3::expr> &Conditions) {
  z3::expr_vector Parts(Z);
  for (const z3::expr &E : Conditions)
    Parts.push_back(E);
  return z3::mk_and(Parts);
}

} // namespace

z3::expr Cube::holds(z3::context &Z) const {
  z3::expr_vector Parts(Z);
  for (const Literal &L : Literals)
    Parts.push_back(L.Term);
  return z3::mk_and(Parts);
}

/// The states in which a version does something else than on this way.
z3::expr Cubes::leadsElsewhere(const Side &Version, const Way &Here, bool IsOld) {
  z3::context &Ctx = S.z3();
  z3::expr_vector Ways(Ctx);
  for (const Way &W : Version.Ways) {
    if (&W == &Here)
      continue;
    if (W.Done.End == PathEnd::Undefined && (IsOld || W.Done.Premise || !Here.returned()))
      continue; // nothing is said of these states
    if (W.Done.End == Here.Done.End && !W.returned() && W.Done.End != PathEnd::Undecided)
      continue;
    z3::expr Taken = all(Ctx, W.Done.Conditions);
    if (W.returned() && Here.returned() && W.Done.Result && Here.Done.Result) {
      z3::expr Other = (*W.Done.Result != *Here.Done.Result).simplify();
      if (Other.is_false())
        continue;
      Taken = Taken && Other;
    }
    Ways.push_back(Taken);
  }
  return z3::mk_or(Ways);
}

z3::expr Cubes::elsewhere(const Clash &C) {
  return leadsElsewhere(Old, *C.Old, true) || leadsElsewhere(New, *C.New, false);
}

Cube Cubes::minimal(const Clash &C) {
  Cube Out;
  std::set<unsigned> Seen;
  for (const Way *W : {C.Old, C.New})
    for (const Literal &L : W->Literals)
      if (Seen.insert(L.Term.id()).second)
        Out.Literals.push_back(L);
  std::vector<z3::expr> Given = C.Assumed;
  for (const Way *W : {C.Old, C.New})
    Given.insert(Given.end(), W->Background.begin(), W->Background.end());
  Given.push_back(C.Differ);
  Given.push_back(elsewhere(C));
  for (size_t I = 0; I < Out.Literals.size();) {
    std::vector<z3::expr> Rest = Given;
    for (size_t J = 0; J < Out.Literals.size(); ++J)
      if (J != I)
        Rest.push_back(Out.Literals[J].Term);
    if (Z.satisfiable(S.axioms(), Rest) == Answer::No)
      Out.Literals.erase(Out.Literals.begin() + I);
    else
      ++I;
  }
  // The same words twice say nothing more.
  return Out;
}

} // namespace kverdict
