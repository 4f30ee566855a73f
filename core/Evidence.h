// What a claim rests on: a field of the claim, from which the words are made.
#pragma once

#include "core/Source.h"

#include <algorithm>
#include <string>
#include <vector>

namespace kverdict {

/// What bears a claim out.
enum class Evidence {
  None,     ///< nothing yet: what is said is undecided
  Run,      ///< the simulator, started in the state that is shown, did it
  Proof,    ///< shown for all states of this build
  Compiler, ///< Clang said it
};

/// "run", "proof", "compiler"; nothing for None.
inline const char *evidenceWord(Evidence By) {
  static const char *const Words[] = {"", "run", "proof", "compiler"};
  return Words[static_cast<int>(By)];
}

/// Something that was taken for granted, without which a claim might fail.
struct Assumption {
  enum class Kind {
    DistinctObjects, ///< two pointers of the state point to different objects
    OnlyReads,       ///< a callee without a body at hand changes nothing that others see
    Guessed,         ///< the outcome of a callee or an asm whose meaning is known to somebody, but not to kverdict
    Premise,         ///< the function is called only so: a pointer that it never tests is not null
    Other,
  };
  Kind What = Kind::Other;
  std::string Text; ///< a clause that can follow "if": "`a` and `b` are different objects", "vma_is_fsdax() only reads"
  SourcePlace At;   ///< what it is about; may be invalid
  bool operator==(const Assumption &) const = default;
};

/// "distinct-objects".
inline const char *assumptionWord(Assumption::Kind What) {
  static const char *const Words[] = {"distinct-objects", "only-reads", "guessed", "premise", "other"};
  return Words[static_cast<int>(What)];
}

/// "`a` and `b` are different objects, and foo() only reads": what can follow "if"; empty if nothing was assumed.
inline std::string assumedText(const std::vector<Assumption> &All) {
  std::string Text;
  std::vector<std::string> Once; // of one place, two may say the same
  for (const Assumption &Each : All)
    if (std::find(Once.begin(), Once.end(), Each.Text) == Once.end())
      Once.push_back(Each.Text);
  for (size_t I = 0; I < Once.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Once.size() ? ", and " : ", ") + Once[I];
  return Text;
}

} // namespace kverdict
