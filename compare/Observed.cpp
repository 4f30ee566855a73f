#include "compare/Observed.h"

#include <algorithm>
#include <map>
#include <set>

namespace kverdict {
namespace {

/// More events than so many are not lined up with each other: only the first that differs is told.
constexpr size_t MostLinedUp = 400;

bool sameKind(const Event &A, const Event &B) { return A.What == B.What && A.Name == B.Name; }
bool same(const Event &A, const Event &B) { return sameKind(A, B) && A.Operands == B.Operands; }

std::string verb(const Event &E) {
  static const char *const Words[] = {"calls ", "runs ", "reads ", "writes "};
  return Words[static_cast<int>(E.What)];
}

/// The longest common part, as for each event of the old run the one of the new run that it is, or -1.
std::vector<int> linedUp(const std::vector<Event> &Old, const std::vector<Event> &New) {
  std::vector<std::vector<unsigned>> Length(Old.size() + 1, std::vector<unsigned>(New.size() + 1, 0));
  for (size_t I = Old.size(); I-- > 0;)
    for (size_t J = New.size(); J-- > 0;)
      Length[I][J] = same(Old[I], New[J]) ? Length[I + 1][J + 1] + 1 : std::max(Length[I + 1][J], Length[I][J + 1]);
  std::vector<int> Found(Old.size(), -1);
  for (size_t I = 0, J = 0; I < Old.size() && J < New.size();) {
    if (same(Old[I], New[J]))
      Found[I++] = static_cast<int>(J++);
    else
      Length[I + 1][J] >= Length[I][J + 1] ? ++I : ++J;
  }
  return Found;
}

/// A byte that was stored, and by which store.
struct Byte {
  std::uint8_t Before, After;
  const Stored *By;
};

std::map<std::uint64_t, Byte> bytes(const std::vector<Stored> &Stores, size_t Count) {
  std::map<std::uint64_t, Byte> Out;
  for (size_t I = 0; I < Count && I < Stores.size(); ++I)
    for (size_t B = 0; B < Stores[I].After.size(); ++B) {
      auto [It, New] = Out.try_emplace(Stores[I].Address + B, Byte{Stores[I].Before[B], 0, nullptr});
      It->second.After = Stores[I].After[B];
      It->second.By = &Stores[I];
    }
  return Out;
}

bool isPlain(const Event &E) { return E.What == Event::Kind::Read && E.Name == "plain"; }

/// It has no instruction: it only keeps the compiler from moving accesses.
bool forTheCompiler(const Event &E) {
  return E.What == Event::Kind::Assembly && (E.Name.empty() || E.Name.starts_with(" : "));
}

std::vector<Event> seen(const Run &R) {
  std::vector<Event> Out;
  std::remove_copy_if(R.Events.begin(), R.Events.end(), std::back_inserter(Out), isPlain);
  return Out;
}

/// Whether a run has a plain access at the place of a volatile one.
bool hasPlain(const Run &R, const Event &E, const Run &Own) {
  if (E.What == Event::Kind::Read)
    return std::any_of(R.Events.begin(), R.Events.end(),
                       [&](const Event &Each) { return isPlain(Each) && Each.Operands[0] == E.Operands[0]; });
  std::set<size_t> Volatile; // the store of a volatile write is the next
  for (const Event &Each : R.Events)
    if (Each.What == Event::Kind::Write)
      Volatile.insert(Each.Stored);
  for (size_t I = 0; I < R.Stores.size(); ++I)
    if (!Volatile.count(I) && E.Stored < Own.Stores.size() && R.Stores[I].Address == Own.Stores[E.Stored].Address)
      return true;
  return false;
}

class Observing {
public:
  Observing(const Run &Old, const Run &New)
      : OldRun(Old), NewRun(New), Old{seen(Old), Old.Stores}, New{seen(New), New.Stores} {}

  ObservedChanges run() {
    if (Old.Events.size() > MostLinedUp || New.Events.size() > MostLinedUp)
      firstChange();
    else
      eventChanges();
    if (Out.Certain.empty())
      memoryChanges();
    return std::move(Out);
  }

private:
  struct Seen {
    std::vector<Event> Events;
    const std::vector<Stored> &Stores;
  };

  void add(const std::string &What, const SourcePlace &At, bool InOld, bool Open = false) {
    (Open ? Out.Open : Out.Certain).push_back({What, At, InOld});
  }
  /// Whether only the compiler knows what becomes of it, if one run has it and the other not.
  static bool open(const Event &E, const Run &Own, const Run &Other) {
    const bool Access = E.What == Event::Kind::Read || E.What == Event::Kind::Write;
    return forTheCompiler(E) || (Access && hasPlain(Other, E, Own));
  }
  /// Whether something is done in a call: of one that only reads, what it reads is told.
  static bool acts(const std::string &Outer, const std::vector<const Event *> &All) {
    return std::any_of(All.begin(), All.end(),
                       [&](const Event *E) { return E->Outer == Outer && E->What != Event::Kind::Read; });
  }
  /// Of a call that only one run makes, what is in it need not be told: people know the call.
  bool isPart(const Event &E, const Run &Other, bool Open, bool InOld) {
    if (E.Outer.empty() || Other.Entered.count(E.Outer) || !acts(E.Outer, InOld ? AllGone : AllAdded))
      return false;
    if (E.What == Event::Kind::Read)
      return true;
    if (Told.insert({E.Outer, Open}).second)
      add(InOld ? "no longer calls " + E.Outer : "calls " + E.Outer + " where it did not before", E.OuterAt, InOld,
          Open);
    return true;
  }
  void gone(const Event &E) {
    const bool Open = open(E, OldRun, NewRun);
    if (!isPart(E, NewRun, Open, true))
      add("no longer " + verb(E) + E.Text, E.At, true, Open);
  }
  void added(const Event &E) {
    const bool Open = open(E, NewRun, OldRun);
    if (!isPart(E, OldRun, Open, false))
      add(verb(E) + E.Text + " where it did not before", E.At, false, Open);
  }

  void firstChange() {
    const auto [A, B] = std::mismatch(Old.Events.begin(), Old.Events.end(), New.Events.begin(), New.Events.end(), same);
    if (A != Old.Events.end())
      gone(*A);
    else if (B != New.Events.end())
      added(*B);
  }

  void eventChanges() {
    const std::vector<int> To = linedUp(Old.Events, New.Events);
    std::vector<const Event *> Gone, Added;
    size_t Next = 0;
    auto flush = [&] {
      between(Gone, Added);
      Gone.clear(), Added.clear();
    };
    for (size_t I = 0; I <= Old.Events.size(); ++I) {
      if (I < Old.Events.size() && To[I] < 0) {
        Gone.push_back(&Old.Events[I]);
        continue;
      }
      const size_t End = I < Old.Events.size() ? To[I] : New.Events.size();
      for (; Next < End; ++Next)
        Added.push_back(&New.Events[Next]);
      ++Next;
      flush();
    }
    moved();
    for (const Event *E : AllGone)
      gone(*E);
    for (const Event *E : AllAdded)
      added(*E);
  }

  /// What stands at the same place of both runs, between two events that are the same.
  void between(std::vector<const Event *> &Gone, std::vector<const Event *> &Added) {
    for (auto A = Gone.begin(); A != Gone.end();) {
      const auto B = std::find_if(Added.begin(), Added.end(), [&](const Event *E) { return sameKind(**A, *E); });
      if (B == Added.end()) {
        ++A;
        continue;
      }
      otherwise(**A, **B);
      A = Gone.erase(A);
      Added.erase(B);
    }
    AllGone.insert(AllGone.end(), Gone.begin(), Gone.end());
    AllAdded.insert(AllAdded.end(), Added.begin(), Added.end());
  }

  void otherwise(const Event &A, const Event &B) {
    if (A.Text != B.Text)
      return add(verb(B) + B.Text + " instead of " + A.Text, B.At, false);
    for (size_t I = 0; I < A.Operands.size() && I < B.Operands.size(); ++I)
      if (A.Operands[I] != B.Operands[I] && !A.Operands[I].empty() && A.Operands[I].size() + B.Operands[I].size() < 60)
        return add(verb(B) + B.Text + " with " + B.Operands[I] + " instead of " + A.Operands[I], B.At, false);
    add(verb(B) + B.Text + " with other arguments", B.At, false);
  }

  /// What is gone here and added there stands in another order.
  void moved() {
    for (auto A = AllGone.begin(); A != AllGone.end();) {
      const auto B = std::find_if(AllAdded.begin(), AllAdded.end(), [&](const Event *E) { return same(**A, *E); });
      if (B == AllAdded.end()) {
        ++A;
        continue;
      }
      add(verb(**B) + (*B)->Text + " in another order than before", (*B)->At, false, forTheCompiler(**B));
      A = AllGone.erase(A);
      AllAdded.erase(B);
    }
  }

  /// The events are the same: what was in memory when others could look, and at the end.
  void memoryChanges() {
    if (Out.Certain.empty() && Out.Open.empty()) // the events stand side by side
      for (size_t I = 0; I < Old.Events.size() && Out.Certain.empty(); ++I)
        if (const Event &E = New.Events[I]; E.Orders)
          memoryChange(Old.Events[I].Stored, E.Stored, " when it " + verb(E) + E.Text,
                       forTheCompiler(E) || E.What == Event::Kind::Write);
    if (Out.Certain.empty())
      memoryChange(Old.Stores.size(), New.Stores.size(), "", false);
  }

  void memoryChange(size_t OldCount, size_t NewCount, const std::string &When, bool Open) {
    const std::map<std::uint64_t, Byte> Was = bytes(Old.Stores, OldCount), Is = bytes(New.Stores, NewCount);
    std::vector<const Stored *> Told;
    auto tell = [&](const Stored *By, bool InOld, const std::string &Lead) {
      if (std::find(Told.begin(), Told.end(), By) != Told.end())
        return;
      Told.push_back(By);
      add(Lead + By->Place + (By->Shown.empty() || InOld ? "" : " = " + By->Shown) + When, By->At, InOld, Open);
    };
    for (const auto &[Address, B] : Is) {
      const auto It = Was.find(Address);
      if (B.After != (It == Was.end() ? B.Before : It->second.After))
        tell(B.By, false, "leaves ");
    }
    for (const auto &[Address, B] : Was)
      if (!Is.count(Address) && B.After != B.Before)
        tell(B.By, true, "no longer sets ");
  }

  const Run &OldRun, &NewRun;
  const Seen Old, New;
  std::vector<const Event *> AllGone, AllAdded;
  std::set<std::pair<std::string, bool>> Told; ///< calls that only one run makes, and whether the compiler decides it
  ObservedChanges Out;
};

} // namespace

ObservedChanges changedEvents(const Run &Old, const Run &New) { return Observing(Old, New).run(); }

} // namespace kverdict
