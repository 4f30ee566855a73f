#include "compare/Edited.h"

#include "parse/text/TextScan.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

/// A function's text in its file, as offsets. A head that a macro makes begins where the macro is used.
std::pair<unsigned, unsigned> extent(const Unit &U, const FunctionDecl *F) {
  const SourceManager &Sources = U.context().getSourceManager();
  const CharSourceRange Range = Sources.getExpansionRange(F->getSourceRange());
  const unsigned Begin = Sources.getFileOffset(Range.getBegin());
  return {Begin, Sources.getFileOffset(Range.getEnd()) +
                     Lexer::MeasureTokenLength(Range.getEnd(), Sources, U.context().getLangOpts())};
}

/// One piece of text, token by token, with a line's tokens on one line.
std::string tokens(llvm::StringRef Text) { return takeApart("\n" + Text.str() + "\n;", "").Rest; }

struct Pieces {
  std::map<std::string, std::string> Functions; ///< tokens, by name
  std::set<std::string> Rest;                   ///< the lines outside of them
};

Pieces piecesOf(const Unit &U, const std::string &Text) {
  Pieces Out;
  std::string Outside = Text;
  for (const std::string &Name : U.functions())
    if (const FunctionDecl *F = U.definition(Name)) {
      const auto [Begin, End] = extent(U, F);
      if (Begin >= End || End > Text.size())
        continue;
      std::string Own = "f ";
      for (const char C : llvm::StringRef(Text).slice(Begin, End))
        Own += C == '{' || C == '}' ? std::string(" ") + C + " " : std::string(1, C);
      std::string &Tokens = Out.Functions[Name] = tokens(Own);
      std::replace(Tokens.begin(), Tokens.end(), '\n', ' ');
      std::replace_if(
          Outside.begin() + Begin, Outside.begin() + End, [](char C) { return C != '\n'; }, ' ');
    }
  llvm::SmallVector<llvm::StringRef> Lines;
  const std::string All = tokens(Outside);
  llvm::StringRef(All).split(Lines, '\n', -1, false);
  for (const llvm::StringRef Line : Lines)
    Out.Rest.insert(Line.trim().str());
  return Out;
}

/// The identifiers of a line; of a macro's definition, its name.
void addNames(llvm::StringRef Line, std::set<std::string> &Out) {
  llvm::SmallVector<llvm::StringRef> Words;
  Line.split(Words, ' ', -1, false);
  const bool Macro = Words.size() > 2 && Words[0] == "#" && Words[1] == "define";
  for (const llvm::StringRef Word : Macro ? llvm::ArrayRef(Words).slice(2, 1) : llvm::ArrayRef(Words))
    if (llvm::isAlpha(Word[0]) || Word[0] == '_')
      Out.insert(Word.str());
}

std::set<std::string> changedOutside(const Pieces &Old, const Pieces &New) {
  std::vector<std::string> Lines;
  std::set_symmetric_difference(Old.Rest.begin(), Old.Rest.end(), New.Rest.begin(), New.Rest.end(),
                                std::back_inserter(Lines));
  std::set<std::string> Names;
  for (const std::string &Line : Lines)
    addNames(Line, Names);
  return Names;
}

} // namespace

EditedFunctions editedFunctions(const Unit &Old, const std::string &OldText, const Unit &New,
                                const std::string &NewText) {
  const Pieces Before = piecesOf(Old, OldText), After = piecesOf(New, NewText);
  EditedFunctions Out;
  std::set<std::string> Changed = changedOutside(Before, After);
  Out.Outside = !Changed.empty();
  auto sameIn = [](const Pieces &P, const std::string &Name, const std::string &Tokens) {
    auto It = P.Functions.find(Name);
    return It != P.Functions.end() && It->second == Tokens;
  };
  for (const auto &[Name, Tokens] : Before.Functions)
    if (!sameIn(After, Name, Tokens))
      Changed.insert(Name);
  for (const auto &[Name, Tokens] : After.Functions)
    if (!sameIn(Before, Name, Tokens))
      Changed.insert(Name);
  Mentions By;
  for (const std::string *Text : {&OldText, &NewText})
    for (const auto &[Name, Mentioned] : scanText(*Text))
      for (const std::string &Each : Mentioned)
        By[Each].insert(Name);
  const std::set<std::string> Reaching = reachable(By, Changed);
  for (const std::string &Name : New.functions())
    if (auto Was = Before.Functions.find(Name); Was != Before.Functions.end()) {
      if (!sameIn(After, Name, Was->second))
        Out.Edited.push_back(Name);
      else if (Reaching.count(Name))
        Out.Reached.push_back(Name);
    }
  return Out;
}

} // namespace kverdict
