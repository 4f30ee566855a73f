// A line of JSON that a stranger may have written.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace kverdict {

/// Parses it. Throws what the library throws, also for an object of more than 1,000 members: each is looked for among
/// those before it.
inline nlohmann::ordered_json parsedJsonLine(llvm::StringRef Line) {
  using Json = nlohmann::ordered_json;
  static constexpr unsigned MostMembers = 1'000;
  std::vector<unsigned> Members; // of the objects that are open
  const auto Count = [&](int, Json::parse_event_t Event, Json &) {
    if (Event == Json::parse_event_t::object_start)
      Members.push_back(0);
    else if (Event == Json::parse_event_t::object_end)
      Members.pop_back();
    else if (Event == Json::parse_event_t::key && ++Members.back() > MostMembers)
      throw Json::other_error::create(502, "an object of more than 1000 members", nullptr);
    return true;
  };
  return Json::parse(Line.begin(), Line.end(), Count);
}

} // namespace kverdict
