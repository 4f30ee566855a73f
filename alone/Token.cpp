#include "alone/Token.h"

#include <array>
#include <cctype>
#include <string_view>

namespace kverdict::alone {
namespace {

bool isNamePart(char C) { return std::isalnum(static_cast<unsigned char>(C)) || C == '_'; }

class Lexer {
public:
  Lexer(const std::string &Text, unsigned FirstLine) : Text(Text), Line(FirstLine) {}

  Tokens run() {
    skipOpenComment();
    while (At < Text.size())
      step();
    add(Token::Kind::End, "");
    return std::move(Out);
  }

private:
  char peek(size_t Ahead = 0) const { return At + Ahead < Text.size() ? Text[At + Ahead] : '\0'; }

  void advance(size_t Count = 1) {
    for (; Count && At < Text.size(); --Count)
      if (Text[At++] == '\n')
        ++Line, AtBegin = true;
  }

  /// A text that begins inside a comment.
  void skipOpenComment() {
    const size_t End = Text.find("*/"), Begin = Text.find("/*");
    if (End != std::string::npos && (Begin == std::string::npos || End < Begin))
      advance(End + 2);
  }

  void step() {
    const char C = peek();
    if (std::isspace(static_cast<unsigned char>(C)) || (C == '\\' && peek(1) == '\n'))
      return advance();
    if (C == '/' && peek(1) == '*')
      return skipComment();
    if (C == '/' && peek(1) == '/')
      return skipLine();
    if (C == '#' && AtBegin)
      return takeDirective();
    if (C == '"' || C == '\'')
      return takeQuoted(C);
    if (isNamePart(C))
      return takeWord();
    takePunctuator();
  }

  void add(Token::Kind What, std::string Spelling) {
    Out.All.push_back({What, std::move(Spelling), Line, AtBegin, Line});
    AtBegin = false;
  }

  void skipComment() {
    const size_t End = Text.find("*/", At + 2);
    Out.Unfinished |= End == std::string::npos;
    const bool Was = AtBegin;
    advance(End == std::string::npos ? Text.size() - At : End + 2 - At);
    AtBegin |= Was;
  }

  void skipLine() {
    while (At < Text.size() && peek() != '\n')
      advance();
  }

  void takeDirective() {
    std::string All;
    const unsigned First = Line;
    while (At < Text.size() && peek() != '\n') {
      if (peek() == '\\' && peek(1) == '\n') {
        advance(2);
        All += ' ';
        continue;
      }
      if (peek() == '/' && peek(1) == '*') {
        skipComment();
        All += ' ';
        continue;
      }
      All += peek();
      advance();
    }
    Out.All.push_back({Token::Kind::Directive, std::move(All), First, true, Line});
  }

  void takeQuoted(char Quote) {
    const unsigned First = Line;
    std::string All(1, Quote);
    advance();
    while (At < Text.size() && peek() != Quote && peek() != '\n') {
      const size_t Count = peek() == '\\' && peek(1) ? 2 : 1;
      All.append(Text, At, Count);
      advance(Count);
    }
    Out.Unfinished |= peek() != Quote;
    All += Quote;
    if (peek() == Quote)
      advance();
    Out.All.push_back(
        {Quote == '"' ? Token::Kind::Text : Token::Kind::Character, std::move(All), First, AtBegin, Line});
    AtBegin = false;
  }

  void takeWord() {
    const bool Number = std::isdigit(static_cast<unsigned char>(peek()));
    size_t End = At;
    while (End < Text.size() && (isNamePart(Text[End]) || (Number && Text[End] == '.')))
      ++End;
    add(Number ? Token::Kind::Number : Token::Kind::Name, Text.substr(At, End - At));
    At = End;
  }

  void takePunctuator() {
    static constexpr std::array<std::string_view, 23> Long = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
                                                              "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
                                                              "*=",  "/=",  "%=",  "&=", "|=", "^=", "##"};
    for (const std::string_view Each : Long)
      if (Text.compare(At, Each.size(), Each) == 0) {
        add(Token::Kind::Punctuator, std::string(Each));
        At += Each.size();
        return;
      }
    add(Token::Kind::Punctuator, std::string(1, peek()));
    ++At;
  }

  const std::string &Text;
  size_t At = 0;
  unsigned Line;
  bool AtBegin = true;
  Tokens Out;
};

} // namespace

Tokens tokensOf(const std::string &Text, unsigned FirstLine) { return Lexer(Text, FirstLine).run(); }

} // namespace kverdict::alone
