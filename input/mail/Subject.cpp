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
static bool takeNumbers(llvm::StringRef Word, Subject &Into) {
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

// "v3", "PATCHv3", "RFCv2"
static void takeVersion(llvm::StringRef Word, Subject &Into) {
  Word.consume_front_insensitive("PATCH") || Word.consume_front_insensitive("RFC");
  unsigned Version = 0;
  if (Word.consume_front_insensitive("v") && !Word.getAsInteger(10, Version) && Version <= 9999)
    Into.Tag.Version = Version;
}

Subject parseSubject(llvm::StringRef Text) {
  Subject Made;
  llvm::StringRef Rest = Text.trim();
  while (takeReply(Rest))
    Made.Reply = true;
  while (Rest.starts_with("[") && Rest.contains(']')) {
    auto [Inside, After] = Rest.drop_front().split(']');
    llvm::SmallVector<llvm::StringRef, 8> Words;
    llvm::SplitString(Inside, Words, " ,\t");
    for (llvm::StringRef Word : Words) {
      Made.Patch |= Word.starts_with_insensitive("PATCH") || Word.starts_with_insensitive("RFC");
      if (!takeNumbers(Word, Made))
        takeVersion(Word, Made);
    }
    Rest = After.ltrim();
    Made.Reply |= takeReply(Rest); // "[list] Re: [PATCH] x"
  }
  Made.Title = Rest.str();
  return Made;
}

} // namespace kverdict
