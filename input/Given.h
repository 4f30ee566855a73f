// From what the user names to the patches of a series, not applied yet.
#pragma once

#include "input/mail/Answers.h"
#include "input/patch/Apply.h"
#include "input/patch/Patch.h"
#include "input/tree/Tree.h"

#include <string>
#include <vector>

namespace kverdict {

/// What was found in the inputs.
struct Given {
  Series Patches;
  std::vector<InputProblem> Problems; ///< inputs and patches that cannot be read; such a patch has no files
  bool Quoted = false;                ///< there is no patch but that which a reply quotes (input/mail/Quoted.h)
  std::string Below;                  ///< of commits of the tree: the id of the one below them; else empty
  std::vector<Answer> Answers;        ///< to findings, in the mails and in replies to them
  std::vector<std::string> Texts;     ///< of the cover letter and the mails, which may name a base
};

/// Reads the inputs: `-` is the standard input; a directory is read as a mailbox of its files that end in .patch,
/// .mbox, .mbx, .eml or .diff (and .gz), by name, or as a Maildir if it is one; what is no file may name commits of the
/// tree. Which chooses a series (input/Choice.h). Where there is no patch, what mails quote of one is taken, each mail
/// as a patch. Throws Error if there is neither in all of it.
Given readGiven(const std::vector<std::string> &Inputs, const std::string &Which, const Tree &);

/// The answers to findings in the mails of a mailbox (or what else an input may be), and notes on those that are none.
/// Throws Error if it cannot be read.
ReadAnswers readAnswersIn(const std::string &Input);

/// Reads a mailbox or a diff at hand; Name is what messages call it. Throws Error for the first problem.
Series readMailbox(const std::string &Text, const std::string &Name);

} // namespace kverdict
