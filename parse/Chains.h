// Declarations that each rest on the one before: with each of them, Clang goes through all that were there.
#pragma once

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/Decl.h>
#include <clang/AST/Type.h>
#include <llvm/ADT/DenseMap.h>

#include <optional>
#include <string>

namespace kverdict {

/// Follows the declarations of a file, in their order, as far as they stand at file level.
class Chains {
public:
  static constexpr unsigned MostTypes = 10'000; ///< in each other: `typedef a b; typedef b *c;`
  /// That a function or variable is declared, each time with the attributes of those before.
  static constexpr unsigned MostTimes = 500;

  /// Takes the next one. What exceeds a bound: "a type of more than 10000 others in each other"; nothing if it does
  /// not.
  std::optional<std::string> step(const clang::Decl &);

private:
  unsigned depth(clang::QualType);
  unsigned around(const clang::Type &);
  const clang::Decl *firstOf(const clang::Decl &);

  llvm::DenseMap<const clang::Type *, unsigned> Depths;
  llvm::DenseMap<const clang::Decl *, unsigned> Times; ///< by the first declaration; of overloads, that of any
  llvm::DenseMap<const clang::IdentifierInfo *, const clang::Decl *> Overloaded;
};

} // namespace kverdict
