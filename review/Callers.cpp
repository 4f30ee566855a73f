#include "review/Callers.h"

#include "parse/text/LineTokens.h"
#include "parse/text/TextScan.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

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

class Looking {
public:
  Looking(const std::string &Text, const TakenApart &Apart, const std::string &Function)
      : Text(Text), Apart(Apart), Tokens(Text), Names{Function} {}

  CallersInText run() {
    for (size_t I = 0; I < Names.size(); ++I) // grows with the macros that name it
      lookFor(std::string(Names[I]));
    for (const FunctionText &Each : Apart.Functions)
      if (Found.count(Each.Name) && Each.Name != Names[0] &&
          std::find(Out.Functions.begin(), Out.Functions.end(), Each.Name) == Out.Functions.end())
        Out.Functions.push_back(Each.Name);
    return std::move(Out);
  }

private:
  void lookFor(const std::string &Name) {
    size_t Counted = 0;
    unsigned Line = 1;
    for (const StringRef Each : Tokens.names(1, ~0u)) {
      if (Each != Name)
        continue;
      const size_t At = Each.data() - Text.data();
      Line += std::count(Text.begin() + Counted, Text.begin() + At, '\n');
      Counted = At;
      look(Name, At, Line);
    }
  }

  void look(const std::string &Name, size_t At, unsigned Line) {
    const StringRef Behind = StringRef(Text).drop_front(At + Name.size()).ltrim();
    const FunctionText *In = functionAt(Line);
    if (const Directive *D = Tokens.directive(Line)) {
      if (D->Keyword == "define" && std::find(Names.begin(), Names.end(), D->Name) == Names.end())
        Names.push_back(D->Name);
      return;
    }
    if (!In) {
      if (!isDeclaration(At, Behind))
        other("it is named outside of the functions of the file");
    } else if (Line > In->Line || In->Name != Names[0]) {
      Found.insert(In->Name);
      if (Name == Names[0] && !Behind.starts_with("("))
        other("its address is taken");
    }
  }

  /// `static int f(int);`
  bool isDeclaration(size_t At, StringRef Behind) const {
    const StringRef Before = StringRef(Text).take_front(At).rtrim();
    const StringRef Word = Before.drop_front(Before.find_last_not_of(WordParts) + 1);
    const bool Typed = Before.ends_with("*") || (!Word.empty() && Word != "return" && Word != "else" && Word != "case");
    const StringRef Rest = behindParentheses(Behind);
    return Typed && (Rest.starts_with(";") || (!Rest.empty() && isWord(Rest[0])));
  }

  const FunctionText *functionAt(unsigned Line) const {
    for (const FunctionText &Each : Apart.Functions)
      if (Each.Line - Each.HeadLines <= Line && Line <= lastLine(Each))
        return &Each;
    return nullptr;
  }

  void other(const char *Why) {
    if (Out.Others.empty())
      Out.Others = Why;
  }

  static constexpr const char *WordParts = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  const std::string &Text;
  const TakenApart &Apart;
  const LineTokens Tokens;
  std::vector<std::string> Names; ///< the function, then macros
  std::set<std::string> Found;
  CallersInText Out;
};

} // namespace

CallersInText callersInText(const std::string &Text, const TakenApart &Apart, const std::string &Function) {
  if (!mentionsName(Text, Function))
    return {};
  return Looking(Text, Apart, Function).run();
}

} // namespace kverdict
