#include "report/LocalNames.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <set>

namespace kverdict {

/// "a = f(x, y), b = 1" at its commas, but not at those in brackets.
static std::vector<llvm::StringRef> valuesOf(llvm::StringRef Text) {
  std::vector<llvm::StringRef> Out;
  int Depth = 0;
  size_t Begin = 0;
  for (size_t I = 0; I <= Text.size(); ++I) {
    if (I == Text.size() || (Depth == 0 && Text[I] == ',')) {
      Out.push_back(Text.slice(Begin, I).trim());
      Begin = I + 1;
    } else {
      Depth += llvm::StringRef("([{").contains(Text[I]) - llvm::StringRef(")]}").contains(Text[I]);
    }
  }
  return Out;
}

static bool isVariable(llvm::StringRef Name) {
  return !Name.empty() && !llvm::isDigit(Name[0]) &&
         llvm::all_of(Name, [](char C) { return llvm::isAlnum(C) || C == '_'; });
}

/// Whether a value is an object that a call gave: `((struct page *)(find(p)))`, `find(p)`; no ERR_PTR(-EINVAL).
static bool isOfACall(llvm::StringRef Value) {
  return Value.ends_with(")") && !Value.starts_with("(void *)") && !Value.starts_with("ERR_PTR(") &&
         (Value.starts_with("((") ? Value.count('(') > 3 : isVariable(Value.split('(').first));
}

/// Whether a value is where a member leads of an object that a call gave: `((struct vma *)(find(p)))->vm_policy`.
static bool isBehindACall(llvm::StringRef Value) {
  const size_t End = Value.rfind(")->");
  return End != llvm::StringRef::npos && isOfACall(Value.take_front(End + 1)) &&
         llvm::all_of(Value.drop_front(End + 1),
                      [](char C) { return llvm::isAlnum(C) || llvm::StringRef("_->.").contains(C); });
}

/// `find(p)` of `((struct page *)(find(p)))`.
static llvm::StringRef withoutCast(llvm::StringRef Object) {
  const size_t Cast = Object.find(" *)(");
  return Object.starts_with("((") && Object.ends_with("))") && Cast != llvm::StringRef::npos
             ? Object.drop_back(2).drop_front(Cast + 4)
             : Object;
}

/// Where the operand of an access begins that ends there: `fd_file(f)` of `!fd_file(f)->f_mode`, `a->b[i]`.
static size_t operandBefore(llvm::StringRef Text, size_t End) {
  int Depth = 0;
  for (size_t I = End; I-- > 0;) {
    const char C = Text[I];
    Depth += llvm::StringRef(")]").contains(C) - llvm::StringRef("([").contains(C);
    const bool Part = Depth || llvm::isAlnum(C) || llvm::StringRef("_([.").contains(C) || Text.substr(I, 2) == "->" ||
                      (I && Text.substr(I - 1, 2) == "->");
    if (Depth < 0 || !Part)
      return I + 1;
  }
  return 0;
}

/// What a test of the function calls the object whose member it reads; empty if that is not certain.
static std::string operandOf(llvm::StringRef Test, llvm::StringRef Member) {
  std::set<std::string> All;
  for (size_t At = Test.find(Member); At != llvm::StringRef::npos; At = Test.find(Member, At + 1)) {
    const llvm::StringRef After = Test.drop_front(At + Member.size());
    if (After.empty() || !(llvm::isAlnum(After[0]) || After[0] == '_'))
      All.insert(Test.slice(operandBefore(Test, At), At).str());
  }
  return All.size() == 1 ? *All.begin() : "";
}

/// `find` of `find(p, 1)`.
static std::string calleeOf(llvm::StringRef Call) {
  const llvm::StringRef Name = Call.split('(').first;
  return isVariable(Name) && Call.ends_with(")") ? Name.str() : "";
}

/// The function that a call from outside made which ends in handing on what this step's call gave; empty if none does.
static std::string handsOn(const std::vector<TraceStep> &Run, size_t At) {
  std::string Given = Run[At].Text, By;
  unsigned Depth = Run[At].Depth;
  for (size_t I = At + 1; I < Run.size() && Depth; ++I) {
    const TraceStep &Step = Run[I];
    if (Step.What != TraceStep::Kind::Return || Step.Depth != Depth)
      continue;
    const bool Same = By.empty() ? Step.Text == Given : calleeOf(Step.Text) == By;
    if (!Same)
      return "";
    By = Step.Function;
    --Depth;
  }
  return Depth ? "" : By;
}

/// By a callee that was asked once, and not by the function itself.
static std::map<std::string, std::string> handedOnIn(const std::vector<TraceStep> &Run) {
  std::map<std::string, unsigned> Times;
  std::map<std::string, std::string> Out;
  for (size_t I = 0; I < Run.size(); ++I)
    if (const std::string Callee = Run[I].What == TraceStep::Kind::Call ? calleeOf(Run[I].Text) : ""; !Callee.empty())
      if (const std::string By = handsOn(Run, I); ++Times[Callee] == 1 && !By.empty())
        Out[Callee] = By;
  std::erase_if(Out, [&](const auto &Each) { return Times[Each.first] > 1; });
  return Out;
}

LocalNames::LocalNames(const std::vector<TraceStep> &Run) : HandedOn(handedOnIn(Run)) {
  std::map<std::string, std::set<std::string>> Values; ///< of a variable
  for (const TraceStep &Step : Run)
    if (Step.Depth == 0 && Step.What == TraceStep::Kind::Return && isVariable(Step.Text))
      Values[Step.Text].insert(Step.Outcome);
  for (const TraceStep &Step : Run)
    for (const llvm::StringRef Each : Step.Depth == 0 ? valuesOf(Step.Values) : std::vector<llvm::StringRef>())
      if (const auto [Name, Value] = Each.split(" = "); isVariable(Name)) {
        Values[Name.str()].insert(Value.str());
      } else if (const size_t At = Name.rfind("->"); At != llvm::StringRef::npos && isOfACall(Name.take_front(At))) {
        const std::string Called = operandOf(Step.Text, Name.drop_front(At));
        if (!Called.empty() && llvm::isAlpha(Called[0]) && Called.size() < At)
          Values[Called].insert(Name.take_front(At).str());
      }
  std::map<std::string, std::string> ByObject;
  for (const auto &[Name, All] : Values)
    if (All.size() == 1 && (isOfACall(*All.begin()) || isBehindACall(*All.begin())))
      ByObject.try_emplace(*All.begin(), Name);
  Names.assign(ByObject.begin(), ByObject.end());
  llvm::stable_sort(Names, [](const auto &A, const auto &B) { return A.first.size() > B.first.size(); });
}

/// `(file->f_mapping)->a_ops` is `file->f_mapping->a_ops`. Brackets behind a name are those of a call.
static std::string withoutBrackets(std::string Text) {
  for (size_t End = Text.find(")->"); End != std::string::npos; End = Text.find(")->", End + 1)) {
    const size_t Begin = operandBefore(Text, End + 1);
    if (Text[Begin] != '(' || operandBefore(Text, End) != Begin + 1)
      continue;
    Text.erase(End, 1).erase(Begin, 1);
  }
  return Text;
}

std::string LocalNames::ofCall(std::string Line) const {
  const size_t Open = Line.find('('), End = Line.rfind(") returned ");
  const auto By = HandedOn.find(Line.substr(0, Open));
  if (By == HandedOn.end() || Open == std::string::npos || End == std::string::npos)
    return in(Line);
  return By->second + "(" + in(Line.substr(End));
}

std::string LocalNames::in(std::string Text) const {
  const std::string Given = Text;
  for (const auto &[Object, Name] : Names) {
    if (Text == "returns " + withoutCast(Object).str() || Text == "returned " + withoutCast(Object).str())
      return llvm::StringRef(Text).split(' ').first.str() + " " + Name;
    if (Text == withoutCast(Object))
      return Name;
    for (const std::string &From : {Object, Object + "->"}) // a call that names no type is no object by itself
      if (From.back() == '>' || Object.front() == '(')
        for (size_t At = Text.find(From); At != std::string::npos; At = Text.find(From, At + Name.size()))
          Text.replace(At, From.size(), From.back() == '>' ? Name + "->" : Name);
  }
  return Text == Given ? Text : withoutBrackets(Text);
}

} // namespace kverdict
