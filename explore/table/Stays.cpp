// What paths take to stay as it is between two questions.
#include "explore/table/Courses.h"
#include "parse/Assembly.h"
#include "smt/Solver.h"

#include <clang/AST/ASTContext.h>

#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {
namespace {

/// A symbol that stands for memory which others may write.
bool isShared(const Symbols &S, const Symbol *Sym) {
  if (!Sym || Sym->What != Symbol::Kind::Memory)
    return false;
  const auto What = S.region(Sym->Region).What;
  return What == Region::Kind::Input || What == Region::Kind::Global;
}

/// `x` of `p->q.x`, without an index behind it.
std::string lastName(llvm::StringRef Place) {
  Place = Place.split('[').first;
  const size_t At = Place.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  return Place.substr(At == llvm::StringRef::npos ? 0 : At + 1).str();
}

/// The symbols that a step asks about.
std::set<unsigned> symbolsOf(const Path &Way, const Step &Asked) {
  std::set<unsigned> Out;
  if (Asked.Condition >= 0)
    collectSymbols(Way.Conditions[Asked.Condition], Out);
  return Out;
}

bool isPure(const Path &Way, const Step &Call) {
  return llvm::any_of(Way.Calls,
                      [&](const OpaqueCall &Each) { return Each.At == Call.Code->getBeginLoc() && Each.Pure; });
}

} // namespace

/// What is read again behind a call, or was written by one, is called as it was before.
void Courses::markEpochs() {
  std::set<const Stmt *> Twice;
  for (const Path &Way : Paths) {
    std::map<std::string, std::map<unsigned, std::set<const Stmt *>>> Asked; // by place and symbol
    for (const Step &Each : Way.Steps)
      if (Each.Depth == 0)
        for (const unsigned Id : symbolsOf(Way, Each))
          if (const Symbol *Sym = P.S.find(Id); isShared(P.S, Sym) || (Sym && Sym->What == Symbol::Kind::CallResult))
            Asked[Sym->Place][Id].insert(Each.Code);
    for (const auto &[Place, Of] : Asked)
      for (const auto &[Id, Codes] : Of)
        for (const Stmt *Code : Codes)
          if (Of.size() > 1 && P.U.text(Code->getSourceRange()).find(Place) != std::string::npos)
            Twice.insert(Code);
  }
  for (GuardEvents &Each : Asked)
    for (GuardEvent &E : Each)
      E.Another |= E.Code && Twice.count(E.Code);
}

/// What the paths read again, each with the calls between that might have written it; an asm has no name.
std::map<std::string, std::set<std::string>> Courses::readBehindCalls() const {
  std::map<std::string, std::set<std::string>> Out;
  for (const Path &Way : Paths) {
    std::map<unsigned, size_t> First; // when a symbol was asked about
    std::vector<std::pair<size_t, const Step *>> Calls;
    for (size_t I = 0; I < Way.Steps.size(); ++I) {
      const Step &Each = Way.Steps[I];
      const auto *Asm = dyn_cast<GCCAsmStmt>(Each.Code);
      if (Each.What == Step::Kind::Call && !isPure(Way, Each) && (!Asm || ordersMemory(Asm)))
        Calls.emplace_back(I, &Each);
      for (const unsigned Id : symbolsOf(Way, Each)) {
        const Symbol *Sym = P.S.find(Id);
        if (!isShared(P.S, Sym))
          continue;
        const auto [It, New] = First.try_emplace(Id, I);
        for (const auto &[When, Call] : Calls)
          if (!New && When > It->second && Meant.readBehind(Call->Code, lastName(Sym->Place)))
            Out[Sym->Place].insert(isa<GCCAsmStmt>(Call->Code) ? "" : Call->Text + "()");
      }
    }
  }
  return Out;
}

std::set<std::string> Courses::takenToStay() const {
  constexpr size_t Most = 2;
  std::set<std::string> Out;
  for (const std::string &Text : Meant.readAgain())
    Out.insert("`" + Text + "` finds the same each time");
  for (auto [Place, By] : readBehindCalls()) {
    By.erase("");
    std::string Names;
    size_t Count = 0;
    for (const std::string &Each : By)
      if (Count++ < Most)
        Names += Each + ", ";
    if (By.size() > Most)
      Names += std::to_string(By.size() - Most) + " more, ";
    Out.insert("`" + Place + "` is not written between two reads of it, by " + Names + (By.empty() ? "" : "or ") +
               "others");
  }
  return Out;
}

} // namespace kverdict
