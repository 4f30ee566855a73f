#include "kbuild/BaseTexts.h"

#include "cache/Reads.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/SHA1.h>
#include <llvm/Support/SHA256.h>

namespace sys = llvm::sys;
using llvm::StringRef;

namespace kverdict {

namespace {

std::string normal(const std::string &Directory, StringRef Path) {
  llvm::SmallString<256> Full(sys::path::is_absolute(Path) ? Path.str() : Directory + "/" + Path.str());
  sys::path::remove_dots(Full, true);
  return Full.str().str();
}

/// The path below the root, or nothing; the root itself is empty.
std::optional<std::string> below(const std::string &Root, StringRef Path) {
  if (!Path.consume_front(Root) || (!Path.empty() && !Path.starts_with("/")))
    return std::nullopt;
  return Path.ltrim('/').str();
}

/// The id that git gives to a text.
std::string blobId(StringRef Text, const std::string &Format) {
  const std::string Header = "blob " + std::to_string(Text.size()) + std::string(1, '\0');
  auto hash = [&](auto Hasher) {
    Hasher.update(Header);
    Hasher.update(Text);
    auto Result = Hasher.final();
    return llvm::toHex(llvm::ArrayRef<std::uint8_t>(Result.data(), Result.size()), true);
  };
  return Format == "sha256" ? hash(llvm::SHA256()) : hash(llvm::SHA1());
}

/// The names in the #include lines of a text, each with whether it stands in quotes.
std::vector<std::pair<bool, std::string>> includesOf(StringRef Text) {
  std::vector<std::pair<bool, std::string>> Names;
  for (size_t At = Text.find('#'); At != StringRef::npos; At = Text.find('#', At + 1)) {
    StringRef Line = Text.substr(At + 1).split('\n').first.ltrim(" \t");
    if (!Line.consume_front("include") || Line.consume_front("_next"))
      continue;
    Line = Line.ltrim(" \t");
    if (Line.consume_front("\""))
      Names.emplace_back(true, Line.split('"').first.str());
    else if (Line.consume_front("<"))
      Names.emplace_back(false, Line.split('>').first.str());
  }
  return Names;
}

/// Where a command looks for what it includes, in this order; and what it includes without being asked.
struct Search {
  std::vector<std::string> Directories;
  std::vector<std::string> Files;
};

Search searchOf(const CompileCommand &Command) {
  Search Made;
  for (size_t I = 0; I + 1 < Command.Arguments.size(); ++I) {
    StringRef Flag = Command.Arguments[I];
    if (Flag == "-I" || Flag == "-isystem" || Flag == "-iquote" || Flag == "-idirafter")
      Made.Directories.push_back(normal(Command.Directory, Command.Arguments[++I]));
    else if (Flag == "-include" || Flag == "-imacros")
      Made.Files.push_back(normal(Command.Directory, Command.Arguments[++I]));
  }
  return Made;
}

} // namespace

void BaseTexts::list(const std::string &Directory, bool Recursive) {
  for (StringRef Above = Directory; !Above.empty(); Above = sys::path::parent_path(Above))
    if (ListedBelow.count(Above.str()))
      return;
  if (!(Recursive ? ListedBelow : Listed).insert(Directory).second)
    return;
  for (auto &[Path, Entry] : Base.list(Directory, Recursive))
    Entries[Path] = Entry;
}

const TreeEntry *BaseTexts::entry(const std::string &InTree) {
  list(sys::path::parent_path(InTree).str(), false);
  auto It = Entries.find(InTree);
  return It == Entries.end() ? nullptr : &It->second;
}

bool BaseTexts::exists(const std::string &Root, const std::string &Path) {
  auto [It, New] = OnDisk.try_emplace(Path, false);
  if (New)
    It->second = seen::isFile(Path) || (below(Root, Path) && entry(*below(Root, Path)));
  return It->second;
}

// Compares the texts on disk with those of the base, all that differ at once.
void BaseTexts::compare(const std::string &Root, const std::vector<std::string> &Paths) {
  std::vector<std::string> Differ;
  for (const std::string &Path : Paths) {
    auto Text = llvm::MemoryBuffer::getFile(Path, false, false);
    Text ? seen::text(Path, (*Text)->getBuffer()) : seen::unreadable(Path);
    auto InTree = below(Root, Path);
    const TreeEntry *Entry = InTree ? entry(*InTree) : nullptr;
    if (Entry && (!Text || blobId((*Text)->getBuffer(), Base.objectFormat()) != Entry->Id))
      Differ.push_back(*InTree);
    else if (Text)
      Files[Path].Includes = includesOf((*Text)->getBuffer());
  }
  for (auto &[InTree, File] : Base.readAll(Differ)) {
    Known &Into = Files[Root + "/" + InTree];
    Into.Includes = includesOf(File.Text);
    Into.Instead = std::move(File.Text);
  }
}

std::map<std::string, std::string> BaseTexts::overlay(const CompileCommand &Command,
                                                      const std::vector<std::string> &Texts) {
  const std::string &Root = Command.Root;
  const Search Where = searchOf(Command);
  std::map<std::string, std::string> Instead;
  if (!Base.isGit() || Root.empty())
    return Instead;
  for (const std::string &Directory : Where.Directories)
    if (auto InTree = below(Root, Directory); InTree && !InTree->empty())
      list(*InTree, true);
  std::set<std::string> Reached(Where.Files.begin(), Where.Files.end());
  std::vector<std::string> Round(Reached.begin(), Reached.end());
  auto reach = [&](const std::string &From, const std::vector<std::pair<bool, std::string>> &Includes) {
    for (const auto &[Quoted, Name] : Includes) {
      std::vector<std::string> Places;
      if (Quoted)
        Places.push_back(normal(sys::path::parent_path(From).str(), Name));
      for (const std::string &Directory : Where.Directories)
        Places.push_back(normal(Directory, Name));
      for (const std::string &Place : Places)
        if (exists(Root, Place)) {
          if (Reached.insert(Place).second)
            Round.push_back(Place);
          break;
        }
    }
  };
  for (const std::string &Text : Texts)
    reach(Command.File, includesOf(Text));
  while (!Round.empty()) {
    std::vector<std::string> Now = std::move(Round), New;
    Round.clear();
    for (const std::string &Path : Now)
      if (!Files.count(Path))
        New.push_back(Path);
    compare(Root, New);
    for (const std::string &Path : Now) {
      const Known &File = Files[Path];
      if (File.Instead)
        Instead[Path] = *File.Instead;
      reach(Path, File.Includes);
    }
  }
  Instead.erase(Command.File);
  return Instead;
}

} // namespace kverdict
