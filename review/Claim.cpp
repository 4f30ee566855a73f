#include "review/Claim.h"

#include <regex>

namespace kverdict {
namespace {

std::string onOneLine(const std::string &Text) {
  std::string Out;
  for (char C : Text) {
    const bool Space = isspace(static_cast<unsigned char>(C));
    if (!Space)
      Out += C;
    else if (!Out.empty() && Out.back() != ' ')
      Out += ' ';
  }
  return Out;
}

} // namespace

std::string claimsNoChange(const std::string &Message) {
  static const std::regex Claim(
      R"((there (is|are|should be) )?\b(no|non-|not? any|without( any)?) ?(intended )?(functional(ity)?|behaviou?r(al)?|semantic) (and no performance )?changes?( (is |are )?(intended|expected|here|in this patch))?)"
      R"(|\bdoes not (introduce|intend) any (functional|behaviou?ral) changes?)"
      R"(|\bpure (refactoring|cleanup)\b|\bNFCI?\b)",
      std::regex::icase);
  // "no functional change for x86" leaves something open, and "not a non-functional change" is not worth guessing at.
  static const std::regex Limited(
      R"(^[^.;]{0,12}\b(except|apart|aside|other than|besides|but|for|on|to|unless|outside|when|if|with)\b)",
      std::regex::icase);
  static const std::regex Denied(R"(\b(isn't|is not|not) (a |an )?$)", std::regex::icase);
  const std::string Text = onOneLine(Message);
  for (std::sregex_iterator It(Text.begin(), Text.end(), Claim), End; It != End; ++It) {
    const std::string Words = It->str();
    if ((Words == "nfc" || Words == "nfci") || std::regex_search(It->suffix().str(), Limited) ||
        std::regex_search(It->prefix().str(), Denied))
      continue;
    return Words;
  }
  return "";
}

} // namespace kverdict
