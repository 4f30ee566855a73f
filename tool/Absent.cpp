#include "tool/Absent.h"

#include "core/Error.h"
#include "parse/Linkage.h"
#include "tool/Near.h"

namespace kverdict {

void refuseAbsent(const Unit &U, const std::string &Text, const std::string &Shown, const std::string &Function) {
  if (const auto Other = definedOtherwise(U, Function))
    throw Error(ExitCode::Incomplete, Shown + ":" + std::to_string(Other->At.Line) + ": " + Function +
                                          "() is not looked at, since " + Other->Why);
  if (const auto Lines = definitionLines(Text, Function); !Lines.empty())
    throw Error(ExitCode::Incomplete, Shown + ":" + std::to_string(Lines[0]) + ": this configuration leaves " +
                                          Function + "() out: an #if around it is not met");
  throw Error(ExitCode::Usage, Shown + " defines no function " + Function + "()" + didYouMean(U.functions(), Function));
}

} // namespace kverdict
