// A commit message as its author's own sentences: without what it quotes.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

/// A word of a sentence.
struct MessageWord {
  std::string Lower; ///< in small letters
  size_t Begin = 0;  ///< where it stands in MessageText::text()
  size_t End = 0;
  char Before = 0; ///< the mark that parts it from the word before: `,` `;` `:` `(` `)` `[` `]` `-`; 0 for none
  char After = 0;  ///< the mark that follows it at once, or 0
};

class MessageText {
public:
  /// Takes out of a message what is another's: text in quotation marks, quoted lines, trailers, the title of a commit
  /// behind its id, the title of a revert, and what changed since other versions of the patch. Takes linear time.
  explicit MessageText(const std::string &Message);

  /// What is left, each paragraph on one line.
  const std::string &text() const { return Text; }
  const std::vector<std::vector<MessageWord>> &sentences() const { return Sentences; }

private:
  void addParagraph(const std::string &);
  void split(size_t Begin);

  std::string Text;
  std::vector<std::vector<MessageWord>> Sentences;
};

} // namespace kverdict
