#include "report/html/Escape.h"
#include "report/html/FunctionView.h"
#include "report/mail/Quote.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <set>

namespace kverdict {
namespace {

constexpr const char *OpenCode =
    "<pre class=\"code scroll\" tabindex=\"0\" role=\"region\" aria-label=\"changed lines\"><span>";
constexpr const char *CloseCode = "</span></pre>\n";

const char *classOf(LineKind Kind) {
  return Kind == LineKind::Added ? " add" : Kind == LineKind::Removed ? " del" : "";
}

char signOf(LineKind Kind) { return Kind == LineKind::Added ? '+' : Kind == LineKind::Removed ? '-' : ' '; }

std::string lineOf(unsigned Number, const std::string &Text, const std::string &Class) {
  return "<span class=\"l" + Class + "\"><span class=\"n\">" + (Number ? std::to_string(Number) : "") +
         "</span><span class=\"c\">" + escaped(Text) + "</span></span>";
}

/// The hunks while they are written.
class View {
public:
  View(const PagePart &P, const QuotedDiff &Diff, const PageSubject &S) : P(P), S(S), Diff(Diff), Lines(accounted()) {
    for (const Finding *Of : S.Findings)
      if (const auto At = Diff.commentLine(*Of, speakerOf(*Of, P.Reports)))
        Comments.emplace(*At, Of);
      else
        Elsewhere.push_back(Of);
    for (size_t I = 0; S.Findings.empty() && tells() && I < Diff.lines().size(); ++I)
      if (isChanged(I))
        LastChange = I;
  }

  std::string text() {
    const auto &All = Diff.lines();
    for (size_t I = 0; I < All.size(); ++I)
      if (All[I].Content && shows(All[I].HunkStart))
        line(I);
    close();
    for (const Finding *Of : Elsewhere)
      Out += commentBox(*Of, P.Source, speakerOf(*Of, P.Reports), S.Changed);
    return Out;
  }

  std::vector<HunkLine> changed() const {
    std::vector<HunkLine> Out;
    for (size_t I = 1; I < Diff.lines().size(); ++I)
      if (const HunkLine *Line = Diff.lines()[I].Content; isChanged(I)) {
        if (governs(I - 1, Line->Text))
          Out.push_back(*Diff.lines()[I - 1].Content);
        Out.push_back(*Line);
      }
    return Out;
  }

private:
  /// The lines that the account gives to the function: of the old text, and of the new one.
  std::set<std::pair<bool, unsigned>> accounted() const {
    std::set<std::pair<bool, unsigned>> All;
    if (auto It = P.Lines.find(S.Where); It != P.Lines.end())
      for (const ChangedLine &L : It->second)
        if (isOf(L, S.Function))
          All.emplace(L.Old, L.Line);
    return All;
  }

  bool belongs(size_t I) const { return Comments.count(I) || isChanged(I); }

  bool isChanged(size_t I) const {
    const QuotedDiff::Line &L = Diff.lines()[I];
    if (!L.Content || L.Content->Kind == LineKind::Context || L.File->path() != S.Where)
      return false;
    const bool Old = L.Content->Kind == LineKind::Removed;
    return Lines.count({Old, Old ? L.Content->OldLine : L.Content->NewLine}) != 0;
  }

  /// Whether an unchanged line is the `if` that a changed one stands under.
  bool governs(size_t I, llvm::StringRef Under) const {
    const HunkLine *Line = Diff.lines()[I].Content;
    if (!Line || Line->Kind != LineKind::Context)
      return false;
    const llvm::StringRef Text = Line->Text, Code = Text.ltrim();
    return Text.size() - Code.size() < Under.size() - Under.ltrim().size() && Code.trim().size() > 1;
  }

  /// Whether a hunk has a line of the function, or a comment on it.
  bool shows(size_t Hunk) {
    auto [It, New] = Shown.try_emplace(Hunk, false);
    for (size_t I = Hunk; New && !It->second && I < Diff.lines().size() && Diff.lines()[I].HunkStart == Hunk; ++I)
      It->second = belongs(I);
    return It->second;
  }

  bool tells() const {
    return S.Changed && S.Changed->What != Change::Equivalent && S.Changed->What != Change::Undecided;
  }

  /// Of a change that nobody says is wrong, the reader is asked.
  std::string question() const {
    return "<div class=\"comment change\" role=\"note\">\n<p class=\"what\"><span class=\"level\">change</span></p>\n"
           "<p class=\"ask\">" +
           codeOf(S.Function + "()") +
           (S.Changed->Differences.empty() ? " does something else now." : " decides otherwise now.") +
           " Is it meant?</p>\n" + becameText(*S.Changed) + "</div>\n";
  }

  void close() {
    if (Open)
      Out += CloseCode;
    Open = false;
  }

  /// Of a long hunk, what is far from the function's lines is left out.
  bool near(size_t I) const {
    constexpr size_t Around = 4;
    for (size_t J = I - std::min(I, Around); J < Diff.lines().size() && J <= I + Around; ++J)
      if (Diff.lines()[J].HunkStart == Diff.lines()[I].HunkStart && belongs(J))
        return true;
    return false;
  }

  void line(size_t I) {
    const QuotedDiff::Line &L = Diff.lines()[I];
    if (!near(I))
      return;
    if (!Open)
      Out += OpenCode;
    Open = true;
    if (!Last || *Last + 1 != I)
      Out += lineOf(0, L.In->Header, " head");
    Last = I;
    auto [First, End] = Comments.equal_range(I);
    Out +=
        lineOf(L.Content->NewLine ? L.Content->NewLine : L.Content->OldLine, signOf(L.Content->Kind) + L.Content->Text,
               classOf(L.Content->Kind) + std::string(First != End      ? " at"
                                                      : LastChange == I ? " asked"
                                                                        : ""));
    for (auto It = First; It != End; ++It) {
      close();
      Out += commentBox(*It->second, P.Source, speakerOf(*It->second, P.Reports), S.Changed);
    }
    if (LastChange == I) {
      close();
      Out += question();
    }
  }

  const PagePart &P;
  const PageSubject &S;
  const QuotedDiff &Diff;
  const std::set<std::pair<bool, unsigned>> Lines;
  std::multimap<size_t, const Finding *> Comments; ///< by the line of the diff
  std::vector<const Finding *> Elsewhere;          ///< on what the patch does not show
  std::map<size_t, bool> Shown;
  std::optional<size_t> Last;
  std::optional<size_t> LastChange; ///< under which the change is told, if there is no finding
  bool Open = false;
  std::string Out;
};

/// The lines around a place, as they stand.
std::string excerpt(const PagePart &P, const Finding &Of) {
  constexpr unsigned Before = 5, Behind = 3;
  std::string Lines;
  for (unsigned L = Of.At.Line > Before ? Of.At.Line - Before : 1; Of.At.valid() && L <= Of.At.Line + Behind; ++L)
    if (const auto Text = P.Source(Of.At.File, L))
      Lines += lineOf(L, " " + *Text, L == Of.At.Line ? " at" : "");
  return Lines.empty() ? "" : OpenCode + Lines + CloseCode;
}

} // namespace

bool isOf(const ChangedLine &L, const std::string &Function) {
  return !Function.empty() && (L.Name == Function || L.Before == Function || llvm::is_contained(L.Reaches, Function));
}

std::vector<HunkLine> changedLines(const PagePart &P, const QuotedDiff &Diff, const PageSubject &S) {
  return View(P, Diff, S).changed();
}

std::string hunkView(const PagePart &P, const QuotedDiff &Diff, const PageSubject &S) {
  if (P.Of)
    return View(P, Diff, S).text();
  std::string Out;
  for (const Finding *Of : S.Findings)
    Out += excerpt(P, *Of) + commentBox(*Of, P.Source, speakerOf(*Of, P.Reports), S.Changed);
  return Out;
}

} // namespace kverdict
