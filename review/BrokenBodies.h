// Bodies that the compiler refuses in both versions: the patch is not to blame for them, and the rest of the file can
// be looked at without them.
#pragma once

#include "core/Rules.h"
#include "parse/Unit.h"
#include "review/FileStep.h"

#include <memory>
#include <optional>
#include <string>

namespace kverdict {

/// The text with the body of a function taken for a declaration: each line and column stays where it is. Nothing if the
/// text has no such function in the kernel's style, or if its body has directives that reach out of it.
std::optional<std::string> withoutBody(const std::string &Text, const std::string &Function);

/// The function of a text in the kernel's style that a line stands in; empty if there is none.
std::string functionAround(const std::string &Text, unsigned Line);

/// A step of which some bodies are left out, one after the other. The rules must outlive it.
class BrokenBodies {
public:
  BrokenBodies(const FileStep &Of, const Rules &R) : Step(Of), R(R) {}

  /// The step without the bodies that were left out so far.
  const FileStep &step() const { return Step; }

  /// What comes of a version that does not parse.
  enum class Fault {
    OfPatch, ///< the base parses: refused() says what is wrong with the patched version
    OfBase,  ///< the base does not parse either, and no body can be left out: refused() says what is wrong with it
    Neither, ///< both parse by themselves
    LeftOut, ///< a body in which the base does not parse is left out now: the step is to be looked at again
  };
  Fault judge(const ParseError &, const std::shared_ptr<Versions> &);
  const ParseError &refused() const { return *Refused; }

  /// Says what was left out.
  void tell(StepOutcome &) const;

private:
  bool leaveOut(const ParseError &);
  const std::string *textOf(const std::string &Path, const SourceVersion &);

  FileStep Step;
  const Rules &R;
  std::optional<ParseError> Refused;
  std::string OnDisk; ///< of a header that no version has another text of
};

} // namespace kverdict
