#include "explore/witness/Guesses.h"

#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>

using namespace clang;

namespace kverdict {
namespace {

bool sameWidth(const z3::expr &A, const z3::expr &B) { return A.get_sort().bv_size() == B.get_sort().bv_size(); }

/// Whether the callee of the second is asked in another state than that of the first: the function has stored
/// something, or a call may have written what the arguments lead to. A contract speaks of the state at entry.
bool elsewhere(const OpaqueCall &A, const OpaqueCall &B) {
  return A.Stores != B.Stores || (!A.Contract && !B.Contract && A.Reached != B.Reached);
}

bool isLocal(const Symbols &S, const z3::expr &E) {
  const auto Own =
      E.is_numeral() && E.get_sort().bv_size() == S.pointerBits() ? S.owner(E.get_numeral_uint64()) : std::nullopt;
  return Own && S.region(Own->first).What == Region::Kind::Local;
}

} // namespace

std::vector<Guesses::Twice> Guesses::twice() const {
  std::vector<const OpaqueCall *> All;
  for (const Path *P : Paths)
    for (const OpaqueCall &Call : P->Calls)
      if ((Call.Result || !Call.Outputs.empty()) && !Call.Anew)
        All.push_back(&Call);
  std::vector<Twice> Out;
  for (size_t I = 0; I < All.size(); ++I)
    for (size_t J = I + 1; J < All.size(); ++J) {
      const OpaqueCall &A = *All[I], &B = *All[J];
      if (A.Callee != B.Callee || A.Arguments.size() != B.Arguments.size() || elsewhere(A, B))
        continue;
      if (A.Callee == "asm" && A.Asked != B.Asked)
        continue;
      Twice T{&A, &B, {}, {}};
      bool Possible = true;
      for (size_t K = 0; K < A.Arguments.size() && A.Callee != "asm"; ++K) {
        const z3::expr &X = A.Arguments[K], &Y = B.Arguments[K];
        if (X.id() == Y.id() || (isLocal(S, X) && isLocal(S, Y)))
          continue;
        Possible &= sameWidth(X, Y);
        if (Possible)
          T.SameQuestion.push_back(X == Y);
      }
      auto same = [&](const z3::expr &X, const z3::expr &Y) {
        if (X.id() != Y.id() && sameWidth(X, Y))
          T.SameAnswer.push_back(X == Y);
      };
      if (A.Result && B.Result)
        same(*A.Result, *B.Result);
      for (size_t K = 0; K < A.Outputs.size() && K < B.Outputs.size(); ++K)
        same(A.Outputs[K], B.Outputs[K]);
      if (Possible && !T.SameAnswer.empty())
        Out.push_back(std::move(T));
    }
  return Out;
}

std::vector<z3::expr> Guesses::alike() const {
  std::vector<z3::expr> Out;
  for (const Twice &T : twice()) {
    z3::expr_vector Question(S.z3()), Answer(S.z3());
    for (const z3::expr &Each : T.SameQuestion)
      Question.push_back(Each);
    for (const z3::expr &Each : T.SameAnswer)
      Answer.push_back(Each);
    Out.push_back(S.tidy(z3::implies(z3::mk_and(Question), z3::mk_and(Answer))));
  }
  return Out;
}

std::vector<Assumption> Guesses::twoAnswers(WitnessMaker &Maker) const {
  auto all = [&](const std::vector<z3::expr> &Conditions) {
    return std::all_of(Conditions.begin(), Conditions.end(),
                       [&](const z3::expr &E) { return Maker.value(E.arg(0)) == Maker.value(E.arg(1)); });
  };
  std::vector<Assumption> Out;
  for (const Twice &T : twice())
    if (all(T.SameQuestion) && !all(T.SameAnswer)) {
      const std::string Callee = T.First->Callee == "asm" ? "one asm" : T.First->Callee + "()";
      Assumption A{Assumption::Kind::Guessed, Callee + " may give two answers in one state", U.place(T.Second->At)};
      if (std::find(Out.begin(), Out.end(), A) == Out.end())
        Out.push_back(std::move(A));
    }
  return Out;
}

std::set<unsigned> Guesses::symbols(const OpaqueCall &Call) const {
  std::set<unsigned> Ids;
  if (Call.Result)
    Ids.insert(idOf(*Call.Result));
  for (const z3::expr &Output : Call.Outputs)
    Ids.insert(idOf(Output));
  std::set<Epoch> Began;
  for (const auto &[Id, When] : Call.Written)
    Began.insert(When);
  for (unsigned I = 0; I < S.count() && !Began.empty(); ++I)
    if (const Symbol &Sym = S.symbol(I); Sym.What == Symbol::Kind::Memory && Sym.When && Began.count(Sym.When))
      Ids.insert(idOf(Sym.Term));
  return Ids;
}

std::set<unsigned> Guesses::symbols() const {
  std::set<unsigned> Ids;
  for (const Path *P : Paths)
    for (const OpaqueCall &Call : P->Calls)
      if (!Call.Guess.empty())
        Ids.merge(symbols(Call));
  return Ids;
}

std::vector<Assumption> Guesses::unfollowed(WitnessMaker &Maker, const std::vector<z3::expr> &Conditions) const {
  std::set<unsigned> Mentioned;
  for (const z3::expr &E : Conditions)
    collectSymbols(E, Mentioned);
  std::vector<Assumption> Out;
  for (const Path *P : Paths)
    for (const OpaqueCall &Call : P->Calls) {
      if (Call.Guess.empty())
        continue;
      const std::set<unsigned> Own = symbols(Call);
      if (std::none_of(Own.begin(), Own.end(), [&](unsigned Id) { return Mentioned.count(Id) != 0; }))
        continue;
      Assumption A{Assumption::Kind::Guessed, answer(Maker, Call), U.place(Call.At)};
      if (std::find(Out.begin(), Out.end(), A) == Out.end())
        Out.push_back(std::move(A));
    }
  return Out;
}

/// A clause that can follow "if".
std::string Guesses::answer(WitnessMaker &Maker, const OpaqueCall &Call) const {
  const std::string Why = " (" + Call.Guess + ")";
  if (Call.Callee == "asm") {
    const SourcePlace At = U.place(Call.At);
    return "the inline assembly at " + At.File + ":" + std::to_string(At.Line) +
           " can leave the values of this state (kverdict does not know what it does)";
  }
  if (!Call.Result)
    return Call.Callee + "() can do what the state says" + Why;
  const Symbol *Sym = S.find(*Call.Result);
  const QualType Type = Sym && !Sym->Type.isNull() ? Sym->Type : U.context().IntTy;
  return Call.Callee + "() can return " +
         Maker.names().result(Type, Maker.value(*Call.Result), Call.Result->get_sort().bv_size()) + Why;
}

} // namespace kverdict
