#include "explore/witness/WitnessMaker.h"

#include "smt/ErrorPointers.h"

#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// The values of an enumeration, if it has few enough to be asked for each; empty for other types.
std::set<std::uint64_t> enumerators(QualType Type) {
  constexpr size_t Most = 64;
  std::set<std::uint64_t> Out;
  const auto *Enum = Type.isNull() ? nullptr : Type->getAs<EnumType>();
  if (Enum)
    for (const EnumConstantDecl *Each : Enum->getDecl()->getDefinitionOrSelf()->enumerators())
      Out.insert(Each->getInitVal().extOrTrunc(64).getZExtValue());
  return Out.size() <= Most ? Out : std::set<std::uint64_t>();
}

/// That what is of an enumeration is one of its values.
std::optional<z3::expr> isEnumerator(Symbols &S, const Symbol &Sym) {
  z3::expr_vector Any(S.z3());
  for (const std::uint64_t Value : enumerators(Sym.Type))
    Any.push_back(Sym.Term == S.z3().bv_val(Value, Sym.Term.get_sort().bv_size()));
  return Any.empty() ? std::nullopt : std::optional(z3::mk_or(Any));
}

unsigned widthOf(const Symbol &Sym) { return Sym.Term.get_sort().bv_size(); }

bool isPointer(const Symbol &Sym) { return !Sym.Type.isNull() && Sym.Type->isPointerType(); }

} // namespace

WitnessMaker::WitnessMaker(Symbols &S, Solver &Z, const Unit &U, const Shower &Names)
    : S(S), Z(Z), Found(Z), U(U), Names(Names) {}

void WitnessMaker::collect(const z3::expr &E) {
  if (!Seen.insert(E.id()).second || !E.is_app())
    return;
  if (const Symbol *Known = S.find(E))
    Order.push_back(Known - &S.symbol(0));
  const bool Equal = E.decl().decl_kind() == Z3_OP_EQ;
  for (unsigned I = 0; I < E.num_args(); ++I) {
    const bool NullTest = Equal && E.arg(1 - I).is_numeral();
    if (!NullTest)
      Numbers.insert(E.arg(I).id());
    collect(E.arg(I));
  }
}

bool WitnessMaker::solve(const std::vector<z3::expr> &Conditions, const std::vector<const Path *> &Paths,
                         const std::vector<z3::expr> &Prefer, unsigned MostUnmet) {
  Names.along(Paths);
  std::vector<z3::expr> All = Conditions;
  All.insert(All.end(), S.axioms().begin(), S.axioms().end());
  if (const Answer First = Found.begin(All); First != Answer::Yes) {
    Reason = First == Answer::No ? "no state leads here" : "the solver found no state within its bounds";
    return false;
  }
  for (const z3::expr &E : Conditions)
    collect(E);
  for (const z3::expr &E : S.axioms()) // that two pointers lead to one object, which no condition says
    if (E.is_eq() && E.arg(0).is_bv())
      collect(E);
  for (const Path *P : Paths)
    if (P->Result)
      collect(*P->Result);
  keepPremises(Paths);
  for (const z3::expr &Wish : Prefer)
    keep(Wish) ? collect(Wish) : void(++Unmet);
  if (Unmet > MostUnmet)
    return false;
  for (unsigned I : std::vector<unsigned>(Order))
    if (const auto Is = isEnumerator(S, S.symbol(I)))
      keep(*Is);
  if (!placeObjects(Paths))
    return false;
  keepUnchanged(Paths);
  keepPositive();
  const std::vector<unsigned> Wanted = Order;
  const std::uint64_t First = Z.spent();
  for (unsigned I : Wanted)
    if (Z.spent() - First < EffortToMinimise)
      minimise(S.symbol(I).Term);
  return true;
}

/// A state that the tree's own tests exclude is no witness where another one serves. What the conditions do not ask for
/// is left alone.
void WitnessMaker::keepPremises(const std::vector<const Path *> &Paths) {
  for (const Path *P : Paths)
    for (const UntestedPremise &Each : P->Untested) {
      const auto &About = Z.symbols(Each.Fires);
      if (std::none_of(About.begin(), About.end(), [&](unsigned Id) { return Seen.count(Id) != 0; }))
        continue;
      Premises.push_back(Each);
      if (keep(!Each.Fires))
        collect(Each.Fires);
    }
}

/// An opaque callee that may write something is not taken to do so unless the path needs it; nor is somebody else, who
/// may write a volatile object.
void WitnessMaker::keepUnchanged(const std::vector<const Path *> &Paths) {
  std::set<unsigned> Anew;
  for (const Path *P : Paths)
    for (size_t I = 0; I < P->VolatileReads.size(); ++I)
      if (const VolatileRead &R = P->VolatileReads[I]; R.anew() && Seen.count(R.Found.id())) {
        Anew.insert(R.Found.id());
        const VolatileRead *Before = P->before(I);
        keep(R.Found == (Before && Before->Held.id() == R.Held.id() ? Before->Found : R.Held));
      }
  for (unsigned I : std::vector<unsigned>(Order)) {
    const Symbol &After = S.symbol(I);
    if (After.What != Symbol::Kind::Memory || After.When == 0 || Anew.count(After.Term.id()))
      continue;
    for (unsigned J : Order) {
      const Symbol &Before = S.symbol(J);
      if (Before.What == Symbol::Kind::Memory && Before.Region == After.Region && Before.When < After.When &&
          Before.Bit == After.Bit && Before.Term.get_sort().bv_size() == After.Term.get_sort().bv_size() &&
          !keep(After.Term == Before.Term))
        Assumed = "it needs an opaque call to change " + After.Place;
    }
  }
}

/// Numbers below 0 are less believable than a larger one beside them: `n < most` with most = 1 rather than n =
/// -2147483648. One that has to be is -1, if it can be.
void WitnessMaker::keepPositive() {
  for (const unsigned I : std::vector<unsigned>(Order))
    if (const Symbol &Sym = S.symbol(I);
        Sym.What != Symbol::Kind::CallResult && !Sym.Type.isNull() && Sym.Type->isSignedIntegerType())
      if (!keep(Sym.Term >= S.z3().bv_val(0, widthOf(Sym))))
        keep(Sym.Term == S.z3().bv_val(-1, widthOf(Sym)));
}

bool WitnessMaker::modelHas(const z3::expr &Term, unsigned Bit) const { return Found.value(Term)[Bit]; }

/// Zero if that can be; otherwise as few of the highest bits as possible.
void WitnessMaker::minimise(const z3::expr &Term) {
  z3::context &Ctx = S.z3();
  const unsigned Width = Term.get_sort().bv_size();
  if (keep(Term == Ctx.bv_val(0, Width)))
    return;
  // Only bits that the model sets are in question.
  const std::uint64_t First = Z.spent();
  for (unsigned Bit = Width; Bit-- > 0 && Z.spent() - First < EffortToMinimise;) {
    unsigned Top = Bit;
    while (Bit > 0 && !modelHas(Term, Bit))
      --Bit;
    if (Bit != Top)
      keep(Term.extract(Top, Bit + 1) == Ctx.bv_val(0, Top - Bit));
    z3::expr Clear = Term.extract(Bit, Bit) == Ctx.bv_val(0, 1);
    if (!keep(Clear))
      Found.hold(!Clear);
  }
}

unsigned WitnessMaker::weight() {
  unsigned Bits = 0;
  for (unsigned I : Order) {
    const Symbol &Sym = S.symbol(I);
    if (!isPointer(Sym) && Sym.What != Symbol::Kind::CallResult && Names.tells(Sym.Place))
      Bits += llvm::popcount(value(Sym.Term));
  }
  return Bits;
}

std::uint64_t WitnessMaker::value(const z3::expr &Term) {
  const llvm::APInt Value = Found.value(Term);
  return Value.getBitWidth() <= 64 ? Value.getZExtValue() : 0;
}

/// Of a symbol, for a person; of one that is wider than any number of C that can be written, all of its digits.
std::string WitnessMaker::shown(const Symbol &Sym) {
  const unsigned Width = Sym.Term.get_sort().bv_size();
  if (Width <= 64)
    return Names.value(Sym.Place, Sym.Type, value(Sym.Term), Width);
  llvm::SmallString<40> Digits;
  Found.value(Sym.Term).toString(Digits, 16, /*Signed=*/false, /*formatAsCLiteral=*/true);
  return Digits.str().lower();
}

std::vector<z3::expr> WitnessMaker::fixed(const std::set<unsigned> &But) {
  std::vector<z3::expr> Out;
  for (unsigned I : Order)
    if (const z3::expr &Term = S.symbol(I).Term; !But.count(Term.id()) && Term.get_sort().bv_size() <= 64)
      Out.push_back(Term == S.z3().bv_val(value(Term), Term.get_sort().bv_size()));
  return Out;
}

void WitnessMaker::addCell(std::vector<Cell> &Out, std::uint64_t Address, std::int64_t Bit, const Symbol &Sym) {
  Cell C;
  C.Address = Address + (Bit >> 3);
  C.BitOffset = Bit & 7;
  C.Width = Sym.Term.get_sort().bv_size();
  C.Value = value(Sym.Term);
  C.Place = Sym.Place;
  C.Shown = Names.value(Sym.Place, Sym.Type, C.Value, C.Width);
  Out.push_back(std::move(C));
}

/// The cells of a value: one, or as many as it takes for a struct.
std::vector<Cell> WitnessMaker::cells(const z3::expr &Term, const std::string &Place, QualType Type) {
  std::vector<Cell> Out;
  const unsigned Width = Term.get_sort().bv_size();
  for (unsigned Bit = 0; Bit < Width; Bit += 64) {
    const unsigned Top = std::min(Width, Bit + 64);
    Cell C;
    C.Address = Bit / 8;
    C.Width = Top - Bit;
    C.Value = value(S.part(Term, Bit, Top - Bit));
    C.Place = Place;
    C.Shown = Names.value(Place, Width <= 64 ? Type : QualType(), C.Value, C.Width);
    Out.push_back(std::move(C));
  }
  return Out;
}

void WitnessMaker::addWrites(CallOutcome &Out, const OpaqueCall &Call) {
  for (const auto &[Id, When] : Call.Written) {
    const Region &R = S.region(Id);
    const bool Own = R.What == Region::Kind::Local;
    for (unsigned I : isThere(Id) ? Order : std::vector<unsigned>()) {
      const Symbol &Sym = S.symbol(I);
      if (Sym.What != Symbol::Kind::Memory || Sym.Region != S.home(Id, When) || Sym.When != When)
        continue;
      if (!Own) {
        addCell(Out.Writes, value(R.Base), Sym.Bit, Sym);
        continue;
      }
      for (unsigned A = 0; A < Call.Arguments.size(); ++A)
        if (auto At = Call.ReadOnly.count(A) ? std::nullopt
                      : Call.Arguments[A].is_numeral() && Call.Arguments[A].get_sort().bv_size() == S.pointerBits()
                          ? S.owner(Call.Arguments[A].get_numeral_uint64())
                          : std::nullopt;
            At && At->first == Id) {
          addCell(Out.Through[A], -static_cast<std::uint64_t>(At->second), Sym.Bit, Sym);
          break;
        }
    }
  }
  for (unsigned I : Call.World ? Order : std::vector<unsigned>()) {
    const Symbol &Sym = S.symbol(I);
    const bool Listed = std::any_of(Call.Written.begin(), Call.Written.end(),
                                    [&](const auto &Each) { return Each.first == Sym.Region; });
    if (Sym.What == Symbol::Kind::Memory && Sym.When == Call.World && !Listed && isThere(Sym.Region) &&
        S.region(Sym.Region).What != Region::Kind::Local)
      addCell(Out.Writes, value(S.region(Sym.Region).Base), Sym.Bit, Sym);
  }
  for (unsigned I = 0; I < Call.Outputs.size(); ++I)
    Out.Through[I] = cells(Call.Outputs[I], "asm output", QualType());
}

std::vector<CallOutcome> WitnessMaker::calls(const Path &P) {
  std::vector<CallOutcome> Out;
  for (const OpaqueCall &Call : P.Calls) {
    CallOutcome Outcome;
    Outcome.Callee = Call.Callee;
    if (Call.Result)
      Outcome.Result = cells(*Call.Result, Call.Callee + "()", QualType());
    if (const Symbol *Sym = Call.Result ? S.find(*Call.Result) : nullptr; Sym && !Sym->Type.isNull())
      if (Cell &Is = Outcome.Result[0]; !isPointer(*Sym) || !Is.Value || isErrorPointer(Is.Value, Is.Width))
        Is.Shown = Names.answer(Call.Callee, Sym->Type, Is.Value, Is.Width);
    addWrites(Outcome, Call);
    Out.push_back(std::move(Outcome));
  }
  return Out;
}

std::vector<std::string> WitnessMaker::leftByCalls(const Path &P, const std::vector<Binding> &Shown) {
  std::vector<std::string> Out;
  for (unsigned I : Order) {
    const Symbol &Sym = S.symbol(I);
    if (Sym.What != Symbol::Kind::Memory || !Sym.When || Sym.Place.empty())
      continue;
    const auto By = std::find_if(P.Calls.begin(), P.Calls.end(), [&](const OpaqueCall &Call) {
      return std::any_of(Call.Written.begin(), Call.Written.end(), [&](const auto &Each) {
        return Each.second == Sym.When && S.home(Each.first, Each.second) == Sym.Region;
      });
    });
    const Binding Is{Sym.Place, Names.value(Sym.Place, Sym.Type, value(Sym.Term), Sym.Term.get_sort().bv_size())};
    const bool AsBefore = std::any_of(Shown.begin(), Shown.end(),
                                      [&](const Binding &B) { return B.Place == Is.Place && B.Value == Is.Value; });
    const bool Local = S.region(Sym.Region).What == Region::Kind::Local;
    if (By != P.Calls.end() && !AsBefore)
      Out.push_back(Is.Place + " = " + Is.Value + (Local ? " (written by " : " (after ") + By->Callee + "())");
  }
  return Out;
}

/// What reads of volatile objects find that somebody else wrote.
std::vector<VolatileCell> WitnessMaker::volatileReads(const Path &P) {
  std::vector<VolatileCell> Out;
  std::map<std::pair<RegionId, std::int64_t>, unsigned> Count;
  for (const VolatileRead &R : P.VolatileReads) {
    const unsigned Number = ++Count[{R.What.Region, R.What.From}];
    const Symbol *Sym = S.find(R.Found);
    if (!R.anew() || !Sym || !Seen.count(R.Found.id()))
      continue;
    std::vector<Cell> Cells;
    addCell(Cells, value(S.region(R.What.Region).Base), R.What.From, *Sym);
    Out.push_back({std::move(Cells[0]), Number});
  }
  return Out;
}

/// The object of the program that begins at an address, in C; empty if none does.
std::string WitnessMaker::objectAt(std::uint64_t Address) const {
  const auto Own = S.owner(Address);
  if (!Own || Own->second != 0)
    return "";
  const Region &R = S.region(Own->first);
  return R.What == Region::Kind::Global ? "&" + R.Name : R.What == Region::Kind::Function ? R.Name : "";
}

/// Whether a place lies behind a pointer: who sets it by hand makes that point somewhere.
static bool leadsToOne(const std::string &Pointer, const std::vector<Binding> &State) {
  return std::any_of(State.begin(), State.end(), [&](const Binding &Each) {
    const size_t At = Each.Place.find(Pointer);
    return At != std::string::npos && Each.Place.size() > At + Pointer.size() &&
           std::string("-)[").find(Each.Place[At + Pointer.size()]) != std::string::npos;
  });
}

Situation WitnessMaker::situation(const FunctionDecl *F, const Path &First, const std::vector<const Path *> &Paths) {
  Situation Out;
  for (const UntestedPremise &Each : Premises)
    if (value(z3::ite(Each.Fires, S.number(1, 1), S.number(0, 1))) &&
        std::find(Out.Excluded.begin(), Out.Excluded.end(), *Each.Words) == Out.Excluded.end())
      Out.Excluded.push_back(*Each.Words);
  State &Start = Out.Concrete.Start;
  Start.Arguments.resize(F->getNumParams());
  for (unsigned I = 0; I < F->getNumParams(); ++I)
    if (const z3::expr *Term = S.knownArgument(F->getParamDecl(I)->getNameAsString(), F->getParamDecl(I)->getType())) {
      const Symbol &Sym = *S.find(*Term);
      Start.Arguments[I] = cells(Sym.Term, Sym.Place, Sym.Type);
    }
  std::set<std::uint64_t> Exists;
  std::vector<Binding> Ways; ///< pointers to objects
  for (const Placed &O : Objects) {
    std::uint64_t Address = value(S.region(O.Region).Base) + O.First, Size = O.Size;
    for (const Placed &Element : InArrays)
      if (S.region(Element.Region).Root == O.Region)
        Size = std::max(Size, value(S.region(Element.Region).Base) + Element.Size - Address);
    Start.Objects.push_back({Address, Size, "*" + S.region(O.Region).Name});
    Exists.insert(Address - O.First);
  }
  for (RegionId Id = 0; Id < S.regionCount(); ++Id) {
    const Region &R = S.region(Id);
    if (R.What != Region::Kind::Global && R.What != Region::Kind::Function)
      continue;
    Start.Globals[R.Name] = value(R.Base);
  }
  for (unsigned I : Order) {
    const Symbol &Sym = S.symbol(I);
    if (Sym.What == Symbol::Kind::CallResult) {
      Out.Calls.push_back(Sym.Place + " returned " +
                          Names.answer(Sym.Place.substr(0, Sym.Place.find('(')),
                                       Sym.Type.isNull() ? U.context().IntTy : Sym.Type, value(Sym.Term),
                                       Sym.Term.get_sort().bv_size()));
      continue;
    }
    if (Sym.What == Symbol::Kind::Memory && (Sym.When != 0 || !isThere(Sym.Region)))
      continue;
    const std::uint64_t Value = value(Sym.Term);
    if (Sym.What == Symbol::Kind::Memory)
      addCell(Start.Memory, value(S.region(Sym.Region).Base), Sym.Bit, Sym);
    const bool Known = isPointer(Sym) && Exists.count(Value);
    // Where an array lies does not matter, only that its element is there.
    const bool Array = std::any_of(InArrays.begin(), InArrays.end(), [&](const Placed &Element) {
      return S.region(S.region(Element.Region).Root).Base.id() == Sym.Term.id();
    });
    if (Known && (Array || !Numbers.count(Sym.Term.id()))) { // what it points to is shown instead, if anything is
      if (Sym.What == Symbol::Kind::Memory && !Array)
        Ways.push_back({Sym.Place, shown(Sym), true});
      continue;
    }
    const std::string Object = isPointer(Sym) ? objectAt(Value) : "";
    Out.Shown.push_back({Sym.Place, Object.empty() ? shown(Sym) : Object, Known || !Names.tells(Sym.Place)});
  }
  for (Binding &Each : Ways)
    if (!leadsToOne(Each.Place, Out.Shown))
      Out.Shown.push_back(std::move(Each));
  for (const auto &[Id, Other] : Meeting)
    Out.Shown.push_back({S.region(Id).Name, S.region(Other).Name});
  Out.Concrete.Calls = calls(First);
  Out.Concrete.Volatile = volatileReads(First);
  Out.Assumed = Assumed;
  return Out;
}

} // namespace kverdict
