#include "report/ci/FixesYaml.h"

#include "report/Region.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/YAMLTraits.h"

namespace kverdict {

// The names of the keys are clang's (clang/Tooling/ReplacementsYaml.h).
struct Replacement {
  std::string File;
  size_t Offset, Length;
  std::string Text;
};

struct FixesDocument {
  std::string MainFile;
  std::vector<Replacement> Replacements;
};

} // namespace kverdict

using kverdict::FixesDocument;
using kverdict::Replacement;

LLVM_YAML_IS_SEQUENCE_VECTOR(Replacement)

template <> struct llvm::yaml::MappingTraits<Replacement> {
  static void mapping(IO &To, Replacement &Of) {
    To.mapRequired("FilePath", Of.File);
    To.mapRequired("Offset", Of.Offset);
    To.mapRequired("Length", Of.Length);
    To.mapRequired("ReplacementText", Of.Text);
  }
};

template <> struct llvm::yaml::MappingTraits<FixesDocument> {
  static void mapping(IO &To, FixesDocument &Of) {
    To.mapRequired("MainSourceFile", Of.MainFile);
    To.mapRequired("Replacements", Of.Replacements);
  }
};

namespace kverdict {

/// An edit, and those that go with it; nothing if one of them has no place.
static std::vector<Replacement> replacements(const Fix &Of, const SourceLine &Source) {
  std::vector<Replacement> All;
  std::vector<const Fix *> Edits{&Of};
  for (const Fix &Each : Of.With)
    Edits.push_back(&Each);
  for (const Fix *Each : Edits) {
    const auto Begin = offsetOf(Each->Span.Begin, Source), End = offsetOf(Each->Span.End, Source);
    if (!Begin || !End || *End < *Begin)
      return {};
    All.push_back({Each->Span.Begin.File, *Begin, *End - *Begin, Each->Text});
  }
  return All;
}

// Whether both cannot be applied. clang-apply-replacements would then apply nothing at all.
static bool clash(const Replacement &A, const Replacement &B) {
  return A.File == B.File && A.Offset <= B.Offset + B.Length && B.Offset <= A.Offset + A.Length;
}

std::string renderFixes(const std::vector<FileReport> &Reports, const SourceLine &Source) {
  FixesDocument Made;
  for (const Finding *Of : ordered(Reports)) {
    if (!shownAsDefect(*Of) || !Of->Repair || !Of->Repair->Verified)
      continue;
    const std::vector<Replacement> Together = replacements(*Of->Repair, Source);
    auto clashes = [&](const Replacement &One) {
      return llvm::any_of(Made.Replacements, [&](const Replacement &Other) { return clash(One, Other); });
    };
    if (llvm::none_of(Together, clashes))
      Made.Replacements.insert(Made.Replacements.end(), Together.begin(), Together.end());
  }
  if (!Reports.empty())
    Made.MainFile = Reports.front().File;
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  llvm::yaml::Output Out(Stream);
  Out << Made;
  return Text;
}

} // namespace kverdict
