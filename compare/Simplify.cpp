#include "compare/Simplify.h"

#include <algorithm>
#include <utility>

using namespace clang;

namespace kverdict {
namespace {

std::optional<llvm::APInt> constant(const Expr *E, const Unit &U) {
  Expr::EvalResult Value;
  if (E->isValueDependent() || !E->EvaluateAsInt(Value, U.context()))
    return std::nullopt;
  return Value.Val.getInt();
}

/// A part of a mask that the source gives a name.
struct Part {
  std::string Text;
  std::set<unsigned> Bits;
};

std::set<unsigned> bitsOf(const llvm::APInt &Mask) {
  std::set<unsigned> Bits;
  for (unsigned I = 0; I < Mask.getBitWidth(); ++I)
    if (Mask[I])
      Bits.insert(I);
  return Bits;
}

/// `A | B` are two parts, and one where both stand in a macro. False if one of them is no constant.
bool partsOf(const Expr *Mask, const Unit &U, std::vector<Part> &Out) {
  Mask = Mask->IgnoreParenImpCasts();
  const auto *Or = dyn_cast<BinaryOperator>(Mask);
  const std::string Text = U.text(Mask->getSourceRange());
  if (Or && Or->getOpcode() == BO_Or && U.text(Or->getLHS()->getSourceRange()) != Text &&
      U.text(Or->getRHS()->getSourceRange()) != Text)
    return partsOf(Or->getLHS(), U, Out) && partsOf(Or->getRHS(), U, Out);
  const auto Value = constant(Mask, U);
  if (Value)
    Out.push_back({Text, bitsOf(*Value)});
  return Value.has_value();
}

/// A condition that asks whether any of some bits are set.
struct MaskTest {
  std::string Mask; ///< in the source
  std::vector<Part> Parts;
};

std::optional<MaskTest> maskTest(const Literal &L) {
  const auto *And = dyn_cast<BinaryOperator>(askedBy(L.Code));
  if (!And || And->getOpcode() != BO_And)
    return std::nullopt;
  MaskTest Out{L.Source->text(And->getRHS()->getSourceRange()), {}};
  if (!partsOf(And->getRHS(), *L.Source, Out.Parts) || Out.Parts.size() < 2)
    return std::nullopt;
  return Out;
}

/// A condition that asks whether any bits are set but some: `flags & ~(A | B)`.
struct OutsideTest {
  std::string Value, Mask;  ///< in the source: `flags`, `~(A | B)`
  std::vector<Part> But;    ///< A, B
  std::set<unsigned> Asked; ///< the bits of ~(A | B)
};

std::optional<OutsideTest> outsideTest(const Literal &L) {
  const auto *And = L.Code ? dyn_cast<BinaryOperator>(askedBy(L.Code)) : nullptr;
  const auto *Not =
      And && And->getOpcode() == BO_And ? dyn_cast<UnaryOperator>(And->getRHS()->IgnoreParenImpCasts()) : nullptr;
  const auto Mask = Not && Not->getOpcode() == UO_Not ? constant(And->getRHS(), *L.Source) : std::nullopt;
  if (!Mask)
    return std::nullopt;
  OutsideTest Out{L.Source->text(And->getLHS()->IgnoreParenImpCasts()->getSourceRange()),
                  L.Source->text(And->getRHS()->getSourceRange()),
                  {},
                  bitsOf(*Mask)};
  return partsOf(Not->getSubExpr(), *L.Source, Out.But) ? std::optional(std::move(Out)) : std::nullopt;
}

/// The same condition as a term: of a value, bits that are asked for one by one. Z3 writes it so.
struct BitTerm {
  std::vector<std::pair<unsigned, z3::expr>> Unset; ///< a bit, and that it is not set; in the order of the bits
  bool Any = false;                                 ///< any is set; else none is
};

/// Bits of a value that are all 0.
bool addUnset(const z3::expr &Equal, std::vector<std::pair<unsigned, z3::expr>> &Out, std::optional<unsigned> &Of) {
  std::uint64_t Zero = 1;
  if (!Equal.is_eq() || !Equal.arg(1).is_numeral_u64(Zero) || Zero || Equal.arg(0).decl().decl_kind() != Z3_OP_EXTRACT)
    return false;
  const z3::expr Bits = Equal.arg(0), Value = Bits.arg(0);
  for (unsigned Bit = Bits.lo(); Bit <= Bits.hi(); ++Bit)
    Out.push_back({Bit, Value.extract(Bit, Bit) == Equal.ctx().bv_val(0, 1)});
  return std::exchange(Of, Value.id()).value_or(Value.id()) == Value.id();
}

std::optional<BitTerm> bitTerm(const z3::expr &Term) {
  BitTerm Out;
  Out.Any = Term.is_not();
  const z3::expr None = Out.Any ? Term.arg(0) : Term;
  std::optional<unsigned> Of;
  for (unsigned I = 0; I < (None.is_and() ? None.num_args() : 1); ++I)
    if (!addUnset(None.is_and() ? None.arg(I) : None, Out.Unset, Of))
      return std::nullopt;
  std::sort(Out.Unset.begin(), Out.Unset.end(), [](const auto &A, const auto &B) { return A.first < B.first; });
  return Out;
}

/// Whether the bits of the term are those of the mask, each as far behind as the others: what is asked may be shifted.
bool match(const BitTerm &Term, const std::set<unsigned> &Mask) {
  if (Term.Unset.size() != Mask.size())
    return false;
  const unsigned Shift = Term.Unset[0].first - *Mask.begin();
  size_t I = 0;
  return std::all_of(Mask.begin(), Mask.end(), [&](unsigned Bit) { return Term.Unset[I++].first - Bit == Shift; });
}

std::set<unsigned> bitsOf(const std::vector<Part> &Parts) {
  std::set<unsigned> All;
  for (const Part &Each : Parts)
    All.insert(Each.Bits.begin(), Each.Bits.end());
  return All;
}

z3::expr onlyOf(const BitTerm &Term, const std::set<unsigned> &All, const std::set<unsigned> &Some, z3::context &Ctx) {
  z3::expr_vector None(Ctx);
  size_t I = 0;
  for (const unsigned Bit : All) {
    if (Some.count(Bit))
      None.push_back(Term.Unset[I].second);
    ++I;
  }
  return Term.Any ? !z3::mk_and(None) : z3::mk_and(None);
}

std::string joined(const std::vector<Part> &Parts) {
  std::string Text;
  for (const Part &Each : Parts)
    Text += (Text.empty() ? "" : " | ") + Each.Text;
  return Parts.size() > 1 ? "(" + Text + ")" : Text;
}

/// A comparison of a value with a constant.
struct Bound {
  std::string Value, Limit;     ///< in the source
  std::optional<z3::expr> Term; ///< the value, if the condition has it
  llvm::APInt Number;           ///< the constant
  bool Signed = false;
};

/// The value that a term compares, if it compares it as the source does: Z3 writes `n > 3` as a question about bits, if
/// it can.
std::optional<z3::expr> comparedTerm(const z3::expr &Condition, const Expr *Value, const llvm::APInt &Limit,
                                     const ASTContext &Types) {
  const z3::expr E = Condition.is_not() ? Condition.arg(0) : Condition;
  if (!E.is_app() || E.num_args() != 2 || !E.arg(0).is_bv() || E.arg(0).is_numeral() == E.arg(1).is_numeral())
    return std::nullopt;
  const z3::expr Term = E.arg(E.arg(0).is_numeral() ? 1 : 0), Number = E.arg(E.arg(0).is_numeral() ? 0 : 1);
  const QualType Own = Value->IgnoreParenImpCasts()->getType();
  const unsigned Width = Own->isUnsignedIntegerType() ? Types.getIntWidth(Own) : Limit.getBitWidth();
  std::uint64_t Is = 0;
  if (Term.get_sort().bv_size() != Width || Width > Limit.getBitWidth() || !Number.is_numeral_u64(Is))
    return std::nullopt;
  const llvm::APInt Apart = llvm::APInt(64, Is).zextOrTrunc(Limit.getBitWidth()) - Limit; // `n > 3` is `n >= 4`
  return Apart.isZero() || Apart.isOne() || Apart.isAllOnes() ? std::optional(Term) : std::nullopt;
}

std::optional<Bound> boundOf(const Literal &L) {
  const auto *Compare = dyn_cast<BinaryOperator>(askedBy(L.Code));
  const auto Limit =
      !L.Depth && Compare && Compare->isComparisonOp() ? constant(Compare->getRHS(), *L.Source) : std::nullopt;
  if (!Limit)
    return std::nullopt;
  const Expr *Value = Compare->getLHS();
  return Bound{L.Source->text(Value->IgnoreParenImpCasts()->getSourceRange()),
               L.Source->text(Compare->getRHS()->getSourceRange()),
               comparedTerm(L.Term, Value, *Limit, L.Source->context()), *Limit,
               Value->IgnoreParenImpCasts()->getType()->isSignedIntegerType()};
}

class Simplifier {
public:
  Simplifier(Difference &D, const Cube &States, Symbols &S, Solver &Z) : D(D), All(States.Literals), S(S), Z(Z) {}

  void run() {
    for (const Literal &L : All) {
      Said.push_back(L.said());
      Terms.push_back(L.Term);
    }
    for (size_t I = 0; I < All.size(); ++I)
      if (All[I].Code && !pin(I) && !nameOutside(I))
        leaveOutBits(I);
    rewrite();
  }

private:
  std::vector<z3::expr> others(size_t Than) const {
    std::vector<z3::expr> Out;
    for (size_t I = 0; I < All.size(); ++I)
      if (I != Than)
        Out.push_back(Terms[I]);
    return Out;
  }

  bool never(const std::vector<z3::expr> &Given, const z3::expr &Last) {
    return !Z.exhausted() && Z.satisfiable(S.axioms(), Given, Last) == Answer::No;
  }

  /// What is said of the others rests on this from now on.
  void sayInstead(size_t Of, const std::string &Text, bool Holds, const z3::expr &Term) {
    Terms[Of] = Term;
    Literal Other = All[Of];
    Other.Words = Text;
    Other.Holds = Holds;
    Said[Of] = Other.said();
  }

  /// The same words twice are one condition. Those that one version alone asks come first, see Cubes::minimal().
  void rewrite() {
    std::vector<std::string> Texts;
    bool Changed = true;
    for (const std::string &Each : D.Conditions) {
      const size_t I =
          std::find_if(All.begin(), All.end(), [&](const Literal &L) { return L.said() == Each; }) - All.begin();
      const std::string &Text = I < All.size() ? Said[I] : Each;
      if (std::find(Texts.begin(), Texts.end(), Text) != Texts.end())
        continue;
      Texts.push_back(Text);
      Changed &= I < All.size() && All[I].Changed;
      D.Changed += Changed;
      if (I < All.size() && All[I].Deciding)
        D.Deciding.push_back(Text);
    }
    D.Conditions = std::move(Texts);
  }

  /// `n == 4`, if that is all that the conditions leave of n, and some other condition than an equation says so.
  bool pin(size_t I) {
    const auto Of = boundOf(All[I]);
    if (!Of || !Of->Term)
      return false;
    std::vector<size_t> Same;
    for (size_t J = 0; J < All.size(); ++J)
      if (const auto Other = All[J].Code ? boundOf(All[J]) : std::nullopt;
          Other && Other->Value == Of->Value && All[J].Time == All[I].Time && All[J].After == All[I].After)
        Same.push_back(J);
    const auto Is = Same.size() > 1 ? onlyValue(*Of->Term) : std::nullopt;
    if (!Is)
      return false;
    const z3::expr Equation = *Of->Term == S.number(Is->getZExtValue(), Is->getBitWidth());
    if (!sayIt(Equation, Same))
      return false;
    const std::string Text = Of->Value + " == " + numberWords(*Is, *Of, Same);
    for (const size_t J : Same)
      sayInstead(J, Text, true, Equation);
    return true;
  }

  /// Whether an equation says what these conditions say.
  bool sayIt(const z3::expr &Equation, const std::vector<size_t> &These) {
    std::vector<z3::expr> Given = {Equation};
    for (size_t I = 0; I < All.size(); ++I)
      if (std::find(These.begin(), These.end(), I) == These.end())
        Given.push_back(Terms[I]);
    return std::all_of(These.begin(), These.end(), [&](size_t I) { return never(Given, !Terms[I]); });
  }

  std::optional<llvm::APInt> onlyValue(const z3::expr &Term) {
    std::vector<z3::expr> Given = others(All.size());
    Assignment State;
    if (Z.exhausted() || Z.example(S.axioms(), Given, State) != Answer::Yes)
      return std::nullopt;
    const auto Is = Z.evaluator().value(Term, State);
    if (!Is || Is->getBitWidth() > 64 || !never(Given, Term != S.number(Is->getZExtValue(), Is->getBitWidth())))
      return std::nullopt;
    return Is;
  }

  /// As one of the conditions spells it, or in digits.
  std::string numberWords(const llvm::APInt &Is, const Bound &Of, const std::vector<size_t> &Same) const {
    for (const size_t J : Same)
      if (const auto Other = boundOf(All[J]); Other->Number.zextOrTrunc(Is.getBitWidth()) == Is)
        return Other->Limit;
    llvm::SmallString<24> Digits;
    Is.toString(Digits, 10, Of.Signed);
    return Digits.str().str();
  }

  /// `flags & B` for `flags & ~A`, where another condition is `!(flags & ~(A | B))`.
  bool nameOutside(size_t I) {
    const auto Test = All[I].Holds ? outsideTest(All[I]) : std::nullopt;
    const auto Term = Test ? bitTerm(All[I].Term) : std::nullopt;
    if (!Term || !match(*Term, Test->Asked))
      return false;
    for (const Literal &Other : All)
      if (const auto Wider = Other.Holds ? std::nullopt : outsideTest(Other); Wider && Wider->Value == Test->Value) {
        std::vector<Part> Named = Wider->But;
        std::erase_if(Named, [&](const Part &Each) {
          return std::none_of(Each.Bits.begin(), Each.Bits.end(), [&](unsigned Bit) { return Test->Asked.count(Bit); });
        });
        if (!Named.empty() && sayBits(I, *Term, Test->Asked, Test->Mask, Named))
          return true;
      }
    return false;
  }

  /// Says these bits in place of a mask, if the other conditions make it the same states.
  bool sayBits(size_t I, const BitTerm &Term, const std::set<unsigned> &Mask, const std::string &MaskText,
               const std::vector<Part> &Bits) {
    const z3::expr Instead = onlyOf(Term, Mask, bitsOf(Bits), S.z3());
    std::string Text = All[I].Words.empty() ? All[I].Text : All[I].Words;
    const size_t At = Text.find(MaskText);
    if (At == std::string::npos || (All[I].Depth && All[I].Words.empty()) || !never(others(I), All[I].Term != Instead))
      return false;
    sayInstead(I, Text.replace(At, MaskText.size(), joined(Bits)), All[I].Holds, Instead);
    return true;
  }

  void leaveOutBits(size_t I) {
    const Literal &L = All[I];
    const auto Test = maskTest(L);
    const auto Term = Test ? bitTerm(L.Term) : std::nullopt;
    if (!Term || !match(*Term, bitsOf(Test->Parts)))
      return;
    const std::set<unsigned> Mask = bitsOf(Test->Parts);
    const std::vector<z3::expr> Given = others(I);
    std::vector<Part> Left = Test->Parts;
    for (size_t K = 0; K < Left.size() && Left.size() > 1;) {
      std::vector<Part> Fewer = Left;
      Fewer.erase(Fewer.begin() + K);
      if (never(Given, L.Term != onlyOf(*Term, Mask, bitsOf(Fewer), S.z3())))
        Left = std::move(Fewer);
      else
        ++K;
    }
    std::string Text = L.Words.empty() ? L.Text : L.Words;
    const size_t At = Text.find(Test->Mask);
    if (Left.size() == Test->Parts.size() || At == std::string::npos || (L.Depth && L.Words.empty()))
      return;
    sayInstead(I, Text.replace(At, Test->Mask.size(), joined(Left)), L.Holds,
               onlyOf(*Term, Mask, bitsOf(Left), S.z3()));
  }

  Difference &D;
  const std::vector<Literal> &All;
  Symbols &S;
  Solver &Z;
  std::vector<std::string> Said; ///< of each condition
  std::vector<z3::expr> Terms;   ///< what that says
};

} // namespace

const Expr *askedBy(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenImpCasts();
    const auto *Not = dyn_cast<UnaryOperator>(E);
    const auto *Call = dyn_cast<CallExpr>(E);
    if (Not && Not->getOpcode() == UO_LNot)
      E = Not->getSubExpr();
    else if (Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect)
      E = Call->getArg(0);
    else
      return E;
  }
}

void simplify(Difference &D, const Cube &States, Symbols &S, Solver &Z) { Simplifier(D, States, S, Z).run(); }

} // namespace kverdict
