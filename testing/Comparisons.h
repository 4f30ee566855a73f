// For the comparison's tests: two texts, compared.
#pragma once

#include "compare/Pair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kverdict {

inline UnitRequest requestFor(const std::string &Text, std::vector<std::string> Flags = {"-std=gnu11"}) {
  UnitRequest Request;
  Request.Command = {"/t/test.c", "/t", std::move(Flags)};
  Request.Text = Text;
  Request.AllBodies = true;
  return Request;
}

/// Compares by exploration, even if the code is the same.
inline Comparison compared(const std::string &Old, const std::string &New, const std::string &Function = "f",
                           const Rules &R = {}) {
  CompareLimits Limits;
  Limits.LookForSameCode = false;
  return VersionPair(requestFor(Old), requestFor(New), R).compare(Function, Limits);
}

/// What others see of it that changed, in words.
inline std::vector<std::string> effects(const Comparison &C) {
  std::vector<std::string> Out;
  for (const EffectDifference &D : C.Effects)
    for (const EventChange &Each : D.Changes)
      Out.push_back(Each.What);
  return Out;
}

/// The first state in which the new version alone crashes, or null.
inline const Difference *crash(const Comparison &C) {
  for (const Difference &D : C.Differences)
    if (D.Way == Direction::Crash)
      return &D;
  return nullptr;
}

/// For a failed expectation.
inline std::string shown(const Comparison &C) {
  std::string Text = changeWord(C.What) + (C.Reason.empty() ? "" : ": " + C.Reason) + "\n";
  for (const Difference &D : C.Differences) {
    Text += "  " + directionWord(D.Way) + ": " + D.Old + " -> " + D.New + " if";
    for (const std::string &Condition : D.Conditions)
      Text += " [" + Condition + "]";
    for (const Binding &B : D.NewState.Shown)
      Text += ", " + B.Place + " = " + B.Value;
    Text += "\n";
  }
  for (const std::string &Effect : effects(C))
    Text += "  " + Effect + "\n";
  return Text;
}

} // namespace kverdict
