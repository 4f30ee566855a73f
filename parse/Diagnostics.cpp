#include "parse/Diagnostics.h"

#include "core/Spelling.h"
#include "parse/Nearest.h"
#include "parse/OwnNames.h"

#include <clang/AST/Decl.h>
#include <clang/Basic/DiagnosticParse.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Preprocessor.h>

using namespace clang;

namespace kverdict {
namespace {

/// Errors that say "this tree does not have that": a name, a member, another signature.
bool saysTreeLacks(unsigned ID) {
  switch (ID) {
  case diag::err_undeclared_var_use:
  case diag::err_undeclared_var_use_suggest:
  case diag::ext_implicit_function_decl_c99:
  case diag::err_no_member:
  case diag::err_no_member_suggest:
  case diag::err_typecheck_member_reference_struct_union:
  case diag::err_typecheck_incomplete_tag:
  case diag::err_typecheck_call_too_few_args:
  case diag::err_typecheck_call_too_few_args_one:
  case diag::err_typecheck_call_too_many_args:
  case diag::err_typecheck_call_too_many_args_one:
  case diag::err_typecheck_convert_incompatible:
  case diag::err_incomplete_type:
    return true;
  default:
    return false;
  }
}

/// Of these, errors that are about what is handed to a call: what Clang says of them is about the rules' own C.
bool isOfArguments(unsigned ID, StringRef Message) {
  return (ID == diag::err_typecheck_convert_incompatible && Message.starts_with("passing ")) ||
         ID == diag::err_typecheck_call_too_few_args || ID == diag::err_typecheck_call_too_few_args_one ||
         ID == diag::err_typecheck_call_too_many_args || ID == diag::err_typecheck_call_too_many_args_one;
}

/// Errors that begin with a name which nothing has, in quotes; one of a member goes on with the member that is near.
bool missesName(unsigned ID) {
  return ID == diag::err_undeclared_var_use || ID == diag::err_undeclared_var_use_suggest ||
         ID == diag::ext_implicit_function_decl_c99;
}

/// The texts in single quotes of a message.
std::vector<std::string> quotedIn(StringRef Message) {
  SmallVector<StringRef> Parts;
  Message.split(Parts, '\'');
  std::vector<std::string> Out;
  for (size_t I = 1; I + 1 < Parts.size(); I += 2)
    Out.push_back(Parts[I].str());
  return Out;
}

std::string messageOf(const Diagnostic &Info) {
  llvm::SmallString<128> Message;
  Info.FormatDiagnostic(Message);
  return withOwnNames(Message.str().str());
}

} // namespace

Diagnostics::Diagnostics(DiagnosticOptions &Options, size_t Length)
    : Length(Length), Options(Options), Printer(Stream, Options) {}

void Diagnostics::BeginSourceFile(const LangOptions &LO, const Preprocessor *PP) {
  Names = PP;
  Printer.BeginSourceFile(LO, PP);
}

void Diagnostics::EndSourceFile() { Printer.EndSourceFile(); }

std::string Diagnostics::print(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  Buffer.clear();
  // Our own text says with #line where it is from; a source that does so would move what is said of it elsewhere.
  Options.ShowPresumedLoc = Info.hasSourceManager() && isOwn(Info.getSourceManager(), Info.getLocation());
  Printer.HandleDiagnostic(Level, Info);
  while (!Buffer.empty() && Buffer.back() == '\n')
    Buffer.pop_back();
  return withOwnNames(Buffer);
}

bool Diagnostics::isOwn(const SourceManager &SM, SourceLocation At) const {
  return At.isValid() && extra(SM.getFileID(SM.getExpansionLoc(At)));
}

PresumedLoc Diagnostics::placeOf(const SourceManager &SM, SourceLocation At) const {
  return SM.getPresumedLoc(SM.getExpansionLoc(At), isOwn(SM, At));
}

void Diagnostics::keepFirst(const Diagnostic &Info) {
  FirstMessage = messageOf(Info);
  if (!Info.hasSourceManager() || Info.getLocation().isInvalid())
    return;
  const SourceManager &SM = Info.getSourceManager();
  if (PresumedLoc At = placeOf(SM, Info.getLocation()); At.isValid())
    FirstPlace = {At.getFilename(), At.getLine(), At.getColumn()};
}

bool Diagnostics::isBehindEnd(const Diagnostic &Info) const {
  if (!Info.hasSourceManager() || Info.getLocation().isInvalid())
    return false;
  const SourceManager &SM = Info.getSourceManager();
  const auto [File, Offset] = SM.getDecomposedExpansionLoc(Info.getLocation());
  return File == SM.getMainFileID() && Offset >= Length;
}

/// There is no line of the author's to show.
void Diagnostics::atEnd(const Diagnostic &Info) {
  const SourceManager &SM = Info.getSourceManager();
  const SourceLocation Last = SM.getLocForStartOfFile(SM.getMainFileID()).getLocWithOffset(Length ? Length - 1 : 0);
  const PresumedLoc At = placeOf(SM, Last);
  WantedAtEnd = messageOf(Info);
  const std::string Said = WantedAtEnd + " at the end of the file";
  if (FileErrors.empty()) {
    FirstPlace = {At.getFilename(), At.getLine(), At.getColumn()};
    FirstMessage = Said;
  }
  FileErrors.push_back(std::string(At.getFilename()) + ":" + std::to_string(At.getLine()) + ":" +
                       std::to_string(At.getColumn()) + ": error: " + Said);
}

/// "to match this '{'" says where to look.
void Diagnostics::notClosed(const Diagnostic &Note) {
  const std::string Wanted = std::exchange(WantedAtEnd, "") + " ";
  std::string Text = print(DiagnosticsEngine::Note, Note);
  if (const size_t At = Text.find("note: "); At != std::string::npos)
    Text.replace(At, strlen("note: "), "error: " + Wanted);
  FileErrors.pop_back();
  FileErrors.insert(FileErrors.begin(), std::move(Text));
  keepFirst(Note);
  FirstMessage = Wanted + FirstMessage;
}

/// The struct or union that an error is about; null if it is about none.
static const RecordDecl *recordIn(const Diagnostic &Info) {
  for (unsigned I = 0; I < Info.getNumArgs(); ++I)
    if (Info.getArgKind(I) == DiagnosticsEngine::ak_declcontext)
      return dyn_cast<RecordDecl>(reinterpret_cast<const DeclContext *>(Info.getRawArg(I)));
  return nullptr;
}

/// A member of it, or of what is unnamed in it, whose name is a letter off, be it a plural; empty if there is none.
static std::string nearestMember(const RecordDecl *Of, const std::string &Name) {
  constexpr size_t Shortest = 5;
  if (!Of)
    return "";
  for (const Decl *Each : Of->decls())
    if (const auto *Member = dyn_cast<ValueDecl>(Each)) {
      const std::string Known = Member->getName().str();
      const bool Plural = Name.size() >= Shortest && (Known == Name + "s" || Name == Known + "s");
      if (Plural || isSlipOf(Name, Known))
        return Known;
    }
  return "";
}

/// The name that the author of an extra may have meant where this error names another; empty if none is near.
std::string Diagnostics::meant(const Diagnostic &Info) const {
  const std::vector<std::string> Quoted = quotedIn(messageOf(Info));
  if (Info.getID() == diag::err_no_member_suggest && Quoted.size() > 2)
    return isSlipOf(Quoted.front(), Quoted.back()) ? Quoted.back() : "";
  if (Info.getID() == diag::err_no_member && !Quoted.empty()) // of C, Clang suggests no member
    return nearestMember(recordIn(Info), Quoted.front());
  if (!missesName(Info.getID()) || Quoted.empty() || !Names)
    return "";
  return nearestName(Names->getIdentifierTable(), Quoted.front());
}

/// The first error of an extra says what is wrong; the later ones may only follow from it.
void Diagnostics::ofExtra(const ExtraText::Piece &Piece, bool InHead, const Diagnostic &Info, std::string Text) {
  using Fault = Unit::ExtraProblem::Fault;
  if (ExtraProblems.count(Piece.Name))
    return;
  const bool Lacks = saysTreeLacks(Info.getID());
  const std::string Meant = Lacks && !InHead ? meant(Info) : "";
  if (!Meant.empty() && Text.find("did you mean") == std::string::npos)
    Text += "\nnote: did you mean '" + Meant + "'?";
  const Fault Whose = !Meant.empty() ? Fault::Text : Lacks ? Fault::TreeLacks : InHead ? Fault::File : Fault::Text;
  const std::string Reason = Whose == Fault::TreeLacks && isOfArguments(Info.getID(), messageOf(Info))
                                 ? "what it calls takes other arguments in this tree"
                                 : messageOf(Info);
  ExtraProblems.try_emplace(Piece.Name, Unit::ExtraProblem{Whose, Reason, std::move(Text)});
}

void Diagnostics::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  if (Level == DiagnosticsEngine::Note && !WantedAtEnd.empty() && Info.getID() == diag::note_matching)
    return notClosed(Info);
  if (Level < DiagnosticsEngine::Error)
    return;
  WantedAtEnd.clear();
  if (isBehindEnd(Info))
    return atEnd(Info);
  std::string Text = print(Level, Info);
  if (!Extras.empty() && Info.hasSourceManager() && Info.getLocation().isValid()) {
    auto [File, Offset] = Info.getSourceManager().getDecomposedExpansionLoc(Info.getLocation());
    const auto It = Extras.find(File);
    if (const auto *Piece = It == Extras.end() ? nullptr : It->second->pieceAt(Offset))
      return ofExtra(*Piece, Offset < Piece->Inside, Info, std::move(Text));
  }
  if (FileErrors.empty())
    keepFirst(Info);
  FileErrors.push_back(std::move(Text));
}

} // namespace kverdict
