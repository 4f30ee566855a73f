#include "simulate/Answers.h"

#include <algorithm>
#include <map>

namespace kverdict {

std::vector<Assumption> twoAnswers(const std::vector<const Run *> &Runs) {
  std::map<std::pair<std::string, std::string>, std::string> Known;
  std::vector<Assumption> Out;
  for (const Run *R : Runs)
    for (const Answered &A : R->Answers) {
      const auto [It, New] = Known.try_emplace({A.Callee, A.Question}, A.Reply);
      if (New || A.Anew || It->second == A.Reply)
        continue;
      const std::string Callee = A.Callee == "asm" ? "one asm" : A.Callee + "()";
      Assumption Two{Assumption::Kind::Guessed, Callee + " may give two answers in one state", A.At};
      if (std::find(Out.begin(), Out.end(), Two) == Out.end())
        Out.push_back(std::move(Two));
    }
  return Out;
}

} // namespace kverdict
