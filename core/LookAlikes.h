// Letters of another script that a person takes for ASCII: a name with one of them is another name.
#pragma once

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace kverdict {

/// Whether it is drawn as an ASCII character is: Cyrillic, Greek and Armenian letters, Roman numerals, wide and
/// mathematical letters, and what separates names (a fraction's slash, a leader's dot).
inline bool looksLikeAscii(llvm::UTF32 C) {
  static constexpr llvm::UTF32 Known[] = {
      0x01c3, 0x0251, 0x0261, 0x037e, 0x037f, 0x0391, 0x0392, 0x0395, 0x0396, 0x0397, 0x0399, 0x039a, 0x039c, 0x039d,
      0x039f, 0x03a1, 0x03a4, 0x03a5, 0x03a7, 0x03b9, 0x03bd, 0x03bf, 0x03c1, 0x03f2, 0x03f3, 0x0405, 0x0406, 0x0408,
      0x0410, 0x0412, 0x0415, 0x041a, 0x041c, 0x041d, 0x041e, 0x0420, 0x0421, 0x0422, 0x0425, 0x0430, 0x0435, 0x043e,
      0x0440, 0x0441, 0x0443, 0x0445, 0x0455, 0x0456, 0x0458, 0x04ae, 0x04bb, 0x04c0, 0x04cf, 0x0501, 0x050c, 0x051b,
      0x051c, 0x051d, 0x0555, 0x0570, 0x0578, 0x057d, 0x0581, 0x0585, 0x2010, 0x2011, 0x2024, 0x2044, 0x2160, 0x2164,
      0x2169, 0x216c, 0x216d, 0x216e, 0x216f, 0x2170, 0x2174, 0x2179, 0x217c, 0x217d, 0x217e, 0x217f, 0x2215, 0x2236};
  static_assert(std::is_sorted(std::begin(Known), std::end(Known)));
  constexpr llvm::UTF32 Wide = 0xff01, WideEnd = 0xff5f, Mathematical = 0x1d400, MathematicalEnd = 0x1d6a6;
  return std::binary_search(std::begin(Known), std::end(Known), C) || (C >= Wide && C < WideEnd) ||
         (C >= Mathematical && C < MathematicalEnd);
}

/// Where the words of a text are told apart: in which of them look-alikes mislead. That is so beside ASCII letters, and
/// where all other letters are look-alikes as well; a name in its own script misleads nobody.
class MisleadingWords {
public:
  explicit MisleadingWords(llvm::StringRef Text) : Text(Text) {}

  /// Of a place inside a word; to be asked in rising order.
  bool at(size_t Place) {
    if (Place >= End)
      look(Place);
    return Misleads;
  }

private:
  static bool inWord(char C) { return llvm::isAlnum(C) || C == '_' || (C & 0x80); }

  void look(size_t Place) {
    size_t Begin = Place;
    while (Begin > End && inWord(Text[Begin - 1]))
      --Begin;
    bool Ascii = false, Own = false;
    const auto *At = reinterpret_cast<const llvm::UTF8 *>(Text.begin()) + Begin;
    const auto *Last = reinterpret_cast<const llvm::UTF8 *>(Text.end());
    while (At != Last && inWord(static_cast<char>(*At))) {
      llvm::UTF32 C = *At;
      if (C < 0x80)
        ++At, Ascii |= llvm::isAlpha(static_cast<char>(C));
      else if (llvm::convertUTF8Sequence(&At, Last, &C, llvm::strictConversion) != llvm::conversionOK)
        ++At;
      else
        Own |= !looksLikeAscii(C);
    }
    End = At - reinterpret_cast<const llvm::UTF8 *>(Text.begin());
    Misleads = Ascii || !Own;
  }

  llvm::StringRef Text;
  size_t End = 0;
  bool Misleads = false;
};

/// The text with such letters as <U+0430>, where they mislead. All other bytes stay, so it is for what visible() has
/// gone over, or does not concern.
inline std::string withLookAlikesMarked(llvm::StringRef Text) {
  std::string Out;
  llvm::raw_string_ostream Marked(Out);
  MisleadingWords Words(Text);
  const auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Text.begin()), *At = Begin;
  const auto *End = reinterpret_cast<const llvm::UTF8 *>(Text.end());
  while (At != End) {
    const auto *Start = At;
    llvm::UTF32 Char = 0;
    if (*At < 0x80 || llvm::convertUTF8Sequence(&At, End, &Char, llvm::strictConversion) != llvm::conversionOK)
      Marked << static_cast<char>(*Start), At = Start + 1;
    else if (looksLikeAscii(Char) && Words.at(Start - Begin))
      Marked << llvm::format("<U+%04X>", Char);
    else
      Marked << Text.slice(Start - Begin, At - Begin);
  }
  return Out;
}

} // namespace kverdict
