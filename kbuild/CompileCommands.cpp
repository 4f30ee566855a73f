#include "kbuild/CompileCommands.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "kbuild/BringHere.h"
#include "kbuild/CompileFlags.h"

#include <llvm/ADT/StringRef.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace fs = std::filesystem;
using nlohmann::json;

namespace kverdict {

namespace {

constexpr std::uintmax_t MaxDatabaseSize = 512u << 20;
constexpr std::uintmax_t MaxCmdSize = 16u << 20;

/// What is looked for, and how strictly.
struct Query {
  fs::path File;               ///< as given, absolute
  fs::path Real;               ///< without symbolic links, as far as it exists
  fs::path InTree;             ///< the path below the root of its kernel tree; empty if that is not known
  bool AnyCopy = false;        ///< a command for the same place in another copy of the tree will do
  bool AsThere = false;        ///< then the file is to be compiled in the place of that copy
  std::string *Note = nullptr; ///< gets what was chosen of several commands
};

[[noreturn]] void malformed(const std::string &Where, const std::string &What) {
  throw Error(ExitCode::Usage, Where + ": " + What);
}

/// What weakly_canonical() asks of the disk.
void noteReal(fs::path Path) {
  std::error_code Ignored;
  for (; Path.has_relative_path() && !seen::exists(Path.string()); Path = Path.parent_path())
    ;
  seen::real(Path.string(), fs::canonical(Path, Ignored).string());
}

fs::path real(const fs::path &Path) {
  std::error_code Ignored;
  if (Recording::now())
    noteReal(Path);
  fs::path Out = fs::weakly_canonical(Path, Ignored);
  return Ignored ? Path.lexically_normal() : Out;
}

bool isFile(const fs::path &Path) { return seen::isFile(Path.string()); }

std::string readFile(const fs::path &Path, std::uintmax_t Limit) {
  std::error_code Failed;
  if (fs::file_size(Path, Failed) > Limit && !Failed)
    malformed(Path.string(), "is larger than " + std::to_string(Limit >> 20) + " MB; name another with -p");
  std::ifstream In(Path, std::ios::binary);
  std::ostringstream Text;
  Text << In.rdbuf();
  if (!In)
    throw Error(ExitCode::Incomplete, Path.string() + ": cannot be read; check its permissions");
  seen::text(Path.string(), Text.str());
  return Text.str();
}

/// Whether `mm/memory.c` is how Path ends.
bool endsWith(const fs::path &Path, const fs::path &Tail) {
  auto P = Path.end();
  for (auto T = Tail.end(); T != Tail.begin();)
    if (P == Path.begin() || *--P != *--T)
      return false;
  return true;
}

/// Whether Path, relative to the root of some copy of the tree, is the place of the file.
bool isCopy(const Query &Q, const fs::path &Path) {
  if (!Q.AnyCopy || Path.empty() || *Path.begin() == "..")
    return false;
  return Q.InTree.empty() ? endsWith(Q.File, Path) : Q.InTree == Path;
}

CompileCommand makeCommand(const Query &Q, const fs::path &Directory, const std::vector<std::string> &CommandLine,
                           const std::string &Origin) {
  return {Q.File.string(), real(Directory).string(), analysisFlags(CommandLine, Origin), "", !isClang(CommandLine)};
}

/// The path without its last part, which is another path: "/src" for "/src/mm/memory.c" and "mm/memory.c".
fs::path without(fs::path Path, const fs::path &Tail) {
  for (auto Depth = std::distance(Tail.begin(), Tail.end()); Depth > 0; --Depth)
    Path = Path.parent_path();
  return Path;
}

/// The command of another copy of the file. What that includes from its own directory may be there alone.
CompileCommand makeCopyCommand(const Query &Q, const fs::path &Directory, const std::vector<std::string> &CommandLine,
                               const std::string &Origin, const fs::path &Source) {
  CompileCommand Made = makeCommand(Q, Directory, CommandLine, Origin);
  if (Q.AsThere) {
    Made.File = real(Source).string();
    Made.Root = without(Made.File, Q.InTree).string();
    return Made;
  }
  Made.Arguments.insert(Made.Arguments.end(), {"-iquote", real(Source).parent_path().string()});
  return Made;
}

//===- compile_commands.json ----------------------------------------------------------------------------------===//

/// One entry of the database, checked.
struct Entry {
  fs::path Directory;
  fs::path Source; ///< absolute
  const json *Command;
};

std::string stringMember(const json &Object, const char *Key, const std::string &Where) {
  auto Found = Object.find(Key);
  if (Found == Object.end() || !Found->is_string())
    malformed(Where, std::string("has no string \"") + Key +
                         "\": make the file again with "
                         "scripts/clang-tools/gen_compile_commands.py");
  return Found->get<std::string>();
}

Entry readEntry(const json &Object, const fs::path &Database, const std::string &Where) {
  if (!Object.is_object())
    malformed(Where, "is not an object: make the file again with scripts/clang-tools/gen_compile_commands.py");
  fs::path Directory = Database.parent_path() / stringMember(Object, "directory", Where);
  return {Directory, (Directory / stringMember(Object, "file", Where)).lexically_normal(), &Object};
}

ShellCommand entryCommand(const json &Object, const std::string &Where) {
  auto Arguments = Object.find("arguments");
  if (Arguments == Object.end())
    return compilerIn(stringMember(Object, "command", Where));
  std::vector<std::string> Words;
  if (Arguments->is_array())
    for (const json &Word : *Arguments)
      if (Word.is_string())
        Words.push_back(Word.get<std::string>());
  if (!Arguments->is_array() || Words.size() != Arguments->size())
    malformed(Where, "\"arguments\" is not a list of strings: make the file again");
  return withoutShell(std::move(Words));
}

/// Where the compiler runs.
fs::path directoryOf(const Entry &E, const ShellCommand &Command) {
  return Command.Directory.empty() ? E.Directory : E.Directory / Command.Directory;
}

json parseDatabase(const fs::path &Database, const std::string &Text) {
  try {
    json Parsed = json::parse(Text);
    if (Parsed.is_array())
      return Parsed;
  } catch (const json::parse_error &E) {
    auto Line = 1 + std::count(Text.begin(), Text.begin() + std::min(E.byte, Text.size()), '\n');
    malformed(Database.string() + ":" + std::to_string(Line),
              "is not valid JSON: make the file again with scripts/clang-tools/gen_compile_commands.py");
  } catch (const json::exception &) { // a number without end
    malformed(Database.string(), "is not valid JSON: make the file again with "
                                 "scripts/clang-tools/gen_compile_commands.py");
  }
  malformed(Database.string(), "is not a list of compile commands: make the file again with "
                               "scripts/clang-tools/gen_compile_commands.py");
}

/// The path of an entry's source in its tree: below the directory of the build, or (a build in a directory of its own)
/// below the root of the kernel.
fs::path placeOf(const Entry &E) {
  fs::path Place = E.Source.lexically_relative(E.Directory.lexically_normal());
  if (!Place.empty() && *Place.begin() == "..")
    if (std::string Root = kernelRoot(E.Source.string()); !Root.empty())
      Place = E.Source.lexically_relative(Root);
  return Place;
}

/// An entry that names the file, with its command.
struct Own {
  Entry Of;
  ShellCommand Command;
  std::string Where;

  /// The object that it makes; empty if it does not say.
  std::string output() const {
    if (auto Named = Of.Command->find("output"); Named != Of.Command->end() && Named->is_string())
      return Named->get<std::string>();
    const auto At = std::find(Command.Words.begin(), Command.Words.end(), "-o");
    return At != Command.Words.end() && At + 1 != Command.Words.end() ? At[1] : "";
  }
};

/// Whether what the command needs is there: its directory, and the files that it includes from the command line.
bool mayRun(const Own &Each) {
  const fs::path Directory = directoryOf(Each.Of, Each.Command);
  if (!seen::isDirectory(Directory.lexically_normal().string()))
    return false;
  const std::vector<std::string> &Words = Each.Command.Words;
  for (size_t I = 0; I + 1 < Words.size(); ++I)
    if ((Words[I] == "-include" || Words[I] == "-imacros") && !isFile((Directory / Words[I + 1]).lexically_normal()))
      return false;
  return true;
}

/// Of several commands for one file the one that builds: what it needs is there, and it has made its object. Of these,
/// the one that makes the file's own object: x.o of x.c, in its own directory before others. The kernel compiles some
/// files a second time for its boot loader or a tool.
size_t ownObject(const std::vector<Own> &All) {
  if (All.size() == 1)
    return 0;
  auto rank = [](const Own &Each) {
    const fs::path Output = (directoryOf(Each.Of, Each.Command) / Each.output()).lexically_normal();
    const bool Name = Output.filename() == fs::path(Each.Of.Source).replace_extension(".o").filename();
    const bool Built = !Each.output().empty() && isFile(Output);
    return 8 * mayRun(Each) + 4 * Built + 2 * Name + (Output.parent_path() == Each.Of.Source.parent_path());
  };
  size_t Best = 0;
  for (size_t I = 1; I < All.size(); ++I)
    if (rank(All[I]) > rank(All[Best]))
      Best = I;
  return Best;
}

/// What speaks for one of several beside the name of its object; empty if that alone does.
std::string whyThat(const std::vector<Own> &All, const Own &One) {
  const auto lacks = [&](auto Has) { return Has(One) && !std::all_of(All.begin(), All.end(), Has); };
  if (lacks(mayRun))
    return ": of the others the directory, or a file of -include, is not there";
  const auto built = [](const Own &Each) {
    return !Each.output().empty() && isFile((directoryOf(Each.Of, Each.Command) / Each.output()).lexically_normal());
  };
  return lacks(built) ? ", which was built" : "";
}

CompileCommand chosen(const Query &Q, const std::vector<Own> &All, const fs::path &Database) {
  const Own &One = All[ownObject(All)];
  CompileCommand Made = makeCommand(Q, directoryOf(One.Of, One.Command), One.Command.Words, One.Where);
  const bool Differs = std::any_of(All.begin(), All.end(), [&](const Own &Each) {
    return Each.Command.Words != One.Command.Words && analysisFlags(Each.Command.Words, Each.Where) != Made.Arguments;
  });
  if (Differs && Q.Note)
    *Q.Note = Q.File.filename().string() + " has " + std::to_string(All.size()) + " different entries in " +
              Database.string() + "; that for " + (One.output().empty() ? "no named object" : One.output()) +
              " was taken" + whyThat(All, One);
  return Made;
}

std::optional<CompileCommand> fromDatabase(const Query &Q, const fs::path &Database) {
  std::string Text = readFile(Database, MaxDatabaseSize);
  json Parsed = parseDatabase(Database, Text);
  std::optional<CompileCommand> Copy, AnyPlace;
  unsigned Places = 0;
  std::vector<Own> Named;
  for (size_t I = 0; I < Parsed.size(); ++I) {
    std::string Where = Database.string() + ": entry " + std::to_string(I + 1);
    Entry E = readEntry(Parsed[I], Database, Where);
    if (E.Source.filename() != Q.File.filename())
      continue;
    if (E.Source == Q.File || real(E.Source) == Q.Real)
      Named.push_back({E, entryCommand(*E.Command, Where), Where});
    if (!Q.AnyCopy || Copy || !Named.empty())
      continue;
    const ShellCommand Command = entryCommand(*E.Command, Where);
    if (isCopy(Q, placeOf(E)))
      Copy = makeCopyCommand(Q, directoryOf(E, Command), Command.Words, Where, E.Source);
    else if (Q.AsThere && endsWith(E.Source, Q.InTree) && ++Places == 1)
      AnyPlace = makeCopyCommand(Q, directoryOf(E, Command), Command.Words, Where, E.Source);
  }
  if (!Named.empty())
    return chosen(Q, Named, Database);
  return Copy || Places != 1 ? Copy : AnyPlace;
}

//===- compile_flags.txt --------------------------------------------------------------------------------------===//

std::optional<CompileCommand> fromFlagsFile(const Query &Q, const fs::path &FlagsFile) {
  std::istringstream Lines(readFile(FlagsFile, MaxCmdSize));
  std::vector<std::string> Words = {"clang"};
  for (std::string Line; std::getline(Lines, Line);)
    if (llvm::StringRef Flag = llvm::StringRef(Line).trim(); !Flag.empty())
      Words.push_back(Flag.str());
  return makeCommand(Q, FlagsFile.parent_path(), Words, FlagsFile.string());
}

//===- .NAME.o.cmd --------------------------------------------------------------------------------------------===//

std::string replaced(std::string Text, const std::string &What, const std::string &By) {
  for (size_t At = 0; (At = Text.find(What, At)) != std::string::npos; At += By.size())
    Text.replace(At, What.size(), By);
  return Text;
}

/// Kbuild writes the command as a variable of make: `#` and `$` are escaped.
std::string unescapeMake(const std::string &Text) {
  return replaced(replaced(replaced(Text, "$(pound)", "#"), "\\#", "#"), "$$", "$");
}

/// The first line of a .cmd file: `cmd_mm/memory.o := gcc ...`, `savedcmd_...` in newer kernels.
struct CmdLine {
  fs::path Target;
  std::vector<std::string> Words;
};

CmdLine readCmdFile(const fs::path &CmdFile) {
  std::string Text = readFile(CmdFile, MaxCmdSize);
  llvm::StringRef Line = llvm::StringRef(Text).take_until([](char C) { return C == '\n'; });
  auto [Name, Command] = Line.split(" := ");
  if (!Name.consume_front("savedcmd_") && !Name.consume_front("cmd_"))
    malformed(CmdFile.string() + ":1", "does not begin with 'savedcmd_TARGET :=' or 'cmd_TARGET :=': remove it and "
                                       "build the object again");
  std::vector<std::string> Words = splitCommandLine(unescapeMake(Command.str()));
  if (sourceOf(Words).empty())
    malformed(CmdFile.string() + ":1", "names no C file: remove it and build the object again");
  return {Name.str(), Words};
}

/// The directory in which kbuild ran: the .cmd file's, without the directories of the target.
fs::path objectTree(const fs::path &CmdFile, const fs::path &Target) {
  if (Target.is_absolute() || !endsWith(CmdFile.parent_path() / Target.filename(), Target))
    malformed(CmdFile.string() + ":1", "does not tell the directory of the build (its target is '" + Target.string() +
                                           "'): make a compile_commands.json with "
                                           "scripts/clang-tools/gen_compile_commands.py");
  fs::path Tree = CmdFile.parent_path();
  for (auto Depth = std::distance(Target.begin(), Target.end()); Depth > 1; --Depth)
    Tree = Tree.parent_path();
  return Tree;
}

std::optional<CompileCommand> fromCmdFile(const Query &Q, const fs::path &CmdFile) {
  if (!isFile(CmdFile))
    return std::nullopt;
  CmdLine Line = readCmdFile(CmdFile);
  fs::path Tree = objectTree(CmdFile, Line.Target);
  fs::path Source = Tree / sourceOf(Line.Words);
  if (real(Source) == Q.Real)
    return makeCommand(Q, Tree, Line.Words, CmdFile.string() + ":1");
  if (!isCopy(Q, fs::path(Line.Target).replace_extension(".c")))
    return std::nullopt;
  return makeCopyCommand(Q, Tree, Line.Words, CmdFile.string() + ":1", Source);
}

fs::path cmdName(const fs::path &File) { return "." + File.stem().string() + ".o.cmd"; }

/// Looks in an object tree for the file's .cmd, whatever the source tree above it is called.
std::optional<CompileCommand> fromObjectTree(const Query &Q, const fs::path &Tree) {
  for (fs::path Dir = Q.File.parent_path(), Below; Dir.has_relative_path(); Dir = Dir.parent_path()) {
    if (auto Found = fromCmdFile(Q, Tree / Below / cmdName(Q.File)))
      return Found;
    Below = Below.empty() ? Dir.filename() : Dir.filename() / Below;
  }
  return std::nullopt;
}

//===- The search ---------------------------------------------------------------------------------------------===//

using Reader = std::optional<CompileCommand> (*)(const Query &, const fs::path &);

std::optional<CompileCommand> ifThere(const Query &Q, const fs::path &File, Reader Read) {
  return isFile(File) ? Read(Q, File) : std::nullopt;
}

std::optional<CompileCommand> fromDirectory(const Query &Q, const fs::path &Dir) {
  auto Found = ifThere(Q, Dir / "compile_commands.json", fromDatabase);
  return Found ? Found : ifThere(Q, Dir / "compile_flags.txt", fromFlagsFile);
}

fs::path inTree(const std::string &File) {
  std::string Root = kernelRoot(File);
  return Root.empty() ? fs::path() : fs::path(File).lexically_normal().lexically_relative(Root);
}

/// Looks in the file's directory and those above it, up to Last if it is one of them.
std::optional<CompileCommand> searchUpwards(const Query &Q, const char *Name, Reader Read, const fs::path &Last) {
  for (fs::path Dir = Q.File.parent_path();; Dir = Dir.parent_path()) {
    if (auto Found = ifThere(Q, Dir / Name, Read))
      return Found;
    if (!Dir.has_relative_path() || Dir == Last)
      return std::nullopt;
  }
}

/// A database and a .cmd file name the file; compile_flags.txt is for whatever is below it, and what lies above a
/// kernel knows nothing of it.
std::optional<CompileCommand> searchUnnamed(const Query &Q) {
  if (auto Found = searchUpwards(Q, "compile_commands.json", fromDatabase, ""))
    return Found;
  if (auto Found = fromCmdFile(Q, Q.File.parent_path() / cmdName(Q.File)))
    return Found;
  return searchUpwards(Q, "compile_flags.txt", fromFlagsFile, kernelRoot(Q.File.string()));
}

std::optional<CompileCommand> searchNamed(Query Q, const fs::path &Dir) {
  for (bool AnyCopy : {false, true}) {
    Q.AnyCopy = AnyCopy;
    if (auto Found = fromDirectory(Q, Dir))
      return Found;
    if (auto Found = fromObjectTree(Q, Dir))
      return Found;
  }
  return std::nullopt;
}

std::string howToGetOne(const fs::path &File, const fs::path &Tree) {
  fs::path Object = File.lexically_relative(Tree).replace_extension(".o");
  if (looksLikeUnpreparedKernel(Tree))
    return Tree.string() + " is a kernel tree that is not configured: run 'make defconfig && make prepare && make " +
           Object.string() + "' there, or name its build directory with -p";
  return "run 'make " + Object.string() + "' in " + Tree.string() +
         " (or, for all that is built, scripts/clang-tools/gen_compile_commands.py), or name the build directory "
         "with -p";
}

[[noreturn]] void notFound(const Query &Q, const std::string &DatabaseDir) {
  std::string Looked = DatabaseDir.empty() ? "compile_commands.json in its directory and above, " +
                                                 cmdName(Q.File).string() + " beside it"
                                           : "compile_commands.json and .o.cmd files in " + DatabaseDir;
  std::string Tree = kernelRoot(Q.File.string());
  std::string Advice =
      Tree.empty() ? "make a compile_commands.json for it, and name its directory with -p" : howToGetOne(Q.File, Tree);
  throw Error(ExitCode::Incomplete, Q.File.string() + ": no compile command (looked for: " + Looked + "); " + Advice);
}

} // namespace

namespace {

std::optional<CompileCommand> search(const Query &Q, const std::string &DatabaseDir) {
  if (DatabaseDir.empty())
    return searchUnnamed(Q);
  if (!seen::isDirectory(DatabaseDir))
    throw Error(ExitCode::Usage, DatabaseDir + ": is not a directory; -p takes the directory of compile_commands.json "
                                               "or the object tree of a kernel build");
  return searchNamed(Q, fs::absolute(DatabaseDir).lexically_normal());
}

[[noreturn]] void notFoundInBare(const std::string &Path) {
  throw Error(ExitCode::Incomplete,
              Path +
                  ": a bare repository has no compile commands; name with -p a kernel tree that was built: 'make "
                  "defconfig && make prepare && make " +
                  fs::path(Path).replace_extension(".o").string() + "' there");
}

} // namespace

CompileCommand findCommand(const std::string &File, const std::string &DatabaseDir, std::string *Note) {
  fs::path Absolute = fs::absolute(File).lexically_normal();
  Query Q{Absolute, real(Absolute), inTree(Absolute.string()), false, false, Note};
  std::optional<CompileCommand> Found = search(Q, DatabaseDir);
  if (!Found)
    notFound(Q, DatabaseDir);
  return *Found;
}

TreeCommand findTreeCommand(const std::string &TreeRoot, const std::string &Path, const std::string &DatabaseDir) {
  fs::path Absolute = fs::path(TreeRoot.empty() ? "/" : TreeRoot) / Path;
  std::string Note;
  Query Q{Absolute, real(Absolute), Path, false, true, &Note};
  if (TreeRoot.empty() && DatabaseDir.empty())
    notFoundInBare(Path);
  std::optional<CompileCommand> Found = search(Q, DatabaseDir);
  if (!Found)
    notFound(Q, DatabaseDir);
  TreeCommand Made{std::move(*Found), Note};
  if (Made.Command.Root.empty())
    Made.Command.Root = TreeRoot;
  else
    Made.Note +=
        (Note.empty() ? "" : "; ") + bringHere(Made.Command, TreeRoot, Path, real(fs::absolute(DatabaseDir)).string());
  return Made;
}

std::string kernelRoot(const std::string &Path) {
  for (fs::path Dir = fs::path(Path).lexically_normal(); Dir.has_relative_path(); Dir = Dir.parent_path())
    if (isFile(Dir / "Kbuild") && isFile(Dir / "Kconfig") && isFile(Dir / "scripts" / "Kbuild.include"))
      return Dir.string();
  return {};
}

bool looksLikeUnpreparedKernel(const std::string &Tree) {
  return fs::path(kernelRoot(Tree)) == fs::path(Tree) && !Tree.empty() &&
         !isFile(fs::path(Tree) / "include" / "generated" / "autoconf.h");
}

} // namespace kverdict
