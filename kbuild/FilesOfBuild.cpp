#include "kbuild/CompileCommands.h"

#include "cache/Reads.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using nlohmann::json;

namespace kverdict {
namespace {

/// What is malformed in it, findCommand() says where it needs it.
void addFromDatabase(const fs::path &Database, std::vector<std::string> &Out) {
  std::ifstream In(Database);
  const json Entries = json::parse(In, nullptr, false);
  for (const json &Each : Entries.is_array() ? Entries : json::array())
    if (Each.is_object() && Each.contains("directory") && Each["directory"].is_string() && Each.contains("file") &&
        Each["file"].is_string())
      Out.push_back((Database.parent_path() / Each["directory"].get<std::string>() / Each["file"].get<std::string>())
                        .lexically_normal()
                        .string());
}

void addFromNotes(const fs::path &Directory, std::vector<std::string> &Out) {
  std::error_code Failed;
  for (fs::recursive_directory_iterator It(Directory, Failed), End; It != End && !Failed; It.increment(Failed)) {
    const std::string Name = It->path().filename().string();
    if (Name.starts_with(".") && Name.ends_with(".o.cmd"))
      Out.push_back((It->path().parent_path() / (Name.substr(1, Name.size() - 7) + ".c")).string());
  }
}

} // namespace

std::vector<std::string> filesOfBuild(const std::string &Tree, const std::string &DatabaseDir) {
  const fs::path Directory = fs::absolute(DatabaseDir.empty() ? Tree : DatabaseDir);
  std::vector<std::string> Out;
  std::error_code Ignored;
  seen::unnoted();
  if (fs::is_regular_file(Directory / "compile_commands.json", Ignored))
    addFromDatabase(Directory / "compile_commands.json", Out);
  else
    addFromNotes(Directory, Out);
  return Out;
}

} // namespace kverdict
