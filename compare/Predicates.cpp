#include "compare/Predicates.h"

#include "parse/Callees.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

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

} // namespace

bool looksLikePredicate(const Unit &U, const std::string &Name) {
  const FunctionDecl *F = declared(U, Name);
  if (!F || U.definition(F) || U.skipped(F) || hasWord(Name, Acting))
    return false;
  const QualType Type = F->getReturnType();
  return Type->isIntegerType() && hasWord(Name, Asking);
}

} // namespace kverdict
