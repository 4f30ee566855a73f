#include "explore/state/Members.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecordLayout.h>

using namespace clang;

namespace kverdict {
namespace {

/// The same of an element, whose type this is, of a member of a record of this context.
std::string elementAt(const ASTContext &Context, const ConstantArrayType *Array, std::uint64_t Bit, unsigned Width,
                      bool Records) {
  const QualType Type = Array->getElementType();
  const std::uint64_t Size = Type->isIncompleteType() ? 0 : Context.getTypeSize(Type);
  if (!Size || Bit / Size >= Array->getSize().getZExtValue())
    return "";
  const std::string Name = "[" + std::to_string(Bit / Size) + "]";
  if (Bit % Size == 0 && Width == Size && (Records || !Type->isRecordType()))
    return Name;
  const std::string Rest = memberAt(Type, Bit % Size, Width, Records);
  return Rest.empty() ? "" : Name + Rest;
}

} // namespace

std::string memberAt(QualType Type, std::uint64_t Bit, unsigned Width, bool Records) {
  const RecordDecl *R = Type.isNull() ? nullptr : Type->getAsRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R)
    return "";
  const ASTContext &Context = R->getASTContext();
  const ASTRecordLayout &Layout = Context.getASTRecordLayout(R);
  for (const FieldDecl *F : R->fields()) {
    const std::uint64_t At = Layout.getFieldOffset(F->getFieldIndex());
    const std::uint64_t Size = F->isBitField()                    ? F->getBitWidthValue()
                               : F->getType()->isIncompleteType() ? 0
                                                                  : Context.getTypeSize(F->getType());
    if (Bit < At || Bit + Width > At + Size)
      continue;
    const std::string Name = F->getName().empty() ? "" : "." + F->getName().str();
    const auto *Array = Context.getAsConstantArrayType(F->getType());
    if (Bit == At && Width == Size && !Array && (Records || !F->getType()->isRecordType()))
      return Name;
    const std::string Rest =
        Array ? elementAt(Context, Array, Bit - At, Width, Records) : memberAt(F->getType(), Bit - At, Width, Records);
    return Rest.empty() ? "" : Name + Rest;
  }
  return "";
}

} // namespace kverdict
