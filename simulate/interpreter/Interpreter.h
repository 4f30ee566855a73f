// Runs one function, statement by statement, over Clang's syntax tree. The parts lie in files of their own:
// Interpreter.cpp (runs, frames), InterpreterStatements.cpp, InterpreterConditions.cpp, InterpreterExpressions.cpp,
// InterpreterOperators.cpp, InterpreterCasts.cpp, InterpreterLvalues.cpp (memory accesses),
// InterpreterInitializers.cpp, InterpreterGlobals.cpp, InterpreterCalls.cpp, InterpreterOpaque.cpp (calls and assembly
// that the witness answers), InterpreterEvents.cpp (what others can see of the run), InterpreterBuiltins.cpp,
// InterpreterLibrary.cpp (memset() and its like).
#pragma once

#include "core/Run.h"
#include "parse/Callees.h"
#include "simulate/Simulator.h"
#include "simulate/StateGrowth.h"
#include "simulate/interpreter/Arithmetic.h"
#include "simulate/interpreter/Jumps.h"
#include "simulate/interpreter/Memory.h"
#include "simulate/interpreter/Recorder.h"

#include <set>

namespace kverdict::simulation {

/// Ends the run; thrown and caught within the interpreter only, never through Clang.
struct Stop {
  RunEnd End;
  std::string Reason;
  clang::SourceLocation At;
  UndefinedKind Why = UndefinedKind::None;
};

/// How a statement was left.
enum class Flow { Normal, Break, Continue, Return, Goto };

/// A jump out of a statement expression: leaves the expression around it and is a Flow again at its statement.
struct Jump {
  Flow How;
};

/// A value: the bits of a scalar, or the bytes of a structure, union or array.
struct Rvalue {
  Word Bits = 0;
  Bytes Image{};
  bool Missing = false; ///< a function ended without returning one
};

/// Where an object lies. With BitWidth, it is a bit-field that begins BitOffset bits above the lowest of Address.
struct Lvalue {
  std::uint64_t Address = 0;
  unsigned BitOffset = 0;
  unsigned BitWidth = 0;
  const clang::Expr *Pointer = nullptr; ///< what was dereferenced to get here, for messages
  const clang::Expr *Beyond = nullptr;  ///< an element that its array does not have
  const clang::Expr *Error = nullptr;   ///< an ERR_PTR() that was dereferenced to get here
};

/// One function being executed.
struct Frame {
  const clang::FunctionDecl *Body = nullptr;
  std::string Name;
  unsigned Depth = 0;
  std::map<const clang::VarDecl *, std::uint64_t> Variables;
  std::map<const clang::OpaqueValueExpr *, Rvalue> Bound;
  std::vector<std::uint64_t> Owned;             ///< blocks that end with a scope or with the function
  std::vector<const clang::VarDecl *> Cleanups; ///< variables whose cleanup function is due
  const clang::Stmt *Seek = nullptr;            ///< while jumping: the label that execution resumes at
  const clang::Stmt *Target = nullptr;          ///< of a goto on its way
  const clang::Expr *Wanted = nullptr;          ///< the expression that a statement expression's value is
  Rvalue WantedValue;
  Rvalue Result;
  bool HasResult = false;
  const clang::Expr *StandsFor = nullptr; ///< in the body of a model: the call in the source
};

class Interpreter {
public:
  Interpreter(const Unit &, const Callees &, const Witness &, Missing, SimulatorLimits);

  /// New objects, cells and globals that the run needs are added to a state that is being made.
  void grow(StateGrowth &G) { Growth = &G; }
  Run run(const clang::FunctionDecl *);
  /// See Simulator::stopBehind().
  void stopBehind(const std::string &Callee) { Behind = Callee; }
  /// Starts the function, and only looks where this expression of it lies.
  Run locate(const clang::FunctionDecl *, const clang::Expr *Place, Lvalue &Where);
  /// The parameter of the function that was run in which this address lies, and the offset in it.
  std::optional<std::pair<unsigned, std::uint64_t>> parameterAt(std::uint64_t Address);
  /// The value that the function returned, if it did.
  Word returned() const { return Outermost.Result.Bits; }
  /// Gives every pointer parameter that the growing state does not set an object of its own.
  void completeArguments(const clang::FunctionDecl *);

private:
  /// The first call of Behind came back.
  struct Arrived {
    Rvalue Result;
    const clang::FunctionDecl *From;
  };
  bool isBehind(const clang::FunctionDecl *) const;
  class Nesting;
  class Scope;

  // Interpreter.cpp
  Run attempt(llvm::function_ref<void(Run &)>);
  void start(const clang::FunctionDecl *);
  void addArgument(const clang::ParmVarDecl *, unsigned Position);
  void finish(Run &, const clang::FunctionDecl *);
  Value valueOf(const Rvalue &, clang::QualType) const;
  std::uint64_t freshObject(clang::QualType Pointer, const std::string &Place);
  std::uint64_t allocate(Block, std::uint64_t Alignment, clang::SourceLocation);
  [[noreturn]] void stop(RunEnd, const std::string &Reason, clang::SourceLocation, UndefinedKind = UndefinedKind::None);
  [[noreturn]] void undefined(UndefinedKind, const std::string &Reason, clang::SourceLocation);
  [[noreturn]] void unsupported(const std::string &Construct, clang::SourceLocation);
  std::uint64_t sizeOf(clang::QualType, clang::SourceLocation);
  Shape shape(clang::QualType, clang::SourceLocation);
  std::string text(const clang::Stmt *S) const { return U.text(S->getSourceRange()); }
  std::string show(const Rvalue &, clang::QualType);
  std::string showPointer(std::uint64_t Address, clang::QualType);
  void note(TraceStep::Kind, clang::SourceRange, const std::string &Outcome, const std::string &Text = "",
            const std::string &Values = "");

  // InterpreterStatements.cpp
  Flow exec(const clang::Stmt *);
  Flow execKind(const clang::Stmt *);
  Flow execCompound(const clang::CompoundStmt *);
  Flow execSequence(const clang::CompoundStmt *);
  Flow execIf(const clang::IfStmt *);
  Flow execFor(const clang::ForStmt *);
  Flow loop(const clang::Stmt *Body, const clang::Expr *Condition, const clang::Expr *Step, bool BodyFirst);
  Flow execSwitch(const clang::SwitchStmt *);
  const clang::SwitchCase *chooseCase(const clang::SwitchStmt *, Word);
  Flow execReturn(const clang::ReturnStmt *);
  Flow execLabel(const clang::Stmt *Label, const clang::Stmt *Sub);
  Flow execExpression(const clang::Expr *);
  void execDeclarations(const clang::DeclStmt *);
  void declare(const clang::VarDecl *);
  void define(const clang::VarDecl *);
  bool seeking() const { return F->Seek; }
  bool soughtIn(const clang::Stmt *);

  // InterpreterConditions.cpp
  bool condition(const clang::Expr *);
  bool atom(const clang::Expr *);
  std::optional<bool> constantTruth(const clang::Expr *);
  std::optional<llvm::APSInt> constant(const clang::Expr *) const;

  // InterpreterExpressions.cpp
  Rvalue eval(const clang::Expr *);
  Rvalue evalKind(const clang::Expr *);
  Rvalue evalBound(const clang::OpaqueValueExpr *);
  Rvalue evalConstant(const clang::Expr *);
  Rvalue evalOffsetOf(const clang::OffsetOfExpr *);
  Rvalue evalStatementExpression(const clang::StmtExpr *);
  Rvalue evalConditional(const clang::AbstractConditionalOperator *);
  Rvalue evalName(const clang::DeclRefExpr *);
  Rvalue evalAggregate(const clang::Expr *);
  Word word(const clang::Expr *);
  void discard(const clang::Expr *);

  // InterpreterOperators.cpp
  Rvalue evalUnary(const clang::UnaryOperator *);
  Rvalue evalBinary(const clang::BinaryOperator *);
  Rvalue evalAssignment(const clang::BinaryOperator *);
  Rvalue evalCompoundAssignment(const clang::CompoundAssignOperator *);
  Rvalue evalIncrement(const clang::UnaryOperator *);
  Word binary(clang::BinaryOperatorKind, Word L, clang::QualType LT, Word R, clang::QualType RT, clang::QualType Type,
              const clang::Expr *);
  Word pointerPlus(Word Pointer, clang::QualType PointerType, Word Index, clang::QualType IndexType, bool Minus,
                   const clang::Expr *);
  Word pointerDifference(Word L, Word R, clang::QualType PointerType, const clang::Expr *);
  void noteAssignment(const clang::Expr *Whole, const clang::Expr *Left, const Rvalue &);
  void noteVariable(const clang::VarDecl *, clang::SourceRange, const Rvalue &);

  // InterpreterCasts.cpp
  Rvalue evalCast(const clang::CastExpr *);
  Rvalue evalToUnion(const clang::CastExpr *);

  // InterpreterLvalues.cpp
  Lvalue lvalue(const clang::Expr *);
  Lvalue lvalueKind(const clang::Expr *);
  Lvalue member(const clang::MemberExpr *);
  Lvalue element(const clang::ArraySubscriptExpr *);
  std::uint64_t follow(const clang::Expr *Pointer);
  std::uint64_t pointed(const clang::Expr *Pointer);
  Lvalue behind(const clang::Expr *Pointer);
  std::uint64_t firstElement(const clang::Expr *Array);
  const clang::Expr *errorIn(const clang::Expr *Pointer, std::uint64_t Address) const;
  Lvalue materialize(const clang::Expr *);
  Lvalue literal(const clang::StringLiteral *);
  Lvalue named(const clang::DeclRefExpr *);
  Lvalue compoundLiteral(const clang::CompoundLiteralExpr *);
  Rvalue load(const Lvalue &, const clang::Expr *);
  Rvalue loadAggregate(const Lvalue &, const clang::Expr *);
  Rvalue store(const Lvalue &, clang::QualType, const Rvalue &, const clang::Expr *);
  Block &access(const Lvalue &, std::uint64_t Size, const clang::Expr *, bool Writing);
  void readUnset(const Lvalue &, const Block &, const clang::Expr *);
  Bytes zeroUnset(const Lvalue &, std::uint64_t Size, unsigned Width);
  bool growPointer(const Lvalue &, const Block &, const clang::Expr *);
  void noteRead(const Lvalue &, const Block &, Word, const clang::Expr *);

  // InterpreterInitializers.cpp
  void initialize(std::uint64_t Address, clang::QualType, const clang::Expr *);
  void initializeList(std::uint64_t Address, clang::QualType, const clang::InitListExpr *);
  void initializeRecord(std::uint64_t Address, const clang::RecordDecl *, const clang::InitListExpr *);
  void initializeArray(std::uint64_t Address, const clang::ConstantArrayType *, const clang::InitListExpr *);
  void initializeField(std::uint64_t Address, const clang::FieldDecl *, const clang::Expr *);
  void initializeString(std::uint64_t Address, std::uint64_t Size, const clang::StringLiteral *);

  // InterpreterGlobals.cpp
  std::uint64_t global(const clang::VarDecl *, const clang::Expr *);
  std::uint64_t functionAddress(const clang::FunctionDecl *);
  std::uint64_t labelAddress(const clang::AddrLabelExpr *);
  std::uint64_t globalSize(const clang::VarDecl *) const;
  void initializeGlobal(const clang::VarDecl *, std::uint64_t Address, std::uint64_t Size);
  std::string globalName(const clang::VarDecl *) const;
  void addGlobals();
  std::uint64_t givenAddress(const std::string &Name);

  // InterpreterCalls.cpp
  Rvalue evalCall(const clang::CallExpr *);
  const clang::FunctionDecl *functionAt(std::uint64_t Address, const clang::CallExpr *);
  Rvalue evalIndirect(const clang::CallExpr *, std::uint64_t Address);
  bool isRunning(const clang::FunctionDecl *) const;
  std::vector<Rvalue> arguments(const clang::CallExpr *);
  Rvalue enter(const clang::FunctionDecl *Body, const std::string &Name, std::vector<Rvalue> Arguments,
               clang::SourceLocation, const clang::Expr *StandsFor = nullptr);
  /// Where a person finds what happens at an expression.
  clang::SourceRange inSource(clang::SourceRange At) const;
  void bindParameters(const std::vector<Rvalue> &Arguments);
  void zero(std::uint64_t Address, const std::vector<Rvalue> &Arguments, const std::vector<unsigned> &Lengths);
  void execBody();
  void endBlocks(std::size_t Keep);
  void cleanUp(std::size_t Keep);
  void callCleanup(const clang::VarDecl *);

  // InterpreterOpaque.cpp
  const CallOutcome *givenOutcome(const std::string &Callee);
  const CallOutcome *nextOutcome(const std::string &Callee, clang::SourceLocation);
  Rvalue opaqueCall(const std::string &Name, const clang::CallExpr *, const std::vector<Rvalue> &Arguments, CalleeKind,
                    std::uint64_t Called = 0);
  void opaqueCleanup(const clang::FunctionDecl *, std::uint64_t Address, clang::SourceLocation);
  Rvalue resultOf(const CallOutcome *, clang::QualType, clang::SourceLocation);
  void applyWrites(const CallOutcome &, const std::map<unsigned, std::uint64_t> &Targets);
  std::map<unsigned, std::uint64_t> writable(const clang::CallExpr *, const std::vector<Rvalue> &Arguments);
  Flow execAsm(const clang::GCCAsmStmt *);
  std::map<unsigned, std::uint64_t> asmOperands(const clang::GCCAsmStmt *, std::string &Question);
  std::string asked(const Rvalue &, clang::QualType);
  std::string content(std::uint64_t Address, std::uint64_t Size);
  void answered(const std::string &Callee, const std::string &Question, const CallOutcome *, clang::SourceLocation,
                bool Anew);

  // InterpreterEvents.cpp
  void observe(Event::Kind, const std::string &Name, std::vector<std::string> Operands, bool Orders,
               clang::SourceRange);
  /// Called: the address of a function that is called through a pointer.
  void observeCall(const std::string &Name, const clang::CallExpr *, const std::vector<Rvalue> &Arguments,
                   std::uint64_t Called);
  void readAnew(const Lvalue &, unsigned Width, const Block &, const clang::Expr *, Bytes &Raw);
  void observeVolatile(Event::Kind, const Lvalue &, clang::QualType, Word, const clang::Expr *);
  void observePlain(const Lvalue &, const Block &, const clang::Expr *);
  void observeStore(const Lvalue &, const Block &, const Bytes &After, const Rvalue &, clang::QualType,
                    const clang::Expr *);
  void observeWrite(const Cell &);
  std::string operand(const Rvalue &, clang::QualType);
  std::string addressWords(std::uint64_t Address, bool Inside = true);
  struct AsmOperand {
    std::uint64_t Address = 0; ///< of a place
    std::string Place, Value;  ///< as others see them
    std::string Asked;         ///< as a part of the question that the assembly answers
  };
  AsmOperand asmOperand(const clang::Expr *);

  // InterpreterLibrary.cpp
  Rvalue evalLibrary(const clang::CallExpr *, const std::string &Name, LibraryFunction);
  Rvalue fill(std::vector<Rvalue> &, const clang::CallExpr *);
  Rvalue copy(std::vector<Rvalue> &, const clang::CallExpr *, bool MayOverlap);
  Rvalue compareBytes(std::vector<Rvalue> &, const clang::CallExpr *);
  Rvalue compareStrings(std::vector<Rvalue> &, const clang::CallExpr *);
  Rvalue length(std::vector<Rvalue> &, const clang::CallExpr *);
  Rvalue search(std::vector<Rvalue> &, const clang::CallExpr *, bool Text);
  std::uint8_t byteAt(std::uint64_t Address, const clang::CallExpr *);

  // InterpreterBuiltins.cpp
  std::optional<Rvalue> evalBuiltin(const clang::CallExpr *, const std::string &Name);
  Word evalBitBuiltin(const clang::CallExpr *, llvm::StringRef Name);
  Word evalOverflow(const clang::CallExpr *, llvm::StringRef Name);

  const Unit &U;
  const clang::ASTContext &Context;
  const Callees &Kinds;
  const Witness &W;
  const Missing WhenMissing;
  const SimulatorLimits Limits;
  StateGrowth *Growth = nullptr;

  const Target Layout;
  Memory Mem;
  Recorder Record;
  std::vector<Event> Events;
  const clang::CallExpr *FromTop = nullptr; ///< the call in the outermost function that led to where the run is
  std::set<std::string> Entered;
  std::vector<Stored> Stores;
  std::set<std::uint64_t> PlainReads;
  std::map<std::pair<std::uint64_t, unsigned>, unsigned> VolatileReads; ///< how many, by place
  Jumps Labels;
  Frame *F = nullptr;
  std::vector<const clang::FunctionDecl *> Running; ///< beside the outermost
  Frame Outermost;
  std::map<const clang::Decl *, std::uint64_t> Globals;
  std::set<std::string> GivenOnce;                           ///< globals whose address in the state was used
  std::map<std::uint64_t, const clang::Expr *> BehindErrors; ///< arrays that are members of what an ERR_PTR() leads to
  std::map<const clang::Expr *, std::uint64_t> Literals;
  std::map<const clang::Expr *, std::optional<bool>> Truths;
  std::vector<kverdict::Answered> Answers;
  unsigned Stored = 0; ///< how often the run, or a call that it made, may have changed what others see
  std::size_t NextCall = 0;
  std::map<std::string, std::size_t> Answered; ///< Missing::IsZero: by callee, which of its outcomes came last
  unsigned Steps = 0;
  unsigned Nested = 0;
  unsigned LiveObjects = 0;
  const clang::Expr *Followed = nullptr; ///< the place of the pointer that is being followed
  std::string Behind;                    ///< see Simulator::stopBehind()
  const char *StackBase = nullptr;
};

/// Counts a step and a level of nesting; ends the run when there are too many.
class Interpreter::Nesting {
public:
  Nesting(Interpreter &, const clang::Stmt *);
  ~Nesting() { --I.Nested; }

private:
  Interpreter &I;
};

/// The blocks and cleanups of a compound statement or a for loop.
class Interpreter::Scope {
public:
  explicit Scope(Interpreter &I) : I(I), Owned(I.F->Owned.size()), Cleanups(I.F->Cleanups.size()) {}
  void leave();

private:
  Interpreter &I;
  std::size_t Owned;
  std::size_t Cleanups;
};

} // namespace kverdict::simulation
