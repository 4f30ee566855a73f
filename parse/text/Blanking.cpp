#include "parse/text/Blanking.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <cstring>
#include <string_view>

using namespace llvm;

namespace kverdict {
namespace {

/// Whether a name of Keep stands before a parenthesis in a function's head, which ends with the text.
bool isKept(StringRef Head, const std::set<std::string> &Keep) {
  for (size_t Open = Head.rfind('('); Open != StringRef::npos; Open = Head.take_front(Open).rfind('(')) {
    StringRef Before = Head.take_front(Open).rtrim();
    if (Keep.count(Before
                       .take_back(Before.size() -
                                  Before.find_last_not_of("_abcdefghijklmnopqrstuvwxyz"
                                                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") -
                                  1)
                       .str()))
      return true;
  }
  return false;
}

/// The head of a function: from the end of what stands before it.
StringRef headBefore(StringRef Text, size_t Brace) {
  size_t At = Brace;
  while (At > 0 && Text[At - 1] != ';' && Text[At - 1] != '}' &&
         !(At > 1 && Text[At - 1] == '\n' && Text[At - 2] == '\n'))
    --At;
  return Text.slice(At, Brace);
}

/// Whether a body can go without what stands around it changing: it has no preprocessor lines, or whole #if ... #endif.
bool isClosed(std::string_view Body) {
  int Depth = 0;
  for (size_t At = Body.find("\n#"); At != Body.npos; At = Body.find("\n#", At + 1)) {
    const StringRef Line = StringRef(Body.substr(At + 2)).ltrim(" \t");
    if (Line.starts_with("if"))
      ++Depth;
    else if (Line.starts_with("endif"))
      --Depth;
    else if (!Line.starts_with("else") && !Line.starts_with("elif"))
      return false;
    if (Depth < 0)
      return false;
  }
  return Depth == 0;
}

/// The bodies that are not wanted: from the brace that opens each up to the one that closes it.
std::vector<std::pair<size_t, size_t>> unwanted(StringRef Text, const std::set<std::string> &Keep) {
  const std::string_view All(Text); // its find() looks for a newline with the library's fast search
  std::vector<std::pair<size_t, size_t>> Out;
  for (size_t Brace = All.find("\n{\n"); Brace != All.npos; Brace = All.find("\n{\n", Brace)) {
    const size_t Begin = Brace + 2, End = All.find("\n}", Begin);
    Brace = Begin;
    if (End == All.npos || !Text.take_front(Begin - 2).rtrim().ends_with(")") ||
        !Text.drop_front(End + 2).starts_with("\n"))
      continue;
    if (!isClosed(All.substr(Begin, End - Begin)) || isKept(headBefore(Text, Begin - 2), Keep))
      continue;
    Out.emplace_back(Begin, End);
    Brace = End;
  }
  return Out;
}

/// Writes blanks over a body, so that each line stays what it is.
void blank(char *Text, std::pair<size_t, size_t> Body) {
  for (char *At = Text + Body.first, *End = Text + Body.second; At < End;) {
    char *const Line = static_cast<char *>(std::memchr(At, '\n', End - At));
    std::memset(At, ' ', (Line ? Line : End) - At);
    At = Line ? Line + 1 : End;
  }
}

/// A file whose text was changed, with the length it had.
class BlankedFile : public vfs::File {
public:
  BlankedFile(vfs::Status Status, std::unique_ptr<MemoryBuffer> Text)
      : Status(std::move(Status)), Text(std::move(Text)) {}
  ErrorOr<vfs::Status> status() override { return Status; }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &, int64_t, bool, bool) override {
    return std::move(Text);
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status Status;
  std::unique_ptr<MemoryBuffer> Text;
};

class BlankingFileSystem : public vfs::ProxyFileSystem {
public:
  BlankingFileSystem(IntrusiveRefCntPtr<vfs::FileSystem> Base, const std::set<std::string> &Keep, Originals &Kept)
      : ProxyFileSystem(std::move(Base)), Keep(Keep), Kept(Kept) {}

  ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &Path) override {
    auto File = ProxyFileSystem::openFileForRead(Path);
    const std::string Name = Path.str();
    if (!File || !StringRef(Name).ends_with(".h"))
      return File;
    auto Status = (*File)->status();
    auto Text = (*File)->getBuffer(Name);
    if (!Status || !Text)
      return File;
    const auto Bodies = unwanted((*Text)->getBuffer(), Keep);
    if (Bodies.empty())
      return std::make_unique<BlankedFile>(*Status, std::move(*Text));
    auto Blanked = WritableMemoryBuffer::getNewUninitMemBuffer((*Text)->getBufferSize(), Name);
    std::memcpy(Blanked->getBufferStart(), (*Text)->getBufferStart(), (*Text)->getBufferSize());
    for (const auto &Body : Bodies)
      blank(Blanked->getBufferStart(), Body);
    Kept[Name] = std::move(*Text);
    return std::make_unique<BlankedFile>(*Status, std::move(Blanked));
  }

private:
  const std::set<std::string> &Keep;
  Originals &Kept;
};

} // namespace

std::string blankBodies(const std::string &Text, const std::set<std::string> &Keep, const std::set<unsigned> &Lines) {
  std::string Out = Text;
  size_t Counted = 0;
  unsigned Line = 1;
  auto lineAt = [&](size_t Offset) {
    Line += std::count(Text.begin() + Counted, Text.begin() + Offset, '\n');
    Counted = Offset;
    return Line;
  };
  for (const auto &Body : unwanted(Text, Keep)) {
    const auto Kept = Lines.empty() ? Lines.end() : Lines.lower_bound(lineAt(Body.first));
    if (Kept == Lines.end() || *Kept > lineAt(Body.second) + 1)
      blank(Out.data(), Body);
  }
  return Out;
}

IntrusiveRefCntPtr<vfs::FileSystem> blankHeaders(IntrusiveRefCntPtr<vfs::FileSystem> Base,
                                                 const std::set<std::string> &Keep, Originals &Kept) {
  return makeIntrusiveRefCnt<BlankingFileSystem>(std::move(Base), Keep, Kept);
}

} // namespace kverdict
