#include "explore/table/GuardNames.h"

#include <llvm/ADT/STLExtras.h>

#include <map>
#include <set>
#include <tuple>

using namespace clang;

namespace kverdict {
namespace {

/// Questions that may be one guard, by the path that they are on.
using Alike = std::vector<std::vector<GuardEvent *>>;

bool haveTwoAnswers(const Alike &Of) {
  return llvm::any_of(Of, [](const std::vector<GuardEvent *> &OnPath) {
    return llvm::any_of(OnPath, [&](const GuardEvent *E) { return E->Value != OnPath[0]->Value; });
  });
}

/// Those with the same key together.
template <typename Key> auto divided(const Alike &Of, const Key &By) {
  std::map<decltype(By(*Of[0][0])), Alike> Parts;
  for (const auto &OnPath : Of) {
    std::map<decltype(By(*Of[0][0])), std::vector<GuardEvent *>> Here;
    for (GuardEvent *E : OnPath)
      Here[By(*E)].push_back(E);
    for (auto &[K, Some] : Here)
      Parts[K].push_back(std::move(Some));
  }
  return Parts;
}

class Naming {
public:
  Naming(const Unit &U, const FunctionDecl *F) : U(U), Own(U.place(F->getBeginLoc())) {}

  /// Of one text; Others: it stands elsewhere as well, and means something else there.
  void add(const Alike &Of, bool Others) {
    if (Others)
      return addPlace(Of, standsAt(Of[0][0]->Code, false));
    if (!haveTwoAnswers(Of))
      return name(Of, "");
    // By the place and not by the address of the code, which is another one in each run.
    const auto ByPlace = divided(Of, [&](const GuardEvent &E) {
      const SourcePlace At = E.Code ? U.place(E.Code->getBeginLoc()) : SourcePlace();
      return std::tuple(At.File, At.Line, At.Column);
    });
    std::set<std::pair<std::string, unsigned>> Lines;
    for (const auto &[At, Some] : ByPlace)
      Lines.insert({std::get<0>(At), std::get<1>(At)});
    for (const auto &[At, Some] : ByPlace)
      addPlace(Some, ByPlace.size() == 1 ? "" : standsAt(Some[0][0]->Code, Lines.size() < ByPlace.size()));
  }

  std::vector<CourseGuard> Guards;

private:
  void addPlace(const Alike &Of, const std::string &Where) {
    if (!haveTwoAnswers(Of))
      return name(Of, Where);
    for (const auto &[Time, Each] : divided(Of, [](const GuardEvent &E) { return E.Time; }))
      name(Each, Where + (Where.empty() ? "" : ", ") + "time " + std::to_string(Time));
  }

  std::string standsAt(const Stmt *Code, bool Column) const {
    if (!Code)
      return "";
    const SourcePlace At = U.place(Code->getBeginLoc());
    return "line " + std::to_string(At.Line) + (Column ? ", column " + std::to_string(At.Column) : "") +
           (At.File == Own.File ? "" : " of " + At.File);
  }

  void name(const Alike &Of, const std::string &Where) {
    const GuardEvent &First = *Of[0][0];
    CourseGuard New{First.What, First.Text, Where, First.Depth};
    for (const auto &OnPath : Of)
      for (GuardEvent *E : OnPath) {
        New.Depth = std::min(New.Depth, E->Depth);
        E->Guard = Guards.size();
        if (E->Switch && !llvm::is_contained(New.Cases, E->Value))
          New.Cases.push_back(E->Value);
      }
    Guards.push_back(std::move(New));
  }

  const Unit &U;
  const SourcePlace Own;
};

} // namespace

std::vector<CourseGuard> named(const Unit &U, const FunctionDecl *F, std::vector<GuardEvents> &OfPaths) {
  using Key = std::tuple<GuardAnswer::Kind, std::string, std::string>; // what, text, and of a switch the place
  std::map<Key, Alike> ByText;
  for (GuardEvents &Each : OfPaths) {
    std::map<const Stmt *, unsigned> Times;
    std::map<Key, std::vector<GuardEvent *>> Here;
    for (GuardEvent &E : Each) {
      const SourcePlace At = E.Switch ? U.place(E.Code->getBeginLoc()) : SourcePlace();
      E.Time = ++Times[E.Code];
      Here[{E.What, E.Text, E.Switch ? At.File + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Column) : ""}]
          .push_back(&E);
    }
    for (auto &[K, Same] : Here)
      ByText[K].push_back(std::move(Same));
  }
  Naming All(U, F);
  std::map<std::pair<GuardAnswer::Kind, std::string>, unsigned> Places;
  for (const auto &[K, Same] : ByText)
    ++Places[{std::get<0>(K), std::get<1>(K)}];
  for (const auto &[K, Same] : ByText)
    All.add(Same, Same[0][0]->Switch && Places[{std::get<0>(K), std::get<1>(K)}] > 1);
  return std::move(All.Guards);
}

unsigned valueOf(const CourseGuard &Of, const GuardEvent &E) {
  return E.Switch ? llvm::find(Of.Cases, E.Value) - Of.Cases.begin() : E.Value == "1";
}

} // namespace kverdict
