// The tokens on the lines of a text, as Clang's lexer reads them before anything is preprocessed.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A preprocessor line, with those that continue it.
struct Directive {
  std::string Keyword; ///< "define", "ifdef"; empty for a lone `#`
  std::string Name;    ///< the first identifier behind it: of a macro, its name
  unsigned First = 0, Last = 0;
};

class LineTokens {
public:
  /// Reads the text up to the last of these lines, whose tokens it keeps. The text must outlive this.
  LineTokens(const std::string &Text, const std::set<unsigned> &Kept);
  /// Reads all of it, for its names and directives.
  explicit LineTokens(const std::string &Text) : LineTokens(Text, {~0u}) {}

  /// What stands on a line: tokens that are the same if they mean the same to the preprocessor. A token of several
  /// lines is on each. Empty for a line of comments and white space.
  const std::vector<std::string> &on(unsigned Line) const;
  /// The directive that a line belongs to, or null.
  const Directive *directive(unsigned Line) const;
  /// The identifiers on lines.
  std::vector<llvm::StringRef> names(unsigned First, unsigned Last) const;
  const std::vector<Directive> &directives() const { return Directives; }

  /// Where a token begins, as far as it depends on what stands before it: in a comment there is none.
  struct Start {
    unsigned Line, Column;
    bool InDirective;
  };
  /// The first token that begins behind a line, or null. Known up to the first one behind the kept lines.
  const Start *behind(unsigned Line) const;

private:
  struct Name {
    unsigned Line;
    llvm::StringRef Text;
  };
  std::map<unsigned, std::vector<std::string>> Lines;
  std::vector<Name> Names;
  std::vector<Directive> Directives;
  std::vector<Start> Starts; ///< the first of each line
};

/// Why the branch that the directive on a line opens is left out: the CONFIG_ names of its condition, or the condition
/// itself; for `#else`, those of the branches before it.
std::string conditionOf(const LineTokens &, const std::string &Text, unsigned Line);

} // namespace kverdict
