#include "parse/LateBodies.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/STLExtras.h>

using namespace clang;

namespace kverdict {
namespace {

/// An identifier, and whether a parenthesis follows: only then does a function-like macro of that name apply.
struct Mention {
  const IdentifierInfo *Name;
  bool Called;
  bool operator<(const Mention &Other) const { return std::tie(Name, Called) < std::tie(Other.Name, Other.Called); }
};

/// Finds directives that cannot be read at another place: #line moves all that follows, #include finds other files.
class Directives {
public:
  void step(const Token &T) {
    if (AfterHash)
      Foreign |= !T.is(tok::raw_identifier) || T.needsCleaning() || !isPlain(T.getRawIdentifier());
    AfterHash = T.is(tok::hash) && T.isAtStartOfLine();
  }
  bool foreign() const { return Foreign; }

private:
  static bool isPlain(StringRef Name) {
    return llvm::is_contained({"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif", "define",
                               "undef", "pragma", "error", "warning"},
                              Name);
  }
  bool AfterHash = false, Foreign = false;
};

/// The text between a function's braces, with the identifiers in it.
struct BodyText {
  StringRef Text;
  SourceLocation Begin;
  std::vector<Mention> Names;
  bool Readable = false;
};

class Collector {
public:
  Collector(ASTContext &Context, Preprocessor &PP, const std::set<std::string> &Opaque, const Originals &Texts)
      : Context(Context), PP(PP), SM(PP.getSourceManager()), Opaque(Opaque), Texts(Texts) {}

  std::vector<Extra> run(const std::set<std::string> &Names) {
    for (const std::string &Name : Names)
      push(&PP.getIdentifierTable().get(Name));
    while (!Work.empty()) {
      const IdentifierInfo *Name = Work.back();
      Work.pop_back();
      visit(Name);
    }
    return std::move(Result);
  }

  /// Whether the macros in a text mean now what they meant at this place.
  bool sameMacros(const std::string &Text, SourceLocation At) {
    BodyText Body;
    Body.Begin = At;
    const SourceLocation Start = SourceLocation::getFromRawEncoding(1);
    Lexer Lex(Start, Context.getLangOpts(), Text.data(), Text.data(), Text.data() + Text.size());
    Token T;
    Directives Lines;
    for (bool Last = false, AfterName = false; !Last;) {
      Last = Lex.LexFromRawLexer(T);
      Lines.step(T);
      if (T.is(tok::l_paren) && AfterName)
        Body.Names.back().Called = true;
      AfterName = T.is(tok::raw_identifier);
      if (AfterName)
        Body.Names.push_back({&PP.getIdentifierTable().get(T.getRawIdentifier()), false});
    }
    return !Lines.foreign() && sameMacros(Body);
  }

private:
  void push(const IdentifierInfo *Name) {
    if (!Opaque.count(Name->getName().str()) && Seen.insert(Name).second)
      Work.push_back(Name);
  }

  void visit(const IdentifierInfo *Name) {
    if (const MacroInfo *Macro = PP.getMacroInfo(Name))
      for (const Token &T : Macro->tokens())
        if (const IdentifierInfo *Inner = T.getIdentifierInfo())
          push(Inner);
    for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(Name))
      if (const auto *F = dyn_cast<FunctionDecl>(D))
        if (const FunctionDecl *Definition = definitionOf(F))
          visitFunction(*Definition);
  }

  static const FunctionDecl *definitionOf(const FunctionDecl *F) {
    for (const FunctionDecl *D : F->redecls())
      if (D->hasSkippedBody() || D->doesThisDeclarationHaveABody())
        return D;
    return nullptr;
  }

  void visitFunction(const FunctionDecl &F) {
    if (SM.getFileID(SM.getExpansionLoc(F.getLocation())) == SM.getMainFileID() && !F.hasSkippedBody())
      return; // what it mentions is already in Names
    if (F.getLocation().isMacroID() && F.doesThisDeclarationHaveABody()) {
      // What a macro made has no text of its own, but it was parsed.
      CalledNames Called(*this);
      Called.TraverseStmt(F.getBody());
      return;
    }
    BodyText Body = read(F);
    for (const Mention &M : Body.Names)
      push(M.Name);
    if (!F.hasSkippedBody() || !Body.Readable || !sameMacros(Body))
      return;
    PresumedLoc At = SM.getPresumedLoc(Body.Begin, false);
    Extra E;
    E.What = Extra::Kind::Body;
    E.Function = F.getNameAsString();
    E.Name = LateBodyPrefix + E.Function;
    E.Text = {Body.Text.str(), {At.getFilename(), At.getLine(), At.getColumn()}};
    Result.push_back(std::move(E));
  }

  struct CalledNames : RecursiveASTVisitor<CalledNames> {
    explicit CalledNames(Collector &C) : C(C) {}
    bool VisitDeclRefExpr(DeclRefExpr *Ref) {
      if (isa<FunctionDecl>(Ref->getDecl()))
        C.push(Ref->getDecl()->getIdentifier());
      return true;
    }
    Collector &C;
  };

  /// Reads the body's text; a function that a macro made has none.
  BodyText read(const FunctionDecl &F) {
    BodyText Body;
    SourceLocation At = F.getLocation();
    bool Invalid = At.isMacroID();
    auto [File, Offset] = SM.getDecomposedLoc(SM.getExpansionLoc(At));
    StringRef Buffer = SM.getBufferData(File, &Invalid);
    if (Invalid || At.isMacroID())
      return Body;
    if (auto Entry = SM.getFileEntryRefForID(File))
      if (auto It = Texts.find(Entry->getName().str()); It != Texts.end())
        Buffer = It->second->getBuffer();
    Lexer Lex(SM.getLocForStartOfFile(File), Context.getLangOpts(), Buffer.begin(), Buffer.begin() + Offset,
              Buffer.end());
    unsigned Depth = 0;
    bool AfterName = false;
    Token T;
    Directives Lines;
    while (!Lex.LexFromRawLexer(T)) {
      Lines.step(T);
      if (T.is(tok::l_paren) && Depth && AfterName)
        Body.Names.back().Called = true;
      AfterName = T.is(tok::raw_identifier) && Depth;
      if (AfterName)
        Body.Names.push_back({&PP.getIdentifierTable().get(T.getRawIdentifier()), false});
      if (T.is(tok::l_brace) && ++Depth == 1)
        Body.Begin = T.getEndLoc();
      if (T.is(tok::semi) && Depth == 0)
        return Body;
      if (T.is(tok::r_brace) && --Depth == 0) {
        unsigned Begin = SM.getFileOffset(Body.Begin);
        Body.Text = Buffer.slice(Begin, SM.getFileOffset(T.getLocation()));
        Body.Readable = !Lines.foreign();
        return Body;
      }
    }
    return Body;
  }

  bool sameMacros(const BodyText &Body) {
    std::set<Mention> Checked;
    std::vector<Mention> Left = Body.Names;
    while (!Left.empty()) {
      const Mention M = Left.back();
      Left.pop_back();
      if (!M.Name->hadMacroDefinition() || !Checked.insert(M).second)
        continue;
      const MacroInfo *Now = applied(PP.getMacroInfo(M.Name), M);
      if (Now != applied(macroAt(M.Name, Body.Begin), M))
        return false;
      if (Now)
        pushMentions(*Now, Left);
    }
    return true;
  }

  static const MacroInfo *applied(const MacroInfo *Macro, const Mention &M) {
    return Macro && Macro->isFunctionLike() && !M.Called ? nullptr : Macro;
  }

  static void pushMentions(const MacroInfo &Macro, std::vector<Mention> &Out) {
    for (const Token *T = Macro.tokens_begin(), *End = Macro.tokens_end(); T != End; ++T)
      if (const IdentifierInfo *Inner = T->getIdentifierInfo())
        Out.push_back({Inner, T + 1 != End ? T[1].is(tok::l_paren) : true});
  }

  const MacroInfo *macroAt(const IdentifierInfo *Name, SourceLocation At) {
    MacroDirective *History = PP.getLocalMacroDirectiveHistory(Name);
    if (!History)
      return nullptr;
    const MacroDirective::DefInfo Then = History->findDirectiveAtLoc(At, SM);
    // What was undefined later was still defined there: findDirectiveAtLoc() has seen to that.
    return Then ? Then.getMacroInfo() : nullptr;
  }

  ASTContext &Context;
  Preprocessor &PP;
  SourceManager &SM;
  const std::set<std::string> &Opaque;
  const Originals &Texts;
  std::set<const IdentifierInfo *> Seen;
  std::vector<const IdentifierInfo *> Work;
  std::vector<Extra> Result;
};

} // namespace

std::vector<Extra> lateBodies(ASTContext &Context, Preprocessor &PP, const std::set<std::string> &Names,
                              const std::set<std::string> &Opaque, const Originals &Texts) {
  return Collector(Context, PP, Opaque, Texts).run(Names);
}

bool readsTheSame(ASTContext &Context, Preprocessor &PP, const std::string &Body, SourceLocation At) {
  return Collector(Context, PP, {}, {}).sameMacros(Body, At);
}

} // namespace kverdict
