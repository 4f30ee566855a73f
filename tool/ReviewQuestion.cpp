#include "tool/ReviewQuestion.h"

#include "cache/Words.h"

#include <optional>
#include <type_traits>
#include <vector>

namespace kverdict {
namespace {

/// Writes values one behind the other. Of a structure all members are named, so that one more does not compile here.
class Writer {
public:
  template <class... Each> void all(const Each &...Value) { (add(Value), ...); }
  std::string Out;

private:
  void add(const std::string &Text) { packWord(Out, Text); }
  template <class Number>
  std::enable_if_t<std::is_arithmetic_v<Number> || std::is_enum_v<Number>> add(const Number &N) {
    packWord(Out, std::to_string(static_cast<long long>(N)));
  }
  template <class T> void add(const std::optional<T> &Value) {
    add(Value.has_value());
    if (Value)
      add(*Value);
  }
  template <class T> void add(const std::vector<T> &Values) {
    add(Values.size());
    for (const T &Each : Values)
      add(Each);
  }

  void add(const SourcePlace &Value) {
    const auto &[File, Line, Column] = Value;
    all(File, Line, Column);
  }
  void add(const HunkLine &Value) {
    const auto &[What, Text, OldLine, NewLine, NoNewline, At] = Value;
    all(What, Text, OldLine, NewLine, NoNewline, At);
  }
  void add(const Hunk &Value) {
    const auto &[OldStart, OldCount, NewStart, NewCount, Header, Heading, Lines, Offset, At] = Value;
    all(OldStart, OldCount, NewStart, NewCount, Header, Heading, Lines, Offset, At);
  }
  void add(const FileChange &Value) {
    const auto &[What, OldPath, NewPath, OldMode, NewMode, Unread, Header, Hunks, Base, Patched, At, OldName, NewName,
                 Git, FirstLine] = Value;
    all(What, OldPath, NewPath, OldMode, NewMode, Unread, Header, Hunks, Base, Patched, At, OldName, NewName, Git,
        FirstLine);
  }
  void add(const Mail &Value) {
    const auto &[From, To, Cc, Date, MessageId, References, Subject, Author, Commit] = Value;
    all(From, To, Cc, Date, MessageId, References, Subject, Author, Commit);
  }
  void add(const PatchTag &Value) {
    const auto &[Version, Number, Total] = Value;
    all(Version, Number, Total);
  }
  void add(const Patch &Value) {
    const auto &[Header, Tag, Message, Files, Diff, Charset, At, Flowed, Merged, Applied] = Value;
    all(Header, Tag, Message, Files, Diff, Charset, At, Flowed, Merged, Applied);
  }
  void add(const Series &Value) {
    const auto &[Patches, Cover, CoverMessage, Notes] = Value;
    all(Patches, Cover, CoverMessage, Notes);
  }
  void add(const InputProblem &Value) {
    const auto &[Message, Patch, OfTree] = Value;
    all(Message, Patch, OfTree);
  }
  void add(const Answer &Value) {
    const auto &[Fingerprint, Reason, By, At] = Value;
    all(Fingerprint, Reason, By, At);
  }
  /// Of a plain directory the files on disk are not in it: those that are read are noted.
  void add(const Tree &Value) {
    all(Value.root(), Value.commit(), Value.describe(), Value.objectFormat(), Value.isBare(), Value.isShallow());
  }

public:
  void add(const Work &Value) {
    const auto &[Patches, Base, BaseWord, Problems, Answers, Quoted, OnTop] = Value;
    all(Patches, Base, BaseWord, Problems, Answers, Quoted, OnTop);
  }
};

} // namespace

std::string reviewQuestion(const Work &W) {
  Writer To;
  To.add(W);
  return std::move(To.Out);
}

} // namespace kverdict
