#include "review/Callers.h"

#include "parse/text/LineTokens.h"
#include "parse/text/TextScan.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace kverdict {
namespace {

using llvm::StringRef;

bool isWord(char C) { return llvm::isAlnum(C) || C == '_'; }

/// What follows the parentheses that a text begins with; nothing if it begins with something else.
StringRef behindParentheses(StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size() && Text[0] == '('; ++I)
    if ((Depth += (Text[I] == '(') - (Text[I] == ')')) == 0)
      return Text.drop_front(I + 1).ltrim();
  return "";
}

/// The offsets of the string literals of a text.
class Strings {
public:
  explicit Strings(StringRef Text) : Text(Text) {}

  /// The offset of the next one's first quote; what it holds goes to Inside.
  std::optional<size_t> next(StringRef &Inside) {
    for (; At < Text.size(); ++At) {
      const StringRef Rest = Text.drop_front(At);
      if (Rest.starts_with("//"))
        At = std::min(Text.size(), Text.find('\n', At)) - 1;
      else if (Rest.starts_with("/*"))
        At = std::min(Text.size(), Text.find("*/", At + 2)) + 1;
      else if (Rest[0] == '\'' || Rest[0] == '"')
        if (const size_t Begin = At; quoted(Inside))
          return Begin;
    }
    return std::nullopt;
  }

private:
  bool quoted(StringRef &Inside) {
    const char Quote = Text[At];
    const size_t Begin = At + 1;
    for (++At; At < Text.size() && Text[At] != Quote && Text[At] != '\n'; ++At)
      At += Text[At] == '\\';
    Inside = Text.slice(Begin, std::min(At, Text.size()));
    ++At;
    return Quote == '"';
  }

  const StringRef Text;
  size_t At = 0;
};

class Looking {
public:
  Looking(const std::string &Text, const TakenApart &Apart, const std::string &Function)
      : Text(Text), Apart(Apart), Tokens(Text), Names{Function} {}

  CallersInText run() {
    for (size_t I = 0; I < Names.size(); ++I) // grows with the macros that name it
      lookFor(std::string(Names[I]));
    lookIntoStrings();
    lookForSplitNames();
    for (const FunctionText &Each : Apart.Functions)
      if (Found.count(&Each))
        Out.Functions.push_back({Each.Name, Each.Line - Each.HeadLines, Each.Line, Found.at(&Each)});
    Out.Functions.insert(Out.Functions.end(), OneLine.begin(), OneLine.end());
    std::stable_sort(Out.Functions.begin(), Out.Functions.end(),
                     [](const auto &A, const auto &B) { return A.First < B.First; });
    return std::move(Out);
  }

private:
  void lookFor(const std::string &Name) {
    for (const StringRef Each : Tokens.names(1, ~0u))
      if (Each == Name)
        look(Name, Each.data() - Text.data(), lineAt(Each.data() - Text.data()));
  }

  unsigned lineAt(size_t At) {
    if (At < Counted)
      Counted = 0, Line = 1;
    Line += std::count(Text.begin() + Counted, Text.begin() + At, '\n');
    Counted = At;
    return Line;
  }

  void look(const std::string &Name, size_t At, unsigned On) {
    const StringRef Behind = StringRef(Text).drop_front(At + Name.size()).ltrim();
    if (const Directive *D = Tokens.directive(On))
      return lookInto(*D);
    const FunctionText *In = functionAt(On);
    const bool Own = In && In->Name == Names[0], InBody = In && On > In->Line;
    if (!InBody) {
      if (!Own || Name != Names[0] || !Heads.insert(In).second)
        outside(Name, At, On, Behind);
    } else if (!Own) {
      Found[In].insert(On);
      if (Name == Names[0] && !Behind.starts_with("("))
        other("its address is taken");
    }
  }

  void lookInto(const Directive &D) {
    if (D.Keyword == "define") {
      if (std::find(Names.begin(), Names.end(), D.Name) == Names.end())
        Names.push_back(D.Name);
    } else if (D.Keyword == "pragma") {
      other("a pragma names it");
    }
  }

  void outside(const std::string &Name, size_t At, unsigned On, StringRef Behind) {
    if (Name != Names[0])
      other(Name + "() names it outside of the functions of the file");
    else if (StringRef(Text).take_front(At).rsplit('\n').second.starts_with("EXPORT_SYMBOL"))
      other("it is exported");
    else if (isDeclaration(At, Behind))
      Out.Declarations.push_back({"", On, static_cast<unsigned>(At - (StringRef(Text).rfind('\n', At) + 1) + 1)});
    else if (!onOneLine(At, On, Behind))
      other("it is named outside of the functions of the file");
  }

  /// `static int f(int x) { return check(x); }`, which is none of the functions that a text is taken apart into.
  bool onOneLine(size_t At, unsigned On, StringRef Behind) {
    static const llvm::Regex Head("^[A-Za-z_][^=;{}\"#]*[ *]([A-Za-z_][A-Za-z_0-9]*)\\([^=;{}\"]*\\)[ \t]*\\{");
    const size_t Start = StringRef(Text).take_front(At).rfind('\n') + 1;
    const StringRef Line = StringRef(Text).drop_front(Start).split('\n').first.rtrim();
    llvm::SmallVector<StringRef> Parts;
    if (!Line.ends_with("}") || !Head.match(Line, &Parts) || At - Start < Parts[0].size())
      return false;
    if (Parts[1] != Names[0])
      OneLine.push_back({Parts[1].str(), On, On, {On}});
    if (!Behind.starts_with("("))
      other("its address is taken");
    return true;
  }

  /// `static int f(int);`
  bool isDeclaration(size_t At, StringRef Behind) const {
    const StringRef Before = StringRef(Text).take_front(At).rtrim();
    const StringRef Word = Before.drop_front(Before.find_last_not_of(WordParts) + 1);
    const bool Typed = Before.ends_with("*") || (!Word.empty() && Word != "return" && Word != "else" && Word != "case");
    const StringRef Rest = behindParentheses(Behind);
    return Typed && (Rest.starts_with(";") || (!Rest.empty() && isWord(Rest[0])));
  }

  /// Assembly, and an alias, name it so. Its own messages are left out.
  void lookIntoStrings() {
    StringRef Inside;
    Strings All(Text);
    for (auto At = All.next(Inside); At; At = All.next(Inside))
      if (Inside.contains(Names[0]) && mentionsName(Inside.str(), Names[0])) {
        const unsigned On = lineAt(*At);
        const FunctionText *In = functionAt(On);
        const Directive *D = Tokens.directive(On);
        if (D && D->Keyword.starts_with("include"))
          continue;
        if (!In || In->Name != Names[0] || mentionsName(In->Body, "asm"))
          other("a string names it, which may be assembly");
      }
  }

  /// Whose second half stands on the next line.
  void lookForSplitNames() {
    for (size_t At = Text.find("\\\n"); At != std::string::npos; At = Text.find("\\\n", At + 2))
      if (At > 0 && At + 2 < Text.size() && isWord(Text[At - 1]) && isWord(Text[At + 2]))
        return other("a line ends in the middle of a name");
  }

  const FunctionText *functionAt(unsigned On) const {
    for (const FunctionText &Each : Apart.Functions)
      if (Each.Line - Each.HeadLines <= On && On <= lastLine(Each))
        return &Each;
    return nullptr;
  }

  void other(const std::string &Why) {
    if (Out.Others.empty())
      Out.Others = Why;
  }

  static constexpr const char *WordParts = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  const std::string &Text;
  const TakenApart &Apart;
  const LineTokens Tokens;
  std::vector<std::string> Names;                           ///< the function, then macros
  std::map<const FunctionText *, std::set<unsigned>> Found; ///< with the lines that name it
  std::set<const FunctionText *> Heads;
  std::vector<NamingFunction> OneLine;
  CallersInText Out;
  size_t Counted = 0; ///< up to here, Line is known
  unsigned Line = 1;
};

} // namespace

std::vector<std::string> CallersInText::names() const {
  std::vector<std::string> Out;
  for (const NamingFunction &Each : Functions)
    if (std::find(Out.begin(), Out.end(), Each.Name) == Out.end())
      Out.push_back(Each.Name);
  return Out;
}

CallersInText callersInText(const std::string &Text, const TakenApart &Apart, const std::string &Function) {
  if (!mentionsName(Text, Function))
    return {};
  return Looking(Text, Apart, Function).run();
}

} // namespace kverdict
