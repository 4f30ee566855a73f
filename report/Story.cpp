#include "report/Story.h"

#include "core/Visible.h"
#include "report/Replay.h"
#include "report/Words.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MD5.h"

namespace kverdict {

std::string evidence(const Finding &Of, size_t Most) {
  if (Of.Verdict.empty())
    return "";
  std::vector<std::string> State = stateLines(Of);
  if (State.size() > Most) {
    State.resize(Most);
    State.push_back("...");
  }
  return verdictText(Of) + (State.empty() ? " in every state" : " with " + llvm::join(State, ", "));
}

std::vector<std::string> storyLines(const Finding &Of) {
  std::vector<std::string> Lines = {visible(Of.Message)};
  auto Say = [&](const char *Before, const std::string &Text) {
    if (!Text.empty())
      Lines.push_back(Before + visible(Text));
  };
  if (Of.State == Status::Undecided)
    Say("Not decided: ", Of.Reason);
  Say("", Of.Why);
  Say("",
      evidence(Of, 100) + (Of.Expected.empty() || Of.Verdict.empty() ? "" : "; its contract asks for: " + Of.Expected));
  Say("This assumes: ", Of.Premise);
  if (Of.Repair)
    Say(Of.Repair->Verified ? "Fix (tried: all contracts of the function hold then): " : "Fix (not tried): ",
        Of.Repair->Description);
  if (!Of.Witness.empty())
    Say("To replay: ", replayLine(Of));
  for (const std::string &Reference : Of.References)
    Say("See ", Reference);
  return Lines;
}

std::string story(const Finding &Of) { return llvm::join(storyLines(Of), "\n"); }

std::string gapWords(const Incomplete &Gap) {
  return (Gap.Function.empty() ? "" : visible(Gap.Function) + "(): ") + visible(Gap.Reason);
}

std::string hashed(const std::string &Text) {
  llvm::MD5 Hash;
  Hash.update(Text);
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return std::string(Result.digest());
}

std::string gapFingerprint(const Incomplete &Gap) {
  return hashed("gap\n" + Gap.At.File + "\n" + Gap.Function + "\n" + Gap.Reason);
}

} // namespace kverdict
