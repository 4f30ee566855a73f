#include "input/tree/Maintainers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <fnmatch.h>

namespace kverdict {

namespace {

/// A section as far as it is read.
struct Section {
  std::vector<std::string> Files, Excluded;
  std::vector<NamedTree> Trees;
};

/// "mm/" is all below it, "mm/*.c" files in it, and "mm/memory.c" or "mm" that file, or what is below that directory.
bool matches(const std::string &Pattern, const std::string &File) {
  if (llvm::StringRef(Pattern).ends_with("/") || Pattern.find_first_of("*?[") == std::string::npos) {
    const std::string Below = llvm::StringRef(Pattern).rtrim('/').str();
    return File == Below || ::fnmatch((Below + "/*").c_str(), File.c_str(), FNM_PATHNAME | FNM_LEADING_DIR) == 0;
  }
  return ::fnmatch(Pattern.c_str(), File.c_str(), FNM_PATHNAME) == 0;
}

bool matchesAny(const std::vector<std::string> &Patterns, const std::string &File) {
  return llvm::any_of(Patterns, [&](const std::string &Each) { return matches(Each, File); });
}

/// "git git://host/path.git branch"
NamedTree treeOf(llvm::StringRef Value) {
  llvm::SmallVector<llvm::StringRef, 3> Words;
  Value.split(Words, ' ', 3, false);
  Words.resize(3);
  return {Words[1].str(), Words[2].str(), ""};
}

void take(llvm::StringRef Line, Section &Into) {
  if (Line.size() < 3 || Line[1] != ':')
    return;
  const llvm::StringRef Value = Line.drop_front(2).trim();
  if (Line[0] == 'F')
    Into.Files.push_back(Value.str());
  else if (Line[0] == 'X')
    Into.Excluded.push_back(Value.str());
  else if (Line[0] == 'T' && Value.starts_with("git "))
    Into.Trees.push_back(treeOf(Value));
}

void close(Section &Of, const std::vector<std::string> &Files, std::vector<NamedTree> &Found) {
  const auto File = llvm::find_if(Files, [&](const std::string &Each) {
    return !Of.Trees.empty() && matchesAny(Of.Files, Each) && !matchesAny(Of.Excluded, Each);
  });
  if (File != Files.end())
    for (NamedTree &Tree : Of.Trees) {
      Tree.File = *File;
      Found.push_back(std::move(Tree));
    }
  Of = {};
}

} // namespace

std::vector<NamedTree> treesFor(const std::vector<std::string> &Files, const std::string &Maintainers) {
  std::vector<NamedTree> Found;
  Section Now;
  for (llvm::StringRef Rest = Maintainers; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (Line.trim().empty())
      close(Now, Files, Found);
    else
      take(Line, Now);
  }
  close(Now, Files, Found);
  return Found;
}

/// "git.kernel.org/pub/scm/linux/kernel/git/akpm/mm"
static std::string address(llvm::StringRef Url) {
  const auto [Scheme, Rest] = Url.split("://");
  std::string Text = (Rest.empty() ? Scheme : Rest).str();
  if (const size_t At = Text.find('@'); At < Text.find('/'))
    Text.erase(0, At + 1);
  if (const size_t Colon = Text.find(':'); Rest.empty() && Colon < Text.find('/')) // git@host:path
    Text[Colon] = '/';
  llvm::StringRef Bare = llvm::StringRef(Text).rtrim('/');
  Bare.consume_back(".git");
  return Bare.lower();
}

bool sameRepository(const std::string &A, const std::string &B) {
  return !A.empty() && !B.empty() && address(A) == address(B);
}

} // namespace kverdict
