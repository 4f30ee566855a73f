#include "sweep/Claim.h"

#include "core/Error.h"
#include "core/Visible.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace kverdict {

// A lock of one byte, of the open file and not of the process: it goes when the last child that has the file open ends.
Claim::Claim(const std::string &File, unsigned Shard) {
  Descriptor = ::open(File.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  struct flock Byte = {};
  Byte.l_type = F_WRLCK;
  Byte.l_whence = SEEK_SET;
  Byte.l_start = Shard;
  Byte.l_len = 1;
  int Failed = Descriptor < 0;
  while (!Failed && (Failed = ::fcntl(Descriptor, F_OFD_SETLKW, &Byte)) && errno == EINTR)
    Failed = 0;
  if (Failed)
    throw Error(ExitCode::Incomplete, visible(File) + ": cannot be locked: " + std::strerror(errno));
}

Claim::~Claim() { ::close(Descriptor); }

} // namespace kverdict
