#include "report/html/Escape.h"
#include "report/html/FunctionView.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <set>

namespace kverdict {
namespace {

constexpr unsigned MostLines = 600;

/// The lines of a function.
struct Extent {
  unsigned First = 0, Last = 0;
};

bool opensAtMargin(llvm::StringRef Text) {
  return !Text.empty() && (llvm::isAlpha(Text.front()) || Text.front() == '_') && Text.contains('(') &&
         !Text.ends_with(";");
}

/// What may stand above the first line of a function.
bool isApart(llvm::StringRef Text) {
  const llvm::StringRef Trimmed = Text.trim();
  return Trimmed.empty() || Trimmed.ends_with(";") || Trimmed.ends_with("}") || Trimmed.ends_with("*/") ||
         Trimmed.starts_with("#");
}

/// The function around a line, as the kernel lays functions out: the head and the last brace stand at the margin.
std::optional<Extent> extentOf(const SourceLine &Source, const std::string &File, unsigned Line) {
  unsigned First = Line, Last = Line;
  for (;; --First) {
    const auto Text = Source(File, First);
    if (!Text || First == 1 || Line - First > MostLines || (First < Line && llvm::StringRef(*Text).starts_with("}")))
      return std::nullopt;
    if (opensAtMargin(*Text) || llvm::StringRef(*Text).starts_with("{"))
      break;
  }
  while (First > 1 && !isApart(*Source(File, First - 1)))
    --First;
  for (;; ++Last) {
    const auto Text = Source(File, Last);
    if (!Text || Last - First > MostLines)
      return std::nullopt;
    if (llvm::StringRef(*Text).starts_with("}"))
      return Extent{First, Last};
  }
}

/// A step beside its line, which says the rest.
std::string shortText(const TraceStep &Step) {
  using Kind = TraceStep::Kind;
  if (Step.Outcome.empty() || Step.What == Kind::Switch || Step.What == Kind::Stop)
    return Step.What == Kind::Return ? "returns" : stepText(Step);
  const bool Gives = Step.What == Kind::Call || Step.What == Kind::Return;
  return (Gives ? "returns " : "is ") + Step.Outcome;
}

/// What a run did on each line of the function itself.
std::map<unsigned, std::string> said(const std::vector<TraceStep> &Trace, const std::string &File) {
  std::map<unsigned, std::string> Lines;
  for (const TraceStep &Step : Trace) {
    if (Step.Depth || Step.At.File != File || !Step.At.valid())
      continue;
    std::string &Text = Lines[Step.At.Line];
    const std::string Now = shortText(Step);
    if (Text.size() > 160)
      continue;
    if (!Step.Outcome.empty() && llvm::StringRef(Text).ends_with(" " + Step.Outcome) &&
        Step.What == TraceStep::Kind::Assignment)
      continue; // what the call has given
    llvm::StringRef More = Now;
    if (llvm::StringRef(Text).starts_with("is "))
      More.consume_front("is ");
    Text += (Text.empty() ? "" : ", then ") + More.str();
  }
  return Lines;
}

std::string lines(const PagePart &P, const std::string &File, Extent In, const std::map<unsigned, std::string> &Said,
                  unsigned At) {
  constexpr unsigned AllOf = 70, Around = 3;
  auto wanted = [&](unsigned L) {
    if (In.Last - In.First < AllOf || L == In.First || L == In.Last)
      return true;
    const auto Near = Said.lower_bound(L > Around ? L - Around : 0);
    return Near != Said.end() && Near->first <= L + Around;
  };
  std::string Out;
  for (unsigned L = In.First, Skipped = 0; L <= In.Last; ++L) {
    if (!wanted(L)) {
      ++Skipped;
      continue;
    }
    if (Skipped)
      Out += "<span class=\"l head\"><span class=\"n\"></span>" + counted(Skipped, "line") + " left out</span>";
    Skipped = 0;
    const auto It = Said.find(L);
    Out += std::string("<span class=\"l") + (It != Said.end() ? " lit" : "") + (L == At ? " at" : "") +
           "\"><span class=\"n\">" + std::to_string(L) + "</span><span class=\"c\">" + escaped(*P.Source(File, L)) +
           "</span>" + (It != Said.end() ? "<span class=\"say\">&larr; " + escaped(It->second) + "</span>" : "") +
           "</span>";
  }
  return Out;
}

} // namespace

std::string pathView(const PagePart &P, const PageSubject &S) {
  const std::vector<TraceStep> *Trace = nullptr;
  std::string In;
  for (const Finding *Of : S.Findings)
    if (!Trace && !Of->Trace.empty()) {
      Trace = &Of->Trace;
      In = "in the state of the comment";
    }
  if (!Trace && S.Changed && !S.Changed->Differences.empty()) {
    Trace = &S.Changed->Differences[0].Trace;
    In = "in the first state of the table";
  }
  if (!Trace)
    return "";
  const auto Said = said(*Trace, S.Where);
  const auto Extent = Said.empty() ? std::nullopt : extentOf(P.Source, S.Where, Said.begin()->first);
  if (!Extent)
    return "";
  return "<details><summary>The way through " + codeOf(S.Function + "()") + " " + In +
         "</summary>\n<pre class=\"code scroll\" tabindex=\"0\" role=\"region\" aria-label=\"source\"><span>" +
         lines(P, S.Where, *Extent, Said, Said.rbegin()->first) + "</span></pre></details>\n";
}

} // namespace kverdict
