// Parts of a function between the heads of its loops: for a comparison that does not count rounds.
//
// A path of such an exploration ends where it comes to the head of a loop of the function itself (not of one that it
// calls), with all that is there then; and an exploration may begin at a head, in any state there. In such a state
//   - the locals that the two versions share hold anything, but the same in both; or a number that is known
//   - memory holds anything, but the same in both, and the same has been done before
//   - nothing is known of pointers: any two may lead to the same place. So whatever is stored where a pointer may lead
//     to changes all that pointers may lead to, in the same way in both versions if the same is stored at the same
//     place in the same situation. This is what a call does that is not looked into (explore/Compared.cpp).
// Callees with loops of their own are not looked into.
#pragma once

#include "explore/state/Path.h"

namespace kverdict {

/// One version's loops and locals, by numbers that the other version shares.
struct CutPoints {
  std::map<const clang::CFGBlock *, unsigned> Heads;
  std::map<const clang::VarDecl *, unsigned> Locals; ///< that have a counterpart
  std::vector<const clang::VarDecl *> All;           ///< parameters and locals of the function itself
};

/// Where an exploration begins, if not at the function's entry.
struct HeadState {
  const clang::CFGBlock *Head;
  unsigned Number;
  std::string Version;     ///< keeps apart what two versions hold in locals that are not the same
  std::set<unsigned> Same; ///< the locals that, where the old version has set them, hold the same in both
  /// What is known of locals: the numbers that their parts hold (partsOf()); with no numbers, that they are set.
  /// To read those that are not here is undefined.
  std::map<const clang::VarDecl *, std::vector<z3::expr>> Held;
};

/// What is there when a path comes to a head.
struct Arrival {
  unsigned Head;
  MemoryState Memory;
  std::map<const clang::VarDecl *, RegionId> Locals; ///< those that were met
  std::vector<RegionId> Escaped;                     ///< see PathState
};

/// The first blocks of a function's loops, in the order of the text. A loop that never goes round (`do ... while (0)`)
/// is none. Each way through the graph that comes back to a block comes through one of these.
std::vector<const clang::CFGBlock *> loopHeads(const clang::FunctionDecl *, const clang::CFG &);

/// Whether one of these loops stands inside an expression, so that its heads are no good places to begin.
bool insideExpression(const clang::FunctionDecl *, const clang::CFG &);

/// The locals whose addresses are kept somewhere: other than by handing them to a call, or following them at once.
std::set<const clang::VarDecl *> exposedLocals(const clang::FunctionDecl *);
/// Those whose addresses are arguments of calls.
std::set<const clang::VarDecl *> lentLocals(const clang::FunctionDecl *);

/// The addresses of objects of our own that stand somewhere in a term.
std::vector<std::uint64_t> addressesIn(const z3::expr &, const Symbols &);

/// All parameters and local variables that are not static, in the order of the text.
std::vector<const clang::VarDecl *> localsOf(const clang::FunctionDecl *);

/// The parts of an object of this type that a program can set on its own: offset and width in bits of each. Empty if
/// there are too many.
std::vector<std::pair<std::int64_t, unsigned>> partsOf(const clang::ASTContext &, clang::QualType);

} // namespace kverdict
