// An ordered list of rows, made of what the ways through a function asked and how it came out. Knows neither Clang nor
// a solver.
//
// A row is a few tests of guards. It is read in the order in which the function asks them, and only as far as they
// hold; rows are read from the top. A row may stand only where, in each way that no row above has, every test that is
// read so was asked by the function itself: what a guard would be where the function never comes to it is nobody's
// question.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kverdict {

/// One way through a function.
struct Course {
  std::vector<std::pair<unsigned, unsigned>> Asked; ///< guards, each once and with its value, in the order of the way
  unsigned Outcome = 0;                             ///< of equal ones, those with small numbers have their rows first
  bool Alone = false;                               ///< it may not be put in one row with others
  /// The places that it comes to, each once and in its order: a guard may be asked in several. None: the guards are it.
  std::vector<unsigned> Places = {};
};

/// That a guard has one of some values.
struct GuardTest {
  unsigned Guard;
  std::vector<unsigned> Values; ///< sorted
  bool operator==(const GuardTest &) const = default;
};

struct ListedRow {
  std::vector<GuardTest> Tests;
  std::vector<unsigned> Courses; ///< that are in it, and in no row above
  bool Told = true;              ///< else one course that no guards tell from others: Tests are all that it asked
};

class DecisionList {
public:
  /// Depths: of each guard, how many calls lie between the function and it. Those of a small depth are preferred.
  DecisionList(std::vector<Course>, std::vector<unsigned> Depths);

  /// Each course is in exactly one of them, and all of one row have one outcome.
  const std::vector<ListedRow> &rows() const { return Rows; }

private:
  using Tests = std::vector<GuardTest>;
  enum class Fit { In, Out, Unasked };

  std::map<unsigned, unsigned> ranks() const;
  unsigned lastPlace(const Course &) const;
  std::vector<unsigned> lastOutcomes() const;
  void make(unsigned LastOutcome);
  Fit fit(unsigned Course, const Tests &) const;
  unsigned covered(const Tests &, unsigned Outcome) const;
  std::optional<Tests> testsFor(unsigned Course) const;
  Tests fewest(const Tests &All, unsigned Outcome) const;
  std::optional<Tests> ofSize(unsigned Size, const Tests &All, unsigned Outcome) const;
  Tests dropped(Tests, unsigned Outcome, bool FirstFirst) const;
  void widen(Tests &, unsigned Outcome) const;
  void take(unsigned Course);
  void leaveOut();
  bool assign(std::vector<ListedRow> &) const;
  bool exhausted() const;

  std::vector<Course> All;
  std::vector<unsigned> Depths;
  std::vector<std::vector<int>> Values;      ///< by course and guard; less than zero: not asked
  std::vector<std::vector<unsigned>> Domain; ///< by guard: the values that it has
  std::map<unsigned, unsigned> Rank;         ///< by place: which of them it is
  std::vector<unsigned> Left; ///< courses that no row has yet, in the order in which rows are made for them
  std::vector<ListedRow> Rows;
  mutable size_t Effort = 0; ///< how often a course was held against a row
};

} // namespace kverdict
