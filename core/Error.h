// What goes wrong outside our own control, and the exit code that it leads to.
#pragma once

#include <stdexcept>
#include <string>

namespace kverdict {

/// The exit codes of the program, as its users know them.
enum class ExitCode {
  Clean = 0,      ///< analysed fully, nothing to fail on
  Findings = 1,   ///< at least one finding at or above --fail-on
  Usage = 2,      ///< a mistake on the command line, in the configuration or in the rules
  Incomplete = 3, ///< something could not be read, applied, parsed or decided
  Nothing = 4,    ///< there was nothing to check
};

/// Thrown for bad input. The message names the place (`file:line:` where there is one) and says what to do
/// next; `main` prints it once and exits with the code. Never thrown through a Clang callback.
class Error : public std::runtime_error {
public:
  Error(ExitCode Code, const std::string &Message) : std::runtime_error(Message), Code(Code) {}
  ExitCode code() const { return Code; }

private:
  ExitCode Code;
};

} // namespace kverdict
