#include "input/mail/Encodings.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/Error.h"

#include <iconv.h>

#include <vector>

namespace kverdict {

static std::string fromQ(llvm::StringRef Text) {
  std::string Plain;
  for (; !Text.empty(); Text = Text.drop_front()) {
    unsigned Code = 0;
    if (Text.front() == '=' && Text.size() > 2 && !Text.substr(1, 2).getAsInteger(16, Code)) {
      Plain += static_cast<char>(Code);
      Text = Text.drop_front(2);
    } else {
      Plain += Text.front() == '_' ? ' ' : Text.front();
    }
  }
  return Plain;
}

static std::string fromB(llvm::StringRef Text) {
  std::vector<char> Plain;
  if (llvm::Error Bad = llvm::decodeBase64(Text, Plain)) {
    llvm::consumeError(std::move(Bad));
    return Text.str();
  }
  return {Plain.begin(), Plain.end()};
}

// "=?UTF-8?q?=5BPATCH=5D?=" from the front; false if that is none.
static bool takeWord(llvm::StringRef &Rest, std::string &Into) {
  llvm::StringRef Word = Rest;
  if (!Word.consume_front("=?"))
    return false;
  auto [Charset, AfterCharset] = Word.split('?');
  auto [Encoding, AfterEncoding] = AfterCharset.split('?');
  size_t End = AfterEncoding.find("?=");
  if (End == AfterEncoding.npos || Encoding.size() != 1)
    return false;
  llvm::StringRef Text = AfterEncoding.take_front(End);
  Into += Encoding.equals_insensitive("b") ? fromB(Text) : fromQ(Text);
  Rest = AfterEncoding.drop_front(End + 2);
  if (Rest.ltrim().starts_with("=?")) // the space between two encoded words is none
    Rest = Rest.ltrim();
  return true;
}

std::string withoutEncodedWords(llvm::StringRef Field) {
  std::string Plain;
  while (!Field.empty())
    if (!takeWord(Field, Plain)) {
      Plain += Field.front();
      Field = Field.drop_front();
    }
  return Plain;
}

std::string fromQuotedPrintable(llvm::StringRef Text) {
  std::string Plain;
  for (; !Text.empty(); Text = Text.drop_front()) {
    unsigned Code = 0;
    if (Text.consume_front("=\n") || Text.consume_front("=\r\n")) // the line goes on
      if (Text.empty())
        break;
    if (Text.front() == '=' && Text.size() > 2 && !Text.substr(1, 2).getAsInteger(16, Code)) {
      Plain += static_cast<char>(Code);
      Text = Text.drop_front(2);
    } else {
      Plain += Text.front();
    }
  }
  return Plain;
}

std::optional<std::string> inUtf8(const std::string &Text, const std::string &Charset) {
  iconv_t Way = ::iconv_open("UTF-8", Charset.c_str());
  if (Way == reinterpret_cast<iconv_t>(-1))
    return std::nullopt;
  std::string Made(Text.size() * 4, '\0');
  char *From = const_cast<char *>(Text.data()), *To = Made.data();
  size_t FromLeft = Text.size(), ToLeft = Made.size();
  const bool Good = ::iconv(Way, &From, &FromLeft, &To, &ToLeft) != static_cast<size_t>(-1);
  ::iconv_close(Way);
  Made.resize(Made.size() - ToLeft);
  return Good ? std::optional(Made) : std::nullopt;
}

} // namespace kverdict
