"""A mailbox: how a series is sent, what becomes of its mails on the way, and what comes between them."""
import re
import shlex

from . import mail as mails


class Box:
    """The text as it comes; and the patches alone, in their order, which git am is asked about where it does not read the
    box as it comes (a cover letter is a mail without a patch to it); and those as git format-patch wrote them."""

    def __init__(self, history, base, last):
        self.random = history.random
        self.history = history
        self.base = base
        self.names = []
        self.sent = mails.split(self.format(base, last))
        covers = [self.is_cover(each) for each in self.sent]
        self.pristine = b"".join(mail for mail, cover in zip(self.sent, covers) if not cover)
        self.damage()
        self.arrange([mail for mail, cover in zip(self.sent, covers) if not cover])

    def chance(self, of):
        return self.random.random() < of

    def format(self, base, last):
        options = []
        for none, group in mails.OPTIONS:
            at = self.random.randrange(none + 3)
            if at < 3:
                options.append(self.random.choice(group))
        options = [each.replace("BASE", base) for each in options]
        self.names += options
        words = [word for each in options for word in shlex.split(each)]
        settings = ["-c", "diff.mnemonicPrefix=true"] if "MNEMONIC" in words else []
        words = [word for word in words if word != "MNEMONIC"]
        return self.history.git.run(*settings, "format-patch", "--stdout", *words, f"{base}..{last}", ok=False).stdout

    def damage(self):
        """Changes all mails alike, as one mailer does, or one of them, as a person does."""
        if self.chance(0.25):
            form = self.random.choice(mails.PLAIN)
            if all(mails.is_plain(each) for each in self.sent):
                self.apply(form)
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            self.apply(self.random.choice(mails.MILD))
        if self.chance(0.12):
            self.apply(self.random.choice(mails.HARSH))
        if self.chance(0.1) and len(self.sent) == 1:
            self.apply(self.random.choice(mails.FIRST))

    def apply(self, how):
        self.names.append(how.__name__)
        state = self.random.getstate()
        only = self.random.randrange(len(self.sent) * 2) if self.sent else 0
        for at in range(len(self.sent)):
            self.random.setstate(state)
            if only >= len(self.sent) or only == at:
                self.sent[at] = how(self.sent[at], self.random)

    # What comes between the mails.

    def arrange(self, clean):
        self.clean = clean
        kinds = [(self.as_it_is, 14), (self.shuffled, 2), (self.twice, 2), (self.with_quotes, 2), (self.with_answer, 1),
                 (self.cover_shows_all, 2), (self.joined, 2), (self.in_circles, 2), (self.other_lines, 2)]
        kind = self.random.choices([each for each, _ in kinds], [weight for _, weight in kinds])[0]
        self.names.append(kind.__name__)
        self.text = b"".join(kind())
        self.clean = b"".join(self.clean)

    @staticmethod
    def is_cover(mail):
        return b"\n*** BLURB HERE ***\n" in mail

    def as_it_is(self):
        return self.sent

    def shuffled(self):
        return self.random.sample(self.sent, len(self.sent))

    def twice(self):
        return [each for mail in self.sent for each in [mail] * self.random.randrange(1, 3)]

    def answer(self, mail, body):
        head, _ = mails.parts(mail)
        subject = re.search(rb"^Subject: (.*)", head, re.M | re.I)
        name = re.search(rb"^Message-Id: (.*)", head, re.M | re.I)
        return b"From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\nFrom: R <r@x.test>\n" \
            b"Date: Tue, 30 Apr 2024 23:40:43 +0200\nMessage-Id: <%d@r.test>\n" % self.random.randrange(10 ** 9) + \
            (b"In-Reply-To: " + name[1] + b"\n" if name else b"") + \
            b"Subject: Re: " + (subject[1] if subject else b"") + b"\n\n" + body + b"\n"

    def with_quotes(self):
        return [each for mail in self.sent for each in [mail] + ([self.answer(
            mail, b"On Monday A wrote:\n" + re.sub(rb"^", b"> ", mails.parts(mail)[1], flags=re.M) + b"\nNo.\n")]
            if self.chance(0.6) else [])]

    def with_answer(self):
        return self.sent + [self.answer(self.sent[-1], b"Rather:\n" + mails.parts(self.sent[-1])[1])] if self.sent else []

    def cover_shows_all(self):
        diff = b"".join(mail[mail.find(b"\ndiff --git ") + 1:] for mail in self.clean if b"\ndiff --git " in mail)
        return [mail.replace(b"*** BLURB HERE ***", b"All of it:\n\n" + diff) for mail in self.sent]

    def joined(self):
        """All diffs in the first mail."""
        rest = b"".join(mail[mail.find(b"\ndiff --git ") + 1:] for mail in self.clean[1:] if b"\ndiff --git " in mail)
        if not self.clean or any(b"base64" in mail or b"quoted-printable" in mail for mail in self.clean):
            return self.sent
        self.clean = [self.random.choice([mails.no_signature(self.clean[0], self.random), self.clean[0]]) + rest]
        self.clean[0] = re.sub(rb"^(Subject: .*?) ?\[[^\]]*\]", rb"\1", self.clean[0], count=1, flags=re.M)
        return self.clean

    def in_circles(self):
        """Each mail answers the next, or itself."""
        made = []
        for at, mail in enumerate(self.sent):
            head, body = mails.parts(mail)
            to = self.random.choice([at, (at + 1) % len(self.sent)])
            head = mails.field(mails.field(head, b"Message-Id", b"<%d@x.test>" % at), self.random.choice(
                [b"In-Reply-To", b"References"]), b"<%d@x.test>" % to)
            made.append(head + b"\n" + body)
        return made

    def other_lines(self):
        by = self.random.choice([b"From mboxrd@z Thu Jan  1 00:00:00 1970\n", b"From a@x.test Tue Apr 30 22:40:43 2024\n",
                                 b"From - Tue Apr 30 22:40:43 2024\n"])
        return [mails.FROM.sub(by, mail) for mail in self.sent]
