// Strangers' text (patches, mail, source) made safe to show on a terminal or in a mail.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace kverdict {

/// The text with all that could steer a terminal, hide in an editor or break a line made visible: control
/// characters as \x1b, characters that format or reorder text as <U+202E>, bytes that are not UTF-8 as <ff>.
/// Tabs stay.
inline std::string visible(llvm::StringRef Text) {
  std::string Safe;
  llvm::raw_string_ostream Out(Safe);
  const auto *At = reinterpret_cast<const llvm::UTF8 *>(Text.begin());
  const auto *End = reinterpret_cast<const llvm::UTF8 *>(Text.end());
  while (At != End) {
    const auto *Start = At;
    llvm::UTF32 Char = 0;
    if (*At < 0x80) {
      Char = *At++;
      if (Char == '\t' || (Char >= 0x20 && Char != 0x7f))
        Out << static_cast<char>(Char);
      else
        Out << llvm::format("\\x%02x", Char);
    } else if (llvm::convertUTF8Sequence(&At, End, &Char, llvm::strictConversion) != llvm::conversionOK) {
      Out << llvm::format("<%02x>", *Start);
      At = Start + 1;
    } else if (llvm::sys::unicode::isFormatting(Char) || !llvm::sys::unicode::isPrintable(Char)) {
      Out << llvm::format("<U+%04X>", Char);
    } else {
      Out << llvm::StringRef(reinterpret_cast<const char *>(Start), At - Start);
    }
  }
  return Safe;
}

} // namespace kverdict
