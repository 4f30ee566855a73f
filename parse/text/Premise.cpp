#include "parse/text/Premise.h"

namespace kverdict {
namespace {

bool skip(std::string_view &Text, std::string_view Front) {
  if (!Text.starts_with(Front))
    return false;
  Text.remove_prefix(Front.size());
  return true;
}

} // namespace

bool firesPremise(std::string_view Text) {
  bool Negated = false;
  for (;;) {
    if (skip(Text, "!"))
      Negated = !Negated;
    else if (!skip(Text, "(") && !skip(Text, "unlikely(") && !skip(Text, "likely(") && !skip(Text, " "))
      break;
  }
  for (const std::string_view Family : {"VM_", "RCU_LOCKDEP_", "DEBUG_LOCKS_"})
    if (skip(Text, Family))
      break;
  if (Negated || (!skip(Text, "WARN") && !skip(Text, "BUG")))
    return false;
  if (!Text.starts_with("_") && !Text.starts_with("("))
    return false;
  while (!Text.empty() && ((Text[0] >= 'A' && Text[0] <= 'Z') || Text[0] == '_'))
    Text.remove_prefix(1);
  return Text.starts_with("(");
}

} // namespace kverdict
