// Why a patch does not apply, for a person.
#pragma once

#include "input/patch/Patch.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace kverdict {

/// What keeps a hunk from applying to a text: the place in the mail of the first old line that the text does not
/// have, and a sentence about it.
struct Obstacle {
  SourcePlace At;
  std::string Reason;
};

/// Compares a hunk with a text in which git did not find it, at the place where they are most alike.
Obstacle whyNot(const Hunk &, const std::string &Text);

/// Whether a hunk has no line that stays, though it is not all of the text: git finds no place for such a one.
bool lacksContext(const Hunk &, const std::string &Text);

/// Whether a text already has what the hunks would make of it.
bool looksApplied(const FileChange &, const std::string &Text);

/// The lines of a text, without their ends.
std::vector<llvm::StringRef> linesOf(llvm::StringRef Text);

/// Where a text is most like one side of a hunk (that without added, or without removed lines), from 0; of places that
/// are equally alike, the one nearest to Nominal.
size_t likeliestPlace(const Hunk &, LineKind Without, const std::vector<llvm::StringRef> &Text, size_t Nominal);

} // namespace kverdict
