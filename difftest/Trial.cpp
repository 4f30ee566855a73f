#include "difftest/Trial.h"

#include "core/Error.h"
#include "testing/NativeBuild.h"

#include <map>

namespace kverdict {
namespace {

constexpr unsigned MostTries = 200;

/// Calls Try with the root changed at each place in turn; true as soon as it accepts one.
bool anySmaller(Fragment &Root, Fragment &At, const std::function<bool()> &Try) {
  for (Fragment &New : smaller(At)) {
    Fragment Old = std::move(At);
    At = std::move(New);
    if (Try())
      return true;
    At = std::move(Old);
  }
  for (Fragment &Part : At.Parts)
    if (anySmaller(Root, Part, Try))
      return true;
  return false;
}

bool fails(const GeneratedFunction &F, const std::string &Kind, unsigned RandomStates, std::uint64_t Seed) {
  try {
    Tally Ignored;
    for (const Disagreement &D : compareFunctions({F}, RandomStates, Seed, Ignored, Kind == CompilerDisagrees))
      if (D.Kind == Kind)
        return true;
  } catch (const Error &) {
    // It does not compile any more.
  }
  return false;
}

std::string describe(const GeneratedFunction &F, const std::string &Kind, unsigned RandomStates, std::uint64_t Seed,
                     const Disagreement &First) {
  std::string Text = First.Text;
  Tally Ignored;
  for (const Disagreement &D : compareFunctions({F}, RandomStates, Seed, Ignored, Kind == CompilerDisagrees))
    if (D.Kind == Kind) {
      Text = D.Text;
      break;
    }
  return Kind + " disagree (seed " + std::to_string(Seed) + "): " + Text + "\n" + F.text();
}

} // namespace

std::vector<Fragment> smaller(const Fragment &P) {
  std::vector<Fragment> Out;
  for (const Fragment &Part : P.Parts)
    if (Part.What == P.What)
      Out.push_back(Part);
  switch (P.What) {
  case Fragment::Sort::Number:
    if (P.Text != "0" && P.Text != "1")
      Out.insert(Out.end(), {{P.What, "0"}, {P.What, "1"}});
    break;
  case Fragment::Sort::Object:
  case Fragment::Sort::Ops:
    if (P.Text != "p" && P.Text != "NULL" && P.What == Fragment::Sort::Object)
      Out.push_back({P.What, "p"});
    break;
  case Fragment::Sort::Statement:
    if (!P.Text.empty())
      Out.insert(Out.begin(), {P.What, ""});
    if (P.Text.find("if (") == 0)
      Out.push_back({P.What, ";\n"});
  }
  return Out;
}

std::string fileText(const std::vector<GeneratedFunction> &Functions) {
  std::string Text = readFile(KVERDICT_SOURCE_DIR "/difftest/types.c");
  for (const GeneratedFunction &F : Functions)
    Text += F.text();
  return Text;
}

std::vector<Disagreement> compareFunctions(const std::vector<GeneratedFunction> &Functions, unsigned RandomStates,
                                           std::uint64_t Seed, Tally &T, bool Natively, QuestionLog *Log) {
  UnitRequest Request;
  Request.Command = {"/t/generated.c", "/t", {"-std=gnu11"}};
  Request.Text = fileText(Functions);
  Request.AllBodies = true;
  const std::unique_ptr<Unit> U = parseUnit(Request);
  const Rules NoRules;
  CrossCheck C{*U, Request.Text, NoRules, {}, {}, {}, RandomStates, Seed, Natively};
  C.Log = Log;
  for (const GeneratedFunction &F : Functions) {
    C.Functions.push_back(F.Name);
    if (F.Writes || F.Opaque)
      C.NoAliases.insert(F.Name);
  }
  return compare(C, T);
}

GeneratedFunction shrink(GeneratedFunction F, const std::string &Kind, unsigned RandomStates, std::uint64_t Seed) {
  unsigned Tries = 0;
  auto accept = [&] { return ++Tries < MostTries && fails(F, Kind, RandomStates, Seed); };
  while (Tries < MostTries && anySmaller(F.Root, F.Root, accept)) {
  }
  return F;
}

void runTrial(const TrialSize &Size, std::uint64_t Seed, Tally &T, const TrialEars &Ears) {
  std::map<std::string, unsigned> Kinds;
  for (std::uint64_t Batch = Size.FirstBatch; T.States < Size.Pairs; ++Batch) {
    const std::uint64_t Own = Seed * 100'000 + Batch;
    Ears.File(Own);
    Generator G(Own, Batch * 37 % 100 < Size.OpaquePercent);
    std::vector<GeneratedFunction> Functions;
    for (unsigned I = 0; I < Size.Batch; ++I)
      Functions.push_back(G.function("f" + std::to_string(I)));
    std::set<std::string> Seen;
    for (const Disagreement &D : compareFunctions(Functions, Size.RandomStates, Own, T, true, Ears.Questions)) {
      if (!Seen.insert(D.Function + D.Kind).second)
        continue;
      if (D.Function.empty() || ++Kinds[D.Kind] > Size.Shrinks) {
        Ears.Disagreement(D.Kind + " disagree (seed " + std::to_string(Own) + ") in " + D.Function + ": " +
                          D.Text.substr(0, D.Text.find('\n')));
        continue;
      }
      for (const GeneratedFunction &F : Functions)
        if (F.Name == D.Function)
          Ears.Disagreement(describe(shrink(F, D.Kind, Size.RandomStates, Own), D.Kind, Size.RandomStates, Own, D));
    }
  }
}

} // namespace kverdict
