#include "parse/Namers.h"

#include "parse/Callees.h"
#include "parse/text/LineTokens.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/StringSet.h>

#include <functional>

using namespace clang;

namespace kverdict {
namespace {

bool isWord(char C) { return isAlphanumeric(C) || C == '_'; }

bool inMainFile(const SourceManager &SM, SourceLocation At) {
  return SM.getFileID(SM.getExpansionLoc(At)) == SM.getMainFileID();
}

/// Calls back with the offset of each whole word of this name, until that says true.
bool anyMention(StringRef Text, StringRef Name, const std::function<bool(size_t)> &Look) {
  for (size_t At = Text.find(Name); At != StringRef::npos; At = Text.find(Name, At + 1)) {
    const size_t End = At + Name.size();
    if ((At == 0 || !isWord(Text[At - 1])) && (End == Text.size() || !isWord(Text[End])) && Look(At))
      return true;
  }
  return false;
}

/// The line that an offset is on, with those that a backslash joins to it.
StringRef joinedLine(StringRef Text, size_t At) {
  size_t Begin = At, End = At;
  while (Begin > 0 && (Text[Begin - 1] != '\n' || (Begin > 1 && Text[Begin - 2] == '\\')))
    --Begin;
  while (End < Text.size() && (Text[End] != '\n' || Text[End - 1] == '\\'))
    ++End;
  return Text.slice(Begin, End);
}

/// The macro that a line defines; empty if it does not.
StringRef definedBy(StringRef Line) {
  Line = Line.ltrim(" \t");
  if (!Line.consume_front("#"))
    return "";
  Line = Line.ltrim(" \t");
  return Line.consume_front("define") ? Line.ltrim(" \t").take_while(isWord) : "";
}

/// The words that `##` joins, from one such operator on: of `a##b##c` there are three.
std::vector<StringRef> joinedWords(StringRef Text, size_t At) {
  auto isGap = [](char C) { return C == ' ' || C == '\t' || C == '\\' || C == '\n'; };
  const StringRef Before = Text.take_front(At).rtrim(" \t\\\n");
  std::vector<StringRef> Out{Before.take_back(
      Before.size() -
      (Before.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") + 1))};
  for (StringRef Rest = Text.drop_front(At); Rest.consume_front("##"); Rest = Rest.drop_while(isGap)) {
    Rest = Rest.drop_while(isGap);
    Out.push_back(Rest.take_while(isWord));
    Rest = Rest.drop_front(Out.back().size());
    Rest = Rest.drop_while(isGap);
  }
  return Out;
}

/// The texts that are included by a file, and its own.
class Texts {
public:
  Texts(const SourceManager &SM, StringRef Main) : Main(Main), Tokens(Held = Main.str()) {
    llvm::DenseSet<const SrcMgr::ContentCache *> Seen;
    for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
      const SrcMgr::SLocEntry &E = SM.getLocalSLocEntry(I);
      if (E.isExpansion())
        continue;
      const SrcMgr::ContentCache &Of = E.getFile().getContentCache();
      const auto Buffer = Of.getBufferIfLoaded();
      const StringRef Name = E.getFile().getName();
      if (Buffer && &Of != mainOf(SM) && Name != "<kverdict>" && Name != "<scratch space>" && Seen.insert(&Of).second)
        Others.push_back(Buffer->getBuffer());
    }
    unsigned Line = 1;
    for (const Directive &D : Tokens.directives()) {
      addWords(Line, D.First - 1);
      addWords(D.First, D.Last, D.Keyword == "define" ? D.Name : "");
      Line = D.Last + 1;
    }
    addWords(Line, ~0u);
  }

  /// A macro of another file, which the file uses, whose definition has this word; empty if there is none.
  std::string macroNaming(StringRef Name) const {
    std::string Found;
    for (const StringRef Text : Others)
      if (anyMention(Text, Name, [&](size_t At) { return isUsed(definedBy(joinedLine(Text, At)), Name, Found); }))
        break;
    return Found;
  }

  /// A macro that makes this name of parts which the file has, or the macro itself; empty if there is none.
  std::string macroMaking(StringRef Name) const {
    std::vector<StringRef> All = Others;
    All.push_back(Main);
    std::string Found;
    for (const StringRef Text : All)
      for (size_t At = Text.find("##"); At != StringRef::npos; At = Text.find("##", At + 2))
        if (makes(joinedWords(Text, At), Name) && isUsed(definedBy(joinedLine(Text, At)), Name, Found))
          return Found;
    return "";
  }

private:
  /// A macro that is defined is not used by that.
  void addWords(unsigned First, unsigned Last, StringRef Defined = "") {
    for (const StringRef Each : First <= Last ? Tokens.names(First, Last) : std::vector<StringRef>())
      if (Each != Defined)
        Words.insert(Each);
  }

  static const SrcMgr::ContentCache *mainOf(const SourceManager &SM) {
    return &SM.getSLocEntry(SM.getMainFileID()).getFile().getContentCache();
  }

  /// Whether the file uses a macro, itself or through others. Of names that stand in many, all are taken for used.
  bool isUsed(StringRef Macro, StringRef Name, std::string &Found) const {
    constexpr unsigned MostMacros = 30;
    if (Macro.empty() || Macro == Name)
      return false;
    std::vector<StringRef> Open{Macro};
    llvm::StringSet<> Seen{Macro};
    while (!Open.empty() && Seen.size() < MostMacros) {
      const StringRef Next = Open.back();
      Open.pop_back();
      if (Words.count(Next))
        break;
      for (const StringRef Text : Others)
        anyMention(Text, Next, [&](size_t At) {
          const StringRef By = definedBy(joinedLine(Text, At));
          if (!By.empty() && Seen.insert(By).second)
            Open.push_back(By);
          return Seen.size() >= MostMacros;
        });
      if (Open.empty())
        return false;
    }
    Found = Macro.str();
    return true;
  }

  bool has(StringRef Word) const {
    return Words.count(Word) || Word.find_first_not_of("0123456789") == StringRef::npos;
  }

  /// Whether parts that are joined can be the name: each is itself, or a parameter, for which a word of the file
  /// stands.
  bool makes(const std::vector<StringRef> &Parts, StringRef Name) const {
    constexpr size_t MostParts = 8;
    return Parts.size() > MostParts || makes(Parts, 0, Name, Name.size());
  }
  bool makes(const std::vector<StringRef> &Parts, size_t I, StringRef Rest, size_t Whole) const {
    if (I == Parts.size())
      return Rest.empty();
    StringRef Behind = Rest;
    if (!Parts[I].empty() && Parts[I].size() < Whole && Behind.consume_front(Parts[I]) &&
        makes(Parts, I + 1, Behind, Whole))
      return true;
    for (size_t Length = 0; Length <= Rest.size() && Length < Whole; ++Length)
      if ((Length == 0 || has(Rest.take_front(Length))) && makes(Parts, I + 1, Rest.drop_front(Length), Whole))
        return true;
    return false;
  }

  StringRef Main;
  std::string Held;
  const LineTokens Tokens;
  std::vector<StringRef> Others;
  llvm::DenseSet<StringRef> Words;
};

/// Bodies that were made blank before Clang read them.
bool hasBlankBodies(StringRef Text) {
  for (size_t At = Text.find("\n{\n"); At != StringRef::npos; At = Text.find("\n{\n", At + 1))
    if (Text.drop_front(At + 3).ltrim().starts_with("}"))
      return true;
  return false;
}

/// Whether a file that is included behind a place of the main file may name a function.
bool includedBehind(const SourceManager &SM, SourceLocation First, StringRef Name) {
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &E = SM.getLocalSLocEntry(I);
    if (E.isExpansion() || E.getFile().getName().starts_with("<") || E.getFile().getIncludeLoc().isInvalid() ||
        !SM.isBeforeInTranslationUnit(
            First, SM.getLocForStartOfFile(SM.getFileID(SourceLocation::getFromRawEncoding(E.getOffset())))))
      continue;
    const auto Buffer = E.getFile().getContentCache().getBufferIfLoaded();
    const StringRef Text = Buffer ? Buffer->getBuffer() : "";
    if (hasBlankBodies(Text) ||
        anyMention(Text, Name, [&](size_t At) { return definedBy(joinedLine(Text, At)).empty(); }))
      return true;
  }
  return false;
}

bool calledByItsAttributes(const FunctionDecl *F) {
  for (const Attr *A : F->attrs())
    if (isa<AliasAttr, ConstructorAttr, DestructorAttr, IFuncAttr, AsmLabelAttr, UsedAttr, RetainAttr>(A))
      return true;
  return false;
}

} // namespace

std::string namedUnseen(const Unit &U, const std::string &Text, const std::string &Function) {
  const FunctionDecl *F = declared(U, Function);
  if (!F)
    return "it is not declared";
  const SourceManager &SM = U.context().getSourceManager();
  const FunctionDecl *First = F->getFirstDecl();
  for (const FunctionDecl *D : F->redecls()) {
    if (calledByItsAttributes(D))
      return "its attributes let others call it";
    if (D->getLocation().isMacroID() || !inMainFile(SM, D->getLocation()))
      return "a macro or a header declares it";
  }
  if (includedBehind(SM, First->getLocation(), Function))
    return "a file that is included behind it may name it";
  const Texts All(SM, Text);
  const std::string Naming = All.macroNaming(Function), Making = Naming.empty() ? All.macroMaking(Function) : "";
  return !Naming.empty() ? Naming + "() names it" : !Making.empty() ? Making + "() may make its name" : "";
}

bool declaresHere(const Unit &U, const std::string &Function, const SourcePlace &At) {
  const FunctionDecl *F = declared(U, Function);
  if (!F)
    return false;
  for (const FunctionDecl *D : F->redecls())
    if (const SourcePlace Is = U.place(D->getLocation()); Is.Line == At.Line && Is.Column == At.Column)
      return true;
  return false;
}

std::string definedByMacro(const Unit &U, const std::string &Macro, unsigned First, unsigned Last) {
  const ASTContext &Context = U.context();
  const SourceManager &SM = Context.getSourceManager();
  std::string Name;
  for (const Decl *D : Context.getTranslationUnitDecl()->decls()) {
    const auto *F = dyn_cast<FunctionDecl>(D);
    if (!F || !F->getLocation().isMacroID() || !(F->doesThisDeclarationHaveABody() || F->hasSkippedBody()))
      continue;
    const SourceLocation At = SM.getExpansionLoc(F->getLocation());
    if (!inMainFile(SM, At) ||
        Lexer::getSourceText(CharSourceRange::getTokenRange(At), SM, Context.getLangOpts()) != Macro)
      continue;
    const unsigned Line = U.place(F->getLocation()).Line;
    if (First <= Line && Line <= Last)
      Name = plainName(F); // the last one: its body is what stands behind
  }
  return Name;
}

} // namespace kverdict
