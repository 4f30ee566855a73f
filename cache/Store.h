// Answers kept on disk, by key: a directory that is safe to delete, to share between processes and to fill with
// garbage.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <optional>
#include <string>

namespace kverdict {

/// A directory of the user alone. What it gives back is what was put in under that key, whole, or nothing: each file
/// holds its key and a checksum of both, is written under another name and then renamed. Files that others own or may
/// write, links, and whatever else lies there are passed by.
class Store {
public:
  static constexpr std::uint64_t UsualBound = 256u << 20;

  /// Makes the directory, and those above it, if need be. Nothing if it cannot be used, and then Why says it in a few
  /// words: it belongs to somebody else, others may write there, it is a link.
  static std::optional<Store> open(const std::string &Directory, std::string &Why, std::uint64_t Bound = UsualBound);
  Store(Store &&) noexcept;
  Store &operator=(Store &&) = delete;
  ~Store();

  /// What was put in last under this key (storeKey()). It counts as used now.
  std::optional<std::string> get(const std::string &Key) const;

  /// Keeps a text. If the directory then holds more bytes than its bound, those that were not used for longest go. A
  /// text larger than an eighth of the bound is not kept; nor is one that cannot be written, which is no error, but
  /// gives false.
  bool put(const std::string &Key, llvm::StringRef Text) const;

private:
  Store(int Directory, std::uint64_t Bound) : Directory(Directory), Bound(Bound) {}
  void bound() const;

  int Directory; ///< a descriptor: what the path leads to later is of no concern
  std::uint64_t Bound;
};

/// 64 hexadecimal digits for a text of any length. Nobody can make two texts that have the same.
std::string storeKey(llvm::StringRef);

} // namespace kverdict
