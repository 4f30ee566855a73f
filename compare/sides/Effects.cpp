#include "compare/sides/Effects.h"

#include <clang/AST/ASTContext.h>

#include <algorithm>

namespace kverdict {
namespace {

bool sameTerms(const std::map<RegionId, std::map<std::int64_t, StoredBits>> &A,
               const std::map<RegionId, std::map<std::int64_t, StoredBits>> &B) {
  auto same = [](const auto &X, const auto &Y) {
    return X.first == Y.first && X.second.Width == Y.second.Width && X.second.Term.id() == Y.second.Term.id();
  };
  return std::equal(A.begin(), A.end(), B.begin(), B.end(), [&](const auto &X, const auto &Y) {
    return X.first == Y.first && std::equal(X.second.begin(), X.second.end(), Y.second.begin(), Y.second.end(), same);
  });
}

/// The calls that may have written something.
std::vector<const OpaqueCall *> effective(const Way &W) {
  std::vector<const OpaqueCall *> Calls;
  for (const OpaqueCall &C : W.Done.Calls)
    if (C.World)
      Calls.push_back(&C);
  return Calls;
}

std::multiset<std::string> names(const std::vector<const OpaqueCall *> &Calls) {
  std::multiset<std::string> Out;
  for (const OpaqueCall *C : Calls)
    Out.insert(C->Callee);
  return Out;
}

} // namespace

Effects::Effects(Symbols &S, Solver &Z, const Side &Old, const Side &New)
    : S(S), Z(Z), OldSide(Old), NewSide(New), OldMemory(S, Old.U.context(), true), NewMemory(S, New.U.context(), true) {
}

void Effects::compare(const Way &A, const Way &B, const std::vector<z3::expr> &Conditions, Epoch Start) {
  if (!A.goesOn() || !B.goesOn() || (A.Done.History == B.Done.History && sameTerms(A.Done.Left, B.Done.Left)))
    return;
  if (Z.satisfiable(S.axioms(), Conditions) == Answer::No)
    return;
  Given = Conditions;
  const std::vector<const OpaqueCall *> Old = effective(A), New = effective(B);
  if (!callSequence(Old, New))
    return;
  Epoch OldWorld = Start, NewWorld = Start;
  for (size_t I = 0; I < Old.size(); ++I) {
    const std::string When = " when it calls " + Old[I]->Callee + "()";
    const bool Same = Old[I]->Key == New[I]->Key ||
                      (stores(Old[I]->Stored, New[I]->Stored, OldWorld, NewWorld, When) && arguments(*Old[I], *New[I]));
    if (!Same)
      return;
    OldWorld = Old[I]->World, NewWorld = New[I]->World;
  }
  if (OldWorld != NewWorld && Open.empty())
    Open = "it calls " + Old.back()->Callee + "() in another situation than before";
  stores(A.Done.Left, B.Done.Left, OldWorld, NewWorld, "");
}

bool Effects::callSequence(const std::vector<const OpaqueCall *> &Old, const std::vector<const OpaqueCall *> &New) {
  auto same = [](const OpaqueCall *X, const OpaqueCall *Y) { return X->Callee == Y->Callee; };
  if (std::equal(Old.begin(), Old.end(), New.begin(), New.end(), same))
    return true;
  const std::multiset<std::string> Was = names(Old), Is = names(New);
  std::vector<std::string> Added, Gone;
  std::set_difference(Is.begin(), Is.end(), Was.begin(), Was.end(), std::back_inserter(Added));
  std::set_difference(Was.begin(), Was.end(), Is.begin(), Is.end(), std::back_inserter(Gone));
  for (const std::string &Name : Added)
    if (OldSide.looksInto(Name))
      Open = Name + "() has a body that can be looked into in the old version only";
    else
      Found.insert("calls " + Name + "() where it did not before");
  for (const std::string &Name : Gone)
    if (NewSide.looksInto(Name))
      Open = Name + "() has a body that can be looked into in the new version only";
    else
      Found.insert("no longer calls " + Name + "() where it did");
  if (Added.empty() && Gone.empty()) {
    const size_t At = std::mismatch(Old.begin(), Old.end(), New.begin(), same).first - Old.begin();
    Found.insert("calls " + Old[At]->Callee + "() and " + New[At]->Callee + "() in another order");
  }
  return false;
}

bool Effects::arguments(const OpaqueCall &A, const OpaqueCall &B) {
  if (A.Arguments.size() != B.Arguments.size()) {
    Found.insert("calls " + A.Callee + "() with other arguments");
    return false;
  }
  for (size_t I = 0; I < A.Arguments.size(); ++I) {
    const z3::expr &X = A.Arguments[I], &Y = B.Arguments[I];
    if (X.id() == Y.id())
      continue;
    auto own = [&](const z3::expr &E) {
      return E.is_numeral() && E.get_sort().bv_size() == S.pointerBits() && S.owner(E.get_numeral_uint64());
    };
    if (own(X) && own(Y)) {
      Open = "it calls " + A.Callee + "() with the address of another object than before";
      return false;
    }
    if (X.get_sort().bv_size() != Y.get_sort().bv_size() ||
        different(X, Y, "calls " + A.Callee + "() with other arguments"))
      return false;
  }
  return true;
}

/// Returns false if they differ, or if that is not known.
bool Effects::stores(const Stores &Old, const Stores &New, Epoch OldWorld, Epoch NewWorld, const std::string &When) {
  if (sameTerms(Old, New))
    return true;
  std::set<std::tuple<RegionId, std::int64_t, unsigned>> Places;
  for (const Stores *Each : {&Old, &New})
    for (const auto &[Id, Cells] : *Each)
      for (const auto &[Bit, Cell] : Cells)
        Places.insert({Id, Bit, Cell.Width});
  bool Same = true;
  for (const auto &[Id, Bit, Width] : Places)
    Same &= place(Id, Bit, Width, Old, New, OldWorld, NewWorld, When);
  return Same;
}

bool Effects::place(RegionId Id, std::int64_t Bit, unsigned Width, const Stores &Old, const Stores &New, Epoch OldWorld,
                    Epoch NewWorld, const std::string &When) {
  auto X = content(Id, Bit, Width, Old, OldWorld), Y = content(Id, Bit, Width, New, NewWorld);
  if (!X || !Y) {
    Open = "what it leaves in memory could not be compared";
    return false;
  }
  const z3::expr Before = S.content(Id, 0, Bit, Width, "", clang::QualType());
  std::string Name = S.nameOf(Before);
  if (Name.empty())
    Name = "*" + S.region(Id).Name;
  return !different(*X, *Y, "leaves another value in " + Name + When);
}

/// What stands in a place after these stores.
std::optional<z3::expr> Effects::content(RegionId Id, std::int64_t Bit, unsigned Width, const Stores &Stored,
                                         Epoch World) {
  PathState P;
  if (auto It = Stored.find(Id); It != Stored.end())
    P.Stores.insert(*It);
  P.World = World;
  return OldMemory.load(P, {Id, 0}, Bit, Width, "*" + S.region(Id).Name, clang::QualType());
}

bool Effects::different(const z3::expr &X, const z3::expr &Y, const std::string &What) {
  if (X.id() == Y.id())
    return false;
  switch (Z.satisfiable(S.axioms(), Given, X != Y)) {
  case Answer::No:
    return false;
  case Answer::Yes:
    Found.insert(What);
    return true;
  case Answer::Unknown:
    Open = "the solver could not decide whether it " + What;
    return true;
  }
  return true;
}

} // namespace kverdict
