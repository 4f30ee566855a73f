#include "parse/Callees.h"

#include "parse/Linkage.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/Builtins.h>

using namespace clang;

namespace kverdict {
namespace {

class Counter : public RecursiveASTVisitor<Counter> {
public:
  unsigned Count = 0;
  bool VisitStmt(Stmt *) { return ++Count <= Callees::MaxStatements; }
};

} // namespace

Callees::Callees(const Unit &U, const std::vector<Model> &Models) : U(U) {
  for (const Model &M : Models)
    ModelOf[M.Function] = &M;
}

bool Callees::small(const FunctionDecl *F) const {
  auto [It, New] = Small.try_emplace(F, true);
  if (New) {
    Counter C;
    C.TraverseStmt(F->getBody());
    It->second = C.Count <= MaxStatements;
  }
  return It->second;
}

/// A call of a builtin, not of a library function that the compiler knows too.
static bool isCompilerBuiltin(const FunctionDecl *F) {
  const unsigned Id = F->getBuiltinID();
  return Id && !F->getASTContext().BuiltinInfo.isPredefinedLibFunction(Id);
}

/// What the stack holds is a part of the state like any other.
static bool readsState(const std::string &Name) {
  return Name == "__builtin_return_address" || Name == "__builtin_frame_address";
}

/// Builtins that do nothing but order what others see.
static bool isFence(const std::string &Name) {
  return Name == "__sync_synchronize" || Name == "__atomic_thread_fence" || Name == "__atomic_signal_fence";
}

/// What a model makes of calls; nothing for a body that is not there.
std::optional<Callee> Callees::modelled(const Model &M, const FunctionDecl *F) const {
  static constexpr CalleeKind Kinds[] = {CalleeKind::Pure,     CalleeKind::Event, CalleeKind::Sync,
                                         CalleeKind::NoReturn, CalleeKind::Havoc, CalleeKind::Inline};
  Callee Out{Kinds[static_cast<int>(M.What)]};
  Out.NullIsNothing = M.NullIsNothing;
  Out.ZeroIsNothing = M.ZeroIsNothing;
  Out.Zeroed = M.Zeroed;
  if (M.What == Model::Kind::Body && !(Out.Body = U.modelBody(F)))
    return std::nullopt;
  return Out;
}

Callee Callees::classify(const FunctionDecl *F, unsigned Depth) const {
  std::string Name = F->getNameAsString();
  if (auto It = ModelOf.find(Name); It != ModelOf.end())
    if (auto Of = modelled(*It->second, F))
      return *std::move(Of);
  if (F->getBuiltinID() && knownBuiltin(Name))
    return {CalleeKind::Builtin};
  const FunctionDecl *Body = U.definition(F);
  if (!Body && U.skipped(F) && Depth < MaxDepth)
    U.missed().insert(Name);
  if (F->hasAttr<ErrorAttr>() && F->getAttr<ErrorAttr>()->isError())
    return {CalleeKind::Assertion};
  if (F->isNoReturn())
    return {CalleeKind::NoReturn};
  if (Body && (Body->hasAttr<WeakAttr>() || isNaked(Body))) // another one may be linked in its place
    return {CalleeKind::Havoc};
  if (Body && Depth < MaxDepth && !F->isVariadic() && small(Body))
    return {CalleeKind::Inline, Body};
  if (!Body && !U.skipped(F))
    if (auto Which = libraryFunction(F))
      return {CalleeKind::Library, nullptr, Unfollowed::No, *Which};
  if (readsState(Name))
    return {CalleeKind::Pure};
  if (isFence(Name))
    return {CalleeKind::Sync};
  if (isCompilerBuiltin(F))
    return {CalleeKind::Unknown};
  const bool Pure = F->hasAttr<ConstAttr>() || F->hasAttr<PureAttr>();
  return {Pure ? CalleeKind::Pure : CalleeKind::Havoc, nullptr, unfollowed(F, Depth)};
}

Unfollowed Callees::unfollowed(const FunctionDecl *F, unsigned Depth) const {
  const FunctionDecl *Body = U.definition(F);
  if (!Body && !U.skipped(F))
    return Unfollowed::No;
  return Depth >= MaxDepth ? Unfollowed::TooDeep
         : !Body           ? Unfollowed::Unread
         : F->isVariadic() ? Unfollowed::Variadic
                           : Unfollowed::TooLarge;
}

std::string reasonOf(Unfollowed Why) {
  switch (Why) {
  case Unfollowed::No:
    break;
  case Unfollowed::TooLarge:
    return "its body is too large to look into";
  case Unfollowed::TooDeep:
    return "it is called too deep to look into it";
  case Unfollowed::Variadic:
    return "it takes any number of arguments and is not looked into";
  case Unfollowed::Unread:
    return "its body was not read";
  }
  return "";
}

bool answersAnew(const FunctionDecl *F) {
  static const std::set<StringRef> Words = {"random", "rand",    "prandom", "try",  "trylock", "tryget", "next",
                                            "pop",    "dequeue", "fetch",   "copy", "clock",   "ktime",  "jiffies",
                                            "wait",   "xchg",    "cmpxchg", "new",  "create"};
  if (F->hasAttr<RestrictAttr>() || F->hasAttr<AllocSizeAttr>()) // __malloc, __alloc_size
    return true;
  SmallVector<StringRef, 8> Parts;
  F->getName().split(Parts, '_');
  return F->getName().contains("alloc") ||
         std::any_of(Parts.begin(), Parts.end(), [](StringRef Part) { return Words.count(Part) != 0; });
}

/// The names of a family: parity, parityl, parityll.
static void addFamily(std::set<std::string> &Names, std::initializer_list<const char *> Stems,
                      std::initializer_list<const char *> Ends) {
  for (const char *Stem : Stems)
    for (const char *End : Ends)
      Names.insert(std::string("__builtin_") + Stem + End);
}

static std::set<std::string> builtinNames() {
  std::set<std::string> Names;
  addFamily(Names, {"expect", "expect_with_probability", "constant_p", "unreachable", "trap", "assume"}, {""});
  addFamily(Names, {"assume_aligned", "prefetch", "object_size", "dynamic_object_size"}, {""});
  addFamily(Names, {"ffs", "popcount", "parity", "clrsb"}, {"", "l", "ll"});
  addFamily(Names, {"clz", "ctz"}, {"", "s", "l", "ll", "g"});
  addFamily(Names, {"popcountg", "abs", "labs", "llabs"}, {""});
  Names.insert({"abs", "labs", "llabs"});
  addFamily(Names, {"bswap"}, {"16", "32", "64"});
  addFamily(Names, {"bitreverse", "rotateleft", "rotateright"}, {"8", "16", "32", "64"});
  addFamily(Names, {"add", "sub", "mul"}, {"_overflow"});
  addFamily(Names, {"sadd", "ssub", "smul", "uadd", "usub", "umul"}, {"_overflow", "l_overflow", "ll_overflow"});
  return Names;
}

bool knownBuiltin(const std::string &Name) {
  static const std::set<std::string> Names = builtinNames();
  return Names.count(Name);
}

/// Whether the parameters and the result are, in their order: p, a pointer to bytes, or i, an integer.
static bool fits(const FunctionDecl *F, llvm::StringRef Result, llvm::StringRef Parameters) {
  auto is = [](QualType T, char Kind) {
    if (Kind == 'i')
      return T->isIntegerType();
    return T->isPointerType() && (T->getPointeeType()->isVoidType() || T->getPointeeType()->isCharType());
  };
  if (F->getNumParams() != Parameters.size() || F->isVariadic() || !is(F->getReturnType(), Result[0]))
    return false;
  for (unsigned I = 0; I < Parameters.size(); ++I)
    if (!is(F->getParamDecl(I)->getType(), Parameters[I]))
      return false;
  return true;
}

std::optional<LibraryFunction> libraryFunction(const FunctionDecl *F) {
  struct Known {
    LibraryFunction Which;
    llvm::StringRef Name, Result, Parameters;
  };
  static constexpr Known All[] = {
      {LibraryFunction::Memset, "memset", "p", "pii"},   {LibraryFunction::Memcpy, "memcpy", "p", "ppi"},
      {LibraryFunction::Memmove, "memmove", "p", "ppi"}, {LibraryFunction::Memcmp, "memcmp", "i", "ppi"},
      {LibraryFunction::Memchr, "memchr", "p", "pii"},   {LibraryFunction::Strlen, "strlen", "i", "p"},
      {LibraryFunction::Strcmp, "strcmp", "i", "pp"},    {LibraryFunction::Strncmp, "strncmp", "i", "ppi"},
      {LibraryFunction::Strchr, "strchr", "p", "pi"},
  };
  if (!F->getIdentifier())
    return std::nullopt;
  llvm::StringRef Name = F->getName();
  Name.consume_front("__builtin_") || Name.consume_front("__");
  for (const Known &Each : All)
    if (Name == Each.Name && fits(F, Each.Result, Each.Parameters))
      return Each.Which;
  return std::nullopt;
}

const FunctionDecl *declared(const Unit &U, const std::string &Name) {
  ASTContext &Context = U.context();
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  return nullptr;
}

} // namespace kverdict
