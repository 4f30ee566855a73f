// The decision diagram of a function: its table, with what is the same in several rows there once.
//
// The rows of a table are the leaves of a tree of questions, in the order in which the function asks them. In the
// diagram, equal parts of that tree are one part; a question that is never open, or that makes no difference, is left
// out; and parts are taken for one if they ask and answer the same wherever both are reached: what one of them leaves
// open no state comes to there. So each state goes through the diagram to the verdict that its row has.
#pragma once

#include "core/Table.h"
#include "report/Words.h"

#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A question, or a verdict.
struct DiagramNode {
  /// A condition, and whether it is asked for as it stands, or negated.
  struct Part {
    std::string Text;
    bool Holds = true;
    bool operator==(const Part &) const = default;
  };
  std::vector<Part> Parts; ///< the question, in its order; empty for a verdict
  bool All = false;        ///< whether all of the parts must hold for Yes, or any
  int Yes = -1, No = -1;   ///< nodes

  enum class Kind { Accepts, Refuses, Other, Open };
  std::string Verdict; ///< "-EFAULT", "undefined: null dereference of p"
  Kind Is = Kind::Other;
  std::set<unsigned> Lines; ///< of the returns
  bool isVerdict() const { return Parts.empty(); }
};

struct Diagram {
  std::string Function;
  std::vector<DiagramNode> Nodes; ///< the first is where it begins; in the order in which they are come to
  std::set<std::string> Assumed;  ///< what the table takes for granted: "vma is not NULL"
  std::set<std::string> Inexact;  ///< what the table did not model exactly, each with its place
  size_t Rows = 0;                ///< of the table
  std::string Problem;            ///< why there is no diagram, else empty

  size_t questions() const;
};

/// Source has the text of what is returned, where it is that which decides.
Diagram diagramOf(const Table &, const SourceLine &Source);

/// "vm_flags & VM_IO", "!a or b": the question in one line.
std::string questionText(const DiagramNode &, const std::string &And = " and ", const std::string &Or = " or ");

/// What a reader must know of the table, in a few lines: "assumed: vma is not NULL", "not exact: ...".
std::vector<std::string> caveats(const Diagram &);

/// "-EFAULT (lines 1278, 1281)".
std::string verdictText(const DiagramNode &);

} // namespace kverdict
