// Conversions, written or implied.
#include "simulate/interpreter/Interpreter.h"

using namespace clang;

namespace kverdict::simulation {

Rvalue Interpreter::evalCast(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getCastKind()) {
  case CK_LValueToRValue:
    return load(lvalue(Sub), Sub);
  case CK_ArrayToPointerDecay:
    return {firstElement(Sub)};
  case CK_FunctionToPointerDecay:
  case CK_BuiltinFnToFnPtr:
    return {lvalue(Sub).Address};
  case CK_NullToPointer:
    discard(Sub);
    return {};
  case CK_ToVoid:
    discard(Sub);
    return {};
  case CK_NoOp:
  case CK_BitCast:
  case CK_AddressSpaceConversion:
    return eval(Sub);
  case CK_IntegralCast:
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
  case CK_IntegralToPointer:
  case CK_PointerToIntegral: {
    Word V = word(Sub);
    return {convert(V, shape(Sub->getType(), Sub->getBeginLoc()), shape(E->getType(), E->getBeginLoc()))};
  }
  case CK_ToUnion:
    return evalToUnion(E);
  default:
    unsupported(std::string("the conversion ") + E->getCastKindName(), E->getBeginLoc());
  }
}

Rvalue Interpreter::evalToUnion(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  Rvalue V = eval(Sub);
  Rvalue Union;
  Union.Image = Bytes(sizeOf(E->getType(), E->getBeginLoc()));
  if (auto S = shapeOf(Sub->getType(), Context)) {
    Union.Image.setBits(0, S->Storage, V.Bits, Layout);
  } else {
    V.Image.Data.resize(Union.Image.size());
    V.Image.Set.resize(Union.Image.size());
    Union.Image = V.Image;
  }
  return Union;
}

} // namespace kverdict::simulation
