#include "input/mail/Unpack.h"

#include "core/Error.h"
#include "core/OpenFile.h"
#include "core/Visible.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace kverdict {

// A month of the busiest list is a few hundred megabytes.
static constexpr std::uint64_t MaxSize = 2ULL << 30;

std::string inputName(const std::string &Input) { return Input == "-" ? "stdin" : Input; }

[[noreturn]] static void refuse(const std::string &Input, const std::string &What) {
  throw Error(ExitCode::Incomplete, visible(inputName(Input)) + What);
}

static int openInput(const std::string &Input) {
  std::string Why = "there is no standard input";
  int File = Input == "-" ? ::dup(STDIN_FILENO) : openForReading(Input, Why);
  if (File < 0)
    refuse(Input, ": cannot read it: " + Why + "; give a patch or a mailbox");
  return File;
}

static void refuseOtherPackers(const std::string &Input, llvm::StringRef Begin) {
  for (auto [Magic, Name] : {std::pair<llvm::StringRef, const char *>{"\xfd"
                                                                      "7zXZ",
                                                                      "xz"},
                             {"BZh", "bzip2"},
                             {"\x28\xb5\x2f\xfd", "zstd"},
                             {"PK\x03\x04", "zip"}})
    if (Begin.starts_with(Magic))
      refuse(Input, std::string(":1: compressed with ") + Name + "; unpack it first (kverdict reads gzip alone)");
}

// zlib passes on what is not compressed as it is.
static void copy(const std::string &Input, const std::string &To) {
  std::unique_ptr<gzFile_s, int (*)(gzFile)> From(::gzdopen(openInput(Input), "rb"), ::gzclose);
  std::error_code Bad;
  llvm::raw_fd_ostream Out(To, Bad);
  std::string Buffer(1 << 20, '\0');
  int Size = 0;
  std::uint64_t All = 0;
  while (From && !Bad && (Size = ::gzread(From.get(), Buffer.data(), Buffer.size())) > 0) {
    if (All == 0)
      refuseOtherPackers(Input, llvm::StringRef(Buffer).take_front(Size));
    if ((All += Size) > MaxSize)
      refuse(Input, ":1: larger than 2 GB; give only the mails of a few series");
    Out << llvm::StringRef(Buffer).take_front(Size);
  }
  int Code = Z_OK;
  const char *Says = From ? ::gzerror(From.get(), &Code) : "out of memory";
  if (Size < 0 || !From || Code == Z_BUF_ERROR)
    refuse(Input, std::string(":1: cannot unpack it: ") + (Code == Z_ERRNO ? std::strerror(errno) : Says) +
                      "; the file is damaged or cut, get it again");
  Out.close();
  if (Bad || Out.has_error()) {
    Bad = Out.error() ? Out.error() : Bad;
    Out.clear_error();
    refuse(To, ": cannot write it: " + Bad.message() + "; set TMPDIR to a directory with more room");
  }
}

static std::string beginOf(const std::string &Input) {
  int File = openInput(Input);
  char Begin[8] = {};
  ssize_t Size = ::read(File, Begin, sizeof Begin);
  int Failed = errno;
  ::close(File);
  if (Size < 0)
    refuse(Input, ": cannot read it: " + std::string(std::strerror(Failed)) + "; give a patch or a mailbox");
  return {Begin, static_cast<size_t>(Size)};
}

std::string unpacked(const std::string &Input, const std::string &Scratch) {
  if (Input != "-" && llvm::sys::fs::is_regular_file(Input)) {
    std::string Begin = beginOf(Input);
    refuseOtherPackers(Input, Begin);
    std::uint64_t Size = 0;
    if (llvm::sys::fs::file_size(Input, Size) || Size > MaxSize)
      refuse(Input, ":1: larger than 2 GB; give only the mails of a few series");
    if (!llvm::StringRef(Begin).starts_with("\x1f\x8b")) {
      llvm::SmallString<256> Full(Input);
      llvm::sys::fs::make_absolute(Full);
      return Full.str().str();
    }
  }
  copy(Input, Scratch);
  return Scratch;
}

} // namespace kverdict
