#include "compare/sides/Outcomes.h"

namespace kverdict {
namespace {

std::set<unsigned> keys(const Way &W) {
  std::set<unsigned> Found;
  for (const OpaqueCall &C : W.Done.Calls)
    Found.insert(C.Key);
  return Found;
}

bool sameWidth(const z3::expr &A, const z3::expr &B) { return A.get_sort().bv_size() == B.get_sort().bv_size(); }

/// Calls that may be further from their counterparts are not looked for.
constexpr size_t MostBetween = 8;

/// The calls that may have written memory.
std::vector<const OpaqueCall *> writing(const Way &W) {
  std::vector<const OpaqueCall *> Found;
  for (const OpaqueCall &C : W.Done.Calls)
    if (C.World || C.Callee == "asm")
      Found.push_back(&C);
  return Found;
}

} // namespace

Outcomes::Outcomes(Symbols &S, Solver &Z, const Way &Old, const Way &New) : S(S), Z(Z), Old(Old), New(New) {
  const std::set<unsigned> Before = keys(Old), After = keys(New);
  std::set_intersection(Before.begin(), Before.end(), After.begin(), After.end(), std::inserter(Shared, Shared.end()));
  readsOfOne(Old, New);
  readsOfOne(New, Old);
  nobodyWrote(Known, 0);
  if (Before != After) {
    align();
    const size_t First = Known.size();
    relate(Counterpart, Unchanged, Known);
    if (!Unchanged.empty()) // what is said of counterparts may rest on it
      nobodyWrote(Known, First);
  }
  Assumed = Known, InAssumed = InKnown;
  pairUp();
  repeat(Old);
  repeat(New);
  changesNothing();
  Same = Before == After && Assumed.empty();
}

void Outcomes::readsOfOne(const Way &W, const Way &Other) {
  const auto &Own = W.Done.VolatileReads, &Others = Other.Done.VolatileReads;
  if (std::equal(Own.begin(), Own.end(), Others.begin(), Others.end(),
                 [](const VolatileRead &A, const VolatileRead &B) { return A.Found.id() == B.Found.id(); }))
    return;
  for (size_t I = 0; I < Own.size(); ++I)
    if (const VolatileRead &R = Own[I], *Last = W.Done.before(I); R.anew())
      hold(R.Found, Last && Last->Held.id() == R.Held.id() ? Last->Found : R.Held, Known);
}

/// Counterparts stand in one order; each is the nearest that can be reached past calls which change nothing.
void Outcomes::align() {
  const Calls Before = writing(Old), After = writing(New);
  size_t I = 0, J = 0;
  Stores OldSince, NewSince;
  while (I < Before.size() || J < After.size()) {
    bool Found = false;
    for (size_t Apart = 0; Apart <= MostBetween && !Found; ++Apart)
      for (const auto &[K, L] : {std::pair(I + Apart, J), std::pair(I, J + Apart)}) {
        if (K > Before.size() || L > After.size() || (K == Before.size()) != (L == After.size()))
          continue;
        Stores Left = OldSince, Right = NewSince;
        if (!passOver(Before, I, K, Left) || !passOver(After, J, L, Right))
          continue;
        const bool End = K == Before.size();
        if (!End && !counterparts(*Before[K], *After[L], Left, Right))
          continue;
        for (const auto &[All, From, To] : {std::tuple(&Before, I, K), std::tuple(&After, J, L)})
          for (size_t N = From; N < To; ++N)
            Unchanged.insert((*All)[N]->World), PassedOver.insert((*All)[N]->Callee);
        if (!End)
          match(*Before[K], *After[L]);
        I = K + !End, J = L + !End;
        OldSince.clear(), NewSince.clear();
        Found = true;
        break;
      }
    if (!Found)
      return;
  }
}

/// A callee writes what its arguments reach; some get no pointer to anything that they may write, or a null pointer.
bool Outcomes::reachesMemory(const OpaqueCall &C) {
  if (C.Callee == "asm")
    return true;
  return !C.Written.empty() && std::any_of(C.Arguments.begin(), C.Arguments.end(), [&](const z3::expr &Argument) {
    const unsigned Width = Argument.get_sort().bv_size();
    return Width == S.pointerBits() && !equal(Argument, S.number(0, Width));
  });
}

/// Whether none of these calls reaches memory. Since gets what was stored before them.
bool Outcomes::passOver(const Calls &All, size_t From, size_t To, Stores &Since) {
  for (size_t N = From; N < To; ++N) {
    if (reachesMemory(*All[N]))
      return false;
    for (const auto &[Id, Cells] : All[N]->Stored)
      for (const auto &[Bit, Cell] : Cells)
        Since[Id].insert_or_assign(Bit, Cell);
  }
  return true;
}

bool Outcomes::counterparts(const OpaqueCall &A, const OpaqueCall &B, const Stores &OldSince, const Stores &NewSince) {
  if (A.Key == B.Key)
    return true;
  if (A.Callee != B.Callee || A.Arguments.size() != B.Arguments.size() || A.Result.has_value() != B.Result.has_value())
    return false;
  for (size_t I = 0; A.Words != B.Words && I < A.Arguments.size(); ++I)
    if (!equal(A.Arguments[I], B.Arguments[I]))
      return false;
  Stores Left = OldSince, Right = NewSince;
  for (const auto &[C, Into] : {std::pair(&A, &Left), std::pair(&B, &Right)})
    for (const auto &[Id, Cells] : C->Stored)
      for (const auto &[Bit, Cell] : Cells)
        (*Into)[Id].insert_or_assign(Bit, Cell);
  return sameStores(Left, Right);
}

bool Outcomes::sameStores(const Stores &A, const Stores &B) {
  return std::equal(A.begin(), A.end(), B.begin(), B.end(), [&](const auto &X, const auto &Y) {
    return X.first == Y.first && std::equal(X.second.begin(), X.second.end(), Y.second.begin(), Y.second.end(),
                                            [&](const auto &L, const auto &R) {
                                              return L.first == R.first && L.second.Width == R.second.Width &&
                                                     equal(L.second.Term, R.second.Term);
                                            });
  });
}

/// In all states that go both ways.
bool Outcomes::equal(const z3::expr &X, const z3::expr &Y) {
  if (X.id() == Y.id())
    return true;
  auto local = [&](const z3::expr &E) {
    return E.is_numeral() && E.get_sort().bv_size() == S.pointerBits() && S.owner(E.get_numeral_uint64());
  };
  if (!sameWidth(X, Y) || local(X) || local(Y))
    return false;
  if (!Unsaid.empty()) // what was read behind counterparts may be asked about
    relate(std::exchange(Unsaid, {}), {}, Known);
  std::vector<z3::expr> Given = Known;
  Given.push_back(X != Y);
  return Z.satisfiable(S.axioms(), together(Old, New, Given)) == Answer::No;
}

void Outcomes::match(const OpaqueCall &A, const OpaqueCall &B) {
  if (A.Key == B.Key)
    return;
  if (B.World)
    Counterpart.emplace(B.World, A.World), Unsaid.emplace(B.World, A.World);
  equate(A, B, Known);
}

/// The counterpart of a callee's call is the one with the same number among its calls.
void Outcomes::pairUp() {
  std::map<std::string, Calls> Others;
  for (const OpaqueCall &B : New.Done.Calls)
    Others[B.Callee].push_back(&B);
  std::map<std::string, size_t> Count;
  for (const OpaqueCall &A : Old.Done.Calls) {
    const size_t Number = Count[A.Callee]++;
    const Calls &Same = Others[A.Callee];
    if (!shared(A) && Number < Same.size() && !shared(*Same[Number]))
      equate(A, *Same[Number], Assumed);
  }
}

/// A call that is made again, with the same arguments, is taken to return the same again; in any case if it writes
/// nothing: it tests a bit, or asks whether a key is enabled. Of the calls in the same words, one such is held to each
/// of the others; those are the same to each other then.
void Outcomes::repeat(const Way &W) {
  std::map<unsigned, const OpaqueCall *> First;
  for (const OpaqueCall &A : W.Done.Calls)
    if (!shared(A) || (!A.World && !A.Anew))
      First.emplace(A.Words, &A);
  for (const Way *Each : {&Old, &New})
    for (const OpaqueCall &B : Each->Done.Calls)
      if (const auto It = First.find(B.Words); It != First.end() && It->second->Key != B.Key)
        equate(*It->second, B, Assumed);
}

void Outcomes::equate(const OpaqueCall &A, const OpaqueCall &B, std::vector<z3::expr> &Out) {
  if (&Out == &Assumed)
    Callees.insert(A.Callee);
  if (A.Result && B.Result && sameWidth(*A.Result, *B.Result))
    hold(*B.Result, *A.Result, Out);
  for (size_t I = 0; I < A.Outputs.size() && I < B.Outputs.size(); ++I)
    if (sameWidth(A.Outputs[I], B.Outputs[I]))
      hold(B.Outputs[I], A.Outputs[I], Out);
  // What they leave in locals: the first local of one is the first of the other.
  auto locals = [&](const OpaqueCall &C) {
    std::vector<RegionId> Homes;
    for (const auto &[Id, When] : C.Written)
      if (S.region(Id).What == Region::Kind::Local)
        Homes.push_back(S.home(Id, When));
    return Homes;
  };
  const std::vector<RegionId> Left = locals(A), Right = locals(B);
  for (size_t K = 0; K < Left.size() && K < Right.size(); ++K)
    for (unsigned I = 0, Count = S.count(); I < Count; ++I)
      if (const Symbol Sym = S.symbol(I); Sym.What == Symbol::Kind::Memory && Sym.Region == Left[K])
        Out.push_back(Sym.Term ==
                      S.content(Right[K], B.Key, Sym.Bit, Sym.Term.get_sort().bv_size(), Sym.Place, Sym.Type));
}

/// Calls that only one version makes, or makes in another situation.
void Outcomes::changesNothing() {
  std::set<Epoch> Worlds;
  for (const Way *W : {&Old, &New})
    for (const OpaqueCall &C : W->Done.Calls)
      if (C.World && !shared(C)) {
        Worlds.insert(C.World);
        Callees.insert(C.Callee);
      }
  const size_t First = Assumed.size();
  relate({}, Worlds, Assumed);
  nobodyWrote(Assumed, First);
}

void Outcomes::nobodyWrote(const std::vector<z3::expr> &Taken, size_t First) {
  for (size_t I = First; I < Taken.size(); ++I)
    Unwritten.insert(Taken[I].id());
}

/// Says of each symbol that is read after one of these calls what older symbol it equals. The list grows on the way:
/// by older ones, so that there is an end.
void Outcomes::relate(const std::map<Epoch, Epoch> &Counterparts, const std::set<Epoch> &Same,
                      std::vector<z3::expr> &Out) {
  Z.charge(S.count());
  for (unsigned I = 0; I < S.count(); ++I) {
    const Symbol Sym = S.symbol(I);
    if (Sym.What != Symbol::Kind::Memory || S.region(Sym.Region).What == Region::Kind::Local)
      continue;
    const unsigned Width = Sym.Term.get_sort().bv_size();
    if (auto Other = elsewhere(Sym))
      hold(Sym.Term, *Other, Out);
    else if (auto It = Counterparts.find(Sym.When); It != Counterparts.end())
      hold(Sym.Term, S.content(Sym.Region, It->second, Sym.Bit, Width, Sym.Place, Sym.Type), Out);
    else if (const VolatileRead *Read = volatileRead(Sym); Read && Counterparts.count(Read->World))
      hold(Sym.Term, reading(Sym, Counterparts.at(Read->World), Read->Number), Out);
    else if (Same.count(Read ? Read->World : Sym.When))
      if (auto Was = before(Sym))
        hold(Sym.Term, *Was, Out);
  }
}

void Outcomes::hold(const z3::expr &Term, const z3::expr &Older, std::vector<z3::expr> &Out) {
  if (Term.id() == Older.id())
    return;
  const z3::expr Same = Term == Older;
  if (!(&Out == &Known ? InKnown : InAssumed).insert(Same.id()).second)
    return;
  Out.push_back(Same);
  if (S.find(Term) && S.find(Older) && canonical(Older).id() != Term.id())
    Equal.emplace(Term.id(), Older);
}

z3::expr Outcomes::canonical(z3::expr Term) const {
  std::set<unsigned> Seen;
  for (auto It = Equal.find(Term.id()); It != Equal.end() && Seen.insert(Term.id()).second; It = Equal.find(Term.id()))
    Term = It->second;
  return Term;
}

/// The same place, if the pointer that leads there equals an older one.
std::optional<z3::expr> Outcomes::elsewhere(const Symbol &Sym) {
  const Region R = S.region(Sym.Region);
  if (R.What != Region::Kind::Input || !S.find(R.Base))
    return std::nullopt;
  const z3::expr Base = canonical(R.Base);
  if (Base.id() == R.Base.id())
    return std::nullopt;
  return S.content(S.inputRegion(Base, R.Name, R.Type, R.Size), Sym.When, Sym.Bit, Sym.Term.get_sort().bv_size(),
                   Sym.Place, Sym.Type);
}

/// The read that found a volatile object to hold what somebody else wrote there.
const VolatileRead *Outcomes::volatileRead(const Symbol &Sym) const {
  for (const Way *W : {&Old, &New})
    for (const VolatileRead &R : W->Done.VolatileReads)
      if (R.anew() && R.Found.id() == Sym.Term.id())
        return &R;
  return nullptr;
}

/// What the read of a symbol's place with this number finds, of those from the memory of one epoch.
z3::expr Outcomes::reading(const Symbol &Sym, Epoch World, unsigned Number) {
  return S.content(Sym.Region, S.readAnew(World, Number), Sym.Bit, Sym.Term.get_sort().bv_size(), Sym.Place, Sym.Type);
}

Epoch Outcomes::worldBefore(const Way &W, size_t Call) {
  Epoch Earlier = 0;
  for (size_t C = Call; C-- > 0 && !Earlier;)
    Earlier = W.Done.Calls[C].World;
  return Earlier;
}

/// What stood in a symbol's place before the call that began its epoch.
std::optional<z3::expr> Outcomes::before(const Symbol &Sym) {
  const VolatileRead *Read = volatileRead(Sym);
  for (const Way *W : {&Old, &New})
    for (size_t C = 0; C < W->Done.Calls.size(); ++C)
      if (W->Done.Calls[C].World == (Read ? Read->World : Sym.When)) {
        const auto Next = readingBefore(*W, worldBefore(*W, C), Sym, Read);
        return Next ? Next : before(*W, C, Sym);
      }
  return std::nullopt;
}

/// Of a volatile object: what one more read would have found in the memory before. Nothing if the symbol is none.
std::optional<z3::expr> Outcomes::readingBefore(const Way &W, Epoch Earlier, const Symbol &Sym,
                                                const VolatileRead *Read) {
  unsigned Reads = 0;
  bool First = false;
  for (const VolatileRead &R : W.Done.VolatileReads) {
    Reads += R.What.Region == Sym.Region && R.What.From == Sym.Bit && R.World == Earlier;
    First |= R.Found.id() == Sym.Term.id();
  }
  if (Read)
    return reading(Sym, Earlier, Reads + Read->Number);
  return First && Reads ? std::optional(reading(Sym, Earlier, Reads + 1)) : std::nullopt;
}

std::optional<z3::expr> Outcomes::before(const Way &W, size_t Call, const Symbol &Sym) {
  const unsigned Width = Sym.Term.get_sort().bv_size();
  const std::vector<OpaqueCall> &All = W.Done.Calls;
  if (auto Stored = All[Call].Stored.find(Sym.Region); Stored != All[Call].Stored.end())
    for (const auto &[Bit, Cell] : Stored->second) {
      if (Bit == Sym.Bit && Cell.Width == Width)
        return Cell.Term;
      if (Bit < Sym.Bit + Width && Sym.Bit < Bit + Cell.Width)
        return std::nullopt;
    }
  return S.content(Sym.Region, worldBefore(W, Call), Sym.Bit, Width, Sym.Place, Sym.Type);
}

} // namespace kverdict
