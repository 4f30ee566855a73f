#include "explore/state/Fresh.h"

#include "smt/Solver.h"

#include <llvm/ADT/STLExtras.h>

namespace kverdict {
namespace {

bool allocates(llvm::StringRef Callee, Allocators By) {
  static const std::set<llvm::StringRef> Known = {"kmalloc",
                                                  "kzalloc",
                                                  "kcalloc",
                                                  "kmalloc_array",
                                                  "kmalloc_node",
                                                  "kzalloc_node",
                                                  "kmalloc_trace",
                                                  "kmalloc_large",
                                                  "__kmalloc",
                                                  "__kmalloc_node",
                                                  "__kmalloc_cache",
                                                  "__kmalloc_cache_node",
                                                  "__kmalloc_large",
                                                  "__kmalloc_large_node",
                                                  "kmalloc_node_trace",
                                                  "kvmalloc",
                                                  "kvzalloc",
                                                  "kvcalloc",
                                                  "kvmalloc_array",
                                                  "kvmalloc_node",
                                                  "__kvmalloc_node",
                                                  "vmalloc",
                                                  "vzalloc"};
  if (By == Allocators::Named)
    return Callee.contains("alloc");
  Callee.consume_back("_noprof");
  return Known.count(Callee);
}

/// Looks for the address of one object.
class Publication {
public:
  Publication(const PathState &P, const Symbols &S, const Memory &M, RegionId Object)
      : P(P), S(S), M(M), Object(Object), Address(S.region(Object).Base.id()) {}

  bool found() const { return inCalls() || inEvents() || inStores(P.Stores); }

private:
  bool in(const z3::expr &Term) const {
    std::set<unsigned> Found;
    collectSymbols(Term, Found);
    return Found.count(Address);
  }

  bool inCells(const std::map<std::int64_t, StoredBits> &Cells) const {
    return llvm::any_of(Cells, [&](const auto &Each) { return in(Each.second.Term); });
  }

  /// Of locals, those whose addresses calls got.
  bool inStores(const std::map<RegionId, std::map<std::int64_t, StoredBits>> &Stores) const {
    return llvm::any_of(Stores, [&](const auto &Each) {
      const bool Seen = M.outlives(Each.first) || llvm::is_contained(P.Escaped, Each.first);
      return Each.first != Object && Seen && inCells(Each.second);
    });
  }

  /// A local that a call reads through a pointer to const is not taken down: what it held may be anything.
  bool readsLocal(const OpaqueCall &Call) const {
    return llvm::any_of(Call.ReadOnly, [&](unsigned Position) {
      if (Position >= Call.Arguments.size())
        return false;
      const z3::expr &Bits = Call.Arguments[Position];
      const bool Number = Bits.is_numeral() && Bits.is_bv() && Bits.get_sort().bv_size() == S.pointerBits();
      const auto Own = Number ? S.owner(Bits.get_numeral_uint64()) : std::nullopt;
      return Own && S.region(Own->first).What == Region::Kind::Local;
    });
  }

  bool inCalls() const {
    return llvm::any_of(P.Done.Calls, [&](const OpaqueCall &Call) {
      if (inStores(Call.Stored) || llvm::any_of(Call.Forgotten, [&](const auto &Each) {
            return Each.first != Object && inCells(Each.second.Stores);
          }))
        return true;
      if (Call.Callee == "asm" || Call.Pure) // assembly: where its outputs lie
        return false;
      return readsLocal(Call) || llvm::any_of(Call.Arguments, [&](const z3::expr &Each) { return in(Each); });
    });
  }

  /// The addresses at which assembly writes are no values that it gets.
  bool isOutput(const z3::expr &Operand) const {
    return llvm::any_of(P.Done.Calls, [&](const OpaqueCall &Call) {
      return Call.Callee == "asm" &&
             llvm::any_of(Call.Arguments, [&](const z3::expr &Each) { return Each.id() == Operand.id(); });
    });
  }

  bool inEvents() const {
    return llvm::any_of(P.Done.Events, [&](const PathEvent &E) {
      if (E.What == Event::Kind::Read || E.Operands.empty())
        return false;
      if (E.What == Event::Kind::Write) // its place comes before it
        return in(E.Operands.back());
      return E.What == Event::Kind::Assembly &&
             llvm::any_of(E.Operands, [&](const z3::expr &Each) { return in(Each) && !isOutput(Each); });
    });
  }

  const PathState &P;
  const Symbols &S;
  const Memory &M;
  const RegionId Object;
  const unsigned Address;
};

} // namespace

bool isUnpublished(const PathState &P, const Symbols &S, const Memory &M, RegionId Object, Allocators By) {
  const Symbol *Sym = S.find(S.region(Object).Base);
  if (!Sym || Sym->What != Symbol::Kind::CallResult || Sym->Pure ||
      !allocates(llvm::StringRef(Sym->Place).split('(').first, By))
    return false;
  return !Publication(P, S, M, Object).found();
}

} // namespace kverdict
