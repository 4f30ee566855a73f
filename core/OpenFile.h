// Opening what the user names, which may be no regular file.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace kverdict {

constexpr int PipeSeconds = 5;

inline bool isNullDevice(const struct stat &Status) { return major(Status.st_rdev) == 1 && minor(Status.st_rdev) == 3; }

// Empty if the descriptor can be read now.
inline std::string whyNotReadable(int File) {
  struct stat Status {};
  if (::fstat(File, &Status))
    return std::strerror(errno);
  if (S_ISDIR(Status.st_mode))
    return "it is a directory";
  if (S_ISBLK(Status.st_mode) || (S_ISCHR(Status.st_mode) && !isNullDevice(Status)))
    return "it is a device";
  if (!S_ISFIFO(Status.st_mode))
    return "";
  pollfd Waits = {File, POLLIN, 0};
  const int Ready = ::poll(&Waits, 1, PipeSeconds * 1000);
  return Ready > 0 ? "" : "it is a pipe to which nobody writes";
}

/// Opens a file for reading. A pipe has to have something to read within a few seconds, so that one to which nobody
/// writes does not hang the program; a device is refused, but for /dev/null. Gives a descriptor, or -1 and the reason.
inline int openForReading(const std::string &Path, std::string &Why) {
  const int File = ::open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (File < 0) {
    Why = std::strerror(errno);
    return -1;
  }
  Why = whyNotReadable(File);
  if (Why.empty()) {
    ::fcntl(File, F_SETFL, ::fcntl(File, F_GETFL) & ~O_NONBLOCK);
    return File;
  }
  ::close(File);
  return -1;
}

/// All that can be read from a descriptor, which is closed. False if it is more than Limit bytes or cannot be read, and
/// then the reason.
inline bool readAll(int File, size_t Limit, std::string &Text, std::string &Why) {
  std::string Buffer(1 << 16, '\0');
  ssize_t Size = 0;
  while (Text.size() <= Limit && (Size = ::read(File, Buffer.data(), Buffer.size())) > 0)
    Text.append(Buffer, 0, Size);
  Why = Size < 0              ? std::strerror(errno)
        : Text.size() > Limit ? "it is larger than " + std::to_string(Limit >> 20) + " MB"
                              : "";
  ::close(File);
  return Why.empty();
}

} // namespace kverdict
