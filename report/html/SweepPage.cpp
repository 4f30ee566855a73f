#include "report/html/SweepPage.h"

#include "core/Version.h"
#include "report/Words.h"
#include "report/html/Escape.h"
#include "report/html/Page.h"

#include "llvm/Support/FormatVariadic.h"

#include <algorithm>

namespace kverdict {

void SweepTally::add(const SweepTally &More) {
  Series += More.Series;
  Patches += More.Patches;
  Defects += More.Defects;
  Changed += More.Changed;
  Equal += More.Equal;
  Undecided += More.Undecided;
}

namespace {

/// Rows of a table, and entries, that a page shows.
constexpr size_t MostRows = 200, MostEntries = 500;

std::string cell(size_t Number) {
  return "<td class=\"num\">" + (Number ? std::to_string(Number) : std::string("&middot;")) + "</td>";
}

std::string cells(const SweepTally &Of, bool Patches) {
  return cell(Of.Series) + (Patches ? cell(Of.Patches) : "") + cell(Of.Defects) + cell(Of.Changed) + cell(Of.Equal) +
         cell(Of.Undecided);
}

std::string heads(const std::string &First, const std::string &Unit, bool Patches) {
  std::string Out = "<thead><tr><th scope=\"col\">" + First + "</th>";
  std::vector<std::string> Names = {Unit, "findings", "changed", "equal", "undecided"};
  if (Patches)
    Names.insert(Names.begin() + 1, "patches");
  for (const std::string &Each : Names)
    Out += "<th scope=\"col\" class=\"num\">" + Each + "</th>";
  return Out + "</tr></thead>\n";
}

std::string table(const std::string &Name, const std::string &Inner) {
  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + Name + "\"><table class=\"sweep\">" +
         Inner + "</table></div>\n";
}

/// A section that can be folded.
std::string folded(const std::string &Name, const std::string &Inner, bool Open) {
  return "<section class=\"patch\"><details" + std::string(Open ? " open" : "") + "><summary><h2>" + Name +
         "</h2></summary>\n" + Inner + "</details></section>\n";
}

/// A bar as wide as a part of the largest; the number beside it says the same.
std::string bar(size_t Part, size_t Most) {
  const size_t Width = Most ? (Part * 100 + Most - 1) / Most : 0;
  return llvm::formatv("<span class=\"bar\" aria-hidden=\"true\" style=\"width:{0}%\"></span>", Width).str();
}

class Writer {
public:
  explicit Writer(const SweepPage &Of) : Of(Of), Patches(Of.Unit != "file") {}

  std::string text() const {
    std::string Body = "<a class=\"skip\" href=\"#main\">To the findings</a>\n<header>\n" + head() +
                       "</header>\n<main id=\"main\">\n" + entries() + growth();
    Body += rows("By check", "check", Of.Checks, false) + rows("By file", "file", Of.Files, false) +
            rows("By function", "function", Of.Functions, false);
    if (Patches)
      Body += rows("By author", "author", Of.Authors, true) +
              rows("By " + Of.Unit, Of.Unit + " (author, date)", Of.Single, true);
    return htmlDocument(Of.Title, Body + reasons() + "</main>\n" + foot());
  }

private:
  std::string units(size_t Count) const {
    return Of.Unit == "series" ? std::to_string(Count) + " series" : counted(Count, Of.Unit);
  }

  std::string tag(const std::string &Class, size_t Count, const std::string &Words) const {
    return Count ? "<li class=\"tag " + Class + "\">" + Words + "</li>" : "";
  }

  std::string head() const {
    const SweepTally &All = Of.All;
    std::string Out = "<p class=\"soft\">kverdict sweep</p>\n<h1>" + escaped(Of.Title) + "</h1>\n<ul class=\"sums\">" +
                      tag("", All.Series, units(All.Series)) +
                      tag("", All.Patches, std::to_string(All.Patches) + (All.Patches == 1 ? " patch" : " patches")) +
                      tag("bad", All.Defects, "&#10007; " + counted(All.Defects, "finding")) +
                      tag("warn", All.Changed, "&#9651; " + std::to_string(All.Changed) + " changed") +
                      tag("good", All.Equal, "&#10003; " + std::to_string(All.Equal) + " proved equal") +
                      tag("", All.Undecided, "? " + std::to_string(All.Undecided) + " not decided") + "</ul>\n";
    Out += "<dl class=\"facts\">";
    for (const auto &[Name, Value] : Of.Facts)
      Out += "<dt>" + escaped(Name) + "</dt><dd>" + escaped(Value) + "</dd>\n";
    Out += "</dl>\n";
    for (const std::string &Each : Of.Problems)
      Out += "<p><strong>Problem:</strong> " + escaped(Each) + "</p>\n";
    return Out;
  }

  static std::string finding(const SweepFinding &F) {
    const bool Error = F.Severity == "error";
    return "<p><strong>" + proseOf(F.Message) + "</strong> <span class=\"tag " +
           (Error ? "bad\">&#10007; " : "warn\">&#9888; ") + escaped(F.Rule) + "</span><br><span class=\"soft\">" +
           escaped(F.File) + (F.Line ? ":" + std::to_string(F.Line) : "") + ", " + codeOf(F.Function + "()") + " " +
           escaped(F.Fingerprint) + "</span></p>\n";
  }

  std::string entry(const SweepEntry &E) const {
    std::string Out = "<article id=\"s" + std::to_string(E.Shard) + "\"><header><h3>" + escaped(E.Title) +
                      "</h3><span class=\"place soft\">" + escaped(E.Author) + (E.Author.empty() ? "" : ", ") + E.Date +
                      (E.Date.empty() ? "" : ", ") + "shard " + std::to_string(E.Shard) + "</span></header>\n";
    for (const SweepFinding &Each : E.Findings)
      Out += finding(Each);
    if (E.Problems.empty())
      return Out + "</article>\n";
    Out += "<details><summary>" + counted(E.Problems.size(), "reason") + " why it is not complete</summary><ul>";
    for (const std::string &Each : E.Problems)
      Out += "<li>" + escaped(Each) + "</li>\n";
    return Out + "</ul></details></article>\n";
  }

  /// Those with findings first; the others are folded.
  std::string entries() const {
    std::string Wrong, Open;
    size_t WrongCount = 0, OpenCount = 0, Left = 0;
    for (const SweepEntry &Each : Of.Entries) {
      size_t &Count = Each.Findings.empty() ? OpenCount : WrongCount;
      if (++Count <= MostEntries)
        (Each.Findings.empty() ? Open : Wrong) += entry(Each);
      else
        ++Left;
    }
    std::string Out;
    if (WrongCount)
      Out += folded("What was found, in " + units(WrongCount), Wrong, true);
    else
      Out += "<section class=\"wrong calm\"><h2>Nothing was found</h2></section>\n";
    if (OpenCount)
      Out += folded("What is not complete: " + units(OpenCount), Open, false);
    if (Left)
      Out +=
          "<p><strong>" + units(Left) + " more: too many for a page. <code>record.jsonl</code> has all.</strong></p>\n";
    return Out;
  }

  std::string growth() const {
    if (Of.Growth.empty())
      return "";
    size_t Most = 0;
    for (const SweepRow &Each : Of.Growth)
      Most = std::max(Most, Each.Of.Series);
    std::string Rows;
    SweepTally Sum;
    for (const SweepRow &Each : Of.Growth) {
      Sum.add(Each.Of);
      Rows += "<tr><th scope=\"row\">" + escaped(Each.Name) + bar(Each.Of.Series, Most) + "</th>" +
              cells(Each.Of, true) + cell(Sum.Series) + cell(Sum.Patches) + cell(Sum.Defects) + "</tr>\n";
    }
    std::string Heads = heads("when", Of.Unit, true);
    Heads.insert(Heads.find("</tr>"), "<th scope=\"col\" class=\"num\">" + Of.Unit +
                                          " until then</th><th scope=\"col\" class=\"num\">patches until then</th><th "
                                          "scope=\"col\" class=\"num\">findings until then</th>");
    return folded("Over time", table("over time", Heads + "<tbody>" + Rows + "</tbody>"), true);
  }

  std::string rows(const std::string &Name, const std::string &First, const std::vector<SweepRow> &All,
                   bool WithPatches) const {
    if (All.empty())
      return "";
    std::string Rows;
    for (size_t I = 0; I < std::min(All.size(), MostRows); ++I)
      Rows += "<tr><th scope=\"row\">" + escaped(All[I].Name) + "</th>" + cells(All[I].Of, WithPatches) + "</tr>\n";
    std::string Out = table(Name, heads(First, Of.Unit, WithPatches) + "<tbody>" + Rows + "</tbody>");
    if (All.size() > MostRows)
      Out += "<p class=\"soft\">" + std::to_string(All.size() - MostRows) + " more rows stand in the record.</p>\n";
    return folded(Name + " (" + std::to_string(All.size()) + ")", Out, false);
  }

  std::string reasons() const {
    std::string Rows;
    for (size_t I = 0; I < std::min(Of.Reasons.size(), MostRows); ++I)
      Rows +=
          "<tr><th scope=\"row\">" + escaped(Of.Reasons[I].first) + "</th>" + cell(Of.Reasons[I].second) + "</tr>\n";
    return Rows.empty() ? ""
                        : folded("Why something was not decided",
                                 table("reasons", "<thead><tr><th scope=\"col\">reason</th><th scope=\"col\" "
                                                  "class=\"num\">times</th></tr></thead><tbody>" +
                                                      Rows + "</tbody>"),
                                 false);
  }

  static std::string foot() {
    return std::string(
               "<footer><p>A <em>finding</em> is new with the patch, and was confirmed. <em>Changed</em>, "
               "<em>equal</em> (proved) and <em>undecided</em> are functions, once for each series that changes "
               "them. kverdict ") +
           Version + "</p></footer>\n";
  }

  const SweepPage &Of;
  bool Patches;
};

} // namespace

std::string renderSweep(const SweepPage &Of) { return Writer(Of).text(); }

} // namespace kverdict
