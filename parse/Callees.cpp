#include "parse/Callees.h"

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

Callee Callees::classify(const FunctionDecl *F, unsigned Depth) const {
  std::string Name = F->getNameAsString();
  if (auto It = ModelOf.find(Name); It != ModelOf.end()) {
    switch (It->second->What) {
    case Model::Kind::Pure:
      return {CalleeKind::Pure};
    case Model::Kind::Havoc:
      return {CalleeKind::Havoc};
    case Model::Kind::NoReturn:
      return {CalleeKind::NoReturn};
    case Model::Kind::Body:
      if (const FunctionDecl *Body = U.modelBody(F))
        return {CalleeKind::Inline, Body};
    }
  }
  if (F->getBuiltinID() && knownBuiltin(Name))
    return {CalleeKind::Builtin};
  const FunctionDecl *Body = U.definition(F);
  if (!Body && U.skipped(F) && Depth < MaxDepth)
    U.missed().insert(Name);
  if (F->hasAttr<ErrorAttr>() && F->getAttr<ErrorAttr>()->isError())
    return {CalleeKind::Assertion};
  if (F->isNoReturn())
    return {CalleeKind::NoReturn};
  if (Body && Depth < MaxDepth && !F->isVariadic() && small(Body))
    return {CalleeKind::Inline, Body};
  if (F->hasAttr<ConstAttr>() || F->hasAttr<PureAttr>())
    return {CalleeKind::Pure};
  return {CalleeKind::Havoc};
}

bool knownBuiltin(const std::string &Name) {
  static const std::set<std::string> Names = {
      "__builtin_expect",       "__builtin_expect_with_probability",
      "__builtin_constant_p",   "__builtin_unreachable",
      "__builtin_trap",         "__builtin_assume",
      "__builtin_bswap16",      "__builtin_bswap32",
      "__builtin_bswap64",      "__builtin_ffs",
      "__builtin_ffsl",         "__builtin_ffsll",
      "__builtin_clz",          "__builtin_clzl",
      "__builtin_clzll",        "__builtin_ctz",
      "__builtin_ctzl",         "__builtin_ctzll",
      "__builtin_popcount",     "__builtin_popcountl",
      "__builtin_popcountll",   "__builtin_add_overflow",
      "__builtin_sub_overflow", "__builtin_mul_overflow",
  };
  return Names.count(Name);
}

} // namespace kverdict
