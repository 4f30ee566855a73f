#include "difftest/NativeUnit.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/AST/RecursiveASTVisitor.h>

#include <map>
#include <sstream>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned SlotSize = 64;

/// What the unit mentions outside its functions.
class Mentioned : public RecursiveASTVisitor<Mentioned> {
public:
  std::map<std::string, const FunctionDecl *> Functions;
  std::map<std::string, const VarDecl *> Variables;

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *F = dyn_cast<FunctionDecl>(E->getDecl()); F && !F->getBuiltinID())
      Functions[F->getNameAsString()] = F;
    if (const auto *V = dyn_cast<VarDecl>(E->getDecl()); V && V->hasGlobalStorage() && !V->isStaticLocal())
      Variables[V->getNameAsString()] = V;
    return true;
  }
};

/// Writes the C that joins the unit's text to native_driver.c.
class Joint {
public:
  Joint(const Unit &U, const std::vector<std::string> &Functions) : U(U), Policy(U.context().getLangOpts()) {
    Found.TraverseDecl(U.context().getTranslationUnitDecl());
    Out << "\n#pragma clang diagnostic ignored \"-Weverything\"\n"
           "void kv_call(const char *, const unsigned long *, void *, unsigned long);\nvoid kv_noreturn(void);\n";
    for (const auto &[Name, F] : Found.Functions)
      if (!F->isDefined())
        stub(F);
    for (const auto &[Name, V] : Found.Variables)
      if (!V->getDefinition() && !V->getActingDefinition() && !V->getType()->isIncompleteType())
        Out << declarator(V->getType(), Name) << ";\n";
    for (const std::string &Name : Functions)
      wrapper(U.definition(Name));
    tables(Functions);
  }

  std::string text() const { return Out.str(); }
  std::vector<std::string> globals() const { return Globals; }

private:
  std::string declarator(QualType T, const std::string &Name) {
    std::string Text = Name;
    T.getAsStringInternal(Text, Policy);
    return Text;
  }

  void stub(const FunctionDecl *F) {
    std::string Parameters, Arguments;
    for (const ParmVarDecl *P : F->parameters()) {
      std::string Name = "a" + std::to_string(P->getFunctionScopeIndex());
      Parameters += (Parameters.empty() ? "" : ", ") + declarator(P->getType(), Name);
      Arguments += P->getType()->isRecordType() ? "0, " : "(unsigned long)" + Name + ", ";
    }
    if (F->isVariadic())
      Parameters += ", ...";
    QualType Result = F->getReturnType();
    Out << declarator(Result, F->getNameAsString() + "(" + (Parameters.empty() ? "void" : Parameters) + ")") << " {";
    if (F->isNoReturn()) {
      Out << " kv_noreturn(); __builtin_trap(); }\n";
      return;
    }
    Out << " unsigned long a[] = {" << Arguments << "0};";
    if (Result->isVoidType())
      Out << " kv_call(\"" << F->getNameAsString() << "\", a, 0, 0); }\n";
    else
      Out << " " << declarator(Result.getUnqualifiedType(), "r") << " = {0}; kv_call(\"" << F->getNameAsString()
          << "\", a, &r, sizeof r); return r; }\n";
  }

  void wrapper(const FunctionDecl *F) {
    const std::string Name = F->getNameAsString();
    Out << "static void kv_run_" << Name << "(unsigned char *arguments, unsigned char *result) {";
    std::string Arguments;
    for (const ParmVarDecl *P : F->parameters()) {
      const unsigned I = P->getFunctionScopeIndex();
      const std::string Own = "a" + std::to_string(I);
      Out << " " << declarator(P->getType().getUnqualifiedType(), Own) << "; __builtin_memcpy(&" << Own
          << ", arguments + " << I * SlotSize << ", sizeof " << Own << ");";
      Arguments += (I ? ", " : "") + Own;
    }
    Out << " " << declarator(F->getReturnType().getUnqualifiedType(), "r") << " = " << Name << "(" << Arguments
        << "); __builtin_memcpy(result, &r, sizeof r); }\n";
  }

  void global(const std::string &Name, const std::string &Size, bool Constant) {
    Out << "{(void *)&" << Name << ", " << Size << ", " << Constant << "}, ";
    Globals.push_back(Name);
  }

  void tables(const std::vector<std::string> &Functions) {
    Out << "void (*const kv_functions[])(unsigned char *, unsigned char *) = {";
    for (const std::string &Name : Functions)
      Out << "kv_run_" << Name << ", ";
    Out << "};\nstruct kv_global { void *address; unsigned long size; int constant; };\n"
           "struct kv_global kv_globals[] = {";
    for (const auto &[Name, F] : Found.Functions)
      global(Name, "0", false);
    for (const auto &[Name, V] : Found.Variables)
      if (!V->getType()->isIncompleteType())
        global(Name, "sizeof(" + Name + ")", V->getType().isConstant(U.context()));
    Out << "{0}};\nconst unsigned kv_global_count = " << Globals.size() << ";\n";
  }

  const Unit &U;
  PrintingPolicy Policy;
  Mentioned Found;
  std::ostringstream Out;
  std::vector<std::string> Globals;
};

std::string cellLine(char Kind, unsigned Position, const Cell &C) {
  std::ostringstream Out;
  Out << Kind << " " << Position << " " << std::hex << C.Address << std::dec << " " << C.BitOffset << " " << C.Width
      << " " << std::hex << C.Value << "\n";
  return Out.str();
}

/// A state as the driver reads it; empty if it holds what cannot be made natively.
std::string lines(const NativeRun &Run, const std::vector<std::string> &Globals) {
  const State &S = Run.State->Start;
  std::ostringstream Out;
  Out << "S " << Run.Function << "\n" << std::hex;
  for (const auto &[Name, Address] : S.Globals) {
    auto It = std::find(Globals.begin(), Globals.end(), Name);
    if (It != Globals.end())
      Out << "G " << std::dec << It - Globals.begin() << std::hex << " " << Address << "\n";
  }
  for (const Object &O : S.Objects)
    Out << "O " << O.Address << " " << O.Size << "\n";
  for (const Cell &C : S.Memory)
    Out << "M " << C.Address << std::dec << " " << C.BitOffset << " " << C.Width << " " << std::hex << C.Value << "\n";
  for (unsigned I = 0; I < S.Arguments.size(); ++I)
    for (const Cell &C : S.Arguments[I])
      Out << cellLine('A', I, C);
  for (const CallOutcome &Call : Run.State->Calls) {
    if (Call.Callee == "asm" || Call.Callee[0] == '*')
      return "";
    Out << "C " << Call.Callee << "\n";
    for (const Cell &C : Call.Result)
      Out << cellLine('R', 0, C);
    for (const Cell &C : Call.Writes)
      Out << cellLine('W', 0, C);
    for (const auto &[Position, Cells] : Call.Through)
      for (const Cell &C : Cells)
        Out << cellLine('T', Position, C);
  }
  Out << "X\n";
  return Out.str();
}

NativeEnd parsed(const std::string &Line) {
  switch (Line[0]) {
  case 'R':
    return {NativeEnd::Kind::Returned, std::stoull(Line.substr(2), nullptr, 16)};
  case 'U':
    return {NativeEnd::Kind::Trapped};
  case 'M':
    return {NativeEnd::Kind::Mismatch};
  case 'N':
    return {NativeEnd::Kind::NoReturn};
  case 'T':
    return {NativeEnd::Kind::TooLong};
  default:
    return {};
  }
}

} // namespace

std::vector<std::string> trappingFlags() {
  return {"-O0",
          "-fsanitize=undefined",
          "-fno-sanitize=null,shift-base,alignment,pointer-overflow,function",
          "-fsanitize-trap=undefined",
          "-fsanitize=kernel-address",
          "-mllvm",
          "-asan-stack=0",
          "-mllvm",
          "-asan-globals=0",
          "-mllvm",
          "-asan-instrumentation-with-call-threshold=0"};
}

bool NativeUnit::callable(const FunctionDecl *F) {
  const ASTContext &Context = F->getASTContext();
  QualType T = F->getReturnType();
  if (F->isVariadic() || F->getNumParams() > 32 || F->getNameAsString() == "main")
    return false;
  for (const ParmVarDecl *P : F->parameters())
    if (Context.getTypeSizeInChars(P->getType()).getQuantity() > SlotSize || P->getType()->isFloatingType())
      return false;
  return T->isIntegralOrEnumerationType() || T->isPointerType();
}

NativeUnit::NativeUnit(const Unit &U, const std::string &Text, const std::vector<std::string> &Functions,
                       const std::vector<std::string> &Flags) {
  Joint Made(U, Functions);
  Globals = Made.globals();
  Build = std::make_unique<NativeBuild>(
      std::vector<std::string>{Text + Made.text(), readFile(KVERDICT_SOURCE_DIR "/difftest/native_driver.c")}, Flags);
}

std::vector<NativeEnd> NativeUnit::run(const std::vector<NativeRun> &Runs) const {
  std::string Input;
  std::vector<unsigned> Sent;
  for (unsigned I = 0; I < Runs.size(); ++I)
    if (std::string Lines = lines(Runs[I], Globals); !Lines.empty()) {
      Input += Lines;
      Sent.push_back(I);
    }
  std::vector<NativeEnd> Ends(Runs.size());
  std::vector<std::string> Lines = Build->run(Input);
  for (unsigned I = 0; I < Lines.size() && I < Sent.size(); ++I)
    Ends[Sent[I]] = parsed(Lines[I]);
  return Ends;
}

} // namespace kverdict
