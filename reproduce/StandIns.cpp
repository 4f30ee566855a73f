#include "reproduce/StandIns.h"

#include "core/Visible.h"

#include <llvm/ADT/StringExtras.h>

namespace kverdict {
namespace {

/// Text for a comment, which it must not end.
std::string quoted(const std::string &Text) {
  std::string Out = visible(Text);
  for (size_t At; (At = Out.find("*/")) != std::string::npos;)
    Out.insert(At + 1, " ");
  for (size_t At; (At = Out.find("/*")) != std::string::npos;)
    Out.insert(At + 1, " ");
  return Out;
}

} // namespace

std::string about(const Reproduced &R) {
  const Finding &F = R.Of;
  const std::string Else = !F.Expected.empty() ? ", but its contract asks for `" + quoted(F.Expected) + "`"
                           : !F.Before.empty() ? "; the old version " + quoted(F.Before)
                                               : "";
  return "/*\n * " + F.Function + "() " + quoted(F.Verdict) + " in this state" + Else + ".\n * " + quoted(F.Message) +
         "\n * Written by kverdict reproduce " + quoted(F.Fingerprint) + " (" + quoted(F.Rule) + ").\n";
}

std::string renames(const Recipe &How) {
  std::string Out;
  for (const StandIn &Each : How.StandIns)
    Out += "#define " + Each.Callee + " kv_" + Each.Callee + "\n";
  return Out;
}

std::string standIns(const Recipe &How) {
  std::string Out;
  for (const StandIn &Each : How.StandIns) {
    const std::string Name = "kv_" + Each.Callee;
    std::string Array = Each.Type;
    Array.insert(Array.find("[]") + 1, std::to_string(Each.Answers));
    Out += "static " + Array + ";\nstatic unsigned int " + Name + "_made, " + Name + "_calls;\n\n" + Each.Head +
           "\n{\n\treturn " + Name + "_returns[" + Name + "_calls < " + std::to_string(Each.Answers) + " ? " + Name +
           "_calls++ : " + std::to_string(Each.Answers - 1) + "];\n}\n\n";
  }
  return Out;
}

std::string made(const MakeStep &S) {
  if (S.What == MakeStep::Kind::Answer)
    return "\tkv_" + S.Place + "_returns[kv_" + S.Place + "_made++] = " + S.Value + ";\n";
  const std::string Place = S.Type.empty() ? S.Place : "*(" + S.Type + ")&" + S.Place;
  return "\t" + Place + " = " + S.Value + ";\n";
}

std::string call(const Recipe &How) { return How.Function + "(" + llvm::join(How.Parameters, ", ") + ")"; }

} // namespace kverdict
