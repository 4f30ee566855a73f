#include "input/mail/Subject.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace kverdict {

static bool takeReply(llvm::StringRef &Rest) {
  for (llvm::StringRef Word : {"re:", "aw:", "sv:", "fwd:", "fw:"})
    if (Rest.consume_front_insensitive(Word)) {
      Rest = Rest.ltrim();
      return true;
    }
  return false;
}

// "2/5"; nobody posts more patches at once than fit into four digits.
static bool takeNumbers(llvm::StringRef Word, SubjectLine &Into) {
  unsigned Number = 0, Total = 0;
  if (Word.consumeInteger(10, Number) || !Word.consume_front("/") || Word.getAsInteger(10, Total))
    return false;
  if (Number > Total || Total > 9999)
    return false;
  Into.Numbered = true;
  Into.Tag.Number = Number;
  Into.Tag.Total = Total;
  return true;
}

// What people write before the version or the numbers without a space: "PATCHv3", "RFC2/5", "PATCH-1/2".
static llvm::StringRef withoutKind(llvm::StringRef Word) {
  for (llvm::StringRef Kind : {"PATCH", "RFC", "RESEND"})
    Word.consume_front_insensitive(Kind);
  return Word.ltrim("-_:;([{#").rtrim(")}");
}

// "v3", "v3-1/2"; "v2.1" is a part of v2, sent again.
static void takeVersion(llvm::StringRef Word, SubjectLine &Into) {
  unsigned Version = 0;
  llvm::StringRef Rest = Word;
  if (!Rest.consume_front_insensitive("v") || Rest.consumeInteger(10, Version) || Version > 9999)
    return;
  if (!Rest.empty() && Rest.front() != '.' && !takeNumbers(withoutKind(Rest), Into))
    return;
  Into.Tag.Version = Version;
}

// "1 / 2" and "1 of 2" as one word.
static llvm::SmallVector<std::string, 8> wordsOf(llvm::StringRef Inside) {
  llvm::SmallVector<llvm::StringRef, 8> Parts;
  llvm::SplitString(Inside, Parts, " ,\t");
  llvm::SmallVector<std::string, 8> Words;
  bool Joins = false;
  for (llvm::StringRef Part : Parts) {
    const bool Between = Part == "/" || Part.equals_insensitive("of");
    const std::string Text = Between ? "/" : Part.str();
    if (!Words.empty() && (Joins || Between || (Part.starts_with("/") && llvm::isDigit(Words.back().back()))))
      Words.back() += Text;
    else
      Words.push_back(Text);
    Joins = Between || Part.ends_with("/");
  }
  return Words;
}

SubjectLine parseSubject(llvm::StringRef Text) {
  SubjectLine Made;
  llvm::StringRef Rest = Text.trim();
  while (takeReply(Rest))
    Made.Reply = true;
  while (Rest.starts_with("[") && Rest.contains(']')) {
    auto [Inside, After] = Rest.drop_front().split(']');
    for (llvm::StringRef Word : wordsOf(Inside)) {
      Made.Patch |= Word.starts_with_insensitive("PATCH") || Word.starts_with_insensitive("RFC");
      if (!takeNumbers(withoutKind(Word), Made))
        takeVersion(withoutKind(Word), Made);
    }
    Rest = After.ltrim();
    Made.Reply |= takeReply(Rest); // "[list] Re: [PATCH] x"
  }
  Made.Title = Rest.str();
  return Made;
}

} // namespace kverdict
