#include "input/tree/TempDir.h"
#include "report/mail/Lkml.h"
#include "testing/Sample.h"

#include "llvm/Support/Unicode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

using namespace kverdict;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

static const char Sender[] = "J\xc3\xbcrgen <me@sender.test>";

static std::string reply(const FileReport &Report, const Patch &To = samplePatch(), const std::string &From = Sender) {
  return renderLkml({Report}, To, sampleLine, {From});
}

TEST(Lkml, IsAReplyToThePatch) {
  EXPECT_EQ(reply(sampleReport()), R"(From: =?UTF-8?B?SsO8cmdlbg==?= <me@sender.test>
To: =?UTF-8?q?Zo=C3=AB=20Writer?= <zoe@writer.test>
Cc: linux-mm@list.test,
	"Keeper, A." <keeper@list.test>,
	=?UTF-8?q?J=C3=BCrgen?= <j@list.test>
Subject: =?UTF-8?B?UmU6IFtQQVRDSCB2MSAxLzJdIG1tL2RlbW86IG5hw692ZWx5IHN1?=
 =?UTF-8?B?cHBvcnQgaXQgaW4gZGVtb19pbnNlcnQoKSBhbmQgZGVtb19pbnNl?=
 =?UTF-8?B?cnRfcGFnZXMoKQ==?=
In-Reply-To: <20240430204044.1-2-zoe@writer.test>
References: <20240430204044.1-1-zoe@writer.test>
	<20240430204044.1-2-zoe@writer.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

On Tue, 30 Apr 2024 22:40:43 +0200, Zoë Writer wrote:

[ ... ]

> diff --git a/mm/demo.c b/mm/demo.c
> @@ -1,3 +1,13 @@
> +static bool demo_allowed(struct area *area)
> +{
> +	if (demo_forbids(area->mm))
> +		return false;
> +	/* Nobody can ever write here. */
> +	if (!(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)))
> +		return false;

With area->flags = DEMO_READ, demo_allowed() returns false:

    demo_forbids(area->mm) is false
    !(area->flags & (DEMO_WRITE | DEMO_MAYWRITE)) is true
    return false

Shouldn't this return true? A mapping that can never become writable is safe
for the zeropage. [1]

The comment above says so.

A suggestion: return true instead of false. I tried it: with that change,
all rules for demo_allowed() hold.

To replay it, with the patch applied:

    kverdict simulate mm/demo.c --function demo_allowed \
        --set 'area->flags=DEMO_READ'

[ ... ]

> @@ -6,9 +16,9 @@ static int demo_insert(struct area *area, struct page *page)
>  static int demo_insert(struct area *area, struct page *page)
>  {
>  	int err;
>
>  	if (!demo_count(page))

In this state:

    page = &zeropage
    page->count = 0
    area->flags = DEMO_READ
    demo_validate(area, page) returned 0

demo_insert() returns -EINVAL:

    !demo_count(page) is true
      demo_count(): return page->count, which is 0
    return -EINVAL, which is -22

Doesn't this test refuse a page that demo_validate() accepts? [1] [2]

This assumes: the count of the page is 0.

To replay it, with the patch applied:

    kverdict simulate mm/demo.c --function demo_insert \
        --set 'page=&zeropage' --set 'page->count=0' \
        --set 'area->flags=DEMO_READ' --set 'demo_validate(area, page)=0'

Not decided: demo_map() (its loop has no bound that kverdict can see).

[1] https://lore.test/r/1
[2] https://lore.test/r/2

-- 
kverdict, a program: it stepped through the C source with the values named
above. No kernel was booted.

To silence this, put these lines, with your reason, into an answer or into
the next version:

    Kverdict: f1 <why demo_allowed() is right>
    Kverdict: f2 <why demo_insert() is right>
)");
}

TEST(Lkml, SaysThatNothingWasFound) {
  Series S;
  S.Patches.push_back(samplePatch());
  const std::string Mail = renderClean(S, "31 functions checked, 25 proved equal", "");
  EXPECT_THAT(Mail, AllOf(HasSubstr("In-Reply-To: " + S.Patches[0].Header.MessageId + "\n"),
                          HasSubstr("\nNothing was found: 31 functions checked, 25 proved equal.\n")));
}

// Undecided, old and mended findings are no comments, and gaps alone are no reason to write.
TEST(Lkml, IsEmptyIfThereIsNothingToSay) {
  FileReport R = sampleReport();
  R.Findings.assign(3, invertedReturn());
  R.Findings[0] = undecided(R.Findings[0]);
  R.Findings[1].From = Origin::PreExisting;
  R.Findings[2].From = Origin::Fixed;
  EXPECT_EQ(reply(R), "");
  R.Findings.push_back(invertedReturn());
  EXPECT_NE(reply(R), "");
}

TEST(Lkml, KeepsProseNarrow) {
  FileReport R = sampleReport();
  for (Finding &F : R.Findings)
    F.Why = F.Premise = F.Message = "word and another one, " + std::string(300, 'x') + " " + F.Message + F.Message;
  R.Gaps[0].Reason += R.Gaps[0].Reason + R.Gaps[0].Reason;
  std::string Text = reply(R).substr(reply(R).find("\n\n"));
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    if (!Line.starts_with(">") && !Line.starts_with("    ") && Line.contains(' '))
      EXPECT_LT(llvm::sys::unicode::columnWidthUTF8(Line), 78) << Line.str();
  }
}

/// What does not compile was not run, and may be in no function.
TEST(Lkml, SaysNoMoreThanIsKnown) {
  FileReport R = sampleReport();
  Statement F;
  F.Rule = "does-not-compile";
  F.At = {"mm/elsewhere.c", 3, 2};
  F.By = Evidence::Compiler;
  F.Message = "This does not compile: unknown type name 'foo'";
  R.Findings = {Finding(F, Status::Confirmed)};
  R.Gaps.clear();
  EXPECT_THAT(reply(R), HasSubstr("\n\nIn mm/elsewhere.c, which the quoted lines do not show.\n\n"
                                  "This does not compile: unknown type name 'foo'\n\n-- \n"
                                  "kverdict, a program: what is said above, the compiler said.\n"));
}

TEST(Lkml, GetsTheHeaderRight) {
  Patch P = samplePatch();
  P.Header.Subject = "RE: Re: [PATCH] x\nBcc: evil@x.test";
  P.Header.From = "Eve <e@x.test>\r\nBcc: evil@x.test";
  P.Header.MessageId = "<a b>\n";
  P.Header.References = "";
  P.Header.Date = "now\n\nInjected: yes";
  std::string Text = reply(sampleReport(), P, "");
  std::string Header = Text.substr(0, Text.find("\n\n") + 1);
  EXPECT_THAT(Header, StartsWith("To: Eve"));
  EXPECT_THAT(Header, HasSubstr("\nSubject: Re: Re: [PATCH] x Bcc: evil@x.test\n"));
  EXPECT_THAT(Header, Not(ContainsRegex("\n(Bcc|Injected|In-Reply-To|References|Date|From):")));
  EXPECT_THAT(Text, HasSubstr("\n\nOn now Injected: yes, "));
}

TEST(Lkml, MakesControlCharactersVisible) {
  Patch P = samplePatch();
  P.Files[0].Hunks[0].Lines[5].Text = "\tif (1) /* \x1b[2J \xff */" + std::string(2000, 'x');
  FileReport R = sampleReport();
  R.Findings[1].Trace[0].Text = "x\x1b\ny";
  R.Findings[1].References = {"https://x.test/\nBcc: y"};
  R.Gaps[0].Reason = "\x07";
  std::string Text = reply(R, P);
  EXPECT_THAT(Text, Not(ContainsRegex("[\x01-\x08\x0b-\x1f]")));
  EXPECT_THAT(Text, HasSubstr("> +\tif (1) /* \\x1b[2J <ff> */xxx"));
  EXPECT_THAT(Text, HasSubstr("    x\\x1b\\x0ay is false\n"));
  llvm::StringRef Rest = Text;
  for (; !Rest.empty(); Rest = Rest.split('\n').second)
    EXPECT_LT(Rest.split('\n').first.size(), 998u);
}

// Runs a command on the mail and gives what it printed.
static std::string piped(const std::string &Mail, const std::string &Command) {
  TempDir D;
  writeFile(D.file("mail"), Mail);
  int Code = std::system(("cd " + D.path() +
                          " && HOME=. GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
                          "GIT_CEILING_DIRECTORIES=/ " +
                          Command + " >out 2>&1 </dev/null")
                             .c_str());
  std::string Out = readFile(D.file("out"), "output");
  EXPECT_EQ(Code, 0) << Out;
  return Out;
}

TEST(Lkml, IsReadyForGitSendEmail) {
  std::string Send = "GIT_COMMITTER_NAME=Me GIT_COMMITTER_EMAIL=me@sender.test GIT_AUTHOR_NAME=Me "
                     "GIT_AUTHOR_EMAIL=me@sender.test git send-email --dry-run "
                     "--confirm=never --smtp-server=/bin/true --suppress-cc=self "
                     "--from='Me <me@sender.test>' mail";
  std::string Out = piped(reply(sampleReport(), samplePatch(), ""), Send);
  EXPECT_THAT(Out, HasSubstr("Dry-OK."));
  EXPECT_THAT(Out, HasSubstr("\nIn-Reply-To: <20240430204044.1-2-zoe@writer.test>\n"));
  EXPECT_THAT(Out, HasSubstr(" zoe@writer.test linux-mm@list.test keeper@list.test j@list.test\n"));
  EXPECT_THAT(Out, HasSubstr("From: Me <me@sender.test>"));
  EXPECT_THAT(Out, Not(HasSubstr("8bit encoding should I declare")));
}

TEST(Lkml, IsUnderstoodByAMailReader) {
  std::string Script = R"(python3 -c '
import email, email.policy
m = email.message_from_binary_file(open("mail", "rb"), policy=email.policy.default)
print(m["subject"]); print(m["to"]); print(m["cc"]); print(m["from"]); print(m["references"].split())
print(sorted(k.lower() for k in m.keys())); print(len(m.defects)); print(m.get_content().splitlines()[0])')";
  EXPECT_EQ(piped(reply(sampleReport()), "PYTHONIOENCODING=utf-8 " + Script),
            "Re: [PATCH v1 1/2] mm/demo: na\xc3\xafvely support it in demo_insert() and demo_insert_pages()\n"
            "Zo\xc3\xab Writer <zoe@writer.test>\n"
            "linux-mm@list.test, \"Keeper, A.\" <keeper@list.test>, J\xc3\xbcrgen <j@list.test>\n"
            "J\xc3\xbcrgen <me@sender.test>\n"
            "['<20240430204044.1-1-zoe@writer.test>', '<20240430204044.1-2-zoe@writer.test>']\n"
            "['cc', 'content-transfer-encoding', 'content-type', 'from', 'in-reply-to', 'mime-version', 'references', "
            "'subject', 'to']\n"
            "0\n"
            "On Tue, 30 Apr 2024 22:40:43 +0200, Zo\xc3\xab Writer wrote:\n");
}
