#include "analysis/Comments.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

using llvm::StringRef;

namespace kverdict {
namespace {

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

} // namespace

std::vector<Comment> commentsOf(const std::string &Source, const std::string &File, unsigned Line) {
  std::vector<Comment> Found;
  const StringRef Text = Source;
  size_t LineStart = 0;
  for (size_t At = 0; At < Text.size();) {
    if (Text[At] == '\n') {
      ++Line;
      LineStart = ++At;
      continue;
    }
    if (Text[At] == '"' || Text[At] == '\'') {
      At = behindConstant(Text, At);
      if (Text[At - 1] == '\n') // a constant that is not closed ends with its line
        --At;
      continue;
    }
    const size_t End = behindComment(Text, At);
    const StringRef Words = Text.slice(At, End);
    if (Words.empty()) {
      ++At;
      continue;
    }
    Found.push_back({{File, Line, static_cast<unsigned>(At - LineStart + 1)},
                     Line + static_cast<unsigned>(Words.count('\n')),
                     unframed(Words)});
    Line = Found.back().LastLine;
    if (const size_t Break = Text.take_front(End).rfind('\n'); Break != StringRef::npos)
      LineStart = Break + 1;
    At = End;
  }
  return Found;
}

} // namespace kverdict
