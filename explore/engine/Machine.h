// Walks the paths of a function through its Clang CFG, with Z3 terms for values.
#pragma once

#include "explore/Edit.h"
#include "explore/engine/Graphs.h"
#include "explore/engine/Join.h"
#include "explore/engine/Search.h"
#include "explore/loops/Cover.h"
#include "explore/loops/Rounds.h"
#include "explore/state/Memory.h"
#include "explore/state/Path.h"
#include "explore/state/Version.h"
#include "parse/Callees.h"
#include "smt/ErrorPointers.h"
#include "smt/Solver.h"

#include <clang/AST/ParentMap.h>

#include <list>
#include <set>
#include <unordered_map>

namespace kverdict {

/// Bounds of one exploration. What lies beyond them becomes an undecided path, never a dropped one.
struct ExploreLimits {
  unsigned Paths = 3000;
  unsigned StepsPerPath = 20'000;
  unsigned Steps = 2'000'000;  ///< of all paths together
  unsigned OpenIterations = 3; ///< how often one loop branch may be open both ways on a path
  unsigned Iterations = 300;   ///< how often a block may be entered in one call
  unsigned ValueBits = 1 << 14;
  unsigned SolverEffort = 3'000'000;      ///< for one question, in Z3's resource units
  unsigned Questions = ~0u;               ///< to Z3, of all paths together
  unsigned Conditions = 512;              ///< on one path: each new one is asked about together with all before
  std::uint64_t TotalEffort = 30'000'000; ///< of all questions, in the same units, and of what is done beside them
  unsigned Inexact = ~0u;                 ///< when so many paths were not followed exactly, the rest is given up
  unsigned Depth = Callees::MaxDepth;     ///< callees that are called from deeper are opaque
};

/// The reason of a path that was given up because others were not followed exactly.
inline constexpr const char *GivenUp = "given up after others";

/// The reason of a path, and of a comparison, that was given up since all of it together takes too much.
inline constexpr const char *TooMuchEffort = "it takes more effort than is spent on one comparison";

/// What the reason of a path says that ended since it went round a loop too often.
bool isLoopBound(const std::string &Reason);

/// What the reason of a path ends with that read a local which was not set.
inline constexpr const char *NothingHasSet = ", which nothing has set";

struct Widened; // explore/loops/Widening.h

/// What explorations of one unit share.
struct Workshop {
  const Unit &U;
  const Callees &Calls;
  Graphs &Cfgs;
  Symbols &S;
  Solver &Z;
  ExploreLimits Limits;
  Version *Compared = nullptr; ///< set if this is one of two versions that share Symbols and Solver
  bool AnyAlias = false;       ///< in a comparison: any two pointers may lead to the same place
  bool FirstAnew = false;      ///< see AliasWorld
  bool LentWritten = false;    ///< see AliasWorld
  /// Paths that meet again are one from there on (explore/engine/Join.h): none says how it came there.
  bool Meet = false;
  const CutPoints *Cuts = nullptr; ///< set, in a comparison, if paths end at the heads of loops
  /// Set, in a comparison of callers, if paths end where they come back from the first call of this function: what it
  /// returned is their result then, and where it was called they have stopped. There are no others, but for those that
  /// end inside it, and undecided ones.
  std::string Upto = {};
  /// In a comparison, blocks of the function by Clang's numbers: a path that comes to one of Same, and has come to none
  /// of First, ends there as Covered.
  const std::set<unsigned> *First = nullptr, *Same = nullptr;
  const Search *Seek = nullptr;    ///< set, in a comparison, if a few paths will do
  ErrorPointers *Errors = nullptr; ///< set, in a comparison: what either version has asked
};

/// Whether a library function writes nothing, and gives the same for the same memory.
bool onlyReads(LibraryFunction);

class Machine {
public:
  /// Run names the exploration ("f", "requires"): what opaque calls return in one is not what they return in
  /// another. At most one Edit is in force.
  /// A contract is evaluated in the state at entry: its calls change nothing that others see.
  Machine(Workshop &, const std::string &Run, const Edit *Changed = nullptr, bool Contract = false);

  /// All paths of a function whose arguments are the symbols of the state; with Result, the last parameter is that
  /// term instead.
  std::vector<Path> paths(const clang::FunctionDecl *, const z3::expr *Result = nullptr);
  /// All functions that a call of was met on the way. What became of it depends on the unit and the models.
  const std::set<const clang::FunctionDecl *> &called() const { return Called; }
  /// Unless this is one of two versions, or a contract: see Memory::Met.
  const std::set<std::pair<BitRange, BitRange>> &met() const { return OwnMet; }
  /// All paths from a head on (Workshop::Cuts must be set).
  std::vector<Path> paths(const clang::FunctionDecl *, const HeadState &From);

private:
  struct Stop;
  struct Gone;

  // Steps.cpp: blocks, branches, frames.
  unsigned instance(PathState &, const clang::CallExpr *);
  void enter(PathState &, const clang::FunctionDecl *, const std::vector<Val> &Arguments, const clang::CallExpr *);
  void requireOneTarget(const clang::Expr *, const Val &);
  void walk(PathState);
  std::vector<Path> walkAll(PathState Start);
  bool step(PathState &);
  bool isLeftOut(PathState &) const;
  // Meeting.cpp: paths that wait for others.
  /// Where a path is: in the order in which those that are furthest behind go on first.
  std::vector<unsigned> placeOf(const PathState &);
  bool waits(const PathState &);
  bool mayMeet(const PathState &, const PathState &) const;
  void meet(std::vector<PathState> &);
  PathState furthestBehind();
  bool isPending() const { return !Pending.empty() || !Apart.empty() || !Waits.empty(); }
  // Search.cpp: which path is walked next.
  unsigned remaining(const PathState &);
  bool hasParted(const Frame &) const;
  void later(PathState);
  PathState next();
  void nearestFirst(PathState &, PathState Other, OpenRounds = OpenRounds::Few);
  Val underOneName(const PathState &, Val Pointer);
  std::optional<z3::expr> oneOf(PathState &, const z3::expr &Value, std::initializer_list<unsigned> Numbers);
  z3::expr pinned(PathState &, const z3::expr &Value, const clang::Expr *At, std::initializer_list<unsigned> Numbers);
  void execute(PathState &, const clang::Stmt *);
  void declare(PathState &, const clang::DeclStmt *);
  bool leave(PathState &);
  bool isUpto(const clang::FunctionDecl *) const;
  bool within(const PathState &) const;
  void terminate(PathState &);
  void branch(PathState &, const clang::CFGBlock *, const clang::Expr *Condition);
  void take(PathState &, const clang::CFGBlock *, const clang::Expr *Condition, const z3::expr &Is, bool True);
  void choose(PathState &, const clang::CFGBlock *, const clang::SwitchStmt *);
  void jump(PathState &, const clang::CFGBlock *From, unsigned Successor);
  void asmGoto(PathState &, const clang::CFGBlock *, const clang::GCCAsmStmt *);
  /// The path that ended; null if nobody asks for it.
  Path *endInstead(const PathState &, const z3::expr &Condition, const std::string &Reason, clang::SourceLocation At,
                   bool Premise);
  void end(PathState &, PathEnd, const std::string &Reason, clang::SourceLocation At, bool Premise = false);
  void approximate(PathState &, const clang::Stmt *, const std::string &What);
  std::string exhausted() const;
  clang::SourceLocation fromWhere(const PathState &, clang::SourceLocation At) const;
  void note(PathState &, Step::Kind, const clang::Stmt *, const std::string &Text = "", bool Taken = false,
            bool Constant = false);
  [[noreturn]] void unsupported(const clang::Stmt *, const std::string &What);

  // Premises.cpp: what a path takes for granted.
  bool feasible(PathState &, const z3::expr &Condition);
  void assume(PathState &, const z3::expr &Condition, bool Branch);
  bool wraps(const PathState &, const z3::expr &Condition);
  /// The same, or false if it wraps.
  z3::expr neverWraps(const PathState &, const z3::expr &Condition);
  /// If the address is that of a member: there is an object around it.
  void takesMember(PathState &, const z3::expr &Address);
  void require(PathState &, const z3::expr &Condition, const char *Otherwise, const clang::Stmt *At);
  void requireNotNull(PathState &, const Val &Pointer, const clang::Expr *At);
  void requireNoError(PathState &, const z3::expr &Pointer, const std::string &Name, const clang::Expr *At);
  ErrorPointers &errors() { return W.Errors ? *W.Errors : OwnErrors; }
  void takeForGranted(PathState &, const clang::CStyleCastExpr *);
  z3::expr untested(PathState &, const clang::Expr *Condition);

  // Segments.cpp: paths that begin or end at a loop's head.
  PathState begin(const clang::FunctionDecl *, const HeadState &);
  bool atHead(PathState &);
  bool isExposed(const PathState &, RegionId);
  void noElement(RegionId, const clang::Stmt *At);
  bool anywhere() const { return Anywhere || W.AnyAlias; }
  void storing(PathState &, const Val &Place, RegionId, const z3::expr &Bits, const clang::Expr *At);
  void forgetExposed(PathState &, const OpaqueCall &);

  // Loops.cpp: paths that come to a loop's head again.
  bool arrive(PathState &);
  bool takeUp();
  bool dead(const Visit &, const BitRange &, std::set<std::pair<unsigned, BitRange>> &Asked);
  bool deadBehind(const Cover &, const BitRange &, const Visit &, std::set<std::pair<unsigned, BitRange>> &Asked);
  void remember(const PathState &);

  // Expressions.cpp
  Val get(PathState &, const clang::Expr *);
  Val compute(PathState &, const clang::Expr *);
  Val declRef(PathState &, const clang::DeclRefExpr *);
  Val functionPlace(const clang::FunctionDecl *);
  Val variable(PathState &, const clang::VarDecl *);
  Location locate(const Val &Place, clang::QualType);
  RegionId object(PathState &, const clang::VarDecl *);
  Val member(PathState &, const clang::MemberExpr *);
  Val subscript(PathState &, const clang::ArraySubscriptExpr *);
  Val unary(PathState &, const clang::UnaryOperator *);
  Val step(PathState &, const clang::UnaryOperator *);
  Val logical(PathState &, const clang::BinaryOperator *);
  Val conditional(PathState &, const clang::AbstractConditionalOperator *);
  Val initList(PathState &, const clang::InitListExpr *);
  Val temporary(PathState &, const clang::Expr *Made, const clang::Expr *Initializer);
  Val offsetOf(PathState &, const clang::OffsetOfExpr *);
  Val compoundLiteral(PathState &, const clang::CompoundLiteralExpr *);
  Val labelAddress(const clang::AddrLabelExpr *);
  Val stringLiteral(PathState &, const clang::StringLiteral *);
  Val constant(std::uint64_t, clang::QualType);
  std::optional<Val> constantValue(const clang::Expr *);
  // Constants.cpp: objects whose content is in the text.
  const clang::APValue *contentOf(const clang::VarDecl *);
  void define(PathState &, RegionId, std::int64_t Bit, clang::QualType, const clang::APValue &);
  void defineRecord(PathState &, RegionId, std::int64_t Bit, const clang::RecordDecl *, const clang::APValue &);
  std::optional<z3::expr> addressIn(PathState &, const clang::APValue &);
  std::optional<Val> element(PathState &, const Val &Place, Location, clang::QualType, const clang::Expr *At);
  void initialise(PathState &, const Val &Place, clang::QualType, const clang::Expr *);
  void requireAccess(PathState &, const Val &Place, const clang::Expr *At);
  void noteAccess(const Val &Place, const Location &, unsigned Width, bool VolatileRead);
  Val load(PathState &, const Val &Place, clang::QualType, const clang::Expr *At);
  void store(PathState &, const Val &Place, const z3::expr &Value, const clang::Expr *At);
  Val dereference(PathState &, const Val &Pointer, clang::QualType Pointee, const clang::Expr *At);
  std::string elementName(const Location &, clang::QualType Pointee) const;
  std::string pointerName(const Val &, clang::QualType Pointee);

  // Operators.cpp
  Val binary(PathState &, const clang::BinaryOperator *);
  Val arithmetic(PathState &, clang::BinaryOperatorKind, const Val &, clang::QualType, const Val &, clang::QualType,
                 clang::QualType Result, const clang::Expr *At);
  /// Ends the path if the result depends on where two objects of our own lie: that the linker decides.
  void requireKnownOrder(clang::BinaryOperatorKind, std::uint64_t A, std::uint64_t B, const clang::Expr *At);
  Val pointerArithmetic(PathState &, clang::BinaryOperatorKind, const Val &, clang::QualType, const Val &,
                        clang::QualType, clang::QualType Result, const clang::Expr *At);
  std::string containerName(const Val &, clang::QualType To);
  Val cast(PathState &, const clang::CastExpr *);
  z3::expr convert(const z3::expr &, clang::QualType From, clang::QualType To);
  z3::expr truth(const z3::expr &);
  z3::expr number(const z3::expr &Condition, clang::QualType);
  unsigned width(clang::QualType, const clang::Stmt *At);
  bool isEmpty(clang::QualType) const;
  Val nothing() { return {S.number(0, 1)}; } ///< the value of an empty struct: Z3 has none without bits
  std::uint64_t pointeeSize(clang::QualType Pointer);

  // Calls.cpp
  bool call(PathState &, const clang::CallExpr *);
  Callee classified(const clang::FunctionDecl *, unsigned Depth);
  const clang::FunctionDecl *callee(PathState &, const clang::CallExpr *);
  const clang::FunctionDecl *functionAt(const z3::expr &Address);
  void boundRecursion(const PathState &, const clang::FunctionDecl *, const clang::CallExpr *);
  void cleanUp(PathState &, const clang::VarDecl *, const clang::FunctionDecl *);
  /// What an opaque call is known by.
  struct CallNames {
    std::string Unique; ///< two calls of one name gave the same
    std::string Shown;  ///< as a person would write it
  };
  void answer(PathState &, const clang::CallExpr *, const Callee &, const CallNames &, OpaqueCall);
  void opaque(PathState &, const clang::CallExpr *, const std::string &Name, const Callee &, bool Unseen = false);
  bool isOwn(PathState &, const clang::CallExpr *);
  bool doesNothing(PathState &, const clang::CallExpr *);
  void zero(PathState &, const clang::CallExpr *, const Val &, const std::vector<unsigned> &Lengths);
  void inlineAsm(PathState &, const clang::GCCAsmStmt *);
  bool updatesShared(PathState &, const clang::GCCAsmStmt *);
  // Builtins.cpp
  Val builtin(PathState &, const clang::CallExpr *, const std::string &Name);
  Val overflowBuiltin(PathState &, const clang::CallExpr *, const std::string &Name);
  void forgetAt(PathState &, const z3::expr &Pointer, Epoch, OpaqueCall &);
  std::vector<z3::expr> pointersIn(const z3::expr &Value, clang::QualType);
  void forgetWritten(PathState &, const clang::CallExpr *, Epoch, OpaqueCall &);
  Val bitBuiltin(PathState &, const clang::CallExpr *, llvm::StringRef Kind);
  // Library.cpp
  std::optional<Val> library(PathState &, const clang::CallExpr *, LibraryFunction);
  std::optional<Val> fill(PathState &, const clang::CallExpr *);
  std::optional<Val> copy(PathState &, const clang::CallExpr *, bool MayOverlap);
  std::optional<Val> compareBytes(PathState &, const clang::CallExpr *);
  std::optional<Val> compareStrings(PathState &, const clang::CallExpr *);
  std::optional<Val> length(PathState &, const clang::CallExpr *);
  std::optional<Val> search(PathState &, const clang::CallExpr *, bool Text);
  std::optional<Val> firstOrNone(PathState &, const clang::CallExpr *, const Val &Place, unsigned Wanted,
                                 unsigned Bytes);
  std::optional<unsigned> constantLength(PathState &, const clang::Expr *);
  Val bytesAt(PathState &, const clang::CallExpr *, unsigned Argument);
  std::optional<z3::expr> loadBytes(PathState &, const Val &Place, unsigned Bytes, const clang::Expr *At);
  std::optional<z3::expr> byteAt(PathState &, const Val &Place, unsigned Index, const clang::Expr *At);
  bool onlySignMatters(const PathState &, const clang::CallExpr *);
  // Questions.cpp: names of calls that the function and its contracts share.
  std::string pointedKey(PathState &, const z3::expr &Pointer);
  std::string memoryKey(const PathState &);
  std::optional<Val> valueOf(PathState &, const clang::Expr *);
  unsigned storesSoFar(const PathState &) const;
  std::string question(PathState &, OpaqueCall &, const std::string &Words, bool Same);
  std::string callQuestion(PathState &, const clang::CallExpr *, OpaqueCall &);
  std::string asmQuestion(PathState &, const clang::GCCAsmStmt *, OpaqueCall &);
  // Compared.cpp: names of calls that both versions share.
  std::string argumentKey(PathState &, const z3::expr &);
  std::string lentKey(const PathState &);
  std::string contentKey(const PathState &, const z3::expr &Term) const;
  /// Others may keep the addresses of locals in what they find.
  void lend(PathState &, const z3::expr &Bits);
  void observeLast(PathState &, const clang::CallExpr *, const std::string &Name);
  std::string situationKey(const PathState &);
  std::string callKey(PathState &, const clang::CallExpr *, const std::string &Name, bool Pure);
  std::string asmKey(PathState &, const clang::GCCAsmStmt *);
  void happened(PathState &, OpaqueCall &, const std::string &Key, bool Writes);
  void forgetBehind(PathState &, OpaqueCall &, bool Exposed);
  void observe(PathState &, PathEvent, const std::string &Key);
  void observeAsm(PathState &, const clang::GCCAsmStmt *, const std::string &Key);
  void addOperand(PathState &, PathEvent &, const clang::Expr *, bool Value);
  void observeVolatile(PathState &, Event::Kind, const Val &Place, clang::QualType, const z3::expr *Value = nullptr);

  // Widening.cpp: a second walk, for the loops that the first one did not follow to the end.
  friend class Widening;
  bool mayWiden() const;
  void cutLoop(PathState &, const clang::CFGBlock *);
  void settleLoops(const clang::FunctionDecl *, const z3::expr *Result, std::vector<Path> &);
  bool anyRounds(PathState &);
  bool behindHead(const PathState &) const;
  void unknownMemory(PathState &, std::optional<RegionId> But);

  Workshop &W;
  Widened *Wide = nullptr;                        ///< set in the second walk
  std::set<const clang::CFGBlock *> CutLoops;     ///< the heads of loops that were not followed to the end
  bool OtherCuts = false;                         ///< some loop has no such head
  unsigned Forgotten = 0;                         ///< how often all memory became unknown
  std::set<std::pair<BitRange, BitRange>> OwnMet; ///< see met()
  ErrorPointers OwnErrors;
  clang::ASTContext &Context;
  z3::context &Z;
  Symbols &S;
  Memory M;
  std::string Run;
  const Edit *Changed;
  const bool Contract;
  std::map<const clang::VarDecl *, RegionId> Globals;
  std::unordered_map<const clang::FunctionDecl *, RegionId> Functions; ///< those that were named
  struct Waiting {
    PathState State;
    Cover By;
  };
  bool Anywhere = false;                         ///< began at a head: any two pointers may lead to the same place
  std::list<PathState> Pending;                  ///< any of which may be the next
  std::vector<Waiting> Covered;                  ///< paths that end at a loop's head, as far as is known
  std::map<unsigned, std::set<BitRange>> Across; ///< by visit: what must not differ where it covers a path
  std::set<unsigned> Cut;                        ///< visits that an undecided path came through
  unsigned LoopVisits = 0;
  std::set<const clang::FunctionDecl *> Called;
  std::map<const clang::FunctionDecl *, clang::ParentMap> Parents;
  std::map<const clang::FunctionDecl *, Callee> Known; ///< what becomes of calls, but for those that are too deep
  std::vector<Path> Ended;
  unsigned TotalSteps = 0;
  unsigned Told = 0; ///< paths that were walked to their end
  unsigned Inexact = 0;
  std::uint64_t FirstEffort = 0; ///< what had been spent before this exploration
  unsigned FirstQuestion = 0;    ///< what Z3 was asked before this exploration
  unsigned Instances = 0;
  bool Quiet = false; ///< what is evaluated is not run: it neither ends a path nor accesses memory
  std::map<const clang::Stmt *, std::shared_ptr<const std::string>> PremiseWords; ///< null: it is none
  /// By the caller's instance, the call, and how often its block was entered.
  std::map<std::tuple<unsigned, const clang::CallExpr *, unsigned>, unsigned> InstanceOf;
  // If paths meet:
  std::multimap<std::vector<unsigned>, PathState> Waits; ///< for others that may come to the same place, by the place
  std::vector<PathState> Apart;                          ///< that could not be joined where they met: they go on next
  BlockOrders Orders;
  Join Joiner;
};

} // namespace kverdict
