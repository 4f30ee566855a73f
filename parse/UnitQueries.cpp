// What is asked of a parsed unit.
#include "parse/Names.h"
#include "parse/OwnNames.h"
#include "parse/UnitParts.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/Support/Path.h>

#include <cstring>

using namespace clang;

namespace kverdict {

/// The prefix of the bodies of a version: a number and `_` follow.
static bool isOfAVersion(StringRef Name) {
  return Name.consume_front(LateBodyPrefix) && !Name.empty() && isDigit(Name.front());
}

SourcePlace relative(const SourcePlace &At, const CompileCommand &Command) {
  llvm::SmallString<128> File(At.File);
  llvm::sys::path::remove_dots(File, true);
  StringRef Shown = File;
  for (StringRef Directory : {Command.Root, Command.Directory})
    if (!Directory.empty() && Shown.starts_with(Directory) && Shown.drop_front(Directory.size()).starts_with("/")) {
      Shown = Shown.drop_front(Directory.size() + 1);
      break;
    }
  return {Shown.str(), At.Line, At.Column};
}

Unit::Unit(std::shared_ptr<Parts> Made) : P(std::move(Made)) {}
Unit::~Unit() = default;

std::shared_ptr<void> &Unit::companion() const { return P->Companion; }

ASTContext &Unit::context() const { return P->Compiler->getASTContext(); }

Target Unit::target() const {
  const TargetInfo &Info = context().getTargetInfo();
  return {Info.isBigEndian(), static_cast<unsigned>(Info.getPointerWidth(LangAS::Default))};
}

const FunctionDecl *Unit::declaration(const std::string &Name) const {
  const IdentifierInfo &Id = context().Idents.get(nameInC(Name));
  for (const NamedDecl *D : context().getTranslationUnitDecl()->lookup(&Id))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  return nullptr;
}

const FunctionDecl *Unit::definition(const std::string &Name) const {
  const FunctionDecl *F = declaration(Name);
  return F ? definition(F) : nullptr;
}

/// A body that was skipped may have been read at the end, under another name.
const FunctionDecl *Unit::definition(const FunctionDecl *F) const {
  if (auto It = Replaced.find(F->getNameAsString()); It != Replaced.end())
    return definition(It->second.Name);
  const FunctionDecl *Definition = nullptr;
  if (F->hasBody(Definition) && Definition->getBody())
    return Definition;
  if (!skipped(F))
    return nullptr;
  std::string Late = LateBodyPrefix + F->getNameAsString();
  return P->Problems.count(Late) ? nullptr : definition(Late);
}

const FunctionDecl *Unit::modelBody(const FunctionDecl *F) const {
  auto It = P->ModelBodies.find(F->getNameAsString());
  return It == P->ModelBodies.end() ? nullptr : It->second;
}

const std::vector<std::string> &Unit::functions() const { return P->Functions; }

unsigned Unit::movedLine(unsigned Line) const {
  for (const MovedLines &Each : Moved)
    if (Each.From <= Line && Line <= Each.To)
      return Line + Each.By;
  return Line;
}

std::optional<Layout> Unit::layout(const std::string &Path) const {
  const auto It = P->Notes.find(Path);
  if (It == P->Notes.end())
    return std::nullopt;
  Layout Out = layoutOf(It->second, context().getSourceManager());
  if (Path != P->Request.Command.File)
    return Out;
  for (Piece &Each : Out.Pieces) {
    const auto Other = Each.What == Piece::Kind::Function ? Replaced.find(Each.Name) : Replaced.end();
    Each.First = movedLine(Each.First);
    Each.Last = Other == Replaced.end() ? movedLine(Each.Last) : Other->second.Last;
  }
  for (auto &[First, Last] : Out.Skipped) {
    First = movedLine(First);
    Last = movedLine(Last);
  }
  return Out;
}

const Unit::ExtraProblem *Unit::problem(const std::string &Name) const {
  auto It = P->Problems.find(Name);
  return It == P->Problems.end() ? nullptr : &It->second;
}

bool Unit::skipped(const FunctionDecl *F) const {
  for (const FunctionDecl *D : F->redecls())
    if (D->hasSkippedBody())
      return true;
  return false;
}

std::vector<std::string> Unit::parameters(const std::string &Function) const {
  std::vector<std::string> Names;
  if (const FunctionDecl *F = definition(Function))
    for (const ParmVarDecl *P : F->parameters())
      Names.push_back(P->getNameAsString());
  return Names;
}

bool Unit::wasMacro(const std::string &Name) const { return context().Idents.get(Name).hadMacroDefinition(); }

SourcePlace Unit::functionPlace(const std::string &Name) const {
  if (auto It = Replaced.find(Name); It != Replaced.end())
    return It->second.At;
  const IdentifierInfo &Id = context().Idents.get(Name);
  for (const NamedDecl *D : context().getTranslationUnitDecl()->lookup(&Id))
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      for (const FunctionDecl *Each : F->redecls())
        if (Each->hasSkippedBody() || Each->doesThisDeclarationHaveABody())
          return place(Each->getLocation());
  return {};
}

SourcePlace Unit::place(SourceLocation Location) const {
  const SourceManager &SM = context().getSourceManager();
  // A #line of the source would move what is said of it to another file; those of our own text say where it is from.
  const SourceLocation Expanded = SM.getExpansionLoc(Location);
  PresumedLoc Presumed = SM.getPresumedLoc(Expanded, P->Errors->extra(SM.getFileID(Expanded)) != nullptr);
  if (Presumed.isInvalid())
    return {};
  SourcePlace At{Presumed.getFilename(), Presumed.getLine(), Presumed.getColumn()};
  if (!Moved.empty() && At.File == P->Request.Command.File && isOfTheText(Location))
    for (const MovedLines &Each : Moved)
      if (Each.From <= At.Line && At.Line <= Each.To) {
        At.Line += Each.By;
        break;
      }
  return relative(At, P->Request.Command);
}

/// Whether a location of the file is in the text that was parsed. The bodies of a version have its own lines.
bool Unit::isOfTheText(SourceLocation Location) const {
  const auto [File, Offset] = context().getSourceManager().getDecomposedExpansionLoc(Location);
  const ExtraText *Extra = P->Errors->extra(File);
  const std::string Name = Extra ? Extra->at(Offset) : "";
  return !isOfAVersion(Name);
}

SourceSpan Unit::span(SourceRange Range) const {
  const SourceManager &SM = context().getSourceManager();
  CharSourceRange Chars = SM.getExpansionRange(Range);
  SourceLocation End = Chars.getEnd();
  if (Chars.isTokenRange())
    End = Lexer::getLocForEndOfToken(End, 0, SM, context().getLangOpts());
  return {place(Chars.getBegin()), place(End)};
}

std::string Unit::text(SourceRange Range) const {
  const SourceManager &SM = context().getSourceManager();
  const LangOptions &Options = context().getLangOpts();
  if (Range.getBegin().isMacroID() && SM.isMacroArgExpansion(Range.getBegin()))
    if (const auto Written = Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Range), SM, Options);
        Written.isValid())
      return folded(Lexer::getSourceText(Written, SM, Options));
  return folded(Lexer::getSourceText(SM.getExpansionRange(Range), SM, Options));
}

std::string folded(StringRef Raw) {
  std::string Result;
  for (size_t I = 0; I < Raw.size(); ++I) {
    const char C = Raw[I];
    const bool GoesOn = C == '\\' && Raw.drop_front(I + 1).ltrim(" \t\r").starts_with("\n");
    const bool Space = GoesOn || isspace(static_cast<unsigned char>(C));
    if (!Space)
      Result += C;
    else if (!Result.empty() && Result.back() != ' ')
      Result += ' ';
  }
  return Result;
}

std::string plainName(const FunctionDecl *F) {
  const std::string Own = withOwnNames(F->getName().str());
  StringRef Name = Own;
  if (Name.consume_front(LateBodyPrefix) && Name.find_first_not_of("0123456789") != 0)
    Name = Name.drop_front(Name.find('_') + 1);
  return Name.str();
}

const std::map<std::string, std::uint64_t> &Unit::constants(const std::string &Prefix) const {
  auto [It, New] = P->Constants.try_emplace(Prefix);
  if (New)
    It->second = collectConstants(context(), P->Compiler->getPreprocessor(), Prefix);
  return It->second;
}

std::optional<std::uint64_t> Unit::constant(const std::string &Name) const {
  auto [It, New] = P->ConstantsByName.try_emplace(Name);
  if (New)
    It->second = constantOf(context(), P->Compiler->getPreprocessor(), Name);
  return It->second;
}

/// The C library knows the names, and the tree confirms them; the numbers that only the kernel has are above 511.
std::string Unit::errnoName(std::uint64_t Number) const {
  if (const char *Name = Number < 512 ? strerrorname_np(Number) : nullptr)
    return constant(Name) == Number ? Name : "";
  for (const auto &[Name, Value] : constants("E")) {
    bool Upper = Name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string::npos;
    if (Number >= 512 && Upper && Value == Number)
      return Name;
  }
  return "";
}

} // namespace kverdict
