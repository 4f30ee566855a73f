#include "report/FixLines.h"
#include "report/LocalNames.h"
#include "report/Replay.h"
#include "report/StateOrder.h"
#include "report/html/Escape.h"
#include "report/html/FunctionView.h"

#include "llvm/ADT/StringExtras.h"

namespace kverdict {

static std::string paragraph(const std::string &Markup) { return Markup.empty() ? "" : "<p>" + Markup + "</p>\n"; }

static std::string levelOf(const Finding &Of) {
  return Of.status() == Status::Undecided ? "undecided" : severityWord(Of.Level);
}

static std::string placeOf(const Finding &Of) {
  return Of.At.File + (Of.At.valid() ? ":" + std::to_string(Of.At.Line) : "");
}

/// "With `a = 1` it returns false. Before the patch it returned true."
static std::string stateText(const Finding &Of, const Comparison *Changed) {
  if (Of.Verdict.empty())
    return "";
  const std::vector<std::string> State = decidingFirst(Of, Changed);
  std::string Contract = Of.Expected.empty() ? "" : ", and its rule asks for " + codeOf(Of.Expected);
  std::string Text =
      codeOf(Of.Function + "()") + " <strong>" + proseOf(LocalNames(Of.Trace).in(Of.Verdict)) + "</strong>";
  Text += State.empty() ? " in every state" : " in this state";
  const bool Same = "returns" + Of.Before.substr(std::min(Of.Before.find(' '), Of.Before.size())) == Of.Verdict;
  if (!Of.Before.empty() && !Same)
    Contract += "; before the patch it " + proseOf(LocalNames(Of.Trace).in(Of.Before));
  if (State.empty())
    return paragraph(Text + Contract + ".");
  std::string List;
  for (size_t I = 0; I < State.size(); ++I) // the remarks stand first, and are words
    List += "<li>" + (I < Of.Remarks.size() ? escaped(State[I]) : codeOf(State[I])) + "</li>";
  return paragraph(Text + Contract + ":") + "<ul>" + List + "</ul>\n";
}

static std::string lines(const std::vector<std::string> &Of, const char *Class, const char *Sign) {
  std::string Out;
  for (const std::string &Each : Of)
    Out += std::string("<span class=\"l ") + Class + "\">" + Sign + escaped(Each) + "</span>";
  return Out;
}

static std::string editText(const Fix &Of, const SourceLine &Source) {
  const FixLines Lines = fixLines(Of, Source);
  if (Lines.Old.empty() && Lines.New.empty())
    return "";
  return "<pre class=\"code scroll\" tabindex=\"0\" role=\"region\" aria-label=\"suggested edit\"><span>" +
         lines(Lines.Old, "del", "-") + lines(Lines.New, "add", "+") + "</span></pre>\n";
}

static std::string fixText(const Finding &Of, const SourceLine &Source) {
  if (!Of.Repair)
    return "";
  std::string Out = paragraph("Suggested: " + proseOf(Of.Repair->Description) + " (" + proseOf(triedText(Of)) + ").");
  Out += editText(*Of.Repair, Source);
  for (const Fix &Each : Of.Repair->With)
    Out += "<p class=\"soft\">" + escaped(Each.Span.Begin.File) + ":" + std::to_string(Each.Span.Begin.Line) +
           "</p>\n" + editText(Each, Source);
  return Out;
}

static std::string folded(const std::string &Summary, const std::string &Markup) {
  return Markup.empty() ? "" : "<details><summary>" + Summary + "</summary>\n" + Markup + "</details>\n";
}

static std::string whyText(const Finding &Of) {
  std::string Out = paragraph(proseOf(Of.Why));
  if (!Of.Contracts.empty())
    Out += paragraph("Rule: " + escaped(llvm::join(Of.Contracts, ", ")));
  for (const std::string &Each : Of.References)
    Out += paragraph("See " + escaped(Each));
  return Out;
}

/// What bears it out.
static const char *restsOn(Evidence By) {
  switch (By) {
  case Evidence::Run:
    return " &middot; seen in a run";
  case Evidence::Proof:
    return " &middot; shown for all states";
  case Evidence::Compiler:
    return " &middot; Clang says it";
  case Evidence::None:
    break;
  }
  return "";
}

std::string commentBox(const Finding &Of, const SourceLine &Source, const Finding *By, const Comparison *Changed) {
  const std::string Level = levelOf(Of);
  std::string Out = "<div class=\"comment " + Level + "\" role=\"note\">\n<p class=\"what\"><span class=\"level\">" +
                    Level + "</span> &middot; " + escaped(placeOf(Of)) + " &middot; " + escaped(Of.Rule) +
                    restsOn(Of.By) + "</p>\n";
  Out += "<p class=\"ask\">" + proseOf(Of.Message) + "</p>\n" + stateText(Of, Changed);
  if (Of.status() == Status::Undecided)
    Out += paragraph("Not decided: " + proseOf(Of.Reason));
  Out += fixText(Of, Source);
  if (By)
    Out += paragraph("One change made this and what is said of " + codeOf(By->Function + "()") +
                     ": the suggestion stands there.");
  if (!Of.Premise.empty())
    Out += paragraph("This assumes: " + proseOf(Of.Premise));
  if (const std::string If = restsOnText(Of); !If.empty())
    Out += paragraph(heldText(Of, "This holds if ") + proseOf(If) + ".");
  if (!Of.MendedBy.empty())
    Out += paragraph(escaped(Of.MendedBy) + " of the series mends it.");
  if (!Of.Silenced.empty())
    Out += paragraph("Silenced: " + escaped(Of.Silenced));
  Out += folded("Why", whyText(Of));
  if (isReplayed(Of))
    Out += folded("To replay it", paragraph(codeOf(replayLine(Of))));
  return Out + "</div>\n";
}

} // namespace kverdict
