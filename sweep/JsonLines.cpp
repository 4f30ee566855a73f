#include "sweep/JsonLines.h"

#include "core/Error.h"
#include "core/Visible.h"
#include "report/record/JsonLine.h"

namespace kverdict {

std::string jsonLine(const Json &Of) {
  return Of.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace) + "\n";
}

void readJsonLines(const std::string &Text, const std::string &File, const std::string &What,
                   const std::function<void(const Json &, size_t)> &Take) {
  size_t Number = 0;
  auto refuse = [&](const std::string &Why) {
    throw Error(ExitCode::Usage, visible(File) + ":" + std::to_string(Number) + ": not " + What + ": " + Why);
  };
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    Rest = Next;
    ++Number;
    try {
      Take(parsedJsonLine(Line), Number);
    } catch (const BadLine &Bad) {
      refuse(Bad.Reason);
    } catch (const Json::exception &Bad) {
      refuse(visible(Bad.what()));
    }
  }
}

} // namespace kverdict
