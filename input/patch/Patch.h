// Words used here:
//   series  the patches of a mailbox, in order, each made on top of the ones before
//   patch   one mail: who wrote it, what it says, and the files that it changes
//   change  one file of a patch, with its text before (base) and after (patched)
//   hunk    one piece of a change, as the mail shows it
#pragma once

#include "core/Source.h"

#include <optional>
#include <string>
#include <vector>

namespace kverdict {

enum class LineKind { Context, Added, Removed };

/// One line of a hunk.
struct HunkLine {
  LineKind Kind = LineKind::Context;
  std::string Text;       ///< without the leading ' ', '+' or '-', and without a line end
  unsigned OldLine = 0;   ///< its line in the base text; 0 for an added line
  unsigned NewLine = 0;   ///< its line in the patched text; 0 for a removed line
  bool NoNewline = false; ///< "\ No newline at end of file" follows it
  SourcePlace At;         ///< where the mail has it
};

/// One hunk. The starts and counts are what its header says. If the tree differs from what the patch was made
/// for, git applies the hunk elsewhere: then the lines' OldLine and NewLine are the real ones, and Offset says
/// by how much they differ from the header.
struct Hunk {
  unsigned OldStart = 0;
  unsigned OldCount = 0;
  unsigned NewStart = 0;
  unsigned NewCount = 0;
  std::string Header;  ///< the whole "@@ -1,2 +3,4 @@ heading" line
  std::string Heading; ///< what stands behind the second @@: the function, as diff sees it
  std::vector<HunkLine> Lines;
  int Offset = 0;
  SourcePlace At;
};

/// What happens to one file.
struct FileChange {
  enum class Kind { Modified, Added, Deleted, Renamed, Copied };
  Kind What = Kind::Modified;
  std::string OldPath; ///< relative to the tree; empty if Added
  std::string NewPath; ///< relative to the tree; empty if Deleted
  std::string OldMode; ///< "100644"; empty if the patch does not say
  std::string NewMode;
  std::string Unread; ///< why it is neither applied nor looked at: "binary", "a submodule"; empty if it is both
  std::string Header; ///< the "diff --git a/x b/x" line, or the "--- a/x" line of a diff without one
  std::vector<Hunk> Hunks;
  std::optional<std::string> Base;    ///< absent if Added, Unread or not a regular file
  std::optional<std::string> Patched; ///< absent if Deleted, Unread or not a regular file
  SourcePlace At;
  std::string OldName; ///< OldPath and NewPath as the diff spells them, with what stands before the first slash
  std::string NewName;
  bool Git = false;       ///< begins with a "diff --git" line, which says exactly what happens to the file
  unsigned FirstLine = 0; ///< where it begins in Patch::Diff, from 0; it ends where the next one begins

  bool isRead() const { return Unread.empty(); }
  /// Only the mode changes, not the text.
  bool modeOnly() const { return isRead() && Hunks.empty() && What == Kind::Modified && OldMode != NewMode; }
  /// The path a person would name it by.
  const std::string &path() const { return NewPath.empty() ? OldPath : NewPath; }
};

/// The header fields that a reply needs. A field that the mail lacks is empty. From, To, Cc, MessageId and
/// References are as the mail has them (still in RFC 2047 encoding), on one line, so that a name with a comma in
/// it stays one name.
struct Mail {
  std::string From;
  std::string To;
  std::string Cc;
  std::string Date;
  std::string MessageId;
  std::string References;
  std::string Subject; ///< decoded, with its [PATCH ...]
  std::string Author;  ///< the name in From, decoded
  std::string Commit;  ///< the id of the commit that git format-patch made it of; empty if it is not known
};

/// What stands in the brackets of a subject: "[PATCH v3 2/5]" is version 3, number 2 of 5.
struct PatchTag {
  unsigned Version = 1;
  unsigned Number = 0; ///< 0 if it is not numbered, and for a cover letter
  unsigned Total = 0;  ///< 0 if it is not numbered
};

/// One patch.
struct Patch {
  Mail Header;
  PatchTag Tag;
  std::string Message; ///< the commit message, without the subject
  std::vector<FileChange> Files;
  std::string Diff;     ///< the text that git applies
  std::string Charset;  ///< of the mail, if it is not UTF-8 and Diff is neither
  SourcePlace At;       ///< the mail's first line
  bool Flowed = false;  ///< the mail is format=flowed, which changes spaces and line ends
  bool Merged = false;  ///< it did not apply as it is, but a three-way merge with what it was made for did
  bool Applied = false; ///< the files' Base and Patched are those of the tree with the patches before this one
};

/// Patches in the order in which they are applied.
struct Series {
  std::vector<Patch> Patches;
  std::optional<Mail> Cover;      ///< the cover letter, "[PATCH 0/3]"
  std::string CoverMessage = "";  ///< its text
  std::vector<std::string> Notes; ///< what was left out, for a person: "p.mbox:1: a cover letter, no patch in it"
};

} // namespace kverdict
