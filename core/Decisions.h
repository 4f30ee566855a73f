// The decision table of a function as a person would write it: rows that are read from the top, of which the first that
// holds decides.
#pragma once

#include "core/Table.h"

#include <string>
#include <vector>

namespace kverdict {

/// A guard of the function, and how it comes out in a row.
struct GuardAnswer {
  enum class Kind {
    Condition, ///< Text is a condition of the source, or several that are alternatives
    Null,      ///< Text is a pointer that is followed: that it is null
    Happens,   ///< Text is what is undefined: "signed overflow: a + b"
  };
  Kind What = Kind::Condition;
  std::string Text;
  bool Holds = true;
  std::string Where; ///< which of those with this text is meant: "line 12", "time 2"; empty if there is no doubt
};

/// A row. Its guards are read in their order, and only as far as they hold: each that a reader comes to, in a state of
/// no row above, is one that the function asks in that state.
struct Decision {
  std::vector<GuardAnswer> Guards; ///< none: all states that are left
  Row Is;                          ///< how it ends, where, and one state; Approximations are those of all its paths
  std::string Returns; ///< what it returns, as the source has it, if that is another value in others of its states
  unsigned Paths = 1;  ///< that are in it
  bool Tried = true;   ///< else two names in its state are of one object: only a run tells whether it leads here
  bool Proved = true;  ///< no state of it, in no row above, ends otherwise; else Guards are those of one path
};

struct Decisions {
  std::string Function;
  std::vector<Decision> Rows;
  std::vector<Row> Premises; ///< what is taken not to happen
  unsigned Paths = 0;        ///< of the function, the premises' apart
  unsigned Cut = 0;          ///< of those: not followed to their ends
  bool Exact = true;         ///< see Table::exact()
  bool Complete = true;      ///< see Table::complete()
  /// Without which a row may be untrue, each a clause that can follow "if": "`a` and `b` are different objects".
  std::vector<std::string> Assumed = {};
};

} // namespace kverdict
