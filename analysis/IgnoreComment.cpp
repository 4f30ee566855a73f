#include "analysis/IgnoreComment.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

using llvm::StringRef;

namespace kverdict {
namespace {

constexpr StringRef Marker = "kverdict:";

/// Behind the quote that ends a string or character constant which begins at From.
size_t behindConstant(StringRef Text, size_t From) {
  const char Quote = Text[From];
  for (size_t At = From + 1; At < Text.size(); ++At) {
    if (Text[At] == '\\')
      ++At;
    else if (Text[At] == Quote || Text[At] == '\n')
      return At + 1;
  }
  return Text.size();
}

/// Where the comment that begins at From ends; From itself if none begins there.
size_t behindComment(StringRef Text, size_t From) {
  const StringRef Rest = Text.substr(From);
  if (Rest.starts_with("//"))
    return std::min(Text.size(), Text.find('\n', From));
  if (!Rest.starts_with("/*"))
    return From;
  const size_t End = Text.find("*/", From + 2);
  return End == StringRef::npos ? Text.size() : End + 2;
}

/// The text of a comment as one line: without what frames it.
std::string unframed(StringRef Comment) {
  Comment.consume_back("*/");
  llvm::SmallVector<StringRef, 4> Lines;
  Comment.split(Lines, '\n');
  std::string Text;
  for (StringRef Line : Lines) {
    const StringRef Words = Line.trim().ltrim("/*").trim();
    Text += (Text.empty() || Words.empty() ? "" : " ") + Words.str();
  }
  return Text;
}

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
  const StringRef Text = Source;
  if (!Text.contains(Marker))
    return Found;
  for (size_t At = 0; At < Text.size();) {
    if (Text[At] == '"' || Text[At] == '\'') {
      At = behindConstant(Text, At);
      continue;
    }
    const size_t End = behindComment(Text, At);
    const StringRef Comment = Text.slice(At, End);
    if (const std::string Words = unframed(Comment); StringRef(Words).starts_with(Marker)) {
      const StringRef Before = Text.take_front(At);
      IgnoreComment Made;
      Made.At = {File, static_cast<unsigned>(Before.count('\n') + 1),
                 static_cast<unsigned>(At - (Before.rfind('\n') == StringRef::npos ? 0 : Before.rfind('\n') + 1) + 1)};
      Made.LastLine = Made.At.Line + Comment.count('\n');
      read(StringRef(Words).drop_front(Marker.size()), Made);
      Found.push_back(std::move(Made));
    }
    At = std::max(End, At + 1);
  }
  return Found;
}

} // namespace kverdict
