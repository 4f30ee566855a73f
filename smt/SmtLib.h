// Questions to the solver as SMT-LIB 2, for another solver to be asked the same.
#pragma once

#include "smt/Solver.h"

#include <string>
#include <unordered_set>

namespace kverdict {

/// Whether all these can hold together, as commands between a (push 1) and a (pop 1): the declarations of their
/// symbols, the assertions, and (check-sat). Logic: QF_BV. What Z3 alone knows (a division whose divisor is not 0) is
/// written as the standard's operator that means the same there.
std::string smtLib(const std::vector<z3::expr> &Conditions);

/// Keeps each question once, as one script, and the answers that were given, a line for each: "sat", "unsat".
class SmtLibLog : public QuestionLog {
public:
  void answered(const std::vector<z3::expr> &Conditions, Answer) override;
  std::string script() const { return "(set-logic QF_BV)\n" + Script; }
  const std::string &answers() const { return Answers; }

private:
  std::string Script, Answers;
  std::unordered_set<std::string> Seen;
};

} // namespace kverdict
