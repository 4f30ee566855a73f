#include "tool/ReviewOutputs.h"

#include "report/InlineReview.h"
#include "report/Lkml.h"
#include "tool/Files.h"
#include "tool/Reporting.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/Path.h>

#include <set>

namespace kverdict {
namespace {

/// The last version of each file, for formats that make one document of a series. A finding that any patch introduced
/// is introduced.
PatchReview wholeSeries(const std::vector<PatchReview> &Patches) {
  std::map<std::string, FileReport> Last;
  std::set<std::string> Introduced;
  PatchReview Whole;
  for (const PatchReview &One : Patches) {
    for (const FileReport &R : One.Reports)
      Last[R.File] = R;
    for (const auto &[File, Text] : One.Texts)
      Whole.Texts[File] = Text;
    for (const FileReport &R : One.Reports)
      for (const Finding &F : R.Findings)
        if (F.From == Origin::Introduced)
          Introduced.insert(F.Fingerprint);
  }
  for (auto &[File, R] : Last) {
    for (Finding &F : R.Findings)
      if (F.From == Origin::PreExisting && Introduced.count(F.Fingerprint))
        F.From = Origin::Introduced;
    Whole.Reports.push_back(std::move(R));
  }
  return Whole;
}

bool isDirectory(const std::string &File) { return File.ends_with("/"); }

} // namespace

ReviewOutputs::ReviewOutputs(const Options &O, const std::vector<std::pair<std::string, std::string>> &Written,
                             size_t Count)
    : O(O), Written(Written), Count(Count) {
  for (const auto &[Format, File] : Written)
    if (!isDirectory(File))
      Files[File];
}

void ReviewOutputs::add(const PatchReview &Of, const Patch &Under) {
  ++Number;
  add(O.Format, "", Output, Of, Under);
  for (const auto &[Format, File] : Written)
    if (isDirectory(File) && Format == "review-inline")
      addInline(File, Of, Under);
    else
      add(Format, File, Files[File], Of, Under);
}

void ReviewOutputs::add(const std::string &Format, const std::string &File, std::string &To, const PatchReview &Of,
                        const Patch &Under) {
  if (isWhole(Format) || Of.Reports.empty())
    return;
  const std::string Text = render(Format, Of.Reports, &Under, sourceLines(Of.Texts), O);
  if (Format != "lkml")
    To += Text;
  else if (!Text.empty())
    Mails[File].push_back(Text);
}

// A directory for each patch, or of a single patch the one that was named. The metadata stand for a review that was
// done; a text that is left of another run would stand for comments that there are not.
void ReviewOutputs::addInline(const std::string &Directory, const PatchReview &Of, const Patch &Under) {
  const std::string Into = Count == 1 ? Directory : llvm::formatv("{0}{1:D4}/", Directory, Number).str();
  const std::string Text = render("review-inline", Of.Reports, &Under, sourceLines(Of.Texts), O);
  const bool Done = Under.Applied && Of.Problems.empty();
  if (Text.empty())
    Stale.push_back(Into + "review-inline.txt");
  else
    Files[Into + "review-inline.txt"] = Text;
  if (Done || !Text.empty())
    Files[Into + "review-metadata.json"] = renderReviewMetadata(withoutHidden(Of.Reports), Under);
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

std::string ReviewOutputs::finish(const std::vector<PatchReview> &All, const std::vector<std::string> &Problems) {
  placeMails();
  std::erase_if(Files, [](const auto &Each) { return isDirectory(Each.first); });
  // Programs that read these want a document even if it is empty.
  const PatchReview Whole = wholeSeries(All);
  const SourceLine Lines = sourceLines(Whole.Texts);
  if (isWhole(O.Format))
    Output = render(O.Format, Whole.Reports, nullptr, Lines, O, Problems);
  for (const auto &[Format, File] : Written)
    if (isWhole(Format) && !isDirectory(File))
      Files[File] += render(Format, Whole.Reports, nullptr, Lines, O, Problems);
  makeDirectories();
  writeOutputs(Files);
  for (const std::string &File : Stale)
    llvm::sys::fs::remove(File);
  return std::move(Output);
}

} // namespace kverdict
