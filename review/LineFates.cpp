#include "review/LineFates.h"

#include "parse/DeadParts.h"
#include "parse/Linkage.h"

#include <algorithm>

namespace kverdict {
namespace {

bool isFunction(const Piece &P) { return P.What == Piece::Kind::Function; }

/// The end of a function whose body was skipped is not known: it reaches to what follows.
unsigned lastLineOf(const std::vector<Piece> &All, size_t I) {
  if (!All[I].NotRead)
    return All[I].Last;
  for (size_t Next = I + 1; Next < All.size(); ++Next)
    if (All[Next].First > All[I].First)
      return std::max(All[I].Last, All[Next].First - 1);
  return ~0u;
}

bool isOutside(const Piece &P) {
  return P.What == Piece::Kind::Variable || P.What == Piece::Kind::Other ||
         (P.What == Piece::Kind::Constant && !P.Static) || (P.FromMacro && !isFunction(P));
}

void sortOnce(std::vector<std::string> &All) {
  std::sort(All.begin(), All.end());
  All.erase(std::unique(All.begin(), All.end()), All.end());
}

} // namespace

LineFates::LineFates(std::vector<ChangedFile> &Files, const Unit &Old, const Unit &New)
    : Files(Files), OldSide{&Old}, NewSide{&New} {
  for (bool OfOld : {true, false})
    for (const ChangedFile &Each : Files) {
      Side &S = side(OfOld);
      S.Layouts.push_back(S.U->layout(Each.place(OfOld)));
      for (const Piece &P : S.Layouts.back() ? S.Layouts.back()->Pieces : std::vector<Piece>())
        if (isFunction(P))
          (P.Static ? S.Statics : S.Functions).insert(P.Name), S.Functions.insert(P.Name);
    }
  for (Side *S : {&OldSide, &NewSide})
    for (const auto &Each : S->Layouts)
      S->Indices.push_back(Each ? std::optional<PieceIndex>(*Each) : std::nullopt);
  for (size_t I = 0; I < Files.size(); ++I)
    for (ChangedLine &Each : Files[I].Lines)
      if (Each.What != Fate::SameTokens && Each.Reason.empty())
        look(I, Each);
  std::vector<std::string> InOrder;
  const std::set<std::string> Some(Touched.begin(), Touched.end());
  for (const auto &Each : NewSide.Layouts)
    for (const Piece &P : Each ? Each->Pieces : std::vector<Piece>())
      if (Some.count(P.Name) && isFunction(P))
        InOrder.push_back(P.Name);
  Touched = std::move(InOrder);
  findLost();
}

/// A macro may give a function another name.
void LineFates::findLost() {
  for (const auto &Each : OldSide.Layouts)
    for (const Piece &P : Each ? Each->Pieces : std::vector<Piece>())
      if (isFunction(P) && !P.Static && !NewSide.Functions.count(P.Name) && !Gone.count(P.Name))
        Lost = P.Name;
  std::string Names;
  for (const bool OfOld : {true, false})
    for (const std::string &Each : side(OfOld).Functions)
      if (!side(!OfOld).Functions.count(Each) && !(OfOld ? Gone : Come).count(Each))
        Names += (Names.empty() ? "" : ", ") + Each + (OfOld ? "() is left out" : "() is brought in");
  for (ChangedFile &File : Files)
    for (ChangedLine &L : File.Lines)
      if (!Names.empty() && L.What == Fate::NotLookedAt && L.Reason.starts_with("#")) {
        L.Reason += "; " + Names;
        L.Decides = true;
      }
}

const LineTokens &LineFates::tokens(size_t File, bool Old) {
  auto It = Tokens.find({File, Old});
  if (It == Tokens.end())
    It = Tokens.emplace(std::pair(File, Old), LineTokens(Files[File].text(Old))).first;
  return It->second;
}

bool LineFates::inBoth(const std::string &Function) const {
  return OldSide.Functions.count(Function) && NewSide.Functions.count(Function);
}

void LineFates::look(size_t File, ChangedLine &Line) {
  const auto &Shape = side(Line.Old).Layouts[File];
  if (!Shape) {
    Line.Reason = "the build does not include it";
    return;
  }
  if (const unsigned By = Shape->skippedBy(Line.Line)) {
    Line.What = Fate::NotCompiled;
    const std::string &Text = Files[File].text(Line.Old);
    Line.Reason = conditionOf(tokens(File, Line.Old), Text, By);
    return;
  }
  if (lookAtDirective(File, Line))
    return;
  const std::vector<const Piece *> All = side(Line.Old).Indices[File]->at(Line.Line);
  if (std::any_of(All.begin(), All.end(), [](const Piece *P) { return isFunction(*P); }))
    return inFunctions(Line, All);
  if (!All.empty())
    return elsewhere(File, Line, *All.front());
  Line.Reason = "it belongs to no declaration of this build";
}

/// A directive inside of a function is one all the same: what it makes of the function is seen there.
bool LineFates::lookAtDirective(size_t File, ChangedLine &Line) {
  const Directive *D = tokens(File, Line.Old).directive(Line.Line);
  if (!D)
    return false;
  if (D->Keyword == "define" || D->Keyword == "undef")
    reach(Line, D->Name, {D->Name});
  else if (D->Keyword == "include")
    reachAll(Line, "#include");
  else
    Line.Reason = "#" + D->Keyword + ": what it does in other builds is not known";
  return true;
}

void LineFates::inFunctions(ChangedLine &Line, const std::vector<const Piece *> &All) {
  std::vector<std::string> Both;
  const Piece *One = nullptr;
  for (const Piece *P : All)
    if (isFunction(*P)) {
      if (inBoth(P->Name))
        Both.push_back(P->Name);
      else
        One = P;
    }
  if (Both.empty())
    return inOneVersion(Line, *One);
  std::string Else;
  for (const std::string &Name : Both)
    if (Else.empty())
      Else = OldSide.Statics.count(Name) < NewSide.Statics.count(Name) ? Name + "() is static now" : toldElse(Name);
  Line.What = Fate::Compared;
  Line.Name = Both.back();
  Touched.insert(Touched.end(), Both.begin(), Both.end());
  Waiting.push_back({&Line, std::move(Both), std::move(Else)});
}

/// What else the head tells the linker than before, which nothing here can hold to a claim. To be visible to other
/// files changes nothing by itself.
std::string LineFates::toldElse(const std::string &Name) const {
  const clang::FunctionDecl *F = OldSide.U->definition(Name), *G = NewSide.U->definition(Name);
  if (!F || !G)
    return "";
  const std::string Was = toldOutside(F), Is = toldOutside(G);
  if (Was == Is)
    return "";
  return "what the head of " + Name + "() tells the linker or its callers: " + (Is.empty() ? "no more " + Was : Is);
}

/// The same of the functions that a declaration on the line may speak of.
std::string LineFates::declaredElse(const Open &Line) const {
  for (const std::string &Name : Line.Functions)
    if (Name == Line.Line->Name)
      return toldElse(Name);
  return "";
}

/// A function that only one version has matters to those that use it, and a name that others may use matters to them.
void LineFates::inOneVersion(ChangedLine &Line, const Piece &P) {
  (Line.Old ? Gone : Come).insert(P.Name);
  Line.OnlyHere = true;
  const clang::FunctionDecl *F = (Line.Old ? OldSide : NewSide).U->definition(P.Name);
  if (const std::string Told = F ? toldOutside(F) : ""; !Told.empty()) { // it may be run, or used, without a caller
    Line.Name = P.Name;
    Line.Reason = "what the head of " + P.Name + "() tells the linker or its callers: " + Told;
    return;
  }
  const bool Seen = Line.Old ? !P.Static : !P.Static && OldSide.U->declares(P.Name);
  if (!Seen)
    return reach(Line, P.Name, {P.Name});
  Line.Name = P.Name;
  Line.Reason = P.Name + (Line.Old ? "() is gone, and other files may use it" : "() is defined here now");
}

void LineFates::elsewhere(size_t File, ChangedLine &Line, const Piece &P) {
  if (P.FromMacro || P.What == Piece::Kind::Other) {
    const auto Names = tokens(File, Line.Old).names(P.First, P.First);
    Line.Name = Names.empty() ? "" : Names.front().str();
    Line.Reason = (Line.Name.empty() ? "it" : Line.Name) + " is part of no function";
  } else if (P.What == Piece::Kind::Variable) {
    Line.Name = P.Name;
    Line.Reason = "the variable " + P.Name + ", of which only the uses are compared";
  } else if (P.What == Piece::Kind::Type) {
    reachAll(Line, P.Name);
  } else {
    reach(Line, P.Name.empty() && !P.Names.empty() ? P.Names.front() : P.Name, P.Names);
  }
}

/// The functions that mention one of the names, or a macro, a constant or a type that does.
void LineFates::reach(ChangedLine &Line, const std::string &Name, std::vector<std::string> Names) {
  Side &S = side(Line.Old);
  read(S, Line.Old);
  std::set<std::string> All(Names.begin(), Names.end()), Found;
  std::set<size_t> Seen; // of the mentioners
  std::string Outside;
  for (size_t Last = 0; !Names.empty();) {
    const auto Of = S.ByMentioned.find(Names.back());
    Names.pop_back();
    if (Of == S.ByMentioned.end())
      continue;
    for (const size_t I : Of->second) {
      const Side::Mentioner &Each = S.Mentioners[I];
      if (!Seen.insert(I).second)
        continue;
      if (Each.Outside && I >= Last) {
        Outside = Each.Names.empty() ? Name : Each.Names.front();
        Last = I;
      }
      if (Each.Function)
        Found.insert(Each.Names.begin(), Each.Names.end());
      else
        for (const std::string &N : Each.Names)
          if (All.insert(N).second)
            Names.push_back(N);
    }
  }
  Line.What = Fate::Reaching;
  Line.Name = Name;
  std::vector<std::string> Functions;
  for (const std::string &Each : Found)
    if (inBoth(Each))
      Functions.push_back(Each);
  Waiting.push_back({&Line, std::move(Functions), Outside});
}

void LineFates::reachAll(ChangedLine &Line, const std::string &Name) {
  Line.What = Fate::Reaching;
  Line.Name = Name;
  std::vector<std::string> Functions;
  for (const std::string &Each : NewSide.Functions)
    if (inBoth(Each))
      Functions.push_back(Each);
  Waiting.push_back({&Line, std::move(Functions), ""});
}

void LineFates::read(Side &S, bool Old) {
  if (std::exchange(S.Read, true))
    return;
  for (size_t I = 0; I < Files.size(); ++I) {
    if (!S.Layouts[I])
      continue;
    const LineTokens &Words = tokens(I, Old);
    auto add = [&](std::vector<std::string> Names, unsigned First, unsigned Last, bool Function, bool Outside) {
      const std::vector<llvm::StringRef> Mentioned = Words.names(First, Last);
      for (llvm::StringRef Each : std::set<llvm::StringRef>(Mentioned.begin(), Mentioned.end()))
        S.ByMentioned[Each.str()].push_back(S.Mentioners.size());
      S.Mentioners.push_back({std::move(Names), Function, Outside});
    };
    const std::vector<Piece> &All = S.Layouts[I]->Pieces;
    for (size_t P = 0; P < All.size(); ++P)
      add(isFunction(All[P]) ? std::vector<std::string>{All[P].Name} : All[P].Names, All[P].First, lastLineOf(All, P),
          isFunction(All[P]), isOutside(All[P]));
    for (const Directive &D : Words.directives())
      if (D.Keyword == "define")
        add({D.Name}, D.First, D.Last, false, false);
  }
}

std::vector<std::string> LineFates::reached() const {
  std::vector<std::string> Out;
  for (const Open &Each : Waiting)
    if (Each.Line->What == Fate::Reaching)
      Out.insert(Out.end(), Each.Functions.begin(), Each.Functions.end());
  sortOnce(Out);
  const std::set<std::string> Already(Touched.begin(), Touched.end());
  std::erase_if(Out, [&](const std::string &Name) { return Already.count(Name) != 0; });
  return Out;
}

/// By which option this build leaves something out of one of the functions, on this line.
std::string LineFates::leftOut(const ChangedLine &Line, const std::vector<std::string> &Functions) const {
  const Unit &U = Line.Old ? *OldSide.U : *NewSide.U;
  for (const std::string &Name : Functions)
    if (const std::string Option = leftOutBy(U, U.definition(Name), Line.Line); !Option.empty())
      return Option;
  return "";
}

void LineFates::settle(const std::map<std::string, FunctionFate> &Fates, const Unit &Old, const Unit &New) {
  OldSide.U = &Old, NewSide.U = &New;
  for (Open &Each : Waiting) {
    ChangedLine &Line = *Each.Line;
    const bool Reaching = Line.What == Fate::Reaching;
    std::optional<Change> Worst = Change::Equivalent;
    size_t Left = 0, Idle = 0; // not compared, and those of them that decide nothing
    std::string Why;
    for (const std::string &Name : Each.Functions) {
      const auto It = Fates.find(Name);
      const FunctionFate F = It == Fates.end() ? FunctionFate{} : It->second;
      Line.Decides |= F.Decides;
      if (F.Outcome) {
        Worst = worse(*Worst, *F.Outcome);
        if (Reaching)
          Line.Reaches.push_back(Name);
      } else {
        ++(Reaching && !F.Decides && !F.Why.empty() ? Idle : Left);
        Why = F.Why;
      }
    }
    if (Line.Reaches.empty())
      Left += Idle;
    const std::string Option = !Reaching && *Worst == Change::Equivalent && !Left ? leftOut(Line, Each.Functions) : "";
    if (!Option.empty()) {
      Line.What = Fate::NotCompiled;
      Line.Reason = Option;
    } else if (!Reaching && *Worst == Change::Equivalent && !Each.Outside.empty()) {
      Line.What = Fate::NotLookedAt;
      Line.Reason = Each.Outside;
    } else if (const std::string Told = Reaching && *Worst == Change::Equivalent ? declaredElse(Each) : "";
               !Told.empty()) {
      Line.Reason = Told;
    } else if (Reaching && *Worst == Change::Equivalent && !(Each.Outside + Lost).empty()) {
      Line.Reason = Lost.empty() ? Each.Outside + ", which it reaches, is used by more than functions of this file"
                                 : Lost + "() has another name, or is gone";
    } else if (Left == 0 || *Worst != Change::Equivalent) {
      Line.Outcome = Worst;
    } else if (!Reaching) {
      Line.What = Fate::NotLookedAt;
      Line.Reason = Why;
    } else {
      Line.Reason = Line.Reaches.empty() && Left == 1 && !Why.empty()
                        ? Why
                        : "of the " + std::to_string(Each.Functions.size()) + " functions that it reaches, " +
                              std::to_string(Line.Reaches.size()) + " were compared";
    }
  }
}

} // namespace kverdict
