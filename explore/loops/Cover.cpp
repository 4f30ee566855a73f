#include "explore/loops/Cover.h"

#include "smt/Tidy.h"

#include <deque>

namespace kverdict {
namespace {

constexpr std::int64_t Start = -(std::int64_t(1) << 60), End = std::int64_t(1) << 60;

class Comparing {
public:
  Comparing(Symbols &S, Memory &M, Solver &Z, const std::shared_ptr<const Visit> &By, PathState &Later,
            const std::set<BitRange> &Live)
      : S(S), M(M), Z(Z), A(*By), B(Later), Live(Live) {
    Out.By = By;
    for (size_t I = A.Calls; I < B.Done.Calls.size(); ++I)
      made(B.Done.Calls[I]);
    for (size_t I = 0; I < A.Calls; ++I) // an answer that was known before
      if (const OpaqueCall &Call = B.Done.Calls[I]; Call.Result)
        NewResults.erase(Call.Result->id());
  }

  std::optional<Cover> run() {
    if (pureCallsChanged() || indexedStores())
      return std::nullopt;
    roots();
    compareAll();
    leftOver();
    compareAll();
    if (Failed || !conditionsFollow() || !valuesStay())
      return std::nullopt;
    return std::move(Out);
  }

private:
  /// Two regions that must hold the same, renamed; the later one's offsets are Shift bits higher.
  struct Pair {
    RegionId Earlier, Later;
    std::int64_t Shift;
    auto operator<=>(const Pair &) const = default;
  };
  using Renaming = std::map<unsigned, std::pair<z3::expr, z3::expr>>;

  void made(const OpaqueCall &Call) {
    if (Call.Result)
      NewResults.insert(Call.Result->id());
    for (const z3::expr &Each : Call.Outputs)
      NewResults.insert(Each.id());
    for (const auto &[Id, When] : Call.Written)
      NewEpochs.insert(When);
  }

  bool strict(const BitRange &Range) const {
    return std::any_of(Live.begin(), Live.end(), [&](const BitRange &Each) { return Each.overlaps(Range); });
  }

  void differs(const BitRange &Range) {
    if (strict(Range))
      Failed = true;
    else
      Out.Dead.push_back(Range);
  }

  /// Calls that give the same as long as what they look at stays the same.
  bool pureCallsChanged() {
    for (size_t I = 0; I < A.Calls; ++I)
      if (const OpaqueCall &Call = B.Done.Calls[I]; Call.Pure)
        for (const z3::expr &Argument : Call.Arguments) {
          PureArguments.push_back(Argument);
          if (Argument.get_sort().bv_size() != S.pointerBits())
            continue;
          const RegionId Id = M.locate(Argument, "", clang::QualType()).Region;
          if (M.epoch(A.Memory, Id) != M.epoch(B, Id) || count(A.Memory, Id) != count(B, Id))
            return true;
        }
    return false;
  }

  static unsigned count(const MemoryState &State, RegionId Id) {
    auto It = State.StoreCounts.find(Id);
    return It == State.StoreCounts.end() ? 0 : It->second;
  }

  /// Whether a later read is exact depends on the stores to elements at variable indices so far.
  bool indexedStores() const {
    return std::any_of(B.StoreCounts.begin(), B.StoreCounts.end(), [&](const auto &Each) {
      return S.indexed(S.region(Each.first).Root) && Each.second != count(A.Memory, Each.first);
    });
  }

  static bool plain(const z3::expr &E) { return E.is_const() && !E.is_numeral(); }

  static constexpr size_t MostObjects = 300;

  std::set<RegionId> touched() const {
    std::set<RegionId> Out;
    for (const MemoryState *State : {&A.Memory, static_cast<const MemoryState *>(&B)}) {
      for (const auto &[Id, Cells] : State->Stores)
        if (!Cells.empty())
          Out.insert(Id);
      for (const auto &[Id, When] : State->Epochs)
        if (When)
          Out.insert(Id);
    }
    const std::set<RegionId> Own = variables();
    std::erase_if(Out, [&](RegionId Id) { return S.region(Id).What == Region::Kind::Local && !Own.count(Id); });
    return Out;
  }

  /// Those of functions that have returned are gone.
  std::set<RegionId> variables() const {
    std::set<RegionId> Out;
    for (size_t I = 0; I < B.Frames.size(); ++I) {
      const Frame &F = B.Frames[I];
      for (const auto &[Variable, Id] : F.Locals)
        Out.insert(Id);
      Out.insert(F.Literals.begin(), F.Literals.end());
    }
    return Out;
  }

  /// Objects that stay what they are: variables, and what arguments point to.
  void roots() {
    for (RegionId Id : touched()) {
      const Region &R = S.region(Id);
      const Symbol *Base = S.find(R.Base);
      if (R.What != Region::Kind::Input || (Base && Base->What == Symbol::Kind::Argument))
        pair(Id, Id, 0);
    }
  }

  /// Objects whose pointers were not renamed. One that only this round knows of has no name at the earlier visit.
  void leftOver() {
    for (RegionId Id : touched()) {
      const z3::expr &Base = S.region(Id).Base;
      std::set<unsigned> Ids;
      collectSymbols(Base, Ids);
      bool Known = true, Moved = false;
      for (unsigned Each : Ids) {
        Known &= nameable(Each);
        auto It = Out.Renamed.find(Each);
        Moved |= It != Out.Renamed.end() && It->second.second.id() != Each;
      }
      if (Moved && !plain(Base))
        Failed = true;
      else if (Known && !Moved)
        pair(Id, Id, 0);
    }
  }

  bool nameable(unsigned Id) const {
    const Symbol *Sym = S.find(Id);
    if (!Sym || Sym->What == Symbol::Kind::Argument)
      return true;
    if (Sym->What == Symbol::Kind::CallResult)
      return !NewResults.count(Id);
    if (NewEpochs.count(Sym->When))
      return false;
    std::set<unsigned> Ids;
    collectSymbols(S.region(Sym->Region).Base, Ids);
    return std::all_of(Ids.begin(), Ids.end(), [&](unsigned Each) { return nameable(Each); });
  }

  void pair(RegionId Earlier, RegionId Later, std::int64_t Shift) {
    if (Pairs.insert({Earlier, Later, Shift}).second)
      Waiting.push_back({Earlier, Later, Shift});
  }

  /// What has been read across the visit comes first: it says what must stand for what.
  void compareAll() {
    std::deque<Pair> Second;
    while (!Failed && !(Waiting.empty() && Second.empty())) {
      Failed = Pairs.size() > MostObjects;
      if (!Waiting.empty()) {
        const Pair P = Waiting.front();
        Waiting.pop_front();
        compare(P, true);
        Second.push_back(P);
      } else {
        compare(Second.front(), false);
        Second.pop_front();
      }
    }
  }

  void compare(const Pair &P, bool Strict) {
    const Epoch Before = M.epoch(A.Memory, P.Earlier), After = M.epoch(B, P.Later);
    const bool Rest =
        (Before == 0 && After != 0) || A.Memory.Initialised.count(P.Earlier) != B.Initialised.count(P.Later);
    if (Rest) { // no renaming of what was there at entry, and of what was not set
      if (!Strict)
        differs({P.Earlier, Start, End});
      else if (strict({P.Earlier, Start, End}))
        Failed = true;
      return;
    }
    for (const auto &[Bit, Width] : cells(P, Before, After)) {
      const BitRange Range{P.Earlier, Bit, Bit + Width};
      if (strict(Range) == Strict && !same(P, Bit, Width))
        differs(Range);
    }
  }

  std::set<std::pair<std::int64_t, unsigned>> cells(const Pair &P, Epoch Before, Epoch After) const {
    std::set<std::pair<std::int64_t, unsigned>> Out;
    if (auto It = A.Memory.Stores.find(P.Earlier); It != A.Memory.Stores.end())
      for (const auto &[Bit, Cell] : It->second)
        Out.insert({Bit, Cell.Width});
    if (auto It = B.Stores.find(P.Later); It != B.Stores.end())
      for (const auto &[Bit, Cell] : It->second)
        Out.insert({Bit - P.Shift, Cell.Width});
    if (Before == 0 || (P.Earlier == P.Later && Before == After))
      return Out; // what else is there is the same, or goes with its object
    for (const auto &[Bit, Width] : S.pieces(P.Earlier, Before))
      Out.insert({Bit, Width});
    for (const auto &[Bit, Width] : S.pieces(P.Later, After))
      Out.insert({Bit - P.Shift, Width});
    return Out;
  }

  bool same(const Pair &P, std::int64_t Bit, unsigned Width) {
    const std::string Name = S.nameOf(S.region(P.Earlier).Base);
    auto Before = M.peek(A.Memory, P.Earlier, Bit, Width, Name, {});
    auto After = M.peek(B, P.Later, Bit + P.Shift, Width, Name, {});
    if (!Before || !After)
      return !Before && !After;
    const size_t Bindings = Bound.size();
    if (!match(*Before, *After)) {
      forgetSince(Bindings);
      return false;
    }
    for (size_t I = Bindings; I < Bound.size(); ++I)
      follow(Bound[I]);
    return true;
  }

  void forgetSince(size_t Bindings) {
    if (Bound.size() > Bindings)
      Matched.clear();
    for (; Bound.size() > Bindings; Bound.pop_back())
      Out.Renamed.erase(Bound.back());
  }

  /// Makes the earlier term the later one by renaming symbols.
  bool match(const z3::expr &Before, const z3::expr &After) {
    if (Matched.count({Before.id(), After.id()}))
      return true;
    const bool Same = matchParts(Before, After);
    if (Same)
      Matched.insert({Before.id(), After.id()});
    return Same;
  }

  bool matchParts(const z3::expr &Before, const z3::expr &After) {
    if (Before.is_numeral() || !Before.is_app() || !After.is_app())
      return Before.id() == After.id();
    if (const Symbol *Sym = S.find(Before)) {
      const bool Fixed = Sym->What == Symbol::Kind::Argument || Sym->Pure;
      auto [It, New] = Out.Renamed.try_emplace(Before.id(), Before, After);
      if (New)
        Bound.push_back(Before.id());
      return It->second.second.id() == After.id() && (!Fixed || Before.id() == After.id());
    }
    if (Before.num_args() == 0 || Before.num_args() != After.num_args() || !z3::eq(Before.decl(), After.decl()))
      return Before.id() == After.id();
    for (unsigned I = 0; I < Before.num_args(); ++I)
      if (!match(Before.arg(I), After.arg(I)))
        return false;
    return true;
  }

  /// What a renamed pointer leads to.
  void follow(unsigned Id) {
    const auto &[Symbol, Term] = Out.Renamed.at(Id);
    if (Symbol.get_sort().bv_size() != 64 || (Term.is_numeral() && !S.owner(Term.get_numeral_uint64())))
      return;
    if (Symbol.id() == Term.id()) {
      if (auto Known = S.knownRegion(Symbol))
        pair(*Known, *Known, 0);
      return;
    }
    const std::string Name = S.nameOf(Symbol);
    const RegionId Earlier = S.knownRegion(Symbol) ? *S.knownRegion(Symbol) : S.inputRegion(Symbol, Name, {}, 0);
    const Location To = M.locate(Term, Name, {});
    pair(Earlier, To.Region, To.Byte * 8);
  }

  bool moved(unsigned Id) const {
    auto It = Out.Renamed.find(Id);
    return It != Out.Renamed.end() && It->second.second.id() != Id;
  }

  /// A renamed symbol that still lies in memory where it came from must be renamed there too.
  void movedContents() {
    for (const auto &[Id, Each] : Renaming(Out.Renamed)) {
      const Symbol *Sym = S.find(Id);
      if (!moved(Id) || Sym->What != Symbol::Kind::Memory)
        continue;
      const unsigned Width = Sym->Term.get_sort().bv_size();
      const BitRange Range{Sym->Region, Sym->Bit, Sym->Bit + Width};
      const auto Now = Sym->When == M.epoch(A.Memory, Sym->Region)
                           ? M.peek(A.Memory, Sym->Region, Sym->Bit, Width, Sym->Place, Sym->Type)
                           : std::nullopt;
      if (Sym->When == 0) {
        entry(*Sym, Range, Each.second);
      } else if (Now && Now->id() == Id) {
        bool Same = true, Any = false;
        for (const Pair &P : Pairs)
          if (P.Earlier == Sym->Region) {
            auto There = M.peek(B, P.Later, Sym->Bit + P.Shift, Width, Sym->Place, Sym->Type);
            Any = true;
            Same &= There && There->id() == Each.second.id();
          }
        if (Any && !Same)
          differs(Range);
        else if (!Any && !moved(S.region(Sym->Region).Base.id()))
          differs(Range);
      }
    }
  }

  /// Memory at entry goes with its object; otherwise this is about another state at entry.
  void entry(const Symbol &Sym, const BitRange &Range, const z3::expr &Term) {
    if (auto With = withObject(Sym)) {
      Failed |= With->id() != Term.id();
      return;
    }
    const Symbol *Next = S.find(Term);
    const bool Cursor = Next && Next->What == Symbol::Kind::Memory && Next->When == 0 && Next->Bit == Sym.Bit &&
                        Range.To - Range.From == S.pointerBits() && Term.get_sort().bv_size() == S.pointerBits();
    Failed |= !Cursor;
    differs(Range);
    Out.Otherwise.insert(Sym.Term.id());
  }

  /// What memory at entry is called if the object that it belongs to is renamed.
  std::optional<z3::expr> withObject(const Symbol &Sym) {
    const z3::expr Base = S.region(Sym.Region).Base;
    if (!moved(Base.id())) {
      std::set<unsigned> Ids;
      collectSymbols(Base, Ids);
      for (unsigned Id : Ids)
        Failed |= moved(Id);
      return std::nullopt;
    }
    const Location To = M.locate(Out.Renamed.at(Base.id()).second, S.nameOf(Base), {});
    return S.content(To.Region, 0, Sym.Bit + To.Byte * 8, Sym.Term.get_sort().bv_size(), Sym.Place, Sym.Type);
  }

  /// What stands for a symbol in the later situation.
  z3::expr image(unsigned Id) {
    if (auto It = Out.Renamed.find(Id); It != Out.Renamed.end())
      return It->second.second;
    const Symbol &Sym = *S.find(Id);
    if (Sym.What == Symbol::Kind::Memory && Sym.When == 0)
      if (auto With = withObject(Sym))
        return *With;
    return Sym.Term;
  }

  /// Empty if no symbol of it is renamed.
  std::optional<z3::expr> renamed(const z3::expr &Condition) {
    std::set<unsigned> Ids;
    collectSymbols(Condition, Ids);
    z3::expr_vector From(S.z3()), To(S.z3());
    for (unsigned Id : Ids) {
      if (!S.find(Id))
        continue;
      z3::expr Image = image(Id);
      if (Image.id() == Id)
        continue;
      From.push_back(S.find(Id)->Term);
      To.push_back(Image);
    }
    if (From.empty())
      return std::nullopt;
    return z3::expr(Condition).substitute(From, To).simplify();
  }

  bool holds(const z3::expr &Condition) {
    if (Condition.is_true())
      return true;
    for (const z3::expr &Known : B.Done.Conditions)
      if (Known.id() == Condition.id())
        return true;
    return Z.satisfiable(S.axioms(), B.Done.Conditions, (!Condition).simplify()) == Answer::No;
  }

  /// Dead symbols in conditions on renamed ones are renamed as those of a later condition of the same form.
  void renameDead() {
    for (size_t I = 0; I < A.Conditions; ++I) {
      const z3::expr &Condition = B.Done.Conditions[I];
      const auto Now = renamed(Condition);
      if (!Now || holds(*Now))
        continue;
      for (size_t J = A.Conditions; J < B.Done.Conditions.size(); ++J) {
        const size_t Bindings = Bound.size();
        if (match(Condition, B.Done.Conditions[J]))
          break;
        forgetSince(Bindings);
      }
    }
  }

  bool conditionsFollow() {
    renameDead();
    movedContents();
    for (size_t I = 0; I < A.Conditions && !Failed; ++I)
      if (const auto Now = renamed(B.Done.Conditions[I]); Now && !holds(*Now))
        return false;
    for (const z3::expr &Axiom : std::vector<z3::expr>(S.axioms()))
      if (const auto Now = renamed(Axiom); Now && !holds(*Now))
        return false;
    return !Failed;
  }

  bool concerns(const z3::expr &Term) const {
    std::set<unsigned> Ids;
    collectSymbols(Term, Ids);
    return std::any_of(Ids.begin(), Ids.end(), [&](unsigned Id) { return moved(Id); });
  }

  /// Values of expressions that are still being computed around the loop, and arguments of pure calls.
  bool valuesStay() const {
    for (const z3::expr &Argument : PureArguments)
      if (concerns(Argument))
        return false;
    for (size_t I = 0; I < B.Frames.size(); ++I) {
      const Frame &F = B.Frames[I];
      if (F.Returned && concerns(F.Returned->Bits))
        return false;
      if (I + 1 == B.Frames.size() && !A.InExpression)
        continue;
      for (const auto &[Code, Value] : F.Values)
        if (Value.Sequence < A.Time && concerns(Value.Bits))
          return false;
    }
    return true;
  }

  Symbols &S;
  Memory &M;
  Solver &Z;
  const Visit &A;
  PathState &B;
  const std::set<BitRange> &Live;
  Cover Out;
  bool Failed = false;
  std::vector<z3::expr> PureArguments;
  std::set<unsigned> NewResults, NewEpochs;
  std::set<std::pair<unsigned, unsigned>> Matched; ///< terms, with the bindings so far
  std::vector<unsigned> Bound;                     ///< in the order of their renaming
  std::set<Pair> Pairs;
  std::deque<Pair> Waiting;
};

} // namespace

std::optional<Cover> findCover(Symbols &S, Memory &M, Solver &Z, const std::shared_ptr<const Visit> &By,
                               PathState &Later, const std::set<BitRange> &Live) {
  return Comparing(S, M, Z, By, Later, Live).run();
}

void addReadAcross(const std::vector<Reading> &Readings, const Visit &V, std::set<BitRange> &Into) {
  for (const Reading &Each : Readings)
    if (Each.Set < V.Time && Each.Read >= V.Time)
      Into.insert(Each.What);
}

} // namespace kverdict
