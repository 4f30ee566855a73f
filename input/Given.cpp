#include "input/Given.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/Choice.h"
#include "input/mail/MailFiles.h"
#include "input/mail/MailHeader.h"
#include "input/mail/Mailbox.h"
#include "input/mail/Unpack.h"
#include "input/tree/Commits.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"

#include <set>

namespace kverdict {

namespace {

/// Of a mailbox that is reviewed, or has answers; a busy list's month is a tenth of that.
constexpr size_t MostMails = 50'000;
constexpr size_t MostPatches = 1'000;   ///< of a series
constexpr size_t MostAnswering = 2'000; ///< mails that may hold answers: git decodes each

/// What a mail answers. A mail that cannot be decoded has no answers; if it matters, that is told elsewhere.
void takeAnswers(const Mailbox &From, const RawMail &Raw, ReadAnswers &Into) {
  Patch Read;
  if (!Raw.MayAnswer)
    return;
  try {
    From.decode(Raw, Read);
  } catch (const Error &) {
  }
  const SourcePlace At = {Read.Header.Commit.empty() ? shown(Raw.At) : "commit " + Read.Header.Commit.substr(0, 12), 0,
                          0};
  ReadAnswers Found = readAnswers(Read.Message + "\n" + Read.Diff, addressOf(Read.Header.From), At);
  llvm::append_range(Into.Each, std::move(Found.Each));
  llvm::append_range(Into.Problems, std::move(Found.Problems));
}

/// The answers of all mails; of more than are decoded, none.
ReadAnswers answersIn(const Mailbox &Box, const std::string &Name) {
  ReadAnswers Found;
  const auto Count = llvm::count_if(Box.mails(), [](const RawMail &Each) { return Each.MayAnswer; });
  if (static_cast<size_t>(Count) > MostAnswering)
    throw Error(ExitCode::Incomplete, Name + ": answers to findings in more than " + std::to_string(MostAnswering) +
                                          " mails; give those alone that are about this");
  for (const RawMail &Each : Box.mails())
    takeAnswers(Box, Each, Found);
  return Found;
}

/// Reads the inputs into one mailbox. One that cannot be read does not hide the others.
class Reader {
public:
  explicit Reader(const Tree *From) : From(From) { Box.refuseMoreThan(MostMails); }

  void read(const std::string &Input, unsigned Number) {
    try {
      readOne(Input, Number);
    } catch (const Error &E) {
      note(E);
    }
  }

  Given take(const std::string &Which) {
    Choice Chosen = chooseSeries(Box.mails(), Which);
    if (Chosen.Patches.empty() && !First && takeQuoted())
      return std::move(Out);
    if (Chosen.Patches.empty())
      refuse();
    if (Chosen.Patches.size() > MostPatches)
      throw Error(ExitCode::Incomplete, shown(Box.mails()[Chosen.Patches.front()].At) + ": a series of more than " +
                                            std::to_string(MostPatches) + " patches; give it in pieces");
    if (Chosen.Cover)
      takeCover(Box.mails()[*Chosen.Cover]);
    for (size_t I : Chosen.Patches)
      takePatch(Box.mails()[I]);
    llvm::append_range(Out.Patches.Notes, Chosen.Notes);
    for (std::string &Hole : Chosen.Holes)
      Out.Problems.push_back({std::move(Hole), std::nullopt});
    tellUnread(Chosen.Unread);
    try {
      ReadAnswers Answers = answersIn(Box, Box.mails().front().At.File);
      Out.Answers = std::move(Answers.Each);
      llvm::append_range(Out.Patches.Notes, Answers.Problems);
    } catch (const Error &E) {
      Out.Problems.push_back({E.what(), std::nullopt});
    }
    return std::move(Out);
  }

  Mailbox Box;

private:
  void note(const Error &E) {
    if (!First)
      First = E;
    Out.Problems.push_back({E.what(), std::nullopt});
  }

  // What is a file and names a commit too (HEAD in a bare repository) is a file only if patches are in it.
  void readOne(const std::string &Input, unsigned Number) {
    const bool Commits = From && Input != "-" && namesCommits(*From, Input);
    const bool Exists = Input == "-" || llvm::sys::fs::exists(Input);
    if (Commits && !(Exists && holdsPatch(Input)))
      return readRange(Input, Number);
    readFiles(Input, Number, Exists);
  }

  static bool holdsPatch(const std::string &File) {
    Mailbox Probe;
    try {
      for (const std::string &Each : mailFilesOf(File))
        Probe.read(Each);
    } catch (const Error &) {
      return false;
    }
    return llvm::any_of(Probe.mails(), [](const RawMail &Mail) { return Mail.Diff; });
  }

  void readFiles(const std::string &Input, unsigned Number, bool Exists) {
    const bool Range = !Exists && From && From->isGit() && (Input.starts_with("-") || Input.find("..") != Input.npos);
    if (Range)
      readCommits(*From, Input); // says what is wrong with it
    for (const std::string &File : mailFilesOf(Input))
      try {
        if (File == Input || !isEmpty(File))
          Box.read(File, Number);
        else // git format-patch -o leaves such a file for an empty commit
          Out.Patches.Notes.push_back(inputName(File) + ": an empty file");
      } catch (const Error &E) {
        note(E);
      }
  }

  static bool isEmpty(const std::string &File) {
    uint64_t Size = 1;
    return llvm::sys::fs::is_regular_file(File) && !llvm::sys::fs::file_size(File, Size) && Size == 0;
  }

  void readRange(const std::string &Input, unsigned Number) {
    Commits Found = readCommits(*From, Input);
    if (Out.Below.empty())
      Out.Below = Found.Below;
    llvm::append_range(Out.Patches.Notes, Found.Notes);
    Box.readText(Found.Mails, Input, Number, true);
  }

  [[noreturn]] void refuse() const {
    if (First)
      throw *First;
    const auto &Mails = Box.mails();
    for (const RawMail &Mail : Mails) {
      Patch Ignored;
      if (Mail.Binary)
        Box.decode(Mail, Ignored); // says so
    }
    const std::string Advice = "; give a mail made by git format-patch, with the diff in its text";
    if (Mails.empty())
      throw Error(ExitCode::Incomplete, "nothing given to review" + Advice);
    throw Error(ExitCode::Incomplete,
                Mails.size() == 1
                    ? shown(Mails[0].At) + ": no patch in the mail '" + visible(Mails[0].Title) + "'" + Advice
                    : shown(Mails[0].At) + ": none of the " + std::to_string(Mails.size()) + " mails has a patch" +
                          Advice);
  }

  // What a mail changes, in whatever encoding: copies that came over several lists, and what a bot sends when a patch
  // was taken, have the same.
  std::string changedLines(const std::vector<FileChange> &Files) const {
    std::string Text;
    for (const FileChange &Change : Files) {
      Text += Change.path() + "\n" + Change.Unread + "\n" + Change.NewMode + "\n";
      for (const Hunk &Of : Change.Hunks)
        for (const HunkLine &Line : Of.Lines)
          if (Line.Kind != LineKind::Context)
            Text += (Line.Kind == LineKind::Added ? "+" : "-") + Line.Text + "\n";
    }
    return Text;
  }

  std::string changedLines(const RawMail &Raw) const {
    Patch P;
    try {
      Box.decode(Raw, P);
    } catch (const Error &) {
      return "cannot be read";
    }
    return changedLines(P.Files);
  }

  void tellUnread(const std::vector<size_t> &Unread) {
    static constexpr size_t Most = 20, MostTold = 3;
    std::set<std::string> Reviewed;
    for (const Patch &P : Out.Patches.Patches)
      Reviewed.insert(changedLines(P.Files));
    std::vector<std::string> Told;
    for (size_t I : Unread)
      if (Unread.size() > Most || !Reviewed.count(changedLines(Box.mails()[I])))
        Told.push_back(shown(Box.mails()[I].At) + " ('" + visible(Box.mails()[I].Title) + "')");
    if (Told.empty())
      return;
    const size_t More = Told.size() > MostTold ? Told.size() - MostTold : 0;
    Told.resize(Told.size() - More);
    Out.Problems.push_back({"other diffs of the mailbox were not looked at: " + llvm::join(Told, ", ") +
                                (More ? " and " + std::to_string(More) + " more" : "") +
                                "; choose a series with --series, or give a mailbox of one series",
                            std::nullopt});
  }

  // Whatever is wrong with a cover letter: the patches do not need it.
  void takeCover(const RawMail &Raw) {
    Patch Letter;
    try {
      Box.decode(Raw, Letter);
    } catch (const Error &) {
      Letter.Files.clear();
    }
    Out.Texts.push_back(Letter.Message + "\n" + Letter.Diff);
    Out.Patches.CoverMessage = std::move(Letter.Message);
    Out.Patches.Cover = std::move(Letter.Header);
  }

  void takePatch(const RawMail &Raw) {
    Patch P;
    try {
      Box.decode(Raw, P);
      if (P.Files.empty())
        throw Error(ExitCode::Incomplete, shown(P.At) + ": no patch in the mail '" + visible(P.Header.Subject) + "'");
    } catch (const Error &E) {
      if (!First)
        First = E;
      P.Files.clear();
      Out.Problems.push_back({E.what() + flowedHint(P), Out.Patches.Patches.size()});
    }
    Out.Texts.push_back(P.Message + "\n" + P.Diff);
    Out.Patches.Patches.push_back(std::move(P));
  }

  /// What replies quote of a patch; false if they do not. An archive without a patch is not for that.
  bool takeQuoted() {
    constexpr size_t MostReplies = 100;
    if (Box.mails().size() > MostReplies)
      return false;
    for (const RawMail &Raw : Box.mails()) {
      Patch P;
      if (Box.decodeQuoted(Raw, P)) {
        Out.Texts.push_back(P.Message);
        Out.Patches.Patches.push_back(std::move(P));
      }
    }
    return Out.Quoted = !Out.Patches.Patches.empty();
  }

  const Tree *From;
  Given Out;
  std::optional<Error> First;
};

} // namespace

Given readGiven(const std::vector<std::string> &Inputs, const std::string &Which, const Tree &From) {
  Reader All(&From);
  for (size_t I = 0; I < Inputs.size(); ++I)
    All.read(Inputs[I], I);
  return All.take(Which);
}

ReadAnswers readAnswersIn(const std::string &Input) {
  Mailbox Box;
  Box.refuseMoreThan(MostMails);
  for (const std::string &File : mailFilesOf(Input))
    Box.read(File);
  return answersIn(Box, visible(Input));
}

Series readMailbox(const std::string &Text, const std::string &Name) {
  Reader One(nullptr);
  One.Box.readText(Text, Name);
  Given Found = One.take("");
  for (const InputProblem &Problem : Found.Problems)
    throw Error(ExitCode::Incomplete, Problem.Message);
  return std::move(Found.Patches);
}

} // namespace kverdict
