// The paths of a function as courses for a list of decisions (DecisionList.h): what each asks, in the function's own
// words, and how it ends.
#pragma once

#include "core/Decisions.h"
#include "explore/ExplorerParts.h"
#include "explore/table/Changes.h"
#include "explore/table/DecisionList.h"
#include "explore/table/GuardNames.h"
#include "explore/table/Truths.h"

#include <string>
#include <vector>

namespace kverdict {

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
  /// The rows in words that do not depend on where the solver keeps its terms.
  std::string words(const std::vector<ListedRow> &) const;
  /// Of what others may write while the function runs, what the paths take to stay as it is: each a clause that can
  /// follow "if".
  std::set<std::string> takenToStay() const;

private:
  void addPath(unsigned Index);
  void add(unsigned Index, std::optional<bool> Truth, GuardEvents, const z3::expr *And);
  using Outcome = std::tuple<std::string, unsigned, std::string>; ///< file, line, and what comes of it there
  Outcome outcome(const Path &, const CourseWay &) const;
  GuardEvents eventsOf(const Path &, const Step *Behind = nullptr);
  /// What a macro asks of one thing and another, while it does.
  struct Asking {
    const clang::Expr *Whole;
    Step Last;
    PartAnswers Answers;
    GuardEvents Parts;
  };
  using Askings = std::map<unsigned, Asking>; ///< by depth
  void ask(const Path &, const Step &, Askings &, GuardEvents &);
  void told(const Path &, Askings &, unsigned Depth, const clang::Expr *But, GuardEvents &);
  const clang::Expr *wholeOf(const Step &);
  GuardEvent asked(const Path &, const Step &);
  void addReturned(const Path &, bool Truth, GuardEvents &);
  bool asksCallee(const clang::Expr *);
  bool isAnswer(const clang::VarDecl *);
  bool hasGuards() const;
  void findUndefined();
  void mark(GuardEvent &) const;
  std::map<std::string, std::set<std::string>> readBehindCalls() const;
  void markOthers();
  void markEpochs();
  void addUndefined(const Path &, int Below, unsigned &Next, GuardEvents &) const;
  void makeCourses();
  void makePlaces();
  void makeOutcomes();

  Explorer::Parts &P;
  const clang::FunctionDecl *F;
  const std::vector<Path> &Paths;
  std::map<const clang::VarDecl *, bool> Answers;
  std::map<const clang::FunctionDecl *, std::unique_ptr<clang::ParentMap>> Parents;
  std::map<const clang::Stmt *, const clang::Expr *> Wholes;
  struct UndefinedThere {
    GuardAnswer::Kind What;
    std::string Text;
    SourcePlace At;
  };
  std::map<long, UndefinedThere> Undefined; ///< by the condition (smt/Solver.h, literals())
  Changes Meant;
  std::vector<GuardEvents> Asked; ///< by course
  std::vector<CourseGuard> Guards;
  std::vector<Course> All;
  std::vector<CourseWay> Ways;
};

} // namespace kverdict
