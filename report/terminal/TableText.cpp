#include "report/terminal/TableText.h"

#include "core/Visible.h"
#include "report/Condition.h"
#include "report/Words.h"

#include <algorithm>
#include <map>
#include <set>

namespace kverdict {
namespace {

std::string joined(const std::vector<std::string> &Parts, const std::string &Between) {
  std::string Text;
  for (const std::string &Part : Parts)
    Text += (Text.empty() ? "" : Between) + Part;
  return Text;
}

std::string where(const SourcePlace &At) {
  return At.valid() ? visible(At.File) + ":" + std::to_string(At.Line) : std::string("?");
}

std::string stateText(const Situation &S) {
  std::vector<std::string> Parts;
  for (const Binding &B : S.Shown)
    Parts.push_back(B.Place + " = " + B.Value);
  Parts.insert(Parts.end(), S.Calls.begin(), S.Calls.end());
  return Parts.empty() ? "any state" : joined(Parts, ", ");
}

/// "null dereference of vma" as something that is taken not to happen: "vma is not NULL".
std::string premise(const Row &R) {
  const std::string Prefix = "null dereference of ";
  return R.Reason.starts_with(Prefix) ? R.Reason.substr(Prefix.size()) + " is not NULL" : "no " + R.Reason;
}

std::string verdict(const Row &R) {
  if (R.Covered)
    return "and so on: " + R.Reason;
  switch (R.End) {
  case RunEnd::Returned:
    return R.Verdict.empty() ? "returns" : R.Verdict;
  case RunEnd::NoReturn:
    return "does not return (" + R.Reason + ")";
  case RunEnd::Undefined:
    return "undefined: " + R.Reason;
  default:
    return "undecided: " + R.Reason;
  }
}

/// What a row asks more than once, as in the rounds of a loop, says which time it is.
std::vector<std::string> conditions(const Row &R) {
  std::map<std::string, unsigned> Times, Time;
  for (const std::string &Each : R.Conditions)
    ++Times[plainCondition(Each).Text];
  std::vector<std::string> Out;
  for (const std::string &Each : R.Conditions) {
    const std::string Text = plainCondition(Each).Text;
    Out.push_back(Each + (Times[Text] > 1 ? ", time " + std::to_string(++Time[Text]) : ""));
  }
  return Out;
}

/// What rows have in common that differ in how often they ask the same: how each condition came out the last time.
std::string lastOutcomes(const Row &R) {
  std::map<std::string, bool> Last;
  for (const std::string &Each : R.Conditions) {
    const PlainCondition Plain = plainCondition(Each);
    Last[Plain.Text] = Plain.Holds;
  }
  std::string Out = verdict(R) + "\n" + where(R.At);
  for (const auto &[Text, Holds] : Last)
    Out += "\n" + std::to_string(Holds) + Text;
  return Out;
}

bool asksAgain(const Row &R) {
  std::set<std::string> Asked;
  return std::any_of(R.Conditions.begin(), R.Conditions.end(),
                     [&](const std::string &Each) { return !Asked.insert(plainCondition(Each).Text).second; });
}

/// The rows that are told, each with how many more ask the same more often, and end so.
std::vector<std::pair<const Row *, unsigned>> folded(const Table &T) {
  std::vector<std::pair<const Row *, unsigned>> Out;
  std::map<std::string, std::vector<const Row *>> Alike;
  for (const Row &R : T.Rows)
    if (!R.Premise)
      Alike[lastOutcomes(R)].push_back(&R);
  for (const Row &R : T.Rows) {
    if (R.Premise)
      continue;
    const std::vector<const Row *> &Same = Alike[lastOutcomes(R)];
    const Row *Shortest = *std::min_element(Same.begin(), Same.end(), [](const Row *A, const Row *B) {
      return A->Conditions.size() < B->Conditions.size();
    });
    const bool Fold = std::all_of(Same.begin(), Same.end(), [&](const Row *Each) {
      return Each == Shortest || (asksAgain(*Each) && Each->Approximations == Shortest->Approximations);
    });
    if (!Fold || &R == Shortest)
      Out.push_back({&R, Fold ? Same.size() - 1 : 0});
  }
  return Out;
}

std::string head(const std::string &Function, const std::set<std::string> &Premises,
                 const std::vector<std::string> &Assumed) {
  std::string Out = Function + "()\n";
  for (const std::string &P : Premises)
    Out += "  assumed: " + visible(P) + "\n";
  constexpr size_t Most = 4;
  for (size_t I = 0; I < Assumed.size() && I < Most; ++I)
    Out += "  assumed: " + visible(Assumed[I]) + "\n";
  if (Assumed.size() > Most)
    Out += "  assumed: " + std::to_string(Assumed.size() - Most) + " more like these\n";
  return Out;
}

/// A state of a row, and what was not exact about it.
std::string example(const Row &R) {
  std::string Out;
  if (R.State || (R.End != RunEnd::Unsupported && R.End != RunEnd::Budget))
    Out += "   for example: " +
           (R.State ? visible(stateText(*R.State))
                    : "no state was found" + (R.Unfound.empty() ? "" : ": " + visible(R.Unfound))) +
           "\n";
  for (const std::string &A : R.Approximations)
    Out += "   not exact: " + visible(A) + "\n";
  return Out;
}

std::string guardText(const GuardAnswer &G) {
  const std::string Where = G.Where.empty() ? "" : " (" + G.Where + ")";
  switch (G.What) {
  case GuardAnswer::Kind::Null:
    return spoken(G.Text + (G.Holds ? " == NULL" : " != NULL")) + Where;
  case GuardAnswer::Kind::Happens:
    return (G.Holds ? "" : "no ") + G.Text + Where;
  case GuardAnswer::Kind::Condition:
    break;
  }
  return spoken(plainText(G.Holds ? G.Text : "!(" + G.Text + ")")) + Where;
}

/// The guards of a row, a line each. Conditions without a place are put as those of a path are.
std::vector<std::string> guardLines(const Decision &D) {
  const bool Plain = std::all_of(D.Guards.begin(), D.Guards.end(), [](const GuardAnswer &G) {
    return G.What == GuardAnswer::Kind::Condition && G.Where.empty();
  });
  std::vector<std::string> Out;
  for (const GuardAnswer &G : D.Guards)
    Out.push_back(Plain ? (G.Holds ? G.Text : "!(" + G.Text + ")") : guardText(G));
  return Plain ? plainTexts(Out) : Out;
}

std::string verdict(const Decision &D) {
  constexpr size_t Longest = 60;
  if (D.Returns.empty())
    return verdict(D.Is);
  return cutCode(D.Returns, Longest) + (D.Is.Verdict.empty() ? "" : ", for instance " + verdict(D.Is));
}

/// What stands below the last row: what the rows were made of.
std::string sum(const Decisions &D) {
  const auto Alone = std::count_if(D.Rows.begin(), D.Rows.end(), [](const Decision &Each) { return !Each.Proved; });
  std::string Out = counted(D.Rows.size(), "row");
  if (D.Rows.size() > 1 && !Alone)
    Out += ", each proved over " + counted(D.Paths, "path");
  else
    Out += " of " + counted(D.Paths, "path");
  if (Alone)
    Out += ", " + std::to_string(Alone) + " of which no guard tells from the others: a path each";
  return Out + (D.Cut ? ", " + std::to_string(D.Cut) + " of them cut short" : "") +
         (D.Exact ? ", all explored exactly" : "") + "\n";
}

} // namespace

std::string renderDecisions(const Decisions &D) {
  std::set<std::string> Premises;
  for (const Row &R : D.Premises)
    Premises.insert(premise(R));
  std::string Out = head(D.Function, Premises, D.Assumed);
  if (D.Rows.size() > 1)
    Out += "  rows are read from the top: the first that holds decides\n";
  for (size_t I = 0; I < D.Rows.size(); ++I) {
    const Decision &Each = D.Rows[I];
    Out += "\n" + std::to_string(I + 1) + ". " + visible(verdict(Each)) + "    " + where(Each.Is.At) + "\n";
    for (const std::string &Line : guardLines(Each))
      Out += "     " + visible(Line) + "\n";
    if (Each.Guards.empty() && I)
      Out += "     otherwise\n";
    if (!Each.Proved)
      Out += "     and more, of which no guard tells\n";
    Out += example(Each.Is);
  }
  return Out + "\n" + sum(D);
}

std::string renderTable(const Table &T, const std::vector<std::string> &Assumed) {
  std::set<std::string> Premises;
  for (const Row &R : T.Rows)
    if (R.Premise)
      Premises.insert(premise(R));
  std::string Out = head(T.Function, Premises, Assumed);
  unsigned Number = 0, Cut = 0, Paths = 0;
  for (const auto &[Shown, More] : folded(T)) {
    const Row &R = *Shown;
    Paths += 1 + More;
    if (!R.Covered && (R.End == RunEnd::Unsupported || R.End == RunEnd::Budget))
      Cut += 1 + More;
    Out += "\n" + std::to_string(++Number) + ". " + visible(verdict(R)) + "    " + where(R.At) + "\n";
    for (const std::string &C : plainTexts(conditions(R)))
      Out += "     " + visible(C) + "\n";
    if (More)
      Out += "     (" + counted(More, "more path") + (More == 1 ? " asks" : " ask") + " the same more often, and " +
             (More == 1 ? "ends" : "end") + " so)\n";
    Out += example(R);
  }
  Out += "\n" + counted(Paths, "path") + (Cut ? ", " + std::to_string(Cut) + " of them cut short" : "") +
         (T.exact() ? ", all explored exactly" : "") + "\n";
  return Out;
}

std::string renderRun(const std::string &Function, const Run &R, const std::string &Verdict) {
  std::string Out;
  for (const TraceStep &S : R.Trace) {
    Out += where(S.At) + ": " + std::string(2 * S.Depth, ' ') + visible(stepText(S));
    if (!S.Values.empty())
      Out += "    [" + visible(S.Values) + "]";
    Out += "\n";
  }
  for (const std::string &Place : R.Defaulted)
    Out += "not set, so 0: " + visible(Place) + "\n";
  if (R.End == RunEnd::Returned)
    return Out + Function + "() returns " + Verdict + "\n";
  return Out + Function + "() did not return: " + visible(R.Reason) +
         (R.StoppedAt.valid() ? " (" + where(R.StoppedAt) + ")" : "") + "\n";
}

} // namespace kverdict
