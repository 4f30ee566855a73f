#include "input/mail/Postings.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <set>

namespace kverdict {

namespace {

class Grouping {
public:
  explicit Grouping(const std::vector<RawMail> &Mails) : Mails(Mails) {
    for (const RawMail &Mail : Mails) {
      OnlyAnswers &= !Mail.Diff || Mail.About.Reply;
      if (!Mail.Id.empty() && !Mail.Above.empty())
        if (auto [It, New] = Above.try_emplace(Mail.Id, Mail.Above.front()); !New) // two copies of a mail
          It->second = std::min(It->second, Mail.Above.front());
      Answered.insert(Mail.Above.begin(), Mail.Above.end());
    }
  }

  std::vector<Posting> run() {
    for (size_t I = 0; I < Mails.size(); ++I)
      if (counts(Mails[I]) && Seen.insert(identity(I)).second)
        add(I);
    for (Posting &P : Made)
      takeLoneCover(P);
    llvm::erase_if(Made, [](const Posting &P) { return P.Patches.empty(); });
    return std::move(Made);
  }

private:
  bool counts(const RawMail &Mail) const {
    if (Mail.About.Reply && !OnlyAnswers)
      return false;
    return Mail.Diff || Mail.About.isCover();
  }

  // A mail that came over two lists is there twice.
  std::string identity(size_t I) const {
    return Mails[I].Id.empty() ? std::to_string(I) : Mails[I].Id + "\n" + Mails[I].Title;
  }

  // The id of the first mail of its thread; empty if it stands alone. Mails may lie about what they answer, and answer
  // each other in a circle: then it is the least id of the circle; but patches that are numbered need no thread, and
  // some of a series may answer themselves.
  std::string threadOf(const RawMail &Mail) {
    if (Mail.Above.empty())
      return Answered.count(Mail.Id) ? Mail.Id : "";
    const std::string Top = top(Mail.Id.empty() ? Mail.Above.front() : Mail.Id);
    return Mail.About.Numbered && Circles.count(Top) ? "" : Top;
  }

  std::string top(const std::string &Id) {
    std::vector<std::string> Way;
    std::map<std::string, size_t> Place;
    std::string Top = Id;
    for (auto It = Above.find(Top); It != Above.end() && !Tops.count(Top); It = Above.find(Top)) {
      if (auto [Seen, New] = Place.try_emplace(Top, Way.size()); !New) {
        Top = *std::min_element(Way.begin() + Seen->second, Way.end());
        Circles.insert(Top);
        break;
      }
      Way.push_back(Top);
      Top = It->second;
    }
    if (auto It = Tops.find(Top); It != Tops.end())
      Top = It->second;
    for (const std::string &Each : Way)
      Tops[Each] = Top;
    return Top;
  }

  // Mails with equal keys were sent at once. Files that git format-patch made have neither ids nor threads, and each
  // its own author. Patches without numbers belong together if one person sent them in one thread.
  std::string key(size_t I, const std::string &Thread) const {
    const RawMail &Mail = Mails[I];
    if (!Mail.About.Numbered && (Mail.Id.empty() || Thread.empty()))
      return Mail.Id.empty() ? "as they come" : "alone " + std::to_string(I);
    if (!Mail.About.Numbered)
      return Thread + "\n" + Mail.From + "\n" + std::to_string(Mail.About.Tag.Version);
    return Thread + "\n" + (Thread.empty() && !Mail.Id.empty() ? Mail.From : "") + "\n" +
           std::to_string(Mail.About.Tag.Version) + "\n" + std::to_string(Mail.About.Tag.Total);
  }

  // What a patch is in its posting: what was sent again under the same title takes the place of the first.
  std::string role(const Posting &P, size_t I) const {
    return P.Total ? std::to_string(Mails[I].About.Tag.Number) : Mails[I].About.Title;
  }

  bool taken(size_t Place, size_t I) const {
    const Posting &P = Made[Place];
    if (Mails[I].About.isCover())
      return P.Cover.has_value();
    return (P.Total || !Mails[I].Id.empty()) && Roles[Place].count(role(P, I));
  }

  // Of those with equal keys, the last ones are looked at.
  size_t postingFor(size_t I) {
    static constexpr size_t MostLooked = 100;
    const std::string Thread = threadOf(Mails[I]);
    std::vector<size_t> &Same = ByKey[key(I, Thread)];
    for (size_t Back = 0; Back < std::min(Same.size(), MostLooked); ++Back)
      if (const size_t Place = Same[Same.size() - 1 - Back]; !taken(Place, I))
        return Place;
    Same.push_back(Made.size());
    const PatchTag &Tag = Mails[I].About.Tag;
    Made.push_back({Tag.Version, Tag.Total, std::nullopt, {}, Thread, 0});
    Roles.emplace_back();
    return Made.size() - 1;
  }

  void add(size_t I) {
    const size_t Place = postingFor(I);
    Posting &Into = Made[Place];
    if (Mails[I].About.isCover()) {
      Into.Cover = I;
    } else {
      Into.Patches.push_back(I);
      Roles[Place].insert(role(Into, I));
    }
    Into.Time = std::max(Into.Time, Mails[I].Time);
  }

  // A cover letter may show a diff. It is a patch only if there is no other.
  void takeLoneCover(Posting &P) const {
    if (!P.Patches.empty() || !P.Cover || !Mails[*P.Cover].Diff)
      return;
    P.Patches.push_back(*P.Cover);
    P.Cover.reset();
  }

  const std::vector<RawMail> &Mails;
  bool OnlyAnswers = true;
  std::map<std::string, std::string> Above; ///< the first mail above one
  std::map<std::string, std::string> Tops;  ///< the first mail of the thread of one, as far as it is known
  std::set<std::string> Circles;            ///< tops of mails that answer each other
  std::set<std::string> Answered, Seen;
  std::map<std::string, std::vector<size_t>> ByKey;
  std::vector<Posting> Made;
  std::vector<std::set<std::string>> Roles; ///< of the patches of each of them
};

// What versions of one series have in common.
std::vector<std::string> marks(const std::vector<RawMail> &Mails, const Posting &P) {
  std::vector<std::string> Marks;
  std::vector<size_t> All = P.Patches;
  if (P.Cover)
    All.push_back(*P.Cover);
  for (size_t I : All)
    if (!Mails[I].Bare)
      Marks.push_back((Mails[I].About.Patch ? "patch\n" : "other\n") + (Mails[I].Id.empty() ? "" : Mails[I].From) +
                      "\n" + Mails[I].About.Title);
  if (!P.Thread.empty())
    Marks.push_back("thread\n" + P.Thread + "\n" + std::to_string(P.Total) + "\n" +
                    (P.Total ? "" : Mails[P.Patches.front()].From));
  return Marks;
}

} // namespace

std::vector<Posting> findPostings(const std::vector<RawMail> &Mails) { return Grouping(Mails).run(); }

std::vector<Family> findFamilies(const std::vector<RawMail> &Mails, std::vector<Posting> Postings) {
  std::vector<size_t> Leader(Postings.size());
  auto lead = [&](size_t I) {
    while (Leader[I] != I)
      I = Leader[I] = Leader[Leader[I]];
    return I;
  };
  std::map<std::string, size_t> Known;
  for (size_t I = 0; I < Postings.size(); ++I) {
    Leader[I] = I;
    for (const std::string &Mark : marks(Mails, Postings[I]))
      if (auto [It, New] = Known.try_emplace(Mark, I); !New) {
        auto [Low, High] = std::minmax({lead(It->second), lead(I)}); // of values: of temporaries it gives references
        Leader[High] = Low;
      }
  }
  std::map<size_t, Family> ByLeader;
  for (size_t I = 0; I < Postings.size(); ++I)
    ByLeader[lead(I)].push_back(std::move(Postings[I]));
  std::vector<Family> Families;
  for (auto &[Ignored, Versions] : ByLeader) {
    llvm::sort(Versions, [](const Posting &A, const Posting &B) {
      return std::tuple(A.Version, A.Time, A.Patches.front()) < std::tuple(B.Version, B.Time, B.Patches.front());
    });
    Families.push_back(std::move(Versions));
  }
  return Families;
}

} // namespace kverdict
