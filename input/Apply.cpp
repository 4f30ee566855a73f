#include "input/Apply.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/Refused.h"
#include "input/TreePath.h"
#include "input/WhyNot.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

// The scratch repository has no commit and no work tree: only an index and the blobs in it.
Applier::Applier(const Tree &From) : From(From) {
  Scratch.must({"init", "--quiet", "--bare", "--template=", "scratch.git"});
  Scratch.use(Scratch.file("scratch.git"));
}

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

static std::vector<std::string> pathsOf(const Patch &P) {
  std::vector<std::string> Paths;
  for (const FileChange &Change : P.Files)
    for (const std::string &Path : {Change.OldPath, Change.NewPath})
      if (!Path.empty() && !llvm::is_contained(Paths, Path))
        Paths.push_back(Path);
  return Paths;
}

// Puts the files that no patch has touched so far into the index.
void Applier::load(const Patch &P) {
  std::vector<std::string> Unknown;
  for (const std::string &Path : pathsOf(P))
    if (!Files.count(Path))
      Unknown.push_back(Path);
  auto Found = From.readAll(Unknown);
  std::string Names, Entries;
  unsigned Number = 0;
  for (auto &[Path, File] : Found) {
    std::string Name = Scratch.file("blob" + std::to_string(++Number));
    writeFile(Name, File.Text);
    Names += Name + "\n";
  }
  std::string Ids = Scratch.must({"hash-object", "-w", "--no-filters", "--stdin-paths"}, Names);
  llvm::StringRef Rest = Ids;
  for (auto &[Path, File] : Found) {
    auto [Id, Next] = Rest.split('\n');
    Entries += File.Mode + " " + Id.str() + "\t" + Path + '\0';
    Rest = Next;
  }
  Scratch.must({"update-index", "-z", "--index-info"}, Entries);
  for (const std::string &Path : Unknown)
    Files[Path] = Found.count(Path) ? std::optional(std::move(Found[Path])) : std::nullopt;
}

// What git would only call "does not exist in index" and "already exists in index".
void Applier::check(const Patch &P) const {
  for (const FileChange &Change : P.Files) {
    bool Creates = Change.OldPath.empty();
    const TreeFile *Old = Creates ? nullptr : find(Change.OldPath);
    if (Change.Binary)
      continue;
    if (!Creates && !Old)
      throw Error(ExitCode::Incomplete, shown(Change.At) + ": the tree (" + From.describe() + ") has no file " +
                                            visible(Change.OldPath) +
                                            "; give the tree that the patch was made for with --tree");
    if (Creates && find(Change.NewPath))
      throw Error(ExitCode::Incomplete,
                  shown(Change.At) + ": the patch creates " + visible(Change.NewPath) + ", but the tree (" +
                      From.describe() + ") has it" +
                      (looksApplied(Change, find(Change.NewPath)->Text) ? "; the patch looks already applied" : "") +
                      "; give the tree that the patch was made for with --tree");
  }
}

// git takes these names as patterns.
static std::string exclude(const std::string &Path) {
  std::string Pattern;
  for (char Next : Path)
    Pattern += (llvm::StringRef("*?[\\").contains(Next) ? "\\" : "") + std::string(1, Next);
  return "--exclude=" + Pattern;
}

void Applier::run(Patch &P) {
  std::vector<std::string> Arguments = {"apply", "--cached", "--verbose", "--whitespace=nowarn",
                                        "--no-ignore-whitespace"};
  for (const FileChange &Change : P.Files)
    if (Change.Binary)
      Arguments.push_back(exclude(Change.path()));
  Arguments.push_back("-");
  GitResult Result = Scratch.run(Arguments, P.Diff);
  if (Result.Code != 0)
    refuse(P, Result, {[&](const std::string &Path) { return read(Path); }, From.describe()});
  takeOffsets(P, Result.Err);
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
    if (!Change.Binary && !Change.OldPath.empty())
      Change.Base = read(Change.OldPath);
  bool AnyText = llvm::any_of(P.Files, [](const FileChange &Change) { return !Change.Binary; });
  if (!AnyText)
    return;
  run(P);
  takeOver(P);
  for (FileChange &Change : P.Files)
    if (!Change.Binary && !Change.NewPath.empty())
      Change.Patched = read(Change.NewPath);
}

// Binary files are not looked at, which is said; a patch of nothing else cannot be reviewed.
static void noteBinaries(const Patch &P, size_t Number, Series &All, std::vector<InputProblem> &Problems) {
  std::string Note;
  for (const FileChange &Change : P.Files)
    if (Change.Binary) {
      Note = shown(Change.At) + ": " + visible(Change.path()) + " is binary, it was not looked at";
      All.Notes.push_back(Note);
    }
  if (!Note.empty() && llvm::all_of(P.Files, [](const FileChange &Change) { return Change.Binary; }))
    Problems.push_back({Note + ", and there is no other file; give a patch of source files", Number});
}

std::vector<InputProblem> applyAll(Series &All, const Tree &From) {
  Applier Hand(From);
  std::vector<InputProblem> Problems;
  for (size_t I = 0; I < All.Patches.size(); ++I) {
    Patch &P = All.Patches[I];
    try {
      Hand.apply(P);
      P.Applied = true;
      noteBinaries(P, I, All, Problems);
    } catch (const Error &E) {
      Problems.push_back({E.what(), I});
    }
  }
  return Problems;
}

} // namespace kverdict
