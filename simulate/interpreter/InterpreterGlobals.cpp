// Variables with static storage, and functions: where they lie and what they hold at the start.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

/// The size of a global that this unit only declares, with a type that it does not complete.
static constexpr std::uint64_t UnknownSize = 4096;

std::string Interpreter::globalName(const VarDecl *V) const {
  std::string Name = V->getNameAsString();
  const auto *Function = dyn_cast<FunctionDecl>(V->getDeclContext());
  if (!Function || !V->isStaticLocal())
    return Name;
  std::string Full = plainName(Function) + "." + Name;
  std::string Exact = Full + "@" + std::to_string(U.place(V->getLocation()).Line);
  for (const std::string &Candidate : {Exact, Full})
    if (W.Start.Globals.count(Candidate))
      return Candidate;
  return Name;
}

/// Pointers of the state may lead to a global, or to a function, before the function names it.
void Interpreter::addGlobals() {
  for (const auto &[Name, Address] : W.Start.Globals) {
    if (Mem.at(Address))
      continue;
    const IdentifierInfo &Id = U.context().Idents.get(Name);
    for (const NamedDecl *D : U.context().getTranslationUnitDecl()->lookup(&Id))
      if (const auto *Function = dyn_cast<FunctionDecl>(D))
        Globals.try_emplace(Function->getCanonicalDecl(), Address);
      else if (const auto *V = dyn_cast<VarDecl>(D))
        Mem.add({Address, std::max<std::uint64_t>(globalSize(V), 1), Name, true, false, true});
  }
}

/// The address that the state gives a global. Where two static locals have one name, it is that of the first.
std::uint64_t Interpreter::givenAddress(const std::string &Name) {
  auto Given = W.Start.Globals.find(Name);
  return Given != W.Start.Globals.end() && GivenOnce.insert(Name).second ? Given->second : 0;
}

std::uint64_t Interpreter::globalSize(const VarDecl *V) const {
  const VarDecl *Definition = V->getMostRecentDecl();
  if (Definition->getType()->isIncompleteType())
    return UnknownSize;
  return Context.getTypeSizeInChars(Definition->getType()).getQuantity() +
         (Definition->hasInit() ? Definition->getFlexibleArrayInitChars(Context).getQuantity() : 0);
}

std::uint64_t Interpreter::global(const VarDecl *V, const Expr *E) {
  auto [Found, New] = Globals.try_emplace(V->getCanonicalDecl());
  if (!New)
    return Found->second;
  std::string Name = globalName(V);
  Block B{0, std::max<std::uint64_t>(globalSize(V), 1), Name, true, false, true};
  B.Address = givenAddress(Name);
  if (!B.Address && Growth)
    B.Address = Growth->addGlobal(Name, B.Size);
  if (!B.Address)
    B.Address = allocate(B, Context.getDeclAlign(V).getQuantity(), E->getBeginLoc());
  else if (!Mem.at(B.Address))
    Mem.add(B);
  Found->second = B.Address;
  initializeGlobal(V, B.Address, B.Size);
  return B.Address;
}

static constexpr std::uint64_t MostInitialised = 64u << 20;

/// A constant holds its initialiser; every other global is input, whatever it held when the system started.
void Interpreter::initializeGlobal(const VarDecl *V, std::uint64_t Address, std::uint64_t Size) {
  const VarDecl *Definition = nullptr;
  const Expr *Init = V->getAnyInitializer(Definition);
  if (!Init || !Definition->getType().isConstant(Context))
    return;
  if (Size > MostInitialised)
    unsupported("a constant of more than 64 MB, " + V->getNameAsString(), V->getLocation());
  Bytes Given = Mem.read(Address, Size);
  Recorder::Readings Aside(Record);
  initialize(Address, Definition->getType(), Init);
  Bytes All = Mem.read(Address, Size);
  All.overlay(Given);
  Mem.write(Address, All);
}

std::uint64_t Interpreter::functionAddress(const FunctionDecl *Function) {
  auto [Found, New] = Globals.try_emplace(Function->getCanonicalDecl());
  if (!New)
    return Found->second;
  std::string Name = Function->getNameAsString();
  auto Given = W.Start.Globals.find(Name);
  if (Given != W.Start.Globals.end())
    return Found->second = Given->second;
  if (Growth)
    return Found->second = Growth->addGlobal(Name, 0);
  // The address is taken up, but nothing can be read or written there.
  std::uint64_t Address = allocate({0, 1, Name, false, false}, 16, Function->getLocation());
  Mem.remove(Address);
  return Found->second = Address;
}

} // namespace kverdict::simulation
