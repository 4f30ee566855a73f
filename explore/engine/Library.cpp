// memset(), memcmp() and their like: what C says of them, as far as lengths and texts are known on the path.
#include "explore/engine/Stop.h"
#include "smt/Tidy.h"

#include <clang/AST/ASTContext.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned MaxCompared = 64; ///< bytes

bool isOutside(const Symbols &S, Location L, std::uint64_t Bytes) {
  const Region &R = S.region(L.Region);
  return R.What != Region::Kind::Input && R.Size && (L.Byte < 0 || L.Byte + Bytes > R.Size);
}

/// Whatever stands at a place is like itself.
std::optional<Val> ofOnePlace(const Val &A, const Val &B, const Val &Alike) {
  return A.Bits.id() == B.Bits.id() ? std::optional(Alike) : std::nullopt;
}

} // namespace

bool onlyReads(LibraryFunction Which) {
  return Which != LibraryFunction::Memset && Which != LibraryFunction::Memcpy && Which != LibraryFunction::Memmove;
}

std::optional<Val> Machine::library(PathState &P, const CallExpr *E, LibraryFunction Which) {
  switch (Which) {
  case LibraryFunction::Memset:
    return fill(P, E);
  case LibraryFunction::Memcpy:
    return copy(P, E, false);
  case LibraryFunction::Memmove:
    return copy(P, E, true);
  case LibraryFunction::Memcmp:
    return compareBytes(P, E);
  case LibraryFunction::Strcmp:
  case LibraryFunction::Strncmp:
    return compareStrings(P, E);
  case LibraryFunction::Strlen:
    return length(P, E);
  case LibraryFunction::Memchr:
    return search(P, E, false);
  case LibraryFunction::Strchr:
    return search(P, E, true);
  }
  return std::nullopt;
}

/// A number of bytes that is known, and not too large for one value.
std::optional<unsigned> Machine::constantLength(PathState &P, const Expr *E) {
  const auto Known = numberIn(S.tidy(get(P, E).Bits));
  return Known && *Known * 8 <= W.Limits.ValueBits ? std::optional<unsigned>(*Known) : std::nullopt;
}

/// The place that an argument points to. As a type, what the caller's pointer said before it became a `void *`.
Val Machine::bytesAt(PathState &P, const CallExpr *E, unsigned Argument) {
  const Val Pointer = get(P, E->getArg(Argument));
  const QualType Type = E->getArg(Argument)->IgnoreParenCasts()->getType();
  QualType Pointee = Type->isPointerType() ? Type->getPointeeType() : Context.CharTy;
  if (Pointee->isIncompleteType() || Pointee->isFunctionType())
    Pointee = Context.CharTy;
  return dereference(P, Pointer, Pointee, E);
}

std::optional<z3::expr> Machine::loadBytes(PathState &P, const Val &Place, unsigned Bytes, const Expr *At) {
  requireAccess(P, Place, At);
  const Location L = locate(Place, QualType());
  if (W.Cuts)
    noElement(L.Region, At);
  if (!Anywhere && M.mayBeStale(P, L.Region))
    approximate(P, At, "an array is read after it was written, one of the two at a variable index");
  if (isOutside(S, L, Bytes))
    throw Stop{PathEnd::Undefined, "an access beyond the end of " + S.region(L.Region).Name, At->getBeginLoc()};
  return M.load(P, L, 0, Bytes * 8, Place.Name, Bytes == 1 ? Context.CharTy : QualType());
}

std::optional<z3::expr> Machine::byteAt(PathState &P, const Val &Place, unsigned Index, const Expr *At) {
  Val Each = Place;
  Each.Bits = S.offsetBy(Place.Bits, Index);
  Each.Name = Place.Name.starts_with("*") ? Place.Name.substr(1) + "[" + std::to_string(Index) + "]" : Place.Name;
  auto Byte = loadBytes(P, Each, 1, At);
  return Byte ? std::optional(S.tidy(*Byte)) : std::nullopt;
}

std::optional<Val> Machine::fill(PathState &P, const CallExpr *E) {
  const auto Bytes = constantLength(P, E->getArg(2));
  if (!Bytes)
    return std::nullopt;
  Val Start = get(P, E->getArg(0));
  if (*Bytes == 0)
    return Start;
  const Val Place = bytesAt(P, E, 0);
  requireAccess(P, Place, E);
  if (isOutside(S, locate(Place, QualType()), *Bytes))
    throw Stop{PathEnd::Undefined, "memset() beyond the end of " + Place.Name, E->getBeginLoc()};
  const z3::expr Byte = S.tidy(get(P, E->getArg(1)).Bits.extract(7, 0));
  store(P, Place, S.tidy(S.joined(std::vector(*Bytes, Byte))), E);
  return Start;
}

/// What is not set in a local is not set in the copy.
std::optional<Val> Machine::copy(PathState &P, const CallExpr *E, bool MayOverlap) {
  const auto Bytes = constantLength(P, E->getArg(2));
  if (!Bytes)
    return std::nullopt;
  Val Start = get(P, E->getArg(0));
  if (*Bytes == 0)
    return Start;
  const Val To = bytesAt(P, E, 0), From = bytesAt(P, E, 1);
  requireAccess(P, To, E);
  requireAccess(P, From, E);
  const Location Target = locate(To, QualType()), Source = locate(From, QualType());
  if (isOutside(S, Target, *Bytes) || isOutside(S, Source, *Bytes))
    throw Stop{PathEnd::Undefined, "memcpy() beyond the end of an object", E->getBeginLoc()};
  if (W.Compared && M.outlives(Target.Region) && M.outlives(Source.Region))
    (MayOverlap ? W.Compared->Moved : W.Compared->Copied)
        .insert({Target.Region, Source.Region, Target.Byte - Source.Byte, *Bytes});
  const std::int64_t Apart = std::abs(Target.Byte - Source.Byte);
  if (!MayOverlap && Target.Region == Source.Region && Apart < *Bytes && Apart)
    throw Stop{PathEnd::Undefined, "memcpy() between places that overlap", E->getBeginLoc()};
  if (!W.Cuts && S.region(Source.Region).What == Region::Kind::Local && !P.Initialised.count(Source.Region)) {
    if (!M.copy(P, Source, Target, *Bytes * 8))
      unsupported(E, "memcpy() of what nothing has set");
    return Start;
  }
  const QualType Type = E->getArg(1)->IgnoreParenCasts()->getType()->getPointeeType();
  if (!Type.isNull() && Type->isRecordType() && !Type->isIncompleteType() &&
      Context.getTypeSizeInChars(Type).getQuantity() == *Bytes)
    load(P, From, Type, E); // the members get their names from here
  const auto Content = loadBytes(P, From, *Bytes, E);
  if (!Content)
    unsupported(E, "memcpy() of what nothing has set");
  store(P, To, *Content, E);
  return Start;
}

/// C says no more of the result of memcmp() and strcmp() than its sign.
bool Machine::onlySignMatters(const PathState &P, const CallExpr *E) {
  const FunctionDecl *F = P.Frames[P.Frames.size() - 1].Function;
  auto It = Parents.find(F);
  if (It == Parents.end())
    It = Parents.try_emplace(F, F->getBody()).first;
  const Stmt *Use = It->second.getParentIgnoreParenImpCasts(const_cast<CallExpr *>(E));
  for (const Stmt *Up = It->second.getParent(E); Up && Up != Use; Up = It->second.getParent(Up))
    if (const auto *Cast = dyn_cast<CastExpr>(Up); Cast && Cast->getType()->isBooleanType())
      return true;
  if (const auto *Operator = dyn_cast_or_null<UnaryOperator>(Use))
    return Operator->getOpcode() == UO_LNot;
  if (const auto *Operator = dyn_cast_or_null<BinaryOperator>(Use)) {
    const bool Left = Operator->getLHS()->IgnoreParenImpCasts() == E;
    const auto Other = constantValue(Left ? Operator->getRHS() : Operator->getLHS());
    return Operator->isLogicalOp() ||
           (Operator->isComparisonOp() && Other && Other->Bits.is_numeral() && numberIn(Other->Bits) == 0u);
  }
  if (const auto *If = dyn_cast_or_null<IfStmt>(Use))
    return If->getCond()->IgnoreParenImpCasts() == E;
  if (const auto *Choice = dyn_cast_or_null<ConditionalOperator>(Use))
    return Choice->getCond()->IgnoreParenImpCasts() == E;
  if (const auto *Loop = dyn_cast_or_null<WhileStmt>(Use))
    return Loop->getCond()->IgnoreParenImpCasts() == E;
  return false;
}

std::optional<Val> Machine::compareBytes(PathState &P, const CallExpr *E) {
  const auto Bytes = constantLength(P, E->getArg(2));
  if (!Bytes || *Bytes > MaxCompared || !onlySignMatters(P, E))
    return ofOnePlace(get(P, E->getArg(0)), get(P, E->getArg(1)), constant(0, E->getType()));
  if (*Bytes == 0)
    return constant(0, E->getType());
  const Val Left = bytesAt(P, E, 0), Right = bytesAt(P, E, 1);
  const auto A = loadBytes(P, Left, *Bytes, E), B = loadBytes(P, Right, *Bytes, E);
  if (!A || !B)
    throw Stop{PathEnd::Undefined, "memcmp() of what nothing has set", E->getBeginLoc()};
  auto firstIsHighest = [&](const z3::expr &All) {
    z3::expr Number = S.part(All, 0, 8);
    for (unsigned I = 1; I < *Bytes; ++I)
      Number = z3::concat(Number, S.part(All, I * 8, 8));
    return S.tidy(Number);
  };
  const unsigned Width = width(E->getType(), E);
  const z3::expr Less = z3::ult(firstIsHighest(*A), firstIsHighest(*B));
  return Val{S.tidy(z3::ite(*A == *B, S.number(0, Width), z3::ite(Less, S.number(~0ull, Width), S.number(1, Width))))};
}

/// As far as the text that ends first; both may not be unknown.
std::optional<Val> Machine::compareStrings(PathState &P, const CallExpr *E) {
  unsigned Bound = MaxCompared;
  const bool Bounded = E->getNumArgs() == 3;
  const auto Same = ofOnePlace(get(P, E->getArg(0)), get(P, E->getArg(1)), constant(0, E->getType()));
  if (Bounded) {
    const auto Bytes = constantLength(P, E->getArg(2));
    if (!Bytes || *Bytes > MaxCompared)
      return Same;
    Bound = *Bytes;
  }
  if (!onlySignMatters(P, E))
    return Same;
  if (Bound == 0)
    return constant(0, E->getType());
  const Val Left = bytesAt(P, E, 0), Right = bytesAt(P, E, 1);
  std::vector<std::pair<z3::expr, z3::expr>> Pairs;
  bool Ends = Bounded;
  for (unsigned I = 0; I < Bound; ++I) {
    const auto A = byteAt(P, Left, I, E), B = byteAt(P, Right, I, E);
    if (!A || !B)
      unsupported(E, "a comparison of texts of which something is not set");
    Pairs.push_back({*A, *B});
    if (numberIn(*A) == 0u || numberIn(*B) == 0u || (numberIn(*A) && numberIn(*B) && numberIn(*A) != numberIn(*B))) {
      Ends = true;
      break;
    }
    if (!numberIn(*A) && !numberIn(*B) && !Bounded)
      return Same;
  }
  if (!Ends)
    return Same;
  const unsigned Width = width(E->getType(), E);
  z3::expr Result = S.number(0, Width);
  for (auto It = Pairs.rbegin(); It != Pairs.rend(); ++It) {
    const auto &[A, B] = *It;
    const z3::expr Unlike = z3::ite(z3::ult(A, B), S.number(~0ull, Width), S.number(1, Width));
    Result = z3::ite(A != B, Unlike, z3::ite(A == S.number(0, 8), S.number(0, Width), Result));
  }
  return Val{S.tidy(Result)};
}

/// Of a text that is known.
std::optional<Val> Machine::length(PathState &P, const CallExpr *E) {
  const Val Text = bytesAt(P, E, 0);
  for (unsigned I = 0; I < W.Limits.ValueBits / 8; ++I) {
    const auto Byte = byteAt(P, Text, I, E);
    const auto Known = Byte ? numberIn(*Byte) : std::nullopt;
    if (!Known)
      return std::nullopt;
    if (*Known == 0)
      return constant(I, E->getType());
  }
  return std::nullopt;
}

/// In a search: either the first byte is the wanted one, or none is. Other states are not walked.
std::optional<Val> Machine::firstOrNone(PathState &P, const CallExpr *E, const Val &Place, unsigned Wanted,
                                        unsigned Bytes) {
  constexpr unsigned AtOnce = 8;
  const unsigned Another = Wanted == 'x' ? 'y' : 'x';
  z3::expr None = Z.bool_val(true);
  std::optional<z3::expr> First;
  for (unsigned I = 0, Count = 1; I < Bytes; I += Count, Count = std::min(AtOnce, Bytes - I)) {
    Val Each = Place;
    Each.Bits = S.offsetBy(Place.Bits, I);
    const auto Found = loadBytes(P, Each, Count, E);
    if (!Found)
      return std::nullopt;
    None = None && *Found == S.joined(std::vector(Count, S.number(Another, 8)));
    First = First ? First : std::optional(*Found == S.number(Wanted, 8));
  }
  auto go = [&](PathState &On, const z3::expr &Is, const Val &Result, const char *Words) {
    assume(On, S.tidy(Is), true);
    note(On, Step::Kind::Switch, E, Words, true);
    On.Done.Steps.back().Condition = On.Done.Conditions.size() - 1;
    On.Frames.back().Values.set(E, Result);
  };
  PathState Other = P, Rest = P;
  assume(Rest, S.tidy(!*First && !None), true);
  end(Rest, PathEnd::Undecided, "a few paths were looked for", E->getBeginLoc());
  if (feasible(Other, S.tidy(*First))) {
    go(Other, *First, get(P, E->getArg(0)), "== its first byte");
    later(std::move(Other));
  }
  if (!feasible(P, S.tidy(None)))
    throw Gone{};
  const Val Nothing = constant(0, E->getType());
  go(P, None, Nothing, "== NULL");
  return Nothing;
}

std::optional<Val> Machine::search(PathState &P, const CallExpr *E, bool Text) {
  const auto Wanted = numberIn(S.tidy(get(P, E->getArg(1)).Bits.extract(7, 0)));
  const auto Bytes = Text ? std::optional<unsigned>(W.Limits.ValueBits / 8) : constantLength(P, E->getArg(2));
  if (!Wanted || !Bytes)
    return std::nullopt;
  const Val Pointer = get(P, E->getArg(0));
  if (*Bytes == 0)
    return constant(0, E->getType());
  const Val Place = bytesAt(P, E, 0);
  for (unsigned I = 0; I < *Bytes; ++I) {
    const auto Byte = byteAt(P, Place, I, E);
    const auto Known = Byte ? numberIn(*Byte) : std::nullopt;
    if (!Known && Byte && W.Seek && !Text && I == 0)
      return firstOrNone(P, E, Place, *Wanted, *Bytes);
    if (!Known)
      return std::nullopt;
    if (*Known == *Wanted)
      return Val{S.offsetBy(Pointer.Bits, I)};
    if (Text && *Known == 0)
      return constant(0, E->getType());
  }
  return Text ? std::nullopt : std::optional(constant(0, E->getType()));
}

} // namespace kverdict
