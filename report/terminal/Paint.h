// Colours of a terminal. Only for the text report.
#pragma once

#include <string>

namespace kverdict {

/// Colours text, or leaves it alone.
class Paint {
public:
  explicit Paint(bool On) : On(On) {}
  std::string place(const std::string &Text) const { return with("1", Text); }
  std::string error(const std::string &Text) const { return with("1;31", Text); }
  std::string warning(const std::string &Text) const { return with("1;35", Text); }
  std::string note(const std::string &Text) const { return with("1;36", Text); }
  std::string message(const std::string &Text) const { return with("1", Text); }
  std::string caret(const std::string &Text) const { return with("1;32", Text); }
  std::string removed(const std::string &Text) const { return with("31", Text); }
  std::string added(const std::string &Text) const { return with("32", Text); }

private:
  std::string with(const char *Code, const std::string &Text) const {
    return On ? std::string("\x1b[") + Code + "m" + Text + "\x1b[0m" : Text;
  }
  bool On;
};

} // namespace kverdict
