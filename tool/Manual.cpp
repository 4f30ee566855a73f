#include "core/Version.h"
#include "tool/CommandTable.h"

namespace kverdict {
namespace {

/// A text as man(7) prints it as it stands.
std::string escaped(const std::string &Text) {
  std::string Out;
  for (const char C : Text) {
    const bool First = Out.empty() || Out.back() == '\n';
    if (First && (C == '.' || C == '\''))
      Out += "\\&";
    Out += C == '\\' ? "\\e" : C == '-' ? "\\-" : std::string(1, C);
  }
  return Out;
}

std::string bold(const std::string &Text) { return "\\fB" + escaped(Text) + "\\fR"; }
std::string variable(const std::string &Text) { return "\\fI" + escaped(Text) + "\\fR"; }

std::string joined(const std::vector<std::string> &Parts, const char *Between) {
  std::string Out;
  for (const std::string &Each : Parts)
    Out += (Out.empty() ? "" : Between) + Each;
  return Out;
}

std::string namesOf(const OptionRow &O, const char *Between) {
  std::vector<std::string> Names;
  for (const std::string &Each : O.Names)
    Names.push_back(bold(Each));
  return joined(Names, Between) + (O.Value.empty() ? "" : " " + variable(O.Value));
}

std::string entry(const std::string &Head, const OptionRow &O) {
  std::string Text = ".TP\n" + Head + "\n" + escaped(O.What);
  if (!O.Choices.empty())
    Text += ": " + escaped(joined(O.Choices, ", "));
  if (!O.Default.empty() && O.Default != "0")
    Text += " (default: " + escaped(O.Default) + ")";
  return Text + "\n";
}

std::string pageName(const CommandRow &Of) {
  std::string Name = "kverdict" + (Of.Name.empty() ? "" : "-" + Of.Name);
  for (char &C : Name)
    C = C == ' ' ? '-' : C;
  return Name;
}

/// The first line, as a page's name is followed by it.
std::string inOneLine(const std::string &What) {
  std::string Line = What.substr(0, What.find('\n'));
  if (Line.ends_with("."))
    Line.pop_back();
  if (!Line.empty() && std::isupper(static_cast<unsigned char>(Line[0])))
    Line[0] = std::tolower(static_cast<unsigned char>(Line[0]));
  return Line;
}

std::string synopsis(const CommandRow &Of) {
  std::string Text = bold("kverdict" + (Of.Name.empty() ? "" : " " + Of.Name));
  if (!Of.Commands.empty())
    return Text + " " + variable("COMMAND") + " ...";
  for (const OptionRow &O : Of.Options)
    if (O.Names[0] != "-h")
      Text += O.Required ? " " + namesOf(O, "|") : " [" + namesOf(O, "|") + "]";
  for (const OptionRow &A : Of.Arguments)
    Text += " " + (A.Required ? variable(A.Names[0]) : "[" + variable(A.Names[0]) + "]") + " ...";
  return Text;
}

/// What is the same of each command.
std::string common() {
  return ".SH EXIT STATUS\n"
         ".TP\n0\nanalysed fully, nothing to report\n"
         ".TP\n1\nfindings, at or above \\fB\\-\\-fail\\-on\\fR\n"
         ".TP\n2\nwrong usage, configuration or rules\n"
         ".TP\n3\nincomplete: something did not apply, did not parse, is not compiled in this build, or could not be\n"
         "decided; what and why is said\n"
         ".TP\n4\nnothing to check\n"
         ".SH ENVIRONMENT\n"
         ".TP\n.B KVERDICT_RULES\nthe rules, in place of those that come with the program\n"
         ".TP\n.B KVERDICT_CACHE\nthe directory where answers are kept, else kverdict in \\fBXDG_CACHE_HOME\\fR, else\n"
         "~/.cache/kverdict; none if it is empty. It is safe to delete\n"
         ".TP\n.B KVERDICT_CACHE_MB\nhow many megabytes that holds at most; default: 256\n"
         ".TP\n.B TMPDIR\nwhere scratch files are made\n"
         ".TP\n.B NO_COLOR\nif it is set, nothing is printed in colour\n";
}

std::string commandsOf(const CommandRow &Of) {
  std::string Text;
  for (const CommandRow &Each : Of.Commands)
    Text += ".TP\n" + bold("kverdict " + Each.Name) + "\n" + escaped(Each.What) + "\n";
  return Text.empty() ? "" : ".SH COMMANDS\n" + Text;
}

} // namespace

std::string manualPage(const CommandRow &Program, const CommandRow &Of) {
  std::string Title = pageName(Of);
  for (char &C : Title)
    C = std::toupper(static_cast<unsigned char>(C));
  std::string Text = ".TH " + escaped(Title) + " 1 \"\" \"kverdict " + std::string(Version) + "\"\n.SH NAME\n" +
                     escaped(pageName(Of)) + " \\- " + escaped(inOneLine(Of.What)) + "\n.SH SYNOPSIS\n" + synopsis(Of) +
                     "\n" + commandsOf(Of);
  std::string Options;
  for (const OptionRow &A : Of.Arguments)
    Options += entry(variable(A.Names[0]), A);
  for (const OptionRow &O : Of.Options)
    Options += entry(namesOf(O, ", "), O);
  if (!Options.empty())
    Text += ".SH OPTIONS\n" + Options;
  if (!Of.More.empty())
    Text += ".SH NOTES\n" + escaped(Of.More) + "\n";
  Text += common();
  std::vector<std::string> Others;
  for (const CommandRow &Each : Program.Commands)
    if (Each.Name != Of.Name)
      Others.push_back(bold(pageName(Each)) + "(1)");
  return Text + ".SH SEE ALSO\n" + (Of.Name.empty() ? "" : bold("kverdict") + "(1), ") + joined(Others, ", ") + "\n";
}

} // namespace kverdict
