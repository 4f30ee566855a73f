// From one mail to a patch, with git mailinfo.
#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Encodings.h"
#include "input/mail/MailHeader.h"
#include "input/mail/Mailbox.h"
#include "input/mail/Quoted.h"
#include "input/patch/Bounds.h"
#include "input/patch/DiffParser.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

namespace kverdict {

static unsigned linesIn(llvm::StringRef Text) {
  return Text.count('\n') + (Text.empty() || Text.ends_with("\n") ? 0 : 1);
}

static std::string withoutCr(llvm::StringRef Text) {
  std::string Plain;
  Plain.reserve(Text.size());
  for (size_t At = 0; At < Text.size(); ++At)
    if (Text[At] != '\r' || !Text.substr(At).starts_with("\r\n"))
      Plain += Text[At];
  return Plain;
}

// Git ends its own lines of a diff with LF alone, whatever the source has: a CR there was put in on the way, and then
// on every line. Any other CR is the source's.
static bool hasCrOfTheWay(llvm::StringRef Diff) {
  while (!Diff.empty()) {
    auto [Line, Rest] = Diff.split('\n');
    if (Line.starts_with("+++ ") || Line.starts_with("diff --git "))
      return Line.ends_with("\r");
    Diff = Rest;
  }
  return false;
}

static std::string sourceDiff(const std::string &Diff) { return hasCrOfTheWay(Diff) ? withoutCr(Diff) : Diff; }

// The parts of a mail that git decodes: the header with the names in UTF-8, the message and the diff.
struct Decoded {
  std::string Info;
  std::string Message;
  std::string Diff;
};

// Git decodes these fields of the header and, if they stand at its beginning, of the body.
static void refuseLongFields(const RawMail &Raw, llvm::StringRef Text) {
  const llvm::StringRef Header = headerOf(Text);
  const llvm::StringRef Body = headerOf(Text.drop_front(Header.size()).ltrim());
  for (const char *Name : {"Subject", "From", "Date", "Content-Type", "Content-Transfer-Encoding"})
    if (headerField(Header, Name).size() > MaxHeaderField || headerField(Body, Name).size() > MaxHeaderField)
      throw Error(ExitCode::Incomplete, shown(Raw.At) + ": the field " + Name + " of the mail is longer than " +
                                            std::to_string(MaxHeaderField) + " bytes; get the mail again");
}

// A mail in a character set that iconv does not know is taken as it is.
static Decoded mailinfo(const Git &G, const RawMail &Raw, const std::string &Text) {
  refuseLongFields(Raw, Text);
  std::vector<std::string> Arguments = {"mailinfo", "-k", "--encoding=UTF-8", "--quoted-cr=nowarn", "msg", "diff"};
  GitResult Result = G.run(Arguments, Text);
  if (Result.Code != 0) {
    Arguments[2] = "-n";
    Result = G.run(Arguments, Text);
  }
  if (Result.Code != 0)
    throw Error(ExitCode::Incomplete, shown(Raw.At) + ": git cannot read this mail: " + gitSays(Result));
  return {Result.Out, withoutCr(readFile(G.file("msg"), "a mail")), readFile(G.file("diff"), "a mail")};
}

// git format-patch begins a mail with the id of its commit, and with zeros under --zero-commit.
static std::string commitOf(llvm::StringRef Text) {
  if (!Text.consume_front("From "))
    return "";
  const llvm::StringRef Id = Text.take_until([](char C) { return C == ' ' || C == '\n'; });
  const bool Hex = Id.find_first_not_of("0123456789abcdef") == Id.npos;
  return Hex && (Id.size() == 40 || Id.size() == 64) && Id.find_first_not_of('0') != Id.npos ? Id.str() : "";
}

// Whether the body begins as git takes a mail's: with no header lines of its own, and not encoded.
static bool isPlain(llvm::StringRef Text) {
  const llvm::StringRef Fields = headerOf(Text), Body = Text.drop_front(Fields.size()).ltrim();
  const llvm::StringRef First = Body.take_until([](char C) { return C == '\n'; });
  return headerField(Fields, "Content-Transfer-Encoding").empty() &&
         !llvm::StringRef(headerField(Fields, "Content-Type")).contains_insensitive("multipart") &&
         !First.contains(':') && !First.starts_with(">") && !First.starts_with("[");
}

// Info is what git says of the mail as a whole. The header is decoded without the body if that has a "From:" line of
// its own, which would replace the sender.
static Mail header(const Git &G, const RawMail &Raw, llvm::StringRef Text, std::string Info) {
  llvm::StringRef Fields = headerOf(Text);
  Mail Made;
  Made.Commit = commitOf(Text);
  Made.From = headerField(Fields, "From");
  Made.To = headerField(Fields, "To");
  Made.Cc = headerField(Fields, "Cc");
  Made.Date = headerField(Fields, "Date");
  Made.MessageId = headerField(Fields, "Message-Id");
  Made.References = headerField(Fields, "References");
  if (Made.References.empty())
    Made.References = headerField(Fields, "In-Reply-To");
  if (!isPlain(Text))
    Info = mailinfo(G, Raw, "From: " + Made.From + "\nSubject: " + headerField(Fields, "Subject") + "\n\n").Info;
  Made.Subject = headerField(Info, "Subject");
  Made.Author = headerField(Info, "Author");
  return Made;
}

// Where the diff stands in the mail: its last lines, unless the mail was encoded or has parts.
static DiffText placed(const RawMail &Raw, llvm::StringRef Whole, const std::string &Diff) {
  DiffText Placed{Diff, Raw.At.File, Raw.At.Line, false};
  llvm::StringRef Mail = Whole.rtrim(), Text = llvm::StringRef(Diff).rtrim();
  if (Text.empty() || linesIn(Diff) > linesIn(Whole) || !Mail.ends_with(Text))
    return Placed;
  Placed.FirstLine = Raw.At.Line + linesIn(Mail) - linesIn(Text);
  Placed.Exact = true;
  return Placed;
}

[[noreturn]] static void refuseBinary(const RawMail &Raw, const std::string &Text) {
  SourcePlace At = Raw.At;
  At.Line += llvm::StringRef(Text).take_front(Text.find('\0')).count('\n');
  throw Error(ExitCode::Incomplete, shown(At) + ": binary data where a mail was expected; save the mail as plain text "
                                                "(UTF-8, not UTF-16)");
}

static bool saysFlowed(llvm::StringRef Text) {
  return llvm::StringRef(headerField(headerOf(Text), "Content-Type")).contains_insensitive("format=flowed");
}

// The character set of the mail's text, if the diff is not UTF-8.
static std::string charsetOf(llvm::StringRef Text, const std::string &Diff) {
  const auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Diff.data());
  if (llvm::isLegalUTF8String(&Begin, Begin + Diff.size()))
    return "";
  std::string Type = headerField(headerOf(Text), "Content-Type");
  size_t At = llvm::StringRef(Type).find_insensitive("charset=");
  if (At == llvm::StringRef::npos)
    return "";
  llvm::StringRef Name = llvm::StringRef(Type).substr(At + 8).ltrim('"');
  return Name.take_until([](char C) { return C == '"' || C == ';' || C == ' '; }).str();
}

// What stands above a diff: the message as git show and git log have it, indented, or as people write it.
static std::string messageAbove(llvm::StringRef Text) {
  static constexpr llvm::StringRef Fields[] = {
      "commit ", "Merge:", "Author:", "AuthorDate:", "Commit:", "Date:", "CommitDate:", "tag ", "Tagger:", "# "};
  std::string Message;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Line = Line.rtrim('\r');
    if (Line == "---" || Line.starts_with("--- ") || Line.starts_with("diff ") || Line.starts_with("Index: ") ||
        Line.starts_with("*** ") || Line.starts_with("@@ "))
      break;
    Text = Rest;
    if (llvm::any_of(Fields, [&, L = Line](llvm::StringRef Field) { return L.starts_with(Field); }))
      continue;
    Line.consume_front("    ");
    Message += Line.str() + "\n";
  }
  return llvm::StringRef(Message).trim().str();
}

static void takeMessageAbove(llvm::StringRef Text, Patch &P) {
  const std::string Above = messageAbove(Text);
  auto [Subject, Message] = llvm::StringRef(Above).split('\n');
  P.Header.Subject = Subject.str();
  P.Message = Message.trim().str();
  P.Header.Author = headerField(headerOf(Text), "Author");
}

void Mailbox::decode(const RawMail &Raw, Patch &P) const {
  static constexpr size_t MaxSize = 64u << 20;
  std::string Text = readFile(Raw.Path, "a mail");
  P.At = Raw.At;
  P.Tag = Raw.About.Tag;
  if (Raw.Binary)
    refuseBinary(Raw, Text);
  if (Text.size() > MaxSize)
    throw Error(ExitCode::Incomplete, shown(Raw.At) + ": a patch of more than 64 MB; give the commits in pieces");
  if (!Raw.Bare && headerOf(Text).contains("\r\n"))
    Text = withoutCr(Text);
  DiffText Placed{"", Raw.At.File, Raw.At.Line, true};
  if (Raw.Bare) {
    takeMessageAbove(Text, P);
    P.Diff = Placed.Text = sourceDiff(Text);
  } else {
    Decoded Parts = mailinfo(Hand, Raw, Text);
    P.Header = header(Hand, Raw, Text, Parts.Info);
    P.Tag = parseSubject(P.Header.Subject).Tag;
    P.Flowed = saysFlowed(Text);
    P.Message = llvm::StringRef(Parts.Message).trim().str();
    P.Diff = sourceDiff(Parts.Diff);
    P.Charset = charsetOf(Text, P.Diff);
    Placed = placed(Raw, Text, P.Diff);
  }
  P.Files = parseDiff(Placed);
  for (FileChange &Change : P.Files)
    if (Raw.Bare && Change.Unread == BinaryWithoutData) // git diff leaves it out unless it is asked
      Change.Unread = "binary";
  checkBounds(P);
}

// What a mail is called where a path of a tree is wanted: its file's name without the directories.
static std::string plainName(llvm::StringRef File) {
  std::string Name = File.rsplit('/').second.empty() ? File.str() : File.rsplit('/').second.str();
  for (char &Each : Name)
    if (!llvm::isAlnum(Each) && Each != '.' && Each != '-' && Each != '_')
      Each = '_';
  return Name.empty() || Name[0] == '.' || Name[0] == '-' ? "mail" + Name : Name;
}

bool Mailbox::decodeQuoted(const RawMail &Raw, Patch &P) const {
  static constexpr size_t MaxQuoted = 8u << 20;
  if (Raw.Binary)
    return false;
  std::string Text = readFile(Raw.Path, "a mail");
  if (Text.size() > MaxQuoted)
    throw Error(ExitCode::Incomplete, shown(Raw.At) + ": a mail of more than 8 MB that is no patch; give the patch");
  const llvm::StringRef Fields = headerOf(Text);
  if (!Raw.Bare && llvm::StringRef(headerField(Fields, "Content-Transfer-Encoding")).contains_insensitive("quoted"))
    Text = Fields.str() + fromQuotedPrintable(llvm::StringRef(Text).drop_front(Fields.size()));
  SourcePlace At = Raw.At;
  At.File = plainName(At.File);
  std::optional<FileChange> Found = quotedPatch(Text, At);
  if (!Found)
    return false;
  P.At = Raw.At;
  P.Header.From = headerField(headerOf(Text), "From");
  P.Header.To = headerField(headerOf(Text), "To");
  P.Header.Cc = headerField(headerOf(Text), "Cc");
  P.Header.MessageId = headerField(headerOf(Text), "Message-Id");
  P.Header.Subject = Raw.Title;
  P.Files.push_back(std::move(*Found));
  return true;
}

} // namespace kverdict
