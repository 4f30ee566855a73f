// A table as a tree of questions, and what may be done to it without a state coming to another verdict.
#pragma once

#include "core/Table.h"
#include "report/Words.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A question of one condition, or a verdict. A side that no state comes to is -1.
struct TreeNode {
  std::string Text;     ///< the condition; empty for a verdict
  bool Implied = false; ///< no row names it: what Yes is happens where it happens ("undefined: signed overflow: a + b")
  bool Returned = false; ///< no row names it: the truth value that is returned
  int Yes = -1, No = -1;
  std::string Verdict;
  bool Ended = false; ///< the function returns there
  bool Open = false;  ///< what comes there is not known
  std::set<unsigned> Lines;
  bool isVerdict() const { return Text.empty(); }
};

class QuestionTree {
public:
  QuestionTree(const Table &, const SourceLine &);

  /// Why the rows are no tree; empty if they are.
  const std::string &problem() const { return Problem; }

  /// Shares what is the same, and leaves out what makes no difference, until nothing changes.
  void reduce();

  /// Whether each row still leads to its verdict.
  bool agrees(const Table &) const;

  int root() const { return Root; }
  const std::vector<TreeNode> &nodes() const { return Nodes; }

private:
  void add(const Row &);
  int made(TreeNode);
  int implied(int Open, int Otherwise);
  int either(int One, int Other, const Row &);
  int together(int There, int New, const Row &);
  TreeNode verdictOf(const Row &) const;
  std::string returned(const Row &) const;
  bool share(bool LeaveOut);
  void drop();
  bool merge();
  bool mergeTwo(int A, int B);
  bool mayMerge(const TreeNode &, const TreeNode &) const;
  bool hasCycle() const;
  std::vector<int> reached() const;

  const SourceLine &Source;
  std::vector<TreeNode> Nodes;
  int Root = -1;
  std::string Problem;
};

} // namespace kverdict
