#include "explore/witness/Shown.h"

#include "explore/state/Path.h"
#include "smt/ErrorPointers.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>

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

bool hasNames(QualType Type) {
  return !Type.isNull() && !Type->isBooleanType() && !Type->isEnumeralType() && Type->isIntegerType();
}

/// A plain `char` that can be printed, as C writes it; empty for others: they count something.
std::string character(QualType Type, std::uint64_t Bits) {
  const auto *Basic = Type->getAs<BuiltinType>();
  if (!Basic || (Basic->getKind() != BuiltinType::Char_S && Basic->getKind() != BuiltinType::Char_U) || Bits < ' ' ||
      Bits > '~')
    return "";
  const char Is = static_cast<char>(Bits);
  return std::string("'") + (Is == '\'' || Is == '\\' ? "\\" : "") + Is + "'";
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
    return isErrorPointer(Bits, Width) ? result(Type, Bits, Width) : Bits ? "(void *)" + hex(Bits) : "NULL";
  if (const auto *Enum = Type->getAs<EnumType>())
    for (const EnumConstantDecl *C : Enum->getDecl()->getDefinitionOrSelf()->enumerators())
      if (C->getInitVal().extOrTrunc(64).getZExtValue() == Bits)
        return C->getNameAsString();
  if (const std::string Shown = character(Type, Bits); !Shown.empty())
    return Shown;
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
  if (hasNames(Type))
    if (const std::string Name = testedName(Place, Type, Bits, Width); !Name.empty())
      return Name;
  return plain(Type, Bits, Width);
}

std::string Shower::testedName(const std::string &Place, QualType Type, std::uint64_t Bits, unsigned Width) const {
  const std::string Name = tested() ? named(tested()->of(Place, Type), Bits, Width) : "";
  return Name.empty() && Other ? Other->testedName(Place, Type, Bits, Width) : Name;
}

void Shower::of(const FunctionDecl *Function) {
  if (F != Function)
    Tested.reset();
  F = Function;
}

std::set<const FunctionDecl *> functionsOn(const std::vector<const Path *> &Paths) {
  std::set<const FunctionDecl *> Out;
  for (const Path *Each : Paths)
    for (const Step &At : Each->Steps)
      Out.insert(At.Function);
  return Out;
}

void Shower::along(const std::vector<const Path *> &Paths) const {
  if (std::set<const FunctionDecl *> Through = functionsOn(Paths); Through != Callees) {
    Callees = std::move(Through);
    Tested.reset();
  }
}

const TestedNames *Shower::tested() const {
  if (F && !Tested)
    Tested = std::make_unique<TestedNames>(U, F, Callees);
  return Tested.get();
}

/// "_FL" of "EXT4_APPEND_FL".
static llvm::StringRef lastWord(llvm::StringRef Name) {
  return Name.contains('_') ? Name.substr(Name.rfind('_')) : llvm::StringRef();
}

/// Of constants that begin alike, those that end in one word, if these are a family of bits of their own: others are
/// something else then (EXT4_BAD_INO is no flag, though it is 1, beside EXT4_APPEND_FL).
static std::string inFamily(const std::map<std::string, std::uint64_t> &All, llvm::StringRef Like, std::uint64_t Bit) {
  constexpr unsigned Family = 4;
  unsigned Members = 0;
  std::string Own, Any;
  for (const auto &[Name, Value] : All) {
    const bool In = lastWord(Name) == lastWord(Like);
    Members += In && llvm::isPowerOf2_64(Value);
    if (Value == Bit && In && Own.empty())
      Own = Name;
    if (Value == Bit && Any.empty())
      Any = Name;
  }
  return Members >= Family ? Own : Any;
}

/// What the bit is called: as it is tested, else by a name that begins as those do which others are tested with.
std::string Shower::bitName(const std::vector<TestedName> &All, std::uint64_t Bit) const {
  for (const bool Bits : {true, false}) // what it is compared with may be one bit: S_IFREG
    for (const TestedName &Each : All)
      if (Each.Bits == Bits && Each.Value == Bit)
        return Each.Name;
  for (const TestedName &Each : All) {
    if (!Each.Bits || !llvm::isPowerOf2_64(Each.Value))
      continue;
    const size_t First = Each.Name.find_first_not_of('_');
    for (size_t End = Each.Name.rfind('_'); End != std::string::npos && End > First;
         End = Each.Name.rfind('_', End - 1))
      if (const std::string Name = inFamily(U.constants(Each.Name.substr(0, End + 1)), Each.Name, Bit); !Name.empty())
        return Name;
  }
  return "";
}

/// The constant that is the value, or those of its bits; empty if it is none of those.
std::string Shower::named(const std::vector<TestedName> &All, std::uint64_t Bits, unsigned Width) const {
  const std::uint64_t Mask = Width >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << Width) - 1;
  for (const TestedName &Each : All)
    if ((Each.Value & Mask) == Bits && (Bits || !Each.Bits))
      return Each.Name;
  std::string Text;
  std::uint64_t Nameless = 0;
  for (std::uint64_t Left = Bits; Left; Left &= Left - 1) {
    const std::string Name = bitName(All, Left & -Left);
    Nameless |= Name.empty() ? Left & -Left : 0;
    Text += Name.empty() ? "" : (Text.empty() ? "" : " | ") + Name;
  }
  return Text.empty() || !Nameless ? Text : Text + " | " + hex(Nameless);
}

std::string Shower::answer(const std::string &Callee, QualType Type, std::uint64_t Bits, unsigned Width) const {
  if (hasNames(Type) && Bits && tested())
    if (std::string Name = named(tested()->ofAnswer(Callee), Bits, Width); !Name.empty())
      return Name;
  return result(Type, Bits, Width);
}

std::string Shower::verdict(QualType Type, std::uint64_t Bits, unsigned Width) const {
  if (!hasNames(Type) || !Bits || !tested())
    return result(Type, Bits, Width);
  const std::vector<TestedName> All = tested()->ofResult();
  if (asSigned(Bits, Width) < 0) { // an enumerator, or -1 as it is written, rather than -EPERM
    const auto Is = llvm::find_if(All, [&](const TestedName &E) {
      return !E.Bits && static_cast<std::int64_t>(E.Value) == asSigned(Bits, Width);
    });
    return Is == All.end() ? result(Type, Bits, Width) : Is->Name;
  }
  const bool Flag =
      std::any_of(All.begin(), All.end(), [](const TestedName &Each) { return Each.Bits && Each.Value == 1; });
  if (Bits > 1 || Flag) // 1 is rather a truth value, otherwise
    if (std::string Name = named(All, Bits, Width); !Name.empty())
      return Name;
  return result(Type, Bits, Width);
}

std::string Shower::result(QualType Type, std::uint64_t Bits, unsigned Width) const {
  const std::int64_t Signed = asSigned(Bits, Width);
  const bool Number = Type->isPointerType() || Type->isSignedIntegerType();
  const bool Address = Type->isUnsignedIntegerType() && Width == U.target().PointerBits; // or -ENOMEM, say
  if ((Number || (Address && Signed < -1)) && Signed < 0 && Signed >= -4095) {
    const std::string Name = U.errnoName(-Signed), Error = Name.empty() ? std::to_string(Signed) : "-" + Name;
    return Type->isPointerType() ? "ERR_PTR(" + Error + ")" : Error;
  }
  if (std::string Prefix = typedefPrefix(Type); !Prefix.empty())
    return flags({"", Prefix, {}}, Bits);
  return plain(Type, Bits, Width);
}

} // namespace kverdict
