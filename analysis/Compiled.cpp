#include "analysis/Compiled.h"

#include "core/Error.h"
#include "parse/text/TextScan.h"

namespace kverdict {
namespace {

std::string nameOf(const Rules &R, const Contract &C, const std::string &Part) {
  return "__kverdict_" + Part + "_" + std::to_string(&C - R.Contracts.data());
}

std::string modelName(const Model &M) { return "__kverdict_model_" + M.Function; }

std::string wishName(const Rules &R, const Contract &C, size_t I) { return nameOf(R, C, "prefer" + std::to_string(I)); }

Extra condition(const Contract &C, const std::string &Name, const RuleText &Text, bool Result) {
  Extra E;
  E.What = Extra::Kind::Condition;
  E.Name = Name;
  E.Function = C.Function;
  E.Result = Result;
  E.Text = Text;
  E.Needs = C.Needs;
  return E;
}

} // namespace

std::set<std::string> subjectsIn(const std::string &Text, const Rules &R) {
  std::set<std::string> All;
  for (const Contract &C : R.Contracts)
    All.insert(C.Function);
  return mayDefine(Text, All);
}

std::vector<Extra> compileRules(const Rules &R, const std::string &Text, const std::set<std::string> &Only) {
  std::vector<Extra> Out;
  for (const Model &M : R.Models)
    if (M.What == Model::Kind::Body) {
      Extra E;
      E.What = Extra::Kind::Body;
      E.Name = modelName(M);
      E.Function = M.Function;
      E.Text = M.Body;
      Out.push_back(std::move(E));
    }
  const std::set<std::string> Subjects = subjectsIn(Text, R);
  for (const Contract &C : R.Contracts) {
    if (!Subjects.count(C.Function) || !(Only.empty() || Only.count(C.Function)))
      continue;
    if (!C.Requires.empty())
      Out.push_back(condition(C, nameOf(R, C, "requires"), C.Requires, false));
    Out.push_back(condition(C, nameOf(R, C, "ensures"), C.Ensures, true));
    for (size_t I = 0; I < C.Prefer.size(); ++I)
      Out.push_back(condition(C, wishName(R, C, I), C.Prefer[I], false));
    for (size_t I = 0; I < C.Remarks.size(); ++I)
      Out.push_back(condition(C, remarkName(R, C, I), C.Remarks[I].When, false));
  }
  return Out;
}

std::string remarkName(const Rules &R, const Contract &C, size_t Index) {
  return nameOf(R, C, "remark" + std::to_string(Index));
}

Question questionOf(const Rules &R, const Contract &C) {
  Question Q;
  Q.Function = C.Function;
  Q.Requires = C.Requires.empty() ? "" : nameOf(R, C, "requires");
  Q.Ensures = nameOf(R, C, "ensures");
  for (size_t I = 0; I < C.Prefer.size(); ++I)
    Q.Prefer.push_back(wishName(R, C, I));
  return Q;
}

std::string whyNotApplied(const Unit &U, const Rules &R, const Contract &C) {
  Question Q = questionOf(R, C);
  std::vector<std::string> Names = Q.Prefer;
  Names.push_back(Q.Ensures);
  if (!Q.Requires.empty())
    Names.push_back(Q.Requires);
  for (size_t I = 0; I < C.Remarks.size(); ++I)
    Names.push_back(remarkName(R, C, I));
  for (const std::string &Name : Names) {
    const Unit::ExtraProblem *Problem = U.problem(Name);
    if (!Problem)
      continue;
    if (Problem->Whose == Unit::ExtraProblem::Fault::TreeLacks)
      return Problem->Reason;
    if (Problem->Whose == Unit::ExtraProblem::Fault::File)
      throw Error(ExitCode::Incomplete, "contract '" + C.Id + "' cannot be asked of " + C.Function +
                                            "(): " + Problem->Reason +
                                            (Problem->Diagnostic.empty() ? "" : ":\n" + Problem->Diagnostic));
    throw Error(ExitCode::Usage, C.At.File + ":" + std::to_string(C.At.Line) + ": contract '" + C.Id +
                                     "' is not C that compiles:\n" + Problem->Diagnostic);
  }
  return "";
}

std::vector<ModelNotApplied> modelsNotApplied(const Unit &U, const Rules &R) {
  std::vector<ModelNotApplied> Out;
  for (const Model &M : R.Models)
    if (const auto *Problem = U.problem(modelName(M)); Problem && U.declares(M.Function))
      Out.push_back({M.Function, M.Body.At, Problem->Reason});
  return Out;
}

std::set<std::string> modelled(const Rules &R) {
  std::set<std::string> Out;
  for (const Model &M : R.Models)
    Out.insert(M.Function);
  return Out;
}

} // namespace kverdict
