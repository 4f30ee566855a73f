#include "explore/witness/Shown.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <algorithm>

using namespace clang;

namespace kverdict {
namespace {

std::string hex(std::uint64_t Bits) {
  char Buffer[32];
  snprintf(Buffer, sizeof Buffer, "0x%llx", static_cast<unsigned long long>(Bits));
  return Buffer;
}

std::int64_t asSigned(std::uint64_t Bits, unsigned Width) {
  return Width >= 64 ? static_cast<std::int64_t>(Bits)
                     : static_cast<std::int64_t>(Bits << (64 - Width)) >> (64 - Width);
}

/// The last member of an access path, or the name itself.
std::string lastMember(const std::string &Place) {
  size_t At = Place.find_last_of(".>");
  return At == std::string::npos ? Place : Place.substr(At + 1);
}

std::string typedefPrefix(QualType Type) {
  const auto *Named = Type.isNull() ? nullptr : Type->getAs<TypedefType>();
  return Named && Named->getDecl()->getName() == "vm_fault_t" ? "VM_FAULT_" : "";
}

} // namespace

std::string Shower::flags(const NameRule &Rule, std::uint64_t Bits) const {
  if (Bits == 0)
    return "0";
  std::string Text;
  for (std::uint64_t Left = Bits; Left;) {
    const std::uint64_t Bit = Left & -Left;
    Left &= Left - 1;
    std::string Name;
    for (const std::string &First : Rule.First)
      if (Name.empty() && U.constant(First) == Bit)
        Name = First;
    for (const auto &[Each, Value] : U.constants(Rule.Prefix))
      if (Name.empty() && Value == Bit)
        Name = Each;
    Text += (Text.empty() ? "" : " | ") + (Name.empty() ? hex(Bit) : Name);
  }
  return Text;
}

std::string Shower::plain(QualType Type, std::uint64_t Bits, unsigned Width) const {
  if (Type.isNull())
    return Bits < 10 ? std::to_string(Bits) : hex(Bits);
  if (Type->isBooleanType())
    return Bits ? "true" : "false";
  if (Type->isPointerType())
    return Bits ? "(void *)" + hex(Bits) : "NULL";
  if (const auto *Enum = Type->getAs<EnumType>())
    for (const EnumConstantDecl *C : Enum->getDecl()->getDefinitionOrSelf()->enumerators())
      if (C->getInitVal().extOrTrunc(64).getZExtValue() == Bits)
        return C->getNameAsString();
  if (Type->isSignedIntegerOrEnumerationType())
    return std::to_string(asSigned(Bits, Width));
  return Bits < 4096 ? std::to_string(Bits) : hex(Bits);
}

bool Shower::tells(const std::string &Place) const {
  return !R || std::find(R->Layout.begin(), R->Layout.end(), Place) == R->Layout.end();
}

std::string Shower::value(const std::string &Place, QualType Type, std::uint64_t Bits, unsigned Width) const {
  const std::string Member = lastMember(Place);
  if (R)
    for (const NameRule &Rule : R->Names)
      if (Rule.Member == Member)
        return flags(Rule, Bits);
  return plain(Type, Bits, Width);
}

std::string Shower::result(QualType Type, std::uint64_t Bits, unsigned Width) const {
  const std::int64_t Signed = asSigned(Bits, Width);
  const bool Number = Type->isPointerType() || Type->isSignedIntegerType();
  const bool Address = Type->isUnsignedIntegerType() && Width == U.target().PointerBits; // or -ENOMEM, say
  if ((Number || (Address && Signed < -1)) && Signed < 0 && Signed >= -4095)
    if (std::string Name = U.errnoName(-Signed); !Name.empty())
      return Type->isPointerType() ? "ERR_PTR(-" + Name + ")" : "-" + Name;
  if (std::string Prefix = typedefPrefix(Type); !Prefix.empty())
    return flags({"", Prefix, {}}, Bits);
  return plain(Type, Bits, Width);
}

} // namespace kverdict
