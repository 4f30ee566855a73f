// Who is at work on a shard.
#pragma once

#include <string>

namespace kverdict {

/// Holds a shard for this process, on whatever machine that shares the directory, and for the children that it makes.
/// When all of them have ended, however they did, it is free again.
class Claim {
public:
  /// Waits until nobody else holds the shard. File is one for all shards of a sweep. Throws Error if it cannot be
  /// locked.
  Claim(const std::string &File, unsigned Shard);
  ~Claim();
  Claim(const Claim &) = delete;
  Claim &operator=(const Claim &) = delete;

private:
  int Descriptor = -1;
};

} // namespace kverdict
