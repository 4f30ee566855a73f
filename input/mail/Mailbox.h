// From mailboxes to mails, and from a mail to a patch.
#pragma once

#include "input/mail/Subject.h"
#include "input/patch/Patch.h"
#include "input/tree/Git.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace kverdict {

/// One mail as it stands in a mailbox, with what can be known of it without decoding it.
struct RawMail {
  std::string Path;    ///< the scratch file that holds its text
  SourcePlace At;      ///< its first line in the user's file
  unsigned Input = 0;  ///< which of the inputs it stands in
  bool Bare = false;   ///< a diff, without a mail around it, perhaps with the message of git show above it
  bool Commit = false; ///< made of a commit of the tree: none of the others got lost
  bool Diff = false;   ///< a diff begins somewhere in its text
  bool Binary = false;
  bool MayAnswer = false; ///< it may hold an answer to a finding (input/mail/Answers.h)
  std::string Id;         ///< its Message-ID, without the angle brackets
  std::string From;       ///< the address alone
  std::string Title;      ///< the subject as it is written, on one line
  SubjectLine About;
  std::vector<std::string> Above; ///< the ids of the mails above it in the thread, the first one first
  std::int64_t Time = 0;
};

/// More than any header field that is decoded has; git takes the square of the time for one.
constexpr size_t MaxHeaderField = 8192;

/// Mailboxes of any size, as scratch files with one mail each.
class Mailbox {
public:
  /// Adds the mails of a file (`-` is the standard input). Throws Error if it cannot be read, is empty, or is neither
  /// a mailbox nor a diff.
  void read(const std::string &File, unsigned Input = 0);
  /// The same for a text at hand. Name is what messages call it. Commits says that git made it of commits of the tree.
  void readText(const std::string &Text, const std::string &Name, unsigned Input = 0, bool Commits = false);

  /// From now on, files with more mails than this are refused: each of them becomes a file.
  void refuseMoreThan(size_t Mails) { Most = Mails; }

  const std::vector<RawMail> &mails() const { return Mails; }

  /// A mail as a patch. Files is empty if it has no diff. Throws Error for damage; P then has what could be read.
  void decode(const RawMail &, Patch &P) const;

  /// What a mail quotes of a patch, as a patch of one file, which has the mail's name and its lines. False if it quotes
  /// none.
  bool decodeQuoted(const RawMail &, Patch &P) const;

private:
  void add(const std::string &File, const std::string &Name, unsigned Input);
  void split(const std::string &File, const std::string &Name, unsigned Input);
  void splitLog(llvm::StringRef Text, const RawMail &Whole);
  Git Hand;
  std::vector<RawMail> Mails;
  unsigned Boxes = 0;
  size_t Most = std::numeric_limits<size_t>::max();
};

} // namespace kverdict
