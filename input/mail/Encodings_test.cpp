// Mails as they really come: whatever was done to them on the way, openWork() makes of them what `git am` makes.
#include "input/Inputs.h"
#include "testing/ScratchTree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace kverdict;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// A tree at its base, and beside it a mailbox of two commits that were made on it: in.mbox.
class Mails : public testing::Test {
protected:
  void SetUp() override {
    T.write("tree/f.c", "/* " + Umlaut + " */\nint a;\n\tint b;\n\nint c = 1 == 1;\n" + std::string(70, 'x') + "\n");
    T.sh("cd tree && git init -q . && git config user.name '" + Umlaut + "' && git config user.email a@x.test && " +
         "git add . && git commit -q -m base");
    T.write("tree/f.c", "/* " + Umlaut + Umlaut + " */\nint a;\n\tint bb;\n\nint c = 1 == 2;\nFrom here on\n" +
                            std::string(200, 'x') + "\n");
    T.write("msg", Umlaut + "nder f.c\n\nFrom the beginning.\n>From the mbox format.\n\nReported-by: X <x@x.test>\n");
    T.sh("cd tree && git commit -q -a -F ../msg");
    T.write("tree/g.c", "int g;\n");
    T.sh("cd tree && git add . && git commit -q -m 'a second one' && git tag tip && "
         "git format-patch -q --stdout --cover-letter base-tag..tip 2>/dev/null >../in.mbox || true; "
         "git format-patch -q --stdout tip~2..tip >../in.mbox && git reset -q --hard tip~2");
  }

  /// Changes in.mbox by a program in Python, in which `mails` are the mails, as email.message objects.
  void change(const std::string &Python) {
    T.write("change.py",
            "import email, email.policy, gzip, re\n"
            "from email import encoders\n"
            "data = open('in.mbox', 'rb').read()\n"
            "mails = [email.message_from_bytes(m) for m in\n"
            "         re.split(rb'(?m)^From [0-9a-fx]+ .*\\n', data)[1:]]\n"
            "plain = email.policy.compat32.clone(mangle_from_=False)\n"
            "def save(all):\n"
            "    with open('in.mbox', 'wb') as out:\n"
            "        for m in all:\n"
            "            out.write(b'From x Mon Sep 17 00:00:00 2001\\n' + m.as_bytes(policy=plain) + b'\\n')\n" +
                Python);
    T.sh("python3 change.py");
  }

  Work open(const std::string &Name = "in.mbox") {
    SeriesRequest R;
    R.Inputs = {T.file(Name)};
    R.Tree = T.file("tree");
    return openWork(R);
  }

  /// Both patches applied, with the texts that `git am` leaves.
  void expectAsGitAm(const Work &W, const std::string &AmOptions = "", const std::string &Mailbox = "in.mbox") {
    for (const InputProblem &Problem : W.Problems)
      ADD_FAILURE() << Problem.Message;
    T.sh("rm -rf am && git clone -q tree am && cd am && git config user.name x && git config user.email x@x.test && "
         "git am -q " +
         AmOptions + " ../" + Mailbox);
    ASSERT_EQ(W.Patches.Patches.size(), 2u);
    for (size_t I = 0; I < 2; ++I) {
      const Patch &P = W.Patches.Patches[I];
      EXPECT_TRUE(P.Applied);
      for (const FileChange &Change : P.Files) {
        T.sh("cd am && git show HEAD~" + std::to_string(1 - I) + ":" + Change.path() + " >../expected");
        EXPECT_EQ(Change.Patched, T.text("expected")) << Change.path();
      }
    }
    T.sh("cd am && git log -1 --format=%B HEAD~1 | tail -n +3 >../message");
    EXPECT_EQ(W.Patches.Patches[0].Message, llvm::StringRef(T.text("message")).trim());
  }

  ScratchTree T;
  const std::string Umlaut = "\xc3\xa4";
};

TEST_F(Mails, AsGitFormatPatchWritesThem) {
  Work W = open();
  expectAsGitAm(W);
  EXPECT_EQ(W.Patches.Patches[0].Header.Subject, "[PATCH 1/2] " + Umlaut + "nder f.c");
  EXPECT_EQ(W.Patches.Patches[0].Header.Author, Umlaut);
  EXPECT_EQ(W.Patches.Patches[1].Tag.Number, 2u);
}

TEST_F(Mails, InQuotedPrintable) {
  change("for m in mails:\n    m['Content-Transfer-Encoding'] or 0\n    t = m.get_payload(decode=True)\n"
         "    del m['Content-Transfer-Encoding']\n    m.set_payload(t)\n    encoders.encode_quopri(m)\nsave(mails)\n");
  ASSERT_THAT(T.text("in.mbox"), AllOf(HasSubstr("quoted-printable"), HasSubstr("=3D=3D")));
  expectAsGitAm(open());
}

TEST_F(Mails, InBase64) {
  change("for m in mails:\n    t = m.get_payload(decode=True)\n    del m['Content-Transfer-Encoding']\n"
         "    m.set_payload(t)\n    encoders.encode_base64(m)\nsave(reversed(mails))\n");
  ASSERT_THAT(T.text("in.mbox"), testing::Not(HasSubstr("diff --git")));
  T.sh("cp in.mbox reversed.mbox");
  Work W = open();
  change("save(reversed(mails))\n"); // git am takes them as they come
  expectAsGitAm(W);
}

// Git am takes the diff as it is, here in Latin-1, and fails. A file that is in Latin-1 itself is another thing.
TEST_F(Mails, InAnotherCharacterSet) {
  const std::string Recode = "for m in mails:\n    t = m.get_payload(decode=True).decode('utf-8').encode('latin-1')\n"
                             "    for h in ('Content-Transfer-Encoding', 'Content-Type', 'MIME-Version'): del m[h]\n"
                             "    m['MIME-Version'] = '1.0'\n    m['Content-Type'] = 'text/plain; charset=iso-8859-1'\n"
                             "    m['Content-Transfer-Encoding'] = '8bit'\n"
                             "    m._payload = t.decode('ascii', 'surrogateescape')\nsave(mails)\n";
  Work Before = open();
  change(Recode);
  ASSERT_THAT(T.text("in.mbox"), AllOf(HasSubstr("iso-8859-1"), HasSubstr("+/* \xe4\xe4 */")));
  Work W = open();
  EXPECT_EQ(W.Problems.size(), 0u);
  EXPECT_EQ(W.Patches.Patches[0].Files[0].Patched, Before.Patches.Patches[0].Files[0].Patched);
  EXPECT_EQ(W.Patches.Patches[0].Message, Before.Patches.Patches[0].Message);
  EXPECT_THAT(W.Patches.Notes, Contains(HasSubstr("iso-8859-1")));
  T.sh("cd tree && iconv -f utf-8 -t iso-8859-1 f.c >x && mv x f.c && git commit -q -a -m latin1");
  expectAsGitAm(open());
}

TEST_F(Mails, AsAttachments) {
  T.sh("cd tree && git format-patch -q --stdout --attach tip~2..tip >../in.mbox");
  expectAsGitAm(open());
  T.sh("cd tree && git format-patch -q --stdout --inline tip~2..tip >../in.mbox");
  expectAsGitAm(open());
}

TEST_F(Mails, WithTheLineEndsOfOtherSystems) {
  change("open('in.mbox', 'wb').write(data.replace(b'\\n', b'\\r\\n'))\n");
  expectAsGitAm(open());
}

TEST_F(Mails, PackedWithGzip) {
  change("gzip.open('in.mbox.gz', 'wb').write(data)\n");
  expectAsGitAm(open("in.mbox.gz"));
  change("open('cut.mbox.gz', 'wb').write(gzip.compress(data)[:200])\n");
  EXPECT_THAT(refusal([&] { open("cut.mbox.gz"); }), AllOf(StartsWith("3 "), HasSubstr("cannot unpack it")));
  T.sh("xz -k in.mbox");
  EXPECT_THAT(refusal([&] { open("in.mbox.xz"); }), HasSubstr("compressed with xz; unpack it first"));
}

// public-inbox, and so lore's t.mbox.gz: a line that begins with "From " gets a ">", and one that has it another.
TEST_F(Mails, AsListArchivesServeThem) {
  change("out = b''\nfor each in re.split(rb'(?m)^From [0-9a-f]{40} .*\\n', data)[1:]:\n"
         "    each = re.sub(rb'(?m)^(>*From )', rb'>\\1', each)\n"
         "    each = re.sub(rb'^>From:', b'From:', each)\n"
         "    out += b'From mboxrd@z Thu Jan  1 00:00:00 1970\\n' + each\n"
         "gzip.open('t.mbox.gz', 'wb').write(out)\nopen('t.mbox', 'wb').write(out)\n");
  ASSERT_THAT(T.text("t.mbox"), HasSubstr("\n>>From the mbox format"));
  expectAsGitAm(open("t.mbox.gz"), "--patch-format=mboxrd", "t.mbox");
}

// The source has CRLF, so its lines of the diff have, and nothing else has.
TEST_F(Mails, OfSourcesWithCrlf) {
  T.sh("cd tree && sed -i 's/$/\\r/' f.c && git commit -q -a -m crlf && sed -i 's/int a;/int aa;/' f.c && "
       "git commit -q -a -m one && sed -i 's/int c/int cc/' f.c && git commit -q -a -m two && "
       "git format-patch -q --stdout HEAD~2 >../in.mbox && git reset -q --hard HEAD~2");
  Work W = open();
  EXPECT_THAT(*W.Patches.Patches[0].Files[0].Patched, HasSubstr("int aa;\r\n"));
  change("for m in mails:\n    t = m.get_payload(decode=True)\n    del m['Content-Transfer-Encoding']\n"
         "    m.set_payload(t)\n    encoders.encode_base64(m)\nsave(mails)\n");
  expectAsGitAm(open(), "--quoted-cr=nowarn");
  T.sh("cd tree && git format-patch -q --stdout -2 HEAD >/dev/null");
  expectAsGitAm(W, "--keep-cr --quoted-cr=nowarn");
}

TEST_F(Mails, DamagedByFormatFlowed) {
  change(
      "for m in mails:\n    t = m.get_payload(decode=True).decode('utf-8')\n"
      "    del m['Content-Type']\n    m['Content-Type'] = 'text/plain; charset=utf-8; format=flowed'\n"
      "    m._payload = re.sub('(?m)^ ', '  ', t).encode('utf-8').decode('ascii', 'surrogateescape')\nsave(mails)\n");
  Work W = open();
  ASSERT_EQ(W.Problems.size(), 1u) << "the second patch only adds a file";
  EXPECT_THAT(W.Problems[0].Message,
              AllOf(StartsWith(T.file("in.mbox") + ":"), HasSubstr("it expects '"),
                    HasSubstr("the mail is damaged by format=flowed: ask for it as git send-email sends it")));
}

TEST_F(Mails, InAMailOfGitSendEmail) {
  T.sh("cd tree && git format-patch -q --cover-letter -v2 -o ../out tip~2..tip && "
       "sed -i 's/\\*\\*\\* SUBJECT HERE \\*\\*\\*/all of it/' ../out/v2-0000*");
  T.sh("cd tree && for f in ../out/*; do git send-email --quiet --from=a@x.test --to=l@x.test --suppress-cc=all "
       "--confirm=never --sendmail-cmd='cat >>../in2.mbox; echo >>../in2.mbox; true ' \"$f\" >/dev/null; done; "
       "sed -i 's/^From: a@x.test/From x Mon Sep 17 00:00:00 2001\\nFrom: a@x.test/' ../in2.mbox");
  Work W = open("in2.mbox");
  ASSERT_TRUE(W.Patches.Cover.has_value());
  EXPECT_EQ(W.Patches.Cover->Subject, "[PATCH v2 0/2] all of it");
  EXPECT_EQ(W.Patches.Patches[1].Header.To, "l@x.test");
  T.sh("awk '/^From x /{n++} n!=1' in2.mbox >in3.mbox"); // git am takes no cover letter
  expectAsGitAm(open("in3.mbox"), "", "in3.mbox");
}

} // namespace
