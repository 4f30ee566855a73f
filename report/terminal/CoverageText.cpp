#include "report/terminal/CoverageText.h"

#include "core/Visible.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

using Json = nlohmann::ordered_json;

namespace kverdict {
namespace {

using Kind = FunctionCoverage::Kind;
constexpr unsigned ShortLines = 60;

/// One group of functions.
struct Figures {
  unsigned Functions = 0, Exact = 0, Deep = 0, Approximate = 0, Open = 0;

  void add(const FunctionCoverage &F) {
    ++Functions;
    Exact += F.What == Kind::Exact;
    Deep += F.What == Kind::Exact && F.AllCallees;
    Approximate += F.What == Kind::Approximate;
    Open += F.What == Kind::Open;
  }
};

/// How often a reason was met, and where first.
struct Cause {
  unsigned Count = 0;
  std::string Example;
};

struct Totals {
  Figures All, Short;
  std::vector<std::pair<std::string, Cause>> Causes; ///< the most frequent first
  unsigned Files = 0, Failed = 0;

  explicit Totals(const std::vector<FileCoverage> &Each) {
    std::map<std::string, Cause> ByWhat;
    for (const FileCoverage &File : Each) {
      ++Files;
      Failed += !File.Failure.empty();
      for (const FunctionCoverage &F : File.Functions)
        add(F, ByWhat);
    }
    Causes.assign(ByWhat.begin(), ByWhat.end());
    std::stable_sort(Causes.begin(), Causes.end(),
                     [](const auto &A, const auto &B) { return A.second.Count > B.second.Count; });
  }

private:
  void add(const FunctionCoverage &F, std::map<std::string, Cause> &ByWhat) {
    All.add(F);
    if (F.Lines <= ShortLines)
      Short.add(F);
    for (const CoverageReason &R : F.Reasons) {
      if (F.What == Kind::Exact)
        continue;
      Cause &C = ByWhat[R.What];
      if (C.Count++ == 0)
        C.Example = R.At.File + ":" + std::to_string(R.At.Line) + " " + F.Function + "()";
    }
  }
};

std::string share(unsigned Part, unsigned Whole) {
  const unsigned Tenths = Whole ? Part * 1000ul / Whole : 0;
  return std::to_string(Part) + " (" + std::to_string(Tenths / 10) + "." + std::to_string(Tenths % 10) + " %)";
}

std::string lines(const std::string &Title, const Figures &F) {
  return Title + ": " + std::to_string(F.Functions) + "\n" +                               //
         "  explored exactly:               " + share(F.Exact, F.Functions) + "\n" +       //
         "    with all callees looked into: " + share(F.Deep, F.Functions) + "\n" +        //
         "  explored with approximations:   " + share(F.Approximate, F.Functions) + "\n" + //
         "  not explored to the end:        " + share(F.Open, F.Functions) + "\n";
}

std::string wordOf(Kind What) {
  return What == Kind::Exact ? "exact" : What == Kind::Approximate ? "approximate" : "open";
}

Json figures(const Figures &F) {
  return {{"functions", F.Functions},
          {"exact", F.Exact},
          {"deep", F.Deep},
          {"approximate", F.Approximate},
          {"open", F.Open}};
}

Json record(const FunctionCoverage &F) {
  Json Out = {{"type", "function"},          {"file", F.At.File}, {"line", F.At.Line},
              {"function", F.Function},      {"lines", F.Lines},  {"outcome", wordOf(F.What)},
              {"all_callees", F.AllCallees}, {"depth", F.Depth},  {"paths", F.Paths}};
  if (F.What == Kind::Exact)
    return Out;
  for (const CoverageReason &R : F.Reasons)
    Out["reasons"].push_back({{"reason", R.What}, {"file", R.At.File}, {"line", R.At.Line}});
  return Out;
}

std::string dumped(const Json &J) { return J.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n"; }

} // namespace

std::string renderCoverage(const std::vector<FileCoverage> &Files) {
  const Totals T(Files);
  std::string Out = lines("functions whose result is a verdict", T.All) +
                    lines("of these, of at most " + std::to_string(ShortLines) + " lines", T.Short);
  if (!T.Causes.empty())
    Out += "what kept functions from being explored exactly:\n";
  for (const auto &[What, C] : T.Causes) {
    const std::string Count = std::to_string(C.Count);
    Out += std::string(Count.size() < 6 ? 6 - Count.size() : 0, ' ') + Count + "  " + visible(What) + ", as at " +
           visible(C.Example) + "\n";
  }
  return Out;
}

std::string coverageRecords(const std::vector<FileCoverage> &Files) {
  std::string Out;
  for (const FileCoverage &File : Files)
    for (const FunctionCoverage &F : File.Functions)
      Out += dumped(record(F));
  const Totals T(Files);
  Json Summary = {{"type", "coverage"},
                  {"files", T.Files},
                  {"failed", T.Failed},
                  {"all", figures(T.All)},
                  {"short", figures(T.Short)}};
  for (const auto &[What, C] : T.Causes)
    Summary["reasons"].push_back({{"reason", What}, {"count", C.Count}, {"example", C.Example}});
  return Out + dumped(Summary);
}

} // namespace kverdict
