// Functions as they stand in a text, in whatever layout, and names put in place of others. Nothing is preprocessed.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace kverdict {

/// A function's definition, as tokens.
struct FunctionTokens {
  std::string Name;
  std::vector<std::string> Head; ///< up to the opening brace
  std::vector<std::string> Body; ///< between the braces
};

/// Those of a text, in its order. Directives are passed over, with what they say of the branches between them.
std::vector<FunctionTokens> functionTokens(const std::string &Text);

/// A text in which identifiers have other names, but not in comments and strings.
std::string withNames(const std::string &Text, const std::map<std::string, std::string> &Names);

/// Whether an identifier stands in a text, outside of comments and strings.
bool hasIdentifier(const std::string &Text, const std::string &Name);

} // namespace kverdict
