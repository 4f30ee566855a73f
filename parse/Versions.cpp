#include "parse/Versions.h"

#include <algorithm>

namespace kverdict {
namespace {

bool includes(const std::set<std::string> &All, const std::set<std::string> &Some) {
  return std::includes(All.begin(), All.end(), Some.begin(), Some.end());
}

std::set<std::string> names(const std::vector<Extra> &Extras) {
  std::set<std::string> Out;
  for (const Extra &E : Extras)
    Out.insert(E.Name);
  return Out;
}

std::map<std::string, std::string> otherFiles(const UnitRequest &Request) {
  auto Overlay = Request.Overlay;
  Overlay.erase(Request.Command.File);
  return Overlay;
}

/// The files that layout() tells of.
std::set<std::string> watched(const UnitRequest &Request) {
  std::set<std::string> Out;
  for (const auto &[Path, Lines] : Request.Changed)
    Out.insert(Path);
  return Out;
}

/// Whether all that a request asks for, but for the text of the file, was in an earlier one. What is wanted of the
/// bodies need not be the same: those that were skipped are read when a version reaches them.
bool covers(const UnitRequest &Had, const UnitRequest &Wants) {
  return Had.Command.File == Wants.Command.File && Had.Command.Directory == Wants.Command.Directory &&
         Had.Command.Arguments == Wants.Command.Arguments && Had.AllBodies == Wants.AllBodies &&
         Had.Opaque == Wants.Opaque && includes(Had.Missed, Wants.Missed) && includes(watched(Had), watched(Wants)) &&
         includes(names(Had.Extras), names(Wants.Extras)) && otherFiles(Had) == otherFiles(Wants);
}

/// Whether Clang has each of these functions where the text seems to have it: a macro or an annotation may look like a
/// function's name, and another branch of an #if may hold the function.
bool areThere(const Unit &U, const TakenApart &Text, const TakenApart &Other, const std::vector<FunctionText> &Bodies) {
  return std::all_of(Bodies.begin(), Bodies.end(), [&](const FunctionText &Each) {
    for (size_t I = 0; I < Other.Functions.size(); ++I)
      if (Other.Functions[I].Line == Each.Line) {
        const FunctionText &Was = Text.Functions[I];
        const unsigned Line = U.functionPlace(Each.Name).Line;
        return Was.Line - Was.HeadLines <= Line && Line <= Was.Line;
      }
    return false;
  });
}

} // namespace

const TakenApart &Versions::apart(const std::string &Text, const std::string &File) {
  auto [It, New] = Apart.try_emplace({File, Text});
  if (New)
    It->second = takeApart(Text, File);
  return It->second;
}

std::unique_ptr<Unit> Versions::parse(const UnitRequest &Request) {
  const TakenApart &Text = apart(Request.Text, Request.Command.File);
  for (const Parsed &Had : All)
    if (covers(Had.Request, Request))
      if (const auto Bodies = onlyBodiesDiffer(*Had.Text, Text); Bodies && areThere(*Had.U, *Had.Text, Text, *Bodies))
        if (auto U = Had.U->with(*Bodies, movedLines(*Had.Text, Text)))
          return U;
  ++Parses;
  UnitRequest Whole = Request;
  Whole.Wanted.insert(Expected.begin(), Expected.end());
  auto U = parseUnit(Whole);
  auto Same = U->with({});
  if (Same)
    All.push_back({std::move(Whole), &Text, std::move(Same)});
  return U;
}

} // namespace kverdict
