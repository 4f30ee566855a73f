// For the explorer's tests: parses a text, shows its decision tables as lines.
#pragma once

#include "explore/Explorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {

/// One text as a unit, explored.
class Explored {
public:
  explicit Explored(const std::string &Text, Rules R = {}, std::vector<Extra> Extras = {}) : R(std::move(R)) {
    UnitRequest Request;
    Request.Command = {"/t/test.c", "/t", {"-std=gnu11"}};
    Request.Text = "typedef unsigned char u8; typedef unsigned int u32; typedef unsigned long u64;\n" + Text;
    Request.Extras = std::move(Extras);
    Request.AllBodies = true;
    U = parseUnit(Request);
    Explore = std::make_unique<Explorer>(*U, this->R);
  }

  Table table(const std::string &Function = "f") { return Explore->table(Function); }
  Explorer &explorer() { return *Explore; }
  const Unit &unit() const { return *U; }

  /// Each row as "condition; condition -> verdict {place = value, callee returned value}"; sorted, since the order
  /// of the rows is nobody's promise.
  std::vector<std::string> rows(const std::string &Function = "f") {
    std::vector<std::string> Out;
    for (const Row &Each : table(Function).Rows)
      Out.push_back(line(Each));
    std::sort(Out.begin(), Out.end());
    return Out;
  }

  static std::string line(const Row &Each) {
    std::string Out;
    for (const std::string &Condition : Each.Conditions)
      Out += (Out.empty() ? "" : "; ") + Condition;
    Out += Out.empty() ? "-> " : " -> ";
    switch (Each.End) {
    case RunEnd::Returned:
      Out += Each.Verdict;
      break;
    case RunEnd::Undefined:
      Out += (Each.Premise ? "undefined (premise): " : "undefined: ") + Each.Reason;
      break;
    default:
      Out += Each.Covered ? "and so on" : "stops: " + Each.Reason;
    }
    return Out + (Each.State ? state(*Each.State) : "");
  }

private:
  static std::string state(const Situation &S) {
    std::string Out;
    for (const Binding &B : S.Shown)
      Out += (Out.empty() ? "" : ", ") + B.Place + " = " + B.Value;
    for (const std::string &Call : S.Calls)
      Out += (Out.empty() ? "" : ", ") + Call;
    return Out.empty() ? "" : " {" + Out + "}";
  }

  Rules R;
  std::unique_ptr<Unit> U;
  std::unique_ptr<Explorer> Explore;
};

} // namespace kverdict
