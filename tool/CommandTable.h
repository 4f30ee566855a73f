// The commands and their options as a table, for what is made of them: manual pages and completions.
#pragma once

#include <string>
#include <vector>

namespace kverdict {

struct OptionRow {
  std::vector<std::string> Names; ///< "-f", "--format"; of an argument just what it is called, "PATCH"
  std::string What;
  std::string Value;                ///< "DIR", "FILE"; empty for a flag
  std::vector<std::string> Choices; ///< all that the value may be, where that is a list
  std::string Default;
  bool Required = false;
};

struct CommandRow {
  std::string Name; ///< as it is given: "review", "rules list"; empty for the program
  std::string What;
  std::string More; ///< what stands below the options; may be empty
  std::vector<OptionRow> Options, Arguments;
  std::vector<CommandRow> Commands; ///< that it has below it
};

/// The manual page of the program, or of one command, in the language of man(7).
std::string manualPage(const CommandRow &Program, const CommandRow &Of);

/// What a shell (bash, zsh or fish) reads to complete a command line. Empty for another one.
std::string completionFor(const std::string &Shell, const CommandRow &Program);

} // namespace kverdict
