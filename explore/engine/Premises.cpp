// What a path takes for granted from some point on: its branch conditions, that a pointer is not null, that an object
// does not wrap around the address space.
#include "explore/engine/Stop.h"
#include "parse/text/Premise.h"
#include "smt/Tested.h"
#include "smt/Tidy.h"

#include <llvm/Support/SaveAndRestore.h>

#include <algorithm>

using namespace clang;

namespace kverdict {

/// Whether the condition says that an object reaches beyond the end of the address space: `&p->member` is not null if
/// there is an object at p.
bool Machine::wraps(const PathState &P, const z3::expr &Condition) {
  if (!Condition.is_eq() || !Condition.arg(0).is_bv())
    return false;
  const unsigned Side = Condition.arg(0).is_numeral();
  const z3::expr Base = Condition.arg(Side);
  const auto Number = numberIn(Condition.arg(1 - Side));
  if (!Number || Base.get_sort().bv_size() != S.pointerBits() ||
      !(P.NotNull.count(Base.id()) || P.Given.count(Base.id())))
    return false;
  const std::uint64_t Below = -signExtend(*Number, S.pointerBits());
  const auto Known = S.knownRegion(Base);
  return *Number && Below <= std::max<std::uint64_t>(4095, Known ? S.region(*Known).Size : 0);
}

z3::expr Machine::neverWraps(const PathState &P, const z3::expr &Condition) {
  if (P.Given.empty() && P.NotNull.empty())
    return Condition;
  const z3::expr Tidy = S.tidy(Condition);
  return wraps(P, Tidy) ? Z.bool_val(false) : Condition;
}

void Machine::takesMember(PathState &P, const z3::expr &Address) {
  if (Address.is_app() && Address.decl().decl_kind() == Z3_OP_BADD && Address.num_args() == 2 &&
      numberIn(Address.arg(0)) && signExtend(*numberIn(Address.arg(0)), S.pointerBits()) > 0)
    P.Given.insert(S.keep(Address.arg(1)));
}

bool Machine::feasible(PathState &P, const z3::expr &Condition) {
  if (wraps(P, Condition))
    return false;
  for (const z3::expr &Known : P.Done.Conditions)
    if (Known.id() == Condition.id())
      return true;
  return W.Z.satisfiable(S.axioms(), P.Done.Conditions, Condition) != Answer::No;
}

void Machine::assume(PathState &P, const z3::expr &Condition, bool Branch) {
  if (Condition.is_true())
    return;
  P.Done.Conditions.push_back(Condition);
  if (!Branch)
    return;
  collectTested(Condition, P.Tested);
  errors().ask(Condition);
}

void Machine::require(PathState &P, const z3::expr &Raw, const char *Otherwise, const Stmt *At) {
  z3::expr Condition = S.tidy(Raw);
  if (Condition.is_true())
    return;
  if (!Condition.is_false() && !feasible(P, !Condition))
    return;
  endInstead(P, !Condition, Otherwise + W.U.text(At->getSourceRange()), At->getBeginLoc(), false);
  if (Condition.is_false() || !feasible(P, Condition))
    throw Gone{};
  assume(P, Condition, false);
}

/// The pointer that an index was added to: no element of an array is null if the array is not.
static std::optional<z3::expr> pointerIn(const Symbols &S, const z3::expr &Address) {
  if (!Address.is_app() || Address.decl().decl_kind() != Z3_OP_BADD)
    return std::nullopt;
  std::optional<z3::expr> Found;
  for (unsigned I = 0; I < Address.num_args(); ++I)
    if (const Symbol *Each = S.find(Address.arg(I)); Each && !Each->Type.isNull() && Each->Type->isPointerType()) {
      if (Found)
        return std::nullopt;
      Found = Address.arg(I);
    }
  return Found;
}

/// Whether a path has not asked whether a pointer is null; of a sum, `vmemmap_base + pfn`, just that.
static bool isUntested(const PathState &P, const z3::expr &Pointer, const z3::expr &Null) {
  if (!Pointer.is_app() || Pointer.decl().decl_kind() != Z3_OP_BADD)
    return Pointer.is_const() && !P.Tested.count(Pointer.id());
  return std::none_of(P.Done.Conditions.begin(), P.Done.Conditions.end(),
                      [&](const z3::expr &Each) { return (Each.is_not() ? Each.arg(0) : Each).id() == Null.id(); });
}

void Machine::requireNotNull(PathState &P, const Val &Pointer, const Expr *At) {
  z3::expr Bits = S.tidy(Pointer.Bits);
  if (Bits.is_numeral()) {
    const std::string Name = Pointer.Name.empty() ? "a pointer" : Pointer.Name;
    if (Bits.get_numeral_uint64() < 4096)
      throw Stop{PathEnd::Undefined, "null dereference of " + Name, At->getBeginLoc()};
    if (isErrorPointer(Bits.get_numeral_uint64(), S.pointerBits()))
      throw Stop{PathEnd::Undefined, "dereference of the error pointer " + Name, At->getBeginLoc()};
    return;
  }
  // Members of an object that was reached before are at other offsets from the same base.
  z3::expr Base = S.region(M.locate(Bits, Pointer.Name, QualType()).Region).Base;
  if (!P.NotNull.insert(Base.id()).second)
    return;
  if (std::any_of(P.Done.Conditions.begin(), P.Done.Conditions.end(), [&](const auto &E) { return wraps(P, E); }))
    throw Gone{};
  const z3::expr Tested = S.find(Base) ? Base : pointerIn(S, Bits).value_or(Bits);
  if (Tested.id() != Base.id() && Tested.id() != Bits.id() && !P.NotNull.insert(Tested.id()).second)
    return;
  z3::expr Null = Tested == S.number(0, S.pointerBits());
  const bool Untested = isUntested(P, Tested, S.tidy(Null));
  std::string Name = S.nameOf(Tested);
  if (Name.empty())
    Name = Pointer.Name.empty() ? "a pointer" : Pointer.Name;
  if (Untested || feasible(P, Null)) {
    if (Path *Crash = endInstead(P, Null, "null dereference of " + Name, At->getBeginLoc(), Untested))
      Crash->Null = Crash->Conditions.back();
    if (!Untested && !feasible(P, !Null))
      throw Gone{};
  }
  assume(P, !Null, false);
  requireNoError(P, Tested, Name, At);
}

/// What nobody holds against MAX_ERRNO is no error.
void Machine::requireNoError(PathState &P, const z3::expr &Pointer, const std::string &Name, const Expr *At) {
  if (!errors().mayBe(Pointer))
    return;
  const z3::expr Error = S.tidy(isErrorPointer(Pointer));
  const bool Untested = Pointer.is_const() && !P.Tested.count(Pointer.id());
  if (Error.is_false() || (!Untested && !feasible(P, Error)))
    return;
  endInstead(P, Error, "dereference of the error pointer " + Name, At->getBeginLoc(), Untested);
  if (!Untested && !feasible(P, !Error))
    throw Gone{};
  assume(P, !Error, false);
}

static bool isTruth(const Expr *E) {
  const auto *Two = dyn_cast<BinaryOperator>(E);
  const auto *One = dyn_cast<UnaryOperator>(E);
  return (Two && (Two->isLogicalOp() || Two->isComparisonOp())) || (One && One->getOpcode() == UO_LNot);
}

/// Of a condition whose parts nobody has evaluated. What it calls, nobody will.
z3::expr Machine::untested(PathState &P, const Expr *Condition) {
  const Expr *E = Condition->IgnoreParens();
  if (const Expr *Plain = E->IgnoreParenCasts(); isTruth(Plain)) // a truth value is the same in any type
    E = Plain;
  if (const auto *Two = dyn_cast<BinaryOperator>(E); Two && Two->isLogicalOp()) {
    const z3::expr Left = untested(P, Two->getLHS()), Right = untested(P, Two->getRHS());
    return Two->getOpcode() == BO_LAnd ? Left && Right : Left || Right;
  }
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return !untested(P, Not->getSubExpr());
  return truth(get(P, E).Bits);
}

/// `(void)sizeof((long)(c))` and `(void)(c)`, which VM_WARN_ON(c) is where the build leaves it out.
void Machine::takeForGranted(PathState &P, const CStyleCastExpr *E) {
  constexpr size_t MostKept = 16;
  const Expr *Tested = E->getSubExpr()->IgnoreParens();
  const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(Tested);
  if (!E->getBeginLoc().isMacroID() || P.Done.Untested.size() >= MostKept || isa<StmtExpr, CallExpr>(Tested) ||
      (Size && (Size->getKind() != UETT_SizeOf || Size->isArgumentType())))
    return;
  const auto [It, New] = PremiseWords.try_emplace(E);
  if (New)
    if (const std::string Text = W.U.text(E->getSourceRange()); firesPremise(Text))
      It->second =
          std::make_shared<const std::string>("`" + Text + "` of " + plainName(P.Frames.back().Function) + "()");
  if (!It->second)
    return;
  PathState Aside = P;
  const llvm::SaveAndRestore Keep(Quiet, true);
  try {
    const z3::expr Fires = S.tidy(Size ? untested(Aside, Size->getArgumentExpr()) : truth(get(Aside, Tested).Bits));
    if (!Fires.is_true() && !Fires.is_false())
      P.Done.Untested.push_back({Fires, It->second});
  } catch (const Stop &) { // it cannot be told here
  } catch (const Gone &) {
  }
}

} // namespace kverdict
