#include "alone/Names.h"

#include <cctype>

namespace kverdict::alone {

std::string familyOf(const std::string &Name) {
  const size_t Underscore = Name.find('_', Name.find_first_not_of('_'));
  return Name.substr(0, Underscore == std::string::npos ? Name.size() : Underscore + 1);
}

void Names::countFamilies() {
  Families.clear();
  for (const auto &[Name, Of] : Used)
    if (isConstantName(Name)) {
      Family &In = Families[familyOf(Name)];
      ++In.Count;
      In.Bits |= Of.Bits;
    }
}

bool isConstantName(const std::string &Name) {
  const auto upper = [](char C) { return std::isupper(static_cast<unsigned char>(C)) != 0; };
  const size_t Underscore = Name.find('_', Name.find_first_not_of('_'));
  const std::string Prefix = Name.substr(0, Underscore);
  bool Any = false;
  for (char C : Prefix) {
    if (std::islower(static_cast<unsigned char>(C)))
      return false;
    Any |= upper(C);
  }
  return Any;
}

} // namespace kverdict::alone
