// What `__func__` is in a body that was read under another name.
#pragma once

namespace clang {
class FunctionDecl;
}

namespace kverdict {

/// Gives `__func__` and `__FUNCTION__` in the body the name that the function has in the source.
void nameAsWritten(clang::FunctionDecl &);

} // namespace kverdict
