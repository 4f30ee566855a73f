// Asks Z3 whether conditions can hold together. The layers, each of which answers most of what reaches it:
//   range           a condition always holds, or never, whatever its symbols are
//   contradiction   a condition and its negation stand side by side
//   equality        of what is said to be the same one name is left
//   independence    conditions without a common symbol are decided apart
//   memory          the same conditions were asked about before
//   example         a state that was found for an earlier question meets them, perhaps after a small change
//   bits            what is said of single bits contradicts itself
//   Z3              only if no part of the question was answered by the others with no
//   place           where that takes long, a symbol that stands on both sides of a comparison, as the address of an
//                   object does, is put at one place: Z3 finds a state there if there is one
#pragma once

#include "smt/Effort.h"
#include "smt/Equalities.h"
#include "smt/Evaluator.h"
#include "smt/Ranges.h"

#include <z3++.h>

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace kverdict {

enum class Answer { Yes, No, Unknown };

/// Is told what was asked and decided, for somebody else to be asked the same.
class QuestionLog {
public:
  virtual ~QuestionLog() = default;
  /// Conditions: with the axioms about their symbols. The answer is Yes or No.
  virtual void answered(const std::vector<z3::expr> &Conditions, Answer) = 0;
};

class Solver {
public:
  /// Effort bounds each single question to Z3, in Z3's own resource units: unlike time, it makes the same answer on
  /// every machine.
  Solver(z3::context &, unsigned Effort);

  /// Can all these hold together? Axioms holds what is true of symbols anyway; it may grow between questions.
  Answer satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions);
  /// The same with one more condition.
  Answer satisfiable(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions,
                     const z3::expr &Last);
  /// The same as the first; if the answer is Yes, Out has values for the symbols of the conditions that show it.
  Answer example(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment &Out);

  /// The symbols in a term, by Z3's id, sorted.
  const std::vector<unsigned> &symbols(const z3::expr &E) { return facts(E).Symbols; }
  Evaluator &evaluator() { return Values; }
  /// See exactQuotient().
  std::optional<z3::expr> dividedBy(const z3::expr &Term, std::uint64_t Size);

  /// From now on, each single question may take so much. What is not decided then is open again once it may take more.
  void bound(unsigned PerQuestion);

  /// From now on, what holds conditions that Z3 could not decide is not decided either, without asking: for a look at
  /// many functions, where an answer that costs much is not worth it.
  void giveUpEarly() { Patient = false; }

  /// Told of each question from now on, whichever layer answers it; null if nobody listens. Must outlive the questions.
  void logTo(QuestionLog *To) { Log = To; }

  /// What is asked from now on is spent from there; null if nobody counts. Once that is exhausted, no question is
  /// decided any more.
  void chargeTo(kverdict::Effort *Account) { Payer = Account; }
  bool exhausted() const { return Payer && Payer->exhausted(); }
  /// What is done for the questions' sake costs too.
  void charge(std::uint64_t Units) {
    Worked += Units;
    if (Payer)
      Payer->spend(Units);
  }

  z3::context &context() { return Z; }
  unsigned effort() const { return Effort; }
  std::uint64_t spent() const { return Spent; }    ///< effort on all questions so far, in Z3's units
  std::uint64_t worked() const { return Worked; }  ///< the same, with all that was charged
  unsigned questions() const { return Questions; } ///< that reached Z3

private:
  /// What is asked of a condition again and again.
  struct Facts {
    z3::expr Term; ///< kept, so that its id stays its own
    std::vector<unsigned> Symbols;
    long Literal; ///< its id, or less than zero: of what it is the negation of
    bool True, False, Equation;
  };
  struct Outcome {
    Answer Is = Answer::Unknown;
    bool Open = true;   ///< Z3 was not asked yet
    unsigned Most = 0;  ///< what it could take when it was asked
    Assignment Example; ///< if Is is Yes
  };

  /// Conditions without the symbols that equations among them determine.
  struct Rewritten {
    bool No = false; ///< they contradict each other at sight
    std::vector<std::vector<z3::expr>> Groups;
    Equalities::Gone Gone;
  };

  std::uint64_t labour(const z3::expr &);
  const Facts &facts(const z3::expr &);
  static bool contradictory(const std::vector<const Facts *> &);
  static std::vector<std::vector<z3::expr>> independent(const std::vector<const Facts *> &);
  const Rewritten &solve(const std::vector<z3::expr> &);
  bool divide(const std::vector<const Facts *> &, std::vector<std::vector<z3::expr>> &Into, Equalities::Gone &);
  void addGone(const Equalities::Gone &, Assignment &);
  Answer answer(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment *Out);
  Answer decide(const std::vector<z3::expr> &Axioms, const std::vector<z3::expr> &Conditions, Assignment *Out);
  void tell(const std::vector<z3::expr> &Axioms, std::vector<z3::expr> Conditions, Answer);
  static std::vector<unsigned> key(const std::vector<z3::expr> &);
  Outcome &glance(const std::vector<z3::expr> &);
  void settle(Outcome &, const std::vector<z3::expr> &);
  Answer find(const std::vector<z3::expr> &, Assignment &Out);
  void remember(const Assignment &);
  bool holdsIn(Assignment &, const std::vector<z3::expr> &, Assignment &Out);
  bool holdsInRecent(const std::vector<z3::expr> &, Assignment &Out);
  bool holdsAfterChange(const std::vector<z3::expr> &, Assignment &Out);
  /// Addresses that are compared with others in one object, each with a place for it.
  Assignment places(const std::vector<z3::expr> &);
  bool holdsInPlace(const Assignment &Places, const std::vector<z3::expr> &, Assignment &Out);
  Answer askZ3(const std::vector<z3::expr> &, Assignment &Out);
  Answer check(const std::vector<z3::expr> &, Assignment &Out);
  void allow(unsigned PerQuestion);

  z3::context &Z;
  z3::solver Backend;
  unsigned Effort;
  unsigned Questions = 0;
  std::uint64_t Spent = 0, Worked = 0;
  std::unordered_map<unsigned, Facts> FactsOf;          ///< by Z3's id
  std::unordered_map<unsigned, z3::expr> SymbolTerms;   ///< by Z3's id
  std::unordered_map<unsigned, std::uint64_t> LabourOf; ///< by Z3's id; FactsOf keeps the terms
  bool Patient = true;
  kverdict::Effort *Payer = nullptr;
  QuestionLog *Log = nullptr;
  std::vector<std::vector<unsigned>> Hard; ///< the ids of conditions that were not decided, sorted; if not Patient
  Evaluator Values;
  Ranges Bounds;
  Equalities Same;
  std::vector<Assignment> Recent;                    ///< that answered earlier questions, newest last
  std::map<std::vector<unsigned>, Outcome> Known;    ///< by the ids of the conditions, sorted
  std::map<std::vector<unsigned>, Rewritten> Solved; ///< likewise; of those with equations
};

/// Conditions as numbers: the id of each, negative for the negation of it; sorted.
std::vector<long> literals(const std::vector<z3::expr> &);
/// Whether one holds a condition and the other its negation.
bool contradict(const std::vector<long> &, const std::vector<long> &);

/// The symbols in a term, by Z3's id.
void collectSymbols(const z3::expr &, std::set<unsigned> &Out);

} // namespace kverdict
