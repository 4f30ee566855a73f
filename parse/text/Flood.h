// A file of a few lines can make the parser read without end: macros that expand to ten of each other, a header that
// includes itself twice. This watches what the preprocessor hands over, and has the last word.
#pragma once

#include "parse/text/Depth.h"
#include "parse/text/Elements.h"

#include <clang/Lex/Preprocessor.h>

#include <functional>

namespace kverdict {

/// Counts the tokens of one preprocessor, which it must not outlive.
class Flood {
public:
  /// Is called, on the thread that parses, with the place ("file.c:3") and what exceeds a bound. It must not return:
  /// Clang has no way to stop in the middle of a macro.
  using Stop = std::function<void(const std::string &Place, const std::string &What)>;

  /// The names are those that stand in the indices of initialisers.
  Flood(clang::Preprocessor &, Stop, BoundNames, const FloodLimits & = {});
  Flood(const Flood &) = delete;

  /// What comes now is read for another purpose: counts anew.
  void restart();

  /// Refuses the file for what stands here. Does not return.
  void stop(clang::SourceLocation, const std::string &What);

private:
  class Includes;

  /// At each token, so there is little to it.
  void token(const clang::Token &T) {
    if (++Tokens >= NextLook || length(T) > LongToken)
      look(T);
    // Arguments are expanded before they are put in, and read again there; only then do they come to the parser.
    if (PP.getTokenCount() == Parsed)
      return unparsed(T);
    Parsed = PP.getTokenCount();
    AtParsed = Tokens;
    Operators = OfMacro = Listing = 0;
    if (clang::tok::isPragmaAnnotation(T.getKind()))
      return pragma(T.getLocation());
    Deep.step(T.getKind(), T.is(clang::tok::kw_else), false);
    Listed.step(T);
    if (!Deep.found().empty())
      stop(T.getLocation(), Deep.found());
    if (Listed.tooMany())
      stop(T.getLocation(), "an initialiser of more than " + std::to_string(Elements::Most) + " elements");
    if (Listed.tooManyOfFile())
      stop(T.getLocation(), "initialisers of more than " + std::to_string(Elements::MostOfFile) + " elements together");
  }

  /// A token that stands for a pragma has none.
  static unsigned length(const clang::Token &T) { return T.isAnnotation() ? 0 : T.getLength(); }
  void look(const clang::Token &);
  void pragma(clang::SourceLocation);
  /// Of a directive, or of a macro's argument.
  void unparsed(const clang::Token &);
  /// What that is called: "an #if", "a macro", "a call of a macro".
  std::string directiveAt(clang::SourceLocation) const;

  clang::Preprocessor &PP;
  Stop Over;
  FloodLimits Limits;
  Depth Deep;
  Elements Listed;
  static constexpr unsigned LongToken = 128;
  std::uint64_t Tokens = 0, NextLook = 0;
  std::uint64_t AtParsed = 0; ///< how many tokens there were when the parser got one
  std::uint64_t Letters = 0;  ///< of long tokens: macros can also join and quote
  unsigned Files = 0;
  unsigned LookedFor = 0; ///< by __has_include
  unsigned Pragmas = 0;
  unsigned Operators = 0; ///< that are open, or stand in front of others, since the parser got a token
  unsigned OfMacro = 0;   ///< the same that follow on each other, of a macro
  bool Operand = false;   ///< the last of these tokens was one, so that a sign behind it is binary
  unsigned Listing = 0;   ///< names and commas that follow on each other
  unsigned Parsed = 0;
  unsigned Began; ///< seconds
};

} // namespace kverdict
