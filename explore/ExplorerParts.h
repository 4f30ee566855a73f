// What an Explorer holds: the unit, what its explorations share, and the paths that were walked already. Internal to
// explore/.
#pragma once

#include "explore/Explorer.h"
#include "explore/engine/Machine.h"
#include "explore/state/Aliases.h"
#include "explore/state/Terms.h"
#include "explore/witness/CallersWords.h"
#include "explore/witness/Matching.h"
#include "explore/witness/Shown.h"
#include "explore/witness/WitnessMaker.h"

namespace kverdict {

struct Explorer::Parts {
  const Unit &U;
  const Rules &R;
  Callees Calls;
  Graphs Cfgs;
  ExploreLimits Limits;
  std::shared_ptr<Terms> Shared;
  z3::context &Ctx;
  Symbols &S;
  Solver &Z;
  Shower Names;
  Workshop Shop;
  std::map<std::string, std::shared_ptr<const Walked>> Known;               ///< by exploration
  std::map<std::string, std::vector<std::vector<unsigned>>> SymbolsOfPaths; ///< for matching(), by function
  Settled Same;                                                             ///< for matching()
  struct InWords {
    CallersWords Own;
    std::set<const clang::FunctionDecl *> Through;                         ///< all that it looks into
    std::map<std::pair<const clang::Stmt *, unsigned>, std::string> Known; ///< by the condition and its depth
    std::set<std::pair<const clang::Stmt *, unsigned>> Callees;            ///< those that keep a callee's names
  };
  std::map<const clang::FunctionDecl *, InWords> Words;              ///< for rows
  std::map<std::pair<std::string, unsigned>, std::vector<Row>> Made; ///< by function and path
  std::map<std::string, std::uint64_t> SpentOnRows;                  ///< by function
  std::map<std::string, std::unique_ptr<Parts>> Worlds; ///< in which two names are of one object, by what says so

  Parts(const Unit &U, const Rules &R) : Parts(U, R, termsOf(U)) {}
  Parts(const Unit &U, const Rules &R, std::shared_ptr<Terms> Of)
      : U(U), R(R), Calls(U, R.Models), Shared(std::move(Of)), Ctx(Shared->Z3), S(Shared->S), Z(Shared->Z),
        Names(U, &R), Shop{U, Calls, Cfgs, S, Z, Limits}, Same(S) {}

  /// The names by which the function, or just this path of it, may store to a place and then access it.
  std::vector<Alias> aliased(const std::string &Function, const Path *Alone = nullptr);
  /// The same explorer in the states in which both names are of one object.
  Parts &world(const Alias &);

  /// Throws Error (Usage) if there is no such function.
  const clang::FunctionDecl *function(const std::string &Name);
  const std::vector<Path> &paths(const std::string &Function, const Edit *Changed = nullptr);
  /// The paths of a condition. Contracts of several functions often ask for the same: with the same text about
  /// parameters of the same names and types, it has the same paths.
  const std::vector<Path> &condition(const std::string &Name);
  /// The paths of an Ensures, whose last parameter is the result.
  const std::vector<Path> &ensures(const std::string &Name, const z3::expr &Result);
  /// The term that stands for what a function returns.
  z3::expr result(const std::string &Function);

  /// One row, or two for an open truth value.
  std::vector<Row> rows(const clang::FunctionDecl *, const Path &);
  /// A row with a state in which the conditions hold: those of the path, at least.
  Row row(const clang::FunctionDecl *, const Path &, const std::vector<z3::expr> &Conditions);
  /// What was walked in this version or another, or is now. Result and Contract as for Machine.
  const std::vector<Path> &walk(const std::string &Run, const clang::FunctionDecl *, bool Contract,
                                const z3::expr *Result = nullptr);

  /// What a path returns in a witness; of no width where only a run can know it: the address of a local, say.
  Value returned(const clang::FunctionDecl *, const z3::expr &Result, WitnessMaker &) const;
  Row rowWithoutState(const clang::FunctionDecl *, const Path &);
  Row described(const clang::FunctionDecl *, const Path &);
  const std::string &conditionText(const clang::FunctionDecl *, const Step &);
  /// Whether that has names which only a callee knows.
  bool inCalleesWords(const clang::FunctionDecl *, const Step &);
  Row asked(const clang::FunctionDecl *, const Path &, Row);
};

/// All conditions hold.
z3::expr all(z3::context &, const std::vector<z3::expr> &Conditions);

/// What the result must be for it to be false, or true; none if it is no truth value, or a known one.
std::optional<std::pair<z3::expr, z3::expr>> truths(const clang::FunctionDecl *, const Path &);
/// The part of a returned expression that decides: of `a && b`, where a branch has dealt with `a` already, it is `b`;
/// of `a ? b : c` it is the arm that the path took.
const clang::Expr *deciding(const clang::Expr *, const Path &);
/// The last return of the function itself on a path, or null.
const clang::Stmt *lastReturned(const Path &);
/// Where a path returned from the function; where it stopped if it did not.
SourcePlace lastReturn(const Unit &, const Path &);

} // namespace kverdict
