#include "rules/CScan.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace kverdict {

namespace {

/// One pass over the text.
class Scan {
public:
  Scan(std::string_view Text, bool Statements) : Text(Text), Statements(Statements) {}

  std::optional<CProblem> run() {
    if (std::all_of(Text.begin(), Text.end(), [](unsigned char C) { return std::isspace(C); }))
      return CProblem{0, "is empty"};
    for (At = 0; At < Text.size() && !Found; ++At)
      look();
    if (!Found && !Open.empty())
      Found = CProblem{Open.back(), std::string("leaves '") + Text[Open.back()] + "' open"};
    return Found;
  }

private:
  void fail(std::string What) { Found = CProblem{At, std::move(What)}; }

  bool follows(char Next) const { return At + 1 < Text.size() && Text[At + 1] == Next; }

  void look() {
    switch (char C = Text[At]) {
    case '"':
    case '\'':
      return quote(C);
    case '(':
    case '[':
    case '{':
      return Open.push_back(At);
    case ')':
      return close('(');
    case ']':
      return close('[');
    case '}':
      return close('{');
    default:
      return lookForStrays(C);
    }
  }

  void lookForStrays(char C) {
    if (C == ';' && !Statements && !insideBraces())
      fail("has a stray ';': it is an expression, not a statement");
    else if (C == '/' && (follows('/') || follows('*')))
      fail("has a comment: say it in 'why', or behind a '#' of YAML");
    else if (C == '#' || (C == '%' && follows(':')))
      fail("has a preprocessor line: the tree's own macros are at hand, no more are needed");
    else if (C == '\\')
      fail("has a stray '\\'");
  }

  /// Steps over a string or character, to its closing quote.
  void quote(char Quote) {
    std::size_t Begin = At;
    for (++At; At < Text.size() && Text[At] != Quote && Text[At] != '\n'; ++At)
      if (Text[At] == '\\')
        ++At;
    if (At < Text.size() && Text[At] == Quote)
      return;
    At = Begin;
    fail(std::string("leaves ") + Quote + " open");
  }

  void close(char Opening) {
    if (Open.empty() || Text[Open.back()] != Opening)
      return fail(std::string("closes '") + Text[At] + "' which is not open here");
    Open.pop_back();
  }

  bool insideBraces() const {
    return std::any_of(Open.begin(), Open.end(), [&](std::size_t Where) { return Text[Where] == '{'; });
  }

  std::string_view Text;
  bool Statements;
  std::size_t At = 0;
  std::vector<std::size_t> Open; ///< where the brackets stand that are open
  std::optional<CProblem> Found;
};

} // namespace

std::optional<CProblem> scanExpression(std::string_view Text) { return Scan(Text, false).run(); }

std::optional<CProblem> scanBody(std::string_view Text) { return Scan(Text, true).run(); }

bool isIdentifier(std::string_view Text) {
  return !Text.empty() && !std::isdigit(static_cast<unsigned char>(Text.front())) &&
         std::all_of(Text.begin(), Text.end(), [](unsigned char C) { return std::isalnum(C) || C == '_'; });
}

} // namespace kverdict
