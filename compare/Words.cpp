#include "compare/Compare.h"

namespace kverdict {

std::string changeWord(Change C) {
  switch (C) {
  case Change::Equivalent:
    return "equivalent";
  case Change::Stricter:
    return "stricter";
  case Change::Laxer:
    return "laxer";
  case Change::Incomparable:
    return "incomparable";
  case Change::Different:
    return "different";
  case Change::Undecided:
    break;
  }
  return "undecided";
}

std::string directionWord(Direction D) {
  switch (D) {
  case Direction::Stricter:
    return "stricter";
  case Direction::Laxer:
    return "laxer";
  case Direction::OtherError:
    return "other error";
  case Direction::OtherValue:
    return "other value";
  case Direction::Crash:
    break;
  }
  return "crash";
}

} // namespace kverdict
