#include "review/MessageText.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <cctype>

using llvm::StringRef;

namespace kverdict {
namespace {

constexpr size_t LongestQuote = 400;

bool isWordChar(char C) { return std::isalnum(static_cast<unsigned char>(C)) || C == '_' || C == '\''; }

bool isTrailer(StringRef Line) {
  const size_t Colon = Line.find(": ");
  if (Colon == StringRef::npos || !std::isupper(static_cast<unsigned char>(Line.empty() ? 0 : Line[0])))
    return false;
  const StringRef Name = Line.take_front(Colon);
  return Name.ends_with("-by") || Name == "Fixes" || Name == "Link" || Name == "Cc" || Name == "Closes" ||
         Name == "CC" || Name == "Reference" || Name == "References" || Name == "Message-ID" || Name == "Message-Id" ||
         Name == "BugLink";
}

/// "Changes since v1:", "Changelog:", "v1 -> v2:": what follows tells of versions of the patch.
bool opensChangelog(StringRef Line) {
  const std::string Lower = Line.trim().lower();
  const StringRef L = Lower;
  const bool Version = L.starts_with("v") && L.size() > 1 && llvm::isDigit(L[1]);
  return L.starts_with("changes since v") || L.starts_with("changes in v") || L.starts_with("changes from v") ||
         L.starts_with("changelog") || L.starts_with("change log") || L.starts_with("since v") ||
         (Version && (L.contains("->") || L.ends_with(":")));
}

bool startsItem(StringRef Line) {
  const StringRef L = Line.ltrim();
  return L.starts_with("- ") || L.starts_with("* ") || L.starts_with("+ ") || L.starts_with("o ");
}

/// Where a quotation that begins at I ends, or I if none does.
size_t quotationEnd(StringRef Text, size_t I) {
  auto close = [&](StringRef Mark, size_t Width) {
    const size_t End = Text.slice(I, I + LongestQuote).find(Mark, Width);
    return End == StringRef::npos ? I : I + End + Mark.size();
  };
  const bool Opens = I == 0 || !isWordChar(Text[I - 1]);
  if (Text[I] == '"')
    return close("\"", 1);
  static constexpr const char *Marks[][2] = {{"\xe2\x80\x9c", "\xe2\x80\x9d"},
                                             {"\xe2\x80\x9e", "\xe2\x80\x9c"},
                                             {"\xc2\xab", "\xc2\xbb"},
                                             {"\xe3\x80\x8c", "\xe3\x80\x8d"},
                                             {"\xe2\x80\x98", "\xe2\x80\x99"}};
  for (const auto &[Open, End] : Marks)
    if (Text.substr(I).starts_with(Open))
      return close(End, StringRef(Open).size());
  if (Text.substr(I).starts_with("``"))
    return close("''", 2);
  if (Text[I] == '`')
    return close(Text.slice(I, I + LongestQuote).find('`', 1) != StringRef::npos ? "`" : "'", 1);
  if (Text[I] != '\'' || !Opens)
    return I;
  const size_t End = close("'", 1);
  return End < Text.size() && End > I && isWordChar(Text[End]) ? I : End;
}

/// The closing parenthesis of a commit's title behind its id, or I.
size_t titleEnd(StringRef Text, size_t I) {
  static constexpr size_t MostBefore = 80; // an id, and a line end with an indent
  if (Text[I] != '(')
    return I;
  StringRef Before = Text.take_front(I).take_back(MostBefore).rtrim();
  const StringRef Id = Before.take_back(Before.size() - (Before.find_last_not_of("0123456789abcdef") + 1));
  if (Id.size() < 7)
    return I;
  const size_t End = Text.slice(I, I + LongestQuote).find(')');
  return End == StringRef::npos ? I : I + End + 1;
}

std::string withoutQuotations(StringRef Text) {
  std::string Out;
  for (size_t I = 0; I < Text.size();) {
    size_t End = titleEnd(Text, I);
    if (End == I)
      End = quotationEnd(Text, I);
    if (End == I)
      Out += Text[I++];
    else
      Out += " QUOTE ";
    I = std::max(I, End);
  }
  return Out;
}

std::string onOneLine(StringRef Text) {
  std::string Out;
  for (char C : Text)
    if (!std::isspace(static_cast<unsigned char>(C)))
      Out += C;
    else if (!Out.empty() && Out.back() != ' ')
      Out += ' ';
  return Out;
}

bool isRevert(StringRef Paragraph) {
  const std::string Lower = Paragraph.lower();
  return StringRef(Lower).starts_with("revert ") || StringRef(Lower).contains(": revert ") ||
         StringRef(Lower).contains("] revert ");
}

} // namespace

MessageText::MessageText(const std::string &Message) {
  std::string Paragraph;
  bool Changelog = false, Title = true;
  auto flush = [&] {
    if (!Paragraph.empty() && !(Title && isRevert(Paragraph)))
      addParagraph(Paragraph);
    Title &= Paragraph.empty();
    Paragraph.clear();
  };
  for (StringRef Rest = Message; !Rest.empty();) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    if (Line.trim().empty()) {
      flush();
      Changelog = false;
    }
    Changelog |= opensChangelog(Line);
    if (startsItem(Line))
      flush();
    if (!Changelog && !isTrailer(Line) && !Line.ltrim().starts_with(">") && !Line.ltrim().starts_with("|"))
      Paragraph += Line.str() + "\n";
  }
  flush();
}

void MessageText::addParagraph(const std::string &Paragraph) {
  const size_t Begin = Text.size();
  Text += onOneLine(withoutQuotations(Paragraph)) + "\n";
  split(Begin);
}

void MessageText::split(size_t Begin) {
  std::vector<MessageWord> Now;
  char Before = 0;
  auto end = [&] {
    if (!Now.empty())
      Sentences.push_back(std::move(Now));
    Now.clear();
    Before = 0;
  };
  for (size_t I = Begin; I < Text.size();) {
    const char C = Text[I];
    if (isWordChar(C)) {
      size_t End = I;
      while (End < Text.size() && isWordChar(Text[End]))
        ++End;
      if (C == '_' && End > I + 1) { // _emphasis_
        ++I;
        continue;
      }
      size_t Last = End;
      while (Last > I + 1 && Text[Last - 1] == '_')
        --Last;
      const size_t Behind = StringRef(Text).substr(End).starts_with("()") ? End + 2 : End;
      MessageWord W{StringRef(Text).slice(I, Last).lower(), I, Last, Now.empty() ? '\0' : Before,
                    Behind < Text.size() && Text[Behind] != ' ' && Text[Behind] != '\n' ? Text[Behind] : '\0'};
      Now.push_back(std::move(W));
      Before = 0;
      I = Behind;
      continue;
    }
    const char Next = I + 1 < Text.size() ? Text[I + 1] : '\n';
    const bool Spaced = Next == ' ' || Next == '\n';
    const bool Hyphen = C == '-' && (Spaced || Next == '-' || Next == '>');
    if ((C == '.' || C == '!' || C == '?') && (Spaced || Next == ')'))
      end();
    else if (C == ',' || C == ';' || C == ':' || C == '(' || C == ')' || C == '[' || C == ']' || Hyphen)
      Before = C;
    else if (static_cast<unsigned char>(C) == 0xe2 && Text.compare(I, 2, "\xe2\x80") == 0)
      Before = '-';
    ++I;
  }
  end();
}

} // namespace kverdict
