#include "compare/Configured.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>

#include <map>
#include <set>
#include <vector>

using namespace clang;

namespace kverdict {
namespace {

/// Whether what an expression comes to may be different in another configuration: by a callee, or by a macro of the
/// value 0.
class Configured : public RecursiveASTVisitor<Configured> {
public:
  explicit Configured(const ASTContext &Context) : Context(Context) {}
  bool VisitCallExpr(CallExpr *) { return !(Is = true); }
  bool VisitExpr(Expr *E) {
    Is |= E->getBeginLoc().isMacroID() && !E->isValueDependent() && isZero(E) && !isNull(E->getBeginLoc());
    return !Is;
  }
  bool Is = false;

private:
  bool isZero(const Expr *E) const {
    Expr::EvalResult Value;
    return E->EvaluateAsInt(Value, Context) && Value.Val.getInt() == 0;
  }
  bool isNull(SourceLocation At) const {
    return Lexer::getImmediateMacroName(At, Context.getSourceManager(), Context.getLangOpts()) == "NULL";
  }

  const ASTContext &Context;
};

bool saysOption(const ASTContext &Context, const Expr *E) {
  Configured Looks(Context);
  Looks.TraverseStmt(const_cast<Expr *>(E));
  return Looks.Is;
}

/// What the locals of a function are set to.
class Sources : public RecursiveASTVisitor<Sources> {
public:
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasInit())
      Of[V].push_back(V->getInit());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    const auto *To = E->isAssignmentOp() ? dyn_cast<DeclRefExpr>(E->getLHS()->IgnoreParens()) : nullptr;
    if (To)
      Of[To->getDecl()].push_back(E->getRHS());
    return true;
  }
  std::map<const ValueDecl *, std::vector<const Expr *>> Of;
};

/// The variables that an expression speaks of.
struct Variables : RecursiveASTVisitor<Variables> {
  std::vector<const ValueDecl *> All;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    All.push_back(E->getDecl());
    return true;
  }
};

} // namespace

bool isNumber(const ASTContext &Context, const Expr *E) {
  Expr::EvalResult Value;
  return E->EvaluateAsInt(Value, Context);
}

bool mayBeConfigured(const ASTContext &Context, const Expr *Condition) {
  return isNumber(Context, Condition) || saysOption(Context, Condition);
}

bool setByOption(const ASTContext &Context, const FunctionDecl *In, const Expr *Condition) {
  Sources Known;
  Known.TraverseStmt(In->getBody());
  Variables Met;
  Met.TraverseStmt(const_cast<Expr *>(Condition));
  std::set<const ValueDecl *> Seen;
  for (size_t I = 0; I < Met.All.size(); ++I)
    if (const ValueDecl *V = Met.All[I]; Seen.insert(V).second)
      for (const Expr *From : Known.Of[V]) {
        if (saysOption(Context, From))
          return true;
        Met.TraverseStmt(const_cast<Expr *>(From));
      }
  return false;
}

bool deniesNoFlag(const ASTContext &Context, const Expr *Condition) {
  const auto *Not = dyn_cast<UnaryOperator>(Condition->IgnoreParens());
  const auto *Both =
      Not && Not->getOpcode() == UO_LNot ? dyn_cast<BinaryOperator>(Not->getSubExpr()->IgnoreParenCasts()) : nullptr;
  Expr::EvalResult Value;
  return Both && Both->getOpcode() == BO_And && !isNumber(Context, Condition) &&
         Both->getRHS()->EvaluateAsInt(Value, Context) && Value.Val.getInt() == 0;
}

bool hasOtherText(const ASTContext &Context, const Stmt *Code) {
  const auto Range = CharSourceRange::getTokenRange(Code->getSourceRange());
  llvm::SmallVector<llvm::StringRef> Lines;
  Lexer::getSourceText(Range, Context.getSourceManager(), Context.getLangOpts()).split(Lines, '\n');
  return llvm::any_of(Lines, [](llvm::StringRef Line) {
    Line = Line.ltrim();
    return Line.consume_front("#") && Line.ltrim().starts_with("if");
  });
}

} // namespace kverdict
