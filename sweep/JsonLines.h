// JSON objects, one a line.
#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace kverdict {

using Json = nlohmann::ordered_json;

/// What is wrong with a line.
struct BadLine {
  std::string Reason;
};

/// An object as one line, in ASCII; bytes that are not UTF-8 become U+FFFD.
std::string jsonLine(const Json &);

/// Hands over the objects of a text with the numbers of their lines, from 1. Take may throw BadLine, and what the
/// library throws. Throws Error (Usage) that names the file and the line, and says that it is not What.
void readJsonLines(const std::string &Text, const std::string &File, const std::string &What,
                   const std::function<void(const Json &, size_t Line)> &Take);

} // namespace kverdict
