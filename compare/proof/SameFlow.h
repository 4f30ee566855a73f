// Whether a function runs the same statements in the same order in both versions, and so does all that it reaches:
// however large it is, nothing has to be explored then. Internal to compare/.
//
// Both control flow graphs are walked at once, from the entry, along all edges. At each step both come to the same
// statement, over the same values, or to a branch on the same value; what does nothing is passed over: empty statements
// and blocks, constants that nobody looks at, branches on constants, locals that nobody uses. So it does not matter how
// the graph is put into words: nested or with an early return, by `while` or `goto`, with what names for locals. Each
// statement has one counterpart at most, so the values that it uses, and that it makes, are those of its counterpart.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"

#include <optional>
#include <set>
#include <string>

namespace kverdict {

struct FlowAnswer {
  bool Same = false;             ///< if all of Changed are
  std::set<std::string> Changed; ///< functions that it reaches, of which this is not so
};

/// The functions' types match, parameter by parameter. Where a model stands in for a function, the model counts.
FlowAnswer sameFlow(const Unit &Old, const Unit &New, const clang::FunctionDecl *OldF, const clang::FunctionDecl *NewF,
                    const std::vector<Model> &);

/// Where two versions of a function, without what they call, part ways: the blocks of both graphs, by Clang's numbers.
struct Parting {
  struct Blocks {
    std::set<unsigned> First; ///< a way that has come to none of these has done the same in both versions so far
    std::set<unsigned> Same;  ///< and if it comes to one of these then, it goes on to do the same, to its end
  };
  Blocks Old, New;
};

/// None if that is not known: what they call is not the same in both, or they do not share a parse.
std::optional<Parting> whereTheyPart(const Unit &Old, const Unit &New, const clang::FunctionDecl *OldF,
                                     const clang::FunctionDecl *NewF, const std::vector<Model> &);

} // namespace kverdict
