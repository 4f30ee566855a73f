#include "tool/Options.h"

#include "commit.h"
#include "core/Version.h"
#include "parse/ClangVersion.h"
#include "smt/Z3Version.h"
#include "tool/CommandTable.h"
#include "tool/Near.h"
#include "tool/Reporting.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <sstream>
#include <unistd.h>

namespace kverdict {
namespace {

constexpr const char *About =
    "Reviews patches to the functions of the Linux kernel that decide something.\n"
    "Exit code: 0 nothing to report, 1 findings, 2 wrong usage, configuration or rules,\n"
    "3 incomplete (something did not apply, parse or could not be decided), 4 nothing to check.";

std::string versionWords() {
  const std::string Commit = CommitOfBuild;
  return std::string("kverdict ") + Version + (Commit.empty() ? "" : " (" + Commit + ")") + "\nClang " +
         clangVersion() + ", Z3 " + z3Version();
}

/// What the command line calls a value, and what it may be, if that is a list: "FORMAT:{text,jsonl}".
void describeValue(const std::string &Type, OptionRow &Row) {
  const size_t Open = Type.find('{'), Close = Type.find('}');
  Row.Value = Type.substr(0, Type.find(':'));
  if (Open == std::string::npos || Close == std::string::npos)
    return;
  std::istringstream List(Type.substr(Open + 1, Close - Open - 1));
  for (std::string Each; std::getline(List, Each, ',');)
    Row.Choices.push_back(Each);
  Row.Value = "WHICH";
}

/// What CLI11 calls a number.
std::string inWords(const std::string &Value) { return Value == "UINT" || Value == "INT" ? "N" : Value; }

OptionRow rowOf(const CLI::Option &O) {
  OptionRow Row{{}, O.get_description(), "", {}, O.get_default_str(), O.get_required()};
  for (const std::string &Name : O.get_snames())
    Row.Names.push_back("-" + Name);
  for (const std::string &Name : O.get_lnames())
    Row.Names.push_back("--" + Name);
  if (O.get_positional())
    Row.Names = {O.get_name(true)};
  if (O.get_type_size_max() != 0) // else it is a flag
    describeValue(O.get_type_name(), Row);
  Row.Value = inWords(Row.Value);
  return Row;
}

CommandRow rowOf(const CLI::App &App, const std::string &Name) {
  CommandRow Row{Name, App.get_description(), App.get_footer(), {}, {}, {}};
  for (const CLI::Option *O : App.get_options())
    (O->get_positional() ? Row.Arguments : Row.Options).push_back(rowOf(*O));
  for (const CLI::App *Sub : App.get_subcommands(nullptr))
    Row.Commands.push_back(rowOf(*Sub, (Name.empty() ? "" : Name + " ") + Sub->get_name()));
  return Row;
}

/// "; did you mean --tree?" of a command or an option that is not there.
std::string nearestOf(const CommandRow &In, const std::string &Wanted) {
  std::vector<std::string> Names;
  for (const CommandRow &Each : In.Commands)
    Names.push_back(Each.Name);
  for (const OptionRow &Each : In.Options)
    Names.insert(Names.end(), Each.Names.begin(), Each.Names.end());
  return nearestWords(Names, Wanted);
}

class Reader {
public:
  Reader() : App(About, "kverdict") {
    App.require_subcommand(1);
    App.set_version_flag("--version", versionWords());
    review();
    check();
    command("cc-check", "check a file from the kernel's build: make C=1 CHECK=\"kverdict cc-check\"", Command::CcCheck)
        ->prefix_command();
    coverage();
    diff();
    simulate();
    reproduce();
    rules();
    sweep();
    Table = rowOf(App, "");
    described();
  }

  Options read(int Argc, char **Argv, std::optional<Outcome> &Early) {
    // kbuild's flags are not for this parser.
    if (Argc > 2 && std::string(Argv[1]) == "cc-check" && std::string(Argv[2]) != "--help") {
      O.What = Command::CcCheck;
      O.Inputs.assign(Argv + 2, Argv + Argc);
      O.Program = Argv[0];
      return O;
    }
    try {
      App.parse(Argc, Argv);
    } catch (const CLI::ParseError &E) {
      std::ostringstream Out, Err;
      Err << meant(Argc, Argv);
      const bool Wrong = App.exit(E, Out, Err) != 0;
      Early = Outcome{Out.str(), Err.str(), Wrong ? ExitCode::Usage : ExitCode::Clean};
      return O;
    }
    O.Program = Argv[0];
    O.Words.assign(Argv + 1, Argv + Argc);
    if (!Described.empty())
      Early = Outcome{Described, ""};
    O.Colour = isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR");
    if (FailOn == "none")
      O.FailOn = std::nullopt;
    else
      O.FailOn = FailOn == "note" ? Severity::Note : FailOn == "error" ? Severity::Error : Severity::Warning;
    return O;
  }

private:
  CLI::App *command(const char *Name, const char *What, Command Value) {
    CLI::App *Sub = App.add_subcommand(Name, What);
    Sub->callback([this, Value] { O.What = Value; });
    if (Value != Command::CcCheck)
      quiet(Sub);
    return Sub;
  }

  void quiet(CLI::App *Sub) {
    Sub->add_flag("-q,--quiet", O.Quiet, "print no notes, and not how far it is; what is wrong is still said");
  }

  void common(CLI::App *Sub) {
    Sub->add_option("-p", O.Database, "directory with compile_commands.json, or the object tree (.o.cmd files)")
        ->type_name("DIR");
    Sub->add_option(
           "--rules", O.RulesFiles,
           "the rules to hold functions to, in place of those that come with the program and of the tree's own "
           "(.kverdict/rules.yaml); +FILE adds to them")
        ->type_name("[+]FILE")
        ->allow_extra_args(false);
  }

  void cached(CLI::App *Sub) {
    Sub->add_flag(
        "!--no-cache", O.Cache,
        "neither take an answer from the cache (KVERDICT_CACHE, or else ~/.cache/kverdict) nor keep one there");
  }

  void reporting(CLI::App *Sub, Command What) {
    Sub->add_option("-f,--format", O.Format, "what to print")
        ->check(CLI::IsMember(formatsOf(What)))
        ->capture_default_str();
    Sub->add_option("--out", O.Outputs, "also write this format to a file")->type_name("FORMAT=FILE");
    Sub->add_option("--baseline", O.Baseline,
                    "findings that are known (written by -f jsonl): neither shown nor counted")
        ->type_name("FILE");
    Sub->add_option("--fail-on", FailOn, "the least severity that makes the exit code 1")
        ->check(CLI::IsMember({"note", "warning", "error", "none"}))
        ->capture_default_str();
    Sub->add_option("--check", O.Asked, "also look for this, which is not looked for by default: see 'rules list'")
        ->type_name("RULE");
    Sub->add_option("--max-lines", O.MaxLines,
                    "lines of a finding in a text or a mail, 0 for any number; default: 20 in a text, 10 in a mail, "
                    "and any number with -v")
        ->check(CLI::Range(0, 100000));
    Sub->add_flag("-v,--verbose", O.Verbose, "also what is of use to a developer of kverdict");
  }

  void trees(CLI::App *Sub) {
    CLI::Option *Tree = Sub->get_option("--tree");
    Sub->add_option("--trees", O.Trees,
                    "several trees: the one that the patches are for is taken, and which and why is printed; one that "
                    "has their base-commit, else the one in which the most hunks apply, of several that MAINTAINERS "
                    "names")
        ->type_name("DIR,DIR...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->excludes(Tree);
  }

  void answers(CLI::App *Sub) {
    Sub->add_option("--answered", O.Answered,
                    "mailboxes with answers to findings ('Kverdict: FINGERPRINT reason'): these are listed, and not "
                    "counted; answers in the patches' messages and in replies among them count as well")
        ->type_name("MBOX")
        ->allow_extra_args(false);
    Sub->add_flag("--say-clean", O.SayClean,
                  "of a series with nothing to report, say what was checked: in a text, and as a reply (-f lkml)");
  }

  void review() {
    CLI::App *Sub = command("review", "review patches: comments on what they introduce", Command::Review);
    Sub->add_option("PATCH", O.Inputs,
                    "patch mails, mailboxes, directories of them, - for standard input; or of the tree: a revision, a "
                    "range a..b, or -N for the last N commits")
        ->required();
    Sub->add_option("--tree", O.Tree, "the git tree or plain directory that they apply to")->type_name("DIR");
    Sub->add_option("--base", O.Base, "the commit that they apply to; default: what the patches name, else HEAD")
        ->type_name("REV");
    Sub->add_option("--series", O.Series,
                    "of several series in a mailbox this one: its number, version (v2) or a part of its title; "
                    "default: the newest")
        ->type_name("WHICH");
    Sub->add_option("--from", O.From, "the sender of the reply (-f lkml); default: git send-email's")
        ->type_name("ADDRESS");
    Sub->add_option("--max-comments", O.MaxComments,
                    "comments in one reply (-f lkml, -f review-inline); the rest is summed up")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    Sub->add_flag(
        "!--findings-only", O.Changes,
        "a reply (-f lkml) speaks of findings alone, and is none where there are none; else also of functions "
        "that decide otherwise than before");
    trees(Sub);
    Sub->add_option("--archive", O.Archives,
                    "an archive of mails (a mailbox, a Maildir, a public-inbox), in which patches are looked for that "
                    "these need before them (prerequisite-patch-id)")
        ->type_name("DIR|MBOX")
        ->allow_extra_args(false);
    answers(Sub);
    Sub->add_option(
           "--callers", O.Callers,
           "of a function that decides otherwise, the callers that are asked whether they lead to such a state: those "
           "in the file, in all files of the build (each that names it is parsed), or none")
        ->check(CLI::IsMember({"file", "build", "none"}))
        ->capture_default_str();
    Sub->add_option("-j", O.Jobs, "files at a time")->check(CLI::Range(1, 256))->capture_default_str();
    common(Sub);
    cached(Sub);
    reporting(Sub, Command::Review);
  }

  void check() {
    CLI::App *Sub = command("check", "check whole files as they stand", Command::Check);
    Sub->add_option("FILE", O.Inputs, "C files, or directories: their C files that have a compile command")->required();
    Sub->add_option("-j", O.Jobs, "files at a time")->check(CLI::Range(1, 256))->capture_default_str();
    common(Sub);
    cached(Sub);
    reporting(Sub, Command::Check);
  }

  void coverage() {
    CLI::App *Sub = command("coverage", "how many of the functions that decide something can be explored, and why not",
                            Command::Coverage);
    Sub->add_option("PATH", O.Inputs, "C files, or directories: their C files that have a compile command")->required();
    Sub->add_option("-j", O.Jobs, "files at a time")->check(CLI::Range(1, 256))->capture_default_str();
    Sub->add_option("-f,--format", O.Format, "what to print")
        ->check(CLI::IsMember({"text", "jsonl"}))
        ->capture_default_str();
    common(Sub);
    cached(Sub);
  }

  void diff() {
    CLI::App *Sub = command("diff", "what became of functions between two versions of a file", Command::Diff);
    Sub->add_option(
           "OLD NEW", O.Inputs,
           "the two versions: C files, directories of such, or REVISION:PATH of a git tree; or two revisions and "
           "a path")
        ->required()
        ->expected(2, 3);
    Sub->add_option("--tree", O.Tree, "the git tree of the revisions; default: the one around the working directory")
        ->type_name("DIR");
    CLI::Option *Function = Sub->add_option("--function", O.Function, "only this function")->type_name("NAME");
    Sub->add_option("--assume", O.Assume,
                    "only look at states in which this holds: C over the parameters of the function")
        ->type_name("EXPRESSION")
        ->needs(Function);
    Sub->add_option("-f,--format", O.Format, "what to print")
        ->check(CLI::IsMember({"text", "jsonl"}))
        ->capture_default_str();
    common(Sub);
  }

  void simulate() {
    CLI::App *Sub = command("simulate", "the decision table of a function, or one run of it", Command::Simulate);
    Sub->add_option("FILE", O.Inputs, "the C file, or a directory in which one defines the function")
        ->required()
        ->expected(1);
    Sub->add_option("--function", O.Function, "the function to run")->required()->type_name("NAME");
    Sub->add_option("--set", O.Settings,
                    "a part of the state, as C: 'vma->vm_flags=VM_READ', or what a callee that is not looked into "
                    "returns: 'foo()=-EINVAL'; what is not set is 0, and pointer parameters point to objects of their "
                    "own")
        ->type_name("PLACE=EXPRESSION");
    Sub->add_option(
           "-f,--format", O.Format,
           "what to print: text, or the table as a diagram, drawn by Graphviz: svg, html, or dot, which is what "
           "Graphviz draws it from")
        ->check(CLI::IsMember({"text", "svg", "html", "dot"}))
        ->capture_default_str();
    Sub->add_flag("-v,--verbose", O.Verbose, "a row for each path, in place of the fewest that tell verdicts apart");
    common(Sub);
    cached(Sub);
  }

  void reproduce() {
    CLI::App *Sub =
        command("reproduce", "write a KUnit test and a program that call a function in the state of a finding",
                Command::Reproduce);
    Sub->add_option("FINGERPRINT", O.Wanted, "of the finding, as a record (-f jsonl) has it; its beginning will do")
        ->required();
    CLI::Option *Inputs = Sub->add_option("INPUT", O.Inputs,
                                          "where it was found: C files as for check, or with --tree patches as for "
                                          "review")
                              ->type_name("FILE|PATCH");
    Sub->add_option("--record", O.Record, "or take it from this record, and the file as it stands")
        ->type_name("FILE")
        ->excludes(Inputs);
    Sub->add_option("--tree", O.Tree, "the tree that the patches apply to, or that the record was made in")
        ->type_name("DIR");
    Sub->add_option("--base", O.Base, "the commit that they apply to; default: what the patches name, else HEAD")
        ->type_name("REV");
    Sub->add_option("--check", O.Asked, "also look for this, which is not looked for by default")->type_name("RULE");
    Sub->add_option("-f,--format", O.Format, "what to write")
        ->check(CLI::IsMember({"all", "kunit", "harness"}))
        ->default_str("all");
    Sub->add_option("-o", O.Into, "the directory to write to; it is made if need be")->type_name("DIR")->required();
    common(Sub);
    Sub->footer(
        "Writes kunit.c, harness.c and run (`sh DIR/run` builds and runs the program, `sh DIR/run kunit` compiles "
        "the\ntest). Exit code: 0 written, 2 no such finding, 3 it cannot be reproduced, or not as all that was "
        "asked for:\nwhy is said, and nothing is written of that.");
  }

  void sweep() {
    CLI::App *Sub = command("sweep", "review all series of a list's archive, a range of history, or check all files",
                            Command::Sweep);
    Sub->add_option("WHAT", O.Inputs,
                    "archives: mailboxes, directories of patches, Maildirs, public-inbox's (version 2); or of the "
                    "tree: ranges a..b, or -N; or with --files files and directories")
        ->required();
    Sub->add_option("--out", O.Into,
                    "the directory of the sweep; it is made if need be, and a sweep that was ended in "
                    "it is gone on with")
        ->type_name("DIR")
        ->required();
    Sub->add_flag("--files", O.Files, "check files of the tree as they stand: those of the build below WHAT");
    Sub->add_option("--tree", O.Tree, "the git tree or plain directory")->type_name("DIR");
    trees(Sub);
    answers(Sub);
    Sub->add_option("--base", O.Base, "the commit that the patches apply to; default: what they name, else HEAD")
        ->type_name("REV");
    Sub->add_option("--callers", O.Callers, "as of review")
        ->check(CLI::IsMember({"file", "build", "none"}))
        ->capture_default_str();
    Sub->add_option("--check", O.Asked, "also look for this, which is not looked for by default: see 'rules list'")
        ->type_name("RULE");
    Sub->add_option("-j", O.Jobs, "shards at a time; with --slurm tasks")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    Sub->add_flag("--slurm", O.Slurm,
                  "hand the shards out as a job array of Slurm, and wait for it; default: GNU parallel");
    Sub->add_flag("--dry-run", O.DryRun, "only plan, and print what would be run");
    Sub->add_flag("--retry-failed", O.RetryFailed, "also do shards again that ended before they had a record");
    common(Sub);
    Sub->footer("A shard is a series in its newest version, a commit or a file. DIR gets manifest.jsonl, a file in "
                "results/ for each\nshard, and what is made of them: record.jsonl and index.html. Killed at any point "
                "and started again, it does each shard once.");
    shards();
  }

  /// What a sweep runs.
  void shards() {
    CLI::App *Sub = command("sweep-shard", "do shards of a sweep that have no result yet: what sweep hands out",
                            Command::SweepShard);
    Sub->add_option("DIR", O.Into, "the directory of the sweep")->required();
    Sub->add_option("NUMBER", O.Inputs, "of the shards")->required();
    Sub = command("sweep-merge", "put the results that a sweep has into record.jsonl and index.html",
                  Command::SweepMerge);
    Sub->add_option("DIR", O.Into, "the directory of the sweep")->required();
  }

  void rules() {
    CLI::App *Sub = App.add_subcommand("rules", "what is checked, and what applies to a tree");
    Sub->require_subcommand(1);
    CLI::App *List = Sub->add_subcommand("list", "the contracts and the checks");
    List->callback([this] { O.What = Command::RulesList; });
    List->add_option("--tree", O.Tree, "also those of this tree")->type_name("DIR");
    CLI::App *Check = Sub->add_subcommand("check", "read the rules, and with --tree compile them in a tree");
    Check->callback([this] { O.What = Command::RulesCheck; });
    Check->add_option("--tree", O.Tree, "a prepared tree: says which contracts apply there, and why others do not")
        ->type_name("DIR");
    common(List);
    common(Check);
    quiet(List);
    quiet(Check);
  }

  /// What is made of the table itself: it is not in it.
  void described() {
    CLI::App *Completion = App.add_subcommand("completion", "what bash, zsh or fish reads to complete a command line");
    Completion->add_option("SHELL", Wanted, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    Completion->callback([this] { Described = completionFor(Wanted, Table); });
    CLI::App *Manual = App.add_subcommand("manual", "the manual page of kverdict, or of a command, for man(1)");
    Manual->add_option("COMMAND", Wanted, "the command");
    Manual->callback([this] {
      const CommandRow *Of = &Table;
      for (const CommandRow &Each : Table.Commands)
        Of = Each.Name == Wanted ? &Each : Of;
      if (!Wanted.empty() && Of == &Table)
        throw CLI::ValidationError("there is no command '" + Wanted + "'" + nearestOf(Table, Wanted));
      Described = manualPage(Table, *Of);
    });
  }

  /// Of a command or an option that is not there, what may have been meant.
  std::string meant(int Argc, char **Argv) const {
    const CommandRow *In = &Table;
    std::string Out;
    for (int I = 1; I < Argc && std::string(Argv[I]) != "--"; ++I) {
      const std::string Word = Argv[I], Name = Word.substr(0, Word.find('='));
      if (!In->Commands.empty() && Word[0] != '-') {
        const std::string Inner = (In->Name.empty() ? "" : In->Name + " ") + Word;
        const auto It = std::find_if(In->Commands.begin(), In->Commands.end(),
                                     [&](const CommandRow &Each) { return Each.Name == Inner; });
        if (It == In->Commands.end())
          return "There is no command '" + Inner + "'" + nearestOf(*In, Inner) + "\n";
        In = &*It;
      }
      const bool Known = std::any_of(In->Options.begin(), In->Options.end(), [&](const OptionRow &Each) {
        return std::find(Each.Names.begin(), Each.Names.end(), Name) != Each.Names.end();
      });
      if (Name.starts_with("--") && !Known)
        if (const std::string Near = nearestOf(*In, Name); !Near.empty())
          Out += "There is no option " + Name + Near + "\n";
    }
    return Out;
  }

  CLI::App App;
  CommandRow Table;
  std::string Wanted, Described;
  Options O;
  std::string FailOn = "warning";
};

} // namespace

Options readOptions(int Argc, char **Argv, std::optional<Outcome> &Early) { return Reader().read(Argc, Argv, Early); }

} // namespace kverdict
