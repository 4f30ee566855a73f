#include "input/Choice.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Postings.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

namespace kverdict {

namespace {

/// A series in one version, complete as far as the mailbox has it.
struct Candidate {
  size_t Family = 0;
  unsigned Version = 1;
  unsigned Total = 0;
  std::optional<size_t> Cover;
  std::vector<size_t> Patches;
  std::string Title;
  std::int64_t Time = 0;
  bool Patch = false;  ///< its subjects say so
  std::string Partial; ///< what it took from the version before
};

std::string joined(const std::vector<std::string> &Words) {
  std::string Text;
  for (size_t I = 0; I < Words.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Words.size() ? " and " : ", ") + Words[I];
  return Text;
}

std::string counted(size_t Number, const std::string &What) {
  return std::to_string(Number) + " " + What + (Number == 1 ? "" : What.ends_with("patch") ? "es" : "s");
}

class Chooser {
public:
  explicit Chooser(const std::vector<RawMail> &Mails) : Mails(Mails) {
    const std::vector<Family> Families = findFamilies(Mails, findPostings(Mails));
    for (size_t I = 0; I < Families.size(); ++I)
      addFamily(I, Families[I]);
    llvm::sort(All, [](const Candidate &A, const Candidate &B) {
      return std::pair(first(A), A.Version) < std::pair(first(B), B.Version);
    });
  }

  Choice run(const std::string &Which) {
    std::vector<size_t> Taken = Which.empty() ? newest() : std::vector<size_t>{named(Which)};
    for (size_t I : Taken)
      take(All[I]);
    if (All.size() > Taken.size())
      noteOthers(Taken);
    noteLeftOut(!Which.empty());
    findUnread(Taken, !Which.empty());
    return std::move(Made);
  }

  AllSeries every() const {
    AllSeries Found;
    const std::map<size_t, size_t> Last = newestOfFamilies();
    std::map<size_t, FoundSeries> ByFamily;
    std::set<size_t> Used;
    for (const Candidate &C : All) {
      std::vector<size_t> Its = C.Patches;
      if (C.Cover)
        Its.push_back(*C.Cover);
      Used.insert(Its.begin(), Its.end());
      llvm::append_range(ByFamily[C.Family].Family, Its);
    }
    for (size_t I = 0; I < All.size(); ++I)
      if (Last.at(All[I].Family) == I)
        Found.Each.push_back(
            {All[I].Title, All[I].Version, All[I].Patches, All[I].Cover, std::move(ByFamily[All[I].Family].Family)});
    Found.Older = All.size() - Found.Each.size();
    for (size_t M = 0; M < Mails.size(); ++M)
      if (!Used.count(M))
        ++(!Mails[M].Diff ? Found.Patchless : Mails[M].About.Reply ? Found.Answers : Found.Copies);
    return Found;
  }

private:
  static constexpr size_t MostOlder = 100; ///< versions from which a newer one may take what was not sent again

  static size_t first(const Candidate &C) { return *std::min_element(C.Patches.begin(), C.Patches.end()); }

  void addFamily(size_t Number, const Family &Versions) {
    for (size_t I = 0; I < Versions.size(); ++I)
      if (I + 1 == Versions.size() || Versions[I].Version != Versions[I + 1].Version)
        All.push_back(candidate(Number, Versions, I));
  }

  Candidate candidate(size_t Number, const Family &Versions, size_t I) const {
    const Posting &Of = Versions[I];
    Candidate C{Number, Of.Version, Of.Total, Of.Cover, Of.Patches, "", Of.Time, false, ""};
    const size_t Last = I > MostOlder ? I - MostOlder : 0;
    for (size_t Older = I; Older-- > Last && Of.Total && (C.Patches.size() < C.Total || !C.Cover);)
      if (Versions[Older].Total == Of.Total)
        fill(C, Versions[Older]);
    auto number = [&](size_t M) { return Mails[M].About.Tag.Number; };
    if (Of.Total)
      llvm::sort(C.Patches, [&](size_t A, size_t B) { return std::pair(number(A), A) < std::pair(number(B), B); });
    else if (llvm::none_of(C.Patches, [&](size_t M) { return Mails[M].Id.empty(); }))
      llvm::sort(C.Patches,
                 [&](size_t A, size_t B) { return std::pair(Mails[A].Time, A) < std::pair(Mails[B].Time, B); });
    const RawMail &Head = Mails[C.Cover.value_or(C.Patches.front())];
    C.Title = Head.Bare ? Head.At.File : Head.About.Title;
    C.Patch = Head.About.Patch;
    return C;
  }

  void fill(Candidate &C, const Posting &Older) const {
    std::set<unsigned> Has;
    for (size_t M : C.Patches)
      Has.insert(Mails[M].About.Tag.Number);
    std::vector<std::string> Taken;
    for (size_t M : Older.Patches)
      if (Has.insert(Mails[M].About.Tag.Number).second) {
        C.Patches.push_back(M);
        Taken.push_back(std::to_string(Mails[M].About.Tag.Number));
      }
    if (!C.Cover)
      C.Cover = Older.Cover;
    if (!Taken.empty())
      C.Partial += (Taken.size() == 1 ? "; patch " : "; patches ") + joined(Taken) + " of " + std::to_string(C.Total) +
                   (Taken.size() == 1 ? " is" : " are") + " taken from v" + std::to_string(Older.Version);
  }

  std::string label(size_t I) const {
    const Candidate &C = All[I];
    return std::to_string(I + 1) + ": '" + visible(C.Title) + "' v" + std::to_string(C.Version) + " (" +
           counted(C.Patches.size(), "patch") + ")";
  }

  bool isIn(const Candidate &C, unsigned Input) const {
    return llvm::any_of(C.Patches, [&](size_t M) { return Mails[M].Input == Input; });
  }

  // The title makes it the same whatever the order of the mails.
  std::tuple<bool, std::int64_t, std::string> rank(size_t I) const { return {All[I].Patch, All[I].Time, All[I].Title}; }

  /// By family the newest version.
  std::map<size_t, size_t> newestOfFamilies() const {
    std::map<size_t, size_t> Last;
    for (size_t I = 0; I < All.size(); ++I)
      if (auto [It, New] = Last.try_emplace(All[I].Family, I); !New && All[It->second].Version < All[I].Version)
        It->second = I;
    return Last;
  }

  // Of each input the newest series, in its newest version: that stands behind the others of its family.
  std::vector<size_t> newest() const {
    std::map<size_t, size_t> Last = newestOfFamilies();
    std::map<unsigned, size_t> ByInput;
    for (size_t I = 0; I < All.size(); ++I)
      for (size_t M : All[I].Patches) {
        size_t Newest = Last[All[I].Family];
        auto [It, New] = ByInput.try_emplace(Mails[M].Input, Newest);
        if (!New && rank(It->second) < rank(Newest))
          It->second = Newest;
      }
    std::vector<size_t> Taken;
    for (auto [Ignored, I] : ByInput)
      if (!llvm::is_contained(Taken, I))
        Taken.push_back(I);
    return Taken;
  }

  bool fits(const Candidate &C, llvm::StringRef Word) const {
    unsigned Version = 0;
    llvm::StringRef Number = Word;
    if (Number.consume_front_insensitive("v") && !Number.getAsInteger(10, Version))
      return C.Version == Version;
    return llvm::StringRef(C.Title).contains_insensitive(Word);
  }

  size_t named(const std::string &Which) const {
    unsigned Number = 0;
    if (!llvm::StringRef(Which).getAsInteger(10, Number) && Number >= 1 && Number <= All.size())
      return Number - 1;
    llvm::SmallVector<llvm::StringRef, 8> Words;
    llvm::SplitString(Which, Words);
    std::optional<size_t> Best;
    for (size_t I = 0; I < All.size(); ++I)
      if (!Words.empty() && llvm::all_of(Words, [&](llvm::StringRef Word) { return fits(All[I], Word); }))
        if (!Best || All[*Best].Time <= All[I].Time)
          Best = I;
    if (!Best)
      throw Error(ExitCode::Usage, "--series: no series here is '" + visible(Which) + "'; there is " + listed({}));
    return *Best;
  }

  std::string listed(const std::vector<size_t> &But) const {
    static constexpr size_t Most = 10;
    std::vector<std::string> Labels;
    size_t More = 0;
    for (size_t I = 0; I < All.size(); ++I)
      if (!llvm::is_contained(But, I))
        Labels.size() < Most ? Labels.push_back(label(I)) : void(++More);
    if (More)
      Labels.push_back(std::to_string(More) + " more");
    return Labels.empty() ? "none" : joined(Labels);
  }

  void take(const Candidate &C) {
    Made.Patches.insert(Made.Patches.end(), C.Patches.begin(), C.Patches.end());
    if (!Made.Cover)
      Made.Cover = C.Cover;
    if (!C.Partial.empty())
      Made.Notes.push_back("v" + std::to_string(C.Version) + " of '" + visible(C.Title) +
                           "' has only some of its patches" + C.Partial);
    tellMissing(C);
  }

  // Whoever gives one patch of a series, or the first few, wants that; a hole in the middle is a mistake, and what is
  // behind it is reviewed on top of something that nobody has. So is a missing patch if the cover letter is there, or a
  // mail in its place that has no diff.
  void tellMissing(const Candidate &C) {
    if (llvm::any_of(C.Patches, [&](size_t M) { return Mails[M].Commit; }))
      return;                                           // git numbers empty commits, and makes no mail of them
    if (C.Total == 1 && number(C.Patches.front()) == 0) // a lone patch that was numbered as a cover letter
      return;
    std::vector<std::string> Missing;
    bool Hole = C.Cover.has_value();
    unsigned Before = 0;
    std::set<unsigned> Has;
    for (size_t M : C.Patches)
      Has.insert(number(M));
    const std::set<unsigned> Empty = empties(C);
    for (unsigned Number = 1; Number <= C.Total; ++Number)
      if (!Has.count(Number)) {
        Missing.push_back(std::to_string(Number));
        Hole |= Empty.count(Number) != 0;
      } else {
        Hole |= Before && Before + 1 != Number;
        Before = Number;
      }
    if (Missing.empty())
      return;
    const std::string Which = (Missing.size() == 1 ? "patch " : "patches ") +
                              (Missing.size() > 10 ? std::to_string(Missing.size()) : joined(Missing)) + " of the " +
                              std::to_string(C.Total) + " of '" + visible(C.Title) + "' " +
                              (Missing.size() == 1 ? "was" : "were") + " not given; the others are applied without";
    if (Hole)
      Made.Holes.push_back(Which + ", so the review is not complete: give " + (Missing.size() == 1 ? "it" : "them") +
                           " too");
    else
      Made.Notes.push_back(Which);
  }

  unsigned number(size_t M) const { return Mails[M].About.Tag.Number; }

  // The numbers of its mails without a diff.
  std::set<unsigned> empties(const Candidate &C) const {
    std::set<unsigned> Found;
    for (const RawMail &Mail : Mails)
      if (const PatchTag &Tag = Mail.About.Tag;
          !Mail.Diff && !Mail.About.Reply && Tag.Total == C.Total && Tag.Version == C.Version)
        Found.insert(Tag.Number);
    return Found;
  }

  void noteOthers(const std::vector<size_t> &Taken) {
    std::vector<std::string> Labels;
    for (size_t I : Taken)
      Labels.push_back(label(I));
    Made.Notes.push_back("there are several series; reviewed: " + joined(Labels) +
                         "; --series chooses another: " + listed(Taken));
  }

  static bool lacksItsDiff(const RawMail &Mail) {
    return !Mail.Diff && Mail.About.Patch && !Mail.About.Reply && !Mail.About.isCover() &&
           llvm::StringRef(Mail.Title).contains_insensitive("PATCH"); // an RFC may be a question
  }

  // Mails without a patch, and diffs in answers.
  void noteLeftOut(bool Named) {
    static constexpr size_t Most = 3;
    std::set<size_t> Used;
    for (const Candidate &C : All) {
      Used.insert(C.Patches.begin(), C.Patches.end());
      if (C.Cover)
        Used.insert(*C.Cover);
    }
    std::vector<std::string> Each;
    size_t Patchless = 0;
    for (size_t I = 0; I < Mails.size(); ++I) {
      if (Used.count(I))
        continue;
      const std::string Title = " '" + visible(Mails[I].Title) + "'";
      if (Mails[I].Binary)
        (Mails[I].About.Reply ? Made.Notes : Made.Holes)
            .push_back(shown(Mails[I].At) + ": the mail" + Title +
                       " holds binary data (a NUL byte), and was not read; get it as plain text");
      else if (Mails[I].Diff && Mails[I].About.Reply)
        Made.Notes.push_back(shown(Mails[I].At) + ": the diff in the answer" + Title + " was left out");
      else if (!Named && lacksItsDiff(Mails[I]))
        Made.Holes.push_back(shown(Mails[I].At) + ": no patch in the mail" + Title +
                             ", whose subject says that it has one; get it as plain text");
      else if (!Mails[I].Diff && ++Patchless <= Most)
        Each.push_back(shown(Mails[I].At) + ": no patch in the mail" + Title);
    }
    if (Patchless > Most)
      Each = {counted(Patchless, "mail") + " without a patch left out"};
    Made.Notes.insert(Made.Notes.end(), Each.begin(), Each.end());
  }

  // Diffs that git am would apply. Older versions are left out on purpose, and with --series all that is not chosen.
  void findUnread(const std::vector<size_t> &Taken, bool Named) {
    std::set<size_t> Known(Made.Patches.begin(), Made.Patches.end()), Families;
    std::set<std::string> Ids;
    for (size_t M : Made.Patches)
      Ids.insert(Mails[M].Id);
    for (size_t I : Taken) {
      Families.insert(All[I].Family);
      if (All[I].Cover)
        Known.insert(*All[I].Cover);
    }
    for (const Candidate &C : All)
      if (Named || Families.count(C.Family))
        Known.insert(C.Patches.begin(), C.Patches.end());
    for (size_t I = 0; I < Mails.size(); ++I)
      if (Mails[I].Diff && !Known.count(I) && (!Named || (!Mails[I].Id.empty() && Ids.count(Mails[I].Id))))
        Made.Unread.push_back(I);
  }

  const std::vector<RawMail> &Mails;
  std::vector<Candidate> All; ///< by their first mail
  Choice Made;
};

} // namespace

Choice chooseSeries(const std::vector<RawMail> &Mails, const std::string &Which) { return Chooser(Mails).run(Which); }

AllSeries everySeries(const std::vector<RawMail> &Mails) { return Chooser(Mails).every(); }

} // namespace kverdict
