#include "tool/ReviewOutputs.h"

#include "input/mail/Subject.h"
#include "report/AccountWords.h"
#include "report/mail/InlineReview.h"
#include "report/mail/Lkml.h"
#include "tool/Files.h"
#include "tool/Reporting.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace kverdict {
namespace {

/// What is true of one patch alone has its places in another version of the file: they are left out, and it is said
/// which patch it is.
std::vector<FileReport> atTheEnd(std::vector<FileReport> Reports) {
  for (FileReport &R : Reports) {
    for (Finding &F : R.Findings)
      if (!F.Patch.empty()) {
        F.At.Line = F.At.Column = 0;
        F.Message +=
            " (In " + F.Patch + (F.MendedBy.empty() ? "" : "; " + F.MendedBy + " of the series mends it") + ".)";
        F.MendedBy.clear();
        F.Repair.reset();
        F.Trace.clear();
      }
    for (Incomplete &Gap : R.Gaps)
      if (!Gap.Patch.empty()) {
        Gap.At.Line = Gap.At.Column = 0;
        Gap.Reason = "in " + Gap.Patch + ": " + Gap.Reason;
      }
  }
  return Reports;
}

bool isDirectory(const std::string &File) { return File.ends_with("/"); }

} // namespace

bool wantsWhole(const Options &O, const std::vector<std::pair<std::string, std::string>> &Written) {
  return isWhole(O.Format) ||
         std::any_of(Written.begin(), Written.end(), [](const auto &Each) { return isWhole(Each.first); });
}

static bool wants(const std::string &Format, const Options &O,
                  const std::vector<std::pair<std::string, std::string>> &Written) {
  return O.Format == Format ||
         std::any_of(Written.begin(), Written.end(), [&](const auto &Each) { return Each.first == Format; });
}

bool wantsPage(const Options &O, const std::vector<std::pair<std::string, std::string>> &Written) {
  return wants("html", O, Written);
}

ReviewOutputs::ReviewOutputs(const Options &O, const std::vector<std::pair<std::string, std::string>> &Written,
                             const Series &Of)
    : O(O), Written(Written), Of(Of) {
  for (const auto &[Format, File] : Written)
    if (!isDirectory(File))
      Files[File];
}

void ReviewOutputs::add(const PatchReview &Came) {
  const Patch &Under = Of.Patches[Number++];
  Sum.add(Came.Reports);
  Checked.add(Came.Reports);
  if (wantsPage(O, Written))
    addPage(Came, Under);
  add(O.Format, "", Output, Came, Under);
  for (const auto &[Format, File] : Written)
    if (isDirectory(File) && Format == "review-inline")
      addInline(File, Came, Under);
    else
      add(Format, File, Files[File], Came, Under);
}

/// What the text says of one patch, with the patch's name above it.
std::string ReviewOutputs::block(const std::string &Text) const {
  return Of.Patches.size() == 1 || Text.empty() ? Text : patchHeading(Of, Number - 1) + Text + "\n";
}

void ReviewOutputs::answered(const std::set<std::string> &Lines) {
  for (const std::string &Line : Lines) {
    Said += Line;
    Shown.Facts.emplace_back("Answered", llvm::StringRef(Line).split(": ").second.rtrim('\n').str());
  }
}

void ReviewOutputs::sayClean() {
  const std::string Line = Checked.line();
  Said += "clean: " + Line + "\n";
  Shown.Facts.emplace_back("Clean", Line);
  const std::string Mail = renderClean(Of, Line, O.From);
  const auto add = [&](const std::string &Format, const std::string &File) {
    if (Format == "lkml" && Mails[File].empty())
      Mails[File].push_back(Mail);
  };
  add(O.Format, "");
  for (const auto &[Format, File] : Written)
    add(Format, File);
}

/// The last lines of a series.
void ReviewOutputs::close(std::string &Text) const {
  Text += Said;
  if (Of.Patches.size() > 1)
    Text += Sum.line();
}

void ReviewOutputs::add(const std::string &Format, const std::string &File, std::string &To, const PatchReview &Came,
                        const Patch &Under) {
  const bool Told = !Came.Reports.empty() || (Format == "text" && (Came.Any || !namesText(Came.Lines).empty()));
  if (isWhole(Format) || !Told || Format == "html")
    return;
  const std::string Text = render(Format, Came.Reports, &Under, sourceLines(Came.Texts), O, {}, Came.Lines);
  if (Format == "text")
    To += block(Text);
  else if (Format != "lkml")
    To += Text;
  else if (!Text.empty())
    Mails[File].push_back(Text);
}

void ReviewOutputs::addPage(const PatchReview &Came, const Patch &Under) {
  TablesOf Tables;
  for (const auto &[Function, Both] : Came.Tables)
    Tables[Function] = {Both.Old, Both.New};
  Shown.Parts.push_back({.Name = Of.Patches.size() == 1 ? "" : patchName(Of, Number - 1),
                         .Of = &Under,
                         .Reports = O.Verbose ? Came.Reports : withoutHidden(Came.Reports),
                         .Lines = Came.Lines,
                         .Source = sourceLines(Came.Texts),
                         .Problems = Came.Problems,
                         .Claim = Came.Claim,
                         .Verified = Came.Verified,
                         .Tables = std::move(Tables)});
}

/// A page is one for the whole series, and has each patch.
void ReviewOutputs::placePage() {
  if (!wantsPage(O, Written))
    return;
  const Mail &Named = Of.Cover ? *Of.Cover : Of.Patches.empty() ? Mail() : Of.Patches[0].Header;
  Shown.Title = parseSubject(Named.Subject).Title;
  if (!Of.Cover && Of.Patches.size() > 1)
    Shown.Title += " (and " + std::to_string(Of.Patches.size() - 1) + " more)";
  const std::string Text = renderPage(Shown);
  if (O.Format == "html")
    Output = Text;
  for (const auto &[Format, File] : Written)
    if (Format == "html")
      Files[File] += Text;
}

// A directory for each patch, or of a single patch the one that was named. The metadata stand for a review that was
// done; a text that is left of another run would stand for comments that there are not.
void ReviewOutputs::addInline(const std::string &Directory, const PatchReview &Came, const Patch &Under) {
  const std::string Into = Of.Patches.size() == 1 ? Directory : llvm::formatv("{0}{1:D4}/", Directory, Number).str();
  const std::string Text =
      Under.Applied ? render("review-inline", Came.Reports, &Under, sourceLines(Came.Texts), O) : "";
  const bool Done = Under.Applied && Came.Problems.empty();
  if (Text.empty())
    Stale.push_back(Into + "review-inline.txt");
  else
    Files[Into + "review-inline.txt"] = Text;
  if (Done || !Text.empty())
    Files[Into + "review-metadata.json"] = renderReviewMetadata(withoutHidden(Came.Reports), Under);
  else
    Stale.push_back(Into + "review-metadata.json");
}

void ReviewOutputs::placeMails() {
  for (const auto &[File, Each] : Mails)
    if (File.empty())
      Output = mailbox(Each);
    else if (!isDirectory(File))
      Files[File] = mailbox(Each);
    else
      for (size_t I = 0; I < Each.size(); ++I)
        Files[llvm::formatv("{0}{1:D4}-reply.eml", File, I + 1).str()] = Each[I];
}

// Those of FORMAT=DIR/ are made, as git format-patch -o makes its own.
void ReviewOutputs::makeDirectories() const {
  for (const auto &[Format, Directory] : Written)
    if (isDirectory(Directory))
      for (const auto &[File, Ignored] : Files)
        if (File.starts_with(Directory))
          llvm::sys::fs::create_directories(llvm::sys::path::parent_path(File));
}

std::string ReviewOutputs::finish(const PatchReview &Whole, const std::vector<std::string> &Problems) {
  placeMails();
  placePage();
  std::erase_if(Files, [](const auto &Each) { return isDirectory(Each.first); });
  // Programs that read these want a document even if it is empty.
  const SourceLine Lines = sourceLines(Whole.Texts);
  const std::vector<FileReport> Shown = atTheEnd(Whole.Reports);
  auto document = [&](const std::string &Format) {
    return render(Format, Format == "jsonl" ? Whole.Reports : Shown, nullptr, Lines, O, Problems, Whole.Lines);
  };
  if (isWhole(O.Format))
    Output = document(O.Format);
  if (O.Format == "text")
    close(Output);
  for (const auto &[Format, File] : Written)
    if (isWhole(Format) && !isDirectory(File))
      Files[File] += document(Format);
    else if (Format == "text" && !isDirectory(File))
      close(Files[File]);
  makeDirectories();
  writeOutputs(Files);
  for (const std::string &File : Stale)
    if (llvm::sys::fs::is_regular_file(File) && !llvm::sys::fs::is_symlink_file(File))
      llvm::sys::fs::remove(File);
  return std::move(Output);
}

} // namespace kverdict
