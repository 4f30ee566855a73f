#include "report/html/Open.h"

#include "report/html/Escape.h"

#include <set>
#include <tuple>

namespace kverdict {
namespace {

/// One thing that is open: where, what, why.
struct Item {
  SourcePlace At;
  std::string What, Why;
  auto key() const { return std::tie(At, What, Why); }
  bool operator<(const Item &Other) const { return key() < Other.key(); }
};

/// "12 to 14, 20".
std::string ranges(const std::set<unsigned> &Lines) {
  std::string Out;
  for (auto It = Lines.begin(); It != Lines.end();) {
    const unsigned First = *It;
    unsigned Last = First;
    for (++It; It != Lines.end() && *It == Last + 1; ++It)
      ++Last;
    Out += (Out.empty() ? "" : ", ") + std::to_string(First) + (Last > First ? " to " + std::to_string(Last) : "");
  }
  return Out;
}

void ofReports(const PagePart &P, std::set<Item> &Into) {
  auto function = [](const std::string &Name) { return Name.empty() ? "" : Name + "()"; };
  for (const FileReport &R : P.Reports) {
    for (const Finding &F : R.Findings)
      if (isOpen(F))
        Into.insert({F.At, function(F.Function) + ": " + F.Message, F.Reason});
    for (const Comparison &C : R.Changes)
      if (C.What == Change::Undecided)
        Into.insert({{R.File, C.ReasonAt.File == R.File ? C.ReasonAt.Line : 0, 0},
                     function(C.Function) + ": whether it decides as before",
                     C.Reason});
    for (const Incomplete &Gap : R.Gaps)
      Into.insert({Gap.At, function(Gap.Function), Gap.Reason});
    for (const Notice &Each : R.Notices)
      Into.insert({Each.At, "a note to kverdict", Each.Text});
  }
}

/// The changed lines that nothing was said of, those with one reason together.
void ofLines(const PagePart &P, std::set<Item> &Into) {
  std::map<std::tuple<std::string, bool, std::string, std::string>, std::set<unsigned>> Lines;
  for (const auto &[File, All] : P.Lines)
    for (const ChangedLine &L : All) {
      const bool Out = L.What == Fate::NotCompiled;
      if (Out || L.What == Fate::NotLookedAt)
        Lines[{File, L.Old, L.Name,
               (Out ? "not compiled in this build" : "not looked at") + (L.Reason.empty() ? "" : ": " + L.Reason)}]
            .insert(L.Line);
    }
  for (const auto &[Key, Numbers] : Lines) {
    const auto &[File, Old, Name, Why] = Key;
    Into.insert({{File, *Numbers.begin(), 0},
                 (Numbers.size() == 1 ? "changed line " : "changed lines ") + ranges(Numbers) +
                     (Old ? " of the old text" : "") + (Name.empty() ? "" : " (" + Name + ")"),
                 Why});
  }
}

std::string row(const Item &Of) {
  const std::string Place = Of.At.File + (Of.At.Line ? ":" + std::to_string(Of.At.Line) : "");
  return "<tr><td data-of=\"where\">" + codeOf(Place) + "</td><td data-of=\"what\">" + escaped(Of.What) +
         "</td><td data-of=\"why\">" + escaped(Of.Why) + "</td></tr>\n";
}

std::string notApplied(const PagePart &P) {
  std::map<std::string, std::set<std::string>> ByReason;
  for (const FileReport &R : P.Reports)
    for (const NotApplied &Each : R.Skipped)
      ByReason[Each.Reason].insert(Each.Contract);
  std::string Out;
  size_t Count = 0;
  for (const auto &[Reason, Contracts] : ByReason) {
    std::string Names;
    for (const std::string &Each : Contracts)
      Names += (Names.empty() ? "" : ", ") + codeOf(Each);
    Count += Contracts.size();
    Out += "<li>" + Names + ": " + escaped(Reason) + "</li>\n";
  }
  return Out.empty() ? ""
                     : "<details><summary>" + counted(Count, "contract") +
                           " did not apply to this tree</summary>\n<ul>" + Out + "</ul></details>\n";
}

std::set<Item> itemsOf(const PagePart &P) {
  std::set<Item> Items;
  ofReports(P, Items);
  ofLines(P, Items);
  return Items;
}

} // namespace

size_t openCount(const PagePart &P) { return P.Problems.size() + itemsOf(P).size(); }

std::string openView(const PagePart &P) {
  const std::set<Item> Items = itemsOf(P);
  std::string Rows;
  for (const std::string &Each : P.Problems)
    Rows += row({{}, "a problem", Each});
  for (const Item &Each : Items)
    Rows += row(Each);
  if (Rows.empty())
    return notApplied(P);
  return "<h3>Not looked at, or not decided</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"not looked at, or not decided\"><table class=\"rows open\"><thead><tr><th "
         "scope=\"col\">where</th><th scope=\"col\">what</th><th scope=\"col\">why</th></tr></thead><tbody>\n" +
         Rows + "</tbody></table></div>\n" + notApplied(P);
}

} // namespace kverdict
