#include "explore/witness/Wishes.h"

#include "explore/witness/Predicates.h"
#include "smt/Solver.h"

#include <clang/AST/Type.h>

using namespace clang;

namespace kverdict {

/// That a callee returns what its body says it can; false if that says nothing.
static z3::expr namedBy(const Unit &U, const std::string &Callee, const z3::expr &Result) {
  z3::expr Any = Result.ctx().bool_val(false);
  for (const std::int64_t Each : returnedConstants(U, Callee))
    Any = Any || Result == Result.ctx().bv_val(Each, Result.get_sort().bv_size());
  return Any.simplify();
}

void Wishes::addValue(const z3::expr &E, QualType Type) {
  if (E.is_numeral() || Type.isNull() || !(Type->isSignedIntegerType() || Type->isPointerType()) ||
      !Seen.insert(E.id()).second)
    return;
  z3::context &Ctx = E.ctx();
  const unsigned Width = E.get_sort().bv_size();
  constexpr int Enomem = 12, Einval = 22, MostErrno = 4095;
  const z3::expr Fine = Type->isPointerType() ? z3::ult(E, Ctx.bv_val(-MostErrno, Width)) : E >= Ctx.bv_val(0, Width);
  All.push_back(Fine || E == Ctx.bv_val(-Einval, Width) || E == Ctx.bv_val(-Enomem, Width));
  All.push_back(Fine || E >= Ctx.bv_val(-MostErrno, Width));
  All.push_back(Fine || E == Ctx.bv_val(-Einval, Width));
}

void Wishes::addCall(const OpaqueCall &Call) {
  const Symbol *Sym = Call.Result ? S.find(*Call.Result) : nullptr;
  if (!Sym)
    return;
  if (llvm::StringRef(Call.Callee).starts_with("arch_static_branch")) // a tracepoint, say
    All.push_back(Sym->Term == Sym->Term.ctx().bv_val(0, Sym->Term.get_sort().bv_size()));
  const bool Fails = mayFail(Call.Callee, *Sym);
  if (const z3::expr Named = namedBy(U, Call.Callee, Sym->Term); !Named.is_false())
    All.push_back(Named);
  addValue(Sym->Term, Sym->Type);
  if (Fails)
    All.push_back(Sym->Term <= Sym->Term.ctx().bv_val(0, Sym->Term.get_sort().bv_size()));
}

void Wishes::addStop(const Path &P) {
  std::set<unsigned> Asked;
  if (!P.Conditions.empty())
    collectSymbols(P.Conditions.back(), Asked);
  for (const unsigned Id : Asked)
    if (const Symbol *Sym = S.find(Id))
      addValue(Sym->Term, Sym->Type);
}

/// Of an int that is asked for the first time. A trylock returns 1 if it got the lock.
bool Wishes::mayFail(const std::string &Callee, const Symbol &Result) const {
  return !Result.Type.isNull() && Result.Type->isSpecificBuiltinType(BuiltinType::Int) &&
         !Seen.count(Result.Term.id()) && !looksLikePredicate(U, Callee) && Callee.find("trylock") == std::string::npos;
}

} // namespace kverdict
