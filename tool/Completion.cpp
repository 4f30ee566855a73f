#include "tool/CommandTable.h"

#include <llvm/ADT/StringExtras.h>

namespace kverdict {
namespace {

/// In single quotes, as every shell reads it.
std::string quoted(const std::string &Text) {
  std::string Out = "'";
  for (const char C : Text)
    Out += C == '\'' ? "'\\''" : std::string(1, C);
  return Out + "'";
}

bool takesDirectory(const OptionRow &O) { return O.Value == "DIR"; }

/// The commands that have options of their own: those without others below them.
std::vector<const CommandRow *> leaves(const CommandRow &Program) {
  std::vector<const CommandRow *> Out;
  for (const CommandRow &Each : Program.Commands) {
    if (Each.Commands.empty())
      Out.push_back(&Each);
    for (const CommandRow &Inner : Each.Commands)
      Out.push_back(&Inner);
  }
  return Out;
}

std::string namesOf(const std::vector<CommandRow> &Commands) {
  return llvm::join(llvm::map_range(Commands, [](const CommandRow &C) { return C.Name.substr(C.Name.rfind(' ') + 1); }),
                    " ");
}

// bash ---------------------------------------------------------------------------------------------------------------

std::string bashOption(const OptionRow &O) {
  if (O.Value.empty())
    return "";
  const std::string Words = O.Choices.empty() ? (takesDirectory(O) ? "-d" : "-f") + std::string(" -- \"$cur\"")
                                              : "-W " + quoted(llvm::join(O.Choices, " ")) + " -- \"$cur\"";
  return "    " + llvm::join(O.Names, "|") + ") COMPREPLY=($(compgen " + Words + ")); return ;;\n";
}

std::string bashCommand(const CommandRow &C) {
  std::string Values, Names;
  for (const OptionRow &O : C.Options) {
    Values += bashOption(O);
    Names += (Names.empty() ? "" : " ") + llvm::join(O.Names, " ");
  }
  return "  " + quoted(C.Name) + ")\n    case $prev in\n" + Values + "    esac\n    options=" + quoted(Names) + " ;;\n";
}

std::string bash(const CommandRow &Program) {
  std::string Text = "# bash completion of kverdict\n"
                     "_kverdict() {\n"
                     "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options=\n"
                     "  local command=${COMP_WORDS[1]}\n"
                     "  compopt -o filenames 2>/dev/null\n"
                     "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
                     "    COMPREPLY=($(compgen -W " +
                     quoted(namesOf(Program.Commands)) + " -- \"$cur\")); return\n  fi\n";
  for (const CommandRow &C : Program.Commands)
    if (!C.Commands.empty())
      Text += "  if [ \"$command\" = " + C.Name + " ]; then\n    [ \"$COMP_CWORD\" != 2 ] || {\n" +
              "      COMPREPLY=($(compgen -W " + quoted(namesOf(C.Commands)) +
              " -- \"$cur\")); return; }\n    command+=\" ${COMP_WORDS[2]}\"\n  fi\n";
  Text += "  case $command in\n";
  for (const CommandRow *C : leaves(Program))
    Text += bashCommand(*C);
  return Text + "  esac\n"
                "  case $cur in\n"
                "  -*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
                "  *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
                "  esac\n"
                "}\n"
                "complete -F _kverdict kverdict\n";
}

// zsh ----------------------------------------------------------------------------------------------------------------

/// A text of _arguments, in which brackets and colons mean something.
std::string inBrackets(const std::string &Text) {
  std::string Out;
  for (const char C : Text)
    Out += (C == '[' || C == ']' || C == ':' || C == '\\' ? "\\" : "") + std::string(1, C);
  return Out;
}

std::string zshAction(const OptionRow &O) {
  if (!O.Choices.empty())
    return "(" + llvm::join(O.Choices, " ") + ")";
  return takesDirectory(O) ? "_files -/" : "_files";
}

std::string zshCommand(const CommandRow &C) {
  std::string Text = "  " + quoted(C.Name) + ")\n    _arguments";
  for (const OptionRow &O : C.Options)
    for (const std::string &Name : O.Names)
      Text += " \\\n      " + quoted(Name + "[" + inBrackets(O.What) + "]" +
                                     (O.Value.empty() ? "" : ":" + inBrackets(O.Value) + ":" + zshAction(O)));
  return Text + " \\\n      '*:file:_files' ;;\n";
}

std::string zshCommands(const std::vector<CommandRow> &Commands) {
  std::string Text;
  for (const CommandRow &C : Commands)
    Text += " " + quoted(C.Name.substr(C.Name.rfind(' ') + 1) + ":" + C.What);
  return Text;
}

std::string zsh(const CommandRow &Program) {
  std::string Text = "#compdef kverdict\n"
                     "# zsh completion of kverdict\n"
                     "local -a commands\n"
                     "if (( CURRENT == 2 )); then\n"
                     "  commands=(" +
                     zshCommands(Program.Commands) +
                     ")\n"
                     "  _describe command commands\n"
                     "  return\n"
                     "fi\n"
                     "local command=$words[2]\n"
                     "shift words; (( CURRENT-- ))\n";
  for (const CommandRow &C : Program.Commands)
    if (!C.Commands.empty())
      Text += "if [[ $command == " + C.Name + " ]]; then\n  if (( CURRENT == 2 )); then\n    commands=(" +
              zshCommands(C.Commands) +
              ")\n    _describe command commands\n    return\n  fi\n  command+=\" $words[2]\"\n"
              "  shift words; (( CURRENT-- ))\nfi\n";
  Text += "case $command in\n";
  for (const CommandRow *C : leaves(Program))
    Text += zshCommand(*C);
  return Text + "esac\n";
}

// fish ---------------------------------------------------------------------------------------------------------------

std::string fishOption(const std::string &When, const OptionRow &O) {
  std::string Text = "complete -c kverdict -n " + quoted(When);
  for (const std::string &Name : O.Names)
    Text += llvm::StringRef(Name).starts_with("--") ? " -l " + Name.substr(2) : " -s " + Name.substr(1);
  if (!O.Choices.empty())
    Text += " -x -a " + quoted(llvm::join(O.Choices, " "));
  else if (takesDirectory(O))
    Text += " -x -a '(__fish_complete_directories)'";
  else if (!O.Value.empty())
    Text += " -r";
  return Text + " -d " + quoted(O.What) + "\n";
}

std::string fish(const CommandRow &Program) {
  std::string Text = "# fish completion of kverdict\n";
  for (const CommandRow &C : Program.Commands)
    Text += "complete -c kverdict -f -n __fish_use_subcommand -a " + C.Name + " -d " + quoted(C.What) + "\n";
  for (const CommandRow &C : Program.Commands)
    for (const CommandRow &Inner : C.Commands) {
      const std::string Name = Inner.Name.substr(Inner.Name.rfind(' ') + 1);
      Text += "complete -c kverdict -f -n " +
              quoted("__fish_seen_subcommand_from " + C.Name + "; and not __fish_seen_subcommand_from " +
                     namesOf(C.Commands)) +
              " -a " + Name + " -d " + quoted(Inner.What) + "\n";
    }
  for (const CommandRow *C : leaves(Program)) {
    std::string When;
    for (const llvm::StringRef Word : llvm::split(C->Name, ' '))
      When += (When.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + Word.str());
    for (const OptionRow &O : C->Options)
      Text += fishOption(When, O);
  }
  return Text;
}

} // namespace

std::string completionFor(const std::string &Shell, const CommandRow &Program) {
  return Shell == "bash" ? bash(Program) : Shell == "zsh" ? zsh(Program) : Shell == "fish" ? fish(Program) : "";
}

} // namespace kverdict
