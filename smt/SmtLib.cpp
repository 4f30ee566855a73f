#include "smt/SmtLib.h"

#include <algorithm>

namespace kverdict {
namespace {

/// Z3's own operators, which its simplifier makes: the same as the standard's, of a divisor that is not 0; of one that
/// is, the standard's have the values that Z3 has given them before.
std::string standard(std::string Text) {
  for (const auto &[Own, Instead] : {std::pair("\\|", "{or}"), std::pair("\\\\", "{bs}"), std::pair("\\", "{bs}")})
    for (size_t At = Text.find(Own); At != std::string::npos; At = Text.find(Own, At)) // no part of a symbol there
      Text.replace(At, std::string(Own).size(), Instead);
  for (const char *Name : {"bvudiv", "bvurem", "bvsdiv", "bvsrem", "bvsmod"}) {
    const std::string Own = std::string(Name) + "_i ";
    for (size_t At = Text.find(Own); At != std::string::npos; At = Text.find(Own, At))
      Text.replace(At, Own.size(), std::string(Name) + " ");
  }
  return Text;
}

} // namespace

std::string smtLib(const std::vector<z3::expr> &Conditions) {
  if (Conditions.empty())
    return "(push 1)\n(check-sat)\n(pop 1)\n";
  z3::solver Of(Conditions[0].ctx(), "QF_BV");
  for (const z3::expr &E : Conditions)
    Of.add(E);
  std::string Text = standard(Of.to_smt2());
  while (Text.starts_with(";") || Text.starts_with("(set-info")) // of Z3, about the benchmark
    Text.erase(0, std::min(Text.find('\n'), Text.size() - 1) + 1);
  return "(push 1)\n" + Text + "(pop 1)\n";
}

void SmtLibLog::answered(const std::vector<z3::expr> &Conditions, Answer Is) {
  const std::string Text = smtLib(Conditions);
  if (!Seen.insert(Text).second)
    return;
  Script += Text;
  Answers += Is == Answer::Yes ? "sat\n" : "unsat\n";
}

} // namespace kverdict
