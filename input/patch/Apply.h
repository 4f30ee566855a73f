// Applying patches to a tree without touching it.
#pragma once

#include "input/patch/Patch.h"
#include "input/tree/Tree.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// Applies patches, each on top of the ones before, in a scratch repository that holds only the files they touch.
class Applier {
public:
  /// The tree must outlive this.
  explicit Applier(const Tree &);

  /// Applies a patch: sets Base and Patched of its files, and, where git applied a hunk at another line than its
  /// header says, the hunk's Offset and its lines' numbers. If it does not apply and the repository has the files that
  /// it was made for, a three-way merge is tried, and sets Merged. What is Unread is left out, and several diffs of one
  /// file become one change. Throws Error (Incomplete) if the patch does not apply, and then says which hunk, and what
  /// the tree has there.
  void apply(Patch &);

  /// All files that patches have touched, as they are now; nothing for one that is gone.
  const std::map<std::string, std::optional<TreeFile>> &touched() const { return Files; }

  /// The text of a file after the patches so far, as Tree::read().
  std::optional<std::string> read(const std::string &Path) const;

private:
  void load(const Patch &);
  void check(Patch &) const;
  void run(Patch &);
  bool loadPreimages(const Patch &);
  bool merge(const Patch &);
  void takeOver(const Patch &);
  const TreeFile *find(const std::string &Path) const;

  const Tree &From;
  Git Scratch;
  std::map<std::string, std::optional<TreeFile>> Files; ///< those touched so far, as they are now
};

/// Something that keeps a patch, or a part of what was given, from being reviewed. It never hides the rest.
struct InputProblem {
  std::string Message;         ///< "p.mbox:12: hunk 2 of mm/memory.c does not apply ...", and what to do
  std::optional<size_t> Patch; ///< which of Series::Patches it is about
  bool OfTree = false;         ///< that patch does not apply to the tree
};

/// Applies a series, each patch on top of those before it that did apply. Sets Applied, and adds a note for each
/// file that is not looked at. Gives a problem for each patch that does not apply, for one that holds nothing but such
/// files, and for each such file that may hold source.
std::vector<InputProblem> applyAll(Series &, const Tree &);

/// The paths that a patch names, old and new, of what is read of it.
std::vector<std::string> pathsOf(const Patch &);

/// What to add to a message about a patch whose mail is format=flowed; empty for another.
std::string flowedHint(const Patch &);

} // namespace kverdict
