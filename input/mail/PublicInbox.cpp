#include "input/mail/PublicInbox.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/Tree.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <set>

namespace kverdict {

namespace fs = llvm::sys::fs;

namespace {

/// How many mails are in memory at a time.
constexpr size_t MailsAtATime = 500;

bool isEpoch(const std::string &Directory) {
  return fs::exists(Directory + "/HEAD") && fs::is_directory(Directory + "/objects") &&
         fs::is_directory(Directory + "/refs");
}

/// git/0.git, git/1.git and so on, by number.
std::vector<std::string> epochsOf(const std::string &Directory) {
  std::vector<std::pair<unsigned, std::string>> Found;
  std::error_code Bad;
  for (fs::directory_iterator It(Directory + "/git", Bad), End; It != End && !Bad; It.increment(Bad)) {
    llvm::StringRef Name = llvm::sys::path::filename(It->path());
    unsigned Number = 0;
    if (Name.consume_back(".git") && !Name.getAsInteger(10, Number) && isEpoch(It->path()))
      Found.emplace_back(Number, It->path());
  }
  std::sort(Found.begin(), Found.end());
  std::vector<std::string> Epochs;
  for (auto &[Ignored, Path] : Found)
    Epochs.push_back(std::move(Path));
  return Epochs;
}

/// The objects of the mails of an epoch, in the order of their commits.
struct Epoch {
  std::vector<std::string> Mails;
  std::set<std::string> Removed;
};

/// A line of `git diff-tree --raw`: ":000000 100644 0000... 1234... A\tm". A commit that takes a mail back has it in a
/// file `d`.
void takeRaw(llvm::StringRef Line, Epoch &Into) {
  auto [Info, Path] = Line.split('\t');
  llvm::SmallVector<llvm::StringRef, 5> Words;
  Info.split(Words, ' ');
  if (!Line.starts_with(":") || Words.size() != 5 || Words[4] == "D")
    return;
  if (Path == "m")
    Into.Mails.push_back(Words[3].str());
  else if (Path == "d")
    Into.Removed.insert(Words[3].str());
}

Epoch readEpoch(const Tree &Of) {
  const Git &G = Of.objects();
  const std::string Commits = G.must({"rev-list", "--reverse", "--first-parent", Of.commit()});
  const std::string Raw = G.must(
      {"diff-tree", "--stdin", "-r", "--root", "--raw", "--no-abbrev", "--no-renames", "--no-commit-id"}, Commits);
  Epoch Made;
  for (llvm::StringRef Rest = Raw; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    takeRaw(Line, Made);
    Rest = Next;
  }
  std::erase_if(Made.Mails, [&](const std::string &Id) { return Made.Removed.count(Id); });
  return Made;
}

bool holdsMails(const std::string &Repository) {
  const auto Files = Tree::open(Repository).list("", false);
  return Files.size() == 1 && (Files.count("m") || Files.count("d"));
}

} // namespace

bool isPublicInbox(const std::string &Directory) {
  if (!epochsOf(Directory).empty())
    return true;
  try {
    return isEpoch(Directory) && holdsMails(Directory);
  } catch (const Error &) { // a repository without a commit
    return false;
  }
}

std::string asMboxrd(const std::string &Mail) {
  std::string Text = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";
  for (llvm::StringRef Rest = Mail; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    if (Line.ltrim('>').starts_with("From "))
      Text += '>';
    Text += Line.str() + "\n";
    Rest = Next;
  }
  return Text + "\n";
}

void readPublicInbox(const std::string &Directory,
                     const std::function<void(const std::string &, const std::string &)> &Take) {
  std::vector<std::string> Epochs = epochsOf(Directory);
  if (Epochs.empty())
    Epochs = {Directory};
  for (const std::string &Path : Epochs) {
    const Tree Of = Tree::open(Path);
    const Epoch Found = readEpoch(Of);
    for (size_t I = 0; I < Found.Mails.size(); I += MailsAtATime) {
      const size_t End = std::min(I + MailsAtATime, Found.Mails.size());
      std::string Mails;
      for (const std::string &Mail : readBlobs(Of.objects(), {Found.Mails.begin() + I, Found.Mails.begin() + End}))
        Mails += asMboxrd(Mail);
      Take(Mails, llvm::sys::path::filename(Path).str());
    }
  }
}

} // namespace kverdict
