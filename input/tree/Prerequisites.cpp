#include "input/tree/Prerequisites.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/mail/Archive.h"
#include "input/patch/DiffParser.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>

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

// What the archives have of these.
static std::map<std::string, Patch> fromArchives(const std::vector<std::string> &PatchIds,
                                                 const std::vector<std::string> &Archives, BaseChoice &Into) {
  if (PatchIds.empty() || Archives.empty())
    return {};
  Mailbox Box;
  for (size_t I = 0; I < Archives.size(); ++I)
    readArchive(Box, Archives[I], I, Into.Notes);
  return patchesById(Box, PatchIds);
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

  void finish(const std::vector<std::string> &Missing, bool Archives) {
    if (!Missing.empty())
      Into.Notes.push_back(
          "the patches need others before them, and no commit of the repository beyond the base" +
          std::string(Archives ? ", and no mail of the archive," : "") +
          " is one of these (prerequisite-patch-id: " + listed(Missing) + "); fetch the branch that has them, " +
          (Archives ? "" : "name a list's archive with --archive, ") + "or name a base that has them with --base");
    finish();
  }

private:
  BaseChoice &Into;
  Applier Hand;
  std::string Applied;
};

} // namespace

void applyPrerequisites(BaseChoice &Into, const std::vector<std::string> &PatchIds,
                        const std::vector<std::string> &Archives) {
  if (PatchIds.size() > MostPatches) {
    Into.Notes.push_back("the patches name " + std::to_string(PatchIds.size()) + " others before them, more than " +
                         std::to_string(MostPatches) +
                         ", and none of these was looked for; name a base that has them with --base");
    return;
  }
  const auto Commits = commitsByPatchId(Into.Base);
  std::vector<std::string> Elsewhere;
  for (const std::string &Id : PatchIds)
    if (!Commits.count(Id))
      Elsewhere.push_back(Id);
  std::map<std::string, Patch> Mails = fromArchives(Elsewhere, Archives, Into);
  Bringing Hand(Into);
  std::vector<std::string> Missing;
  for (const std::string &Id : PatchIds)
    if (auto It = Commits.find(Id); It != Commits.end()) {
      Hand.apply([&] { return asPatch(Into.Base, It->second); }, It->second.substr(0, 12));
    } else if (auto Mail = Mails.find(Id); Mail != Mails.end()) {
      Hand.apply(Mail->second);
    } else {
      Missing.push_back(Id);
    }
  Hand.finish(Missing, !Archives.empty());
}

void applySeriesBefore(BaseChoice &Into, const std::vector<std::string> &MessageIds,
                       const std::vector<std::string> &Archives) {
  Mailbox Box;
  for (size_t I = 0; I < Archives.size(); ++I)
    readArchive(Box, Archives[I], I, Into.Notes);
  Bringing Hand(Into);
  std::vector<std::string> Missing;
  size_t Count = 0;
  for (const std::string &Id : MessageIds) {
    const std::vector<Patch> Found = patchesOfMessage(Box, Id);
    if (Found.empty() || (Count += Found.size()) > MostPatches)
      Missing.push_back("<" + visible(Id) + ">");
    else
      for (const Patch &Each : Found)
        Hand.apply(Each);
  }
  Hand.finish();
  if (!Missing.empty())
    Into.Notes.push_back("the patches need other series before them (prerequisite-message-id: " + listed(Missing) +
                         "), " +
                         (Archives.empty() ? "which are not looked for: name a list's archive with --archive"
                                           : "of which the archive has no patches") +
                         ", or name a base that has them with --base");
}

} // namespace kverdict
