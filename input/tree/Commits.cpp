#include "input/tree/Commits.h"

#include "core/Error.h"
#include "core/Visible.h"

#include "llvm/ADT/StringExtras.h"

namespace kverdict {

namespace {

constexpr unsigned MostCommits = 1000;

/// What a word means to git rev-list: its last commit, and where it begins.
struct Range {
  std::string Last;  ///< an id
  std::string After; ///< an id, or empty
  unsigned Count = 0;
  bool Alone = false; ///< a revision, not a range
};

std::optional<Range> parseRange(const Tree &From, llvm::StringRef Word) {
  if (!From.isGit())
    return std::nullopt;
  auto [First, Second] = Word.split("..");
  Range Made;
  llvm::StringRef Number = Word;
  if (Number.consume_front("-") && !Number.getAsInteger(10, Made.Count)) {
    Made.Last = From.commit();
    return Made.Count ? std::optional(Made) : std::nullopt;
  }
  auto id = [&](llvm::StringRef Name) { return From.resolve(Name.empty() ? "HEAD" : Name.str()).value_or(""); };
  if (!Word.contains("..")) {
    Made.Count = 1;
    Made.Alone = true;
    Made.Last = Word.empty() ? "" : id(Word);
    return Made.Last.empty() ? std::nullopt : std::optional(Made);
  }
  if (Second.starts_with("."))
    return std::nullopt;
  Made.After = id(First);
  Made.Last = id(Second);
  return Made.After.empty() || Made.Last.empty() ? std::nullopt : std::optional(Made);
}

std::vector<std::string> rangeArguments(const Range &R) {
  std::vector<std::string> Arguments;
  if (R.Count)
    Arguments.push_back("-" + std::to_string(R.Count));
  Arguments.push_back(R.After.empty() ? R.Last : R.After + ".." + R.Last);
  return Arguments;
}

std::vector<std::string> commitsOf(const Git &G, const Range &R, std::vector<std::string> Options) {
  Options.insert(Options.begin(), {"rev-list", "--topo-order", "--reverse"});
  for (std::string &Each : rangeArguments(R))
    Options.push_back(std::move(Each));
  std::vector<std::string> Ids;
  std::string Listing = G.must(Options);
  for (llvm::StringRef Rest = Listing; !Rest.empty();) {
    auto [Id, Next] = Rest.split('\n');
    Ids.push_back(Id.str());
    Rest = Next;
  }
  return Ids;
}

[[noreturn]] void refuse(const std::string &Word, const std::string &What, ExitCode Code = ExitCode::Usage) {
  throw Error(Code, visible(Word) + ": " + What);
}

// The commit below. In a shallow clone the lowest commits look as if there were nothing below them.
std::string below(const Tree &From, const std::string &Commit, const std::string &Word) {
  if (auto Parent = From.resolve(Commit + "^"))
    return *Parent;
  if (From.isCutAt(Commit))
    refuse(Word,
           "the repository is a shallow clone that lacks the commit below " + Commit.substr(0, 12) +
               ", so what this commit changes is not known; run 'git fetch --deepen=1' in it",
           ExitCode::Incomplete);
  return From.emptyTree();
}

} // namespace

bool namesCommits(const Tree &From, const std::string &Word) { return parseRange(From, Word).has_value(); }

Commits readCommits(const Tree &From, const std::string &Word) {
  auto Of = parseRange(From, Word);
  if (!Of)
    refuse(Word, "neither a file nor a revision of the tree (" + From.describe() +
                     "); give patches, a revision, a range a..b or -N");
  const Git &G = From.objects();
  if (Of->Alone && From.resolve(Of->Last + "^2"))
    refuse(Word, "a merge, which has no patch of its own; name the commits that it merged: " + visible(Word) + "^1.." +
                     visible(Word) + "^2");
  std::vector<std::string> All = commitsOf(G, *Of, {"--max-count=" + std::to_string(MostCommits + 1)});
  if (All.size() > MostCommits || Of->Count > MostCommits)
    refuse(Word, "more than " + std::to_string(MostCommits) + " commits; review them in pieces");
  std::vector<std::string> Single = commitsOf(G, *Of, {"--no-merges"});
  if (Single.empty())
    refuse(Word, All.empty() ? "there are no commits in this range; the newer one stands behind the dots: old..new"
                             : "only merges, which have no patch of their own");
  Commits Made;
  Made.Below = below(From, Single.front(), Word);
  std::vector<std::string> Arguments = {"format-patch",  "--stdout",      "--no-stat",     "-p",
                                        "--no-ext-diff", "--no-textconv", "--no-signature"};
  for (std::string &Each : rangeArguments(*Of))
    Arguments.push_back(std::move(Each));
  Made.Mails = G.must(Arguments);
  if (Made.Mails.empty())
    refuse(Word,
           Single.size() == 1 ? "an empty commit: there is nothing to review"
                              : "only empty commits: there is nothing to review",
           ExitCode::Nothing);
  if (size_t Merges = All.size() > Single.size() ? All.size() - Single.size() : 0)
    Made.Notes.push_back(visible(Word) + ": " + std::to_string(Merges) + " merges have no patch and were left out");
  return Made;
}

} // namespace kverdict
