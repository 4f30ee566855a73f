// Wording that all reports for people share.
#pragma once

#include "core/Finding.h"
#include "core/Visibility.h"
#include "report/LocalNames.h"

#include "llvm/ADT/StringRef.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kverdict {

/// Gives a line of a file of the version that was analysed, without its line end; nothing if there is none. The
/// reports never read files themselves.
using SourceLine = std::function<std::optional<std::string>(const std::string &File, unsigned Line)>;

/// A SourceLine that has the lines of these texts, by file.
SourceLine sourceLines(const std::map<std::string, std::string> &Texts);

/// "1 finding", "2 findings".
std::string counted(size_t Count, const std::string &Noun);

/// A line of a state as people write it: `current->mm` for `(get_current())->mm`, and of a pointer that it is not null,
/// and not where it happens to point. The record and a replay have it as it was.
std::string spoken(std::string Line);

/// Lines of a state with the elements of an array that follow each other in one: `name = "user.x"`, `a[0 ... 15] = 0`.
std::vector<std::string> withArrays(const std::vector<std::string> &Lines);

/// Whether a line of a state says that something is zero: "p = NULL", "f() returned 0".
bool isZeroLine(llvm::StringRef Line);

/// What calls returned, as lines of a state in the words of the function; of calls that read alike, one after the
/// other: "f(p) returned 1, then 0".
std::vector<std::string> callLines(const std::vector<std::string> &Calls, const LocalNames &);

/// A step of a trace as a sentence: "is_cow_mapping(vma->vm_flags) is false", "return false".
std::string stepText(const TraceStep &);

/// What the parts of a step were, without where objects happen to lie: "vma->vm_flags = VM_READ".
std::string valuesText(const TraceStep &);

/// The steps of a finding's trace that a reader needs: the function's own, those of its callees that say more than what
/// they return, and deeper ones that read what the state shows.
std::vector<TraceStep> tellingSteps(const Finding &);

/// Leaves out the middle of a list that is longer than a reader wants, with "..." in its place.
void shorten(std::vector<std::string> &Lines);

/// The state of a finding, a line each: "vma->vm_flags = VM_READ", "foo() returned 0".
std::vector<std::string> stateLines(const Finding &);

/// What a version returns in states that changed, in the words of this run of it; "for instance 7" if it is another
/// value in others of them.
std::string resultText(const std::string &Shown, bool Varies, const std::vector<TraceStep> &Run);

/// What a finding rests on, a clause that can follow "if"; empty if nothing, or if the reason why it is not decided
/// says so.
std::string restsOnText(const Finding &);

/// What stands before it: Plain, unless the finding is confirmed in the mail's own terms alone.
std::string heldText(const Finding &, const std::string &Plain);

/// "vm_mixed_zeropage_allowed() returns false".
std::string verdictText(const Finding &);

/// What is known of a finding's fix, as can stand in brackets: "tried: all contracts of the function hold then".
std::string triedText(const Finding &);

/// The findings of several files in the order in which every report has them: file, line, column, rule, message.
std::vector<const Finding *> ordered(const std::vector<FileReport> &);

/// The finding that speaks for another one, with which it has one cause; null if none does.
const Finding *speakerOf(const Finding &, const std::vector<FileReport> &);

/// What was not decided, by place; equal ones once.
std::vector<Incomplete> orderedGaps(const std::vector<FileReport> &);

/// What is wrong with comments and entries that silence, by place; equal ones once.
std::vector<Notice> orderedNotices(const std::vector<FileReport> &);

} // namespace kverdict
