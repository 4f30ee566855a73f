#include "parse/UnitParts.h"

#include "cache/Reads.h"
#include "core/Error.h"
#include "kbuild/CompileCommands.h"
#include "kbuild/Targets.h"
#include "parse/Chains.h"
#include "parse/FunctionNames.h"
#include "parse/OwnNames.h"
#include "parse/SoFar.h"
#include "parse/text/Nesting.h"
#include "parse/text/TextScan.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/Basic/Version.h>
#if CLANG_VERSION_MAJOR >= 21
#include <clang/Driver/CreateInvocationFromArgs.h>
#else
#include <clang/Frontend/Utils.h>
#endif
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Sema/Sema.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

using namespace clang;

namespace kverdict {
namespace {

constexpr unsigned MaxReads = 150; ///< each is entered from the one before, and Clang bounds that

/// What ends a text: the parser is between two declarations when it reads the pragma. A declaration that lacks its `;`
/// is none with this behind it.
std::string tail() { return "\n__extension__ _Static_assert(1, \"\");\n#pragma " + ownPragma() + "\n"; }

bool openConditional(const Preprocessor &PP) {
  const PreprocessorLexer &Now = *PP.getCurrentLexer();
  return Now.conditional_begin() != Now.conditional_end();
}

/// Enters the text of the extras when the parser has come to the end of the file, and then what else it is given.
class ExtrasHandler : public PragmaHandler {
public:
  ExtrasHandler(Unit::Parts &P, Feed &Source) : PragmaHandler(ownPragma()), P(P), Source(Source) {}

  void HandlePragma(Preprocessor &PP, PragmaIntroducer, Token &First) override {
    PP.DiscardUntilEndOfDirective();
    // A brace or an #endif is missing before: the end of the file will say so.
    if (!P.Compiler->getSema().CurContext->isTranslationUnit() || openConditional(PP))
      return;
    SourceManager &SM = PP.getSourceManager();
    const SourceLocation Here = First.getLocation();
    const FileID File = SM.getFileID(Here);
    if (File != SM.getMainFileID() && !P.Errors->extra(File))
      return; // a file that includes itself
    if (!P.Compiler->getSema().PragmaAttributeStack.empty() && P.Refused.What.empty())
      P.Refused = {P.Request.Command.File, "a #pragma clang attribute that nothing takes back"};
    P.Watch->restart();
    if (!P.Extras.empty()) {
      if (!Source.next())
        return;
      P.Busy->restart();
    } else {
      std::vector<Extra> All = lateBodies(P.Compiler->getASTContext(), PP, P.Keep, P.Request.Opaque, P.Blanked);
      All.insert(All.end(), P.Request.Extras.begin(), P.Request.Extras.end());
      P.write(std::move(All));
    }
    const ExtraText &Next = *P.Extras.back();
    FileID ID = SM.createFileID(llvm::MemoryBuffer::getMemBufferCopy(Next.Text + tail(), "<kverdict>"), SrcMgr::C_User);
    P.Errors->addExtras(ID, &Next);
    PP.EnterSourceFile(ID, nullptr, Here);
  }

private:
  Unit::Parts &P;
  Feed &Source;
};

/// Decides which bodies are parsed.
class BodyChooser : public ASTConsumer {
public:
  explicit BodyChooser(Unit::Parts &P) : P(P) {}

  void Initialize(ASTContext &Context) override { SM = &Context.getSourceManager(); }

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    P.Recorder->add(Group);
    // Each declaration is held against each of them.
    if (P.Compiler->getSema().PragmaAttributeStack.size() > MostOpen)
      P.Watch->stop((*Group.begin())->getLocation(),
                    "more than " + std::to_string(MostOpen) + " #pragma clang attribute in each other");
    for (Decl *Each : Group) {
      if (const auto Over = Declared.step(*Each))
        P.Watch->stop(Each->getLocation(), *Over);
      if (auto *F = dyn_cast<FunctionDecl>(Each))
        nameAsWritten(*F);
    }
    return true;
  }

  bool shouldSkipFunctionBody(Decl *D) override {
    const auto *F = dyn_cast<FunctionDecl>(D);
    if (!F)
      return true;
    SourceLocation At = SM->getExpansionLoc(F->getLocation());
    std::string Name = F->getNameAsString();
    if (SM->getFileID(At) == SM->getMainFileID()) {
      if (!Known.insert(Name).second && !F->isInvalidDecl())
        P.Watch->stop(F->getLocation(), "another body of " + Name + "()");
      P.Functions.push_back(Name);
      return !P.Request.AllBodies && !P.Keep.count(Name) && !P.Recorder->changes(F) && !hasKeptHead(F);
    }
    if (P.Errors->extra(SM->getFileID(At)) || P.Keep.count(Name) || P.Recorder->changes(F))
      return false;
    const StringRef File = SM->getBufferName(At);
    // What a macro made has no text that could be read again later, so it is kept; but not the long functions that
    // tracepoints are made of: nothing is decided there.
    return !F->getLocation().isMacroID() || File.contains("/trace/");
  }

private:
  /// Whether a macro of Keep makes its head, as SYSCALL_DEFINE0() does: the text of its body was kept for that name.
  bool hasKeptHead(const FunctionDecl *F) const {
    if (!F->getLocation().isMacroID())
      return false;
    const SourceLocation At = SM->getExpansionLoc(F->getLocation());
    return P.Keep.count(
               Lexer::getSourceText(CharSourceRange::getTokenRange(At), *SM, F->getASTContext().getLangOpts()).str()) !=
           0;
  }

  static constexpr size_t MostOpen = 16; ///< `#pragma clang attribute push` without its pop
  Unit::Parts &P;
  const SourceManager *SM = nullptr;
  Chains Declared;
  std::set<std::string> Known; ///< functions of the main file: overloads, and bodies for some CPUs, have one name
};

class ParseAction : public ASTFrontendAction {
public:
  ParseAction(Unit::Parts &P, Feed &Source) : P(P), Source(Source) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    CI.getPreprocessor().AddPragmaHandler(new ExtrasHandler(P, Source));
    P.Recorder->watch(CI.getPreprocessor());
    watchDirectives(CI.getPreprocessor(), *P.Files, P.Refused);
    auto stop = [this](const std::string &Place, const std::string &What) { Source.abandon({Place, What}); };
    P.Watch = std::make_unique<Flood>(CI.getPreprocessor(), stop, readSoFar(CI));
    return std::make_unique<BodyChooser>(P);
  }

private:
  Unit::Parts &P;
  Feed &Source;
};

/// Of CPU time, for one go of the parser. It is asked at each token (parse/text/Flood.h); this is for what takes long
/// between two of them.
constexpr unsigned MostSeconds = 12;

/// On the parser's thread.
void run(Unit::Parts &P, Feed &Source) {
  AtWork Mark(P.Request.Command.File, "", P.Request.Text, MostSeconds);
  P.Busy = &Mark;
  P.Action = std::make_unique<ParseAction>(P, Source);
  P.Begun = P.Action->BeginSourceFile(*P.Compiler, P.Compiler->getFrontendOpts().Inputs[0]);
  if (!P.Begun)
    return;
  if (llvm::Error E = P.Action->Execute()) {
    llvm::consumeError(std::move(E));
    P.Failed = true;
  }
}

std::shared_ptr<CompilerInvocation> makeInvocation(Unit::Parts &P, IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS) {
  std::vector<const char *> Args{"clang"};
  for (const std::string &A : P.Request.Command.Arguments)
    Args.push_back(A.c_str());
  Args.push_back("-fsyntax-only");
  Args.push_back("-w");
  Args.push_back(P.Request.Command.File.c_str());
  CreateInvocationOptions Options;
  Options.VFS = FS;
#if CLANG_VERSION_MAJOR >= 21
  Options.Diags = CompilerInstance::createDiagnostics(*FS, P.DiagOptions, P.Errors.get(), false);
#else
  Options.Diags = CompilerInstance::createDiagnostics(&P.DiagOptions, P.Errors.get(), false);
#endif
  std::shared_ptr<CompilerInvocation> Result = createInvocation(Args, Options);
  if (!Result || !P.Errors->fileErrors().empty())
    throw Error(ExitCode::Incomplete, P.Request.Command.File + ": its compile command is not understood" +
                                          (P.Errors->fileErrors().empty() ? "" : ": " + P.Errors->fileErrors()[0]));
  seen::exists(Result->getHeaderSearchOpts().ResourceDir + "/include"); // of this Clang asks the disk, and not FS
  Result->getFrontendOpts().SkipFunctionBodies = true;
  Result->getFrontendOpts().DisableFree = false;
  Result->getLangOpts().CommentOpts.ParseAllComments = false;
  Result->getDiagnosticOpts().ErrorLimit = 0;
  Result->getDependencyOutputOpts() = DependencyOutputOptions();
  return Result;
}

IntrusiveRefCntPtr<llvm::vfs::FileSystem> makeFileSystem(Unit::Parts &P) {
  const UnitRequest &Request = P.Request;
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  P.Files = llvm::makeIntrusiveRefCnt<Fence>(llvm::vfs::createPhysicalFileSystem());
  IntrusiveRefCntPtr<llvm::vfs::FileSystem> Real = P.Files;
  if (!Request.AllBodies)
    Real = blankHeaders(Real, P.Keep, P.Blanked);
  auto Overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Real);
  Memory->addFile(Request.Command.File, 0, llvm::MemoryBuffer::getMemBufferCopy(P.Text));
  for (const auto &[Path, Text] : Request.Overlay)
    if (Path != Request.Command.File)
      Memory->addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  Overlay->pushOverlay(Memory);
  Overlay->setCurrentWorkingDirectory(Request.Command.Directory);
  return Overlay;
}

/// A body that is skipped up to the end of the file is an error for which Clang has no words.
[[noreturn]] void refuseOpen(const Unit::Parts &P) {
  const std::string Name = P.Functions.empty() ? "" : P.Functions.back();
  const ASTContext &Context = P.Compiler->getASTContext();
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation At = SM.getLocForStartOfFile(SM.getMainFileID());
  for (const NamedDecl *D : Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Name)))
    At = D->getLocation();
  const PresumedLoc Place = SM.getPresumedLoc(SM.getExpansionLoc(At), false);
  const SourcePlace Shown = relative({Place.getFilename(), Place.getLine(), Place.getColumn()}, P.Request.Command);
  const std::string Why = (Name.empty() ? "a function" : Name + "()") + " has no closing brace";
  throw ParseError(P.Request.Command.File + ":" + std::to_string(Place.getLine()) + ": " + Why +
                       ", so this file is not analysed",
                   Shown, Why);
}

[[noreturn]] void refuse(const Unit::Parts &P) {
  std::string Message = P.Request.Command.File + ": Clang does not parse this file, so it is not analysed:\n";
  const auto &Errors = P.Errors->fileErrors();
  for (size_t I = 0; I < Errors.size() && I < 3; ++I)
    Message += Errors[I] + "\n";
  if (Errors.size() > 3)
    Message += "and " + std::to_string(Errors.size() - 3) + " more errors\n";
  Message += "Make sure that it compiles with the command that was found for it (a kernel tree must be configured "
             "and prepared: make defconfig && make prepare).";
  throw ParseError(Message, relative(P.Errors->firstPlace(), P.Request.Command), P.Errors->firstMessage());
}

[[noreturn]] void refuse(const Unit::Parts &P, const Refusal &R) {
  const bool OfCommand = R.Place.starts_with("<") || R.Place.starts_with(":"); // an -include
  const std::string Place = OfCommand ? "" : relative({R.Place, 0, 0}, P.Request.Command).File;
  throw Error(ExitCode::Incomplete, (Place.empty() ? P.Request.Command.File : Place) + ": wants " + R.What +
                                        ", so this file is not analysed");
}

/// Where the sources lie, as far as that can be told.
std::vector<std::string> treesOf(const CompileCommand &Command) {
  const StringRef Home = llvm::sys::path::parent_path(Command.File);
  std::vector<std::string> Out = {Command.Directory, Command.Root, kernelRoot(Command.File), Home.str()};
  for (StringRef Above = Home; !Above.empty() && Above != "/"; Above = llvm::sys::path::parent_path(Above))
    if (seen::exists((Above + "/.git").str())) {
      Out.push_back(Above.str());
      break;
    }
  return Out;
}

void makeTarget(CompilerInstance &Compiler, const UnitRequest &Request) {
  const std::string &Name = Compiler.getTargetOpts().Triple;
  const bool Made = Compiler.createTarget();
  if (Made && isSupportedTarget(Compiler.getTarget().getTriple().str()))
    return;
  throw Error(ExitCode::Incomplete, Request.Command.File + ": the target '" + Name +
                                        "' of its compile command is not supported, so this file is not analysed");
}

void collectProblems(Unit::Parts &P) {
  for (const auto &[Name, Problem] : P.Extras.back()->Problems)
    P.Problems.emplace(Name, Problem);
  for (const auto &[Name, Problem] : P.Errors->extraProblems())
    P.Problems.emplace(Name, Problem);
}

void collectModels(Unit::Parts &P, const Unit &U) {
  for (const Extra &E : P.Request.Extras)
    if (E.What == Extra::Kind::Body && !P.Problems.count(E.Name))
      if (const FunctionDecl *F = U.definition(E.Name))
        P.ModelBodies[E.Function] = F;
}

} // namespace

std::unique_ptr<Unit> parseUnit(const UnitRequest &Request) {
  const AtWork Mark(Request.Command.File, "", Request.Text);
  refuseTooDeep(Request.Command.File, Request.Text);
  if (holdsOwnNames(Request.Text))
    throw Error(ExitCode::Incomplete, Request.Command.File + ": holds a name of this run by chance; run it again");
  auto Owned = std::make_shared<Unit::Parts>();
  Unit::Parts &P = *Owned;
  P.Request = Request;
  std::set<std::string> Wanted = Request.Wanted;
  Wanted.insert(Request.Missed.begin(), Request.Missed.end());
  for (const Extra &E : Request.Extras)
    Wanted.insert(E.Function);
  Mentions Scan = scanText(Request.Text);
  for (const Extra &E : Request.Extras)
    for (const auto &[Name, Body] : scanText(E.Name + "() {" + E.Text.Text + "}"))
      Wanted.insert(Body.begin(), Body.end());
  P.Keep = reachable(Scan, Wanted);
  P.Keep.insert(Request.Read.begin(), Request.Read.end());

  P.Recorder = std::make_unique<LayoutRecorder>(P.Request, P.Notes);
  const auto Lines = Request.Changed.find(Request.Command.File);
  P.Text = Request.AllBodies ? Request.Text
                             : blankBodies(Request.Text, P.Keep,
                                           Lines == Request.Changed.end() ? std::set<unsigned>() : Lines->second);
  P.Text += tail();
  P.Blanked[Request.Command.File] = llvm::MemoryBuffer::getMemBufferCopy(Request.Text + tail());

  P.DiagOptions.ShowPresumedLoc = 1; // extras are to be found where #line says
  P.Errors = std::make_unique<Diagnostics>(P.DiagOptions, Request.Text.size());
  auto FS = makeFileSystem(P);
  auto Invocation = makeInvocation(P, FS);
#if CLANG_VERSION_MAJOR >= 21
  P.Compiler = std::make_unique<CompilerInstance>(Invocation);
  P.Compiler->setVirtualFileSystem(FS);
  P.Compiler->createDiagnostics(P.Errors.get(), false);
  P.Compiler->createFileManager();
#else
  P.Compiler = std::make_unique<CompilerInstance>();
  P.Compiler->setInvocation(Invocation);
  P.Compiler->createDiagnostics(*FS, P.Errors.get(), false);
  P.Compiler->createFileManager(FS);
#endif
  P.Compiler->createSourceManager();
  makeTarget(*P.Compiler, Request);
  P.Files->close(readable(*P.Compiler, treesOf(Request.Command)));
  P.Parser = std::make_unique<Feed>([&P](Feed &Source) { run(P, Source); });
  if (const auto &Why = P.Parser->abandoned()) {
    P.Self = Owned;
    refuseGiant(Why->Place, Why->What);
  }
  if (P.Files->touched() && P.Refused.What.empty()) // by an #embed, which is not told of if nothing was found
    P.Refused = {P.Errors->firstPlace().File + ":" + std::to_string(P.Errors->firstPlace().Line), OutsideTheFence};
  if (!P.Refused.What.empty())
    refuse(P, P.Refused);
  if (!P.Begun || P.Failed || !P.Errors->fileErrors().empty())
    refuse(P);
  if (P.Extras.empty())
    refuseOpen(P);
  collectProblems(P);
  auto Result = std::make_unique<Unit>(std::move(Owned));
  collectModels(P, *Result);
  return Result;
}

/// Reads extras behind what was read, with the skipped bodies that they need. False if the parser had to be stopped.
static bool readNow(const std::shared_ptr<Unit::Parts> &P, std::vector<Extra> All) {
  Unit::Parts &Q = *P;
  std::set<std::string> Mentioned;
  for (const Extra &E : All)
    for (const auto &[Name, Names] : scanText("f() {" + E.Text.Text + "}"))
      Mentioned.insert(Names.begin(), Names.end());
  ASTContext &Context = Q.Compiler->getASTContext();
  for (Extra &E : lateBodies(Context, Q.Compiler->getPreprocessor(), Mentioned, Q.Request.Opaque, Q.Blanked))
    if (!Q.Late.count(E.Name))
      All.push_back(std::move(E));
  Q.write(std::move(All));
  if (!Q.Parser->give("")) {
    if (Q.Parser->abandoned())
      Q.Self = P;
    return false;
  }
  collectProblems(Q);
  return true;
}

unsigned Unit::reads() const { return P->Reads; }

bool Unit::read(std::vector<Extra> All) const {
  if (P->Reads == MaxReads)
    return false;
  ++P->Reads;
  return readNow(P, std::move(All));
}

std::unique_ptr<Unit> Unit::with(const std::vector<FunctionText> &Bodies, const std::vector<MovedLines> &Lines) const {
  Parts &Q = *P;
  auto Result = std::make_unique<Unit>(P);
  Result->Moved = Lines;
  if (Bodies.empty())
    return Result;
  if (Q.Reads == MaxReads)
    return nullptr;
  const std::string Prefix = LateBodyPrefix + std::to_string(++Q.Reads) + "_";
  decltype(Q.OtherBodies) Read;
  std::vector<Extra> All;
  for (const FunctionText &Each : Bodies) {
    const FunctionDecl *F = declaration(Each.Name);
    if (!F || !readsTheSame(context(), Q.Compiler->getPreprocessor(), Each.Body, F->getLocation()))
      return nullptr;
    const auto Text = std::tuple(Each.Name, Each.Body, Each.At.Line);
    const auto Known = Q.OtherBodies.find(Text);
    const std::string Name = Known != Q.OtherBodies.end() ? Known->second : Prefix + Each.Name;
    Result->Replaced[Each.Name] = {Name, place(F->getLocation()), lastLine(Each)};
    Result->Replaced[Each.Name].At.Line = Each.Line;
    if (Known != Q.OtherBodies.end())
      continue;
    Extra E;
    E.What = Extra::Kind::Body;
    E.Function = Each.Name;
    E.Name = Name;
    E.Text = {Each.Body, Each.At};
    All.push_back(std::move(E));
    Read.emplace(Text, Name);
  }
  if (All.empty())
    return Result;
  if (!readNow(P, All))
    return nullptr;
  for (const Extra &E : All)
    if (E.Name.starts_with(Prefix) && Q.Problems.count(E.Name))
      return nullptr;
  Q.OtherBodies.merge(Read);
  return Result;
}

} // namespace kverdict
