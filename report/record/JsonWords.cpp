#include "report/record/JsonWords.h"

namespace kverdict {

std::string wordOf(Severity Level) {
  switch (Level) {
  case Severity::Note:
    return "note";
  case Severity::Warning:
    return "warning";
  case Severity::Error:
    return "error";
  }
  return "";
}

std::string wordOf(Status State) {
  switch (State) {
  case Status::Confirmed:
    return "confirmed";
  case Status::Undecided:
    return "undecided";
  }
  return "";
}

std::string wordOf(Origin From) {
  switch (From) {
  case Origin::Unknown:
    return "unknown";
  case Origin::Introduced:
    return "introduced";
  case Origin::PreExisting:
    return "pre-existing";
  case Origin::Fixed:
    return "fixed";
  }
  return "";
}

std::string wordOf(TraceStep::Kind What) {
  switch (What) {
  case TraceStep::Kind::Branch:
    return "branch";
  case TraceStep::Kind::Switch:
    return "switch";
  case TraceStep::Kind::Assignment:
    return "assignment";
  case TraceStep::Kind::Call:
    return "call";
  case TraceStep::Kind::Return:
    return "return";
  case TraceStep::Kind::Stop:
    return "stop";
  }
  return "";
}

} // namespace kverdict
