// A translation unit: one file in one version, as Clang understands it.
#pragma once

#include "core/Error.h"
#include "core/Rules.h"
#include "core/Source.h"
#include "core/Target.h"
#include "parse/Layout.h"
#include "parse/SourceVersion.h"
#include "parse/text/Bodies.h"

#include <llvm/ADT/StringRef.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CFG;
class Expr;
class FunctionDecl;
class SourceRange;
class Stmt;
class SourceLocation;
} // namespace clang

namespace kverdict {

/// A C function that kverdict compiles into the unit. Its parameters are those of Function, by the same names;
/// with Result, a last one named `result` has Function's return type.
struct Extra {
  enum class Kind { Condition, Place, Value, Body };
  Kind What = Kind::Condition; ///< Condition: `return !!(Text)`; Place: `return &(Text)`; Value: `return (Text)`
  std::string Name;            ///< of the C function that is made, unique in the unit
  std::string Function;        ///< whose parameters it takes
  bool Result = false;
  RuleText Text;
  std::vector<std::string> Needs; ///< identifiers that must be declared
};

/// What is parsed.
struct UnitRequest : SourceVersion {
  std::vector<Extra> Extras;
  std::set<std::string> Wanted; ///< functions whose bodies are needed, with all that they reach
  std::set<std::string> Opaque; ///< functions that models stand in for: what they reach is not needed
  std::set<std::string> Read;   ///< functions whose bodies are read as well, so that an error in one is seen
  bool AllBodies = false;       ///< keep every body of the main file, whatever Wanted says
  /// By absolute path, the lines that another version has not, or has otherwise: bodies with one of them are read, and
  /// layout() tells of these files. All of them but the main file must be in Overlay.
  std::map<std::string, std::set<unsigned>> Changed;
  /// Names that missed() of an earlier unit held: bodies that cannot be read late.
  std::set<std::string> Missed;
};

/// A parsed unit. It owns everything that Clang made; what it hands out lives as long as it does.
class Unit {
public:
  struct Parts;
  struct Replacement {
    std::string Name; ///< of the C function with the other body
    SourcePlace At;   ///< of that body's function
    unsigned Last;    ///< the line of its closing brace
  };
  explicit Unit(std::shared_ptr<Parts>);
  ~Unit();

  /// The same unit, but for the bodies of these functions of the main file. It costs next to nothing, and shares all
  /// else with this one, which may be gone before it. Null if they cannot be read by themselves (a macro in them means
  /// something else at the end of the file; there is an error in them): then the text has to be parsed as a whole.
  /// Moved says where the lines of this unit's text stand in that version.
  std::unique_ptr<Unit> with(const std::vector<FunctionText> &, const std::vector<MovedLines> &Moved = {}) const;
  /// Reads further extras, whose names no other has: reads() may be a part of them. What is wrong with one, problem()
  /// says. False if the unit takes no more.
  bool read(std::vector<Extra>) const;
  /// How many times more was read into the unit, and into those that share its parse.
  unsigned reads() const;

  clang::ASTContext &context() const;
  Target target() const;
  /// What explore/ keeps along with what Clang made: one for all units that share a parse.
  std::shared_ptr<void> &companion() const;

  /// The definition of a function with its body, or null if the unit has none (or its body was skipped).
  const clang::FunctionDecl *definition(const std::string &Name) const;
  /// The same for any declaration of a function.
  const clang::FunctionDecl *definition(const clang::FunctionDecl *) const;
  /// The model body that stands in for this function, or null.
  const clang::FunctionDecl *modelBody(const clang::FunctionDecl *) const;
  /// The names of the functions that the main file defines, in its order.
  const std::vector<std::string> &functions() const;
  /// What stands on the lines of a file of UnitRequest::Changed; nothing if the unit does not include it.
  std::optional<Layout> layout(const std::string &Path) const;
  /// Whether there is any declaration of a function of this name.
  bool declares(const std::string &Function) const { return declaration(Function) != nullptr; }

  /// Why an extra could not be compiled: empty if it could. Kind says whose fault it is.
  struct ExtraProblem {
    enum class Fault {
      Text,      ///< of whoever wrote the extra
      TreeLacks, ///< the tree has no such identifier, member or signature: it does not apply
      File,      ///< a macro of the file makes its function's head, or the extra, something else
    };
    Fault Whose = Fault::Text;
    std::string Reason;     ///< one sentence
    std::string Diagnostic; ///< Clang's message in full, with place and caret
  };
  const ExtraProblem *problem(const std::string &ExtraName) const;

  /// The names of a function's parameters.
  std::vector<std::string> parameters(const std::string &Function) const;
  /// Whether some text made a macro of this name, so that a function of the name may have another.
  bool wasMacro(const std::string &Name) const;
  /// The place of the definition of a function of the main file; no place if it has none.
  SourcePlace functionPlace(const std::string &Name) const;

  /// The place of a location, with macro uses resolved to where the macro is used.
  SourcePlace place(clang::SourceLocation) const;
  SourceSpan span(clang::SourceRange) const;
  /// The source text of a range, on one line, white space folded; as written, macros unexpanded: what makes it, or, of
  /// what stands in an argument of one, that.
  std::string text(clang::SourceRange) const;

  /// True if the function has a body that was not kept. An engine that meets one is to say so in missed(), and
  /// its result is not to be used: whoever asked for the unit parses again with these names in Wanted.
  bool skipped(const clang::FunctionDecl *) const;
  std::set<std::string> &missed() const { return Missed; }

  /// Object-like macros and enumerators whose value is a plain integer and whose names begin so: by name. Lives as long
  /// as the unit.
  const std::map<std::string, std::uint64_t> &constants(const std::string &Prefix) const;
  std::optional<std::uint64_t> constant(const std::string &Name) const;
  /// The name of an errno value ("EINVAL" for 22), or empty.
  std::string errnoName(std::uint64_t) const;

private:
  const clang::FunctionDecl *declaration(const std::string &Name) const;
  bool isOfTheText(clang::SourceLocation) const;
  unsigned movedLine(unsigned Line) const;

  std::shared_ptr<Parts> P;
  std::map<std::string, Replacement> Replaced; ///< by the name of the function
  std::vector<MovedLines> Moved;               ///< of the parsed text, in this version
  mutable std::set<std::string> Missed;
};

/// The name of a function as the source has it: a body that was read apart from its place has another.
std::string plainName(const clang::FunctionDecl *);

/// Source text on one line, white space folded.
std::string folded(llvm::StringRef);

/// Clang reported an error in a file.
class ParseError : public Error {
public:
  ParseError(const std::string &Text, SourcePlace At, std::string Message)
      : Error(ExitCode::Incomplete, Text), At(std::move(At)), Message(std::move(Message)) {}
  const SourcePlace &at() const { return At; }           ///< of the first error, relative as Unit::place()
  const std::string &message() const { return Message; } ///< of the first error, without its place

private:
  SourcePlace At;
  std::string Message;
};

/// Parses. Throws ParseError if Clang reported an error anywhere but in an Extra: such a unit would hold
/// plausible, wrong control flow.
std::unique_ptr<Unit> parseUnit(const UnitRequest &);

} // namespace kverdict
