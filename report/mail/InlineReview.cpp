#include "report/mail/InlineReview.h"

#include "core/LookAlikes.h"
#include "core/Visible.h"
#include "input/mail/Subject.h"
#include "report/Comment.h"
#include "report/Story.h"
#include "report/mail/MailFields.h"
#include "report/mail/ReplyBody.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <nlohmann/json.hpp>

namespace kverdict {

using Json = nlohmann::ordered_json;

static std::string authorOf(const Mail &Header) {
  const std::string Address = bareAddress(Header.From);
  if (Header.Author.empty() || Header.Author == Address)
    return visible(Address);
  return visible(Header.Author + (Address.empty() ? "" : " <" + Address + ">"));
}

static std::string titleOf(const Mail &Header) { return visible(parseSubject(Header.Subject).Title); }

// The first paragraph, three sentences of it at most; a message of tags alone has none.
static std::string summaryOf(llvm::StringRef Message) {
  std::string First = llvm::join(llvm::split(Message.substr(0, Message.find("\n\n")), '\n'), " ");
  if (llvm::StringRef(First).split(' ').first.ends_with(":"))
    return "";
  size_t End = 0;
  for (int I = 0; I < 3 && End != std::string::npos; ++I)
    End = First.find(". ", End ? End + 1 : 0);
  return paragraph(visible(End == std::string::npos ? First : First.substr(0, End + 1)));
}

static std::string linksOf(llvm::StringRef Message) {
  std::string Links;
  for (llvm::StringRef Line : llvm::split(Message, '\n'))
    if (Line.starts_with_insensitive("link:"))
      Links += visible(Line.trim()) + "\n";
  return Links.empty() ? "" : Links + "\n";
}

static std::string head(const Patch &Of) {
  const std::string Author = authorOf(Of.Header), Title = titleOf(Of.Header);
  std::string Text = Of.Header.Commit.empty() ? "" : "commit " + Of.Header.Commit + "\n";
  Text += Author.empty() ? "" : "Author: " + Author + "\n";
  Text += Text.empty() ? "" : "\n";
  Text += Title.empty() ? "" : Title + "\n\n";
  return Text + summaryOf(Of.Message) + linksOf(Of.Message);
}

std::string renderInlineReview(const std::vector<FileReport> &Reports, const Patch &Of, const SourceLine &Source,
                               const ReplyBounds &Most) {
  const std::string Body = replyBody(Reports, Of, Source, Most);
  return Body.empty() ? "" : head(Of) + Body;
}

static const char *score(Severity Level) {
  return Level == Severity::Error ? "high" : Level == Severity::Warning ? "medium" : "low";
}

static std::string explained(const Finding &Of, size_t More) {
  const std::string Evidence = evidence(Of, 3);
  const std::string Asked = Of.Expected.empty() ? "" : "; its contract asks for: " + visible(Of.Expected);
  return withLookAlikesMarked(Evidence.empty() ? visible(Of.Message) : visible(Evidence) + Asked) +
         (More ? "; and " + counted(More, "more finding") : "");
}

std::string renderReviewMetadata(const std::vector<FileReport> &Reports, const Patch &Of) {
  const std::vector<const Finding *> Findings = commentedOn(Reports);
  const Finding *Worst = nullptr;
  for (const Finding *Each : Findings)
    if (!Worst || Each->Level > Worst->Level)
      Worst = Each;
  const std::string Open = undecidedReasons(Reports);
  const Json Made = {{"author", authorOf(Of.Header)},
                     {"sha", Of.Header.Commit},
                     {"subject", titleOf(Of.Header)},
                     {"issues-found", Findings.size()},
                     {"issue-severity-score", Worst ? score(Worst->Level) : "none"},
                     {"issue-severity-explanation", Worst ? explained(*Worst, Findings.size() - 1)
                                                    : Open.empty()
                                                        ? "none"
                                                        : "none; not decided: " + withLookAlikesMarked(visible(Open))}};
  return Made.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

} // namespace kverdict
