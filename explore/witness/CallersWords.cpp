#include "explore/witness/CallersWords.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>

#include <llvm/ADT/STLExtras.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

constexpr size_t MostChains = 200, Longest = 80, LongestCall = 40;
constexpr unsigned DeepestCall = 4, MostLocals = 2;

/// What a body does to a variable.
struct Uses : RecursiveASTVisitor<Uses> {
  explicit Uses(const ValueDecl *Of) : Of(Of) {}

  bool VisitBinaryOperator(BinaryOperator *E) {
    if (!E->isAssignmentOp() || !is(E->getLHS()))
      return true;
    ++Changes;
    Set = E->getOpcode() == BO_Assign ? E->getRHS() : nullptr;
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if ((E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf) && is(E->getSubExpr()))
      Changes += 2; // and to what is not known
    return true;
  }
  bool is(const Expr *E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
    return Ref && Ref->getDecl() == Of;
  }

  const ValueDecl *Of;
  unsigned Changes = 0;
  const Expr *Set = nullptr; ///< by the last change
};

/// The names that an expression is made of.
struct Names : RecursiveASTVisitor<Names> {
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    Found.push_back(E);
    return true;
  }
  std::vector<const DeclRefExpr *> Found;
};

} // namespace

bool isOperand(llvm::StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    Depth += (Text[I] == '(' || Text[I] == '[') - (Text[I] == ')' || Text[I] == ']');
    if (Text.substr(I, 2) == "->")
      ++I;
    else if (Depth == 0 && !llvm::isAlnum(Text[I]) && !llvm::StringRef("_.)]").contains(Text[I]))
      return false;
  }
  return Depth == 0;
}

bool namesLocals(const Expr *E) {
  Names All;
  All.TraverseStmt(const_cast<Expr *>(E));
  return llvm::any_of(All.Found, [](const DeclRefExpr *Each) {
    const auto *V = dyn_cast<VarDecl>(Each->getDecl());
    return V && !V->hasGlobalStorage();
  });
}

struct CallersWords::Calls : RecursiveASTVisitor<Calls> {
  explicit Calls(const Unit &U) : U(U) {}
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee(), *Body = Callee ? U.definition(Callee) : nullptr;
    if (Body && Body->hasBody() && E->getNumArgs() == Body->getNumParams())
      Found.emplace_back(E, Body);
    return true;
  }
  const Unit &U;
  std::vector<std::pair<const CallExpr *, const FunctionDecl *>> Found;
};

const std::vector<std::pair<const CallExpr *, const FunctionDecl *>> &CallersWords::calls(const FunctionDecl *Of) {
  auto [It, New] = Known.try_emplace(Of);
  if (New) {
    Calls Visitor(U);
    Visitor.TraverseStmt(Of->getBody());
    It->second = std::move(Visitor.Found);
  }
  return It->second;
}

std::vector<CallersWords::Chain> CallersWords::chains(const FunctionDecl *To, unsigned Depth,
                                                      const std::set<const FunctionDecl *> &Through) {
  std::vector<std::pair<Chain, const FunctionDecl *>> Here{{{}, F}};
  for (unsigned I = 0; I < Depth; ++I) {
    std::vector<std::pair<Chain, const FunctionDecl *>> Next;
    for (const auto &[Way, At] : Here)
      for (const auto &[Call, Callee] : calls(At)) {
        if (!Through.count(Callee))
          continue;
        if (Next.size() == MostChains)
          return {};
        Next.emplace_back(Way, Callee);
        Next.back().first.push_back(Call);
      }
    Here = std::move(Next);
  }
  std::vector<Chain> Out;
  for (auto &[Way, At] : Here)
    if (At->getCanonicalDecl() == To->getCanonicalDecl())
      Out.push_back(std::move(Way));
  return Out;
}

std::optional<std::string> CallersWords::say(const Expr *E, const FunctionDecl *In, unsigned Depth,
                                             const std::set<const FunctionDecl *> &Through) {
  if (Depth == 0 || Depth > DeepestCall)
    return std::nullopt;
  std::optional<std::string> Said;
  for (const Chain &Each : chains(In, Depth, Through)) {
    const std::optional<std::string> Text = text(E, In, Each, 0);
    if (!Text || Text->size() > Longest || (Said && *Said != *Text))
      return std::nullopt;
    Said = Text;
  }
  return Said;
}

/// Where an expression is written: all of a macro that makes it, but what stands in an argument of one.
static CharSourceRange written(const Expr *E, const SourceManager &SM, const LangOptions &Options) {
  if (E->getBeginLoc().isMacroID() && SM.isMacroArgExpansion(E->getBeginLoc()))
    if (const auto Range = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(E->getSourceRange()), SM, Options);
        Range.isValid())
      return Range;
  return Lexer::makeFileCharRange(SM.getExpansionRange(E->getSourceRange()), SM, Options);
}

/// Of a call, or a macro that makes one, the name; empty if it is written otherwise.
static std::string calledName(const Expr *Call, const SourceManager &SM, const LangOptions &Options) {
  const llvm::StringRef Name = Lexer::getSourceText(written(Call, SM, Options), SM, Options).split('(').first.trim();
  const bool Plain = !Name.empty() && llvm::all_of(Name, [](char C) { return llvm::isAlnum(C) || C == '_'; });
  return Plain ? Name.str() : "";
}

/// What stands for a name of a callee.
std::optional<std::string> CallersWords::instead(const ValueDecl *D, const FunctionDecl *In, const Chain &Way,
                                                 unsigned Locals) {
  Uses Changed(D);
  Changed.TraverseStmt(In->getBody());
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(D)) {
    const unsigned Index = Parameter->getFunctionScopeIndex();
    if (Changed.Changes || Index >= Way.back()->getNumArgs())
      return std::nullopt;
    const Chain Rest(Way.begin(), Way.end() - 1);
    const FunctionDecl *Caller = Rest.empty() ? F : U.definition(Rest.back()->getDirectCallee());
    return text(Way.back()->getArg(Index)->IgnoreParenImpCasts(), Caller, Rest, Locals);
  }
  const auto *Variable = cast<VarDecl>(D);
  const Expr *Set = Variable->hasInit() ? Variable->getInit() : Changed.Set;
  if (Locals == MostLocals || Variable->isStaticLocal() || !Set || Changed.Changes != !Variable->hasInit())
    return std::nullopt;
  Set = Set->IgnoreParenImpCasts();
  Names Used;
  Used.TraverseStmt(const_cast<Expr *>(Set));
  const bool Itself = llvm::any_of(Used.Found, [&](const DeclRefExpr *Each) { return Each->getDecl() == D; });
  const std::optional<std::string> Text = Itself ? std::nullopt : text(Set, In, Way, Locals + 1); // sizeof(*p), say
  const auto *Call = dyn_cast<CallExpr>(Set);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || (Text && Text->size() <= LongestCall))
    return Text;
  const std::string Name = calledName(Call, U.context().getSourceManager(), U.context().getLangOpts());
  return Name.empty() ? Text : Name + "(...)";
}

std::optional<std::string> CallersWords::text(const Expr *E, const FunctionDecl *In, const Chain &Way,
                                              unsigned Locals) {
  const SourceManager &SM = U.context().getSourceManager();
  const CharSourceRange Range = written(E, SM, U.context().getLangOpts());
  if (Range.isInvalid())
    return std::nullopt;
  if (Way.empty())
    return folded(Lexer::getSourceText(Range, SM, U.context().getLangOpts()));
  std::string Text = Lexer::getSourceText(Range, SM, U.context().getLangOpts()).str();
  const auto [File, First] = SM.getDecomposedLoc(Range.getBegin());
  Names All;
  All.TraverseStmt(const_cast<Expr *>(E));
  std::map<size_t, std::pair<size_t, std::string>> Instead; ///< by offset: how long the name is, and what replaces it
  for (const DeclRefExpr *Each : All.Found) {
    const auto *D = dyn_cast<VarDecl>(Each->getDecl());
    if (!D || D->hasGlobalStorage())
      continue;
    const SourceLocation At = SM.getSpellingLoc(Each->getLocation());
    const auto [Where, Offset] = SM.getDecomposedLoc(At);
    const std::string Name = D->getNameAsString();
    if (Where != File || Offset < First || Offset + Name.size() > First + Text.size() ||
        Text.compare(Offset - First, Name.size(), Name) != 0)
      return std::nullopt; // it stands in a macro
    const std::optional<std::string> Passed = instead(D, In, Way, Locals);
    if (!Passed)
      return std::nullopt;
    Instead[Offset - First] = {Name.size(), *Passed};
  }
  for (auto It = Instead.rbegin(); It != Instead.rend(); ++It) {
    auto [Size, New] = It->second;
    llvm::StringRef Object = New;
    if (llvm::StringRef(Text).substr(It->first + Size).starts_with("->") && Object.consume_front("&") &&
        isOperand(Object)) {
      New = Object.str() + ".";
      Size += 2;
    } else {
      const bool Alone = Instead.size() == 1 && Text.size() == Size;
      const bool Passed = It->first && llvm::StringRef("(,").contains(Text[It->first - 1]);
      New = Alone || Passed || isOperand(New) ? New : "(" + New + ")";
    }
    Text.replace(It->first, Size, New);
  }
  return folded(Text);
}

} // namespace kverdict
