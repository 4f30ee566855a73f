// The words that stand for enumerators in the JSON record, for the writer and the reader.
#pragma once

#include "core/Finding.h"

#include <optional>
#include <string>

namespace kverdict {

std::string wordOf(Severity);
std::string wordOf(Status);
std::string wordOf(Origin);
std::string wordOf(TraceStep::Kind);
inline std::string wordOf(Evidence By) { return evidenceWord(By); }
inline std::string wordOf(Assumption::Kind What) { return assumptionWord(What); }

/// The enumerator of a word, or nothing if there is none.
template <typename Enum> std::optional<Enum> fromWord(const std::string &Word, Enum Last) {
  for (int I = 0; I <= static_cast<int>(Last); ++I)
    if (wordOf(static_cast<Enum>(I)) == Word)
      return static_cast<Enum>(I);
  return std::nullopt;
}

} // namespace kverdict
