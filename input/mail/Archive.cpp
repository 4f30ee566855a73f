#include "input/mail/Archive.h"

#include "core/Error.h"
#include "input/mail/MailFiles.h"
#include "input/mail/PublicInbox.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"

namespace kverdict {

void readArchive(Mailbox &Into, const std::string &Archive, unsigned Input, std::vector<std::string> &Problems) {
  auto trying = [&](auto Work) {
    try {
      Work();
    } catch (const Error &E) {
      Problems.push_back(E.what());
    }
  };
  trying([&] {
    if (llvm::sys::fs::is_directory(Archive) && isPublicInbox(Archive))
      return readPublicInbox(
          Archive, [&](const std::string &Mails, const std::string &Name) { Into.readText(Mails, Name, Input); });
    for (const std::string &File : mailFilesOf(Archive))
      trying([&] { Into.read(File, Input); });
  });
}

static bool isEncoded(llvm::StringRef Mail) {
  return Mail.contains("uoted-printable") || Mail.contains_insensitive("base64");
}

// Only what is encoded need be decoded to be compared.
static std::string diffOf(const Mailbox &Box, const RawMail &Raw) {
  const std::string Text = readFile(Raw.Path, "a mail");
  llvm::StringRef Mail = Text;
  if (Mail.starts_with("From ")) // git takes the id of such a line for that of the patch
    Mail = Mail.split('\n').second;
  if (!isEncoded(Mail))
    return Mail.str();
  Patch Read;
  try {
    Box.decode(Raw, Read);
  } catch (const Error &) { // then it is no patch that could be applied
    return "";
  }
  return Read.Diff;
}

static std::string numbered(size_t I) { return llvm::formatv("{0:x-40}", I).str(); }

std::map<std::string, Patch> patchesById(const Mailbox &Box, const std::vector<std::string> &PatchIds) {
  std::string Diffs;
  std::map<std::string, size_t> ByNumber;
  for (size_t I = 0; I < Box.mails().size(); ++I)
    if (Box.mails()[I].Diff && !Box.mails()[I].About.Reply) {
      ByNumber[numbered(I)] = I;
      Diffs += "commit " + numbered(I) + "\n" + diffOf(Box, Box.mails()[I]) + "\n";
    }
  const std::string Pairs = Git().must({"patch-id", "--stable"}, Diffs);
  std::map<std::string, Patch> Found;
  for (llvm::StringRef Rest = Pairs; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    auto [Id, Number] = Line.split(' ');
    Rest = Next;
    const auto It = ByNumber.find(Number.str());
    if (It == ByNumber.end() || !llvm::is_contained(PatchIds, Id) || Found.count(Id.str()))
      continue;
    Patch Read;
    Box.decode(Box.mails()[It->second], Read);
    Found[Id.str()] = std::move(Read);
  }
  return Found;
}

std::vector<Patch> patchesOfMessage(const Mailbox &Box, const std::string &MessageId) {
  const auto &All = Box.mails();
  const auto Named = llvm::find_if(All, [&](const RawMail &Each) { return Each.Id == MessageId; });
  if (MessageId.empty() || Named == All.end())
    return {};
  const std::string &Top = Named->Above.empty() ? Named->Id : Named->Above.front();
  std::map<unsigned, const RawMail *> Parts;
  for (const RawMail &Each : All)
    if (Each.Diff && !Each.About.Reply && (Each.Id == Top || llvm::is_contained(Each.Above, Top)) &&
        Each.About.Tag.Version == Named->About.Tag.Version && Each.About.Tag.Total == Named->About.Tag.Total)
      Parts.try_emplace(Each.About.Tag.Number, &Each);
  std::vector<Patch> Found;
  for (const auto &[Number, Each] : Parts)
    Box.decode(*Each, Found.emplace_back());
  return Found;
}

static bool hasChangeId(llvm::StringRef Text, llvm::StringRef ChangeId) {
  while (!Text.empty()) {
    auto [Line, Next] = Text.split('\n');
    Text = Next;
    if (Line.consume_front_insensitive("change-id:") && Line.trim() == ChangeId)
      return true;
  }
  return false;
}

static bool isOfChange(const Mailbox &Box, const RawMail &Raw, llvm::StringRef ChangeId) {
  const std::string Text = readFile(Raw.Path, "a mail");
  if (!isEncoded(Text))
    return hasChangeId(Text, ChangeId);
  Patch Read;
  try {
    Box.decode(Raw, Read);
  } catch (const Error &) { // what could be read is there
  }
  return hasChangeId(Read.Message, ChangeId) || hasChangeId(Read.Diff, ChangeId);
}

std::vector<Patch> patchesOfChange(const Mailbox &Box, const std::string &ChangeId, unsigned Version) {
  const RawMail *Newest = nullptr;
  auto rank = [](const RawMail &Of) { return std::pair(Of.About.Tag.Version, Of.Time); };
  for (const RawMail &Each : Box.mails())
    if (!Each.About.Reply && (!Version || Each.About.Tag.Version == Version) &&
        (!Newest || rank(*Newest) <= rank(Each)) && isOfChange(Box, Each, ChangeId))
      Newest = &Each;
  return Newest ? patchesOfMessage(Box, Newest->Id) : std::vector<Patch>();
}

} // namespace kverdict
