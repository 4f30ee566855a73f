#include "parse/text/LineTokens.h"

#include <clang/Basic/LangOptions.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <set>

using namespace clang;

namespace kverdict {
namespace {

LangOptions cOptions() {
  LangOptions Out;
  Out.LineComment = true;
  return Out;
}

/// The text of lines, counted from 1.
StringRef linesOf(StringRef Text, unsigned First, unsigned Last) {
  StringRef Rest = Text;
  for (unsigned I = 1; I < First; ++I)
    Rest = Rest.drop_front(std::min(Rest.size(), Rest.find('\n') + 1));
  size_t End = 0;
  for (unsigned I = First; I <= Last && End != StringRef::npos; ++I)
    End = Rest.find('\n', End ? End + 1 : 0);
  return Rest.take_front(End);
}

/// The CONFIG_ names in a condition, or its words.
std::string optionsIn(StringRef Condition) {
  std::set<std::string> Names;
  for (size_t At = Condition.find("CONFIG_"); At != StringRef::npos; At = Condition.find("CONFIG_", At + 1))
    Names.insert(Condition.substr(At)
                     .take_while([](char C) { return isalnum(static_cast<unsigned char>(C)) || C == '_'; })
                     .str());
  std::string Out;
  for (const std::string &Each : Names)
    Out += (Out.empty() ? "" : ", ") + Each;
  if (!Out.empty())
    return Out;
  for (char C : Condition.trim())
    Out += isspace(static_cast<unsigned char>(C)) || C == '\\' ? ' ' : C;
  return Out;
}

} // namespace

LineTokens::LineTokens(const std::string &Text, const std::set<unsigned> &Kept) {
  if (Kept.empty())
    return;
  const LangOptions Options = cOptions();
  const SourceLocation Start = SourceLocation::getFromRawEncoding(1);
  Lexer Lex(Start, Options, Text.data(), Text.data(), Text.data() + Text.size());
  size_t Counted = 0;
  unsigned Line = 1, Position = 0; // of the token in its directive
  bool In = false;
  for (Token T; !Lex.LexFromRawLexer(T);) {
    const size_t Begin = T.getLocation().getRawEncoding() - 1;
    Line += std::count(Text.begin() + Counted, Text.begin() + Begin, '\n');
    Counted = Begin;
    if (Starts.empty() || Starts.back().Line != Line) {
      const unsigned Column = Begin - std::min(Begin, Text.rfind('\n', Begin) + 1);
      Starts.push_back({Line, Column, T.isAtStartOfLine() ? T.is(tok::hash) : In});
    }
    if (Line > *Kept.rbegin())
      break;
    const unsigned End = Line + std::count(Text.begin() + Begin, Text.begin() + Begin + T.getLength(), '\n');
    if (T.isAtStartOfLine()) {
      In = T.is(tok::hash);
      Position = 0;
      if (In)
        Directives.push_back({"", "", Line, End});
    }
    const StringRef Spelled = StringRef(Text).substr(Begin, T.getLength());
    const auto First = Kept.lower_bound(Line);
    const bool Keep = First != Kept.end() && *First <= End;
    std::string Key = !Keep ? "" : In ? "#" + Spelled.str() : Spelled.str();
    if (In) {
      Directive &D = Directives.back();
      if (T.is(tok::raw_identifier) && Position == 1)
        D.Keyword = Spelled.str();
      else if (T.is(tok::raw_identifier) && D.Name.empty())
        D.Name = Spelled.str();
      if (Position == 3 && T.is(tok::l_paren) && T.hasLeadingSpace())
        Key += ' '; // of a macro without parameters
      D.Last = std::max(D.Last, End);
    }
    ++Position;
    if (T.is(tok::raw_identifier))
      Names.push_back({Line, Spelled});
    for (unsigned On = Line; Keep && On <= End; ++On)
      Lines[On].push_back(Key);
  }
}

const std::vector<std::string> &LineTokens::on(unsigned Line) const {
  static const std::vector<std::string> None;
  const auto It = Lines.find(Line);
  return It == Lines.end() ? None : It->second;
}

const LineTokens::Start *LineTokens::behind(unsigned Line) const {
  const auto It =
      std::upper_bound(Starts.begin(), Starts.end(), Line, [](unsigned L, const Start &S) { return L < S.Line; });
  return It == Starts.end() ? nullptr : &*It;
}

const Directive *LineTokens::directive(unsigned Line) const {
  for (const Directive &Each : Directives)
    if (Each.First <= Line && Line <= Each.Last)
      return &Each;
  return nullptr;
}

std::vector<StringRef> LineTokens::names(unsigned First, unsigned Last) const {
  std::vector<StringRef> Out;
  auto It =
      std::lower_bound(Names.begin(), Names.end(), First, [](const Name &N, unsigned Line) { return N.Line < Line; });
  for (; It != Names.end() && It->Line <= Last; ++It)
    Out.push_back(It->Text);
  return Out;
}

std::string conditionOf(const LineTokens &Tokens, const std::string &Text, unsigned Line) {
  std::vector<std::string> Open; ///< the conditions that the branches of each open #if had so far
  for (const Directive &Each : Tokens.directives()) {
    if (Each.First > Line)
      break;
    const StringRef Word = Each.Keyword;
    const std::string Condition = linesOf(Text, Each.First, Each.Last).ltrim("# \t").drop_front(Word.size()).str();
    if (Word.starts_with("if"))
      Open.push_back(Condition);
    else if (Word == "endif" && !Open.empty())
      Open.pop_back();
    else if (Word.starts_with("elif") && !Open.empty())
      Open.back() = Each.First == Line ? Condition : Open.back() + " " + Condition;
  }
  return Open.empty() ? "" : optionsIn(Open.back());
}

} // namespace kverdict
