#include "input/patch/FileNames.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "input/tree/TreePath.h"

#include <regex>

namespace kverdict {

// diff puts a time behind a tab, which some mailers make a space.
static bool takeTime(llvm::StringRef &Name, std::string &Time) {
  static const std::regex Stamp(
      R"([ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?( [-+][0-9]{2}:?[0-9]{2})?)$)");
  static constexpr size_t Longest = 60;
  const std::string Tail = Name.take_back(Longest).str();
  std::smatch Found;
  if (!std::regex_search(Tail, Found, Stamp))
    return false;
  Time = Found[1];
  Name = Name.drop_back(Found[0].length());
  return true;
}

// The beginning of 1970 in any time zone.
static bool isEpoch(llvm::StringRef Time) { return Time.starts_with("1970-01-01 ") || Time.starts_with("1969-12-31 "); }

static std::string withoutPrefix(const std::string &Name, const SourcePlace &At) {
  const size_t Slash = Name.find('/');
  if (Slash == 0 || Slash == std::string::npos)
    throw Error(ExitCode::Incomplete, shown(At) + ": the path '" + visible(Name) +
                                          "' does not begin with a/ or b/, or another directory that git takes off; "
                                          "make the patch with git format-patch, without diff.noprefix");
  return Name.substr(Slash + 1);
}

FileName readFileName(llvm::StringRef Text, const SourcePlace &At, bool Plain) {
  Text = Text.rtrim('\r');
  FileName Made;
  std::string Time;
  if (!Text.starts_with("\"") && takeTime(Text, Time))
    Made.Epoch = isEpoch(Time);
  Made.Name = unquoted(Text.split('\t').first.str(), At);
  if (llvm::StringRef(Made.Name).rtrim() == "/dev/null")
    return {};
  Made.Path = Plain ? Made.Name : withoutPrefix(Made.Name, At);
  checkTreePath(Made.Path, At);
  return Made;
}

bool isPlainName(llvm::StringRef Text) {
  std::string Time;
  Text = Text.rtrim('\r');
  takeTime(Text, Time);
  return !Text.split('\t').first.contains('/');
}

// Where the first name ends cannot be seen if it has spaces: both are the same but for the prefix.
static size_t endOfFirst(llvm::StringRef Names) {
  static constexpr size_t Most = 1 << 14; // no system has longer paths
  if (Names.size() > Most)
    return Names.npos;
  auto tail = [](llvm::StringRef Name) { return Name.contains('/') ? Name.split('/').second : llvm::StringRef(); };
  for (size_t At = Names.find(' '); At != Names.npos; At = Names.find(' ', At + 1)) {
    const llvm::StringRef First = tail(Names.take_front(At));
    if (!First.empty() && First == tail(Names.drop_front(At + 1)))
      return At;
  }
  return Names.npos;
}

std::pair<FileName, FileName> readGitNames(llvm::StringRef Text, const SourcePlace &At) {
  Text = Text.rtrim('\r');
  size_t End = Text.starts_with("\"") ? Text.find("\" ") : endOfFirst(Text);
  if (End == Text.npos)
    return {};
  End += Text.starts_with("\"");
  return {readFileName(Text.take_front(End), At), readFileName(Text.drop_front(End + 1), At)};
}

std::string readPath(llvm::StringRef Text, const SourcePlace &At) {
  std::string Path = unquoted(Text.rtrim('\r').str(), At);
  checkTreePath(Path, At);
  return Path;
}

} // namespace kverdict
