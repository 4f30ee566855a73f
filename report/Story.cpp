#include "report/Story.h"

#include "core/Hash.h"
#include "core/Visible.h"
#include "report/Asides.h"
#include "report/Replay.h"
#include "report/Words.h"

#include "llvm/ADT/StringExtras.h"

namespace kverdict {

/// What the function does in which state; empty if nothing was run.
static std::string seen(const Finding &Of, size_t Most) {
  if (Of.Verdict.empty())
    return "";
  std::vector<std::string> State = stateLines(Of);
  leaveOutAsides(State, Of.Trace);
  if (State.size() > Most) {
    State.resize(Most);
    State.push_back("...");
  }
  return verdictText(Of) + (State.empty() ? " in every state" : " with " + llvm::join(State, ", "));
}

std::string evidence(const Finding &Of, size_t Most) {
  const std::string Seen = seen(Of, Most), If = visible(assumedText(Of.Assumptions));
  return Seen + (If.empty() ? "" : (Seen.empty() ? "if " : ", if ") + If);
}

std::vector<std::string> storyLines(const Finding &Of) {
  std::vector<std::string> Lines = {visible(Of.Message)};
  auto Say = [&](const char *Before, const std::string &Text) {
    if (!Text.empty())
      Lines.push_back(Before + visible(Text));
  };
  if (Of.status() == Status::Undecided)
    Say("Not decided: ", Of.Reason);
  Say("", Of.Why);
  Say("", seen(Of, 100) + (Of.Expected.empty() || Of.Verdict.empty() ? "" : "; its contract asks for: " + Of.Expected));
  Say("This assumes: ", Of.Premise);
  Say(heldText(Of, "This holds if ").c_str(), assumedText(Of.Assumptions));
  if (Of.Repair)
    Say("", "Fix (" + triedText(Of) + "): " + Of.Repair->Description);
  if (isReplayed(Of))
    Say("To replay: ", replayLine(Of));
  for (const std::string &Reference : Of.References)
    Say("See ", Reference);
  return Lines;
}

std::string story(const Finding &Of) { return llvm::join(storyLines(Of), "\n"); }

std::string gapWords(const Incomplete &Gap) {
  return (Gap.Function.empty() ? "" : visible(Gap.Function) + "(): ") + visible(Gap.Reason);
}

std::string gapFingerprint(const Incomplete &Gap) {
  return hashed("gap\n" + Gap.At.File + "\n" + Gap.Function + "\n" + Gap.Reason);
}

} // namespace kverdict
