#include "input/tree/TreeChoice.h"

#include "core/Visible.h"
#include "input/tree/BaseChoice.h"
#include "input/tree/Maintainers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <map>
#include <set>

namespace kverdict {

namespace {

using Lines = std::vector<std::string>;

Lines linesOf(llvm::StringRef Text) {
  Lines Made;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Made.push_back(Line.str());
    Text = Rest;
  }
  return Made;
}

/// Puts a hunk where its old lines are, or says that they are nowhere.
bool put(const Hunk &Of, Lines &Into) {
  Lines Old, New;
  for (const HunkLine &Line : Of.Lines) {
    if (Line.Kind != LineKind::Added)
      Old.push_back(Line.Text);
    if (Line.Kind != LineKind::Removed)
      New.push_back(Line.Text);
  }
  const auto At = std::search(Into.begin(), Into.end(), Old.begin(), Old.end());
  if (At == Into.end() && !(Old.empty() && Into.empty()))
    return false;
  const auto Behind = Into.erase(At, At + Old.size());
  Into.insert(Behind, New.begin(), New.end());
  return true;
}

/// The files of a tree as the patches leave them.
class Patching {
public:
  explicit Patching(const Tree &Base) : Base(Base) {}

  size_t apply(const FileChange &Of) {
    std::optional<Lines> Text = Of.OldPath.empty() ? std::optional(Lines()) : take(Of.OldPath);
    if (Of.OldPath.empty() && take(Of.NewPath))
      return 0; // it is there already
    size_t Count = 0;
    for (const Hunk &Each : Of.Hunks)
      Count += Text && put(Each, *Text);
    if (!Of.NewPath.empty())
      Files[Of.NewPath] = Text;
    return Count;
  }

private:
  std::optional<Lines> take(const std::string &Path) {
    auto [It, New] = Files.try_emplace(Path);
    if (New)
      if (const auto Text = Base.read(Path))
        It->second = linesOf(*Text);
    return It->second;
  }

  const Tree &Base;
  std::map<std::string, std::optional<Lines>> Files;
};

size_t hunksOf(const Series &Of) {
  size_t Count = 0;
  for (const Patch &P : Of.Patches)
    for (const FileChange &Each : P.Files)
      Count += Each.Hunks.size();
  return Count;
}

std::vector<std::string> filesOf(const Series &Of) {
  std::set<std::string> Files;
  for (const Patch &P : Of.Patches)
    for (const FileChange &Each : P.Files)
      Files.insert(Each.path());
  return {Files.begin(), Files.end()};
}

/// A tree that may be it.
struct Candidate {
  std::string Name;
  Tree At;          ///< its HEAD
  std::string Base; ///< the base-commit that it has
  size_t Hunks = 0;
  std::string Named; ///< "MAINTAINERS names git://... for mm/memory.c", or empty
};

std::string baseIn(const Tree &Of, const Given &Mails) {
  for (const std::string &Text : Mails.Texts)
    for (const std::string &Id : trailers(Text, "base-commit"))
      if (Of.isGit() && Of.resolve(Id))
        return Id;
  return "";
}

/// What the tree's remotes are, and whether its MAINTAINERS has one of them for the files.
std::string namedIn(const Tree &Of, const std::vector<std::string> &Files) {
  const auto Text = Of.isGit() ? Of.read("MAINTAINERS") : std::nullopt;
  if (!Text)
    return "";
  const std::string Remotes = Of.repository().run({"config", "--local", "--get-regexp", "^remote\\..*\\.url$"}).Out;
  for (const NamedTree &Each : treesFor(Files, *Text))
    for (llvm::StringRef Rest = Remotes; !Rest.empty();) {
      auto [Line, Next] = Rest.split('\n');
      Rest = Next;
      if (sameRepository(Each.Url, Line.split(' ').second.str()))
        return "MAINTAINERS names " + visible(Each.Url) + " for " + visible(Each.File);
    }
  return "";
}

Candidate candidate(const std::string &Directory, const std::string &Head, const Given &Mails) {
  const Tree Opened = Tree::open(Directory);
  Candidate Made{Directory, Head.empty() ? Opened : Opened.at(Head), "", 0, ""};
  Made.Base = baseIn(Made.At, Mails);
  Made.Hunks = hunksThatApply(Mails.Patches, Made.Base.empty() ? Made.At : Made.At.at(Made.Base));
  Made.Named = namedIn(Made.At, filesOf(Mails.Patches));
  return Made;
}

/// "; in the others 3 (../net) and 0 (../mm)"
std::string others(const std::vector<Candidate> &All, const Candidate &But) {
  std::vector<std::string> Each;
  for (const Candidate &C : All)
    if (&C != &But)
      Each.push_back(std::to_string(C.Hunks) + " in " + visible(C.Name));
  return llvm::join(Each, ", ");
}

std::string why(const std::vector<Candidate> &All, const Candidate &It, size_t Hunks) {
  const std::string Of = "tree " + visible(It.Name) + " of " + std::to_string(All.size()) + ": ";
  const std::string Count =
      std::to_string(It.Hunks) + " of " + std::to_string(Hunks) + " hunks apply there, " + others(All, It);
  if (!It.Base.empty())
    return Of + "it has the base-commit " + It.Base.substr(0, 12) + "; " + Count;
  const bool Alone = llvm::count_if(All, [&](const Candidate &C) { return C.Hunks == It.Hunks; }) == 1;
  if (Alone)
    return Of + Count;
  return Of + Count + "; " + (It.Named.empty() ? "it is the first of these" : It.Named);
}

} // namespace

size_t hunksThatApply(const Series &Of, const Tree &To) {
  Patching Hand(To);
  size_t Count = 0;
  for (const Patch &P : Of.Patches)
    for (const FileChange &Each : P.Files)
      Count += Hand.apply(Each);
  return Count;
}

TreeChoice chooseTree(const std::vector<std::string> &Directories, const Given &Mails,
                      const std::vector<std::string> &Heads) {
  std::vector<Candidate> All;
  for (size_t I = 0; I < Directories.size(); ++I)
    All.push_back(candidate(Directories[I], I < Heads.size() ? Heads[I] : "", Mails));
  const auto rank = [](const Candidate &C) { return std::tuple(!C.Base.empty(), C.Hunks, !C.Named.empty()); };
  const auto Best = std::max_element(All.begin(), All.end(),
                                     [&](const Candidate &A, const Candidate &B) { return rank(A) < rank(B); });
  return {Best->At, why(All, *Best, hunksOf(Mails.Patches))};
}

} // namespace kverdict
