// Asks Z3 whether conditions can hold together. Consecutive questions about paths with a common beginning share
// the work for it.
#pragma once

#include <z3++.h>

#include <optional>
#include <vector>

namespace kverdict {

enum class Answer { Yes, No, Unknown };

class Solver {
public:
  /// Milliseconds bounds each single question.
  Solver(z3::context &, unsigned Milliseconds);

  /// Can all these hold, given the axioms so far?
  Answer satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions);
  /// The same with one more condition.
  Answer satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions,
                     const z3::expr &Last);
  /// A model of the last question that was answered with Yes.
  z3::model model() { return Backend.get_model(); }
  unsigned questions() const { return Questions; }

private:
  void align(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions);

  z3::solver Backend;
  size_t AxiomsKnown = 0;
  std::vector<z3::expr> Stack; ///< the conditions that Backend holds, one scope each
  unsigned Questions = 0;
};

} // namespace kverdict
