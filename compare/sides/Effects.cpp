#include "compare/sides/Effects.h"

#include "explore/state/Members.h"
#include "llvm/ADT/StringExtras.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

namespace kverdict {
namespace {

/// Of one thing that differs, so many pairs of ways are kept: one of them will run.
constexpr size_t PerDifference = 3;

bool sameTerms(const std::map<RegionId, std::map<std::int64_t, StoredBits>> &A,
               const std::map<RegionId, std::map<std::int64_t, StoredBits>> &B) {
  auto same = [](const auto &X, const auto &Y) {
    return X.first == Y.first && X.second.Width == Y.second.Width && X.second.Term.id() == Y.second.Term.id();
  };
  return std::equal(A.begin(), A.end(), B.begin(), B.end(), [&](const auto &X, const auto &Y) {
    return X.first == Y.first && std::equal(X.second.begin(), X.second.end(), Y.second.begin(), Y.second.end(), same);
  });
}

std::string wordsOf(const PathEvent &E) {
  switch (E.What) {
  case Event::Kind::Call:
    return "calls " + E.Name + "()";
  case Event::Kind::Assembly:
    return "runs the assembly \"" + E.Name + "\"";
  case Event::Kind::Read:
    return "reads a volatile object of " + E.Name + " bits";
  case Event::Kind::Write:
    return "writes a volatile object of " + E.Name + " bits";
  }
  return "";
}

std::multiset<std::string> names(const std::vector<PathEvent> &Events) {
  std::multiset<std::string> Out;
  for (const PathEvent &E : Events)
    Out.insert(wordsOf(E));
  return Out;
}

bool isWord(char C) { return llvm::isAlnum(C) || C == '_'; }

/// Whether each mention of a static variable of the file is its declaration or a statement that sets it.
bool isOnlySet(const Unit &U, const std::string *Text, const std::string &Name) {
  const clang::ASTContext &Context = U.context();
  const auto Found = Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name));
  const auto *V = Found.empty() ? nullptr : llvm::dyn_cast<clang::VarDecl>(Found.front());
  if (!Text || (V && (V->getFormalLinkage() != clang::Linkage::Internal || V->hasAttrs() ||
                      !Context.getSourceManager().isInMainFile(V->getLocation()))))
    return false;
  bool Declared = !V;
  for (size_t At = Text->find(Name); At != std::string::npos; At = Text->find(Name, At + 1)) {
    const size_t End = At + Name.size();
    if ((At && isWord((*Text)[At - 1])) || (End < Text->size() && isWord((*Text)[End])))
      continue;
    const llvm::StringRef Before = llvm::StringRef(*Text).take_front(At).rtrim();
    const llvm::StringRef After = llvm::StringRef(*Text).drop_front(End).ltrim();
    const bool Set = After.starts_with("=") && !After.starts_with("==") && !Before.empty() &&
                     llvm::StringRef(";{})").contains(Before.back());
    if (!Set && (std::exchange(Declared, true) || Before.empty() || !isWord(Before.back())))
      return false;
  }
  return true;
}

/// The callee of "calls foo()", or nothing.
std::string callee(const std::string &Name) {
  llvm::StringRef Text = Name;
  return Text.consume_front("calls ") && Text.consume_back("()") ? Text.str() : "";
}

} // namespace

Effects::Effects(Symbols &S, Solver &Z, const Side &Old, const Side &New, bool Assuming, const FileTexts &Texts)
    : S(S), Z(Z), OldSide(Old), NewSide(New), Assuming(Assuming), Texts(Texts), OldMemory(S, Old.U.context(), true),
      NewMemory(S, New.U.context(), true) {}

void Effects::compare(const Way &A, const Way &B, const std::vector<z3::expr> &Conditions, Epoch Start) {
  const bool Ends = A.Done.End == PathEnd::NoReturn && B.Done.End == PathEnd::NoReturn; // nobody sees what it leaves
  if (!Ends && (!A.goesOn() || !B.goesOn()))
    return;
  if (A.Done.Trail == B.Done.Trail && (Ends || sameTerms(A.Done.Left, B.Done.Left)))
    return;
  if (!possible(A, B, Conditions))
    return;
  Old = &A, New = &B;
  compareEvents(A, B, Start);
}

/// Calls that are each other's counterparts return the same, or the ways are not of one state.
bool Effects::possible(const Way &A, const Way &B, const std::vector<z3::expr> &Conditions) {
  Given = Conditions;
  Calls.reset();
  if (Z.satisfiable(S.axioms(), Given) == Answer::No)
    return false;
  if (!Assuming)
    return true;
  const Outcomes &Both = Calls.emplace(S, Z, A, B);
  if (Both.same())
    return true;
  Given.insert(Given.end(), Both.assumed().begin(), Both.assumed().end());
  if (Z.satisfiable(S.axioms(), Given) != Answer::No)
    return true;
  if (Pending.empty())
    Pending = "what others see depends on what " + (Both.callees().empty() ? "a callee" : *Both.callees().begin()) +
              "() does, which is called in another situation than before";
  return false;
}

void Effects::compareEvents(const Way &A, const Way &B, Epoch Start) {
  const std::vector<PathEvent> &Before = A.Done.Events, &After = B.Done.Events;
  if (!sequence(Before, After))
    return;
  for (size_t I = 0; I < Before.size(); ++I) {
    const std::string When = " when it " + wordsOf(Before[I]);
    const bool Known = Before[I].Trail == After[I].Trail || Before[I].Key == After[I].Key;
    if (!Known && Before[I].Locals != After[I].Locals)
      return leave("a local whose address a call got may hold another value" + When);
    const bool Same =
        Known || (stores(Before[I].Stored, After[I].Stored, Before[I].World, oldWorld(After[I].World), When) &&
                  operands(Before[I], After[I]));
    if (!Same)
      return;
  }
  if (!A.goesOn())
    return;
  Epoch OldWorld = Start, NewWorld = Start;
  for (const OpaqueCall &C : A.Done.Calls)
    OldWorld = C.World ? C.World : OldWorld;
  for (const OpaqueCall &C : B.Done.Calls)
    NewWorld = C.World ? C.World : NewWorld;
  NewWorld = oldWorld(NewWorld);
  if (OldWorld != NewWorld)
    leave("its last call is made in another situation than before");
  stores(A.Done.Left, B.Done.Left, OldWorld, NewWorld, "");
}

bool Effects::sequence(const std::vector<PathEvent> &Before, const std::vector<PathEvent> &After) {
  auto same = [](const PathEvent &X, const PathEvent &Y) { return X.What == Y.What && X.Name == Y.Name; };
  const auto [At, Other] = std::mismatch(Before.begin(), Before.end(), After.begin(), After.end(), same);
  if (At == Before.end() && Other == After.end())
    return true;
  const std::multiset<std::string> Was = names(Before), Is = names(After);
  std::vector<std::string> Added, Gone;
  std::set_difference(Is.begin(), Is.end(), Was.begin(), Was.end(), std::back_inserter(Added));
  std::set_difference(Was.begin(), Was.end(), Is.begin(), Is.end(), std::back_inserter(Gone));
  for (const std::string &Name : Added)
    if (OldSide.looksInto(callee(Name)))
      return leave(callee(Name) + "() has a body that can be looked into in the old version only"), false;
  for (const std::string &Name : Gone)
    if (NewSide.looksInto(callee(Name)))
      return leave(callee(Name) + "() has a body that can be looked into in the new version only"), false;
  std::string What;
  for (const std::string &Name : Added)
    What += (What.empty() ? "" : ", ") + Name + " where it did not before";
  for (const std::string &Name : Gone)
    What += (What.empty() ? "no longer " : ", no longer ") + Name;
  differs(What.empty() ? wordsOf(*At) + " in another order" : What);
  return false;
}

bool Effects::operands(const PathEvent &A, const PathEvent &B) {
  const std::string What = wordsOf(A) + " with other arguments";
  if (A.Operands.size() != B.Operands.size())
    return differs(What), false;
  for (const bool OfLocals : {false, true}) // whether those are the same cannot be told, so they come last
    for (size_t I = 0; I < A.Operands.size(); ++I)
      if (const z3::expr &X = A.Operands[I], &Y = B.Operands[I]; ofLocals(X, Y) == OfLocals && !operand(X, Y, What))
        return false;
  return true;
}

bool Effects::operand(const z3::expr &X, const z3::expr &Y, const std::string &What) {
  if (X.id() == Y.id())
    return true;
  if (ofLocals(X, Y))
    return leave("it " + What + ", perhaps: the address of another object than before"), false;
  if (X.get_sort().bv_size() != Y.get_sort().bv_size())
    return otherWidth(X, Y, What), false;
  return !different(X, Y, What);
}

/// Whether both are addresses of objects of our own, at least one of them a local's: where that lies is nobody's
/// business, and the other version's is another object.
bool Effects::ofLocals(const z3::expr &X, const z3::expr &Y) const {
  auto own = [&](const z3::expr &E) -> const Region * {
    const bool Number = E.is_numeral() && E.get_sort().bv_size() == S.pointerBits();
    const auto Object = Number ? S.owner(E.get_numeral_uint64()) : std::nullopt;
    return Object ? &S.region(Object->first) : nullptr;
  };
  const Region *A = own(X), *B = own(Y);
  return A && B && (A->What == Region::Kind::Local || B->What == Region::Kind::Local);
}

/// The callee's parameter has another type. It is the same number whether the narrower one has a sign or not, or it is
/// another one in either case.
void Effects::otherWidth(const z3::expr &X, const z3::expr &Y, const std::string &What) {
  const unsigned A = X.get_sort().bv_size(), B = Y.get_sort().bv_size(), Wide = std::max(A, B);
  const z3::expr Differ =
      z3::sext(X, Wide - A) != z3::sext(Y, Wide - B) && z3::zext(X, Wide - A) != z3::zext(Y, Wide - B);
  if (!different(Differ, What))
    leave("it " + llvm::StringRef(What).split(" with ").first.str() + " with an argument of another type than before");
}

/// Returns false if they differ, or if that is not known.
bool Effects::stores(const Stores &Before, const Stores &After, Epoch OldWorld, Epoch NewWorld,
                     const std::string &When) {
  if (sameTerms(Before, After))
    return true;
  std::set<std::tuple<RegionId, std::int64_t, unsigned>> Places;
  for (const Stores *Each : {&Before, &After})
    for (const auto &[Id, Cells] : *Each)
      for (const auto &[Bit, Cell] : isUnread(Id) ? std::map<std::int64_t, StoredBits>() : Cells)
        Places.insert({Id, Bit, Cell.Width});
  bool Same = true;
  for (const auto &[Id, Bit, Width] : Places)
    Same &= place(Id, Bit, Width, Before, After, OldWorld, NewWorld, When);
  return Same;
}

bool Effects::place(RegionId Id, std::int64_t Bit, unsigned Width, const Stores &Before, const Stores &After,
                    Epoch OldWorld, Epoch NewWorld, const std::string &When) {
  auto X = content(Id, Bit, Width, Before, OldWorld), Y = content(Id, Bit, Width, After, NewWorld);
  if (!X || !Y)
    return leave("what it leaves in memory could not be compared"), false;
  if (X->id() != Y->id() && ofLocals(*X, *Y))
    return leave("it leaves the address of a local in " + nameOf(Id, Bit, Width) + When + ", perhaps of another one"),
           false;
  return !different(*X, *Y, "leaves another value in " + nameOf(Id, Bit, Width) + When);
}

/// A static variable that the file sets, and never reads: nobody sees what it holds.
bool Effects::isUnread(RegionId Id) {
  const auto [It, New] = Unread.try_emplace(Id, false);
  const Region &R = S.region(Id);
  if (New && R.What == Region::Kind::Global)
    It->second = isOnlySet(OldSide.U, Texts.Old, R.Name) && isOnlySet(NewSide.U, Texts.New, R.Name);
  return It->second;
}

std::string Effects::nameOf(RegionId Id, std::int64_t Bit, unsigned Width) const {
  const Region &R = S.region(Id);
  const std::string Member = Bit < 0 ? "" : memberAt(R.Type, Bit, Width, false);
  if (R.What == Region::Kind::Global)
    return R.Name + Member;
  return Member.empty() ? "*" + R.Name : R.Name + "->" + Member.substr(1);
}

/// What stands in a place after these stores.
std::optional<z3::expr> Effects::content(RegionId Id, std::int64_t Bit, unsigned Width, const Stores &Stored,
                                         Epoch World) {
  PathState P;
  if (auto It = Stored.find(Id); It != Stored.end())
    P.Stores.insert(*It);
  P.World = World;
  return OldMemory.load(P, {Id, 0}, Bit, Width, nameOf(Id, Bit, Width), clang::QualType());
}

bool Effects::different(const z3::expr &X, const z3::expr &Y, const std::string &What) {
  return X.id() != Y.id() && different(X != Y, What);
}

bool Effects::different(const z3::expr &Differ, const std::string &What) {
  switch (Z.satisfiable(S.axioms(), Given, Differ)) {
  case Answer::No:
    return false;
  case Answer::Yes:
    return differs(What, {Differ}), true;
  case Answer::Unknown:
    leave("the solver could not decide whether it " + What);
    return true;
  }
  return true;
}

void Effects::differs(const std::string &What, const std::vector<z3::expr> &More) {
  std::vector<EffectClash> &Known = Found[What];
  if (Known.size() >= PerDifference)
    return;
  Known.push_back({Old, New, Given});
  Known.back().Conditions.insert(Known.back().Conditions.end(), More.begin(), More.end());
}

void Effects::leave(const std::string &Why) {
  if (Open.empty())
    Open = Why;
}

} // namespace kverdict
