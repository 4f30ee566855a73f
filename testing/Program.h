// For the simulator's tests: parses a text, runs a function of it, looks at the outcome.
#pragma once

#include "simulate/Simulator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {

/// One text as a unit, with the models and the extras that a test wants.
class Program {
public:
  explicit Program(const std::string &Text, std::vector<Model> Models = {}, std::vector<Extra> Extras = {},
                   SimulatorLimits Limits = {}, std::vector<std::string> Flags = {"-std=gnu11"})
      : Models(std::move(Models)), Limits(Limits) {
    UnitRequest Request;
    Request.Command = {"/t/test.c", "/t", std::move(Flags)};
    Request.Text = Text;
    Request.Extras = std::move(Extras);
    Request.AllBodies = true;
    U = parseUnit(Request);
  }

  kverdict::Run run(const std::string &Function, const Witness &W = {}, Missing M = Missing::IsMismatch) const {
    return Simulator(*U, Models, Limits).run(Function, W, M);
  }
  Witness build(const std::string &Function, const std::vector<Simulator::Setting> &Settings) const {
    return Simulator(*U, Models, Limits).build(Function, Settings);
  }

private:
  std::unique_ptr<Unit> U;
  std::vector<Model> Models;
  SimulatorLimits Limits;
};

/// An argument or a result that is one scalar.
inline std::vector<Cell> scalar(std::uint64_t Value, unsigned Width = 32) { return {{0, 0, Width, Value, "", ""}}; }

/// The witness that sets these arguments and nothing else.
inline Witness withArguments(std::vector<std::vector<Cell>> Arguments) {
  Witness W;
  W.Start.Arguments = std::move(Arguments);
  return W;
}

MATCHER_P(Returns, Expected, "") {
  *result_listener << "which ended with \"" << arg.Reason << "\" and returned " << arg.Result.asSigned();
  return arg.End == RunEnd::Returned && arg.Result.asSigned() == static_cast<std::int64_t>(Expected);
}

MATCHER_P2(EndsIn, End, Reason, "") {
  *result_listener << "which ended with " << static_cast<int>(arg.End) << " \"" << arg.Reason << "\" and returned "
                   << arg.Result.asSigned();
  return arg.End == End && testing::ExplainMatchResult(testing::HasSubstr(Reason), arg.Reason, result_listener);
}

/// A step as one line, for comparing traces: "kind depth text -> outcome {values}".
inline std::string line(const TraceStep &S) {
  static const char *const Kinds[] = {"branch", "switch", "assign", "call", "return", "stop"};
  std::string Result = std::string(Kinds[static_cast<int>(S.What)]) + " " + std::to_string(S.Depth) + " " + S.Text;
  if (!S.Outcome.empty())
    Result += " -> " + S.Outcome;
  return S.Values.empty() ? Result : Result + " {" + S.Values + "}";
}

inline std::vector<std::string> lines(const kverdict::Run &R) {
  std::vector<std::string> Result;
  for (const TraceStep &S : R.Trace)
    Result.push_back(line(S));
  return Result;
}

} // namespace kverdict
