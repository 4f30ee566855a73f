// What a function itself calls the objects of a state.
#pragma once

#include "core/Run.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kverdict {

/// A state names an object by how it came to be, `((struct vm_area_struct *)(mtree_load(&mm->mm_mt, addr)))->vm_flags`,
/// since that holds in both versions and in all callees. A person reads the function, and calls it `vma->vm_flags`.
class LocalNames {
public:
  /// By the variables that the function itself was seen to read or return in a run, if each had one value all along,
  /// and by the operands of its tests: `fd_file(f)` of `!fd_file(f)->f_mapping`.
  explicit LocalNames(const std::vector<TraceStep> &Run);

  /// A text with these names put in.
  std::string in(std::string Text) const;
  /// A line on what a call returned, `mtree_load(&mm->mm_mt, addr) returned NULL`, by the call that the function itself
  /// makes, if that only hands it on: `vma_lookup() returned NULL`.
  std::string ofCall(std::string Line) const;

private:
  std::vector<std::pair<std::string, std::string>> Names; ///< an object, and what it is called; the longest first
  std::map<std::string, std::string> HandedOn;            ///< by a callee, who hands on what it returns
};

} // namespace kverdict
