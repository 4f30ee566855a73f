// What a claim rests on, in the JSON record.
#pragma once

#include "core/Evidence.h"

#include <nlohmann/json.hpp>

namespace kverdict {

/// Adds the keys "evidence" and "assumptions"; what is empty is left out.
inline void addClaim(nlohmann::ordered_json &To, Evidence By, const std::vector<Assumption> &All) {
  if (By != Evidence::None)
    To["evidence"] = evidenceWord(By);
  for (const Assumption &Each : All) {
    nlohmann::ordered_json One = {{"kind", assumptionWord(Each.What)}, {"text", Each.Text}};
    if (!Each.At.File.empty())
      One["file"] = Each.At.File;
    if (Each.At.valid()) {
      One["line"] = Each.At.Line;
      One["column"] = Each.At.Column;
    }
    To["assumptions"].push_back(std::move(One));
  }
}

} // namespace kverdict
