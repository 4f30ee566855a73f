#include "compare/Cubes.h"

#include "compare/Deciding.h"
#include "compare/Simplify.h"
#include "compare/sides/Locals.h"

#include <algorithm>
#include <map>

using namespace clang;

namespace kverdict {

z3::expr Cube::holds(z3::context &Z) const {
  z3::expr_vector Parts(Z);
  for (const Literal &L : Literals)
    Parts.push_back(L.Term);
  return z3::mk_and(Parts);
}

void Cubes::leadsElsewhere(const Side &Version, const Way &Here, bool IsOld) {
  for (const Way &W : Version.Ways) {
    if (&W == &Here)
      continue;
    if (W.Done.End == PathEnd::Undefined && (IsOld || W.Done.Premise || !Here.returned()))
      continue; // nothing is said of these states
    if (W.Done.End == Here.Done.End && !W.returned() && W.Done.End != PathEnd::Undecided)
      continue;
    Elsewhere Other{&W, W.Done.Conditions};
    if (W.returned() && Here.returned() && W.Done.Result && Here.Done.Result) {
      z3::expr Differ = S.tidy(*W.Done.Result != *Here.Done.Result);
      if (Differ.is_false())
        continue;
      if (!Differ.is_true())
        Other.Conditions.push_back(Differ);
    }
    Others.push_back(std::move(Other));
  }
}

/// Whether the conditions let states through that lead elsewhere; they may, if nothing more is asked.
bool Cubes::canLeave(const std::vector<z3::expr> &Rest) {
  if (Z.exhausted())
    return true;
  for (size_t I = 0; I < Others.size(); ++I) {
    std::vector<z3::expr> All = Others[I].Conditions;
    All.insert(All.end(), Rest.begin(), Rest.end());
    if (Z.satisfiable(S.axioms(), All) == Answer::No)
      continue;
    std::rotate(Others.begin(), Others.begin() + I, Others.begin() + I + 1);
    return true;
  }
  return false;
}

/// That the new version follows a null pointer is a condition of it alone. If branches of the source say the same
/// (`!e->rb`, of the old version), they are to be shown, and so it is not given.
void Cubes::leaveToLiterals(const Clash &C, const Cube &Branches, std::vector<z3::expr> &Given) {
  if (C.New->Done.End != PathEnd::Undefined || C.New->Done.Conditions.empty())
    return;
  const z3::expr Stops = C.New->Done.Conditions.back();
  std::vector<z3::expr> Rest = Given;
  std::erase_if(Rest, [&](const z3::expr &E) { return E.id() == Stops.id(); });
  if (Rest.size() == Given.size())
    return;
  std::vector<z3::expr> All = Rest;
  for (const Literal &L : Branches.Literals)
    All.push_back(L.Term);
  if (Z.satisfiable(S.axioms(), All, !Stops) == Answer::No)
    Given = std::move(Rest);
}

bool asks(const Way &W, const Literal &L) {
  return std::any_of(W.Literals.begin(), W.Literals.end(),
                     [&](const Literal &Each) { return Each.Term.id() == L.Term.id(); });
}

/// Each condition of both once; in the words of the version that has to tell it apart from others.
static std::vector<Literal> literals(const Clash &C) {
  std::vector<Literal> Out;
  std::map<unsigned, size_t> Seen;
  for (const Way *W : {C.Old, C.New})
    for (const Literal &L : W->Literals) {
      const auto [At, New] = Seen.try_emplace(L.Term.id(), Out.size());
      if (New)
        Out.push_back(L);
      else if (L.Text != Out[At->second].Text) // `x` that holds is `!x` now that does not
        Out[At->second].Changed = !L.Depth;
      else if (L.asWritten().size() > Out[At->second].asWritten().size())
        Out[At->second] = L;
    }
  return Out;
}

/// What one version alone asks comes first: that is what changed.
static bool ofOneAlone(const Clash &C, const Literal &L) { return asks(*C.Old, L) != asks(*C.New, L); }

static bool asks(const Side &Version, const Literal &L, const z3::expr &Contrary) {
  return std::any_of(Version.Ways.begin(), Version.Ways.end(), [&](const Way &W) {
    return std::any_of(W.Literals.begin(), W.Literals.end(), [&](const Literal &Each) {
      return Each.Term.id() == L.Term.id() || Each.Term.id() == Contrary.id();
    });
  });
}

static bool isSame(const Way &A, const Way &B) {
  const auto &X = A.Done.Result, &Y = B.Done.Result;
  return A.Done.End == B.Done.End && (!A.returned() || !X || !Y || X->id() == Y->id());
}

/// Whether the versions do the same somewhere where a condition that one of them alone asks is otherwise: else they
/// differ there, too, and it is not what makes them.
static bool mattersAlone(const Side &Asking, const Way &Other, const z3::expr &Contrary) {
  bool Any = false, Same = false;
  for (const Way &W : Asking.Ways)
    if (std::any_of(W.Literals.begin(), W.Literals.end(),
                    [&](const Literal &Each) { return Each.Term.id() == Contrary.id(); })) {
      Any = true;
      Same |= isSame(W, Other);
    }
  return Same || !Any;
}

/// Of the two ways, the one with fewer conditions of its own, if they are but a guard: none in doubt.
static const Way *cutShort(const Clash &C, const std::vector<Literal> &All) {
  constexpr std::ptrdiff_t Most = 2;
  auto alone = [&](const Way *W, const Way *Other) {
    return std::count_if(All.begin(), All.end(), [&](const Literal &L) { return asks(*W, L) && !asks(*Other, L); });
  };
  const auto InOld = alone(C.Old, C.New), InNew = alone(C.New, C.Old);
  return InOld == InNew || std::min(InOld, InNew) > Most ? nullptr : InOld < InNew ? C.Old : C.New;
}

const Path &Cubes::pathOf(const Clash &C, const Literal &L) const {
  return L.Source == &New.U && asks(*C.New, L) ? C.New->Done : C.Old->Done;
}

/// Says of what was read anew when that was, where another condition is about what was there before: each way says so
/// only of conditions of its own.
void Cubes::tellReadsApart(const Clash &C, std::vector<Literal> &All) {
  std::map<std::string, std::set<unsigned>> Reads;
  auto symbolsOf = [](const Literal &L) {
    std::set<unsigned> Ids;
    collectSymbols(L.Term, Ids);
    return Ids;
  };
  for (const Literal &L : All)
    for (const unsigned Id : symbolsOf(L))
      if (const Symbol *Is = S.find(Id); Is && Is->What == Symbol::Kind::Memory)
        Reads[Is->Place].insert(Id);
  for (Literal &L : All)
    for (const unsigned Id : symbolsOf(L))
      if (const Symbol *Is = S.find(Id); Is && Is->What == Symbol::Kind::Memory && Reads[Is->Place].size() > 1)
        if (const std::string Said = readAfter((asks(*C.New, L) ? C.New : C.Old)->Done, *Is);
            L.After.find(Said) == std::string::npos)
          L.After += Said;
}

/// Whether one of the two ways ends by what changed: else something else made them part, and conditions that changed
/// only let them come there.
static bool endsBy(const Clash &C, const std::vector<Literal> &All) {
  return std::any_of(All.begin(), All.end(), [&](const Literal &L) {
    return L.Changed && ((!C.Old->Literals.empty() && C.Old->Literals.back().Term.id() == L.Term.id()) ||
                         (!C.New->Literals.empty() && C.New->Literals.back().Term.id() == L.Term.id()));
  });
}

/// The words of the function itself; and what changed comes first: what one version alone asks, and the guard that
/// makes one of the two ways end before the other.
void Cubes::putIntoWords(const Clash &C, std::vector<Literal> &All) {
  const Way *Short = cutShort(C, All);
  tellReadsApart(C, All);
  std::vector<Literal *> Each;
  for (Literal &L : All)
    Each.push_back(&L);
  tellLocalsApart(Each, [&](const Literal &L) -> const Path & { return pathOf(C, L); });
  for (Literal &L : All) {
    const bool InNew = asks(*C.New, L);
    InNew ? New.putIntoWords(L, *C.New) : Old.putIntoWords(L, *C.Old);
    const z3::expr Contrary = S.tidy(!L.Term);
    L.Changed |= ofOneAlone(C, L) && ((Short && asks(*Short, L)) || !asks(InNew ? Old : New, L, Contrary)) &&
                 mattersAlone(InNew ? New : Old, InNew ? *C.Old : *C.New, Contrary);
  }
  if (!endsBy(C, All))
    for (Literal &L : All)
      L.Changed = false;
  std::stable_partition(All.begin(), All.end(), [&](const Literal &L) { return ofOneAlone(C, L); });
  std::stable_partition(All.begin(), All.end(), [](const Literal &L) { return L.Changed; });
  markDeciding(C, All, Old.judged()->getBody(), New.judged()->getBody());
}

/// What callees ask is left out rather than what the function asks itself, and of its own conditions those that are
/// asked again in a later round.
static unsigned strangeness(const Literal &L) { return 2 * L.Depth + (L.Time != 0); }

/// Of `a || b` that is asked as a whole, a path may know already that a is false: the words say more than the term.
static bool saysMore(const Literal &L) {
  const auto *Joined = L.Code ? dyn_cast<BinaryOperator>(askedBy(L.Code)) : nullptr;
  return Joined && Joined->isLogicalOp();
}

Cube Cubes::minimal(const Clash &C, bool WithinOld) {
  Cube Out{literals(C)};
  std::stable_sort(Out.Literals.begin(), Out.Literals.end(),
                   [](const Literal &A, const Literal &B) { return strangeness(A) > strangeness(B); });
  std::vector<z3::expr> Given = C.Assumed;
  if (C.New->Done.End != PathEnd::Undefined) // else the old version's test is what one wants to read
    std::erase_if(Given, [&](const z3::expr &E) { return C.Unwritten.count(E.id()); });
  for (const Way *W : {C.Old, C.New})
    Given.insert(Given.end(), W->Background.begin(), W->Background.end());
  Given.push_back(C.Differ);
  leaveToLiterals(C, Out, Given);
  Others.clear();
  leadsElsewhere(Old, *C.Old, true);
  leadsElsewhere(New, *C.New, false);
  for (const Path &P : Old.LeftOut) // where both do the same
    Others.push_back({nullptr, P.Conditions});
  if (WithinOld && !C.Old->Literals.empty())
    Others.push_back({nullptr, {S.tidy(!Cube{C.Old->Literals}.holds(S.z3()))}});
  const std::vector<Literal> All = Out.Literals;
  for (size_t I = 0; I < Out.Literals.size();) {
    std::vector<z3::expr> Rest = Given;
    for (size_t J = 0; J < Out.Literals.size(); ++J)
      if (J != I)
        Rest.push_back(Out.Literals[J].Term);
    if (!canLeave(Rest))
      Out.Literals.erase(Out.Literals.begin() + I);
    else
      ++I;
  }
  if (std::any_of(Out.Literals.begin(), Out.Literals.end(), saysMore))
    Out.Literals = All;
  std::stable_sort(Out.Literals.begin(), Out.Literals.end(),
                   [](const Literal &A, const Literal &B) { return strangeness(A) < strangeness(B); });
  putIntoWords(C, Out.Literals);
  return Out;
}

} // namespace kverdict
