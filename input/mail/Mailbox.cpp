// Splitting mailboxes, and looking at each mail just long enough to know whether it matters: a mailbox may hold tens
// of thousands that do not.
#include "input/mail/Mailbox.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Answers.h"
#include "input/mail/Encodings.h"
#include "input/mail/MailHeader.h"
#include "input/mail/Quoted.h"
#include "input/mail/Unpack.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"

#include <string_view>

namespace kverdict {

using Buffer = std::unique_ptr<llvm::MemoryBuffer>;

static Buffer mapped(const std::string &Path, const std::string &Name) {
  auto Opened = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Opened)
    throw Error(ExitCode::Incomplete, visible(Name) + ": cannot read it: " + Opened.getError().message());
  return std::move(*Opened);
}

// memmem() of the C library is several times faster than StringRef::find() on a large text.
static bool has(llvm::StringRef Text, llvm::StringRef What) {
  return !Text.empty() && ::memmem(Text.data(), Text.size(), What.data(), What.size()) != nullptr;
}

static bool hasLine(llvm::StringRef Text, const std::string &Begin) {
  return Text.starts_with(Begin) || has(Text, "\n" + Begin);
}

static bool holdsPlainDiff(llvm::StringRef Text) {
  return hasLine(Text, "diff --git ") || hasLine(Text, "diff --cc ") || hasLine(Text, "diff --combined ") ||
         (hasLine(Text, "--- ") && hasLine(Text, "+++ ") && (hasLine(Text, "@@ -") || hasLine(Text, "@@@ -"))) ||
         (hasLine(Text, "*** ") && hasLine(Text, "--- ") && hasLine(Text, "***************"));
}

// Whether a block of base64 lines in the text is a diff.
static bool holdsEncodedDiff(llvm::StringRef Text) {
  std::string Block;
  auto isDiff = [&] {
    std::vector<char> Plain;
    bool Bad = llvm::errorToBool(llvm::decodeBase64(Block, Plain));
    Block.clear();
    return !Bad && holdsPlainDiff(llvm::StringRef(Plain.data(), Plain.size()));
  };
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Text = Rest;
    Line = Line.trim();
    if (!Line.empty() &&
        Line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == Line.npos)
      Block += Line;
    else if (!Block.empty() && isDiff())
      return true;
  }
  return isDiff();
}

static bool holdsDiff(llvm::StringRef Text) {
  if (has(Text, "uoted-printable") && holdsPlainDiff(fromQuotedPrintable(Text)))
    return true;
  return holdsPlainDiff(Text) || ((has(Text, "ase64") || has(Text, "BASE64")) && holdsEncodedDiff(Text));
}

static void look(llvm::StringRef Text, RawMail &Into) {
  Into.Binary = Text.contains('\0');
  Into.Diff = !Into.Binary && holdsDiff(Text);
  llvm::StringRef Header = headerOf(Text);
  Into.Title = withoutEncodedWords(llvm::StringRef(headerField(Header, "Subject")).take_front(MaxHeaderField));
  Into.About = parseSubject(Into.Title);
  Into.MayAnswer = !Into.Binary && (mayAnswer(Text) || (Into.About.Reply && has(Text, "base64")));
  if (!Into.Diff && !Into.About.isCover())
    return;
  auto Ids = idsIn(headerField(Header, "Message-Id"));
  Into.Id = Ids.empty() ? "" : Ids.front();
  Into.From = addressOf(headerField(Header, "From"));
  Into.Above = idsIn(headerField(Header, "References"));
  if (Into.Above.empty())
    Into.Above = idsIn(headerField(Header, "In-Reply-To"));
  Into.Time = timeOf(headerField(Header, "Date"));
}

// Lines that begin a mail, as git sees them or a few more.
static size_t mailsIn(llvm::StringRef Text) {
  size_t Count = 1;
  for (size_t At = Text.find("\nFrom "); At != Text.npos; At = Text.find("\nFrom ", At + 1))
    ++Count;
  return Count;
}

void Mailbox::split(const std::string &File, const std::string &Name, unsigned Input) {
  if (Most != std::numeric_limits<size_t>::max() && mailsIn(mapped(File, Name)->getBuffer()) > Most)
    throw Error(ExitCode::Incomplete, visible(Name) + ":1: a mailbox of more than " + std::to_string(Most) +
                                          " mails; give a part of it, or let kverdict sweep divide it");
  const std::string Directory = Hand.file("box" + std::to_string(++Boxes));
  llvm::sys::fs::create_directory(Directory);
  std::vector<std::string> Arguments = {"mailsplit", "-b", "--keep-cr", "-d8", "-o" + Directory};
  if (mapped(File, Name)->getBuffer().starts_with("From mboxrd@z"))
    Arguments.push_back("--mboxrd");
  Arguments.push_back(File);
  GitResult Result = Hand.run(Arguments);
  unsigned Count = 0;
  if (Result.Code != 0 || llvm::StringRef(Result.Out).trim().getAsInteger(10, Count))
    throw Error(ExitCode::Incomplete, visible(Name) + ":1: not a mailbox; git says: " + gitSays(Result));
  unsigned Line = 1;
  for (unsigned I = 1; I <= Count; ++I) {
    RawMail Made;
    Made.Path = llvm::formatv("{0}/{1:D8}", Directory, I).str();
    Made.At = {Name, Line, 0};
    Made.Input = Input;
    Buffer Text = mapped(Made.Path, Name);
    look(Text->getBuffer(), Made);
    Line += Text->getBuffer().count('\n');
    Mails.push_back(std::move(Made));
  }
}

// "commit 1a2b3c4d5e6f (tag: x)", as git show and git log begin a commit.
static bool atCommit(llvm::StringRef Text) {
  if (!Text.consume_front("commit "))
    return false;
  const llvm::StringRef Id = Text.take_until([](char C) { return !llvm::isHexDigit(C); });
  return Id.size() >= 7 && (Text.size() == Id.size() || isspace(static_cast<unsigned char>(Text[Id.size()])));
}

// The commits of git log -p, each as a diff. The newest comes first unless their dates say otherwise.
void Mailbox::splitLog(llvm::StringRef Text, const RawMail &Whole) {
  const size_t First = Mails.size();
  std::int64_t Before = 0;
  bool Rising = true;
  for (unsigned Line = 1; !Text.empty();) {
    size_t End = 0;
    do
      End = Text.find("\ncommit ", End + 1);
    while (End != Text.npos && !atCommit(Text.drop_front(End + 1)));
    const llvm::StringRef One = Text.take_front(End == Text.npos ? End : End + 1);
    RawMail Made = Whole;
    Made.Path = Hand.file("commit" + std::to_string(++Boxes));
    writeFile(Made.Path, One.str());
    Made.At.Line = Line;
    Made.Diff = holdsPlainDiff(One);
    Made.Time = timeOf(headerField(headerOf(One), "Date"));
    Rising &= Mails.size() == First || Before < Made.Time;
    Before = Made.Time;
    Mails.push_back(std::move(Made));
    Line += One.count('\n');
    Text = Text.drop_front(One.size());
  }
  if (!Rising)
    std::reverse(Mails.begin() + First, Mails.end());
}

void Mailbox::add(const std::string &File, const std::string &Name, unsigned Input) {
  Buffer Text = mapped(File, Name);
  if (Text->getBuffer().take_front(1 << 20).trim().empty())
    throw Error(ExitCode::Incomplete,
                visible(Name) + ":1: the mailbox is empty; save the mail again, or give another file");
  if (beginsLikeMail(Text->getBuffer().take_front(1 << 20)))
    return split(File, Name, Input);
  RawMail Made;
  Made.Path = File;
  Made.At = {Name, 1, 0};
  Made.Input = Input;
  Made.Bare = true;
  Made.Binary = Text->getBuffer().contains('\0');
  if (!Made.Binary && atCommit(Text->getBuffer()))
    return splitLog(Text->getBuffer(), Made);
  Made.Diff = !Made.Binary && holdsPlainDiff(Text->getBuffer());
  if (!Made.Diff && !Made.Binary && quotedPatch(Text->getBuffer(), Made.At)) {
    Mails.push_back(std::move(Made));
    return;
  }
  if (!Made.Diff && !Made.Binary && !hasLine(Text->getBuffer(), "@@ -"))
    throw Error(ExitCode::Incomplete,
                visible(Name) + ":1: neither a mail nor a diff; give a file made by git format-patch");
  Made.Diff = !Made.Binary;
  Mails.push_back(std::move(Made));
}

void Mailbox::read(const std::string &File, unsigned Input) {
  add(unpacked(File, Hand.file("unpacked" + std::to_string(++Boxes))), inputName(File), Input);
}

void Mailbox::readText(const std::string &Text, const std::string &Name, unsigned Input, bool Commits) {
  const size_t First = Mails.size();
  const std::string File = Hand.file("text" + std::to_string(++Boxes));
  writeFile(File, Text);
  add(File, Name, Input);
  for (size_t I = First; I < Mails.size(); ++I)
    Mails[I].Commit = Commits;
}

} // namespace kverdict
