#include "report/mail/ReplyBody.h"

#include "core/Visible.h"
#include "report/ChangeRemark.h"
#include "report/Comment.h"
#include "report/mail/Quote.h"
#include "report/mail/Wrap.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <map>

namespace kverdict {

// The body while it is written: quoted lines and comments, in the order of the patch.
class Body {
public:
  Body(const Patch &Of, const SourceLine &Source, size_t MostLines) : Diff(Of), Source(Source), MostLines(MostLines) {}

  void add(const std::vector<const Finding *> &Findings, const std::vector<FileReport> &Reports);
  std::string references() const;
  std::string take() { return std::move(Text); }

private:
  void quote(const std::set<size_t> &Kept, const std::map<size_t, std::string> &Comments);
  std::string place(const Finding &) const;
  std::string numbersOf(const Finding &);
  void addOfOneCause(const std::vector<const Finding *> &, std::set<size_t> &Kept,
                     std::map<size_t, std::string> &) const;
  std::string comment(std::vector<Remark> Here, llvm::StringRef Under) const {
    return commentText(std::move(Here), MostLines, Under);
  }
  void cut() { Text += "[ ... ]\n\n"; }
  const QuotedDiff Diff;
  const SourceLine &Source;
  const size_t MostLines;              ///< of a comment; 0: any number
  std::vector<std::string> References; ///< that comments name by their numbers, from 1
  std::string Text;
};

// What stands between the quoted lines is cut; the commit message always is.
void Body::quote(const std::set<size_t> &Kept, const std::map<size_t, std::string> &Comments) {
  std::optional<size_t> Before;
  bool InQuote = false;
  for (size_t At : Kept) {
    if (!Before || *Before + 1 != At) {
      Text += InQuote ? "\n" : "";
      cut();
    }
    Text += Diff.quoted(At);
    InQuote = true;
    const auto Comment = Comments.find(At);
    InQuote = Comment == Comments.end();
    Text += InQuote ? "" : "\n" + Comment->second;
    Before = At;
  }
  Text += InQuote ? "\n" : "";
}

// Where a finding is that stands in no function which the patch changes.
std::string Body::place(const Finding &Of) const {
  auto Line = Source(Of.At.File, Of.At.Line);
  const std::string In = Of.Function.empty() ? "" : Of.Function + "() of ";
  std::string Where = "In " + In + Of.At.File + (Diff.find(Of.At) ? "" : ", which the quoted lines do not show");
  std::string Made = paragraph(Where + (Line ? ":" : "."));
  return Line ? Made + "    " + visible(llvm::StringRef(*Line).trim()) + "\n\n" : Made;
}

// " [1] [2]": the references of a finding by their numbers at the end of the mail.
std::string Body::numbersOf(const Finding &Of) {
  std::string Text;
  for (const std::string &Each : Of.References) {
    const auto At = llvm::find(References, Each);
    Text += " [" + std::to_string(At - References.begin() + 1) + "]";
    if (At == References.end())
      References.push_back(Each);
  }
  return Text;
}

std::string Body::references() const {
  std::string Text;
  for (size_t I = 0; I < References.size(); ++I)
    for (const std::string &Line : wrapped("[" + std::to_string(I + 1) + "] " + visible(References[I]), MailWidth))
      Text += Line + "\n";
  return Text.empty() ? "" : Text + "\n";
}

// The findings that one speaks for, in their order.
static std::vector<const Finding *> spokenFor(const Finding &By, const std::vector<const Finding *> &All) {
  std::vector<const Finding *> Out;
  for (const Finding *Each : All)
    if (!By.Fingerprint.empty() && Each->SpokenFor == By.Fingerprint && Each->At.File == By.At.File)
      Out.push_back(Each);
  return Out;
}

// The finding whose comment speaks for another one; null if there is none.
static const Finding *speakerOf(const Finding &Of, const std::vector<const Finding *> &All) {
  const auto Found = llvm::find_if(All, [&](const Finding *Each) {
    return !Of.SpokenFor.empty() && Each->Fingerprint == Of.SpokenFor && Each->At.File == Of.At.File;
  });
  return Found == All.end() ? nullptr : *Found;
}

// What became of a function stands in its first comment.
static std::map<const Finding *, const Comparison *> changes(const std::vector<const Finding *> &Findings,
                                                             const std::vector<FileReport> &Reports) {
  std::map<std::string, const Finding *> First;
  for (const Finding *Of : Findings)
    First.emplace(Of->Function, Of);
  std::map<const Finding *, const Comparison *> Changes;
  for (const FileReport &Report : Reports)
    for (const Comparison &Each : Report.Changes)
      if (auto It = First.find(Each.Function); It != First.end())
        Changes[It->second] = &Each;
  return Changes;
}

// What comes of the same change as another finding is a remark under its line: the comment there says the rest.
void Body::addOfOneCause(const std::vector<const Finding *> &Findings, std::set<size_t> &Kept,
                         std::map<size_t, std::string> &Comments) const {
  std::set<std::string> Said;
  std::set<std::pair<size_t, const Finding *>> There;
  for (const Finding *Of : Findings) {
    const Finding *By = speakerOf(*Of, Findings);
    const auto At = By ? Diff.commentLine(*Of, By) : std::nullopt;
    if (!At || !There.emplace(*At, By).second)
      continue;
    Kept.merge(Diff.window(*At, Of->Function));
    const std::string Text = sameCauseText(*Of, *By, false);
    Comments[*At] += Said.insert(Text).second ? Text : sameCauseText(*Of, *By, true);
  }
}

// Each comment stands under a line that the patch changes, if there is one in the function; and what there is to say at
// one line is one comment.
void Body::add(const std::vector<const Finding *> &Findings, const std::vector<FileReport> &Reports) {
  const std::map<const Finding *, const Comparison *> Changes = changes(Findings, Reports);
  std::set<size_t> Kept;
  std::map<size_t, std::vector<Remark>> Here;
  std::string Rest;
  for (const Finding *Of : Findings) {
    if (speakerOf(*Of, Findings))
      continue;
    const auto It = Changes.find(Of);
    Remark Each{Of, It == Changes.end() ? nullptr : It->second};
    Each.SpokenFor = spokenFor(*Of, Findings);
    const auto Shown = Diff.commentLine(*Of);
    Each.Where = Shown ? "" : place(*Of);
    const auto Near = Shown ? Shown : Diff.beside(*Of);
    if (!Near) {
      Each.References = numbersOf(*Of);
      Rest += "[ ... ]\n\n" + comment({Each}, "");
      continue;
    }
    Kept.merge(Diff.window(*Near, Of->Function));
    Here[*Near].push_back(std::move(Each));
  }
  std::map<size_t, std::string> Comments;
  for (auto &[At, All] : Here) {
    if (MostLines)
      All = worthSaying(std::move(All));
    for (Remark &Each : All)
      Each.References = numbersOf(*Each.Of);
    Comments[At] = comment(std::move(All), Diff.lines()[At].Text);
  }
  addOfOneCause(Findings, Kept, Comments);
  quote(Kept, Comments);
  Text += Rest;
}

std::string undecidedReasons(const std::vector<FileReport> &Reports) {
  std::set<std::string> Reasons;
  for (const FileReport &Report : Reports) {
    for (const Incomplete &Gap : Report.Gaps)
      Reasons.insert((Gap.Function.empty() ? Gap.At.File : Gap.Function + "()") + " (" + Gap.Reason + ")");
    for (const Finding &Of : Report.Findings)
      if (isOpen(Of))
        Reasons.insert(Of.Function + "() (" + Of.Reason + ")");
  }
  return llvm::join(Reasons, "; ");
}

static std::string undecidedText(const std::vector<FileReport> &Reports) {
  const std::string Reasons = undecidedReasons(Reports);
  return Reasons.empty() ? "" : paragraph("Not decided: " + Reasons + ".");
}

// Takes away what is beyond the bound, the least severe from the end first, and sums it up.
static std::string theRest(std::vector<const Finding *> &Findings, size_t Most) {
  std::set<std::string> Functions;
  size_t Count = 0;
  for (Severity Level : {Severity::Note, Severity::Warning, Severity::Error})
    for (size_t I = Findings.size(); I-- > 0 && Findings.size() > Most;)
      if (Findings[I]->Level == Level) {
        Functions.insert(Findings[I]->Function + "()");
        Findings.erase(Findings.begin() + I);
        ++Count;
      }
  if (!Count)
    return "";
  return paragraph(counted(Count, "more finding") + " of this kind in " + llvm::join(Functions, ", ") +
                   ", which I leave out here.");
}

std::vector<const Finding *> commentedOn(const std::vector<FileReport> &Reports) {
  std::vector<const Finding *> Findings = ordered(Reports);
  llvm::erase_if(Findings, [](const Finding *Of) { return !isNewDefect(*Of); });
  return Findings;
}

// Takes up, as far as there is room, the remarks on functions of which no finding speaks; returns how many are left.
static size_t addRemarks(std::vector<const Finding *> &All, const std::vector<FileReport> &Reports, size_t Most) {
  std::set<std::string> Told;
  for (const Finding *Of : All)
    Told.insert(Of->Function);
  size_t Left = 0;
  for (const ChangeRemark &Each : changeRemarks(Reports))
    if (Told.insert(Each.Of->Function).second) {
      if (All.size() < Most)
        All.push_back(Each.Of);
      else
        ++Left;
    }
  return Left;
}

// What somebody has silenced of what the patch introduces, each once: `lost-error of f() is silenced ("a reason")`.
static std::string silencedWords(const std::vector<FileReport> &Reports) {
  std::vector<std::string> All;
  for (const Finding *Of : ordered(Reports))
    if (const bool New = Of->From == Origin::Introduced || Of->From == Origin::Unknown; New && !Of->Silenced.empty()) {
      const std::string In = Of->Function.empty() ? "" : " of " + visible(Of->Function) + "()";
      const std::string Words = visible(Of->Rule) + In + " is silenced (\"" + visible(Of->Silenced) + "\")";
      if (!llvm::is_contained(All, Words))
        All.push_back(Words);
    }
  return llvm::join(All, "; ");
}

// Above remarks: that nothing is wrong is no word for what was only silenced.
static std::string headOfRemarks(const std::vector<FileReport> &Reports) {
  const std::string Silenced = silencedWords(Reports);
  return paragraph(Silenced.empty()
                       ? "This is what the patch changes:"
                       : "This is what the patch changes. Of my checks that would speak against it, " + Silenced + ":");
}

std::string replyBody(const std::vector<FileReport> &Reports, const Patch &To, const SourceLine &Source,
                      const ReplyBounds &Most) {
  std::vector<const Finding *> Findings = commentedOn(Reports);
  const bool Wrong = !Findings.empty();
  std::string More = theRest(Findings, Most.Comments);
  if (const size_t Left = Most.Changes ? addRemarks(Findings, Reports, Most.Comments) : 0)
    More += paragraph(counted(Left, "more function") + (Left == 1 ? " decides" : " decide") +
                      " otherwise, of which I say nothing here.");
  if (Findings.empty())
    return "";
  Body Text(To, Source, Most.Lines);
  Text.add(Findings, Reports);
  const std::string Head = Wrong ? "" : headOfRemarks(Reports);
  return Head + Text.take() + More + undecidedText(Reports) + Text.references();
}

} // namespace kverdict
