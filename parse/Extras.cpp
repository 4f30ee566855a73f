#include "parse/Extras.h"

#include "parse/LateBodies.h"
#include "parse/Nearest.h"
#include "parse/OwnNames.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Lex/Preprocessor.h>

using namespace clang;

namespace kverdict {
namespace {

class Writer {
public:
  Writer(ASTContext &Context, Preprocessor &PP) : Context(Context), PP(PP), Policy(Context.getLangOpts()) {}

  ExtraText run(const std::vector<Extra> &Extras) {
    for (const Extra &E : Extras)
      write(E);
    return std::move(Result);
  }

private:
  void write(const Extra &E) {
    const FunctionDecl *F = function(E.Function);
    if (!F)
      return lacks(E, "this tree has no " + E.Function + "()");
    for (const std::string &Name : E.Needs)
      if (!declared(Name))
        return needs(E, Name);
    if (E.Result && F->getReturnType()->isVoidType())
      return lacks(E, E.Function + "() returns nothing in this tree");
    const std::string Head = head(E, *F);
    if (E.What != Extra::Kind::Body && !readsTheSame(Context, PP, Head + " return " + E.Text.Text, bodyOf(*F)))
      return ofFile(E, "a macro that this needs means something else at the end of the file than in " + E.Function +
                           "(): it is defined again, or late");
    size_t Begin = Result.Text.size();
    Result.Text += Head + "\n";
    const size_t Inside = Result.Text.size();
    Result.Text += body(E) + "\n";
    Result.Pieces.push_back({E.Name, Begin, Result.Text.size(), Inside});
  }

  /// Where the function stands that is not in a header of its own.
  static SourceLocation bodyOf(const FunctionDecl &Any) {
    for (const FunctionDecl *F : Any.redecls())
      if (F->doesThisDeclarationHaveABody() || F->hasSkippedBody())
        return F->getLocation();
    return Any.getLocation();
  }

  void lacks(const Extra &E, const std::string &Reason) {
    Result.Problems[E.Name] = {Unit::ExtraProblem::Fault::TreeLacks, Reason, ""};
  }
  /// What the rules say that the tree must have may also be misspelt.
  void needs(const Extra &E, const std::string &Name) {
    const std::string Lacks = "this tree has no " + Name, Meant = nearestName(PP.getIdentifierTable(), Name);
    if (Meant.empty())
      return lacks(E, Lacks);
    const std::string Asked = Lacks + "; did you mean " + Meant + "?";
    Result.Problems[E.Name] = {Unit::ExtraProblem::Fault::Text, Asked, Asked};
  }
  void ofFile(const Extra &E, const std::string &Reason) {
    Result.Problems[E.Name] = {Unit::ExtraProblem::Fault::File, Reason, ""};
  }

  DeclContext::lookup_result lookup(const std::string &Name) {
    return Context.getTranslationUnitDecl()->lookup(&PP.getIdentifierTable().get(Name));
  }

  const FunctionDecl *function(const std::string &Name) {
    for (const NamedDecl *D : lookup(Name))
      if (const auto *F = dyn_cast<FunctionDecl>(D))
        return F->getMostRecentDecl();
    return nullptr;
  }

  bool declared(const std::string &Name) { return !lookup(Name).empty() || PP.isMacroDefined(Name); }

  std::string head(const Extra &E, const FunctionDecl &Any) {
    const FunctionDecl *Definition = nullptr;
    const FunctionDecl &F = Any.hasBody(Definition) ? *Definition : Any;
    std::string Parameters;
    unsigned Number = 0;
    for (const ParmVarDecl *P : F.parameters()) {
      std::string Name = P->getName().empty() ? "unnamed" + std::to_string(Number) : P->getName().str();
      Parameters += (Number++ ? ", " : "") + declarator(P->getType(), Name);
    }
    if (E.Result)
      Parameters += (Number++ ? ", " : "") + declarator(F.getReturnType().getUnqualifiedType(), "result");
    std::string Signature = nameInC(E.Name) + "(" + (Number ? Parameters : "void") + ")";
    return "static __attribute__((__unused__)) " + returning(E, F, Signature);
  }

  std::string declarator(QualType T, const std::string &Name) {
    std::string Text = Name;
    T.getAsStringInternal(Text, Policy);
    return Text;
  }

  std::string returning(const Extra &E, const FunctionDecl &F, const std::string &Signature) {
    switch (E.What) {
    case Extra::Kind::Condition:
      return "_Bool " + Signature;
    case Extra::Kind::Place:
      return "const volatile void *" + Signature;
    case Extra::Kind::Value:
      return "unsigned long long " + Signature;
    case Extra::Kind::Body:
      return declarator(F.getReturnType(), Signature);
    }
    return "";
  }

  static std::string quoted(const std::string &Name) {
    std::string Out;
    for (const char C : Name)
      Out += C == '"' || C == '\\' ? std::string("\\") + C : std::string(1, C == '\n' ? ' ' : C);
    return Out;
  }

  /// What moves a text to its column. One far out in its line, and one without a place, stand at the beginning.
  static std::string before(const SourcePlace &At) {
    static constexpr unsigned MostColumns = 1000;
    return At.Column > MostColumns ? "" : std::string(std::max(At.Column, 1u) - 1, ' ');
  }

  std::string body(const Extra &E) {
    const std::string Line = "#line " + std::to_string(E.Text.At.Line) + " \"" + quoted(E.Text.At.File) + "\"\n";
    const std::string Text = Line + before(E.Text.At) + E.Text.Text + "\n#line 1 \"<kverdict>\"\n";
    switch (E.What) {
    case Extra::Kind::Condition:
      return "{ return !!(\n" + Text + "); }";
    case Extra::Kind::Place:
      return "{ return &(\n" + Text + "); }";
    case Extra::Kind::Value:
      return "{ return (unsigned long long)(\n" + Text + "); }";
    case Extra::Kind::Body:
      return "{\n" + Text + "}";
    }
    return "";
  }

  ASTContext &Context;
  Preprocessor &PP;
  PrintingPolicy Policy;
  ExtraText Result;
};

} // namespace

const ExtraText::Piece *ExtraText::pieceAt(size_t Offset) const {
  for (const Piece &P : Pieces)
    if (Offset >= P.Begin && Offset < P.End)
      return &P;
  return nullptr;
}

std::string ExtraText::at(size_t Offset) const {
  const Piece *P = pieceAt(Offset);
  return P ? P->Name : "";
}

ExtraText writeExtras(ASTContext &Context, Preprocessor &PP, const std::vector<Extra> &Extras) {
  return Writer(Context, PP).run(Extras);
}

} // namespace kverdict
