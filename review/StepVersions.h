// The two versions of a file in one patch: their texts, names and parses.
#pragma once

#include "analysis/Analysis.h"
#include "compare/Pair.h"
#include "review/ChangedFile.h"
#include "review/FileStep.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kverdict {

/// A function of a text; also one whose head is a macro that makes it, as SYSCALL_DEFINE1(foo) makes __do_sys_foo().
std::optional<FunctionText> functionNamed(const std::string &Name, const TakenApart &);

/// Functions that were renamed are compared in a text in which they are called as before; what is said of them has
/// the names that they have since. The step, the rules and the versions must outlive this.
class StepVersions {
public:
  StepVersions(const FileStep &, const Rules &, const std::shared_ptr<Versions> &Shared);

  const FileStep &step() const { return S; }
  /// The patched text with the old names.
  const std::string &patched() const { return Patched; }
  /// The functions that stand in both versions, and not the same.
  const std::vector<std::string> &touched() const { return Touched; }
  /// The file and the headers, with the old names.
  const std::vector<ChangedFile> &files() const { return Files; }
  std::vector<ChangedFile> &files() { return Files; }
  const TakenApart &apart(bool OfPatched) const { return Shared->apart(OfPatched ? S.New : S.Old); }
  /// The same of the patched text with the old names.
  const TakenApart &apartByOldNames() const { return Shared->apart(Patched, S.New.Command.File); }

  bool renamed() const { return !OldNames.empty(); }
  /// From here on, functions that were renamed are others.
  void forgetNames();
  /// The lines that belong to functions get the names of today.
  void tellNames();
  /// As a function is called since the patch, and as it was called before.
  std::string nameNow(const std::string &Function) const;
  std::string nameBefore(const std::string &Function) const;
  std::string withNewNames(const std::string &Text) const;
  /// Where a place of the text with the old names is in the patched one.
  SourcePlace placeNow(SourcePlace) const;
  void inNewNames(Statement &) const;
  void inNewNames(Caller &) const;

  bool hasContract(const std::string &Function) const;
  /// A function of a version of a file, as it was called before.
  std::optional<FunctionText> textOf(const std::string &Name, const ChangedFile &, bool OfOld) const;
  FileVersion version(bool OfPatched) const;
  /// What parses a version so that these functions can be compared.
  UnitRequest request(bool OfPatched, const std::vector<std::string> &Names) const;
  /// Both versions, parsed. Missed: functions whose bodies an earlier parse has left out.
  std::unique_ptr<VersionPair> pairOf(const std::vector<std::string> &Names,
                                      const std::set<std::string> &Missed = {}) const;
  /// Both versions with what only builds with CONFIG_DEBUG_VM and CONFIG_LOCKDEP test, so that it can be seen to fail
  /// (review/Premises.h).
  std::unique_ptr<VersionPair> pairWithPremises(const std::string &Function, const Unit &As) const;
  /// Both parsed texts compared, one of them changed further.
  Comparison compared(const std::string &Function, bool FromOld, const std::string &Text, const CompareLimits &) const;

private:
  void prepare();
  std::string withOldNames(const std::string &) const;

  const FileStep &S;
  const Rules &R;
  const std::shared_ptr<Versions> Shared;
  std::map<std::string, std::string> OldNames, NewNames; ///< of the functions that were renamed, each by the other
  std::string Patched;
  std::vector<std::string> Touched;
  std::vector<ChangedFile> Files;
  mutable std::unique_ptr<Rules> Asserting; ///< with models of what asserts that locks are held
};

} // namespace kverdict
