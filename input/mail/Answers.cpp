#include "input/mail/Answers.h"

#include "core/Visible.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace kverdict {

static constexpr llvm::StringLiteral Trailer = "Kverdict:";

bool mayAnswer(llvm::StringRef Mail) {
  for (size_t At = Mail.find_insensitive(Trailer); At != Mail.npos; At = Mail.find_insensitive(Trailer, At + 1))
    if (At == 0 || Mail[At - 1] == '\n')
      return true;
  return false;
}

static bool isFingerprint(llvm::StringRef Word) {
  return Word.size() >= LeastDigits && llvm::all_of(Word, llvm::isHexDigit);
}

static void take(llvm::StringRef Value, const Answer &Known, ReadAnswers &Into) {
  auto [Word, Reason] = Value.trim().split(' ');
  Answer Made = Known;
  Made.Fingerprint = Word.lower();
  Made.Reason = visible(Reason.trim());
  if (!isFingerprint(Word))
    Into.Problems.push_back(shown(Known.At) + ": 'Kverdict: " + visible(Value.trim()) +
                            "' answers nothing: the first word is to be the fingerprint of a finding, at least " +
                            std::to_string(LeastDigits) + " digits of it");
  else if (Made.Reason.empty())
    Into.Problems.push_back(shown(Known.At) + ": 'Kverdict: " + visible(Word) +
                            "' answers nothing: it has no reason; write one behind the fingerprint");
  else
    Into.Each.push_back(std::move(Made));
}

ReadAnswers readAnswers(llvm::StringRef Message, const std::string &By, const SourcePlace &At) {
  ReadAnswers Made;
  const Answer Known{"", "", By, At};
  while (!Message.empty()) {
    auto [Line, Rest] = Message.split('\n');
    Message = Rest;
    if (!Line.consume_front_insensitive(Trailer))
      continue;
    std::string Value = Line.trim().str();
    for (auto [More, After] = Message.split('\n'); More.starts_with(" ") && !More.trim().empty();
         std::tie(More, After) = Message.split('\n')) {
      Value += " " + More.trim().str();
      Message = After;
    }
    take(Value, Known, Made);
  }
  return Made;
}

} // namespace kverdict
