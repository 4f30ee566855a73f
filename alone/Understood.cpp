#include "alone/Understood.h"

#include "isolate/AtWork.h"
#include "parse/Unit.h"

#include <algorithm>
#include <optional>

namespace kverdict::alone {
namespace {

constexpr const char *Root = "/in-own-terms"; // there need not be such a directory
constexpr unsigned MostRounds = 12;           ///< of leaving out what does not compile
constexpr size_t MostAlone = 40;              ///< functions that are tried one by one

/// What Clang refuses.
struct Complaint {
  SourcePlace At;
  std::string Message;
};

std::optional<Complaint> refusal(const Terms &Of, const std::string &Path, bool OfOld) {
  UnitRequest Q;
  static_cast<SourceVersion &>(Q) = sourceOf(Of, Path, OfOld);
  Q.AllBodies = true;
  try {
    const AtWork Mark(Q.Command.File, "", Of.Prelude + Q.Text);
    parseUnit(Q);
  } catch (const ParseError &E) {
    return Complaint{E.at(), E.message()};
  } catch (const Error &E) {
    return Complaint{{}, E.what()};
  }
  return std::nullopt;
}

class Attempts {
public:
  Attempts(const ShownSide &Old, const ShownSide &New, const std::string &Path, const std::set<std::string> &Asked)
      : Old(Old), New(New), Path(Path), Asked(Asked) {}

  Terms run() {
    Terms Made = termsOf(Old, New, Without, Asked);
    for (unsigned Round = 0; Round < MostRounds; ++Round) {
      const std::optional<Complaint> Why = complaint(Made);
      if (!Why)
        return Made;
      const std::string At = functionAt(Made, *Why);
      if (!At.empty())
        Without[At] = "Clang says: " + Why->Message;
      else if (!tryAlone(Made, Why->Message))
        break;
      Made = termsOf(Old, New, Without, Asked);
    }
    if (const std::optional<Complaint> Why = complaint(Made))
      return nothing(Made, Why->Message);
    return Made;
  }

private:
  std::optional<Complaint> complaint(const Terms &Of) {
    Before = false;
    if (auto Why = refusal(Of, Path, false))
      return Why;
    Before = true;
    return refusal(Of, Path, true);
  }

  /// The function that a complaint is about; empty if it is not about one.
  std::string functionAt(const Terms &Of, const Complaint &Why) const {
    if (Why.At.File != Path)
      return "";
    for (const std::vector<Piece> *All : {Before ? &Old.Pieces : &New.Pieces, &New.Parts})
      for (const Piece &Each : *All)
        if (Of.Whole.count(Each.Name) && Each.First() - Each.Part <= Why.At.Line &&
            Why.At.Line <= Each.Lines.back().Number && Each.What == Piece::Kind::Function)
          return Each.Name;
    return "";
  }

  /// Which functions do not compile by themselves, where something that all use does not. False if that tells nothing.
  bool tryAlone(const Terms &All, const std::string &Message) {
    bool Any = false;
    size_t Count = 0;
    const auto Left = Without;
    for (const std::string &One : All.Whole) {
      std::map<std::string, std::string> Others = Left;
      for (const std::string &Each : All.Whole)
        if (Each != One)
          Others[Each] = "left out";
      const Terms Made = termsOf(Old, New, Others, Asked);
      const std::optional<Complaint> Why = ++Count > MostAlone ? Complaint{{}, Message} : complaint(Made);
      if (Why) {
        Without[One] = "Clang says: " + Why->Message;
        Any = true;
      }
    }
    return Any;
  }

  Terms nothing(const Terms &Of, const std::string &Message) {
    for (const std::string &Each : Of.Whole)
      Without[Each] = "Clang says: " + Message;
    Terms Made = termsOf(Old, New, Without, {});
    Made.Prelude.clear();
    Made.Old.clear();
    Made.New.clear();
    return Made;
  }

  const ShownSide &Old, &New;
  const std::string &Path;
  const std::set<std::string> &Asked;
  std::map<std::string, std::string> Without;
  bool Before = false; ///< the last complaint is about the old version
};

} // namespace

Terms understood(const ShownSide &Old, const ShownSide &New, const std::string &Path,
                 const std::set<std::string> &Asked) {
  return Attempts(Old, New, Path, Asked).run();
}

SourceVersion sourceOf(const Terms &Of, const std::string &Path, bool OfOld) {
  SourceVersion Made;
  const std::string Prelude = std::string(Root) + "/in-own-terms.h";
  Made.Command.File = std::string(Root) + "/" + Path;
  Made.Command.Root = Root;
  Made.Command.Directory = "/";
  Made.Command.Arguments = {"--target=x86_64-linux-gnu",
                            "-x",
                            "c",
                            "-std=gnu11",
                            "-nostdinc",
                            "-ffreestanding",
                            "-fno-strict-aliasing",
                            "-fwrapv",
                            "-fno-delete-null-pointer-checks",
                            "-include",
                            Prelude,
                            "-w"};
  Made.Text = OfOld ? Of.Old : Of.New;
  Made.Overlay[Prelude] = Of.Prelude;
  return Made;
}

} // namespace kverdict::alone
