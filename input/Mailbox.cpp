#include "input/Mailbox.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/DiffParser.h"
#include "input/Git.h"
#include "input/MailHeader.h"
#include "input/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FormatVariadic.h"

namespace kverdict {

// One mail as it stands in the mailbox.
struct RawMail {
  std::string Text;
  SourcePlace At;
};

static unsigned linesIn(llvm::StringRef Text) {
  return Text.count('\n') + (Text.empty() || Text.ends_with("\n") ? 0 : 1);
}

static void refuseWhatIsNoText(const std::string &Text, const std::string &Name) {
  static constexpr size_t MaxSize = 64u << 20;
  std::string Where = visible(Name) + ":1: ";
  if (llvm::StringRef(Text).trim().empty())
    throw Error(ExitCode::Incomplete, Where + "the mailbox is empty; save the mail again, or give another file");
  if (Text.size() > MaxSize)
    throw Error(ExitCode::Incomplete, Where + "larger than 64 MB; give only the mails of one series");
  size_t Nul = Text.find('\0');
  if (Nul != std::string::npos)
    throw Error(ExitCode::Incomplete, visible(Name) + ":" + std::to_string(linesIn(Text.substr(0, Nul) + "x")) +
                                          ": binary data where a mail was expected; save the mail as plain text "
                                          "(UTF-8, not UTF-16, not compressed)");
}

static std::vector<RawMail> split(const Git &G, const std::string &Text, const std::string &Name) {
  writeFile(G.file("mbox"), Text);
  std::vector<std::string> Arguments = {"mailsplit", "-b", "-d6", "-o."};
  if (llvm::StringRef(Text).starts_with("From mboxrd@z"))
    Arguments.push_back("--mboxrd");
  Arguments.push_back("mbox");
  GitResult Result = G.run(Arguments);
  unsigned Count = 0;
  if (Result.Code != 0 || llvm::StringRef(Result.Out).trim().getAsInteger(10, Count))
    throw Error(ExitCode::Incomplete, visible(Name) + ":1: not a mailbox; git says: " + gitSays(Result));
  std::vector<RawMail> Mails;
  unsigned Line = 1;
  for (unsigned I = 1; I <= Count; ++I) {
    Mails.push_back({readFile(G.file(llvm::formatv("{0:D6}", I).str()), "a mail"), {Name, Line, 0}});
    Line += linesIn(Mails.back().Text);
  }
  return Mails;
}

// The parts of a mail that git decodes: the header with the names in UTF-8, the message and the diff.
struct Decoded {
  std::string Info;
  std::string Message;
  std::string Diff;
};

// A mail in a character set that iconv does not know is taken as it is.
static Decoded decode(const Git &G, const RawMail &Raw, const std::string &Text) {
  std::vector<std::string> Arguments = {"mailinfo", "-k", "--encoding=UTF-8", "--quoted-cr=strip", "msg", "diff"};
  GitResult Result = G.run(Arguments, Text);
  if (Result.Code != 0) {
    Arguments[2] = "-n";
    Result = G.run(Arguments, Text);
  }
  if (Result.Code != 0)
    throw Error(ExitCode::Incomplete, shown(Raw.At) + ": git cannot read this mail: " + gitSays(Result));
  return {Result.Out, readFile(G.file("msg"), "a mail"), readFile(G.file("diff"), "a mail")};
}

// The header is decoded without the body, whose own "From:" line would replace the sender.
static Mail header(const Git &G, const RawMail &Raw) {
  Mail Made;
  Made.From = headerField(Raw.Text, "From");
  Made.To = headerField(Raw.Text, "To");
  Made.Cc = headerField(Raw.Text, "Cc");
  Made.Date = headerField(Raw.Text, "Date");
  Made.MessageId = headerField(Raw.Text, "Message-Id");
  Made.References = headerField(Raw.Text, "References");
  std::string Fields = "From: " + Made.From + "\nSubject: " + headerField(Raw.Text, "Subject") + "\n\n";
  std::string Info = decode(G, Raw, Fields).Info;
  Made.Subject = headerField(Info, "Subject");
  Made.Author = headerField(Info, "Author");
  return Made;
}

// Where the diff stands in the mail: its last lines, unless the mail was encoded or has parts.
static DiffText placed(const RawMail &Raw, std::string Diff) {
  DiffText Placed{std::move(Diff), Raw.At.File, Raw.At.Line, false};
  unsigned InMail = linesIn(Raw.Text), InDiff = linesIn(Placed.Text);
  llvm::StringRef Mail = llvm::StringRef(Raw.Text).rtrim(), Text = llvm::StringRef(Placed.Text).rtrim();
  if (InDiff == 0 || InDiff > InMail || !Mail.ends_with(Text))
    return Placed;
  Placed.FirstLine = Raw.At.Line + linesIn(Mail) - linesIn(Text);
  Placed.Exact = true;
  return Placed;
}

static Patch asPatch(const Git &G, const RawMail &Raw) {
  Patch Made;
  Made.At = Raw.At;
  Made.Header = header(G, Raw);
  Decoded Parts = decode(G, Raw, Raw.Text);
  Made.Message = llvm::StringRef(Parts.Message).trim().str();
  Made.Diff = Parts.Diff;
  Made.Files = parseDiff(placed(Raw, std::move(Parts.Diff)));
  return Made;
}

static Patch bareDiff(const std::string &Text, const std::string &Name) {
  Patch Made;
  Made.At = {Name, 1, 0};
  for (size_t At = 0; At < Text.size(); ++At)
    if (Text[At] != '\r' || Text.compare(At, 2, "\r\n") != 0)
      Made.Diff += Text[At];
  Made.Files = parseDiff({Made.Diff, Name, 1, true});
  return Made;
}

// Mails that belong to a thread without carrying a patch: the cover letter and the answers.
static bool mayLackPatch(const Patch &P) {
  llvm::StringRef Subject = P.Header.Subject;
  if (Subject.starts_with_insensitive("re:"))
    return true;
  llvm::StringRef Number = Subject.split(']').first.rsplit(' ').second;
  return Number.starts_with("0/") || Number.starts_with("00/") || Number.starts_with("000/");
}

static void add(Series &To, Patch P) {
  if (!P.Files.empty()) {
    To.Patches.push_back(std::move(P));
    return;
  }
  std::string What = shown(P.At) + ": no patch in the mail '" + visible(P.Header.Subject) + "'";
  if (!mayLackPatch(P))
    throw Error(ExitCode::Incomplete, What + "; give a mail made by git format-patch, with the diff in its text");
  To.Notes.push_back(What);
}

Series readMailbox(const std::string &Text, const std::string &Name) {
  refuseWhatIsNoText(Text, Name);
  Series Made;
  if (!beginsLikeMail(Text)) {
    Made.Patches.push_back(bareDiff(Text, Name));
    if (Made.Patches.back().Files.empty())
      throw Error(ExitCode::Incomplete, visible(Name) + ":1: neither a mail nor a diff; give a file made by git "
                                                        "format-patch");
    return Made;
  }
  Git G;
  for (const RawMail &Raw : split(G, Text, Name))
    add(Made, asPatch(G, Raw));
  return Made;
}

} // namespace kverdict
