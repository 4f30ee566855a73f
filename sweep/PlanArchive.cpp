// From archives to their series.
#include "core/Error.h"
#include "core/Visible.h"
#include "input/Choice.h"
#include "input/mail/Archive.h"
#include "input/mail/MailHeader.h"
#include "input/mail/Mailbox.h"
#include "input/mail/PublicInbox.h"
#include "sweep/Place.h"
#include "sweep/Plan.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

namespace kverdict {

namespace {

std::string textOf(const RawMail &Mail) { return readFile(Mail.Path, "a mail"); }

/// A mail without the "From " line of the mailbox that it came in.
std::string withoutEnvelope(const std::string &Text) {
  return Text.starts_with("From ") ? Text.substr(std::min(Text.size(), Text.find('\n') + 1)) : Text;
}

/// Answers that hold a word on a finding (input/mail/Answers.h), by the ids of the mails that they answer.
std::map<std::string, std::vector<size_t>> answersById(const std::vector<RawMail> &Mails) {
  std::map<std::string, std::vector<size_t>> Found;
  for (size_t I = 0; I < Mails.size(); ++I) {
    if (!Mails[I].MayAnswer || !Mails[I].About.Reply)
      continue;
    const std::string Text = textOf(Mails[I]);
    const llvm::StringRef Header = headerOf(Text);
    for (const char *Field : {"References", "In-Reply-To"})
      for (const std::string &Id : idsIn(headerField(Header, Field)))
        if (std::vector<size_t> &Under = Found[Id]; Under.empty() || Under.back() != I)
          Under.push_back(I);
  }
  return Found;
}

class Planner {
public:
  Planner(const SweepRequest &R, const Mailbox &Box) : Mails(Box.mails()), Answers(answersById(Mails)) {
    Made.Of.Request = R;
  }

  SweepPlan run() {
    const AllSeries All = everySeries(Mails);
    for (const FoundSeries &Each : All.Each)
      add(Each);
    Made.Of.Mails = {Mails.size(), All.Older, All.Answers, All.Copies, All.Patchless};
    return std::move(Made);
  }

private:
  void add(const FoundSeries &Of) {
    const RawMail &First = Mails[Of.Patches.front()];
    Shard Next{.Number = static_cast<unsigned>(Made.Of.Shards.size() + 1),
               .Title = Of.Title,
               .Author = First.From,
               .Time = First.Time,
               .Version = Of.Version,
               .Patches = static_cast<unsigned>(Of.Patches.size())};
    std::vector<size_t> All = Of.Patches;
    if (Of.Cover)
      All.insert(All.begin(), *Of.Cover);
    llvm::append_range(All, answersTo(Of));
    std::string Box;
    for (size_t I : All)
      if (Mails[I].Bare)
        addBare(Next, textOf(Mails[I]));
      else
        Box += asMboxrd(withoutEnvelope(textOf(Mails[I])));
    if (!Box.empty())
      put(Next, SweepPlace::input(Next.Number), Box);
    Made.Of.Shards.push_back(std::move(Next));
  }

  /// A diff without a mail is a file of its own, with a place in the order.
  void addBare(Shard &Of, const std::string &Text) {
    put(Of, "inputs/" + shardName(Of.Number) + "-" + shardName(Of.Inputs.size() + 1) + ".diff", Text);
  }

  void put(Shard &Of, const std::string &Path, const std::string &Text) {
    Of.Inputs.push_back(Path);
    Made.Inputs[Path] = Text;
  }

  std::set<size_t> answersTo(const FoundSeries &Of) const {
    std::set<size_t> Found;
    for (size_t I : Of.Family)
      if (auto It = Answers.find(Mails[I].Id); !Mails[I].Id.empty() && It != Answers.end())
        Found.insert(It->second.begin(), It->second.end());
    return Found;
  }

  const std::vector<RawMail> &Mails;
  std::map<std::string, std::vector<size_t>> Answers;
  SweepPlan Made;
};

} // namespace

SweepPlan planArchive(const SweepRequest &R) {
  Mailbox Box;
  std::vector<std::string> Problems;
  for (size_t I = 0; I < R.Inputs.size(); ++I)
    readArchive(Box, R.Inputs[I], I, Problems);
  SweepPlan Made = Planner(R, Box).run();
  Made.Of.Problems = std::move(Problems);
  if (Made.Of.Shards.empty())
    throw Error(ExitCode::Incomplete, Made.Of.Problems.empty()
                                          ? visible(R.Inputs.front()) + ": none of the " +
                                                std::to_string(Box.mails().size()) + " mails has a patch"
                                          : Made.Of.Problems.front());
  return Made;
}

} // namespace kverdict
