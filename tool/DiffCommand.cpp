// kverdict diff OLD NEW [--function F]
#include "analysis/Compiled.h"
#include "compare/Pair.h"
#include "parse/text/TextScan.h"
#include "report/terminal/DiffText.h"
#include "tool/Commands.h"
#include "tool/DiffInputs.h"
#include "tool/Files.h"
#include "tool/InChild.h"
#include "tool/Near.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace kverdict {
namespace {

constexpr const char *Assumption = "__kverdict_assumed";

bool defines(const Unit &U, const std::string &Name) {
  return std::find(U.functions().begin(), U.functions().end(), Name) != U.functions().end();
}

class Differ {
public:
  explicit Differ(const Options &O) : O(O), R(findRules(O)), In(readDiffInputs(O)) { Result.Notes = In.Notes; }

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
    Q.Command = V.Command;
    Q.Text = V.Text;
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
      Old.Extras.push_back({Extra::Kind::Condition, Assumption, O.Function, false, {O.Assume, {"--assume", 1, 1}}, {}});
    VersionPair Pair(Old, request(In.New, {O.Function}), R);
    known(In.Old, Pair.oldUnit());
    known(In.New, Pair.newUnit());
    CompareLimits Limits;
    if (!O.Assume.empty()) {
      if (const Unit::ExtraProblem *Problem = Pair.oldUnit().problem(Assumption))
        throw Error(ExitCode::Usage, "--assume is not C that compiles in " + In.Old.Shown + ":\n" +
                                         (Problem->Diagnostic.empty() ? Problem->Reason : Problem->Diagnostic));
      Limits.Assumed = {Assumption};
    }
    Comparison C = Pair.compare(O.Function, Limits);
    if (!O.Assume.empty())
      C.Assumed.push_back("!(" + O.Assume + ")");
    show(C);
  }

  /// Throws unless this version defines the function, in this configuration.
  void known(const DiffVersion &V, const Unit &U) {
    const std::vector<unsigned> Lines = definitionLines(V.Text, O.Function);
    if (!defines(U, O.Function)) {
      if (!Lines.empty())
        throw Error(ExitCode::Incomplete, V.Shown + ":" + std::to_string(Lines[0]) + ": this configuration leaves " +
                                              O.Function + "() out: an #if around it is not met");
      throw Error(ExitCode::Usage,
                  V.Shown + " defines no function " + O.Function + "()" + didYouMean(U.functions(), O.Function));
    }
    if (Lines.size() > 1)
      Result.Notes += "kverdict: note: " + V.Shown + " defines " + O.Function + "() " + std::to_string(Lines.size()) +
                      " times; the one in line " + std::to_string(U.functionPlace(O.Function).Line) +
                      " is compiled in this configuration\n";
  }

  /// Every function that both versions define and that is not the same code in both.
  void all() {
    VersionPair First(request(In.Old, {}), request(In.New, {}), R);
    std::set<std::string> Names;
    for (const std::string &Name : First.oldUnit().functions())
      if (defines(First.newUnit(), Name))
        Names.insert(Name);
      else
        onlyIn(In.Old, Name);
    for (const std::string &Name : First.newUnit().functions())
      if (!Names.count(Name))
        onlyIn(In.New, Name);
    VersionPair Pair(request(In.Old, Names), request(In.New, Names), R);
    for (const std::string &Name : First.newUnit().functions())
      if (Names.count(Name))
        if (const Comparison C = Pair.compare(Name); !C.SameCode)
          show(C);
    if (Result.Output.empty())
      Result.Notes += "kverdict: note: no function that both define changed\n";
  }

  void onlyIn(const DiffVersion &V, const std::string &Name) {
    Result.Notes += "kverdict: note: " + Name + "() is only in " + V.Shown + "\n";
  }

  void show(const Comparison &C) {
    Result.Output += O.Format == "jsonl" ? comparisonRecord(C) : renderComparison(C, O.Colour);
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
  Outcome Result;
};

} // namespace

Outcome runDiff(const Options &O) {
  Differ D(O);
  return inChild([&] { return D.run(); });
}

} // namespace kverdict
