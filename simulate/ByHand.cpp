#include "simulate/ByHand.h"

#include "core/Error.h"

#include <algorithm>

namespace kverdict {
namespace {

/// The names of the extras of one setting.
struct Names {
  std::string Place, Bits, Value; ///< Bits is the place again, read: C gives no address of a bit-field
};

Names namesOf(size_t I, unsigned Time) {
  const std::string End = (Time ? std::to_string(Time) + "_" : "") + std::to_string(I);
  return {"__kverdict_place_" + End, "__kverdict_bits_" + End, "__kverdict_value_" + End};
}

Extra extra(const std::string &Function, Extra::Kind What, const std::string &Name, const std::string &Text) {
  Extra E;
  E.What = What;
  E.Name = Name;
  E.Function = Function;
  E.Text = {Text, {"--set", 1, 1}};
  return E;
}

void check(const Unit &U, const ByHand &S, const std::string &Extra) {
  if (const Unit::ExtraProblem *Problem = U.problem(Extra))
    throw Error(ExitCode::Usage, "--set '" + S.Text + "' is not C that compiles in this file:\n" +
                                     (Problem->Diagnostic.empty() ? Problem->Reason : Problem->Diagnostic));
}

/// `foo` for a place `foo(vma)`, which is no place in memory but what a call returns.
std::string calleeOf(const Unit &U, const std::string &Place, const Names &Extras) {
  const size_t At = Place.find('(');
  const bool Call = At != std::string::npos && At > 0 && Place.back() == ')' && U.problem(Extras.Place);
  const size_t Name = Place.starts_with("*") ? 1 : 0; // a call through a pointer
  const bool Named = Call && At > Name && (isalpha(static_cast<unsigned char>(Place[Name])) || Place[Name] == '_');
  return Named ? Place.substr(0, At) : "";
}

} // namespace

ByHand splitSetting(const std::string &Text) {
  // The first `=` that is no part of `==`, `<=`, `>=` or `!=`, and stands outside brackets.
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I) {
    const char C = Text[I], Next = I + 1 < Text.size() ? Text[I + 1] : 0;
    Depth += (C == '(' || C == '[') - (C == ')' || C == ']');
    if (C == '=' && Next != '=' && Depth == 0 && I > 0 && I + 1 < Text.size())
      return {Text.substr(0, I), Text.substr(I + 1), Text};
  }
  throw Error(ExitCode::Usage, "--set wants PLACE=EXPRESSION, both in C, not '" + Text + "'");
}

std::vector<Extra> extrasOf(const std::string &Function, const std::vector<ByHand> &Settings, unsigned Time) {
  std::vector<Extra> Out;
  for (size_t I = 0; I < Settings.size(); ++I) {
    const Names Of = namesOf(I, Time);
    Out.push_back(extra(Function, Extra::Kind::Place, Of.Place, Settings[I].Place));
    Out.push_back(extra(Function, Extra::Kind::Value, Of.Bits, Settings[I].Place));
    Out.push_back(extra(Function, Extra::Kind::Value, Of.Value, Settings[I].Value));
  }
  return Out;
}

std::vector<Simulator::Setting> givenIn(const Unit &U, const std::string &Function, const std::vector<ByHand> &Settings,
                                        unsigned Time) {
  const std::vector<std::string> Parameters = U.parameters(Function);
  std::vector<Simulator::Setting> Out;
  for (size_t I = 0; I < Settings.size(); ++I) {
    const ByHand &S = Settings[I];
    const Names Of = namesOf(I, Time);
    check(U, S, Of.Value);
    Simulator::Setting Made{"", "", Of.Value, S.Text, ""};
    if (std::find(Parameters.begin(), Parameters.end(), S.Place) != Parameters.end())
      Made.Parameter = S.Place;
    else if (Made.Callee = calleeOf(U, S.Place, Of); Made.Callee.empty())
      Made.PlaceExtra = U.problem(Of.Place) && !U.problem(Of.Bits) ? Of.Bits : Of.Place;
    if (!Made.PlaceExtra.empty())
      check(U, S, Made.PlaceExtra);
    Out.push_back(std::move(Made));
  }
  return Out;
}

} // namespace kverdict
