#include "difftest/Generator.h"

#include <algorithm>

namespace kverdict {

const std::vector<std::string> Generator::ScalarTypes = {"u64", "u64", "u32", "s32",       "s32",  "u8",        "u16",
                                                         "s8",  "s16", "s64", "enum mode", "bool", "enum level"};

std::string Fragment::render() const {
  std::string Out;
  size_t Next = 0;
  for (char C : Text)
    if (C == '$' && Next < Parts.size())
      Out += Parts[Next++].render();
    else
      Out += C;
  return Out;
}

std::vector<std::string> Generator::named(const std::string &Type, bool Assignable) const {
  std::vector<std::string> Out;
  for (const Variable &V : Scope)
    if (V.Type == Type && (V.Assignable || !Assignable))
      Out.push_back(V.Name);
  return Out;
}

std::vector<std::string> Generator::scalars(bool Assignable) const {
  std::vector<std::string> Out;
  for (const Variable &V : Scope)
    if (V.Type.find('*') == std::string::npos && (V.Assignable || !Assignable))
      Out.push_back(V.Name);
  return Out;
}

GeneratedFunction Generator::function(const std::string &Name) {
  GeneratedFunction Made;
  Made.Name = Name;
  Now = &Made;
  Callees.clear();
  Count = LoopsMade = 0;
  Made.Root = {Sort::Statement, ""};
  const unsigned Inner = R.below(3);
  static const std::vector<std::string> Results = {"bool", "s32", "s32", "u32", "struct obj *"};
  for (unsigned I = 0; I < Inner; ++I) {
    const std::string Callee = Name + "_" + std::string(1, 'a' + I);
    Made.Root.Text += "$";
    Made.Root.Parts.push_back(one(Callee, R.chance(50) ? "bool" : scalarType(), "static inline ", true));
  }
  Made.Root.Text += "$";
  Made.Root.Parts.push_back(one(Name, R.pick(Results), "", false));
  Now = nullptr;
  return Made;
}

/// Declares the parameters in the scope. The same names and types come again in other functions.
std::string Generator::parameters(std::vector<std::string> *Types, bool Inner) {
  static const std::vector<std::pair<std::string, std::string>> Choices = {
      {"struct obj *", "p"}, {"struct obj *", "q"}, {"struct ops *", "o"}, {"u64", "flags"},
      {"s32", "n"},          {"u8", "b"},           {"s16", "h"},          {"bool", "on"},
      {"enum mode", "m"},    {"u32", "n"},          {"s64", "wide"},       {"struct pte", "pte"}};
  Const = Inner && R.chance(60);
  std::string Text;
  std::vector<std::string> Used;
  for (const auto &[Type, Name] : Choices) {
    if (!R.chance(Name == "p" ? 85 : 30) || std::count(Used.begin(), Used.end(), Name) || (Inner && Used.size() >= 3))
      continue;
    if (Inner && Type == "struct pte")
      continue;
    Used.push_back(Name);
    const bool Pointer = Type.back() == '*';
    Text +=
        (Text.empty() ? "" : ", ") + std::string(Const && Pointer ? "const " : "") + Type + (Pointer ? "" : " ") + Name;
    Scope.push_back(
        {Type == "struct pte" ? "pte.value" : Name, Type == "struct pte" ? "u64" : Type, !Pointer && R.chance(50)});
    if (Types)
      Types->push_back(Type);
  }
  return Text.empty() ? "void" : Text;
}

Fragment Generator::one(const std::string &Name, const std::string &Result, const std::string &Head, bool Inner) {
  Scope.clear();
  Depth = Loops = 0;
  Forks = Inner ? 6 : 0;
  Signature Own{Name, {}};
  const std::string List = parameters(&Own.Parameters, Inner);
  const bool Pointer = Result.back() == '*';
  Fragment Body = body(Result, Inner);
  if (Inner && !Pointer)
    Callees.push_back(Own);
  return {Sort::Statement, Head + Result + (Pointer ? "" : " ") + Name + "(" + List + ")\n{\n$}\n", {Body}};
}

Fragment Generator::body(const std::string &Result, bool Inner) {
  ReturnType = Result;
  Fragment Out{Sort::Statement, "", {}};
  auto add = [&](Fragment P) {
    Out.Text += "$";
    Out.Parts.push_back(std::move(P));
  };
  add({Sort::Statement, Result + (Result.back() == '*' ? "" : " ") + "ret = $;\n", {verdict()}});
  if (Result.back() != '*')
    Scope.push_back({"ret", Result, true});
  const unsigned Locals = R.below(3);
  for (unsigned I = 0; I < Locals; ++I)
    add(declaration());
  add(statements(Inner ? 1 + R.below(3) : 3 + R.below(5)));
  add({Sort::Statement, "goto out; out:\nreturn ret;\n"});
  return Out;
}

Fragment Generator::declaration() {
  if (R.chance(15)) {
    Fragment P{Sort::Statement, "", {object(1)}};
    const std::string Name = fresh("ptr");
    P.Text = "struct obj *" + Name + " = (struct obj *)$;\n";
    Scope.push_back({Name, "struct obj *", false});
    return P;
  }
  const std::string Type = scalarType(), Name = fresh("v");
  Fragment P{Sort::Statement, Type + " " + Name + " = $;\n", {number(2)}};
  if (R.chance(4))
    P = {Sort::Statement, Type + " " + Name + ";\n", {}}; // may be read before it is set
  Scope.push_back({Name, Type, true});
  return P;
}

Fragment Generator::statements(unsigned Count) {
  Fragment Out{Sort::Statement, "", {}};
  const size_t Before = Scope.size();
  ++Depth;
  for (unsigned I = 0; I < Count; ++I) {
    Out.Text += "$";
    Out.Parts.push_back(statement());
  }
  --Depth;
  Scope.resize(Before);
  return Out;
}

Fragment Generator::statement() {
  const unsigned What = R.below(100);
  if (Opaque && Loops == OpenLoops && What < 14)
    return opaqueCall();
  // Each of these may double the number of paths.
  const bool Outer = Depth <= 2 && Loops == 0 && Forks < 5;
  if (What < 30)
    return Forks++ < 9 ? guard() : assignment();
  if (What < 48 && Outer && ++Forks)
    return branch();
  if (What < 56 && Outer && Depth == 1 && (Forks += 2))
    return choice();
  if (What < 63 && Outer && LoopsMade < 1 && (Forks += 2))
    return loop();
  if (What < 66 && Outer && Depth == 1)
    return cleanup();
  if (What < 77)
    return fieldAssignment();
  if (What < 82)
    return innerCall();
  if (What < 88)
    return declaration();
  return assignment();
}

Fragment Generator::verdict() {
  if (ReturnType == "bool")
    return R.chance(60) ? Fragment{Sort::Number, R.chance(50) ? "true" : "false"} : condition(2);
  if (ReturnType.back() == '*') {
    if (R.chance(40))
      return {Sort::Object, "NULL"};
    if (R.chance(15))
      return {Sort::Object, "((struct obj *)-EINVAL)"};
    return {Sort::Object, "((struct obj *)$)", {object(1)}};
  }
  static const std::vector<std::string> Errors = {"0", "-EINVAL", "-EPERM", "-EACCES", "1"};
  if (R.chance(65))
    return {Sort::Number, R.pick(Errors)};
  return number(2);
}

Fragment Generator::leave() {
  if (Loops && R.chance(30))
    return {Sort::Statement, R.chance(50) ? "break;\n" : "continue;\n"};
  if (R.chance(30))
    return {Sort::Statement, "{ ret = $; goto out; }\n", {verdict()}};
  if (R.chance(15))
    return {Sort::Statement, "goto out;\n"};
  return {Sort::Statement, "return $;\n", {verdict()}};
}

Fragment Generator::guard() {
  const char *Text = R.chance(15) ? "if (unlikely($))\n$" : "if ($)\n$";
  Fragment C = condition(R.chance(30) ? 2 : 1);
  return {Sort::Statement, Text, {C, leave()}};
}

Fragment Generator::branch() {
  Fragment C = condition(1);
  Fragment Then = statements(1 + R.below(2));
  if (R.chance(50))
    return {Sort::Statement, "if ($) {\n$}\n", {C, Then}};
  Fragment Else = statements(1);
  return {Sort::Statement, "if ($) {\n$} else {\n$}\n", {C, Then, Else}};
}

Fragment Generator::choice() {
  static const std::vector<std::vector<std::string>> Labels = {
      {"case 0", "case 1", "case 2 ... 5", "case -1", "case 7"},
      {"case M_READ", "case M_BOTH", "case M_ODD", "case M_NEGATIVE ... M_NONE"},
      {"case 3 ... 9", "case 10", "case 64", "case 0"}};
  const auto &Set = R.pick(Labels);
  Fragment Out{Sort::Statement, "switch ($) {\n", {number(1)}};
  unsigned Before = Loops;
  Loops = 0; // `continue` must not appear where there is no loop
  for (const std::string &Label : Set) {
    if (R.chance(25))
      continue;
    Out.Text += Label + ":\n";
    if (R.chance(20))
      continue; // the next label's statements are this one's too
    Out.Text += "{$}\n";
    Out.Parts.push_back(statements(1));
    if (R.chance(70))
      Out.Text += "break;\n";
  }
  if (R.chance(50)) {
    Out.Text += "default:\n{$}\n";
    Out.Parts.push_back(statements(1));
  }
  Out.Text += "; }\n";
  Loops = Before;
  return Out;
}

Fragment Generator::loop() {
  ++LoopsMade;
  const std::string I = fresh("i");
  Fragment Out{Sort::Statement, "", {}};
  const std::string Bound = std::to_string(1 + R.below(4));
  if (Opaque && R.chance(60))
    return openLoop();
  const unsigned Kind = R.below(4);
  if (Kind == 3)
    Out.Parts.push_back(scalar());
  Scope.push_back({I, "u32", false});
  ++Loops;
  Fragment Inside = statements(1 + R.below(2));
  --Loops;
  Scope.pop_back();
  Out.Parts.push_back(Inside);
  switch (Kind) {
  case 0:
    Out.Text = "for (u32 " + I + " = 0; " + I + " < " + Bound + "; " + I + "++) {\n$}\n";
    break;
  case 1:
    Out.Text = "for (u32 " + I + " = " + Bound + "; " + I + "--;) {\n$}\n";
    break;
  case 2:
    Out.Text = "{ u32 " + I + " = 0; do {\n$} while (++" + I + " < " + Bound + "); }\n";
    break;
  default:
    Out.Text = "{ u32 " + I + " = $ & 3; while (" + I + ") { " + I + "--;\n$} }\n";
  }
  return Out;
}

/// A loop without a bound: what an opaque call returns ends it, or the end of a list.
Fragment Generator::openLoop() {
  Now->Opaque = true;
  const bool List = R.chance(30);
  const std::string Walk = fresh("walk");
  Fragment Out{Sort::Statement, "", {}};
  if (List) {
    Out.Text = "for (struct obj *" + Walk + " = $->next; " + Walk + "; " + Walk + " = " + Walk + "->next) {\n$}\n";
    Out.Parts.push_back(object(0));
    Scope.push_back({Walk, "struct obj *", false});
  } else {
    Out.Text = R.chance(50) ? "while (ext_int($) & 1) {\n$}\n" : "do {\n$} while (ext_int($) & 1);\n";
  }
  Fragment Head = number(1);
  ++Loops, ++OpenLoops;
  Fragment Inside = statements(1 + R.below(3));
  --Loops, --OpenLoops;
  if (List)
    Scope.pop_back();
  else if (Out.Text[0] == 'w')
    Out.Parts.push_back(Head);
  Out.Parts.push_back(Inside);
  if (Out.Text[0] == 'd')
    Out.Parts.push_back(Head);
  return Out;
}

/// A block whose variable is looked at when it is left.
Fragment Generator::cleanup() {
  const std::string Name = fresh("due");
  Fragment Out{Sort::Statement, "{ s32 " + Name + " __attribute__((cleanup(clean))) = $;\n$}\n", {number(1)}};
  Scope.push_back({Name, "s32", true});
  Out.Parts.push_back(statements(1 + R.below(2)));
  Scope.pop_back();
  return Out;
}

Fragment Generator::assignment() {
  const auto Names = scalars(true);
  if (Names.empty())
    return declaration();
  const std::string &Name = R.pick(Names);
  static const std::vector<std::string> Kinds = {" = ", " = ", " = ", " |= ", " &= ", " ^= ", " += ", " -= "};
  if (R.chance(10))
    return {Sort::Statement, (R.chance(50) ? Name + "++" : "--" + Name) + ";\n"};
  if (R.chance(8))
    return {Sort::Statement, Name + (R.chance(50) ? " <<= " : " >>= ") + std::to_string(R.below(8)) + ";\n"};
  return {Sort::Statement, Name + R.pick(Kinds) + "$;\n", {number(2)}};
}

Fragment Generator::fieldAssignment() {
  const auto Objects = named("struct obj *");
  if (Objects.empty() || Const)
    return assignment();
  Now->Writes = true;
  const std::string &P = R.pick(Objects);
  static const std::vector<std::string> Fields = {"flags", "count",   "low",      "middle",       "sign",
                                                  "byte",  "mode",    "ok",       "bit",          "half",
                                                  "big",   "in.word", "in.small", "both.half[1]", "second"};
  static const std::vector<std::string> Kinds = {" = ", " = ", " |= ", " &= ", " ^= ", " += "};
  const std::string Place = R.chance(15) ? place() : P + "->" + R.pick(Fields);
  std::string Text = "if (" + P + ") " + Place + R.pick(Kinds) + "$;\n";
  if (R.chance(12))
    Text = Place + " = $;\n";
  return {Sort::Statement, Text, {number(2)}};
}

/// A global that may be written.
std::string Generator::place() {
  static const std::vector<std::string> Places = {"g_flags", "g_limit", "g_on", "g_obj.count", "g_obj.flags"};
  return R.pick(Places);
}

Fragment Generator::opaqueCall() {
  Now->Opaque = true;
  const auto Targets = scalars(true);
  const auto Objects = named("struct obj *");
  const std::string Into = Targets.empty() || R.chance(30) ? "" : R.pick(Targets) + " = ";
  const bool Guard = R.chance(45);
  auto use = [&](const std::string &Call, std::vector<Fragment> Parts) -> Fragment {
    if (!Guard)
      return {Sort::Statement, Into + Call + ";\n", std::move(Parts)};
    Parts.push_back(leave());
    return {Sort::Statement, "if (" + std::string(R.chance(40) ? "!" : "") + Call + ")\n$", std::move(Parts)};
  };
  switch (R.below(6)) {
  case 0:
    return use("ext_int($)", {number(1)});
  case 1:
    return use("ext_flags($)", {object(0)});
  case 2:
    return use("ext_ok($, $)", {object(0), number(1)});
  case 3: {
    const std::string Name = fresh("found");
    Fragment P{Sort::Statement, "struct obj *" + Name + " = ext_find($);\n", {number(1)}};
    Scope.push_back({Name, "struct obj *", false});
    return P;
  }
  case 4:
    if (Objects.empty() || Const)
      break;
    Now->Writes = true;
    return {Sort::Statement, "if (" + R.pick(Objects) + ") " + Into + "ext_change(" + R.pick(Objects) + ");\n"};
  default: {
    const std::string Name = fresh("out");
    Fragment P{Sort::Statement,
               "s32 " + Name + (R.chance(60) ? "" : " = $") + "; " + Into + "ext_fill(&" + Name + ");\n"};
    if (P.Text.find('$') != std::string::npos)
      P.Parts.push_back(number(1));
    Scope.push_back({Name, "s32", true});
    return P;
  }
  }
  return use("ext_int($)", {number(1)});
}

Fragment Generator::innerCall() {
  const auto Targets = scalars(true);
  if (Callees.empty() || Targets.empty())
    return assignment();
  return {Sort::Statement, R.pick(Targets) + " = $;\n", {call(2, true)}};
}

} // namespace kverdict
