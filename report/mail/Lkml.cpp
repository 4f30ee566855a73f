#include "report/mail/Lkml.h"

#include "core/Visible.h"
#include "report/Comment.h"
#include "report/mail/MailFields.h"
#include "report/mail/ReplyBody.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

namespace kverdict {

static std::string subjectOf(const Mail &Original) {
  llvm::StringRef Subject = llvm::StringRef(Original.Subject).trim();
  if (Subject.starts_with_insensitive("re:"))
    Subject = Subject.drop_front(3).ltrim();
  return "Re: " + (Subject.empty() ? "your patch" : Subject.str());
}

// Everyone who got the patch, but for those who are named already.
static std::vector<std::string> others(const Mail &Original, const std::vector<std::string> &Named) {
  std::set<std::string> Seen;
  for (const std::string &Address : Named)
    Seen.insert(bareAddress(Address));
  std::vector<std::string> All = splitAddresses(Original.To), More = splitAddresses(Original.Cc);
  All.insert(All.end(), More.begin(), More.end());
  llvm::erase_if(All, [&](const std::string &Address) { return !Seen.insert(bareAddress(Address)).second; });
  return All;
}

static std::string headerText(const Mail &Original, const std::string &Sender) {
  std::vector<std::string> From = splitAddresses(Sender), To = splitAddresses(Original.From), Named = To;
  Named.insert(Named.end(), From.begin(), From.end());
  std::string Text = addressField("From", From) + addressField("To", To) + addressField("Cc", others(Original, Named)) +
                     textField("Subject", subjectOf(Original));
  std::vector<std::string> Parent = messageIds(Original.MessageId), Thread = messageIds(Original.References);
  if (!Parent.empty()) {
    Thread.push_back(Parent.front());
    Text += "In-Reply-To: " + Parent.front() + "\nReferences: " + llvm::join(Thread, "\n\t") + "\n";
  }
  return Text + "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n";
}

static std::string attribution(const Mail &Original) {
  std::string Author = Original.Author.empty() ? "the author" : Original.Author;
  std::string Date = Original.Date.empty() ? "" : "On " + Original.Date + ", ";
  return llvm::StringRef(paragraph(Date + Author + " wrote:")).rtrim('\n').str() + "\n";
}

// It says of what was run that it was run, and of nothing else.
static std::string signature(const std::vector<FileReport> &Reports) {
  const bool Remarked = llvm::any_of(Reports, [](const FileReport &Each) { return !Each.Remarks.empty(); });
  const bool Ran =
      Remarked || llvm::any_of(commentedOn(Reports), [](const Finding *Of) { return Of->By == Evidence::Run; });
  const bool Read = llvm::any_of(commentedOn(Reports), [](const Finding *Of) { return Of->By != Evidence::Compiler; });
  return std::string("-- \n") + (Ran    ? "kverdict, a program: it stepped through the C source with the values named\n"
                                          "above. No kernel was booted.\n"
                                 : Read ? "kverdict, a program: what is said above, it proved from the source.\n"
                                        : "kverdict, a program: what is said above, the compiler said.\n");
}

// A finding that is answered is not said again. The lines are indented: this mail is no answer itself.
static std::string howToAnswer(const std::vector<FileReport> &Reports) {
  std::set<std::string> Lines;
  for (const Finding *Of : commentedOn(Reports))
    if (!Of->Fingerprint.empty())
      Lines.insert("    Kverdict: " + Of->Fingerprint + " <why " + Of->Function + "() is right>\n");
  return Lines.empty()
             ? ""
             : "\n" +
                   paragraph(std::string("To silence this, put ") + (Lines.size() == 1 ? "this line" : "these lines") +
                             ", with your reason, into an answer or into the next version:") +
                   llvm::join(Lines, "");
}

std::string renderLkml(const std::vector<FileReport> &Reports, const Patch &To, const SourceLine &Source,
                       const LkmlOptions &Options) {
  const std::string Body = replyBody(Reports, To, Source, Options.Most);
  if (Body.empty())
    return "";
  return headerText(To.Header, Options.From) + attribution(To.Header) + "\n" + Body + signature(Reports) +
         howToAnswer(Reports);
}

std::string renderClean(const Series &Of, const std::string &What, const std::string &From) {
  const Mail &To = Of.Cover ? *Of.Cover : Of.Patches.front().Header;
  return headerText(To, From) + attribution(To) + "> " + visible(subjectOf(To).substr(4)) + "\n\n" +
         paragraph("Nothing was found: " + What + ".") +
         "-- \nkverdict, a program: it looks at functions that decide " + "something, and at nothing else.\n";
}

std::string mailbox(const std::vector<std::string> &Mails) {
  if (Mails.size() == 1)
    return Mails[0];
  std::string Text;
  for (const std::string &Mail : Mails) {
    Text += "From kverdict Thu Jan  1 00:00:00 1970\n";
    llvm::SmallVector<llvm::StringRef> Lines;
    llvm::StringRef(Mail).split(Lines, '\n');
    for (llvm::StringRef Line : Lines)
      Text += (Line.ltrim('>').starts_with("From ") ? ">" : "") + Line.str() + "\n";
  }
  return Text;
}

} // namespace kverdict
