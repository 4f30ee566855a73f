#include "input/tree/Prerequisites.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Archive.h"
#include "input/patch/DiffParser.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <set>

namespace kverdict {

// Beyond these, oldest left out, the search would take longer than the review.
static constexpr const char *MostCommits = "--max-count=5000";

// The commits that refs have beyond the base, by patch id.
static std::map<std::string, std::string> commitsByPatchId(const Tree &Base) {
  const Git &Own = Base.repository(), &Objects = Base.objects();
  std::string Ids = Own.must({"rev-list", "--no-merges", MostCommits, "--all", "HEAD", "^" + Base.commit()});
  std::string Diffs =
      Objects.must({"diff-tree", "--stdin", "-p", "-r", "--root", "--no-ext-diff", "--no-textconv"}, Ids);
  std::string Pairs = Objects.must({"patch-id", "--stable"}, Diffs);
  std::map<std::string, std::string> Commits;
  for (llvm::StringRef Rest = Pairs; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    auto [PatchId, Commit] = Line.split(' ');
    Commits.emplace(PatchId.str(), Commit.str());
    Rest = Next;
  }
  return Commits;
}

static Patch asPatch(const Tree &Base, const std::string &Commit) {
  Patch Made;
  Made.Diff = Base.objects().must(
      {"diff-tree", "-p", "-r", "--root", "--full-index", "--no-commit-id", "--no-ext-diff", "--no-textconv", Commit});
  Made.Files = parseDiff({Made.Diff, "commit " + Commit.substr(0, 12), 1, true});
  return Made;
}

// A series stands on a few patches, perhaps on another series.
static constexpr size_t MostPatches = 200;

// The first few of many ids.
static std::string listed(const std::vector<std::string> &Ids) {
  static constexpr size_t MostNamed = 5;
  const size_t Named = std::min(Ids.size(), MostNamed);
  const std::string Text = llvm::join(Ids.begin(), Ids.begin() + Named, ", ");
  return Ids.size() > Named ? Text + " and " + std::to_string(Ids.size() - Named) + " more" : Text;
}

namespace {

/// Patches on their way onto a base.
class Bringing {
public:
  explicit Bringing(BaseChoice &Into) : Into(Into), Hand(Into.Base) {}

  /// Make gives the patch.
  template <typename Maker> void apply(Maker Make, const std::string &Name) {
    try {
      Patch Needed = Make();
      Hand.apply(Needed);
      Into.OnTop += Needed.Diff;
      Applied += (Applied.empty() ? "" : ", ") + Name;
    } catch (const Error &E) {
      Into.Notes.push_back("the prerequisite " + Name + " does not apply to the base: " + E.what());
    }
  }

  /// A patch from a mail.
  void apply(const Patch &Of) {
    apply([&] { return Of; }, "'" + visible(Of.Header.Subject) + "' (" + shown(Of.At) + ")");
  }

  void finish() {
    if (!Applied.empty())
      Into.Why += ", and on it the prerequisites " + Applied;
    Into.Base = Into.Base.with(Hand.touched());
  }

private:
  BaseChoice &Into;
  Applier Hand;
  std::string Applied;
};

/// Looks for what is needed, and brings it.
class Search {
public:
  Search(BaseChoice &Into, const std::vector<Needed> &All, const std::vector<std::string> &Archives)
      : Into(Into), HasArchive(!Archives.empty()), Hand(Into) {
    std::vector<std::string> Elsewhere;
    for (const Needed &Each : All)
      Elsewhere.insert(Elsewhere.end(), Each.PatchIds.begin(), Each.PatchIds.end());
    if (!Elsewhere.empty())
      Commits = commitsByPatchId(Into.Base);
    std::erase_if(Elsewhere, [&](const std::string &Id) { return Commits.count(Id) != 0; });
    const bool BySeries = llvm::any_of(All, [](const Needed &Of) { return Of.PatchIds.empty(); });
    if (!Elsewhere.empty() || BySeries)
      for (size_t I = 0; I < Archives.size(); ++I)
        readArchive(Box, Archives[I], I, Into.Notes);
    if (HasArchive && !Elsewhere.empty())
      Mails = patchesById(Box, Elsewhere);
  }

  void bring(const Needed &Of) {
    const std::vector<std::string> Lacking = lacking(Of);
    if (Of.What == Needed::Kind::Patches || (Lacking.empty() && !Of.PatchIds.empty()))
      return bringPatches(Of, Lacking);
    const std::vector<Patch> Found =
        Of.What == Needed::Kind::Message ? patchesOfMessage(Box, Of.Name) : patchesOfChange(Box, Of.Name, Of.Version);
    if (Found.empty() || (Count += Found.size()) > MostPatches) {
      MissingSeries.push_back(Of.line());
      return bringPatches(Of, {});
    }
    for (const Patch &Each : Found)
      Hand.apply(Each);
    if (Found.size() < Of.PatchIds.size())
      Missing.insert(Missing.end(), Lacking.begin(), Lacking.end());
  }

  void finish() {
    Hand.finish();
    if (!Missing.empty())
      Into.Notes.push_back(
          "the patches need others before them, and no commit of the repository beyond the base" +
          std::string(HasArchive ? ", and no mail of the archive," : "") +
          " is one of these (prerequisite-patch-id: " + listed(Missing) + "); fetch the branch that has them, " +
          (HasArchive ? "" : "name a list's archive with --archive, ") + "or name a base that has them with --base");
    if (!MissingSeries.empty())
      Into.Notes.push_back("the patches need other series before them (" + listed(MissingSeries) + "), " +
                           (HasArchive ? "of which the archive has no patches"
                                       : "which are not looked for: name a list's archive with --archive") +
                           ", or name a base that has them with --base");
  }

private:
  std::vector<std::string> lacking(const Needed &Of) const {
    std::vector<std::string> Out;
    for (const std::string &Id : Of.PatchIds)
      if (!Commits.count(Id) && !Mails.count(Id))
        Out.push_back(Id);
    return Out;
  }

  void bringPatches(const Needed &Of, const std::vector<std::string> &Lacking) {
    for (const std::string &Id : Of.PatchIds)
      if (const auto It = Commits.find(Id); It != Commits.end())
        Hand.apply([&] { return asPatch(Into.Base, It->second); }, It->second.substr(0, 12));
      else if (const auto Mail = Mails.find(Id); Mail != Mails.end())
        Hand.apply(Mail->second);
    Missing.insert(Missing.end(), Lacking.begin(), Lacking.end());
  }

  BaseChoice &Into;
  const bool HasArchive;
  Bringing Hand;
  Mailbox Box;
  std::map<std::string, std::string> Commits;
  std::map<std::string, Patch> Mails;
  std::vector<std::string> Missing, MissingSeries;
  size_t Count = 0; ///< patches of series
};

} // namespace

std::string Needed::line() const {
  if (What == Kind::Message)
    return "prerequisite-message-id: <" + visible(Name) + ">";
  return "prerequisite-change-id: " + visible(Name) + (Version ? ":v" + std::to_string(Version) : "");
}

/// What stands between the name of a line and the next space, if it is such a line.
static llvm::StringRef wordOf(llvm::StringRef Line, llvm::StringRef Name) {
  return Line.consume_front(Name) ? Line.trim().split(' ').first : llvm::StringRef();
}

/// A line that names a series, which those of its patches follow.
static std::optional<Needed> seriesOf(llvm::StringRef Line) {
  if (const llvm::StringRef Id = wordOf(Line, "prerequisite-message-id: ").trim("<>"); !Id.empty())
    return Needed{Needed::Kind::Message, Id.str(), 0, {}};
  const llvm::StringRef Word = wordOf(Line, "prerequisite-change-id: ");
  if (Word.empty())
    return std::nullopt;
  Needed Made{Needed::Kind::Change, Word.str(), 0, {}};
  const auto [Name, Version] = Word.rsplit(":v");
  if (!Version.empty() && !Version.getAsInteger(10, Made.Version))
    Made.Name = Name.str();
  return Made;
}

std::vector<Needed> neededBefore(const std::vector<std::string> &Texts) {
  std::vector<Needed> All;
  std::set<std::string> Seen;
  for (const std::string &Text : Texts) {
    std::optional<size_t> Series;
    for (llvm::StringRef Rest = Text; !Rest.empty();) {
      auto [Line, Next] = Rest.split('\n');
      Rest = Next;
      if (std::optional<Needed> Named = seriesOf(Line)) {
        Series = All.size();
        if (Seen.insert(Named->line()).second)
          All.push_back(std::move(*Named));
        continue;
      }
      for (const std::string &Id : trailers(Line.str(), "prerequisite-patch-id"))
        if (Seen.insert(Id).second) {
          if (!Series || *Series == All.size())
            Series = All.size(), All.emplace_back();
          All[*Series].PatchIds.push_back(Id);
        }
    }
  }
  return All;
}

void applyPrerequisites(BaseChoice &Into, const std::vector<Needed> &All, const std::vector<std::string> &Archives) {
  size_t Count = 0;
  for (const Needed &Each : All)
    Count += std::max<size_t>(Each.PatchIds.size(), 1);
  if (Count > MostPatches) {
    Into.Notes.push_back("the patches name " + std::to_string(Count) + " others before them, more than " +
                         std::to_string(MostPatches) +
                         ", and none of these was looked for; name a base that has them with --base");
    return;
  }
  Search Of(Into, All, Archives);
  for (const Needed &Each : All)
    Of.bring(Each);
  Of.finish();
}

} // namespace kverdict
