#include "tool/Reporting.h"

#include "checks/Checks.h"
#include "core/LookAlikes.h"
#include "report/AccountWords.h"
#include "report/ci/FixesYaml.h"
#include "report/ci/GitHub.h"
#include "report/ci/GitLab.h"
#include "report/ci/Rdjsonl.h"
#include "report/ci/Sarif.h"
#include "report/ci/Terse.h"
#include "report/html/Page.h"
#include "report/mail/B4.h"
#include "report/mail/InlineReview.h"
#include "report/mail/Lkml.h"
#include "report/record/Jsonl.h"
#include "report/terminal/Text.h"

#include <algorithm>

namespace kverdict {
namespace {

/// What a format is made of.
struct Material {
  const std::vector<FileReport> &Reports;
  const Patch *Under;
  const SourceLine &Lines;
  const Options &O;
  const std::vector<std::string> &Problems;
  const Accounts &Changed;
};

struct Format {
  const char *Name;
  bool Whole;    ///< one document for the whole run
  bool Complete; ///< has everything in it, also what is not shown
  bool OnlyReview;
  std::string (*Render)(const Material &);
};

std::string sarif(const Material &M) { return renderSarif(M.Reports, M.Lines, allChecks().Rules, M.Problems); }

/// With -v all is told, unless a number was named.
size_t linesOf(const Options &O, size_t Usual) { return O.MaxLines ? *O.MaxLines : O.Verbose ? 0 : Usual; }

ReplyBounds boundsOf(const Options &O) {
  constexpr size_t Usual = 10;
  return {O.MaxComments, linesOf(O, Usual)};
}

std::string lkml(const Material &M) {
  ReplyBounds Most = boundsOf(M.O);
  Most.Changes = M.O.Changes;
  return M.Under ? renderLkml(M.Reports, *M.Under, M.Lines, {M.O.From, Most}) : "";
}

std::string reviewInline(const Material &M) {
  return M.Under ? renderInlineReview(M.Reports, *M.Under, M.Lines, boundsOf(M.O)) : "";
}

/// As checkpatch counts: the lines of the patch, or those of the files.
std::string terse(const Material &M) {
  size_t Count = 0;
  if (M.Under)
    for (const FileChange &C : M.Under->Files)
      for (const Hunk &H : C.Hunks)
        Count += H.Lines.size();
  else
    for (const FileReport &R : M.Reports)
      for (unsigned Line = 1; M.Lines(R.File, Line); ++Line)
        ++Count;
  return renderTerse(M.Reports, Count);
}

/// Of files as they stand; a review has a page of its own (tool/ReviewOutputs.cpp).
std::string html(const Material &M) {
  std::string Names;
  for (const FileReport &R : M.Reports)
    Names += (Names.empty() ? "" : ", ") + R.File;
  Page Of{Names.empty() ? "Nothing to check" : Names, {}, {}, M.Problems};
  Of.Parts.push_back({.Name = "", .Reports = M.Reports, .Lines = M.Changed, .Source = M.Lines, .Problems = {}});
  return renderPage(Of);
}

constexpr Format Formats[] = {
    {"text", false, false, false,
     [](const Material &M) {
       return renderText(M.Reports, M.Lines, {M.O.Colour, M.O.Verbose, linesOf(M.O, 20)}) + namesText(M.Changed) +
              accountText(M.Changed);
     }},
    {"terse", false, false, false, terse},
    {"jsonl", true, true, false, [](const Material &M) { return renderJsonl(M.Reports, M.Changed); }},
    {"html", false, false, false, html},
    {"lkml", false, false, true, lkml},
    {"review-inline", false, false, true, reviewInline},
    {"sarif", true, true, false, sarif},
    {"rdjsonl", true, false, false, [](const Material &M) { return renderRdjsonl(M.Reports, M.Lines); }},
    {"github", true, false, false, [](const Material &M) { return renderGitHub(M.Reports, M.Lines); }},
    {"gitlab", true, false, false, [](const Material &M) { return renderGitLab(M.Reports); }},
    {"b4", true, false, true, [](const Material &M) { return renderB4(M.Reports, M.Lines, M.Problems); }},
    {"fixes", true, false, false, [](const Material &M) { return renderFixes(M.Reports, M.Lines); }},
};

const Format &formatOf(const std::string &Name) {
  for (const Format &Each : Formats)
    if (Name == Each.Name)
      return Each;
  return Formats[0];
}

} // namespace

std::vector<std::string> formatsOf(Command What) {
  std::vector<std::string> Names;
  for (const Format &Each : Formats)
    if (!Each.OnlyReview || What == Command::Review)
      Names.push_back(Each.Name);
  return Names;
}

bool isWhole(const std::string &Name) { return formatOf(Name).Whole; }

std::vector<FileReport> withoutHidden(std::vector<FileReport> Reports) {
  for (FileReport &R : Reports)
    std::erase_if(R.Findings, hidden);
  return Reports;
}

/// A reply says of a change what was silenced of it.
static std::vector<FileReport> withoutOld(std::vector<FileReport> Reports) {
  for (FileReport &R : Reports)
    std::erase_if(R.Findings, [](const Finding &F) { return hidden(F) && F.Silenced.empty(); });
  return Reports;
}

/// What a person reads of a format, with letters marked that look like others. The head of a mail is none of that.
static std::string marked(const std::string &Text, const std::string &Name) {
  if (Name != "lkml" && Name != "review-inline" && Name != "terse" && Name != "text")
    return Text;
  const size_t Body = Name == "lkml" ? std::min(Text.size(), Text.find("\n\n")) : 0;
  return Text.substr(0, Body) + withLookAlikesMarked(llvm::StringRef(Text).drop_front(Body));
}

std::string render(const std::string &Name, const std::vector<FileReport> &Reports, const Patch *Under,
                   const SourceLine &Lines, const Options &O, const std::vector<std::string> &Problems,
                   const Accounts &Changed) {
  const Format &As = formatOf(Name);
  const bool All = As.Complete || O.Verbose;
  const std::vector<FileReport> Shown = All                              ? Reports
                                        : As.Name == std::string("lkml") ? withoutOld(Reports)
                                                                         : withoutHidden(Reports);
  return marked(As.Render({Shown, Under, Lines, O, Problems, Changed}), As.Name);
}

std::string notesOnHidden(const std::vector<FileReport> &Reports, const Options &O, const std::string &Name) {
  size_t Old = 0, Fixed = 0, Silenced = 0;
  for (const FileReport &R : Reports)
    for (const Finding &F : R.Findings) {
      Silenced += !F.Silenced.empty() && F.From != Origin::Fixed;
      Fixed += F.From == Origin::Fixed;
      Old += F.From == Origin::PreExisting && F.Silenced.empty();
    }
  std::string Notes;
  auto Say = [&](size_t Count, const std::string &What) {
    if (Count && !O.Verbose)
      Notes += "kverdict: note: " + Name + counted(Count, "finding") + " " + What + " (-v shows them)\n";
  };
  Say(Old, O.What != Command::Review ? "of the baseline"
           : O.Baseline.empty()      ? "stood there before the patch"
                                     : "stood there before the patch, or in the baseline,");
  if (O.What == Command::Review)
    Say(Fixed, std::string("of the base ") + (Fixed == 1 ? "is" : "are") + " gone with the patch");
  Say(Silenced, "silenced");
  return Notes;
}

std::vector<std::pair<std::string, std::string>> outputs(const Options &O, const std::vector<std::string> &Known) {
  std::vector<std::pair<std::string, std::string>> Result;
  for (const std::string &Each : O.Outputs) {
    const size_t At = Each.find('=');
    const std::string Format = Each.substr(0, At);
    if (At == std::string::npos || At + 1 == Each.size() ||
        std::find(Known.begin(), Known.end(), Format) == Known.end())
      throw Error(ExitCode::Usage, "--out wants FORMAT=FILE with a format that this command knows, not '" + Each + "'");
    if (Each.back() == '/' && Format != "lkml" && Format != "review-inline")
      throw Error(ExitCode::Usage, "--out " + Each + ": only lkml and review-inline make a directory; name a file");
    Result.push_back({Format, Each.substr(At + 1)});
  }
  return Result;
}

static bool counts(const Finding &F, const Options &O) { return isNewDefect(F) && O.FailOn && F.Level >= *O.FailOn; }

ExitCode judge(const std::vector<FileReport> &Reports, const Options &O) {
  bool Open = false;
  for (const FileReport &R : Reports) {
    for (const Finding &F : R.Findings) {
      if (counts(F, O))
        return ExitCode::Findings;
      Open |= isOpen(F) && !hidden(F);
    }
    Open |= !R.Gaps.empty();
  }
  return Open ? ExitCode::Incomplete : ExitCode::Clean;
}

} // namespace kverdict
