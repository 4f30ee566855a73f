#include "compare/Inlined.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

constexpr const char *Result = "__kverdict_result", *Out = "__kverdict_out", *Argument = "__kverdict_argument";

/// What a body holds that matters here.
struct Parts : RecursiveASTVisitor<Parts> {
  unsigned Loops = 0;
  bool Static = false;
  std::vector<const ReturnStmt *> Returns;
  std::vector<const CallExpr *> Calls;
  std::vector<const CompoundStmt *> Blocks;
  std::vector<const DeclRefExpr *> Names;
  std::set<const ValueDecl *> Changed; ///< assigned, or their addresses are taken
  std::set<std::string> Locals, Labels;

  bool VisitStmt(Stmt *S) {
    Loops += isa<ForStmt, WhileStmt, DoStmt>(S);
    if (const auto *E = dyn_cast<ReturnStmt>(S))
      Returns.push_back(E);
    if (const auto *E = dyn_cast<CallExpr>(S))
      Calls.push_back(E);
    if (const auto *E = dyn_cast<CompoundStmt>(S))
      Blocks.push_back(E);
    if (const auto *E = dyn_cast<DeclRefExpr>(S))
      Names.push_back(E);
    if (const auto *E = dyn_cast<LabelStmt>(S))
      Labels.insert(E->getName());
    if (const auto *E = dyn_cast<BinaryOperator>(S); E && E->isAssignmentOp())
      change(E->getLHS());
    if (const auto *E = dyn_cast<UnaryOperator>(S))
      if (E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf)
        change(E->getSubExpr());
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    Static |= V->isStaticLocal();
    Locals.insert(V->getNameAsString());
    return true;
  }
  void change(const Expr *Place) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Place->IgnoreParenCasts()))
      Changed.insert(Ref->getDecl());
  }
};

Parts partsOf(const Stmt *S) {
  Parts P;
  P.TraverseStmt(const_cast<Stmt *>(S));
  return P;
}

/// A body's text while pieces of it are replaced.
class Patched {
public:
  Patched(const Unit &U, const Stmt *Body) : U(U), Sources(U.context().getSourceManager()) {
    const auto Range = offsets(Body->getSourceRange());
    if (!Range)
      return;
    File = Sources.getFileID(Body->getBeginLoc());
    Begin = Range->first;
    Text = Sources.getBufferData(File).slice(Range->first, Range->second).str();
  }
  bool valid() const { return !Text.empty(); }
  const std::string &before() const { return Text; }

  /// Returns false if the range is not all in this text, or a macro's.
  bool replace(SourceRange Range, const std::string &With, bool WithSemicolon = false) {
    auto At = offsets(Range);
    if (!At || Sources.getFileID(Range.getBegin()) != File || At->first < Begin)
      return false;
    size_t From = At->first - Begin, To = At->second - Begin;
    if (WithSemicolon) {
      To = Text.find_first_not_of(" \t\n", To);
      if (To == std::string::npos || Text[To++] != ';')
        return false;
    }
    Edits.push_back({From, To, With});
    return true;
  }

  std::string text(SourceRange Range) const {
    const auto At = offsets(Range);
    return At ? Sources.getBufferData(Sources.getFileID(Range.getBegin())).slice(At->first, At->second).str() : "";
  }

  /// None if edits overlap.
  std::optional<std::string> after() const {
    std::vector<Edit> All = Edits;
    std::sort(All.begin(), All.end(), [](const Edit &A, const Edit &B) { return A.From < B.From; });
    std::string Made;
    size_t At = 0;
    for (const Edit &E : All) {
      if (E.From < At)
        return std::nullopt;
      Made += Text.substr(At, E.From - At) + E.With;
      At = E.To;
    }
    return Made + Text.substr(At);
  }

private:
  struct Edit {
    size_t From, To;
    std::string With;
  };
  std::optional<std::pair<unsigned, unsigned>> offsets(SourceRange Range) const {
    if (!Range.isValid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID())
      return std::nullopt;
    return std::pair(Sources.getFileOffset(Range.getBegin()),
                     Sources.getFileOffset(Range.getEnd()) +
                         Lexer::MeasureTokenLength(Range.getEnd(), Sources, U.context().getLangOpts()));
  }

  const Unit &U;
  const SourceManager &Sources;
  FileID File;
  unsigned Begin = 0;
  std::string Text;
  std::vector<Edit> Edits;
};

std::string typeText(QualType Type) {
  if (Type->isPointerType())
    return typeText(Type->getPointeeType()) + "*";
  return Type.getCanonicalType().getUnqualifiedType().getAsString();
}

unsigned timesNamed(llvm::StringRef Text, llvm::StringRef Name) {
  auto isPart = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  unsigned Times = 0;
  for (size_t At = Text.find(Name); At != llvm::StringRef::npos; At = Text.find(Name, At + 1)) {
    const size_t End = At + Name.size();
    Times += !(At && isPart(Text[At - 1])) && !(End < Text.size() && isPart(Text[End]));
  }
  return Times;
}

class Inliner {
public:
  Inliner(const Unit &U, const FunctionDecl *F, const CallExpr *Call, const FunctionDecl *Helper)
      : U(U), F(F), Call(Call), Helper(Helper), Own(partsOf(F->getBody())), Inner(partsOf(Helper->getBody())),
        Outside(U, F->getBody()), Inside(U, Helper->getBody()) {}

  std::optional<std::string> run(const std::string &Text) {
    const Stmt *Around = statement();
    if (!Around || !Outside.valid() || !Inside.valid() || Inner.Static || !parameters() || !returns())
      return std::nullopt;
    for (const std::string &Label : Inner.Labels)
      if (Own.Labels.count(Label))
        return std::nullopt;
    const auto Body = Inside.after();
    if (!Body)
      return std::nullopt;
    const bool Void = Helper->getReturnType()->isVoidType();
    std::string Before = Void ? "" : "__typeof__(" + Outside.text(Call->getSourceRange()) + ") " + Result + "; ";
    Before += Declarations + "{" + Bindings + *Body + "} " + (Inner.Returns.empty() ? "" : std::string(Out) + ": ; ");
    return placed(Text, Around, Before);
  }

private:
  /// The statement of a block that the call stands in, with nothing else in it that does something.
  const Stmt *statement() const {
    for (const CompoundStmt *Block : Own.Blocks)
      for (const Stmt *Each : Block->body()) {
        const Stmt *Looked = Each;
        if (const auto *If = dyn_cast<IfStmt>(Each))
          Looked = If->getCond();
        else if (!isa<ReturnStmt, DeclStmt, BinaryOperator, CallExpr>(Each))
          continue;
        const Parts Here = partsOf(Looked);
        if (Here.Calls.size() == 1 && Here.Calls[0] == Call && quiet(Looked, Each))
          return Each;
      }
    return nullptr;
  }

  bool quiet(const Stmt *Looked, const Stmt *Whole) const {
    struct Acts : RecursiveASTVisitor<Acts> {
      bool Found = false;
      const Stmt *Except = nullptr;
      bool VisitStmt(Stmt *S) {
        const auto *B = dyn_cast<BinaryOperator>(S);
        const auto *One = dyn_cast<UnaryOperator>(S);
        Found |= isa<AbstractConditionalOperator, StmtExpr>(S) || (B && B->isLogicalOp()) ||
                 (B && B->isAssignmentOp() && S != Except) || (One && One->isIncrementDecrementOp());
        return true;
      }
    } Visitor;
    Visitor.Except = Whole;
    Visitor.TraverseStmt(const_cast<Stmt *>(Looked));
    const auto *Set = dyn_cast<BinaryOperator>(Whole);
    const auto *Declared = dyn_cast<DeclStmt>(Whole);
    return !Visitor.Found && (!Set || isa<DeclRefExpr>(Set->getLHS()->IgnoreParens())) &&
           (!Declared || Declared->isSingleDecl());
  }

  /// A parameter that stands for a variable of the caller becomes that variable; another one is declared.
  bool parameters() {
    for (unsigned I = 0; I < Helper->getNumParams(); ++I) {
      const ParmVarDecl *P = Helper->getParamDecl(I);
      const Expr *Given = Call->getArg(I);
      const std::string Text = Outside.text(Given->getSourceRange());
      if (Text.empty() || Call->getNumArgs() != Helper->getNumParams())
        return false;
      const auto *Ref = dyn_cast<DeclRefExpr>(Given->IgnoreParenImpCasts());
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (V && V->hasLocalStorage() && stands(V, P)) {
        for (const DeclRefExpr *Name : Inner.Names)
          if (Name->getDecl() == P && V->getName() != P->getName() &&
              !Inside.replace(spelled(Name), V->getNameAsString()))
            return false;
        continue;
      }
      const std::string Kept = Argument + std::to_string(I);
      Declarations += "__typeof__(" + Text + ") " + Kept + " = (" + Text + "); ";
      Bindings += Inside.text(P->getSourceRange()) + " = " + Kept + "; ";
    }
    return true;
  }

  bool stands(const VarDecl *V, const ParmVarDecl *P) const {
    if (typeText(V->getType()) != typeText(P->getType()) || Inner.Changed.count(P) ||
        Inner.Locals.count(V->getNameAsString()))
      return false;
    for (const DeclRefExpr *Name : Inner.Names)
      if (Name->getDecl() != P && Name->getDecl()->getName() == V->getName())
        return false;
    return true;
  }

  /// Where a name stands in the text, also if a macro got it.
  SourceRange spelled(const DeclRefExpr *Name) const {
    const SourceManager &Sources = U.context().getSourceManager();
    SourceLocation At = Name->getLocation();
    while (At.isMacroID() && Sources.isMacroArgExpansion(At))
      At = Sources.getImmediateSpellingLoc(At);
    return {At, At};
  }

  bool returns() {
    for (const ReturnStmt *R : Inner.Returns) {
      const Expr *Value = R->getRetValue();
      // The value keeps the edits that are made in it.
      const std::string Leave = std::string("; goto ") + Out + "; }";
      if (!Value) {
        if (!Inside.replace(R->getSourceRange(), "{" + Leave.substr(1), true))
          return false;
        continue;
      }
      if (R->getReturnLoc().isMacroID())
        return false;
      const SourceLocation End = Lexer::findLocationAfterToken(
          Value->getEndLoc(), tok::semi, U.context().getSourceManager(), U.context().getLangOpts(), false);
      if (End.isInvalid() ||
          !Inside.replace({R->getReturnLoc(), R->getReturnLoc()}, std::string("{ ") + Result + " = ") ||
          !Inside.replace({End.getLocWithOffset(-1), End.getLocWithOffset(-1)}, Leave))
        return false;
    }
    return true;
  }

  /// The text with the new body, and with what comes before the statement. The body stands in it once.
  std::optional<std::string> placed(const std::string &Text, const Stmt *Around, const std::string &Before) {
    Patched Whole(U, F->getBody());
    const bool Void = Helper->getReturnType()->isVoidType();
    const std::string Instead = Void || Around == Call ? "(void)0" : Result;
    if (!Whole.replace(Call->getSourceRange(), Around == Call ? Before + Instead : Instead))
      return std::nullopt;
    if (Around != Call) {
      const std::string First = Whole.text({Around->getBeginLoc(), Around->getBeginLoc()});
      if (First.empty() || !Whole.replace({Around->getBeginLoc(), Around->getBeginLoc()}, Before + First))
        return std::nullopt;
    }
    const auto Body = Whole.after();
    const size_t At = Text.find(Whole.before());
    if (!Body || At == std::string::npos || Text.find(Whole.before(), At + 1) != std::string::npos)
      return std::nullopt;
    std::string Made = Text;
    return Made.replace(At, Whole.before().size(), *Body);
  }

  const Unit &U;
  const FunctionDecl *F;
  const CallExpr *Call;
  const FunctionDecl *Helper;
  const Parts Own, Inner;
  Patched Outside, Inside;
  std::string Declarations, Bindings;
};

} // namespace

unsigned ownLoops(const Unit &U, const std::string &Function) {
  const FunctionDecl *F = U.definition(Function);
  return F ? partsOf(F->getBody()).Loops : 0;
}

std::optional<std::string> withHelperInPlace(const Unit &U, const std::string &Text, const std::string &Function) {
  const FunctionDecl *F = U.definition(Function);
  if (!F)
    return std::nullopt;
  for (const CallExpr *Call : partsOf(F->getBody()).Calls) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const FunctionDecl *Helper = Callee ? U.definition(Callee) : nullptr;
    if (!Helper || Helper == F || Callee->isExternallyVisible() || timesNamed(Text, Callee->getName()) != 2 ||
        partsOf(Helper->getBody()).Loops == 0)
      continue;
    if (auto Made = Inliner(U, F, Call, Helper).run(Text))
      return Made;
  }
  return std::nullopt;
}

} // namespace kverdict
