#include "parse/LayoutRecorder.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <tuple>

using namespace clang;

namespace kverdict {
namespace {

class SkippedRanges : public PPCallbacks {
public:
  explicit SkippedRanges(LayoutRecorder &R) : R(R) {}
  void FileChanged(SourceLocation Here, FileChangeReason Reason, SrcMgr::CharacteristicKind, FileID) override {
    if (Reason == EnterFile)
      R.entered(Here);
  }
  void SourceRangeSkipped(SourceRange Range, SourceLocation) override { R.skipped(Range); }

private:
  LayoutRecorder &R;
};

unsigned lineOf(const SourceManager &SM, SourceLocation At) {
  const auto [File, Offset] = SM.getDecomposedLoc(SM.getExpansionLoc(At));
  return SM.getLineNumber(File, Offset);
}

/// The line of the brace that closes the function whose name stands here.
unsigned closingLine(const SourceManager &SM, const LangOptions &Options, SourceLocation Name) {
  const auto [File, Offset] = SM.getDecomposedLoc(Name);
  const StringRef Text = SM.getBufferData(File);
  Lexer Lex(SM.getLocForStartOfFile(File), Options, Text.begin(), Text.begin() + Offset, Text.end());
  unsigned Depth = 0;
  for (Token T; !Lex.LexFromRawLexer(T);) {
    Depth += T.is(tok::l_brace);
    if (T.is(tok::r_brace) && --Depth == 0)
      return lineOf(SM, T.getLocation());
  }
  return ~0u;
}

void addNames(const TagDecl *Tag, std::vector<std::string> &Out) {
  if (const auto *E = dyn_cast<EnumDecl>(Tag))
    for (const EnumConstantDecl *Each : E->enumerators())
      Out.push_back(Each->getNameAsString());
  if (const auto *R = dyn_cast<RecordDecl>(Tag))
    for (const FieldDecl *Each : R->fields())
      Out.push_back(Each->getNameAsString());
}

Piece::Kind kindOf(const Decl *D) {
  if (const auto *F = dyn_cast<FunctionDecl>(D))
    return F->doesThisDeclarationHaveABody() || F->hasSkippedBody() ? Piece::Kind::Function : Piece::Kind::Declaration;
  if (const auto *V = dyn_cast<VarDecl>(D)) {
    if (V->isThisDeclarationADefinition() == VarDecl::DeclarationOnly)
      return Piece::Kind::Declaration;
    return V->getType().isConstant(V->getASTContext()) ? Piece::Kind::Constant : Piece::Kind::Variable;
  }
  if (isa<EnumDecl>(D))
    return Piece::Kind::Enum;
  if (isa<RecordDecl, TypedefNameDecl>(D))
    return Piece::Kind::Type;
  return isa<FileScopeAsmDecl>(D) ? Piece::Kind::Other : Piece::Kind::Declaration;
}

Piece pieceOf(const Decl *D, const SourceManager &SM) {
  Piece Out;
  Out.What = kindOf(D);
  if (const auto *N = dyn_cast<NamedDecl>(D))
    Out.Name = N->getNameAsString();
  if (!Out.Name.empty())
    Out.Names.push_back(Out.Name);
  if (const auto *Tag = dyn_cast<TagDecl>(D))
    addNames(Tag, Out.Names);
  const CharSourceRange Range = SM.getExpansionRange(D->getSourceRange());
  Out.First = lineOf(SM, Range.getBegin());
  Out.Last = lineOf(SM, Range.getEnd());
  Out.FromMacro =
      SM.getExpansionLoc(D->getBeginLoc()) == SM.getExpansionLoc(D->getEndLoc()) && D->getEndLoc().isMacroID();
  if (const auto *F = dyn_cast<FunctionDecl>(D)) {
    Out.Static = F->getStorageClass() == SC_Static;
    Out.NotRead = F->hasSkippedBody();
  }
  if (const auto *V = dyn_cast<VarDecl>(D))
    Out.Static = V->getStorageClass() == SC_Static;
  return Out;
}

} // namespace

std::vector<const Piece *> Layout::at(unsigned Line) const {
  std::vector<const Piece *> Out;
  for (const Piece &Each : Pieces)
    if (Each.First <= Line && Line <= Each.Last)
      Out.push_back(&Each);
  return Out;
}

unsigned Layout::skippedBy(unsigned Line) const {
  const auto Behind = std::lower_bound(Skipped.begin(), Skipped.end(), std::pair(Line, 0u));
  return Behind != Skipped.begin() && Line < Behind[-1].second ? Behind[-1].first : 0;
}

void LayoutRecorder::watch(Preprocessor &Watched) {
  PP = &Watched;
  SM = &Watched.getSourceManager();
  if (!Request.Changed.empty())
    Watched.addPPCallbacks(std::make_unique<SkippedRanges>(*this));
}

const std::string *LayoutRecorder::watched(FileID File) {
  if (File == Last)
    return LastPath;
  auto [It, New] = Known.try_emplace(File, nullptr);
  if (New)
    if (auto Entry = SM->getFileEntryRefForID(File)) {
      llvm::SmallString<256> Path(Entry->getName());
      if (llvm::sys::path::is_relative(Path)) {
        Path = Request.Command.Directory;
        llvm::sys::path::append(Path, Entry->getName());
      }
      llvm::sys::path::remove_dots(Path, true);
      if (auto Found = Request.Changed.find(Path.str().str()); Found != Request.Changed.end())
        It->second = &Found->first;
    }
  Last = File;
  return LastPath = It->second;
}

void LayoutRecorder::add(DeclGroupRef Group) {
  if (!SM || Request.Changed.empty())
    return;
  for (const Decl *D : Group)
    if (const std::string *Path = watched(SM->getFileID(SM->getExpansionLoc(D->getLocation()))))
      Notes[*Path].Declarations.push_back(D);
}

void LayoutRecorder::entered(SourceLocation Here) {
  if (const std::string *Path = watched(SM->getFileID(Here)))
    Notes[*Path];
}

void LayoutRecorder::skipped(SourceRange Range) {
  const FileID File = SM->getFileID(Range.getBegin());
  if (const std::string *Path = watched(File))
    Notes[*Path].Skipped.emplace_back(lineOf(*SM, Range.getBegin()), lineOf(*SM, Range.getEnd()));
}

bool LayoutRecorder::changes(const FunctionDecl *F) {
  if (!SM || Request.Changed.empty())
    return false;
  const SourceLocation Name = SM->getExpansionLoc(F->getLocation());
  const std::string *Path = watched(SM->getFileID(Name));
  if (!Path)
    return false;
  const std::set<unsigned> &Lines = Request.Changed.at(*Path);
  const auto First = Lines.lower_bound(lineOf(*SM, SM->getExpansionLoc(F->getBeginLoc())));
  return First != Lines.end() && *First <= closingLine(*SM, PP->getLangOpts(), Name);
}

Layout layoutOf(const LayoutNotes &Notes, const SourceManager &SM) {
  Layout Out;
  for (const Decl *D : Notes.Declarations)
    Out.Pieces.push_back(pieceOf(D, SM));
  std::sort(Out.Pieces.begin(), Out.Pieces.end(), [](const Piece &A, const Piece &B) {
    return std::tie(A.First, A.Last, A.Name, A.What) < std::tie(B.First, B.Last, B.Name, B.What);
  });
  Out.Skipped = Notes.Skipped; // none lies in another: what is skipped is not looked into
  std::sort(Out.Skipped.begin(), Out.Skipped.end());
  return Out;
}

} // namespace kverdict
