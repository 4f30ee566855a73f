#include "input/patch/Apply.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/patch/Bounds.h"
#include "input/patch/Compose.h"
#include "input/patch/Refused.h"
#include "input/patch/Relocate.h"
#include "input/patch/WhyNot.h"
#include "input/tree/TreePath.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"

#include <functional>
#include <set>

namespace kverdict {

// The scratch repository has no commit and no work tree: only an index and the blobs in it.
Applier::Applier(const Tree &From) : From(From) { useScratchRepository(Scratch, From.objectFormat()); }

const TreeFile *Applier::find(const std::string &Path) const {
  auto It = Files.find(Path);
  return It != Files.end() && It->second ? &*It->second : nullptr;
}

std::optional<std::string> Applier::read(const std::string &Path) const {
  if (!Files.count(Path))
    return From.read(Path);
  const TreeFile *File = find(Path);
  return File && File->regular() ? std::optional(File->Text) : std::nullopt;
}

std::vector<std::string> pathsOf(const Patch &P) {
  std::vector<std::string> Paths;
  std::set<std::string> Seen;
  for (const FileChange &Change : P.Files)
    for (const std::string &Path : {Change.OldPath, Change.NewPath})
      if (Change.isRead() && !Path.empty() && Seen.insert(Path).second)
        Paths.push_back(Path);
  return Paths;
}

// Writes texts as blobs and gives their ids.
static std::vector<std::string> writeBlobs(const Git &G, const std::vector<const std::string *> &Texts) {
  std::string Names;
  for (size_t I = 0; I < Texts.size(); ++I) {
    std::string Name = G.file("blob" + std::to_string(I));
    writeFile(Name, *Texts[I]);
    Names += Name + "\n";
  }
  std::string Says = Texts.empty() ? "" : G.must({"hash-object", "-w", "--no-filters", "--stdin-paths"}, Names);
  std::vector<std::string> Ids;
  for (llvm::StringRef Rest = Says; !Rest.empty(); Rest = Rest.split('\n').second)
    Ids.push_back(Rest.split('\n').first.str());
  return Ids;
}

// Puts the files that no patch has touched so far into the index.
void Applier::load(const Patch &P) {
  std::vector<std::string> Unknown;
  for (const std::string &Path : pathsOf(P))
    if (!Files.count(Path))
      Unknown.push_back(Path);
  if (Unknown.empty())
    return;
  auto Found = From.readAll(Unknown);
  std::vector<const std::string *> Texts;
  for (auto &[Path, File] : Found)
    Texts.push_back(&File.Text);
  std::vector<std::string> Ids = writeBlobs(Scratch, Texts);
  std::string Entries;
  auto Id = Ids.begin();
  for (auto &[Path, File] : Found)
    Entries += File.Mode + " " + *Id++ + "\t" + Path + '\0';
  Scratch.must({"update-index", "-z", "--index-info"}, Entries);
  for (const std::string &Path : Unknown)
    Files[Path] = Found.count(Path) ? std::optional(std::move(Found[Path])) : std::nullopt;
}

[[noreturn]] static void refuseMissing(const FileChange &Change, const Tree &From) {
  const bool Unprefixed = isTreePath(Change.OldName) && From.read(Change.OldName);
  throw Error(ExitCode::Incomplete,
              shown(Change.At) + ": the tree (" + From.describe() + ") has no file " + visible(Change.OldPath) +
                  (Unprefixed ? ", but " + visible(Change.OldName) +
                                    ": make the patch with git format-patch, without diff.noprefix"
                              : "; give the tree that the patch was made for with --tree"));
}

[[noreturn]] static void refuseExisting(const FileChange &Change, const TreeFile &Old, const Tree &From) {
  throw Error(ExitCode::Incomplete, shown(Change.At) + ": the patch creates " + visible(Change.NewPath) +
                                        ", but the tree (" + From.describe() + ") has it" +
                                        (looksApplied(Change, Old.Text) ? "; the patch looks already applied" : "") +
                                        "; give the tree that the patch was made for with --tree");
}

static bool hasOldLines(const FileChange &Change) {
  return llvm::any_of(Change.Hunks, [](const Hunk &Of) { return Of.OldCount > 0; });
}

// What git would only call "does not exist in index" and "already exists in index". A diff without git's own line may
// create a file without saying so.
void Applier::check(Patch &P) const {
  std::set<std::string> Made, Gone;
  for (FileChange &Change : P.Files) {
    if (!Change.isRead())
      continue;
    const bool Earlier = Made.count(Change.OldPath);
    if (!Change.Git && !Change.OldPath.empty() && !find(Change.OldPath) && !Earlier && !hasOldLines(Change)) {
      Change.What = FileChange::Kind::Added;
      Change.OldPath.clear();
    }
    if (!Change.OldPath.empty() && !find(Change.OldPath) && !Earlier)
      refuseMissing(Change, From);
    const TreeFile *There = Change.OldPath.empty() && !Gone.count(Change.NewPath) ? find(Change.NewPath) : nullptr;
    if (There)
      refuseExisting(Change, *There, From);
    Made.insert(Change.NewPath);
    if (Change.OldPath != Change.NewPath)
      Gone.insert(Change.OldPath);
  }
}

// The diff without what is not read. Git cannot be told to leave out one of two diffs of a file.
static std::string readPart(const Patch &P) {
  std::string Text;
  unsigned Line = 0;
  size_t Next = 0;
  bool Read = true;
  for (llvm::StringRef Rest = P.Diff; !Rest.empty(); ++Line) {
    for (; Next < P.Files.size() && P.Files[Next].FirstLine == Line; ++Next)
      Read = P.Files[Next].isRead();
    const size_t End = Rest.find('\n');
    const llvm::StringRef This = Rest.take_front(End == Rest.npos ? End : End + 1);
    Text += Read ? This.str() : "";
    Rest = Rest.drop_front(This.size());
  }
  return Text;
}

static std::vector<std::string> applyArguments(const char *Option) {
  return {"apply", "--cached", "--whitespace=nowarn", "--no-ignore-whitespace", Option, "-"};
}

// The ids of the files that a patch was made for, from its lines "index 1a2b..3c4d".
static std::vector<std::string> preimages(llvm::StringRef Diff) {
  std::vector<std::string> Ids;
  while (!Diff.empty()) {
    auto [Line, Rest] = Diff.split('\n');
    Diff = Rest;
    if (!Line.consume_front("index ") || !Line.contains(".."))
      continue;
    llvm::StringRef Id = Line.split("..").first;
    if (Id.size() >= 4 && llvm::all_of(Id, llvm::isHexDigit) && Id.find_first_not_of('0') != Id.npos)
      Ids.push_back(Id.str());
  }
  return Ids;
}

// Takes over what the tree's repository has of the files that the patch was made for.
bool Applier::loadPreimages(const Patch &P) {
  std::string Wanted;
  for (const std::string &Id : preimages(P.Diff))
    Wanted += Id + "^{blob}\n";
  if (!From.isGit() || Wanted.empty())
    return false;
  std::string Known = From.objects().must({"cat-file", "--batch-check=%(objectname)"}, Wanted);
  std::vector<std::string> Ids;
  for (llvm::StringRef Rest = Known; !Rest.empty(); Rest = Rest.split('\n').second)
    if (llvm::StringRef Line = Rest.split('\n').first; !Line.contains(' ')) // "1a2b missing", "1a2b ambiguous"
      Ids.push_back(Line.str());
  std::vector<std::string> Texts = readBlobs(From.objects(), Ids);
  std::vector<const std::string *> Places;
  for (const std::string &Text : Texts)
    Places.push_back(&Text);
  writeBlobs(Scratch, Places);
  return !Ids.empty();
}

// A merge that conflicts leaves its traces in the index.
bool Applier::merge(const Patch &P) {
  if (!loadPreimages(P))
    return false;
  const std::string Index = Scratch.file("scratch.git/index");
  if (!llvm::sys::fs::exists(Index)) // none of its files is in the tree
    return false;
  const std::string Saved = readFile(Index, "an index");
  const std::string Before = Scratch.must({"ls-files", "-s"});
  GitResult Result = Scratch.run(applyArguments("--3way"), readPart(P));
  // A merge that changes nothing says that the patch is there already.
  if (Result.Code == 0 && Scratch.must({"ls-files", "-s"}) != Before)
    return true;
  writeFile(Index, Saved);
  return false;
}

void Applier::run(Patch &P) {
  GitResult Result = Scratch.run(applyArguments("--verbose"), readPart(P));
  checkNames(P, Result.Err);
  if (Result.Code == 0)
    return takeOffsets(P, Result.Err);
  P.Merged = merge(P);
  if (!P.Merged)
    refuse(P, Result, {[&](const std::string &Path) { return read(Path); }, From.describe()});
}

// Reads back what the patch made of the files.
void Applier::takeOver(const Patch &P) {
  std::string Listing = Scratch.must({"ls-files", "-s", "-z"});
  std::map<std::string, std::pair<std::string, std::string>> Index;
  for (llvm::StringRef Rest = Listing; !Rest.empty();) {
    auto [Entry, Next] = Rest.split('\0');
    auto [Info, Path] = Entry.split('\t');
    auto [Mode, IdAndStage] = Info.split(' ');
    Index[Path.str()] = {Mode.str(), IdAndStage.split(' ').first.str()};
    Rest = Next;
  }
  std::vector<std::string> Paths = pathsOf(P), Ids;
  for (const std::string &Path : Paths)
    if (Index.count(Path))
      Ids.push_back(Index[Path].second);
  std::vector<std::string> Texts = readBlobs(Scratch, Ids);
  auto Text = Texts.begin();
  for (const std::string &Path : Paths)
    Files[Path] = Index.count(Path) ? std::optional(TreeFile{Index[Path].first, std::move(*Text++)}) : std::nullopt;
}

void Applier::apply(Patch &P) {
  load(P);
  check(P);
  for (FileChange &Change : P.Files)
    if (Change.isRead() && !Change.OldPath.empty()) {
      Change.Base = read(Change.OldPath);
      checkBounds(Change, Change.Base.value_or(""));
    }
  if (llvm::none_of(P.Files, std::mem_fn(&FileChange::isRead)))
    return;
  run(P);
  takeOver(P);
  composeRepeated(P.Files);
  for (FileChange &Change : P.Files) {
    if (!Change.isRead())
      continue;
    if (Change.NewPath.empty() && find(Change.OldPath)) { // git does removals first
      Change.What = FileChange::Kind::Modified;
      Change.NewPath = Change.OldPath;
    }
    Change.Patched = Change.NewPath.empty() ? std::nullopt : read(Change.NewPath);
    if (P.Merged || !areThere(Change))
      relocate(Change);
  }
}

} // namespace kverdict
