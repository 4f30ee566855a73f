// Which questions of a function's paths are one guard, and how it is called.
#pragma once

#include "core/Decisions.h"
#include "parse/Unit.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Stmt.h>

#include <string>
#include <vector>

namespace kverdict {

/// A question that a path comes to.
struct GuardEvent {
  GuardAnswer::Kind What = GuardAnswer::Kind::Condition;
  std::string Text;
  const clang::Stmt *Code = nullptr; ///< null for what is undefined
  unsigned Depth = 0;                ///< calls between the function and it
  std::string Value;                 ///< "0", "1", or of a switch the case
  bool Switch = false;
  std::string In;       ///< the callee whose words they are; empty if they are the function's
  SourcePlace At = {};  ///< of what is undefined, where
  bool Changed = false; ///< its words may mean something else than at entry
  bool Another = false; ///< they may mean something else than those of another question on the way
  unsigned Time = 0;    ///< of those of this Code on the path, which one: from 1 on; set by named()
  unsigned Guard = 0;   ///< set by named()
};

/// What a path comes to, in its order.
using GuardEvents = std::vector<GuardEvent>;

/// A guard, by what tells it from others.
struct CourseGuard {
  GuardAnswer::Kind What = GuardAnswer::Kind::Condition;
  std::string Text;
  std::string Where; ///< as GuardAnswer::Where
  unsigned Depth = 0;
  /// Of a switch, how each of its values is called: "case A", "default". Else empty: the values are 0 and 1.
  std::vector<std::string> Cases = {};
};

/// Questions with one text are one guard if no path has two answers to it, and they mean the same, as far as that is
/// known; else those that stand at one place are, if no path has two answers there; else each time is a guard of its
/// own. What means something else than at entry says where it is asked. A switch is told apart from others by its
/// place, since these may have other cases, and so another default.
std::vector<CourseGuard> named(const Unit &, const clang::FunctionDecl *, std::vector<GuardEvents> &OfPaths);

/// Which value of its guard an event has.
unsigned valueOf(const CourseGuard &, const GuardEvent &);

} // namespace kverdict
