#include "explore/witness/Predicates.h"

#include "parse/Callees.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// Words of a name that ask a question, and words that say that the answer is not all.
constexpr const char *Asking[] = {"is", "has",   "have",  "can",     "test",    "are",      "was",     "may",
                                  "in", "valid", "equal", "allowed", "enabled", "contains", "capable", "ok"};
constexpr const char *Acting[] = {"set",   "clear",  "get",   "put",    "lock",    "trylock", "try",  "add",
                                  "del",   "insert", "inc",   "dec",    "free",    "alloc",   "take", "remove",
                                  "start", "stop",   "claim", "update", "reserve", "change",  "make", "and"};

template <class List> bool hasWord(llvm::StringRef Name, const List &Words) {
  llvm::SmallVector<llvm::StringRef> Parts;
  Name.split(Parts, '_', -1, false);
  return std::any_of(Parts.begin(), Parts.end(), [&](llvm::StringRef Part) {
    return std::any_of(std::begin(Words), std::end(Words), [&](const char *Word) { return Part == Word; });
  });
}

/// The constants that the returns of a body name.
struct Returns : RecursiveASTVisitor<Returns> {
  explicit Returns(const ASTContext &Context) : Context(Context) {}

  bool VisitReturnStmt(ReturnStmt *Each) { return take(Each->getRetValue()); }

  bool take(const Expr *E) {
    if (!E || E->isValueDependent())
      return Known = false;
    if (const auto *Either = dyn_cast<ConditionalOperator>(E->IgnoreParenCasts()))
      return take(Either->getTrueExpr()) && take(Either->getFalseExpr());
    Expr::EvalResult Is;
    if (!E->EvaluateAsInt(Is, Context))
      return Known = false;
    Found.insert(Is.Val.getInt().getExtValue());
    return true;
  }

  const ASTContext &Context;
  std::set<std::int64_t> Found;
  bool Known = true;
};

} // namespace

std::set<std::int64_t> returnedConstants(const Unit &U, const std::string &Callee) {
  const FunctionDecl *F = declared(U, Callee), *Body = F ? U.definition(F) : nullptr;
  if (!Body || !Body->getReturnType()->isIntegerType() || Body->hasAttr<WeakAttr>())
    return {};
  Returns All(U.context());
  All.TraverseStmt(Body->getBody());
  return All.Known ? All.Found : std::set<std::int64_t>();
}

bool looksLikePredicate(const Unit &U, const std::string &Name) {
  const FunctionDecl *F = declared(U, Name);
  if (!F || U.definition(F) || U.skipped(F) || hasWord(Name, Acting))
    return false;
  const QualType Type = F->getReturnType();
  return Type->isIntegerType() && hasWord(Name, Asking);
}

} // namespace kverdict
