// kverdict diff OLD NEW [--function F]
#include "checks/Compiled.h"
#include "compare/Pair.h"
#include "parse/CompileCommands.h"
#include "report/DiffText.h"
#include "tool/Commands.h"
#include "tool/Files.h"

#include <algorithm>

namespace kverdict {
namespace {

class Differ {
public:
  explicit Differ(const Options &O) : O(O), R(findRules(O)) { findCommands(); }

  Outcome run() {
    if (!O.Function.empty()) {
      VersionPair Pair(request(0, {O.Function}), request(1, {O.Function}), R);
      known(Pair);
      show(Pair.compare(O.Function));
    } else {
      all();
    }
    return std::move(Result);
  }

private:
  /// A version that lies outside of its tree is compiled like the other one.
  void findCommands() {
    std::string Why[2];
    bool Found[2] = {};
    for (int I : {0, 1})
      try {
        Paths[I] = absolutePath(O.Inputs[I]);
        Texts[I] = readFile(Paths[I]);
        Commands[I] = findCommand(Paths[I], O.Database);
        Found[I] = true;
      } catch (const Error &E) {
        if (E.code() != ExitCode::Incomplete)
          throw;
        Why[I] = E.what();
      }
    for (int I : {0, 1}) {
      if (Found[I])
        continue;
      if (Found[1 - I]) {
        Commands[I] = Commands[1 - I];
        Result.Notes += "kverdict: " + O.Inputs[I] + " is compiled like " + O.Inputs[1 - I] + "\n";
      } else if (!O.Database.empty() || !kernelRoot(Paths[I]).empty()) {
        throw Error(ExitCode::Incomplete, Why[I]);
      } else {
        Commands[I] = {Paths[I], Paths[I].substr(0, Paths[I].rfind('/')), {"-std=gnu11", "-w"}};
        Result.Notes += "kverdict: no compile command for " + O.Inputs[I] + "; it is compiled with -std=gnu11\n";
      }
    }
  }

  UnitRequest request(int Which, std::set<std::string> Wanted) const {
    UnitRequest Q;
    Q.Command = Commands[Which];
    Q.Text = Texts[Which];
    Rules Models;
    Models.Models = R.Models;
    Q.Extras = compileRules(Models, Q.Text, {});
    Q.Opaque = modelled(R);
    Q.AllBodies = Wanted.empty();
    Q.Wanted = std::move(Wanted);
    return Q;
  }

  /// Throws unless both versions define the function.
  void known(const VersionPair &Pair) const {
    const bool Was = defines(Pair.oldUnit(), O.Function), Is = defines(Pair.newUnit(), O.Function);
    if (Was && Is)
      return;
    const std::string Where = Was ? O.Inputs[1] : O.Inputs[0];
    throw Error(ExitCode::Usage, Where + " defines no function " + O.Function + "()" + near(Pair.oldUnit()));
  }

  static bool defines(const Unit &U, const std::string &Name) {
    return std::find(U.functions().begin(), U.functions().end(), Name) != U.functions().end();
  }

  /// A function whose name begins alike.
  std::string near(const Unit &U) const {
    std::string Best;
    size_t Common = 3;
    for (const std::string &Name : U.functions()) {
      const size_t Same =
          std::mismatch(Name.begin(), Name.end(), O.Function.begin(), O.Function.end()).first - Name.begin();
      if (Same > Common && Name != O.Function)
        Common = Same, Best = Name;
    }
    return Best.empty() ? "" : "; did you mean " + Best + "()?";
  }

  /// Every function that both versions define and that is not the same code in both.
  void all() {
    VersionPair First(request(0, {}), request(1, {}), R);
    std::set<std::string> Names;
    for (const std::string &Name : First.oldUnit().functions())
      if (defines(First.newUnit(), Name))
        Names.insert(Name);
      else
        Result.Notes += "kverdict: " + Name + "() is only in " + O.Inputs[0] + "\n";
    for (const std::string &Name : First.newUnit().functions())
      if (!Names.count(Name))
        Result.Notes += "kverdict: " + Name + "() is only in " + O.Inputs[1] + "\n";
    VersionPair Pair(request(0, Names), request(1, Names), R);
    for (const std::string &Name : First.newUnit().functions())
      if (Names.count(Name))
        if (const Comparison C = Pair.compare(Name); !C.SameCode)
          show(C);
    if (Result.Output.empty())
      Result.Notes += "kverdict: no function changed\n";
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
  std::string Paths[2], Texts[2];
  CompileCommand Commands[2];
  Outcome Result;
};

} // namespace

Outcome runDiff(const Options &O) { return Differ(O).run(); }

} // namespace kverdict
