#include "explore/engine/PlaceNames.h"

#include <llvm/ADT/StringRef.h>

#include <cctype>

namespace kverdict {

std::string operand(const std::string &Name) {
  bool Plain = true;
  for (char C : Name)
    Plain &=
        isalnum(static_cast<unsigned char>(C)) || C == '_' || C == '.' || C == '>' || C == '-' || C == '[' || C == ']';
  const bool Whole = Name.back() == ')' && (Name.front() == '(' || Name.starts_with("container_of("));
  return Plain || Whole ? Name : "(" + Name + ")";
}

std::string contained(const std::string &Name) {
  llvm::StringRef Rest = Name;
  if (!Rest.consume_front("container_of("))
    return "";
  const auto [Call, Member] = Rest.rsplit(")->");
  const auto [First, Of] = Call.rsplit(", ");
  return Of == Member && !First.empty() ? First.rsplit(", ").first.str() : "";
}

std::string castName(std::string Name, const std::string &Type) {
  if (size_t End = Name.find(" *)"); Name.starts_with("((") && Name.back() == ')' && End != std::string::npos)
    Name = Name.substr(End + 3, Name.size() - End - 4);
  return "((" + Type + " *)" + operand(Name) + ")";
}

} // namespace kverdict
