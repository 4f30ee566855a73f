#include "input/tree/TreePath.h"

#include "core/Error.h"
#include "core/Visible.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

namespace kverdict {

std::string shown(const SourcePlace &At) { return visible(At.File) + ":" + std::to_string(At.Line); }

// git refuses these names for good reasons: file systems may fold case and drop dots and spaces at the end.
static bool looksLikeDotGit(llvm::StringRef Component) {
  return Component.rtrim(". ").equals_insensitive(".git") || Component.starts_with_insensitive("git~");
}

bool isTreePath(const std::string &Name) {
  const llvm::StringRef Path = Name;
  if (Path.empty() || Path.contains('\0'))
    return false;
  llvm::SmallVector<llvm::StringRef, 8> Components;
  Path.split(Components, '/');
  return llvm::none_of(Components, [](llvm::StringRef Component) {
    return Component.empty() || Component == "." || Component == ".." || looksLikeDotGit(Component);
  });
}

void checkTreePath(const std::string &Path, const SourcePlace &At) {
  if (!isTreePath(Path))
    throw Error(ExitCode::Incomplete, shown(At) + ": the patch names '" + visible(Path) +
                                          "', which is not a path inside a source tree; do not apply this patch");
}

static char simpleEscape(char Letter) {
  switch (Letter) {
  case 'a':
    return '\a';
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  case 'v':
    return '\v';
  case '"':
  case '\\':
    return Letter;
  default:
    return 0;
  }
}

// Takes what follows a backslash from the front of Rest; false if that is no escape.
static bool takeEscape(llvm::StringRef &Rest, std::string &Into) {
  unsigned Octal = 0;
  if (Rest.size() >= 3 && !Rest.take_front(3).getAsInteger(8, Octal) && Octal < 256) {
    Into += static_cast<char>(Octal);
    Rest = Rest.drop_front(3);
    return true;
  }
  char Plain = Rest.empty() ? 0 : simpleEscape(Rest.front());
  if (!Plain)
    return false;
  Into += Plain;
  Rest = Rest.drop_front();
  return true;
}

std::string unquoted(const std::string &Name, const SourcePlace &At) {
  llvm::StringRef Rest = Name;
  if (!Rest.consume_front("\""))
    return Name;
  std::string Plain;
  while (!Rest.empty() && Rest.front() != '"') {
    char Next = Rest.front();
    Rest = Rest.drop_front();
    if (Next != '\\')
      Plain += Next;
    else if (!takeEscape(Rest, Plain))
      break;
  }
  if (Rest != "\"")
    throw Error(ExitCode::Incomplete, shown(At) + ": the file name " + visible(Name) +
                                          " is quoted in a way that git never writes; get the patch again");
  return Plain;
}

} // namespace kverdict
