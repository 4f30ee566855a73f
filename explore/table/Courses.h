// The paths of a function as courses for a list of decisions (DecisionList.h): what each asks, in the function's own
// words, and how it ends.
#pragma once

#include "core/Decisions.h"
#include "explore/ExplorerParts.h"
#include "explore/table/DecisionList.h"

#include <string>
#include <vector>

namespace kverdict {

/// A guard, by what tells it from others.
struct CourseGuard {
  GuardAnswer::Kind What = GuardAnswer::Kind::Condition;
  std::string Text;
  std::string Where; ///< as GuardAnswer::Where
  unsigned Depth = 0;
  /// Of a switch, how each of its values is called: "case A", "default". Else empty: the values are 0 and 1.
  std::vector<std::string> Cases = {};
};

/// What belongs to a course beside what it asks.
struct CourseWay {
  unsigned Path;
  std::optional<bool> Truth;        ///< of a path that returns an open truth value: which of the two it is
  std::vector<z3::expr> Conditions; ///< in whose states it is
  std::optional<z3::expr> Open;     ///< what it returns, if that is no number
};

/// The paths of a function, but for premises. A path that returns an open truth value is two courses.
class Courses {
public:
  Courses(Explorer::Parts &, const std::string &Function);

  const std::vector<CourseGuard> &guards() const { return Guards; }
  const std::vector<Course> &courses() const { return All; }
  const std::vector<CourseWay> &ways() const { return Ways; }

private:
  /// A question that a path comes to.
  struct Event {
    GuardAnswer::Kind What = GuardAnswer::Kind::Condition;
    std::string Text;
    const clang::Stmt *Code = nullptr;
    unsigned Time = 0; ///< of those of this Code on the path, which one: from 1 on
    unsigned Depth = 0;
    std::string Value; ///< "0", "1", or of a switch the case
    bool Switch = false;
  };
  using Events = std::vector<Event>;

  void addPath(unsigned Index);
  void add(unsigned Index, std::optional<bool> Truth, Events, const z3::expr *And);
  using Outcome = std::tuple<std::string, unsigned, std::string>; ///< file, line, and what comes of it there
  Outcome outcome(const Path &, const CourseWay &) const;
  Events eventsOf(const Path &);
  Event asked(const Path &, const Step &);
  void addReturned(const Path &, bool Truth, Events &);
  bool asksCallee(const clang::Expr *);
  bool isAnswer(const clang::VarDecl *);
  bool hasGuards() const;
  void findUndefined();
  void addUndefined(const Path &, int Below, unsigned &Next, Events &) const;
  void makeCourses();
  void nameGuards();
  void makePlaces();

  Explorer::Parts &P;
  const clang::FunctionDecl *F;
  const std::vector<Path> &Paths;
  std::map<const clang::VarDecl *, bool> Answers;
  std::map<long, std::pair<GuardAnswer::Kind, std::string>> Undefined; ///< by the condition (smt/Solver.h, literals())
  std::vector<Events> Asked;                                           ///< by course
  std::map<const Event *, unsigned> GuardOf;                           ///< of those
  std::vector<CourseGuard> Guards;
  std::vector<Course> All;
  std::vector<CourseWay> Ways;
};

} // namespace kverdict
