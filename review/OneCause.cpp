#include "review/OneCause.h"

#include "analysis/TextEdit.h"
#include "core/Visibility.h"
#include "parse/text/TextScan.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

using llvm::StringRef;

namespace kverdict {
namespace {

/// `if (a) return b;`
struct Guard {
  std::string Test;  ///< "if (a)"
  std::string Gives; ///< "return b;"
};

/// On one line, without comments.
std::string folded(StringRef Code) {
  std::string Out;
  while (!Code.empty()) {
    const auto [Before, Comment] = Code.split("/*");
    Out += Before;
    Code = Comment.split("*/").second;
  }
  llvm::SmallVector<StringRef> Words;
  llvm::SplitString(Out, Words, " \t\n");
  return llvm::join(Words, " ");
}

/// Where the bracket that a text begins with is closed; npos if it is not.
size_t closing(StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I < Text.size(); ++I)
    if (Depth += (Text[I] == '(') - (Text[I] == ')'); Depth == 0)
      return I;
  return StringRef::npos;
}

/// Code that is one guard and nothing else.
std::optional<Guard> guardOf(StringRef Code) {
  const std::string Line = folded(Code);
  StringRef Rest = Line;
  const size_t End = Rest.starts_with("if (") ? closing(Rest.substr(3)) : StringRef::npos;
  if (End == StringRef::npos)
    return std::nullopt;
  const std::string Test = Rest.take_front(End + 4).str();
  Rest = Rest.substr(End + 4).trim();
  if (Rest.consume_front("{") && !Rest.consume_back("}"))
    return std::nullopt;
  Rest = Rest.trim();
  if (!Rest.starts_with("return") || Rest.find(';') + 1 != Rest.size())
    return std::nullopt;
  return Guard{Test, Rest.str()};
}

size_t offsetOf(const SourcePlace &P, StringRef Text) {
  size_t At = 0;
  for (unsigned Line = 1; Line < P.Line && At < Text.size(); ++Line)
    At = std::min(Text.find('\n', At), Text.size() - 1) + 1;
  return std::min(At + P.Column - 1, Text.size());
}

/// The guard that a fix puts back, or takes out.
std::optional<Guard> guardIn(const Fix &Of, const std::string &Text) {
  const bool Back = Of.Span.Begin == Of.Span.End;
  if (Back || Of.Text.empty())
    return guardOf(Back ? StringRef(Of.Text)
                        : StringRef(Text).slice(offsetOf(Of.Span.Begin, Text), offsetOf(Of.Span.End, Text)));
  return std::nullopt;
}

/// A finding that is mended by a guard that comes back, or goes.
struct Mended {
  Finding *Of;
  Guard By;
};

using All = std::vector<Mended>;

/// Findings of one function are one.
void add(All &To, Finding &Of, std::optional<Guard> By) {
  if (By && llvm::none_of(To, [&](const Mended &Each) { return Each.Of->Function == Of.Function; }))
    To.push_back({&Of, std::move(*By)});
}

std::string namesOf(const All &Of) {
  std::string Out;
  for (size_t I = 0; I < Of.size(); ++I)
    Out += (!I ? "" : I + 1 == Of.size() ? " and " : ", ") + Of[I].Of->Function + "()";
  return Out;
}

/// The tests, each once: "`if (a)` and `if (b)`".
std::string testsOf(const All &Of) {
  std::vector<std::string> Texts;
  for (const Mended &Each : Of)
    if (std::string Text = "`" + Each.By.Test + "`"; !llvm::is_contained(Texts, Text))
      Texts.push_back(std::move(Text));
  return llvm::join(Texts, " and ");
}

std::string wordsOf(const Mended &One, const All &Others) {
  const std::string Own = "`" + One.By.Test + " " + One.By.Gives + "`";
  if (One.Of->Repair->Text.empty())
    return "remove " + Own + ", and put " + testsOf(Others) + " back into " + namesOf(Others);
  return "put " + Own + " back, and remove " + testsOf(Others) + " from " + namesOf(Others);
}

/// The text with a fix, and with what goes with it, made from the end on.
std::string fixed(const Fix &Of, const std::string &Text) {
  std::vector<Fix> Parts = Of.With;
  Parts.push_back(Of);
  std::sort(Parts.begin(), Parts.end(), [](const Fix &A, const Fix &B) { return B.Span.Begin < A.Span.Begin; });
  std::string Out = Text;
  for (const Fix &Each : Parts)
    Out = applyFix(Each, Out);
  return Out;
}

/// Whether the fix of a finding is this guard, that comes back or goes.
bool mendsBy(const Finding &Of, const Guard &By, const std::string &Text) {
  const auto Own = Of.Repair ? guardIn(*Of.Repair, Text) : std::nullopt;
  return Own && Own->Test == By.Test && Own->Gives == By.Gives;
}

void join(const Mended &One, const All &Others, const std::string &Text, const ShownOf &Shown, FileReport &In) {
  std::set<std::string> Functions{One.Of->Function};
  Fix Together = *One.Of->Repair;
  for (const Mended &Each : Others) {
    Functions.insert(Each.Of->Function);
    Together.With.push_back(*Each.Of->Repair);
  }
  const auto Tried = Shown(Functions, fixed(Together, Text));
  if (!Tried)
    return;
  Together.Description = wordsOf(One, Others);
  for (Finding &Each : In.Findings)
    if (isNewDefect(Each) && Each.Function == One.Of->Function && mendsBy(Each, One.By, Text)) {
      Each.Repair = Together;
      Each.Tried = *Tried;
    }
  for (Finding &Each : In.Findings)
    if (&Each != One.Of && isNewDefect(Each) && Functions.count(Each.Function) && Each.Function != One.Of->Function) {
      Each.SpokenFor = One.Of->Fingerprint;
      Each.Repair.reset();
      Each.Tried.clear();
    }
}

} // namespace

void joinMoved(FileReport &Report, const std::string &Text, const ShownOf &Shown) {
  All Back, Gone;
  for (Finding &Each : Report.Findings) {
    if (!isNewDefect(Each) || !Each.Repair || !Each.Repair->Verified || Each.Fingerprint.empty())
      continue;
    add(Each.Repair->Text.empty() ? Gone : Back, Each, guardIn(*Each.Repair, Text));
  }
  if (Back.empty() || Gone.empty() || std::min(Back.size(), Gone.size()) > 1)
    return;
  const Mended &One = Back.size() == 1 ? Back[0] : Gone[0];
  All &Others = Back.size() == 1 ? Gone : Back;
  const Mentions Calls = scanText(Text);
  const auto leadsTo = [&](const std::string &From, const std::string &To) {
    return reachable(Calls, {From}).count(To) != 0;
  };
  llvm::erase_if(Others, [&](const Mended &Each) {
    const std::string &Name = Each.Of->Function;
    const bool Alike = Each.By.Gives == One.By.Gives || Each.By.Test == One.By.Test;
    return !Alike || !(leadsTo(Name, One.Of->Function) || leadsTo(One.Of->Function, Name));
  });
  if (!Others.empty())
    join(One, Others, Text, Shown, Report);
}

} // namespace kverdict
