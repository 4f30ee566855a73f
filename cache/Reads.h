// What a run reads of the machine's files, and what it finds there. An answer of an earlier run holds as long as all of
// that is still the same: contents, not times.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// The places that were read, each once.
class Reads {
public:
  enum class Kind : char {
    Text = 'T',   ///< the content of a file
    Source = 'C', ///< the same, and where links lead, and which other names are the same file
    Status = 'S', ///< whether it is a file, a directory, something else or nothing
    Real = 'R',   ///< the path without links
    List = 'L',   ///< the names in a directory
  };

  /// A file by its device and number.
  using Identity = std::pair<std::uint64_t, std::uint64_t>;

  /// Notes what was found at an absolute path. What is noted twice and is not the same was changed meanwhile: nothing
  /// is to be kept then.
  void add(Kind, const std::string &Path, std::string Found, Identity Of = {});
  /// What another process noted.
  void add(const Reads &);
  /// What the run comes to rests on something that is not noted, as how long it took.
  void spoil();
  bool spoiled() const { return Spoiled; }

  /// Whether all of it is found again. Reads all files anew.
  bool hold() const;

  std::string packed() const;
  /// Nothing if the text is none of packed().
  static std::optional<Reads> unpacked(llvm::StringRef);

  Reads() = default;
  Reads(Reads &&) noexcept;

private:
  struct Found {
    std::string What;
    Identity Of;
    std::string First; ///< of a Source: the first path, in their order, that is the same file
  };
  void nameFirst();

  mutable std::mutex Lock;
  std::map<std::pair<std::string, char>, Found> All;
  bool Spoiled = false;
};

/// For as long as it lives, what the functions of `seen` do in this process, on any thread, is noted. There is one at a
/// time; a child process goes on with a copy.
class Recording {
public:
  Recording();
  ~Recording();
  Recording(const Recording &) = delete;
  Reads What;

  /// The one that lives, or null.
  static Recording *now();
};

/// Ways to read that are noted. Where nothing is recorded they do the same. Paths may be relative to the working
/// directory.
namespace seen {

bool isFile(const std::string &Path);      ///< a regular one; links are followed
bool isDirectory(const std::string &Path); ///< links are followed
bool exists(const std::string &Path);

/// A file that was read just now, or could not be.
void text(const std::string &Path, llvm::StringRef Text);
void unreadable(const std::string &Path);
/// A file that Clang reads, with where links lead.
void source(const std::string &Path, llvm::StringRef Text, const std::string &Real, Reads::Identity);
/// What somebody asked for, and was told: 'f', 'd', 'o' or '-', as Status has them.
void status(const std::string &Path, char Found);
/// A path without links, as it was found.
void real(const std::string &Path, const std::string &Found);
/// The names in a directory.
void list(const std::string &Path, std::vector<std::string> Names);
/// Something that cannot be noted.
void unnoted();

} // namespace seen
} // namespace kverdict
