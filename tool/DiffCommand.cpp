// kverdict diff OLD NEW [--function F]
#include "analysis/Compiled.h"
#include "compare/Edited.h"
#include "compare/Pair.h"
#include "core/LookAlikes.h"
#include "parse/text/TextScan.h"
#include "report/Words.h"
#include "report/terminal/DiffText.h"
#include "tool/Absent.h"
#include "tool/Commands.h"
#include "tool/DiffInputs.h"
#include "tool/Directories.h"
#include "tool/DirectorySide.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Near.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <sys/mman.h>

#include <algorithm>

namespace kverdict {
namespace {

/// So many functions that were not edited themselves are compared because they may reach what was.
constexpr size_t MostReached = 24;

constexpr const char *AssumedCondition = "__kverdict_assumed";

bool defines(const Unit &U, const std::string &Name) {
  return std::find(U.functions().begin(), U.functions().end(), Name) != U.functions().end();
}

class Differ {
public:
  /// Heading: what stands in front of what is said, if anything is.
  explicit Differ(const Options &O, std::string Heading = "")
      : O(O), R(findRules(O)), In(readDiffInputs(O)), Heading(std::move(Heading)) {
    Result.Notes = In.Notes;
  }

  Outcome run() {
    if (O.Function.empty())
      all();
    else
      one();
    return std::move(Result);
  }

private:
  UnitRequest request(const DiffVersion &V, std::set<std::string> Wanted) const {
    UnitRequest Q;
    static_cast<SourceVersion &>(Q) = V;
    Rules Models;
    Models.Models = R.Models;
    Q.Extras = compileRules(Models, Q.Text, {});
    Q.Opaque = modelled(R);
    Q.AllBodies = Wanted.empty();
    Q.Wanted = std::move(Wanted);
    return Q;
  }

  void one() {
    UnitRequest Old = request(In.Old, {O.Function});
    if (!O.Assume.empty())
      Old.Extras.push_back(
          {Extra::Kind::Condition, AssumedCondition, O.Function, false, {O.Assume, {"--assume", 1, 1}}, {}});
    VersionPair Pair(Old, request(In.New, {O.Function}), R);
    known(In.Old, Pair.oldUnit());
    known(In.New, Pair.newUnit());
    CompareLimits Limits;
    if (!O.Assume.empty()) {
      if (const Unit::ExtraProblem *Problem = Pair.oldUnit().problem(AssumedCondition))
        throw Error(ExitCode::Usage, "--assume is not C that compiles in " + In.Old.Shown + ":\n" +
                                         (Problem->Diagnostic.empty() ? Problem->Reason : Problem->Diagnostic));
      Limits.Assumed = {AssumedCondition};
    }
    Comparison C = Pair.compare(O.Function, Limits);
    if (!O.Assume.empty())
      C.Assumed.push_back("!(" + O.Assume + ")");
    show(C);
  }

  /// Throws unless this version defines the function, in this configuration.
  void known(const DiffVersion &V, const Unit &U) {
    const std::vector<unsigned> Lines = definitionLines(V.Text, O.Function);
    if (!defines(U, O.Function))
      refuseAbsent(U, V.Text, V.Shown, O.Function);
    if (Lines.size() > 1)
      Result.Notes += "kverdict: note: " + V.Shown + " defines " + O.Function + "() " + std::to_string(Lines.size()) +
                      " times; the one in line " + std::to_string(U.functionPlace(O.Function).Line) +
                      " is compiled in this configuration\n";
  }

  /// The functions that were edited, and, if they are few, those that may reach what was.
  void all() {
    EditedFunctions What;
    std::vector<std::string> Defined;
    {
      const VersionPair First(request(In.Old, {}), request(In.New, {}), R);
      const std::set<std::string> Was(First.oldUnit().functions().begin(), First.oldUnit().functions().end());
      Defined = First.newUnit().functions();
      const std::set<std::string> Is(Defined.begin(), Defined.end());
      for (const std::string &Name : Was)
        if (!Is.count(Name))
          onlyIn(In.Old, Name);
      for (const std::string &Name : Defined)
        if (!Was.count(Name))
          onlyIn(In.New, Name);
      What = editedFunctions(First.oldUnit(), In.Old.Text, First.newUnit(), In.New.Text);
    }
    std::set<std::string> Wanted(What.Edited.begin(), What.Edited.end());
    if (What.Reached.size() <= MostReached)
      Wanted.insert(What.Reached.begin(), What.Reached.end());
    else
      notCompared(What);
    if (!Wanted.empty()) {
      VersionPair Pair(request(In.Old, Wanted), request(In.New, Wanted), R);
      for (const std::string &Name : Defined)
        if (Wanted.count(Name))
          if (const Comparison C = Pair.compare(Name); !C.SameCode)
            show(C), Any = true;
    }
    if (!Any)
      Result.Notes += "kverdict: note: no function that both define changed\n";
  }

  /// What an edited function or macro reaches is listed. Callers of functions that are proved equivalent are so, too.
  void notCompared(const EditedFunctions &What) {
    constexpr size_t MostNamed = 8;
    std::vector<std::string> Names = What.Reached;
    Names.resize(std::min(Names.size(), MostNamed));
    Result.Notes +=
        "kverdict: note: " + std::to_string(What.Reached.size()) +
        " functions with the same text may reach what was edited, and were not compared: " + llvm::join(Names, ", ") +
        (What.Reached.size() > MostNamed ? ", ..." : "") + " (--function F compares one)\n";
    if (What.Outside)
      Result.Code = ExitCode::Incomplete;
  }

  void onlyIn(const DiffVersion &V, const std::string &Name) {
    Result.Notes += "kverdict: note: " + Name + "() is only in " + V.Shown + "\n";
  }

  void show(const Comparison &C) {
    std::string Text = O.Format == "jsonl" ? comparisonRecord(C) : withLookAlikesMarked(renderComparison(C, O.Colour));
    Text = std::exchange(Heading, "") + Text;
    if (!O.Print)
      Result.Output += Text;
    else if (++Shown > *Printed) { // a child that begins anew does not say it again
      O.Print(Text);
      *Printed = Shown;
    }
    if (C.Refuted)
      Result.Notes +=
          "kverdict: the simulator does not confirm a difference of " + C.Function + "(); this is a bug of kverdict\n";
    if (C.What == Change::Undecided && Result.Code == ExitCode::Clean)
      Result.Code = ExitCode::Incomplete;
    if (C.What != Change::Undecided && C.What != Change::Equivalent)
      Result.Code = ExitCode::Findings;
  }

  const Options &O;
  const Rules R;
  const DiffInputs In;
  std::string Heading;
  Outcome Result;
  bool Any = false; ///< function changed
  unsigned Shown = 0;
  /// How much was printed, by this process or one that died: all of them share it.
  unsigned *const Printed = static_cast<unsigned *>(
      mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
};

Outcome compared(const Options &O, const std::string &Heading = "") {
  Differ D(O, Heading);
  return inChild(O, [&] { return D.run(); });
}

/// The files of one name below two directories, one after the other.
class DirectoryDiffer {
public:
  DirectoryDiffer(const Options &O, DirectorySide Old, DirectorySide New)
      : O(O), Sides{std::move(Old), std::move(New)}, Commits(Sides[0].inCommit() && Sides[1].inCommit()),
        What(pairOf(Sides[0].sources(Commits), Sides[1].sources(Commits))) {}

  Outcome run() {
    for (const std::string &Name : What.Both)
      if (O.Function.empty() || defined(Name))
        one(Name);
    if (O.Function.empty())
      rest();
    else if (!Any)
      throw Error(ExitCode::Usage, "no C file that differs below " + Sides[0].shown() + " and " + Sides[1].shown() +
                                       " defines " + O.Function +
                                       "() in both, as far as their text shows; name two files");
    return std::move(Result);
  }

private:
  bool defined(const std::string &Name) const {
    return !definitionLines(Sides[0].text(Name), O.Function).empty() &&
           !definitionLines(Sides[1].text(Name), O.Function).empty();
  }

  void one(const std::string &Name) {
    Any = true;
    Options Of = O;
    Of.Inputs = {Sides[0].fileName(Name), Sides[1].fileName(Name)};
    try {
      const Outcome Each = compared(Of, O.Format == "jsonl" ? "" : Name + ":\n");
      Result.Output += Each.Output;
      note(Each.Notes);
      take(Each.Code);
    } catch (const Error &E) { // the other files are looked at all the same
      Result.Notes += std::string("kverdict: ") + E.what() + "\n";
      take(E.code());
    }
  }

  /// That headers are those of the work tree holds for all files of commits, and is said once.
  void note(llvm::StringRef Notes) {
    if (Told)
      Notes.consume_front(HeadersNote);
    Told = Told || Notes.starts_with(HeadersNote);
    Result.Notes += Notes;
  }

  /// Findings are worth more than what is missing, but a mistake of the user's is told first.
  void take(ExitCode Code) {
    const auto weight = [](ExitCode Each) {
      return Each == ExitCode::Usage ? 3 : Each == ExitCode::Findings ? 2 : Each == ExitCode::Incomplete ? 1 : 0;
    };
    if (weight(Code) > weight(Result.Code))
      Result.Code = Code;
  }

  void rest() {
    for (const auto &[Names, Which] : {std::pair(&What.Old, 0u), std::pair(&What.New, 1u)})
      for (const std::string &Name : *Names)
        Result.Notes += "kverdict: note: " + Name + " is only in " + Sides[Which].shown() + "\n";
    if (What.Same)
      Result.Notes += "kverdict: note: " + counted(What.Same, "C file") + " with the same text\n";
    for (const std::string &Name : What.Headers) {
      Result.Notes += "kverdict: " + Name + " differs: what includes it and has the same text was not compared\n";
      take(What.Same ? ExitCode::Incomplete : ExitCode::Clean);
    }
    if (What.Both.empty() && !What.Same)
      throw Error(ExitCode::Usage, Sides[0].shown() + " and " + Sides[1].shown() + " have no C file of one name");
  }

  const Options &O;
  const DirectorySide Sides[2];
  const bool Commits; ///< both are of commits
  const DirectoryPair What;
  Outcome Result;
  bool Any = false;
  bool Told = false; ///< HeadersNote
};

/// What the two sides are if both are directories: `DIR DIR`, also `REVISION:DIR`, or `REVISION REVISION DIR`.
std::optional<Outcome> comparedDirectories(const Options &O) {
  const bool Three = O.Inputs.size() == 3;
  if (O.Inputs.size() != 2 && !Three)
    return std::nullopt;
  const std::string Named[2] = {Three ? O.Inputs[0] + ":" + O.Inputs[2] : O.Inputs[0],
                                Three ? O.Inputs[1] + ":" + O.Inputs[2] : O.Inputs[1]};
  auto Old = DirectorySide::find(O, Named[0]), New = DirectorySide::find(O, Named[1]);
  if (!Old && !New)
    return std::nullopt;
  if (!Old || !New) {
    if (const auto Parts = inCommit(Named[Old ? 1 : 0]))
      throw Error(ExitCode::Usage,
                  Parts->first + " has no directory " + Parts->second + "; give its path from the top of the tree");
    return std::nullopt;
  }
  return DirectoryDiffer(O, std::move(*Old), std::move(*New)).run();
}

/// `diff DIR FILE` is DIR/FILE and FILE, as diff(1) has it.
Options withFileNames(Options O) {
  for (unsigned I : {0, 1}) {
    const std::string Inside = O.Inputs[I] + "/" + llvm::sys::path::filename(O.Inputs[1 - I]).str();
    if (O.Inputs.size() == 2 && llvm::sys::fs::is_directory(O.Inputs[I]) &&
        llvm::sys::fs::is_regular_file(O.Inputs[1 - I]) && llvm::sys::fs::is_regular_file(Inside))
      O.Inputs[I] = Inside;
  }
  return O;
}

} // namespace

Outcome runDiff(const Options &O) {
  if (std::optional<Outcome> Made = comparedDirectories(O))
    return std::move(*Made);
  return compared(withFileNames(O));
}

} // namespace kverdict
