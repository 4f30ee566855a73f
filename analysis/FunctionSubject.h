// The function that a pattern asks about: which small edits there are, and whether one heals it.
#pragma once

#include "analysis/Pattern.h"
#include "core/Run.h"
#include "explore/Explorer.h"

#include <map>

namespace kverdict {

class FunctionSubject : public Subject {
public:
  /// Asked are the contracts of the function, those that are likely to fail first. Trusting: what heals most often, an
  /// edit at the very return that was taken, is believed to; whoever trusts must see for himself later. The explorer
  /// must outlive this.
  FunctionSubject(Explorer &, const std::string &Function, std::vector<Question> Asked, bool Trusting);

  /// From now on, a violation is asked about that went this way: an edit elsewhere cannot heal it, and one at the
  /// return that was taken comes first.
  void follow(const Run &Way);

  const std::vector<Edit> &edits() const override { return Edits; }
  bool heals(const Edit &) override;

private:
  Explorer &X;
  std::vector<Question> Asked;
  std::vector<Edit> All;
  std::vector<Edit> Edits; ///< those that can matter to the violation
  size_t Likely = 0;       ///< how many of them, from the first, are at the return that was taken
  bool Trusting;
  std::map<std::pair<SourcePlace, std::string>, bool> Known;
};

} // namespace kverdict
