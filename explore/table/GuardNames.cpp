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

  /// Of one text; Others: it stands elsewhere as well, and means something else there. Tell: its words alone may be
  /// taken for something else. Columns: two of its places are in one line, of whatever they mean.
  void add(const Alike &Of, bool Others, bool Tell, bool Columns) {
    if (!Others && !Tell && !haveTwoAnswers(Of))
      return name(Of, "");
    // By the place and not by the address of the code, which is another one in each run.
    const auto ByPlace = divided(Of, [&](const GuardEvent &E) {
      const SourcePlace At = placeOf(E);
      return std::tuple(At.File, At.Line, At.Column);
    });
    for (const auto &[At, Some] : ByPlace) {
      const bool Alone = ByPlace.size() == 1 && !Others && (!Tell || haveTwoAnswers(Some)); // then the time tells
      addPlace(Some, Alone ? "" : standsAt(*Some[0][0], Columns));
    }
  }

  const SourcePlace &placeOf(const GuardEvent &E) const {
    if (!E.Code)
      return E.At;
    const auto [It, New] = Places.try_emplace(E.Code);
    if (New)
      It->second = U.place(E.Code->getBeginLoc());
    return It->second;
  }

  std::vector<CourseGuard> Guards;

private:
  void addPlace(const Alike &Of, const std::string &Where) {
    if (!haveTwoAnswers(Of))
      return name(Of, Where);
    for (const auto &[Time, Each] : divided(Of, [](const GuardEvent &E) { return E.Time; }))
      name(Each, Where + (Where.empty() ? "" : ", ") + "time " + std::to_string(Time));
  }

  std::string standsAt(const GuardEvent &E, bool Column) const {
    const SourcePlace At = placeOf(E);
    if (!At.valid())
      return "";
    return "line " + std::to_string(At.Line) + (Column ? ", column " + std::to_string(At.Column) : "") +
           (At.File == Own.File ? "" : " of " + At.File);
  }

  void name(const Alike &Of, const std::string &Where) {
    const GuardEvent &First = *Of[0][0];
    const std::string In = First.In.empty() ? "" : "in " + First.In + "()";
    CourseGuard New{First.What, First.Text, In + (In.empty() || Where.empty() ? "" : ", ") + Where, First.Depth};
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
  mutable std::map<const Stmt *, SourcePlace> Places;
};

// What, text, of a switch the place, whose words they are, and whether they mean something else than at entry.
using Key = std::tuple<GuardAnswer::Kind, std::string, std::string, std::string, bool>;

std::map<Key, Alike> byText(const Naming &All, std::vector<GuardEvents> &OfPaths) {
  std::map<Key, Alike> Out;
  for (GuardEvents &Each : OfPaths) {
    std::map<const Stmt *, unsigned> Times;
    std::map<Key, std::vector<GuardEvent *>> Here;
    for (GuardEvent &E : Each) {
      const SourcePlace At = E.Switch ? All.placeOf(E) : SourcePlace();
      E.Time = ++Times[E.Code];
      Here[{E.What, E.Text, E.Switch ? At.File + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Column) : "",
            E.In, E.Changed}]
          .push_back(&E);
    }
    for (auto &[K, Same] : Here)
      Out[K].push_back(std::move(Same));
  }
  return Out;
}

/// Where one text stands, whatever it means there.
struct Stands {
  unsigned Keys = 0;
  std::set<std::pair<std::string, unsigned>> Lines;
  std::set<std::tuple<std::string, unsigned, unsigned>> Places;
};

void add(Stands &To, const Naming &All, const Alike &Same) {
  ++To.Keys;
  for (const auto &OnPath : Same)
    for (const GuardEvent *E : OnPath) {
      const SourcePlace &At = All.placeOf(*E);
      To.Lines.insert({At.File, At.Line});
      To.Places.insert({At.File, At.Line, At.Column});
    }
}

bool meanAnother(const Alike &Of) {
  return llvm::any_of(Of, [](const std::vector<GuardEvent *> &OnPath) {
    return llvm::any_of(OnPath, [](const GuardEvent *E) { return E->Another; });
  });
}

} // namespace

std::vector<CourseGuard> named(const Unit &U, const FunctionDecl *F, std::vector<GuardEvents> &OfPaths) {
  Naming All(U, F);
  const std::map<Key, Alike> ByText = byText(All, OfPaths);
  std::map<std::pair<GuardAnswer::Kind, std::string>, Stands> Texts;
  for (const auto &[K, Same] : ByText)
    add(Texts[{std::get<0>(K), std::get<1>(K)}], All, Same);
  for (const auto &[K, Same] : ByText) {
    const Stands &Its = Texts[{std::get<0>(K), std::get<1>(K)}];
    All.add(Same, Its.Keys > 1, std::get<4>(K) || meanAnother(Same), Its.Lines.size() < Its.Places.size());
  }
  return std::move(All.Guards);
}

unsigned valueOf(const CourseGuard &Of, const GuardEvent &E) {
  return E.Switch ? llvm::find(Of.Cases, E.Value) - Of.Cases.begin() : E.Value == "1";
}

} // namespace kverdict
