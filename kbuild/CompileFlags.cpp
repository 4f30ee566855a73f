#include "kbuild/CompileFlags.h"

#include "core/Error.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include <utility>

using llvm::StringRef;

namespace kverdict {

namespace {

// The tables of the allow-list. A flag that is in none of them is dropped.

/// Kept with a value, written joined or as the next argument.
constexpr StringRef KeptWithValue[] = {"-D", "-U", "-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros"};

constexpr StringRef Kept[] = {
    // What the language is.
    "-O", "-O0", "-O1", "-O2", "-O3", "-Os", "-Oz", "-Og", "-ansi", "-nostdinc", "-ffreestanding", "-fhosted",
    "-fgnu89-inline", "-fms-extensions", "-fno-ms-extensions", "-fwrapv", "-fno-wrapv", "-fstrict-overflow",
    "-fno-strict-overflow", "-fno-strict-aliasing", "-fno-delete-null-pointer-checks",
    // What its types are.
    "-fshort-wchar", "-fno-short-wchar", "-fshort-enums", "-fno-short-enums", "-funsigned-char", "-fno-unsigned-char",
    "-fsigned-char", "-fno-signed-char", "-funsigned-bitfields", "-fsigned-bitfields",
    // What the machine is, and the macros that tell of it.
    "-m16", "-m32", "-m64", "-mbig-endian", "-mlittle-endian", "-EB", "-EL", "-fpic", "-fPIC", "-fpie", "-fPIE",
    "-fno-pic", "-fno-PIC", "-fno-pie", "-fno-PIE", "-mno-sse", "-mno-sse2", "-mno-mmx", "-mno-avx", "-mno-3dnow",
    "-mno-80387", "-msoft-float", "-mgeneral-regs-only"};

/// Kept with whatever follows in the same argument.
constexpr StringRef KeptPrefixes[] = {"-std=", "-fno-builtin", "-fpack-struct", "-mcmodel="};

/// As KeptPrefixes, but gcc has values for these that clang rejects.
constexpr StringRef KeptOfClang[] = {"-march=", "-mcpu=", "-mabi=", "-fstrict-flex-arrays="};

/// Dropped together with the next argument, which would otherwise be taken for something else.
constexpr StringRef DroppedWithValue[] = {
    // What it writes.
    "-o", "-MF", "-MT", "-MQ", "-MJ", "-dumpbase", "-dumpdir", "-aux-info", "-serialize-diagnostics",
    // What it loads, runs or hands on.
    "-Xclang", "-Xlinker", "-Xassembler", "-Xanalyzer", "-mllvm", "-load", "-plugin", "-wrapper", "-specs", "--config",
    "-include-pch", "-ivfsoverlay", "-resource-dir", "-B",
    // The rest.
    "-x", "--param", "-arch", "-T", "-u", "-z", "-L", "-l", "-e", "-G", "-A", "-isysroot", "--sysroot", "-iprefix",
    "-iwithprefix", "-working-directory"};

/// The kernel's names of architectures and the targets that stand for them.
constexpr std::pair<StringRef, StringRef> ArchTargets[] = {{"x86", "x86_64-linux-gnu"},
                                                           {"arm64", "aarch64-linux-gnu"},
                                                           {"arm", "arm-linux-gnueabi"},
                                                           {"riscv", "riscv64-linux-gnu"},
                                                           {"s390", "s390x-linux-gnu"},
                                                           {"powerpc", "powerpc64le-linux-gnu"},
                                                           {"loongarch", "loongarch64-linux-gnusf"}};

bool startsWithAny(StringRef Flag, llvm::ArrayRef<StringRef> Prefixes) {
  return llvm::any_of(Prefixes, [&](StringRef Prefix) { return Flag.starts_with(Prefix); });
}

/// ccache and the like stand before the compiler.
bool isWrapper(StringRef Word) {
  StringRef Name = llvm::sys::path::filename(Word);
  return Name == "ccache" || Name == "sccache" || Name == "distcc" || Name == "icecc" || Name == "env";
}

/// "gcc", "x86_64-linux-gnu-gcc-12", "clang", "cc".
bool isCompiler(StringRef Word) {
  if (Word.starts_with("-"))
    return false;
  StringRef Name = llvm::sys::path::filename(Word).rtrim("0123456789.").rtrim('-');
  Name = Name.contains('-') && !Name.ends_with("-") ? Name.rsplit('-').second : Name;
  return Name == "gcc" || Name == "clang" || Name == "cc" || Name == "c99" || Name == "c11" || Name == "tcc";
}

bool isShellWord(StringRef Word) {
  static constexpr StringRef Words[] = {"cd", "set", "if", "for", "while", "echo", "export", "true", ":", "eval", "."};
  return llvm::is_contained(Words, Word);
}

bool isAssignment(StringRef Word) { return !Word.starts_with("-") && Word.contains('='); }

/// One walk over a command line.
class FlagFilter {
public:
  FlagFilter(llvm::ArrayRef<std::string> CommandLine, const std::string &Origin) : Rest(CommandLine), Origin(Origin) {}

  std::vector<std::string> run() {
    takeCompiler();
    while (!Rest.empty())
      takeArgument();
    if (Target.empty())
      Target = guessTarget();
    Flags.insert(Flags.begin(), "--target=" + Target);
    Flags.push_back("-w");
    return std::move(Flags);
  }

private:
  [[noreturn]] void fail(const std::string &What) const { throw Error(ExitCode::Usage, Origin + ": " + What); }

  StringRef next() {
    StringRef Word = Rest.front();
    Rest = Rest.drop_front();
    return Word;
  }

  StringRef valueOf(StringRef Flag) {
    if (Rest.empty())
      fail("the compile command ends after '" + Flag.str() + "', which needs a value: build the file again");
    return next();
  }

  /// Before the compiler there may be others that run it, with options and assignments.
  void takeCompiler() {
    llvm::ArrayRef<std::string> Skipped = Rest;
    while (!Skipped.empty() && !isCompiler(Skipped.front()) && !StringRef(Skipped.front()).ends_with(".c"))
      Skipped = Skipped.drop_front();
    if (!Skipped.empty() && isCompiler(Skipped.front()))
      Rest = Skipped;
    while (!Rest.empty() && (isWrapper(Rest.front()) || isAssignment(Rest.front())))
      next();
    if (Rest.empty() || StringRef(Rest.front()).starts_with("-"))
      fail("the compile command does not begin with a compiler: build the file again");
    if (isShellWord(Rest.front()))
      fail("the compile command begins with '" + Rest.front() + "', which is not a compiler: make the file again");
    Compiler = llvm::sys::path::filename(next());
  }

  void takeArgument() {
    StringRef Flag = next();
    if (Flag.starts_with("@"))
      fail("the compile command uses a response file ('" + Flag.str() +
           "'), which kverdict does not read: write its "
           "flags into the command");
    if (!takeTarget(Flag) && !takeDropped(Flag) && !takeWithValue(Flag) && keeps(Flag))
      Flags.push_back(Flag.str());
  }

  bool takeTarget(StringRef Flag) {
    if (Flag == "-target" || Flag == "--target") {
      Target = valueOf(Flag).str();
      return true;
    }
    if (!Flag.consume_front("--target="))
      return false;
    Target = Flag.str();
    return true;
  }

  bool takeDropped(StringRef Flag) {
    if (llvm::is_contained(DroppedWithValue, Flag)) {
      valueOf(Flag);
      return true;
    }
    return Flag.starts_with("-include-pch");
  }

  bool takeWithValue(StringRef Flag) {
    for (StringRef Known : KeptWithValue) {
      StringRef Value = Flag;
      if (!Value.consume_front(Known))
        continue;
      if (Known == "-I" && Value == "-") // ancient gcc: changes the order of the search, takes no value
        return true;
      if (Value.empty())
        Value = valueOf(Flag);
      noteArchitecture(Known, Value);
      Flags.push_back(Known.str());
      Flags.push_back(Value.str());
      return true;
    }
    return false;
  }

  /// Remembers X of `-I./arch/X/include`.
  void noteArchitecture(StringRef Flag, StringRef Value) {
    if (Flag != "-I" || !Architecture.empty())
      return;
    StringRef Path = Value;
    if (!Path.consume_front("./arch/")) {
      if (size_t At = Path.find("/arch/"); At != StringRef::npos)
        Path = Path.drop_front(At + strlen("/arch/"));
      else if (!Path.consume_front("arch/"))
        return;
    }
    auto [Name, Tail] = Path.split('/');
    if (Tail.starts_with("include"))
      Architecture = Name;
  }

  bool keeps(StringRef Flag) const {
    if (llvm::is_contained(Kept, Flag) || startsWithAny(Flag, KeptPrefixes))
      return true;
    return isClang() && startsWithAny(Flag, KeptOfClang);
  }

  bool isClang() const { return Compiler.contains("clang"); }

  std::string guessTarget() const {
    // aarch64-linux-gnu-gcc-12: the prefix is a target if it names an architecture.
    size_t End = Compiler.find("-gcc");
    if (End == StringRef::npos)
      End = Compiler.find("-clang");
    StringRef Prefix = End == StringRef::npos ? StringRef() : Compiler.take_front(End);
    if (llvm::Triple(Prefix).getArch() != llvm::Triple::UnknownArch)
      return Prefix.str();
    for (auto [Name, Known] : ArchTargets)
      if (Name == Architecture)
        return Known.str();
    return llvm::sys::getDefaultTargetTriple();
  }

  llvm::ArrayRef<std::string> Rest;
  const std::string &Origin;
  StringRef Compiler;
  StringRef Architecture; ///< the kernel's name for it
  std::string Target;
  std::vector<std::string> Flags;
};

} // namespace

/// With what is handed to the preprocessor (-Wp,-DX=1 or -Xpreprocessor -DX=1) in its own words. It takes a file behind
/// -MD and -MMD, which are left out.
static std::vector<std::string> handedOn(const std::vector<std::string> &CommandLine) {
  std::vector<std::string> Out;
  bool ForPreprocessor = false;
  for (const std::string &Word : CommandLine) {
    StringRef Parts = Word;
    if (Word == "-Xpreprocessor" && !ForPreprocessor) {
      ForPreprocessor = true;
    } else if (Parts.consume_front("-Wp,")) {
      llvm::SmallVector<StringRef> All;
      Parts.split(All, ',');
      for (StringRef Each : All)
        if (Each.starts_with("-M"))
          break;
        else
          Out.push_back(Each.str());
    } else {
      if (!ForPreprocessor ||
          (!Parts.starts_with("-M") && (Parts.starts_with("-") || (!Out.empty() && Out.back() == "-D"))))
        Out.push_back(Word);
      ForPreprocessor = false;
    }
  }
  return Out;
}

std::vector<std::string> analysisFlags(const std::vector<std::string> &CommandLine, const std::string &Origin) {
  const std::vector<std::string> Words = handedOn(CommandLine);
  return FlagFilter(Words, Origin).run();
}

bool isClang(const std::vector<std::string> &CommandLine) {
  const auto Compiler =
      llvm::find_if_not(CommandLine, [](const std::string &Word) { return isWrapper(Word) || isAssignment(Word); });
  return Compiler != CommandLine.end() && llvm::sys::path::filename(*Compiler).contains("clang");
}

std::string sourceOf(const std::vector<std::string> &CommandLine) {
  for (const std::string &Word : llvm::reverse(CommandLine))
    if (!StringRef(Word).starts_with("-") && StringRef(Word).ends_with(".c"))
      return Word;
  return {};
}

namespace {

/// Splits a line of a shell into commands: quotes, backslashes, and the operators between commands.
class ShellLine {
public:
  explicit ShellLine(StringRef Line) : Rest(Line) {}

  std::vector<std::vector<std::string>> commands() {
    while (!Rest.empty())
      take(next());
    endCommand();
    return std::move(Commands);
  }

private:
  char next() {
    const char Next = Rest.front();
    Rest = Rest.drop_front();
    return Next;
  }

  void take(char Next) {
    if (Next == '\\' && !Rest.empty())
      add(next());
    else if (Next == '\'' || Next == '"')
      takeQuoted(Next);
    else if (Next == ' ' || Next == '\t')
      endWord();
    else if (separates(Next))
      endCommand();
    else
      add(Next);
  }

  /// `2>&1` is no operator between commands, and a bracket only one around commands: `-DF=f(x)` is a word.
  bool separates(char Next) {
    if (Next == '(')
      return !Within && ++Depth;
    if (Next == ')')
      return closes();
    return Next == ';' || Next == '|' || Next == '\n' || (Next == '&' && !StringRef(Word).ends_with(">"));
  }

  bool closes() {
    if (Depth == 0 || StringRef(Word).count('(') > StringRef(Word).count(')'))
      return false;
    --Depth;
    return true;
  }

  void takeQuoted(char Quote) {
    Within = true;
    while (!Rest.empty()) {
      const char Next = next();
      if (Next == Quote)
        return;
      const bool Escape = Quote == '"' && Next == '\\' && !Rest.empty() && StringRef("\"\\$`").contains(Rest.front());
      Word += Escape ? next() : Next;
    }
  }

  void add(char Next) {
    Within = true;
    Word += Next;
  }

  void endWord() {
    if (Within)
      Words.push_back(std::move(Word));
    Word.clear();
    Within = false;
  }

  void endCommand() {
    endWord();
    if (!Words.empty())
      Commands.push_back(std::move(Words));
    Words.clear();
  }

  StringRef Rest;
  std::string Word;
  bool Within = false; ///< a word has begun, perhaps by quotes around nothing
  unsigned Depth = 0;
  std::vector<std::string> Words;
  std::vector<std::vector<std::string>> Commands;
};

/// What `sh -c` is to run; empty if the command is another.
StringRef givenToShell(llvm::ArrayRef<std::string> Words) {
  static constexpr StringRef Shells[] = {"sh", "bash", "dash", "ksh", "zsh"};
  if (Words.empty() || !llvm::is_contained(Shells, llvm::sys::path::filename(Words.front())))
    return {};
  for (size_t I = 1; I + 1 < Words.size() && StringRef(Words[I]).starts_with("-"); ++I)
    if (!StringRef(Words[I]).starts_with("--") && StringRef(Words[I]).ends_with("c"))
      return Words[I + 1];
  return {};
}

std::string joined(StringRef Directory, StringRef More) {
  return Directory.empty() || More.starts_with("/") ? More.str() : (Directory + "/" + More).str();
}

/// Depth: shells within shells.
ShellCommand compilerOf(StringRef Line, unsigned Depth) {
  ShellCommand First;
  std::string Directory;
  for (std::vector<std::string> &Words : ShellLine(Line).commands()) {
    if (Words[0] == "cd" && Words.size() >= 2) {
      Directory = joined(Directory, Words.back());
      continue;
    }
    ShellCommand Here{Directory, Words};
    if (const StringRef Inner = givenToShell(Words); !Inner.empty() && Depth) {
      Here = compilerOf(Inner, Depth - 1);
      Here.Directory = Here.Directory.empty() ? Directory : joined(Directory, Here.Directory);
    }
    if (!sourceOf(Here.Words).empty())
      return Here;
    if (First.Words.empty())
      First = std::move(Here);
  }
  return First;
}

} // namespace

ShellCommand compilerIn(const std::string &Line) { return compilerOf(Line, 3); }

ShellCommand withoutShell(std::vector<std::string> Words) {
  const StringRef Inner = givenToShell(Words);
  return Inner.empty() ? ShellCommand{"", std::move(Words)} : compilerIn(Inner.str());
}

std::vector<std::string> splitCommandLine(const std::string &Line) { return compilerIn(Line).Words; }

} // namespace kverdict
