"""Mails as git format-patch writes them, and as they come from elsewhere."""
import base64
import quopri
import re

# Options of git format-patch, a group in each row, with how often none of it is taken.
OPTIONS = [
    (6, ["--src-prefix=i/ --dst-prefix=w/", "--src-prefix=old/ --dst-prefix=new/", "MNEMONIC",
         "--src-prefix=linux-6.12.orig/ --dst-prefix=linux-6.12/", "--src-prefix=b/ --dst-prefix=a/",
         "--src-prefix=./ --dst-prefix=./"]),
    (40, ["--src-prefix=a/b/ --dst-prefix=a/b/", "--no-prefix", "--src-prefix=/a/ --dst-prefix=/b/"]),
    (5, ["-U1", "-U2", "-U10", "-W", "--inter-hunk-context=9"]),
    (40, ["-U0"]),
    (4, ["-M", "-C", "-C --find-copies-harder", "--no-renames", "-B", "-B -M", "-M20"]),
    (3, ["--full-index"]),
    (3, ["-n", "-N", "--start-number=3", "--rfc", "-v3", "--subject-prefix=PATCH\\ net-next", "--subject-prefix=", "-k",
         "--reroll-count=2.1"]),
    (2, ["--thread=shallow", "--thread=deep", "--thread --in-reply-to=<up@x.test>"]),
    (6, ["--cover-letter", "--cover-letter --thread"]),
    (5, ["--attach", "--inline"]),
    (3, ["--signature=", "--stat --summary -p", "-p", "--stat=40,20 -p", "--patch-with-raw", "--base=BASE",
         "--from='Some One <some@one.test>'", "--zero-commit", "--pretty=mboxrd", "--no-encode-email-headers",
         "--numstat -p", "--dirstat -p", "--notes", "--signature=one\\ line"]),
    (25, ["--submodule=log", "--submodule=diff", "--no-binary", "--text", "-w", "-b", "-R", "-D -B", "--color=always",
          "--word-diff", "--minimal", "--patience", "--histogram", "--relative=mm", "--line-prefix='> '"]),
]

FROM = re.compile(rb"^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\n", re.M)


def split(box):
    """The mails of what git format-patch wrote."""
    starts = [match.start() for match in FROM.finditer(box)] + [len(box)]
    return [box[one:two] for one, two in zip(starts, starts[1:])]


def parts(mail):
    head, _, body = mail.partition(b"\n\n")
    return head + b"\n", body


def has_type(head):
    return b"Content-Type" in head


def field(head, name, value):
    """The header with a field set."""
    head = re.sub(rb"^" + name + rb":.*\n(?:[ \t].*\n)*", b"", head, flags=re.M | re.I)
    return head + name + b": " + value + b"\n"


def change_subject(mail, by):
    head, body = parts(mail)
    return re.sub(rb"^(Subject: )(.*(?:\n[ \t].*)*)", lambda found: found[1] + by(found[2]), head, flags=re.M) + b"\n" + body


# Diffs as other programs write them. Only what such a form can say may be in the mail.

def is_plain(mail):
    return not re.search(rb"^(?:rename|copy|old mode|new mode|GIT binary|Binary|similarity|dissimilarity)|160000|120000|"
                         rb"multipart|\"|^(?:---|\+\+\+) .*\t|^diff --git .*\n(?:index.*\n|new file.*\n|deleted.*\n)*(?!---)",
                         mail, re.M)


def in_diff(mail, by):
    """Changes the heads of files, and nothing that stands in hunks."""
    start = mail.find(b"\ndiff --git ")
    if start < 0:
        return mail
    made, left = [mail[:start]], [0, 0]
    lines = mail[start + 1:].split(b"\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if left[0] > 0 or left[1] > 0:
            kind = line[:1]
            left[0] -= kind in (b" ", b"-", b"")
            left[1] -= kind in (b" ", b"+", b"")
            made.append(line)
            at += 1
            continue
        hunk = re.match(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@", line)
        if hunk:
            left = [int(hunk[1] or b"1"), int(hunk[2] or b"1")]
            made.append(line)
            at += 1
            continue
        if line.startswith(b"diff --git ") or line.startswith((b"--- ", b"+++ ", b"index ", b"new file", b"deleted file")):
            changed = by(line, lines[at + 1] if at + 1 < len(lines) else b"")
            if changed is not None:
                made.append(changed)
        else:
            made.append(line)
        at += 1
    return b"\n".join(made)


def only_names(line):
    return None if not line.startswith((b"--- ", b"+++ ")) else line


def quilt(mail, random):
    tail = random.choice([b"~mm-change", b".orig", b"~"])

    def by(line, _):
        if line.startswith(b"--- a/"):
            return line + tail
        if line.startswith(b"+++ b/"):
            return b"+++ a/" + line[6:]
        return only_names(line)
    return in_diff(mail, by)


def mm_commits(mail, random):
    """As Andrew Morton's scripts announce it: the patch behind a line of dashes, with a tail."""
    head, body = parts(quilt(mail, random))
    subject = re.search(rb"^Subject: (.*)", head, re.M)
    if not subject or has_type(head):
        return mail
    title = re.sub(rb"^(?:\[[^\]]*\] ?)*", b"", subject[1])
    text = b"\n" + random.choice([b"", b"The quilt patch titled"]) + b"\nThe patch titled\n     Subject: " + title + \
        b"\nhas been added to the -mm mm-unstable branch.  Its filename is\n     change.patch\n\n" + b"-" * 54 + \
        b"\nFrom: A <a@x.test>\nSubject: " + title + b"\nDate: Tue, 30 Apr 2024 22:40:43 +0200\n\n"
    tail = random.choice([b"_\n", b""]) + b"\nPatches currently in -mm which might be from a@x.test are\n\nchange.patch\n"
    return field(head, b"Subject", b"+ change.patch added to mm-unstable branch") + b"\n" + text + \
        no_signature(body, random).rstrip(b"\n") + b"\n" + tail


def index_lines(mail, random):
    time = random.choice([b"", b"\t2024-04-30 12:00:00.000000000 +0200", b"\t2024-04-30 12:00:00 +0000"])

    def by(line, following):
        if line.startswith(b"diff --git "):
            name = re.match(rb"diff --git a/(.*) b/", line)
            return b"Index: linux/" + name[1] + b"\n" + b"=" * 67 if name else None
        if line.startswith(b"--- a/"):
            return b"--- linux.orig/" + line[6:] + time
        if line.startswith(b"+++ b/"):
            return b"+++ linux/" + line[6:] + time
        if line in (b"--- /dev/null", b"+++ /dev/null") and random.random() < 0.5:
            return line + b"\t1970-01-01 00:00:00.000000000 +0000"
        return only_names(line)
    return in_diff(mail, by)


def diff_nur(mail, random):
    epoch = b"\t1970-01-01 01:00:00.000000000 +0100"

    def by(line, following):
        if line.startswith(b"diff --git "):
            return b"diff -Nur " + line[11:]
        if line.startswith((b"--- a/", b"+++ b/")):
            return line + b"\t2024-04-30 12:00:00.123456789 +0200"
        if line == b"--- /dev/null" and following.startswith(b"+++ b/"):
            return b"--- a/" + following[6:] + epoch
        return only_names(line)
    mail = in_diff(mail, by)
    return re.sub(rb"^(--- a/)([^\t\n]*)(\t.*\n)\+\+\+ /dev/null\n", lambda found: found[1] + found[2] + found[3] + b"+++ b/" +
                  found[2] + epoch + b"\n", mail, flags=re.M)


def bare_names(mail, random):
    return in_diff(mail, lambda line, _: only_names(line))


def subversion(mail, random):
    def by(line, _):
        if line.startswith(b"diff --git "):
            name = re.match(rb"diff --git a/(.*) b/", line)
            return b"Index: " + name[1] + b"\n" + b"=" * 67 if name else None
        if line.startswith(b"--- a/"):
            return b"--- " + line[6:] + b"\t(revision 17)"
        if line.startswith(b"+++ b/"):
            return b"+++ " + line[6:] + b"\t(working copy)"
        return only_names(line)
    return in_diff(mail, by)


def no_index(mail, random):
    return in_diff(mail, lambda line, _: None if line.startswith(b"index ") else line)


def no_words(mail, random):
    return in_diff(mail, lambda line, _: None if line.startswith((b"new file", b"deleted file")) else line)


# What mailers and people do to a mail.

def crlf(mail, random):
    return mail.replace(b"\n", b"\r\n")


def encoded(mail, random, name, by):
    head, body = parts(mail)
    if has_type(head):
        return mail
    head = field(head, b"MIME-Version", b"1.0")
    head = field(head, b"Content-Type", random.choice([b"text/plain; charset=UTF-8", b"text/plain; charset=\"utf-8\"",
                                                       b"text/plain;\n\tcharset=utf-8", b"text/plain"]))
    return field(head, b"Content-Transfer-Encoding", name) + b"\n" + by(body) + b"\n"


def in_base64(mail, random):
    return encoded(mail, random, random.choice([b"base64", b"BASE64", b"Base64"]), base64.encodebytes)


def in_base64_crlf(mail, random):
    return encoded(mail, random, b"base64", lambda body: base64.encodebytes(body.replace(b"\n", b"\r\n")))


def in_quoted_printable(mail, random):
    return encoded(mail, random, random.choice([b"quoted-printable", b"Quoted-Printable", b"QUOTED-PRINTABLE"]),
                   quopri.encodestring)


def in_eight_bits(mail, random):
    return encoded(mail, random, b"8bit", lambda body: body)


def in_latin(mail, random):
    head, body = parts(mail)
    if has_type(head):
        return mail
    try:
        body = body.decode().encode("latin-1")
    except UnicodeError:
        return mail
    return field(field(head, b"Content-Type", b"text/plain; charset=" + random.choice([b"iso-8859-1", b"ISO-8859-1"])),
                 b"Content-Transfer-Encoding", b"8bit") + b"\n" + body


def unknown_charset(mail, random):
    head, body = parts(mail)
    return mail if has_type(head) else field(head, b"Content-Type", b"text/plain; charset=x-none") + b"\n" + body


def says_flowed(mail, random):
    head, body = parts(mail)
    return mail if has_type(head) else field(head, b"Content-Type", b"text/plain; charset=UTF-8; format=flowed") + b"\n" + body


def flowed(mail, random):
    head, body = parts(says_flowed(mail, random))
    return head + b"\n" + re.sub(rb"^([ >]|From )", rb" \1", body, flags=re.M)


def cut_spaces(mail, random):
    return re.sub(rb"[ \t]+$", b"", mail, flags=re.M)


def spaces_for_tabs(mail, random):
    return mail.replace(b"\t", b"        ")


def wrapped(mail, random):
    return re.sub(rb"^(.{60}\S*) ", rb"\1\n", mail, flags=re.M)


def cut(mail, random):
    return mail[:random.randrange(len(mail))]


def at_text(mail, text):
    head, body = parts(mail)
    return mail if has_type(head) and b"multipart" in head else head + b"\n" + text + body


def scissors(mail, random):
    return at_text(mail, random.choice([b"Hello!\n\n-- >8 --\nSubject: other\n\n", b"8<----\n", b"Hi,\n--- 8< ---\n"]))


def author_inside(mail, random):
    return at_text(mail, random.choice([b"From: B <b@x.test>\n\n", b"From: B <b@x.test>\nSubject: b\n\n",
                                        b"Date: Tue, 30 Apr 2024 22:40:43 +0200\n\n", b"\nFrom: B\n\n"]))


def below_dashes(mail, random):
    text = random.choice([
        b"v2: better\n---\n", b"---\n v2\n", b"diff --git is nice\n", b"> --- a/mm/policy.c\n> +++ b/mm/policy.c\n> @@ -1 +1 @@\n",
        b"--- mm/x.c\n", b"+++ b/x\n", b"index 123..456\n", b"Index: x\n", b"*** a\n", b"@@ see\n", b"\tdiff -u a b\n",
        b"Binary files are good\n", b"--- old\n+++ new\nand so on\n", b"+ one\n- two\n", b"diff --git a/x b/x\n",
        b"deleted file mode 100644\n", b"From here\n", b"base-commit: x\n", b"similarity index 90%\n", b"rename from x\n"])
    return mail.replace(b"\n---\n", b"\n---\n" + text + b"\n", 1)


def footer(mail, random):
    return mail.rstrip(b"\n") + b"\n" + random.choice([
        b"_______________________________________________\nlist mailing list\nlist@x.test\n", b"\n--\nTo unsubscribe, send\n",
        b"\n\n", b"", b"\n.\n", b" \n", b"\n> quoted\n", b"\n+--\n", b"\n[1] https://x.test/\n- not a line of it\n"])


def no_signature(mail, random):
    return re.sub(rb"\n-- \n[0-9.]+\n+$", b"\n", mail)


def wrong_counts(mail, random):
    return re.sub(rb"^@@ -(\d+),(\d+) ", lambda found: b"@@ -%d,%d " % (int(found[1]), int(found[2]) + 1), mail, count=1,
                  flags=re.M)


def wrong_starts(mail, random):
    by = random.choice([-2, 2, 5, 40])
    return re.sub(rb"^@@ -(\d+),(\d+) \+(\d+),", lambda found: b"@@ -%d,%d +%d," % (
        max(1, int(found[1]) + by), int(found[2]), max(1, int(found[3]) + by)), mail, flags=re.M)


def no_headings(mail, random):
    return re.sub(rb"^(@@ -[0-9,]+ \+[0-9,]+ @@).*", rb"\1" + random.choice([b"", b" ", b"\t"]), mail, flags=re.M)


def no_from_line(mail, random):
    return mail.partition(b"\n")[2]


def received(mail, random):
    return b"Return-Path: <a@x.test>\nReceived: from x\n\tby y\n" + no_from_line(mail, random)


def other_fields(mail, random):
    head, body = parts(mail)
    kind = random.randrange(5)
    if kind == 0:
        head = head.replace(b"Subject:", b"SUBJECT:").replace(b"Message-Id:", b"MESSAGE-ID:")
    elif kind == 1:
        head = re.sub(rb"^Date:.*\n", b"", head, flags=re.M)
    elif kind == 2:
        head = re.sub(rb"^Subject:.*\n(?:[ \t].*\n)*", b"Subject:\n", head, flags=re.M)
    elif kind == 3:
        head += b"X-Long: " + b"x" * 2000 + b"\nX-Diff: diff --git a/x b/x\n"
    else:
        head = head.replace(b"Subject: ", b"Subject:")
    return head + b"\n" + body


def footer_part(mail, random):
    """A part of a list behind the mail."""
    head, body = parts(mail)
    if has_type(head):
        return mail
    return field(head, b"Content-Type", b"multipart/mixed; boundary=\"b\"") + b"\n" + random.choice([b"", b"preamble\n"]) + \
        b"--b\nContent-Type: text/plain\n\n" + body + b"\n--b\nContent-Type: text/plain\n\n_____\nlist\n\n--b--\n"


def attached(mail, random):
    """The diff is a file beside the text."""
    head, body = parts(mail)
    at = body.find(b"\ndiff --git ")
    if has_type(head) or at < 0:
        return mail
    kind = random.choice([b"text/x-patch", b"text/x-diff", b"text/plain", b"application/octet-stream", b"application/x-patch"])
    name, by = random.choice([(b"7bit", lambda text: text), (b"base64", base64.encodebytes),
                              (b"quoted-printable", quopri.encodestring)])
    return field(head, b"Content-Type", b"multipart/mixed; boundary=xyz") + b"\n--xyz\nContent-Type: text/plain\n\n" + \
        body[:at] + b"\n\n--xyz\nContent-Type: " + kind + b"; name=\"x.patch\"\nContent-Transfer-Encoding: " + name + \
        b"\nContent-Disposition: attachment; filename=\"x.patch\"\n\n" + by(body[at + 1:]) + b"\n--xyz--\n"


def tag(mail, random):
    kind = random.randrange(12)

    def by(subject):
        found = re.match(rb"\[([^\]]*)\] ?(.*)", subject, re.S)
        if not found:
            return subject
        inside, title = found[1], found[2]
        return [b"[" + inside + b"]" + title,
                b"[" + inside.replace(b"PATCH ", b"PATCH") + b"] " + title,
                b"[" + inside.replace(b"/", b" of ") + b"] " + title,
                b"[" + inside.replace(b"/", b" / ") + b"] " + title,
                b"[" + inside.lower() + b"] " + title,
                b"[RFC " + inside + b"] " + title,
                b"[" + inside + b"] [foo] " + title,
                b"[foo][" + inside + b"] " + title,
                b"[" + inside.replace(b"PATCH ", b"PATCH-") + b"] " + title,
                b"[" + inside.replace(b"PATCH", b"PATCHv2") + b"] " + title,
                b"[" + inside.replace(b"PATCH", b"-next PATCH") + b"]\n " + title,
                b"[list] [" + inside + b"]" + title][kind]
    return change_subject(mail, by)


def combined(mail, random):
    return no_signature(mail, random) + random.choice([
        b"diff --cc docs/notes.txt\nindex 1,2..3\n--- a/docs/notes.txt\n+++ b/docs/notes.txt\n", b"diff --combined docs/notes.txt\n"
        b"index 1,2..3\n--- a/docs/notes.txt\n+++ b/docs/notes.txt\n"]) + b"@@@ -1,1 -1,1 +1,1 @@@\n- one\n -two\n++three\n"


def context_diff(mail, random):
    return no_signature(mail, random) + b"*** a/docs/notes.txt\n--- b/docs/notes.txt\n***************\n*** 1,2 ****\n! one\n" \
        b"  two\n--- 1,2 ----\n! 1\n  two\n"


MILD = [crlf, in_base64, in_base64_crlf, in_quoted_printable, in_eight_bits, in_latin, unknown_charset, says_flowed, scissors,
        author_inside, below_dashes, footer, no_signature, wrong_starts, no_headings, other_fields, footer_part, attached, tag,
        no_index]
HARSH = [flowed, cut_spaces, spaces_for_tabs, wrapped, cut, wrong_counts, combined, context_diff, no_words]
PLAIN = [quilt, mm_commits, index_lines, diff_nur, bare_names, subversion]
FIRST = [no_from_line, received]
