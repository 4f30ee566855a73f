// A unit in which nothing is missing of what is looked at. Bodies that no text names (a function that is reached
// through a macro of another file) are skipped at first; whoever meets one says so in Unit::missed(), and the file is
// parsed again with it.
#pragma once

#include "parse/Versions.h"

#include <functional>

namespace kverdict {

class CompleteUnit {
public:
  /// Parses; what Error says, parseUnit() says. Shared is where earlier parses of the file may be found; null if there
  /// are none. It must outlive this.
  explicit CompleteUnit(UnitRequest, Versions *Shared = nullptr);

  Unit &operator*() const { return *U; }
  Unit *operator->() const { return U.get(); }
  const UnitRequest &request() const { return Request; }
  const std::string &file() const { return Request.Command.File; }

  /// Parses again if bodies were missed: what was made from the old unit is gone then. False if none were. Throws Error
  /// (Incomplete) if a body is still missed that was asked for.
  bool grow();

  /// Lets Walk look at the unit, and at the next one, until nothing is missed. Walk keeps nothing of a unit that misses
  /// something.
  void complete(const std::function<void(Unit &)> &Walk);

private:
  UnitRequest Request;
  Versions *Shared;
  std::unique_ptr<Unit> U;
};

} // namespace kverdict
