// What the names in a function's questions mean where they are asked: what stands at one place as `p->x` may be another
// value than at entry, or than at the question before. By the function's text alone.
#pragma once

#include "explore/engine/Graphs.h"
#include "parse/Unit.h"

#include <clang/AST/Decl.h>
#include <clang/AST/Expr.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

class Changes {
public:
  /// Unit and graphs must outlive it.
  Changes(const Unit &, Graphs &, const clang::FunctionDecl *);
  ~Changes();

  /// Whether a question of the function reads parameters or memory that it may have changed on the way there.
  bool sinceEntry(const clang::Stmt *Question) const;
  /// The same of words that stand anywhere, as far as it is known from the names in them.
  bool ofNames(llvm::StringRef Words) const;
  /// Whether a local means one thing in one of two questions, and another in the other, and a way comes to both.
  bool between(const clang::Stmt *Question, const clang::Stmt *Other) const;
  /// Whether words begin with a name that the function has, or all have.
  bool knows(llvm::StringRef Words) const;
  /// What the function reads as a volatile object at two places on one way, each as its text.
  std::set<std::string> readAgain() const;
  /// Whether a member or global of this name may be read behind a call or an asm.
  bool readBehind(const clang::Stmt *Call, const std::string &Name) const;

private:
  /// A variable, a member, or a type: what a pointer to it leads to.
  using Name = const void *;
  struct Place {
    const clang::CFGBlock *Block = nullptr;
    unsigned Element = 0;
  };
  struct Change {
    Name Of;
    bool Whole; ///< nothing is left of what it was
  };
  struct Body; ///< what one function does to memory, with all that it calls
  struct BodyScan;
  class Reads;

  void add(const clang::Stmt *, Place);
  void addCall(const clang::CallExpr *, std::vector<Change> &);
  void addTarget(const clang::Expr *, std::vector<Change> &, bool Whole);
  const Body &bodyOf(const clang::FunctionDecl *);
  Place placeOf(const clang::Stmt *) const;
  bool reaches(const Place &, const Place &) const;
  std::set<unsigned> definitions(Name, Place) const;
  /// A name that is read, and which changes of it may be the last before.
  struct Meaning {
    Name Of;
    Place At;
    std::set<unsigned> Last;
  };
  const std::vector<Meaning> &meaningOf(const clang::Stmt *Question) const;

  const Unit &U;
  const clang::FunctionDecl *F;
  clang::CFG *Graph;
  std::map<const clang::Stmt *, Place> Places;
  std::map<const clang::CFGBlock *, std::map<unsigned, std::vector<Change>>> Made; ///< by block and element
  std::map<const clang::CFGBlock *, std::set<const clang::CFGBlock *>> Behind;     ///< what comes after a block
  std::map<const clang::FunctionDecl *, std::unique_ptr<Body>> Bodies;
  std::set<Name> Own;                        ///< locals that are no parameters
  using Word = std::pair<bool, std::string>; ///< a member's, or another name
  std::map<Name, Word> Words;                ///< of parameters, globals and members that are stored to
  std::set<Word> Changed;                    ///< those that are so on the function's way
  std::vector<std::pair<std::string, Place>> Volatile, Read;
  mutable std::map<const clang::Stmt *, std::vector<Meaning>> Meanings;
};

} // namespace kverdict
