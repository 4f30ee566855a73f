// The rules as they are compiled into a unit: which Extra is which part of which contract.
#pragma once

#include "core/Rules.h"
#include "explore/Explorer.h"
#include "parse/Unit.h"

namespace kverdict {

/// The functions with contracts that Text may define.
std::set<std::string> subjectsIn(const std::string &Text, const Rules &);

/// The extras for all models, and for the contracts of functions that Text may define; with Only (unless empty) for
/// these functions alone.
std::vector<Extra> compileRules(const Rules &, const std::string &Text, const std::set<std::string> &Only);

/// The question that a contract asks.
Question questionOf(const Rules &, const Contract &);

/// The extra that says whether a remark of a contract is true of a state.
std::string remarkName(const Rules &, const Contract &, size_t Index);

/// Why a contract cannot be asked in a unit: empty if it can. Throws Error (Usage) for a mistake in the contract.
std::string whyNotApplied(const Unit &, const Rules &, const Contract &);

/// The functions that models stand in for: nothing behind them is needed.
std::set<std::string> modelled(const Rules &);

/// A model whose body does not fit the function of this tree.
struct ModelNotApplied {
  std::string Function;
  SourcePlace At;
  std::string Reason;
};
std::vector<ModelNotApplied> modelsNotApplied(const Unit &, const Rules &);

} // namespace kverdict
