#include "kbuild/CompileFlags.h"

#include "core/Error.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Allocator.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/StringSaver.h>
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
    "-Xclang", "-Xlinker", "-Xassembler", "-Xpreprocessor", "-Xanalyzer", "-mllvm", "-load", "-plugin", "-wrapper",
    "-specs", "--config", "-include-pch", "-ivfsoverlay", "-resource-dir", "-B",
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

  void takeCompiler() {
    while (!Rest.empty() && (isWrapper(Rest.front()) || isAssignment(Rest.front())))
      next();
    if (Rest.empty() || StringRef(Rest.front()).starts_with("-"))
      fail("the compile command does not begin with a compiler: build the file again");
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

std::vector<std::string> analysisFlags(const std::vector<std::string> &CommandLine, const std::string &Origin) {
  return FlagFilter(CommandLine, Origin).run();
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

std::vector<std::string> splitCommandLine(const std::string &Line) {
  llvm::BumpPtrAllocator Memory;
  llvm::StringSaver Saver(Memory);
  llvm::SmallVector<const char *> Words;
  llvm::cl::TokenizeGNUCommandLine(Line, Saver, Words);
  std::vector<std::string> Out;
  for (StringRef Word : Words) {
    if (Word == ";" || Word == "&&" || Word == "|" || Word == "||")
      break;
    bool Last = Word.consume_back(";");
    Out.push_back(Word.str());
    if (Last)
      break;
  }
  return Out;
}

} // namespace kverdict
