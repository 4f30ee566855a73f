// Names of opaque calls that the two versions of a comparison share. Two calls of one name return and write the same,
// so a name holds all that may make a difference: the callee, the arguments, the calls before, and what was stored
// where the callee can see it.
#include "explore/engine/Machine.h"
#include "explore/state/Fresh.h"
#include "parse/Assembly.h"
#include "parse/LineNumber.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Stmt.h>

using namespace clang;

namespace kverdict {

/// A local is known by its turn among the locals that calls got, and by its content: its address is not the same in
/// the other version.
std::string Machine::argumentKey(PathState &P, const z3::expr &Bits) {
  auto Own = Bits.is_numeral() && Bits.get_sort().bv_size() == S.pointerBits() ? S.owner(Bits.get_numeral_uint64())
                                                                               : std::nullopt;
  if (!Own || S.region(Own->first).What != Region::Kind::Local)
    return "/" + std::to_string(S.keep(Bits));
  auto &Known = P.Escaped;
  auto It = std::find(Known.begin(), Known.end(), Own->first);
  std::string Key = "/local" + std::to_string(It - Known.begin()) + "+" + std::to_string(Own->second);
  if (It == Known.end())
    Known.push_back(Own->first);
  if (P.Lent.insert(Own->first).second)
    for (const auto &[Bit, Cell] : P.Stores[Own->first]) // which lead on to others
      lend(P, Cell.Term);
  const Epoch When = P.Epochs[Own->first];
  Key += "@" + std::to_string(When ? S.home(Own->first, When) : 0);
  for (const auto &[Bit, Cell] : P.Stores[Own->first])
    Key += "," + std::to_string(Bit) + "." + std::to_string(Cell.Width) + "=" + contentKey(P, Cell.Term);
  return Key;
}

/// What stands in memory, where that leads to a local by its turn. What others may have kept is compared beside it.
std::string Machine::contentKey(const PathState &P, const z3::expr &Term) const {
  const bool Number = Term.is_numeral() && Term.is_bv() && Term.get_sort().bv_size() == S.pointerBits();
  const auto Own = Number ? S.owner(Term.get_numeral_uint64()) : std::nullopt;
  const auto It = Own ? std::find(P.Escaped.begin(), P.Escaped.end(), Own->first) : P.Escaped.end();
  if (It == P.Escaped.end() || !P.Lent.count(*It))
    return std::to_string(S.keep(Term));
  return "local" + std::to_string(It - P.Escaped.begin()) + "+" + std::to_string(Own->second);
}

void Machine::lend(PathState &P, const z3::expr &Bits) {
  for (const std::uint64_t Address : addressesIn(Bits, S))
    argumentKey(P, S.number(Address, S.pointerBits()));
}

/// What the locals hold whose addresses calls got: they may have kept them. By their turns, as in argumentKey().
std::string Machine::lentKey(const PathState &P) {
  std::string Key;
  for (size_t I = 0; I < P.Escaped.size(); ++I) {
    const RegionId Id = P.Escaped[I];
    if (!P.Lent.count(Id))
      continue;
    const auto Began = P.Epochs.find(Id);
    Key += "/lent" + std::to_string(I) + "@" +
           std::to_string(Began == P.Epochs.end() || !Began->second ? 0 : S.home(Id, Began->second));
    if (const auto Stored = P.Stores.find(Id); Stored != P.Stores.end())
      for (const auto &[Bit, Cell] : Stored->second)
        Key += "," + std::to_string(Bit) + "." + std::to_string(Cell.Width) + "=" + contentKey(P, Cell.Term);
  }
  return Key;
}

std::string Machine::situationKey(const PathState &P) {
  std::string Key = "@@" + std::to_string(P.History) + lentKey(P);
  for (const auto &[Id, Cells] : P.Stores) {
    if (!M.outlives(Id))
      continue;
    for (const auto &[Bit, Cell] : Cells)
      Key += "," + std::to_string(Id) + ":" + std::to_string(Bit) + "." + std::to_string(Cell.Width) + "=" +
             contentKey(P, Cell.Term);
  }
  return Key;
}

std::string Machine::callKey(PathState &P, const CallExpr *E, const std::string &Name, bool Pure) {
  std::string Key = Pure ? "pure:" : "call:";
  Key += Name[0] != '*' ? Name : "*" + std::to_string(S.keep(S.tidy(get(P, E->getCallee()).Bits)));
  for (const Expr *Argument : E->arguments())
    Key += Argument->getType()->isVoidType() || isLineNumber(Context, Argument)
               ? "/"
               : argumentKey(P, S.tidy(get(P, Argument).Bits));
  W.Compared->Opaque.insert(Name);
  return Key + situationKey(P);
}

std::string Machine::asmKey(PathState &P, const GCCAsmStmt *E) {
  std::string Key = "asm:" + assemblyText(E);
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    Key += "/" + (E->isOutputPlusConstraint(I) ? argumentKey(P, S.tidy(get(P, E->getOutputExpr(I)).Bits)) : "");
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    Key += "/" +
           (tellsPlace(Context, E, E->getInputExpr(I)) ? "" : argumentKey(P, S.tidy(get(P, E->getInputExpr(I)).Bits)));
  return Key + situationKey(P);
}

/// After a call that may have written, others go on from another situation.
void Machine::happened(PathState &P, OpaqueCall &Call, const std::string &Key, bool Writes) {
  Call.Key = S.epoch(Key);
  Call.Words = Call.Asked = S.epoch(Key.substr(0, Key.rfind("@@")));
  Call.Stores = storesSoFar(P);
  Call.Reached = P.World;
  if (!Writes)
    return;
  P.History = Call.Key;
  for (const auto &[Id, Cells] : P.Stores)
    if (M.outlives(Id) && !Cells.empty())
      Call.Stored.emplace(Id, Cells);
}

/// Nothing is known any more of memory that outlives the function, but of what nobody else can reach yet; nor, if it
/// may be reached from there, of locals.
void Machine::forgetBehind(PathState &P, OpaqueCall &Call, bool Exposed) {
  Call.World = Call.Key;
  MemoryState Kept; // where paths meet, a choice does not say what it is made of
  for (const auto &[Id, Cells] : P.Stores)
    if (!anywhere() && !W.Cuts && !W.Meet && M.outlives(Id) && isUnpublished(P, S, M, Id, Allocators::Known)) {
      Kept.Stores.emplace(Id, Cells);
      Kept.Epochs[Id] = M.epoch(P, Id);
    }
  M.forgetWorld(P, Call.Key);
  P.Stores.merge(Kept.Stores);
  P.Epochs.merge(Kept.Epochs);
  if ((W.Cuts || W.LentWritten) && Exposed)
    forgetExposed(P, Call);
}

void Machine::observe(PathState &P, PathEvent E, const std::string &Key) {
  E.World = P.World;
  if (E.Orders)
    for (const auto &[Id, Cells] : P.Stores)
      if (M.outlives(Id) && !Cells.empty())
        E.Stored.emplace(Id, Cells);
  if (E.Orders)
    E.Locals = S.epoch("locals:" + lentKey(P));
  E.Key = S.epoch("event:" + Key);
  E.Trail = P.Done.Trail = S.epoch("trail:" + std::to_string(P.Done.Trail) + ":" + std::to_string(E.Key));
  P.Done.Events.push_back(std::move(E));
}

/// Of memory, where it is; of what is read, also what it holds. Where a local lies is nobody's business.
void Machine::addOperand(PathState &P, PathEvent &Event, const Expr *E, bool Value) {
  const Val Given = get(P, E);
  if (!Given.IsPlace)
    return Event.Operands.push_back(S.tidy(Given.Bits));
  const Location L = locate(Given, E->getType());
  if (S.region(L.Region).What != Region::Kind::Local)
    Event.Operands.push_back(S.tidy(Given.Bits));
  if (!Value || isEmpty(E->getType()))
    return;
  const unsigned Width = Given.FieldWidth ? Given.FieldWidth : width(E->getType(), E);
  if (auto Held = M.peek(P, L.Region, L.Byte * 8 + Given.FieldBit, Width, Given.Name, QualType()))
    Event.Operands.push_back(S.tidy(*Held));
}

void Machine::observeAsm(PathState &P, const GCCAsmStmt *E, const std::string &Key) {
  PathEvent Event{kverdict::Event::Kind::Assembly, assemblyText(E), {}, ordersMemory(E), 0, 0, 0, {}};
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    addOperand(P, Event, E->getOutputExpr(I), E->isOutputPlusConstraint(I));
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    if (!tellsPlace(Context, E, E->getInputExpr(I)))
      addOperand(P, Event, E->getInputExpr(I), true);
  std::string Full = (Event.Orders ? Key : Key.substr(0, Key.rfind("@@"))) + Event.Name;
  for (const z3::expr &Operand : Event.Operands)
    Full += "/" + std::to_string(S.keep(Operand));
  observe(P, std::move(Event), Full);
}

void Machine::observeVolatile(PathState &P, Event::Kind What, const Val &Place, QualType Type, const z3::expr *Value) {
  if (!W.Compared || !Type.isVolatileQualified() || isEmpty(Type))
    return;
  const bool Writes = What == kverdict::Event::Kind::Write; // what was stored before it is not moved behind it lightly
  PathEvent Event{What, std::to_string(Place.FieldWidth ? Place.FieldWidth : width(Type, nullptr)), {}, Writes, 0, 0, 0,
                  {}};
  if (S.region(locate(Place, Type).Region).What != Region::Kind::Local)
    Event.Operands.push_back(S.tidy(Place.Bits));
  if (Value)
    Event.Operands.push_back(S.tidy(*Value));
  std::string Key = (Writes ? "write:" : "read:") + Event.Name + "." + std::to_string(Place.FieldBit);
  for (const z3::expr &Operand : Event.Operands)
    Key += "/" + std::to_string(S.keep(Operand));
  if (Writes)
    Key += situationKey(P);
  observe(P, std::move(Event), Key);
}

} // namespace kverdict
