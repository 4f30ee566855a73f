#include "analysis/IgnoreComment.h"

#include "analysis/Comments.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

using llvm::StringRef;

namespace kverdict {
namespace {

constexpr StringRef Marker = "kverdict:";

/// Reads what stands behind the marker.
void read(StringRef Text, IgnoreComment &Into) {
  const char *Form =
      "a comment for kverdict reads 'kverdict: ignore[RULE-OR-CONTRACT]: reason'; this one silences nothing";
  Text = Text.trim();
  if (!Text.consume_front("ignore[")) {
    Into.Problem = Form;
    return;
  }
  auto [Names, Rest] = Text.split(']');
  for (StringRef Name : llvm::split(Names, ','))
    Into.Names.push_back(Name.trim().str());
  Rest = Rest.ltrim();
  const bool Colon = Rest.consume_front(":");
  Into.Reason = Rest.trim().str();
  if (!Text.contains(']') || llvm::is_contained(Into.Names, ""))
    Into.Problem = Form;
  else if (!Colon || Into.Reason.empty())
    Into.Problem = "this comment for kverdict gives no reason, and silences nothing without one: 'kverdict: ignore[" +
                   Names.str() + "]: reason'";
}

} // namespace

std::vector<IgnoreComment> ignoreComments(const std::string &Source, const std::string &File) {
  std::vector<IgnoreComment> Found;
  if (!StringRef(Source).contains(Marker))
    return Found;
  for (const Comment &Each : commentsOf(Source, File)) {
    StringRef Words = Each.Text;
    if (!Words.consume_front(Marker))
      continue;
    IgnoreComment Made;
    Made.At = Each.At;
    Made.LastLine = Each.LastLine;
    read(Words, Made);
    Found.push_back(std::move(Made));
  }
  return Found;
}

} // namespace kverdict
