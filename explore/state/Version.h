// What an exploration needs and leaves behind if it is one of two that are compared: the explorations of both versions
// share their symbols, so that the same place is the same symbol in both, and what names depend on must agree.
#pragma once

#include "explore/state/Path.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
class RecordDecl;
class VarDecl;
} // namespace clang

namespace kverdict {

/// One of two versions. In a comparison an opaque call may write all memory that outlives it, and what it returns and
/// writes is the same in both versions if it is the same call with the same arguments, after the same such calls, and
/// with the same stores between them.
struct Version {
  std::vector<std::string> Parameters;         ///< by position: the names under which both versions know them
  std::map<std::string, std::string> Shapes;   ///< of what was used: layout, type and value, what the linker is told
  std::set<std::string> Statics;               ///< static variables of functions, that may change
  std::set<std::string> Inlined;               ///< the functions that were looked into
  std::set<std::string> Opaque;                ///< the functions that were called and not looked into
  std::set<std::pair<BitRange, BitRange>> Met; ///< see Memory::Met
  /// What memcpy(), and what memmove() copied of memory that outlives the function: where to, where from, how many
  /// bytes.
  std::set<std::tuple<RegionId, RegionId, std::int64_t, unsigned>> Copied, Moved;
  std::set<BitRange> Volatile; ///< memory that outlives the function, where it was read as a volatile object
  std::set<BitRange> Plain;    ///< and where it was accessed otherwise, or written

  void use(const clang::ASTContext &, const clang::RecordDecl *);
  void use(const clang::ASTContext &, const clang::VarDecl *);
  void use(const clang::FunctionDecl *);

private:
  std::set<const void *> Seen;
};

/// A name for a static variable in a function that does not depend on where in the file it stands.
std::string staticLocalName(const clang::VarDecl *);

} // namespace kverdict
