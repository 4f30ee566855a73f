#include "review/OwnRules.h"

#include "alone/Known.h"
#include "alone/Token.h"

#include <algorithm>
#include <set>

namespace kverdict {
namespace {

using alone::Terms;
using alone::Token;

/// A name of a C text that a mail does not have; empty if it has all.
std::string lacking(const std::string &C, const Terms &In) {
  static const std::set<std::string> Always = {"result", "NULL", "true", "false", "bool", "int", "unsigned", "long"};
  for (const Token &Each : alone::tokensOf(C).All)
    if (Each.isName() && !In.Names.count(Each.Text) && !Always.count(Each.Text) && !alone::errnoOf(Each.Text))
      return Each.Text;
  return "";
}

std::string lacking(const Contract &C, const Terms &In) {
  const std::string Name = lacking(C.Requires.Text, In);
  return Name.empty() ? lacking(C.Ensures.Text, In) : Name;
}

/// The contract without what the mail has no names for, and does not need.
Contract trimmed(Contract C, const Terms &In, std::vector<std::string> &If) {
  std::erase_if(C.Prefer, [&](const RuleText &Each) { return !lacking(Each.Text, In).empty(); });
  std::erase_if(C.Remarks, [&](const Contract::Remark &Each) { return !lacking(Each.When.Text, In).empty(); });
  std::erase_if(C.Needs, [&](const std::string &Each) {
    if (!In.Names.count(Each))
      If.push_back("the tree has " + Each + "()");
    return true; // a name that the mail has need not be declared by it
  });
  return C;
}

bool isName(const std::vector<Token> &All, size_t I, const char *Spelling) {
  return I < All.size() && All[I].is(Spelling);
}

/// Functions that a text returns as they answer: `return f(...);`.
void addReturned(const std::string &Text, const Terms &In, std::set<std::string> &To) {
  const std::vector<Token> All = alone::tokensOf(Text).All;
  for (size_t I = 0; I + 2 < All.size(); ++I) {
    if (!All[I].is("return") || !In.Foreign.count(All[I + 1].Text) || !isName(All, I + 2, "("))
      continue;
    unsigned Depth = 0;
    size_t End = I + 2;
    do {
      Depth += All[End].is("(");
      Depth -= All[End].is(")");
    } while (Depth && ++End + 1 < All.size());
    if (isName(All, End + 1, ";"))
      To.insert(All[I + 1].Text);
  }
}

bool asksForErrors(const Contract &C) {
  return C.Ensures.Text.find("-E") != std::string::npos || C.Ensures.Text.find("result == ") != std::string::npos;
}

} // namespace

OwnRules ownRules(const Rules &R, const Terms &In) {
  OwnRules Made;
  Made.Of = R;
  Made.Of.Contracts.clear();
  std::erase_if(Made.Of.Models, [](const Model &Each) { return Each.What == Model::Kind::Body; });
  bool Errors = false;
  for (const Contract &C : R.Contracts) {
    if (!In.Whole.count(C.Function))
      continue;
    if (const std::string Name = lacking(C, In); !Name.empty()) {
      Made.Skipped.push_back({C.Id, C.Function, "the mail has no " + Name});
      continue;
    }
    Made.Of.Contracts.push_back(trimmed(C, In, Made.If[C.Id]));
    Errors |= asksForErrors(C);
  }
  std::set<std::string> Returned;
  if (Errors)
    addReturned(In.New, In, Returned);
  for (const std::string &Each : Returned) {
    std::erase_if(Made.Of.Models, [&](const Model &M) { return M.Function == Each; });
    Model M;
    M.Function = Each;
    M.What = Model::Kind::Body;
    M.Body.Text = "return 0;";
    M.Body.At = {"(in own terms)", 1, 1};
    M.Why = "what it refuses is not this function's verdict";
    Made.Of.Models.push_back(std::move(M));
    for (const Contract &C : Made.Of.Contracts)
      if (const auto It = In.Mentions.find(C.Function); It != In.Mentions.end() && It->second.count(Each))
        Made.If[C.Id].push_back(Each + "() returns 0");
  }
  return Made;
}

bool restsOnForeign(const Finding &Of, const Terms &In) {
  std::set<std::string> Tainted; // variables that hold such a result
  auto foreign = [&](const std::string &Text) {
    const std::vector<Token> All = alone::tokensOf(Text).All;
    return std::any_of(All.begin(), All.end(),
                       [&](const Token &Each) { return In.Foreign.count(Each.Text) || Tainted.count(Each.Text); });
  };
  for (const TraceStep &Each : Of.Trace) {
    if (Each.What == TraceStep::Kind::Assignment) {
      const std::vector<Token> All = alone::tokensOf(Each.Text).All;
      const bool Is = foreign(Each.Text.substr(std::min(Each.Text.find('=') + 1, Each.Text.size())));
      if (!All.empty() && Is)
        Tainted.insert(All[0].Text);
      else if (!All.empty())
        Tainted.erase(All[0].Text);
    }
    if (Each.What == TraceStep::Kind::Return && Each.Depth == 0 && foreign(Each.Text))
      return true;
  }
  return false;
}

} // namespace kverdict
