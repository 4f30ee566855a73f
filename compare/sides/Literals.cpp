// What a way asks and what it returns, in the words of the function.
#include "compare/sides/Side.h"

#include "compare/sides/Locals.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

using namespace clang;

namespace kverdict {

/// What an assignment gives a variable; null if it is another one's.
static const Expr *assigned(const Stmt *Code, const ValueDecl *Variable) {
  if (const auto *Assignment = dyn_cast<BinaryOperator>(Code)) {
    const auto *To = dyn_cast<DeclRefExpr>(Assignment->getLHS()->IgnoreParens());
    return To && To->getDecl() == Variable && Assignment->getOpcode() == BO_Assign ? Assignment->getRHS() : nullptr;
  }
  if (const auto *Declaration = dyn_cast<DeclStmt>(Code))
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D); V && V == Variable)
        return V->getInit();
  return nullptr;
}

/// `unlikely(x)` says x.
static std::string withoutHint(const std::string &Text) {
  llvm::StringRef Inner = Text;
  if ((!Inner.consume_front("unlikely(") && !Inner.consume_front("likely(")) || !Inner.consume_back(")"))
    return Text;
  int Depth = 0;
  for (const char C : Inner)
    if ((Depth += (C == '(') - (C == ')')) < 0)
      return Text;
  return Inner.str();
}

static std::string inCallee(const Literal &L) { return L.Asks ? " in " + plainName(L.Asks) + "()" : ""; }

std::string Literal::behind() const {
  return (!Rounds.empty() ? Rounds : Time ? ", time " + std::to_string(Time) : "") + After;
}

std::string Literal::asWritten() const { return Text + inCallee(*this) + behind(); }

std::string Literal::atAnyTime() const { return Text + inCallee(*this) + (Time ? "" : behind()); }

std::string Literal::what() const { return Words.empty() ? asWritten() : Words + behind(); }

std::string Literal::said() const {
  const std::string &Plain = Words.empty() ? Text : Words;
  llvm::StringRef Negated = Plain;
  const std::string Denied = Negated.consume_front("!") && isOperand(Negated) ? Negated.str()
                             : isOperand(Plain)                               ? "!" + Plain
                                                                              : "!(" + Plain + ")";
  return (Holds ? Plain : Denied) + (Words.empty() ? inCallee(*this) : "") + behind();
}

void Side::putIntoWords(Literal &L, const Way &W) {
  if (const auto Text = L.Depth ? Own.say(L.Code, L.Asks, L.Depth, functionsOn({&W.Done})) : std::nullopt)
    L.Words = withoutHint(*Text) + L.Case;
}

std::string Side::returned(const Way &W) const {
  constexpr size_t Longest = 40;
  const ReturnStmt *Return = lastReturn(W.Done);
  const Expr *Value = Return && Judged == F ? Return->getRetValue() : nullptr;
  const std::string Text = Value ? U.text(Value->IgnoreParenImpCasts()->getSourceRange()) : "";
  return Text.size() <= Longest ? Text : "";
}

std::vector<Literal> Side::literals(const Path &P) const {
  std::vector<Literal> Found;
  std::map<std::pair<const Stmt *, unsigned>, unsigned> Times, Time;
  auto decides = [](const Step &Each) { return Each.What == Step::Kind::Branch || Each.What == Step::Kind::Switch; };
  for (const Step &Each : P.Steps)
    if (decides(Each))
      ++Times[{Each.Code, Each.Depth}];
  for (const Step &Each : P.Steps) {
    if (!decides(Each))
      continue;
    const std::pair Key(Each.Code, Each.Depth);
    const unsigned Now = ++Time[Key];
    if (Each.Condition < 0)
      continue;
    Found.push_back(literal(P, Each));
    if (Times[Key] > 1)
      Found.back().Time = Now;
  }
  tellApart(P, Found);
  return Found;
}

/// Of more conditions in the same words it is only said which time each is asked: to find out more takes all that was
/// done before each of them.
constexpr size_t MostAlike = 128;

static unsigned termOf(const z3::expr &Condition) { return (Condition.is_not() ? Condition.arg(0) : Condition).id(); }

static std::string bare(const Literal &L) {
  return llvm::StringRef(L.Text).ltrim("!(").rtrim(")").str() + L.asWritten().substr(L.Text.size());
}

void Side::tellApart(const Path &P, std::vector<Literal> &All) const {
  using Terms = std::vector<unsigned>;
  std::map<std::string, Terms> Meant;
  std::vector<Terms *> Of(All.size()); // what the words of each mean
  auto turn = [&](size_t I) {
    const Terms &Is = *Of[I];
    return std::find(Is.begin(), Is.end(), termOf(All[I].Term)) - Is.begin();
  };
  auto collect = [&] {
    Meant.clear();
    for (size_t I = 0; I < All.size(); ++I) {
      Of[I] = &Meant[bare(All[I])];
      if (turn(I) == std::ssize(*Of[I]))
        Of[I]->push_back(termOf(All[I].Term));
    }
  };
  collect();
  std::vector<Literal *> Alike;
  for (size_t I = 0; I < All.size(); ++I)
    if (Of[I]->size() > 1)
      Alike.push_back(&All[I]);
  const bool Few = Alike.size() <= MostAlike;
  if (Few)
    tellLocalsApart(Alike, [&](const Literal &) -> const Path & { return P; });
  collect();
  std::vector<std::string> Later(All.size());
  for (size_t I = 0; I < All.size(); ++I)
    if (Of[I]->size() > 1) {
      if (Few)
        Later[I] = laterWords(P, All[I]);
      if (const auto Turn = turn(I); Later[I].empty() && Turn > 0)
        Later[I] = Turn == 1
                       ? " when it is tested again"
                       : " when it is tested the " + std::to_string(Turn + 1) + (Turn == 2 ? "rd" : "th") + " time";
    }
  for (size_t I = 0; I < All.size(); ++I)
    All[I].After += Later[I];
}

std::string Side::laterWords(const Path &P, const Literal &L) const {
  std::set<unsigned> Ids;
  collectSymbols(L.Term, Ids);
  for (const unsigned Id : Ids)
    if (const Symbol *Sym = S.find(Id)) {
      if (const std::string Said = readAfter(P, *Sym); !Said.empty())
        return Said;
    }
  return "";
}

Literal Side::literal(const Path &P, const Step &Each) const {
  const bool Switch = Each.What == Step::Kind::Switch;
  Literal L{P.Conditions[Each.Condition], U.text(cast<Expr>(Each.Code)->IgnoreParens()->getSourceRange()),
            Switch || Each.Taken};
  L.Step = &Each - P.Steps.data();
  L.Text = withoutHint(L.Text);
  if (Switch)
    L.Text += L.Case = (Each.Text.starts_with("==") ? " " : ": ") + Each.Text;
  L.Code = cast<Expr>(Each.Code)->IgnoreParens();
  L.Source = &U;
  if (!Each.Depth)
    return L;
  L.Asks = Each.Function;
  L.Depth = Each.Depth;
  return L;
}

/// The return that gave the result.
const ReturnStmt *Side::lastReturn(const Path &P) const {
  for (auto It = P.Steps.rbegin(); It != P.Steps.rend(); ++It)
    if (It->What == Step::Kind::Return && (Judged == F ? It->Depth == 0 : It->Function == Judged))
      return cast<ReturnStmt>(It->Code);
  return nullptr;
}

/// The returned value; of a local, what it was last set to. Null if there is none.
const Expr *Side::returnedValue(const Path &P) const {
  const ReturnStmt *Return = lastReturn(P);
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  if (!Value)
    return nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Value->IgnoreParenImpCasts()))
    for (auto It = P.Steps.rbegin(); It != P.Steps.rend(); ++It)
      if (It->What == Step::Kind::Assignment && It->Depth == 0)
        if (const Expr *From = assigned(It->Code, Ref->getDecl()))
          return From->IgnoreParenImpCasts();
  return Value->IgnoreParenImpCasts();
}

std::string Side::verdict(const Way &W, std::uint64_t Bits) const {
  if (W.Done.End == PathEnd::NoReturn)
    return "does not return: " + W.Done.Reason;
  if (W.Done.End == PathEnd::Undefined)
    return "undefined behaviour: " + W.Done.Reason;
  if (!W.Done.Result)
    return "nothing";
  const QualType Type = Judged->getReturnType();
  if (Type->isPointerType()) {
    if (std::string Name = S.nameOf(*W.Done.Result); !Name.empty())
      return Name;
    if (auto Own = S.owner(Bits)) {
      const Region &R = S.region(Own->first);
      return (R.What == Region::Kind::Global ? "&" : "") + R.Name;
    }
  }
  Names.along({&W.Done});
  return Judged == F ? Names.verdict(Type, Bits, W.Done.Result->get_sort().bv_size())
                     : Names.result(Type, Bits, W.Done.Result->get_sort().bv_size());
}

SourcePlace Side::place(const Way &W) const {
  if (Judged != F)
    return U.place(W.Done.StoppedFrom);
  if (const ReturnStmt *Return = W.returned() ? lastReturn(W.Done) : nullptr)
    return U.place(Return->getBeginLoc());
  return U.place(W.Done.StoppedAt.isValid() || !W.returned() ? W.Done.StoppedAt : F->getEndLoc());
}

} // namespace kverdict
