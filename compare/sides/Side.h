// One version of the function, explored. Internal to compare/.
#pragma once

#include "explore/engine/Machine.h"
#include "explore/witness/CallersWords.h"
#include "explore/witness/Shown.h"

#include <deque>

namespace kverdict {

/// A condition that a branch of the source put on a path.
struct Literal {
  z3::expr Term;
  std::string Text;                          ///< as the source says it; without the `!` if the branch was not taken
  bool Holds = true;                         ///< false if the branch was not taken
  std::string After = {};                    ///< behind the text: " after touch()", " after r = ext(s->m)"
  const clang::Expr *Code = nullptr;         ///< null if it is not one of the source
  const clang::FunctionDecl *Asks = nullptr; ///< the callee
  unsigned Depth = 0;                        ///< so many calls away
  std::string Case = {};                     ///< of a switch
  std::string Words = {};                    ///< in the words of the function itself; empty if it has none for it
  const Unit *Source = nullptr;              ///< of Code
  bool Changed = false;                      ///< of two versions, just one asks it, see Cubes::minimal()
  bool Deciding = false;                     ///< where neither does, it stands where the two part, see Deciding.h
  unsigned Time = 0;                         ///< which time it is asked on its path; 0 if that asks it once
  std::string Rounds = {};                   ///< ", for some i < n" of a row that is about any round, see SomeRound
  size_t Step = 0;                           ///< of its path, that asks it
  /// What it is, in words, whether it holds or not.
  std::string what() const;
  std::string said() const;
  /// The source, and which time it is asked, and of what.
  std::string asWritten() const;
  /// The same of all times.
  std::string atAnyTime() const;

private:
  std::string behind() const; ///< the text: when that is
};

/// A path, with what the comparison asks of it again and again.
struct Way {
  Path Done;
  std::vector<Literal> Literals;
  std::vector<z3::expr> Background;                 ///< conditions that no branch put there: pointers that are not null
  std::vector<unsigned> True, False;                ///< Z3's ids of the conditions, sorted, for a first look
  std::vector<std::pair<unsigned, unsigned>> Fixed; ///< Z3's ids of terms and of the numbers that they equal, sorted
  bool returned() const { return Done.End == PathEnd::Returned; }
  bool goesOn() const { return returned() || Done.End == PathEnd::AtHead; } ///< what it did can be seen
};

class Side {
public:
  Side(const Unit &, const Rules &, const clang::FunctionDecl *, Symbols &, Solver &);
  Side(const Side &) = delete;

  /// Any two pointers may lead to the same place.
  void anyAlias(bool FirstAnew) { Shop.AnyAlias = Shop.LentWritten = true, Shop.FirstAnew = FirstAnew; }
  void lentWritten() { Shop.LentWritten = true; }
  /// See CompareLimits::Upto.
  void upto(const std::string &Callee) { Shop.Upto = Callee, Judged = U.definition(Callee); }
  /// Whose results are compared.
  const clang::FunctionDecl *judged() const { return Judged; }
  /// Both versions know which pointers either asks for errors.
  void share(ErrorPointers &Asked) { Shop.Errors = &Asked; }
  /// Walks all paths, in place of those that were walked before; the parameters' names are set before.
  /// If they are too many to compare, loops are followed less far.
  /// Effort is what it may take (smt/Effort.h); what is not walked then ends undecided.
  void explore(std::uint64_t Effort);
  /// The same, but ways that meet again are one: none of them says how it came there, so that it has no literals.
  void exploreMeeting(std::uint64_t Effort);
  /// How many ways lead through the function and what it looks into, if each branch could go either way; loops once.
  std::uint64_t waysByText();
  /// Whether more ways were walked than are compared.
  bool hasTooMany() const { return Ways.size() > MostWays; }
  /// Adds some ways: those that come to First (see leaveOut()) on the shortest path, and no further than Ends and
  /// Effort. Where Given does not hold, nothing is walked; it is no condition of the ways.
  void seek(const std::vector<z3::expr> &Given, bool Pinned, unsigned Ends, std::uint64_t Effort);
  /// Paths that come to a block of Same, and have come to none of First, end there, and are no ways.
  void leaveOut(const std::set<unsigned> &First, const std::set<unsigned> &Same) {
    Shop.First = &First, Shop.Same = &Same;
  }
  /// When an Extra of this version, a condition over the function's parameters, holds. Throws Error (Usage) if that
  /// cannot be told.
  z3::expr condition(const std::string &Extra);
  /// The heads of the function's own loops, in the order of the text. None if one stands inside an expression.
  /// BehindTests: of a loop that tests first, where its body begins, as if it tested last.
  std::optional<std::vector<const clang::CFGBlock *>> heads(bool BehindTests = false);
  /// Whether it has a loop of its own that tests last.
  bool testsLast();
  /// Whether the function, or one that it looks into, has a loop.
  bool reachesLoop();
  /// Whether one of them takes the address of a local, other than to follow it at once.
  bool lendsLocals();
  /// The ways from the entry, or from a head, to the next head or the end (explore/loops/Rounds.h).
  std::vector<Way> segment(const CutPoints &, const HeadState *From);
  /// What a way returns in words, with the value that it has in a witness.
  std::string verdict(const Way &, std::uint64_t Bits) const;
  /// The same condition in the function's own words, if a callee asks for it.
  void putIntoWords(Literal &, const Way &);
  /// The source of what a way returns; empty if that is not one value.
  std::string returned(const Way &W) const;
  /// Where it returns or stops.
  SourcePlace place(const Way &) const;
  /// Whether a callee was looked into.
  bool looksInto(const std::string &Callee) const { return Facts.Inlined.count(Callee); }

  const Unit &U;
  const clang::FunctionDecl *F;
  Version Facts;
  std::deque<Way> Ways;
  std::vector<Path> LeftOut; ///< those
  /// The conditions that branches put on a path.
  std::vector<Literal> literals(const Path &) const;

private:
  static constexpr unsigned MostWays = 600; ///< each is compared with each of the other version
  using WaysThrough = std::map<const clang::FunctionDecl *, std::uint64_t>;
  std::uint64_t waysThrough(const clang::FunctionDecl *, unsigned Depth, WaysThrough &Known);
  std::vector<Path> paths(unsigned Rounds, std::uint64_t Effort, unsigned Most);
  /// The function, and those that it looks into.
  std::set<const clang::FunctionDecl *> bodies();
  void add(Path, std::vector<Literal>, unsigned Depth);
  Literal literal(const Path &, const Step &) const;
  /// Says of conditions in the same words what tells them apart.
  void tellApart(const Path &, std::vector<Literal> &) const;
  std::string laterWords(const Path &, const Literal &) const;
  const clang::Expr *returnedValue(const Path &) const;

  const clang::ReturnStmt *lastReturn(const Path &) const;

  const clang::FunctionDecl *Judged;
  Callees Calls;
  Graphs Cfgs;
  Symbols &S;
  Solver &Z;
  Workshop Shop;
  Shower Names;
  CallersWords Own;
};

/// Whether two ways contradict each other at first sight.
bool contradictory(const Way &, const Way &);

/// After which calls a symbol was read: " after touch()", " read again"; empty for what was there at entry.
std::string readAfter(const Path &, const Symbol &);
/// "when it is read again": which read of a volatile object it is.
std::string readWords(const Path &, size_t Read);
/// The same of the pointer whose being null ends a way.
std::string readAfter(const Symbols &, const Way &Undefined);

/// All conditions of both, and what else is given.
std::vector<z3::expr> together(const Way &, const Way &, const std::vector<z3::expr> &More = {});

} // namespace kverdict
