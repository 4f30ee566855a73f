#include "simulate/ByHand.h"

#include "core/Error.h"

#include <algorithm>

namespace kverdict {
namespace {

std::string placeName(size_t I) { return "__kverdict_place_" + std::to_string(I); }
/// The place again, read: C gives no address of a bit-field.
std::string bitsName(size_t I) { return "__kverdict_bits_" + std::to_string(I); }
std::string valueName(size_t I) { return "__kverdict_value_" + std::to_string(I); }

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
std::string calleeOf(const Unit &U, const std::string &Place, size_t I) {
  const size_t At = Place.find('(');
  const bool Call = At != std::string::npos && At > 0 && Place.back() == ')' && U.problem(placeName(I));
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

std::vector<Extra> extrasOf(const std::string &Function, const std::vector<ByHand> &Settings) {
  std::vector<Extra> Out;
  for (size_t I = 0; I < Settings.size(); ++I) {
    Out.push_back(extra(Function, Extra::Kind::Place, placeName(I), Settings[I].Place));
    Out.push_back(extra(Function, Extra::Kind::Value, bitsName(I), Settings[I].Place));
    Out.push_back(extra(Function, Extra::Kind::Value, valueName(I), Settings[I].Value));
  }
  return Out;
}

std::vector<Simulator::Setting> givenIn(const Unit &U, const std::string &Function,
                                        const std::vector<ByHand> &Settings) {
  const std::vector<std::string> Parameters = U.parameters(Function);
  std::vector<Simulator::Setting> Out;
  for (size_t I = 0; I < Settings.size(); ++I) {
    const ByHand &S = Settings[I];
    check(U, S, valueName(I));
    Simulator::Setting Made{"", "", valueName(I), S.Text, ""};
    if (std::find(Parameters.begin(), Parameters.end(), S.Place) != Parameters.end())
      Made.Parameter = S.Place;
    else if (Made.Callee = calleeOf(U, S.Place, I); Made.Callee.empty())
      Made.PlaceExtra = U.problem(placeName(I)) && !U.problem(bitsName(I)) ? bitsName(I) : placeName(I);
    if (!Made.PlaceExtra.empty())
      check(U, S, Made.PlaceExtra);
    Out.push_back(std::move(Made));
  }
  return Out;
}

} // namespace kverdict
