#include "report/Comment.h"

#include "core/Visible.h"
#include "report/Replay.h"
#include "report/Words.h"
#include "report/mail/Wrap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace kverdict {

std::string paragraph(const std::string &Prose) {
  std::string Text;
  for (const std::string &Line : wrapped(Prose, MailWidth))
    Text += Line + "\n";
  return Text.empty() ? "" : Text + "\n";
}

static std::string block(const std::vector<std::string> &Lines) {
  std::string Text;
  for (const std::string &Line : Lines)
    Text += "    " + Line + "\n";
  return Text.empty() ? "" : Text + "\n";
}

static std::vector<std::string> wayLines(const Finding &Of) {
  std::vector<std::string> Lines;
  for (const TraceStep &Step : tellingSteps(Of))
    Lines.push_back((Step.Depth ? "  " + visible(Step.Function) + "(): " : "") + stepText(Step));
  shorten(Lines);
  return Lines;
}

static std::string sentence(const std::string &Text) {
  llvm::StringRef Trimmed = llvm::StringRef(Text).trim();
  return Trimmed.str() + (Trimmed.empty() || llvm::StringRef(".!?").contains(Trimmed.back()) ? "" : ".");
}

// A short state is part of the sentence, a longer one a block.
static std::string stateText(const Finding &Of) {
  std::vector<std::string> State = stateLines(Of), Way = wayLines(Of);
  std::string End = Way.empty() ? "." : ":";
  if (State.empty() && Of.Verdict.empty()) // nothing was run: it does not even compile
    return block(Way);
  if (State.empty())
    return paragraph(verdictText(Of) + " in every state" + End) + block(Way);
  if (State.size() <= 2 && Of.Calls.empty())
    return paragraph("With " + llvm::join(State, " and ") + ", " + verdictText(Of) + End) + block(Way);
  return paragraph("In this state:") + block(State) + paragraph(verdictText(Of) + End) + block(Way);
}

static std::string beforeText(const Finding &Of) {
  return Of.Before.empty() ? "" : paragraph("Before the patch, it " + Of.Before + " there.");
}

/// The conditions of one row, each on lines of its own.
static std::string rowText(const Difference &D) {
  std::string Text;
  std::string Lead = "  where ";
  for (const std::string &Condition : D.Conditions)
    for (const std::string &Line : wrapped(visible(Condition), MailWidth - 14)) {
      Text += "    " + Lead + Line + "\n";
      Lead = "        ";
    }
  if (D.Conditions.empty())
    Text += "      always\n";
  return Text + "          " + visible(D.Old) + " before, " + visible(D.New) + " with the patch\n";
}

static bool isShort(const Comparison &Of) {
  constexpr size_t MostRows = 2, MostConditions = 4;
  return Of.Differences.size() <= MostRows &&
         llvm::all_of(Of.Differences, [](const Difference &D) { return D.Conditions.size() <= MostConditions; });
}

std::string changeText(const Comparison &Of) {
  std::string What;
  if (Of.What == Change::Stricter)
    What = " refuses states that it accepted before, and accepts no others";
  else if (Of.What == Change::Laxer)
    What = " accepts states that it refused before, and refuses no others";
  else if (Of.What == Change::Incomparable)
    What = " refuses states that it accepted before, and accepts others that it refused";
  else if (Of.What == Change::Different && !Of.Differences.empty())
    What = " decides otherwise than before in some states";
  else
    return "";
  if (!Of.Assumptions.empty())
    What += ", if " + assumedText(Of.Assumptions);
  if (!isShort(Of))
    return paragraph("All in all, with this patch " + Of.Function + "()" + What + ".");
  std::string Text = paragraph("All in all, with this patch " + Of.Function + "()" + What + ":");
  for (const Difference &Each : Of.Differences)
    Text += rowText(Each);
  return Text + "\n";
}

static std::string fixText(const Finding &Of) {
  const Fix &Repair = *Of.Repair;
  std::string Text = sentence(Repair.Description);
  if (Text.empty())
    return "";
  return paragraph("A suggestion: " + Text +
                   (Repair.Verified ? " I tried it: with that change, all rules for " + Of.Function + "() hold."
                                    : " I have not tried it."));
}

std::string commentText(const Finding &Of) {
  std::string Text = paragraph(Of.Message) + stateText(Of) + beforeText(Of) + paragraph(Of.Why);
  if (!Of.MendedBy.empty())
    Text += paragraph("(" + sentence("I see that " + Of.MendedBy + " mends it, but a bisection may stop here") + ")");
  if (!Of.Premise.empty())
    Text += paragraph("This assumes: " + sentence(Of.Premise));
  if (!Of.Assumptions.empty())
    Text += paragraph("This holds if " + sentence(assumedText(Of.Assumptions)));
  if (Of.Repair)
    Text += fixText(Of);
  if (!Of.Witness.empty())
    Text += paragraph("To replay it, with the patch applied:") + block(replayLines(Of, MailWidth - 4));
  return Text;
}

} // namespace kverdict
