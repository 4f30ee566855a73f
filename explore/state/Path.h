// One way through a function: while it is being walked (PathState), and when it has ended (Path).
#pragma once

#include "core/Run.h"
#include "core/Source.h"
#include "explore/state/Symbols.h"

#include <clang/AST/Expr.h>
#include <clang/AST/Stmt.h>
#include <clang/Analysis/CFG.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>
#include <vector>

namespace kverdict {

/// What an expression evaluated to: a value, or a place (then Bits is its address).
struct Val {
  z3::expr Bits;
  std::string Name = {}; ///< its access path in C, if it has one
  bool IsPlace = false;
  std::int64_t FieldBit = 0;                       ///< a bit-field place: bits above the address
  unsigned FieldWidth = 0;                         ///< 0 unless it is a bit-field
  std::optional<RegionId> Variable = std::nullopt; ///< a place that is all of a variable: its region
  unsigned Sequence = 0; ///< when it was evaluated: the later of the two arms of `?:` is the one that was taken
  /// A place that was reached through a pointer: what must not be null when it is accessed. Its address may be taken.
  std::optional<z3::expr> Through = std::nullopt;
  std::string ThroughName = {};
  /// An element of an array that is a member: that the index is one of its own. Its address may be taken.
  std::optional<z3::expr> Inside = std::nullopt;
};

/// What the expressions of a frame evaluated to. They are few at a time, and the newest are asked for most: a list that
/// is searched from its end.
class Values {
public:
  /// Null if it was not evaluated.
  const Val *find(const clang::Stmt *Code) const {
    for (auto It = All.rbegin(); It != All.rend(); ++It)
      if (It->first == Code)
        return &It->second;
    return nullptr;
  }
  void set(const clang::Stmt *Code, Val Value) {
    auto Known = std::find_if(All.begin(), All.end(), [&](const auto &Each) { return Each.first == Code; });
    if (Known != All.end())
      Known->second = std::move(Value);
    else
      add(Code, std::move(Value));
  }
  /// Forgets all others.
  void keep(const std::unordered_set<const clang::Stmt *> &These) {
    if (These.empty())
      All.clear();
    else
      std::erase_if(All, [&](const auto &Entry) { return !These.count(Entry.first); });
  }
  auto begin() const { return All.begin(); }
  auto end() const { return All.end(); }

private:
  void add(const clang::Stmt *Code, Val Value) {
    if (All.empty())
      All.reserve(Usual);
    All.emplace_back(Code, std::move(Value));
  }

  static constexpr size_t Usual = 12; ///< so many values are known at once, mostly
  std::vector<std::pair<const clang::Stmt *, Val>> All;
};

/// A branch that was decided, the verdict being carried along, or a call that was not looked into.
struct Step {
  enum class Kind { Branch, Switch, Assignment, Call, Return };
  Kind What;
  const clang::Stmt *Code;
  const clang::FunctionDecl *Function;
  unsigned Depth;
  bool Taken = false;    ///< Branch
  std::string Text;      ///< Switch: the case; Call: the callee
  bool Constant = false; ///< Branch: there was nothing to decide
  int Condition = -1;    ///< Branch, Switch: which of the path's conditions it is, if it is one
};

/// A part of a region's content.
struct StoredBits {
  unsigned Width;
  z3::expr Term;
  unsigned When = 0; ///< PathState::Sequence when it was stored
};

/// Bits of a region.
struct BitRange {
  RegionId Region;
  std::int64_t From;
  std::int64_t To; ///< one past the last
  auto operator<=>(const BitRange &) const = default;
  bool overlaps(const BitRange &O) const { return Region == O.Region && From < O.To && O.From < To; }
};

/// A load, and when what it found came there: so that it can be told what was read across a visit of a loop.
struct Reading {
  BitRange What;
  unsigned Set;  ///< PathState::Sequence when it was stored or began; 0 for what was there at entry
  unsigned Read; ///< PathState::Sequence when it was loaded
};

/// What was known of a region when an opaque call may have written it.
struct ForgottenContent {
  Epoch Before = 0;
  std::map<std::int64_t, StoredBits> Stores;
};

/// One opaque call, in the order of the path.
struct OpaqueCall {
  std::string Callee;
  std::optional<z3::expr> Result;
  std::vector<z3::expr> Arguments; ///< those that are pointers keep their position; for asm, the outputs' addresses
  std::set<unsigned> ReadOnly;     ///< positions of arguments through which it may not write
  bool Pure = false;               ///< the same for equal arguments in an unchanged state
  std::vector<std::pair<RegionId, Epoch>> Written; ///< regions that it may have written, with the epoch that began
  std::map<RegionId, ForgottenContent> Forgotten;  ///< of those regions: what is there if it did not write them
  std::vector<z3::expr> Outputs;                   ///< asm: what it wrote to its output operands, by position
  clang::SourceLocation At = {};
  std::string Guess =
      {}; ///< why its meaning is not known though somebody settles it; empty: what it does is up to the state
  bool Anew = false;     ///< it may answer otherwise each time
  bool Contract = false; ///< made by a contract, in the state at entry
  unsigned Asked = 0;    ///< the same for the same question in the same memory, as far as that is known at once
  unsigned Reached = 0;  ///< the same if no call in between may have written what its arguments lead to
  unsigned Stores = 0;   ///< how often the path had stored something that others can see
  // In a comparison (explore/state/Version.h):
  Epoch World = 0;    ///< it may have written all memory that outlives the function: the epoch that began
  unsigned Key = 0;   ///< the same in both versions: what it returns and writes is the same
  unsigned Words = 0; ///< the same callee with the same arguments, perhaps in another situation
  std::map<RegionId, std::map<std::int64_t, StoredBits>> Stored; ///< since the call before, where others can see it
};

/// In a comparison: something that others can see while the function runs.
struct PathEvent {
  Event::Kind What;
  std::string Name; ///< the callee, the assembly, how wide a volatile access is
  std::vector<z3::expr> Operands;
  bool Orders = false; ///< others see what was stored before
  unsigned Key = 0;    ///< the same in both versions: so is what others see of it
  unsigned Trail = 0;  ///< the same in both versions: so are all events up to this one
  Epoch World = 0;     ///< the memory that lies below Stored
  std::map<RegionId, std::map<std::int64_t, StoredBits>> Stored; ///< if it Orders
  Epoch Locals = 0; ///< if it Orders: the same in both versions: so is what locals hold whose addresses calls got
};

/// In a comparison: a read of a volatile object that others may write at any time. The first one finds what memory
/// holds; so does none before which the path has read or written the place, since it was forgotten.
struct VolatileRead {
  BitRange What;
  Epoch World;     ///< the memory that lay there
  unsigned Number; ///< of the reads of these bits from that memory, which one: from 1 on
  z3::expr Held;   ///< what it would find if nobody wrote meanwhile
  z3::expr Found;
  bool anew() const { return Found.id() != Held.id(); }
};

/// Something that was not modelled exactly.
struct Approximation {
  clang::SourceLocation At;
  std::string What;
  bool operator<(const Approximation &O) const { return std::tie(At, What) < std::tie(O.At, O.What); }
};

class Unit;

/// Each with its place in this version of the file, in the order of the places.
std::vector<std::pair<SourcePlace, std::string>> placed(const Unit &, const std::set<Approximation> &);

/// What a path takes for granted by a test that the build leaves out: VM_WARN_ON() without CONFIG_DEBUG_VM.
struct UntestedPremise {
  z3::expr Fires; ///< that it would
  std::shared_ptr<const std::string> Words;
};

enum class PathEnd {
  Returned,
  Undefined, ///< undefined behaviour, for the states that meet the path's conditions
  NoReturn,  ///< ended in panic() or the like
  Undecided, ///< not followed to the end: a bound, or a construct without semantics
  AtHead,    ///< came to the head of a loop where the exploration ends (explore/loops/Rounds.h)
  Covered,   ///< came to a loop's head in a situation like an earlier one: nothing new follows (explore/loops/Cover.h)
};

struct Arrival;

/// A path that has ended.
struct Path {
  PathEnd End = PathEnd::Returned;
  std::string Reason; ///< unless it Returned
  /// A location, not a place: versions of a file share paths, and its lines are not the same in all of them.
  clang::SourceLocation StoppedAt;
  bool Premise = false; ///< Undefined: a pointer that the function never tests is null
  clang::SourceLocation
      StoppedFrom; ///< where the function itself was then: the call that led to StoppedAt, or the same place
  std::optional<z3::expr> Null; ///< Undefined, by following a null pointer: that it is one
  std::vector<z3::expr> Conditions;
  std::optional<z3::expr> Result; ///< none for void
  std::vector<Step> Steps;
  std::vector<OpaqueCall> Calls;
  std::set<Approximation> Approximations;
  std::vector<UntestedPremise> Untested;
  std::map<RegionId, std::pair<std::int64_t, std::int64_t>> Touched; ///< bytes accessed: first, and one past the last
  /// Covered: Z3's ids of the symbols of the entry state that the paths which cover it have other values for.
  std::set<unsigned> Otherwise;
  // In a comparison (explore/state/Version.h), if it Returned:
  unsigned History = 0;                    ///< the Key of the last call that may have written
  std::vector<PathEvent> Events;           ///< in their order
  unsigned Trail = 0;                      ///< that of the last of them
  std::vector<VolatileRead> VolatileReads; ///< in their order
  bool ReadsLent = false;                  ///< a local, behind a call, whose address an earlier call got
  std::map<RegionId, std::map<std::int64_t, StoredBits>> Left; ///< what was stored since, where a caller can see it
  std::shared_ptr<const Arrival> Arrived;                      ///< AtHead
  bool exact() const { return Approximations.empty(); }
  /// The read of the same bits before this one; null if there is none.
  const VolatileRead *before(size_t Read) const {
    for (size_t I = Read; I-- > 0;)
      if (VolatileReads[I].What == VolatileReads[Read].What)
        return &VolatileReads[I];
    return nullptr;
  }
};

/// A function being executed.
struct Frame {
  const clang::FunctionDecl *Function;
  clang::CFG *Graph;
  const clang::CFGBlock *Block;
  unsigned Element = 0;
  bool Arrived = false; ///< the block was just entered
  const clang::CFGBlock *CameFrom = nullptr;
  bool CameByFirst = false; ///< by the first successor of CameFrom: the true side of a branch
  std::map<const clang::VarDecl *, RegionId> Locals;
  std::set<RegionId> Literals; ///< compound literals
  unsigned Instance = 0;       ///< distinguishes the locals of two calls on one path
  kverdict::Values Values;
  std::map<const clang::CFGBlock *, unsigned> Visits;
  std::map<const clang::CFGBlock *, unsigned> Decisions; ///< how often a branch was open both ways
  const clang::CallExpr *Call = nullptr;                 ///< in the frame below
  std::optional<Val> Returned;
};

/// The functions that a path is in, the current one last. Copies share the frames below, which do not change while
/// the path is above them. What back() hands out must not be kept while the stack is copied.
class FrameStack {
public:
  Frame &back() {
    if (All.back().use_count() > 1)
      All.back() = std::make_shared<Frame>(*All.back());
    return *All.back();
  }
  const Frame &operator[](size_t I) const { return *All[I]; }
  /// Whether this frame is one and the same in both.
  bool shares(const FrameStack &O, size_t I) const { return All[I] == O.All[I]; }
  void replace(size_t I, Frame F) { All[I] = std::make_shared<Frame>(std::move(F)); }
  size_t size() const { return All.size(); }
  bool empty() const { return All.empty(); }
  void push_back(Frame F) { All.push_back(std::make_shared<Frame>(std::move(F))); }
  void pop_back() { All.pop_back(); }

private:
  std::vector<std::shared_ptr<Frame>> All;
};

/// What memory holds at one point of a path.
struct MemoryState {
  using Cell = StoredBits;
  std::map<RegionId, std::map<std::int64_t, Cell>> Stores; ///< by bit offset, not overlapping
  std::map<RegionId, Epoch> Epochs;
  std::map<RegionId, unsigned> Began; ///< PathState::Sequence when the epoch of a region began, or a local was made
  std::map<RegionId, unsigned> StoreCounts;
  std::set<RegionId> Initialised; ///< locals whose unset bits an opaque call may have set
  Epoch World = 0;                ///< of memory that outlives the function and is not among Epochs
};

struct Visit;

/// A path that is being walked.
struct PathState : MemoryState {
  Path Done;
  FrameStack Frames;
  std::set<unsigned> NotNull;     ///< Z3's ids of pointer terms that are known not to be null on this path
  std::set<unsigned> Given;       ///< Z3's ids of bases whose members' addresses calls got
  std::set<unsigned> Tested;      ///< Z3's ids of the symbols in branch conditions so far
  std::vector<RegionId> Escaped;  ///< in a comparison: locals whose addresses opaque calls got, in that order
  std::set<RegionId> Lent;        ///< in a comparison: of these locals, those that calls really got, or may have got
  std::vector<BitRange> Accessed; ///< in a comparison: memory that outlives the function, since it was forgotten
  std::vector<std::shared_ptr<const Visit>> Visits; ///< of loops' heads, in the order of the path
  std::vector<Reading> Readings;                    ///< since the first of them
  unsigned History = 0;                             ///< see Path
  unsigned Sequence = 0;
  unsigned Steps = 0;
  unsigned Detours = 0; ///< how often it did not take the shortest way (explore/engine/Search.h)
};

} // namespace kverdict
