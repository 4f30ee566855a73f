#include "parse/Assembly.h"

#include "parse/LineNumber.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Expr.h>
#include <clang/Lex/Lexer.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <set>
#include <vector>

using namespace clang;

namespace kverdict {

std::string withoutLabels(const std::string &Assembly) {
  const llvm::StringRef Text = Assembly;
  std::vector<llvm::StringRef> Labels;
  std::string Out;
  for (size_t I = 0; I < Text.size();) {
    const size_t End = std::min(Text.size(), Text.find_first_not_of("0123456789", I));
    const bool Word = I > 0 && (llvm::isAlnum(Text[I - 1]) || llvm::StringRef("_$%.").contains(Text[I - 1]));
    const char Next = End < Text.size() ? Text[End] : 0;
    const llvm::StringRef Number = Text.slice(I, std::max(End, I + 1));
    I += Number.size();
    if (End < I || Word || (Next != ':' && Next != 'b' && Next != 'f')) {
      Out += Number;
      continue;
    }
    const auto Known = std::find(Labels.begin(), Labels.end(), Number);
    Out += "@" + std::to_string(Known - Labels.begin());
    if (Known == Labels.end())
      Labels.push_back(Number);
  }
  return Out;
}

namespace {

void replaceAll(std::string &Text, const std::string &What, const std::string &With) {
  for (size_t At = Text.find(What); At != std::string::npos; At = Text.find(What, At + With.size()))
    Text.replace(At, What.size(), With);
}

/// The text that is assembled; operands are known by their position, whatever names they have.
std::string templateText(const GCCAsmStmt *E) {
  std::string Text = withoutLabels(E->getAsmString());
  unsigned Position = 0;
  auto number = [&](llvm::StringRef Name) {
    if (!Name.empty())
      replaceAll(Text, "[" + Name.str() + "]", "[" + std::to_string(Position) + "]");
    ++Position;
  };
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    number(E->getOutputName(I));
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    number(E->getInputName(I));
  for (unsigned I = 0; I < E->getNumLabels(); ++I)
    number(E->getLabelName(I));
  return Text;
}

/// The register that a variable is bound to, which takes the operand there.
std::string registerOf(const Expr *Operand) {
  const auto *Ref = dyn_cast<DeclRefExpr>(Operand->IgnoreParenImpCasts());
  const auto *Label = Ref ? Ref->getDecl()->getAttr<AsmLabelAttr>() : nullptr;
  return Label && isa<VarDecl>(Ref->getDecl()) ? "{" + Label->getLabel().str() + "}" : "";
}

} // namespace

bool isWarning(const GCCAsmStmt *E) { return llvm::StringRef(E->getAsmString()).contains("__bug_table"); }

bool tellsPlace(const ASTContext &Context, const GCCAsmStmt *E, const Expr *Input) {
  return isCounted(Context, Input) || (isWarning(E) && isa<StringLiteral>(Input->IgnoreParenCasts()));
}

bool isBug(const ASTContext &Context, const CallExpr *E) {
  const SourceManager &Sources = Context.getSourceManager();
  for (SourceLocation At = E->getBeginLoc(); At.isMacroID(); At = Sources.getImmediateMacroCallerLoc(At))
    if (Lexer::getImmediateMacroName(At, Sources, Context.getLangOpts()) == "BUG")
      return true;
  return false;
}

bool ordersMemory(const GCCAsmStmt *E) {
  for (unsigned I = 0; I < E->getNumClobbers(); ++I)
    if (E->getClobber(I) == "memory")
      return true;
  return false;
}

/// Beside an update: a label, what is for the assembler, a comment, a flag that is taken down.
static bool isAside(llvm::StringRef Line) {
  return Line.empty() || Line[0] == '.' || Line[0] == '#' || Line.starts_with("/*") || Line.ends_with(":") ||
         Line.starts_with("set");
}

/// The instruction behind a `lock` prefix, or an xchg, which needs none; empty if it is another kind of text, or
/// another instruction stands beside it: what comes out is of both then.
static llvm::StringRef lockedInstruction(llvm::StringRef Text) {
  const auto isOfAName = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  llvm::StringRef Found;
  llvm::SmallVector<llvm::StringRef> Lines;
  Text.split(Lines, '\n');
  for (llvm::StringRef Line : Lines) {
    Line = Line.trim();
    const bool Locked = Line.consume_front("lock") && !Line.empty() && !isOfAName(Line[0]);
    if (Locked)
      Line = Line.ltrim("; \t");
    const auto [First, Second] = Line.split(';');
    if (isAside(First) && Second.trim().empty() && !Locked)
      continue;
    if (!Found.empty() || !Second.trim().empty() || !(Locked || First.starts_with("xchg")))
      return "";
    Found = First.take_while(isOfAName);
  }
  return Found;
}

bool isSharedUpdate(const GCCAsmStmt *E) {
  static const std::set<llvm::StringRef> Known = {"xadd", "xchg", "inc", "dec", "add", "sub",
                                                  "and",  "or",   "xor", "bts", "btr", "btc"};
  const std::string Text = E->getAsmString();
  llvm::StringRef Name = lockedInstruction(Text);
  if (!Known.count(Name) && !Name.empty())
    Name = Name.drop_back(); // its width
  unsigned Memory = 0;
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    Memory += E->getOutputConstraint(I).find('m') != std::string::npos;
  // Of a mask, some flags are known: that of zero behind an `or`, that of the sign behind an `and`.
  const bool Masks = Name == "or" || Name == "and";
  return Known.count(Name) && E->isVolatile() && ordersMemory(E) && !E->isAsmGoto() && Memory == 1 &&
         E->getNumOutputs() <= (Masks ? 1u : 2u);
}

/// Its operands are constants, so it can only ask, not write.
static bool onlyAsks(const GCCAsmStmt *E) {
  if (!E->isAsmGoto() || E->getNumOutputs() || ordersMemory(E))
    return false;
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    if (E->getInputConstraint(I) != "i")
      return false;
  return true;
}

bool isEvent(const GCCAsmStmt *E) {
  return (E->isVolatile() || E->isAsmGoto() || E->getNumOutputs() == 0) && !onlyAsks(E);
}

std::string assemblyText(const GCCAsmStmt *E) {
  std::string Text = templateText(E);
  for (unsigned I = 0; I < E->getNumOutputs(); ++I)
    Text += (I ? ", " : " : ") + E->getOutputConstraint(I) + registerOf(E->getOutputExpr(I));
  for (unsigned I = 0; I < E->getNumInputs(); ++I)
    Text += (I ? ", " : " : ") + E->getInputConstraint(I) + registerOf(E->getInputExpr(I));
  std::set<std::string> Clobbers; // whose order says nothing
  for (unsigned I = 0; I < E->getNumClobbers(); ++I)
    Clobbers.insert(E->getClobber(I));
  for (const std::string &Each : Clobbers)
    Text += (Each == *Clobbers.begin() ? " : " : ", ") + Each;
  return Text;
}

} // namespace kverdict
