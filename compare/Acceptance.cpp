#include "compare/Acceptance.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Regex.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr std::int64_t MaxErrno = 4095;

/// What the ways of both versions return.
struct Returned {
  bool Negative = false; ///< a constant that is a negative errno
  bool Error = false;    ///< the same, and not -1, which is the largest number as well
  bool Other = false;    ///< a constant that is neither that nor 0 nor 1
  bool One = false;
  bool Zero = false;
  bool FromCall = false;
  bool Computed = false;

  void add(const Side &Version) {
    for (const Way &W : Version.Ways)
      if (W.returned() && W.Done.Result && W.Done.Result->get_sort().bv_size() <= 64)
        add(W);
  }

  void add(const Way &W) {
    const z3::expr &E = *W.Done.Result;
    if (!E.is_numeral()) {
      bool Call = false;
      for (const OpaqueCall &C : W.Done.Calls)
        Call |= C.Result && C.Result->id() == E.id();
      (Call ? FromCall : Computed) = true;
      return;
    }
    const unsigned Width = E.get_sort().bv_size();
    const std::int64_t Value = static_cast<std::int64_t>(E.get_numeral_uint64() << (64 - Width)) >> (64 - Width);
    Error |= Value < -1 && Value >= -MaxErrno;
    if (Value < 0 && Value >= -MaxErrno)
      Negative = true;
    else if (Value == 1)
      One = true;
    else
      (Value ? Other : Zero) = true;
  }
};

std::uint64_t faultErrors(const Unit &U) {
  std::uint64_t Bits = 0;
  for (const char *Name : {"VM_FAULT_OOM", "VM_FAULT_SIGBUS", "VM_FAULT_SIGSEGV", "VM_FAULT_HWPOISON",
                           "VM_FAULT_HWPOISON_LARGE", "VM_FAULT_FALLBACK"})
    Bits |= U.constant(Name).value_or(0);
  return Bits;
}

bool isFault(QualType Type) {
  const auto *Named = Type->getAs<TypedefType>();
  return Named && Named->getDecl()->getName() == "vm_fault_t";
}

/// What callers in the file take an int for; and a pointer, if Null: they leave on a null one.
struct Use {
  bool Errno = false, Truth = false, ErrPtr = false, Null = false;
};

bool isWordPart(char C) { return llvm::isAlnum(C) || C == '_'; }

/// What follows the parenthesis that opens at this offset.
llvm::StringRef behindCall(llvm::StringRef Text, size_t Open) {
  int Depth = 0;
  for (size_t I = Open; I < Text.size(); ++I)
    if ((Depth += (Text[I] == '(') - (Text[I] == ')')) == 0)
      return Text.drop_front(I + 1).ltrim();
  return "";
}

/// What follows a condition in brackets, that is where this text begins; and the condition.
std::pair<llvm::StringRef, llvm::StringRef> conditionOf(llvm::StringRef Text) {
  const llvm::StringRef Behind = behindCall(Text, 0);
  return {Text.drop_back(Behind.size()), Behind};
}

/// Whether a statement, or a block, leaves the place where it stands.
bool leaves(llvm::StringRef Statement) {
  if (Statement.consume_front("{"))
    Statement = Statement.take_front(Statement.find('}'));
  else
    Statement = Statement.take_front(Statement.find(';'));
  for (const char *Word : {"return", "goto ", "continue", "break"})
    if (Statement.contains(Word))
      return true;
  return false;
}

/// Whether a condition is true where a variable is null, whatever else holds: `!p`, `unlikely(!p)`, `!p || p->done`.
bool asksForNull(llvm::StringRef Condition, llvm::StringRef Variable) {
  if (Condition.contains("&&"))
    return false;
  for (const std::string &Test : {("!" + Variable).str(), (Variable + " == NULL").str()})
    for (size_t At = Condition.find(Test); At != llvm::StringRef::npos; At = Condition.find(Test, At + 1)) {
      const llvm::StringRef After = Condition.substr(At + Test.size());
      const bool Whole = !At || !isWordPart(Condition[At - 1]) || Test[0] == '!';
      if (Whole && (After.empty() || !(isWordPart(After[0]) || After[0] == '-' || After[0] == '.' || After[0] == '[' ||
                                       After[0] == '(')))
        return true;
    }
  return false;
}

/// What is made of a pointer: `p = f(x); if (!p) return ..`, `if (IS_ERR(p))`.
void lookAtPointer(llvm::StringRef Before, llvm::StringRef Variable, llvm::StringRef Next, Use &Seen) {
  Seen.ErrPtr |= Before.ends_with("IS_ERR(");
  if (Variable.empty() || !Next.consume_front(";"))
    return;
  Next = Next.ltrim();
  if (!Next.consume_front("if "))
    return;
  const auto [Condition, Behind] = conditionOf(Next);
  Seen.ErrPtr |= Condition.contains(("IS_ERR(" + Variable + ")").str());
  Seen.Null |= asksForNull(Condition, Variable) && leaves(Behind);
}

/// `if (!f(x)) return -EINVAL` says that zero is refused; `if (f(x) < 0)` and `err = f(x); if (err)` that a negative
/// one is.
Use useIn(llvm::StringRef Text, llvm::StringRef Name) {
  Use Seen;
  for (size_t At = Text.find(Name); At != llvm::StringRef::npos; At = Text.find(Name, At + 1)) {
    const size_t Open = At + Name.size();
    if ((At && isWordPart(Text[At - 1])) || Open >= Text.size() || Text[Open] != '(')
      continue;
    const llvm::StringRef Before = Text.take_front(At).rtrim(), After = behindCall(Text, Open);
    if (After.starts_with("<") || After.starts_with(">="))
      Seen.Errno = true;
    if (Before.ends_with("!"))
      Seen.Truth |= llvm::StringRef(After)
                        .drop_while([](char C) { return C == ')' || llvm::isSpace(C); })
                        .starts_with("return -");
    const llvm::StringRef Assigned = Before.ends_with("=") ? Before.drop_back().rtrim() : "";
    const llvm::StringRef Variable = Assigned.take_back(
        Assigned.size() -
        (Assigned.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") + 1));
    llvm::StringRef Next = After;
    lookAtPointer(Before, Variable, Next, Seen);
    if (!Variable.empty() && Next.consume_front(";")) {
      Next = Next.ltrim();
      const std::string Test = ("if (" + Variable).str();
      if (Next.consume_front(Test))
        Seen.Errno |= Next.ltrim().starts_with("<") ||
                      (Next.starts_with(")") && Next.drop_front().ltrim().starts_with(("return " + Variable).str()));
    }
  }
  return Seen;
}

/// `err = g(); if (err) return err;`: what was asked for is handed on.
bool handsOn(const Side &Version) {
  auto tested = [](const Way &W, const z3::expr &Result) {
    return std::any_of(W.Literals.begin(), W.Literals.end(), [&](const Literal &L) {
      std::set<unsigned> Ids;
      collectSymbols(L.Term, Ids);
      return Ids.count(Result.id());
    });
  };
  return std::any_of(Version.Ways.begin(), Version.Ways.end(), [&](const Way &W) {
    const auto &E = W.Done.Result;
    return W.returned() && E && tested(W, *E) &&
           std::any_of(W.Done.Calls.begin(), W.Done.Calls.end(),
                       [&](const OpaqueCall &C) { return C.Result && C.Result->id() == E->id(); });
  });
}

/// The text of a function on one line.
std::string textOf(const Side &Version) {
  const Stmt *Body = Version.judged()->getBody();
  return Body ? Version.U.text(Body->getSourceRange()) : "";
}

/// `p = get(); if (!p) return NULL;`: what was asked for gave null, and so does this. Ways that return the same are
/// one, so that the text says it.
bool handsOnNull(const Side &Version) {
  static const llvm::Regex Way(
      "([A-Za-z_][A-Za-z_0-9]*) = [^;=]*\\([^;]*; ?if \\((unlikely\\()?!([A-Za-z_][A-Za-z_0-9]*)"
      "\\)?\\)[ {]*return (NULL|0|[A-Za-z_][A-Za-z_0-9]*);");
  const std::string Text = textOf(Version);
  llvm::SmallVector<llvm::StringRef> Found;
  for (llvm::StringRef Rest = Text; Way.match(Rest, &Found); Rest = Rest.drop_front(Found[1].end() - Rest.begin()))
    if (Found[1] == Found[3] && (Found[4] == "NULL" || Found[4] == "0" || Found[4] == Found[1]))
      return true;
  return false;
}

/// Whether the text of a function makes a pointer of an error.
bool makesErrors(const Side &Version) {
  const std::string Text = textOf(Version);
  return llvm::StringRef(Text).contains("ERR_PTR(") || llvm::StringRef(Text).contains("ERR_CAST(");
}

/// The last callee whose result is returned, if there is one.
const FunctionDecl *asked(const Side &Version) {
  for (const Way &W : Version.Ways)
    for (const OpaqueCall &C : W.Done.Calls)
      if (W.returned() && W.Done.Result && C.Result && C.Result->id() == W.Done.Result->id()) {
        ASTContext &Context = Version.U.context();
        for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(C.Callee)))
          if (const auto *F = dyn_cast<FunctionDecl>(D))
            return F;
      }
  return nullptr;
}

/// A name that asks a question to which 1 is yes.
bool asksAQuestion(llvm::StringRef Name) {
  llvm::SmallVector<llvm::StringRef> Parts;
  Name.split(Parts, '_', -1, false);
  for (const llvm::StringRef Part : Parts)
    for (const char *Word : {"is", "has", "have", "can", "ok", "valid", "allowed", "permitted", "enabled", "supported",
                             "supports", "contains", "equal", "matches"})
      if (Part == Word)
        return true;
  return false;
}

} // namespace

/// Which ints mean yes is said by a negative errno, by callers, by a name, or by nobody.
Acceptance::Kind Acceptance::ofInteger(const Side &Old, const Side &New, const FileTexts &Texts, bool AllWays) {
  const QualType Type = Old.judged()->getReturnType();
  Returned Seen;
  Seen.add(Old);
  Seen.add(New);
  if (Type->isSignedIntegerType() && Seen.Negative)
    return Kind::Errno;
  if (Seen.Error && Old.U.context().getTypeSize(Type) == Old.U.target().PointerBits)
    return Kind::ErrValue;
  if (Type->isEnumeralType() || Seen.Other)
    return Kind::None;
  if (!Seen.FromCall && !Seen.Computed && AllWays)
    return Kind::Truth;
  const std::string Name = plainName(Old.judged());
  const FunctionDecl *Callee = asked(New);
  if (asksAQuestion(Name) || (Callee && (Callee->getReturnType()->isBooleanType() || asksAQuestion(Callee->getName()))))
    return Kind::Truth;
  Use Made;
  for (const std::string *Text : {Texts.Old, Texts.New})
    if (Text) {
      const Use Each = useIn(*Text, Name);
      Made.Errno |= Each.Errno, Made.Truth |= Each.Truth;
    }
  if (!Made.Errno && !Made.Truth && Type->isSignedIntegerType() && !Seen.Computed && !Seen.One &&
      (handsOn(Old) || handsOn(New)))
    return Kind::Errno; // the rest is 0, which is no error
  return Made.Errno == Made.Truth ? Kind::None : Made.Truth ? Kind::Truth : Kind::Errno;
}

/// What a pointer says that is never a constant error.
Acceptance::Kind Acceptance::ofPointer(const Side &Old, const Side &New, const FileTexts &Texts, bool Null) {
  const std::string Name = plainName(Old.judged());
  Use Made;
  for (const std::string *Text : {Texts.Old, Texts.New})
    if (Text) {
      const Use Each = useIn(*Text, Name);
      Made.ErrPtr |= Each.ErrPtr, Made.Null |= Each.Null;
    }
  if (Made.ErrPtr || makesErrors(Old) || makesErrors(New))
    return Kind::ErrPtr;
  return Null && (Made.Null || handsOnNull(Old) || handsOnNull(New)) ? Kind::NullPtr : Kind::None;
}

Acceptance::Acceptance(const Side &Old, const Side &New, ResultForm Form, const FileTexts &Texts, bool AllWays) {
  const QualType Type = Old.judged()->getReturnType();
  if (Type->isBooleanType() || Form == ResultForm::Truth)
    How = Kind::Truth;
  else if (isFault(Type) && (FaultErrors = faultErrors(Old.U)))
    How = Kind::Fault;
  else if (Type->isPointerType()) {
    Returned Seen;
    Seen.add(Old);
    Seen.add(New);
    How = Seen.Negative ? Kind::ErrPtr : ofPointer(Old, New, Texts, Seen.Zero);
  } else if (Type->isIntegerType())
    How = ofInteger(Old, New, Texts, AllWays);
}

std::string Acceptance::words(const std::string &Name, bool Accepted) const {
  switch (How) {
  case Kind::Truth:
  case Kind::NullPtr:
    return (Accepted ? "" : "!") + Name;
  case Kind::Errno:
    return Name + (Accepted ? " >= 0" : " < 0");
  case Kind::Fault:
    return (Accepted ? "!(" : "") + Name + " & VM_FAULT_ERROR" + (Accepted ? ")" : "");
  case Kind::ErrPtr:
    return (Accepted ? "!IS_ERR(" : "IS_ERR(") + Name + ")";
  case Kind::ErrValue:
    return (Accepted ? "!IS_ERR_VALUE(" : "IS_ERR_VALUE(") + Name + ")";
  case Kind::None:
    break;
  }
  return "";
}

z3::expr Acceptance::accepts(const z3::expr &Result) const {
  z3::context &Z = Result.ctx();
  const unsigned Width = Result.get_sort().bv_size();
  switch (How) {
  case Kind::Truth:
  case Kind::NullPtr:
    return Result != Z.bv_val(0, Width);
  case Kind::Errno:
    return Result >= Z.bv_val(0, Width);
  case Kind::Fault:
    return (Result & Z.bv_val(FaultErrors, Width)) == Z.bv_val(0, Width);
  case Kind::ErrPtr:
  case Kind::ErrValue:
    return z3::ult(Result, Z.bv_val(static_cast<std::uint64_t>(-MaxErrno), Width));
  case Kind::None:
    break;
  }
  return Z.bool_val(true);
}

z3::expr Acceptance::differ(Direction Way, const z3::expr &Old, const z3::expr &New) const {
  const z3::expr Was = accepts(Old), Is = accepts(New);
  switch (Way) {
  case Direction::Stricter:
    return (Was && !Is).simplify();
  case Direction::Laxer:
    return (!Was && Is).simplify();
  case Direction::OtherError:
    return (!Was && !Is && Old != New).simplify();
  case Direction::OtherValue:
    return (Was && Is && Old != New).simplify();
  case Direction::Crash:
    break;
  }
  return Old.ctx().bool_val(false);
}

} // namespace kverdict
