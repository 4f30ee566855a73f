#include "report/html/Page.h"

#include "core/Version.h"
#include "input/mail/Subject.h"
#include "report/AccountWords.h"
#include "report/StateOrder.h"
#include "report/html/Escape.h"
#include "report/html/FunctionView.h"
#include "report/html/Open.h"
#include "report/html/Style.h"
#include "report/terminal/DiffText.h"
#include "report/terminal/SeriesText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What a reader wants to see first.
enum class Weight { Finding, Changed, Undecided, Equal };

Weight weightOf(const PageSubject &S) {
  if (llvm::any_of(S.Findings, [](const Finding *Of) { return shownAsDefect(*Of); }))
    return Weight::Finding;
  if (!S.Changed || S.Changed->What == Change::Undecided)
    return Weight::Undecided;
  return S.Changed->What == Change::Equivalent ? Weight::Equal : Weight::Changed;
}

/// The file that changed lines of the function stand in: a function of a header is compared in a file that includes it.
std::string whereOf(const PagePart &P, const PageSubject &S) {
  auto has = [&](const Account &Lines) {
    return llvm::any_of(Lines, [&](const ChangedLine &L) { return isOf(L, S.Function); });
  };
  if (auto It = P.Lines.find(S.File); It != P.Lines.end() && has(It->second))
    return S.File;
  for (const auto &[File, Lines] : P.Lines)
    if (has(Lines))
      return File;
  return S.File;
}

/// The functions that a part speaks of, the worst first.
std::vector<PageSubject> subjectsOf(const PagePart &P, const std::string &Id) {
  std::map<std::pair<std::string, std::string>, PageSubject> All;
  auto at = [&](const std::string &File, const std::string &Function) -> PageSubject & {
    PageSubject &S = All[{File, Function}];
    S.File = File, S.Function = Function;
    return S;
  };
  for (const Finding *Of : ordered(P.Reports))
    at(Of->At.File, Of->Function).Findings.push_back(Of);
  for (const FileReport &R : P.Reports)
    for (const Comparison &C : R.Changes)
      at(R.File, C.Function).Changed = &C;
  std::vector<PageSubject> Out;
  for (auto &[Key, S] : All) {
    S.Where = whereOf(P, S);
    Out.push_back(std::move(S));
  }
  auto rank = [](const PageSubject &S) {
    const auto Line = S.Findings.empty() ? 0u : S.Findings[0]->At.Line;
    const bool Error = llvm::any_of(S.Findings, [](const Finding *F) { return F->Level == Severity::Error; });
    return std::tuple(weightOf(S), !Error, S.File, Line, S.Function);
  };
  std::sort(Out.begin(), Out.end(), [&](auto &A, auto &B) { return rank(A) < rank(B); });
  for (size_t I = 0; I < Out.size(); ++I)
    Out[I].Id = Id + "-" + std::to_string(I + 1);
  return Out;
}

std::string tag(const std::string &Class, const std::string &Text) {
  return "<li class=\"tag " + Class + "\">" + Text + "</li>";
}

/// What is shown of a part, or of a function, by how severe it is.
class Levels {
public:
  void add(const Finding &Of) { Count[static_cast<size_t>(Of.Level)] += shownAsDefect(Of); }
  void add(const std::vector<FileReport> &Reports) {
    for (const FileReport &Each : Reports)
      for (const Finding &Of : Each.Findings)
        add(Of);
  }

  size_t errors() const { return Count[static_cast<size_t>(Severity::Error)]; }

  /// One element each: Item makes it of a class and a text.
  template <typename Item> std::string text(Item Of) const {
    constexpr std::tuple<Severity, const char *, const char *> Kinds[] = {{Severity::Error, "bad", "&#10007; "},
                                                                          {Severity::Warning, "warn", "&#9888; "},
                                                                          {Severity::Note, "", "&#8505; "}};
    std::string Out;
    for (const auto &[Level, Class, Sign] : Kinds)
      if (const size_t Found = Count[static_cast<size_t>(Level)])
        Out += Of(Class, Sign + counted(Found, severityWord(Level)));
    return Out;
  }

private:
  size_t Count[3] = {};
};

std::string tags(const Levels &Found, const SeriesSum::Counts &Of, size_t Open) {
  std::string Out = Found.text(tag);
  if (Of.Changed)
    Out += tag("warn", "&#9651; " + std::to_string(Of.Changed) + " changed");
  if (Of.Equal)
    Out += tag("good", "&#10003; " + std::to_string(Of.Equal) + " proved equal");
  if (Open)
    Out += tag("", "? " + std::to_string(Open) + " not decided, or not looked at");
  if (Out.empty())
    Out = tag("", "nothing to say");
  return "<ul class=\"sums\">" + Out + "</ul>\n";
}

std::string tagsOf(const PagePart &P) {
  SeriesSum Sum;
  Sum.add(P.Reports);
  Levels Found;
  Found.add(P.Reports);
  return tags(Found, Sum.counts(), openCount(P));
}

/// Which way a function went, for somebody who does not know the words of a comparison.
const char *wayOf(Change What) {
  switch (What) {
  case Change::Stricter:
    return "refuses more";
  case Change::Laxer:
    return "accepts more";
  case Change::Incomparable:
    return "refuses more, accepts more";
  case Change::Different:
    return "does something else";
  case Change::Equivalent:
    return "proved equal";
  case Change::Undecided:
    break;
  }
  return "not decided";
}

std::string titleOf(const PagePart &P) { return P.Of ? parseSubject(P.Of->Header.Subject).Title : "the files"; }

std::string linkTo(const PageSubject &S) {
  return "<a href=\"#" + S.Id + "\">" + codeOf(S.Function.empty() ? S.File : S.Function + "()") + "</a>";
}

/// A page while it is written.
class Writer {
public:
  explicit Writer(const Page &Of) : Of(Of) {
    for (size_t I = 0; I < Of.Parts.size(); ++I) {
      Subjects.push_back(subjectsOf(Of.Parts[I], "p" + std::to_string(I + 1)));
      Diffs.emplace_back(Of.Parts[I].Of ? *Of.Parts[I].Of : None);
      Left.push_back(bound(Subjects.back()));
    }
  }

  std::string text() {
    std::string Body = "<a class=\"skip\" href=\"#main\">To the findings</a>\n<header>\n" + head() + wrong() +
                       changes() + "</header>\n";
    if (Of.Parts.size() > 1)
      Body += patches();
    Body += "<main id=\"main\">\n";
    for (size_t I = 0; I < Of.Parts.size(); ++I)
      Body += part(I);
    return htmlDocument(Of.Title, Body + "</main>\n" + foot());
  }

private:
  /// Leaves out functions that come behind the first ones, but not those that are a line: gives how many.
  static size_t bound(std::vector<PageSubject> &All) {
    constexpr size_t Most = 150;
    size_t Told = 0;
    const size_t Before = All.size();
    llvm::erase_if(All, [&](const PageSubject &S) { return weightOf(S) != Weight::Equal && ++Told > Most; });
    return Before - All.size();
  }

  size_t open() const {
    size_t Count = Of.Problems.size();
    for (const PagePart &P : Of.Parts)
      Count += openCount(P);
    return Count;
  }

  /// Files as they stand, and no patches.
  bool ofFiles() const { return Of.Parts.size() == 1 && !Of.Parts[0].Of; }

  std::string explored() const {
    size_t Count = 0;
    for (const FileReport &R : Of.Parts[0].Reports)
      Count += R.Explored.size();
    return counted(Of.Parts[0].Reports.size(), "file") + ", " + counted(Count, "function");
  }

  std::string patchCount() const {
    return std::to_string(Of.Parts.size()) + (Of.Parts.size() == 1 ? " patch, " : " patches, ");
  }

  std::string head() const {
    SeriesSum Sum;
    Levels Found;
    for (const PagePart &P : Of.Parts) {
      Sum.add(P.Reports);
      Found.add(P.Reports);
    }
    std::string Out = std::string("<p class=\"soft\">kverdict ") + (ofFiles() ? "check" : "review") + "</p>\n<h1>" +
                      escaped(Of.Title) + "</h1>\n" + tags(Found, Sum.counts(), open()) + "<dl class=\"facts\">";
    for (const auto &[Name, Value] : Of.Facts)
      Out += "<dt>" + escaped(Name) + "</dt><dd>" + escaped(Value) + "</dd>\n";
    Out += "<dt>Looked at</dt><dd>" +
           (ofFiles() ? explored() : patchCount() + counted(Sum.counts().Functions, "function")) + "</dd></dl>\n";
    for (const std::string &Each : Of.Problems)
      Out += "<p><strong>Problem:</strong> " + escaped(Each) + "</p>\n";
    return Out;
  }

  /// The changed lines of a function, if they are few: what a reader wants to see first.
  std::string edit(size_t Part, const PageSubject &S) const {
    constexpr size_t Most = 6;
    std::string Out;
    size_t Count = 0;
    for (const HunkLine &Each : changedLines(Of.Parts[Part], Diffs[Part], S)) {
      if (++Count > Most)
        return "";
      const char *Begin = Each.Kind == LineKind::Removed ? "del\">-"
                          : Each.Kind == LineKind::Added ? "add\">+"
                                                         : "\"> ";
      Out += std::string("<span class=\"l ") + Begin + escaped(Each.Text) + "</span>";
    }
    return Count ? "<pre class=\"code scroll\" tabindex=\"0\" role=\"region\" aria-label=\"the edit\"><span>" + Out +
                       "</span></pre>\n"
                 : "";
  }

  static std::string inState(const Finding &F, const Comparison *Changed) {
    return F.Verdict.empty() ? ""
                             : "<p class=\"soft\">It " + proseOf(F.Verdict) +
                                   stateInALine(decidingFirst(F, Changed), F.Remarks.size()) + "</p>\n";
  }

  /// The findings that one speaks for, each with a link to its function.
  static std::string spokenFor(const Finding &By, const std::vector<PageSubject> &All) {
    std::string Out;
    for (const PageSubject &S : All)
      for (const Finding *F : S.Findings)
        if (!By.Fingerprint.empty() && F->SpokenFor == By.Fingerprint && F->At.File == By.At.File)
          Out += "<p>By the same change, " + linkTo(S) + ": " + proseOf(F->Message) + "</p>\n";
    return Out;
  }

  std::string lead(size_t Part, const PageSubject &S) const {
    const std::string &Name = Of.Parts[Part].Name;
    return "<li><p>" + linkTo(S) + " <span class=\"soft\">" + escaped(S.Where) +
           (Name.empty() ? "" : ", " + escaped(Name)) + "</span></p>\n";
  }

  /// What is wrong: the edit, the question, one state. What one change made is one item.
  std::string wrong() const {
    std::string Items;
    Levels Found;
    for (size_t I = 0; I < Subjects.size(); ++I)
      for (const PageSubject &S : Subjects[I]) {
        std::string Said;
        for (const Finding *F : S.Findings) {
          Found.add(*F);
          if (shownAsDefect(*F) && !speakerOf(*F, Of.Parts[I].Reports))
            Said += "<p><strong>" + proseOf(F->Message) + "</strong></p>\n" + inState(*F, S.Changed) +
                    spokenFor(*F, Subjects[I]);
        }
        if (!Said.empty())
          Items += lead(I, S) + edit(I, S) + Said + "</li>\n";
      }
    if (Items.empty())
      return open()              ? "<section class=\"wrong changed\"><h2>Nothing wrong was found, but not all was "
                                   "decided</h2><p>What is "
                                   "open stands below, with its reason.</p></section>\n"
             : changes().empty() ? "<section class=\"wrong calm\"><h2>Nothing wrong was found</h2></section>\n"
                                 : ""; // "is it meant?" is no word for all is well
    return std::string("<section class=\"wrong") +
           (Found.errors() ? "\"><h2>What is wrong</h2>" : " changed\"><h2>What looks wrong</h2>") + "\n<ol>" + Items +
           "</ol></section>\n";
  }

  /// The functions that decide otherwise now, of which nobody says that it is wrong.
  std::string changes() const {
    std::string Items;
    for (size_t I = 0; I < Subjects.size(); ++I)
      for (const PageSubject &S : Subjects[I])
        if (weightOf(S) == Weight::Changed)
          Items += lead(I, S) + edit(I, S) + becameText(*S.Changed) + "</li>\n";
    return Items.empty() ? ""
                         : "<section class=\"wrong changed\"><h2>What decides otherwise now: is it meant?</h2>\n<ol>" +
                               Items + "</ol></section>\n";
  }

  std::string patches() const {
    std::string Rows;
    for (size_t I = 0; I < Of.Parts.size(); ++I) {
      const PagePart &P = Of.Parts[I];
      Rows += "<tr><td>" + escaped(P.Name) + "</td><td><a href=\"#p" + std::to_string(I + 1) + "\">" +
              escaped(titleOf(P)) + "</a></td><td>" +
              (P.Of && !P.Of->Applied ? std::string("not applied") : tagsOf(P)) + "</td></tr>\n";
    }
    return "<nav aria-label=\"patches\"><h2>The patches</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
           "aria-label=\"patches\"><table class=\"patches\"><tbody>\n" +
           Rows + "</tbody></table></div></nav>\n";
  }

  static bool refuted(const PagePart &P) {
    return llvm::any_of(ordered(P.Reports), [](const Finding *F) {
      return F->Rule == "no-functional-change" && F->status() == Status::Confirmed;
    });
  }

  static std::string claim(const PagePart &P) {
    if (P.Claim.empty())
      return "";
    return "<p>Its message claims " + codeOf(P.Claim) + ": " +
           (P.Verified   ? "<strong>that is so</strong>, line by line" + escaped(definedIn(P.Reports)) + "."
            : refuted(P) ? "<strong>that is not so</strong>."
                         : "<strong>that was not shown</strong>; see below.") +
           "</p>\n";
  }

  std::string part(size_t Index) const {
    const PagePart &P = Of.Parts[Index];
    std::string Out = "<section class=\"patch\" id=\"p" + std::to_string(Index + 1) + "\">\n";
    if (P.Of) {
      Out += "<h2>" + (P.Name.empty() ? "" : escaped(P.Name) + ": ") + escaped(titleOf(P)) + "</h2>\n";
      if (!P.Of->Header.Author.empty())
        Out += "<p class=\"soft\">by " + escaped(P.Of->Header.Author) + "</p>\n";
    }
    for (const std::string &Line : {accountText(P.Lines), namesText(P.Lines)})
      if (!Line.empty())
        Out += "<p class=\"soft\">" + escaped(llvm::StringRef(Line).rtrim('\n')) + "</p>\n";
    if (P.Of && !P.Of->Applied)
      Out += "<p><strong>It was not applied, and not reviewed.</strong></p>\n";
    Out += claim(P);
    for (const PageSubject &S : Subjects[Index])
      if (weightOf(S) == Weight::Finding || weightOf(S) == Weight::Changed || !S.Findings.empty())
        Out += article(Index, S);
    if (Left[Index])
      Out += "<p><strong>" + counted(Left[Index], "more function") +
             " changed, or could not be decided: too many for a page. <code>-f text</code> has all.</strong></p>\n";
    return Out + equal(Subjects[Index]) + openView(P) + "</section>\n";
  }

  std::string article(size_t Index, const PageSubject &S) const {
    const PagePart &P = Of.Parts[Index];
    Levels Found;
    for (const Finding *Each : S.Findings)
      Found.add(*Each);
    std::string Out =
        "<article id=\"" + S.Id + "\"><header><h3>" + codeOf(S.Function.empty() ? S.File : S.Function + "()") + "</h3>";
    const auto label = [](const std::string &Class, const std::string &Text) {
      return "<span class=\"tag " + Class + "\">" + Text + "</span>";
    };
    Out += Found.text(label);
    if (S.Changed)
      Out += label("warn", std::string("&#9651; ") + wayOf(S.Changed->What));
    Out += "<span class=\"place soft\">" + escaped(S.Where) + "</span></header>\n";
    const std::string Hunks = hunkView(P, Diffs[Index], S), Table = decisionView(P, S);
    Out += "<div class=\"two\"><div><h4>The edit</h4>" + Hunks +
           "</div><div><h4>What it decides, where that changed</h4>" +
           (Table.empty() ? "<p class=\"soft\">It was not compared with another version.</p>" : Table) +
           "</div></div>\n";
    return Out + pathView(P, S) + "</article>\n";
  }

  static std::string equal(const std::vector<PageSubject> &All) {
    std::string Names;
    size_t Count = 0;
    for (const PageSubject &S : All)
      if (weightOf(S) == Weight::Equal && S.Findings.empty()) {
        ++Count;
        Names += "<li>" + escaped(llvm::StringRef(changeLine(*S.Changed))) + "</li>\n";
      }
    return Count ? "<details><summary>" + counted(Count, "function") + " proved equal</summary>\n<ul>" + Names +
                       "</ul></details>\n"
                 : "";
  }

  static std::string foot() {
    return std::string(
               "<footer><p>kverdict steps through the C of a function in a <em>state</em>: values for what the "
               "function reads. No kernel is booted. Where a function <em>changed</em>, it did so in the state that is "
               "shown, with the patch and without. Each error and warning says what it rests on. <em>Proved "
               "equal</em>: in every state of this build it returns the same, and others see the same of it. <em>Not "
               "decided</em>: none of these, for the reason that is given. kverdict ") +
           Version + "</p></footer>\n";
  }

  const Page &Of;
  // Of each part:
  std::vector<std::vector<PageSubject>> Subjects;
  const Patch None = {}; ///< where there is no patch
  std::vector<QuotedDiff> Diffs;
  std::vector<size_t> Left; ///< functions that are not shown
};

} // namespace

std::string htmlDocument(const std::string &Title, const std::string &Body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
         "<title>" +
         escaped(Title) + " - kverdict</title>\n<style>" + PageStyle + "</style>\n</head>\n<body>\n" + Body +
         "</body>\n</html>\n";
}

std::string renderPage(const Page &Of) { return Writer(Of).text(); }

} // namespace kverdict
