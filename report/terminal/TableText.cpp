#include "report/terminal/TableText.h"

#include "core/Visible.h"
#include "report/Words.h"

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

} // namespace

std::string renderTable(const Table &T) {
  std::set<std::string> Premises;
  for (const Row &R : T.Rows)
    if (R.Premise)
      Premises.insert(premise(R));
  std::string Out = T.Function + "()\n";
  for (const std::string &P : Premises)
    Out += "  assumed: " + visible(P) + "\n";
  unsigned Number = 0, Cut = 0;
  for (const Row &R : T.Rows) {
    if (R.Premise)
      continue;
    Cut += !R.Covered && (R.End == RunEnd::Unsupported || R.End == RunEnd::Budget);
    Out += "\n" + std::to_string(++Number) + ". " + visible(verdict(R)) + "    " + where(R.At) + "\n";
    for (const std::string &C : R.Conditions)
      Out += "     " + visible(C) + "\n";
    if (R.State || (R.End != RunEnd::Unsupported && R.End != RunEnd::Budget))
      Out += "   for example: " +
             (R.State ? visible(stateText(*R.State))
                      : "no state was found" + (R.Unfound.empty() ? "" : ": " + visible(R.Unfound))) +
             "\n";
    for (const std::string &A : R.Approximations)
      Out += "   not exact: " + visible(A) + "\n";
  }
  Out += "\n" + counted(Number, "path") + (Cut ? ", " + std::to_string(Cut) + " of them cut short" : "") +
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
