// Answers to findings: `Kverdict: FINGERPRINT reason`, in a message or a reply.
#pragma once

#include "core/Source.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace kverdict {

/// What somebody said to a finding.
struct Answer {
  std::string Fingerprint; ///< as it was written, in lower case: its beginning will do
  std::string Reason;
  std::string By; ///< the address, or empty
  SourcePlace At; ///< the mail, or the commit
};

/// The fewest digits that name a finding.
inline constexpr size_t LeastDigits = 8;

/// Whether a mail may hold an answer: cheap, and in any encoding that leaves words readable.
bool mayAnswer(llvm::StringRef Mail);

/// The answers in the text of a message, and what is wrong with those that are none: a line that begins with
/// "Kverdict:", is not quoted, and lacks a fingerprint or a reason. A reason goes on in lines that are indented.
struct ReadAnswers {
  std::vector<Answer> Each;
  std::vector<std::string> Problems;
};
ReadAnswers readAnswers(llvm::StringRef Message, const std::string &By, const SourcePlace &At);

} // namespace kverdict
